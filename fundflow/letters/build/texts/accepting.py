"""The words of letters that answer an offer: L12, L17, L18, L18b, L21."""

from fundflow.letters.build.blocks import Bullets, Column, Grid, Heading, If, Pair, Points, Say, Summary, Text
from fundflow.letters.build.phrases import DECISIONS, INSTALMENTS, INVOICING, NEXT, amounts, conditions

_SIGNED = (
    Column("Signed by", 5.0, "{{ one.name }}"),
    Column("For", 7.0, "{{ one.organisation }}"),
    Column("At", 4.6, "{{ one.at|moment }}"),
)

TEXTS = (
    Text(
        "L12",
        "withdrawal",
        "Withdrawal confirmed",
        "{% if kind == 'declined' %}You have declined our offer{% else %}Your {{ bid }} is withdrawn{% endif %}: "
        "{{ case_title }}",
        (
            Say(
                "{% if kind == 'declined' %}We have noted that you decline our offer.{% else %}We have withdrawn your "
                "{{ bid }}, as you asked.{% endif %} {{ asked_by }} told us on **{{ asked_at|moment }}**. Nothing "
                "counts against you."
            ),
            If("reason", (Say("You gave this reason: {{ reason|bare }}."),)),
            Heading("What this means for the money"),
            amounts(
                "amount in released",
                total="released",
                none="No money was held for this {{ bid }}, so none is released.",
            ),
            If(
                "released",
                (Say("This money is released and can now help others. You owe us nothing for it."),),
            ),
            Heading("{% if bid == 'bid' %}If you want to bid again{% else %}If you change your mind{% endif %}"),
            Say(
                "{% if bid == 'bid' %}{{ reapply|sentence }} Your answers are kept, and you can start from them."
                "{% else %}Ring {{ contact.name }}. You can ask anew at any time.{% endif %}"
            ),
            Say("If you did not ask for this, ring us today."),
        ),
    ),
    Text(
        "L17",
        "award-confirmation",
        "Award confirmed",
        "Our agreement is in force: {{ case_title }}",
        (
            Say(
                "You have accepted our offer of **{{ amounts|sum('pence')|pounds }}**, and we have signed too. Our "
                "agreement is in force. This letter is your signed copy: please keep it with offer {{ offer_ref }}."
            ),
            Summary(
                (
                    Pair("Work runs", "From {{ starts|day }} to {{ ends|day }}"),
                    Pair("Last claim", "To reach us by {{ last_claim|day }}"),
                    Pair(
                        "We pay",
                        "{{ payee }}.{% if bank_checked_on %} Two of us checked its bank details on "
                        "{{ bank_checked_on|day }}.{% endif %}",
                    ),
                )
            ),
            Heading("The money that is agreed"),
            amounts(),
            Heading("Decisions that it rests on"),
            DECISIONS,
            Heading("Who takes part"),
            Grid(
                "one in participants",
                (
                    Column("Organisation", 6.6, "{{ one.name }} ({{ one.code }})"),
                    Column("Role", 3.6, "{{ one.role|upper_first }}"),
                    Column(
                        "Share",
                        3.0,
                        "{% if one.pence is none %}As agreed{% else %}{{ one.pence|pounds }}{% endif %}",
                        money=True,
                    ),
                    Column("Signs", 3.4, "{{ one.signatory }}"),
                ),
                "",
            ),
            Heading("Conditions still to meet"),
            conditions(),
            Say(
                "{% if conditions|selectattr('when', 'equalto', 'precedent')|list %}Please wait for our letter that "
                "you may start: it comes when every condition of the first payment is met.{% else %}There is no "
                "condition of the first payment. Our letter that you may start follows.{% endif %}"
            ),
            Heading("Payments"),
            INSTALMENTS,
            *NEXT,
            Heading("Who signed"),
            Grid("one in signed", _SIGNED, ""),
            Say("For the commissioners:", keep_next=True),
            Grid("one in countersigned", _SIGNED, ""),
            Say("Please give a copy of this letter to everyone who takes part."),
        ),
    ),
    Text(
        "L18",
        "offer-lapsed",
        "Offer ended",
        "{% if kind == 'offer' %}Our offer has ended{% else %}The time to confirm has ended{% endif %}: "
        "{{ case_title }}",
        (
            Say(
                "{% if kind == 'offer' %}Our offer of {{ released|sum('pence')|pounds }} ended on "
                "**{{ lapsed_at|moment }}**. We had no acceptance from you by then.{% else %}We asked whether a "
                "smaller {{ bid }} works. The time to answer ended on **{{ lapsed_at|moment }}**, and we had no "
                "answer.{% endif %} We wrote to you on {{ sent_on|day }}."
            ),
            Heading("What this means for the money"),
            Say("The money below is released and can now go to other bids:", keep_next=True),
            amounts("amount in released", total="released"),
            Say("You owe us nothing. If you have spent money on this work, we cannot pay for it."),
            Heading("What you can do"),
            Say(
                "If you did answer in time, ring us today and tell us how you sent it. If our service failed you, we "
                "can put it right."
            ),
            Say("**Next round:** {{ next_round|sentence }} You can start from this {{ bid }}: your answers are kept."),
        ),
    ),
    Text(
        "L18b",
        "offer-extended",
        "More time to accept",
        "You have more time to accept: {{ case_title }}",
        (
            Say(
                "You now have until **{{ accept_by|moment }}** to accept our offer of "
                "{{ amounts|sum('pence')|pounds }}. The last day was {{ was_due|moment }}. {{ reason|sentence }}"
            ),
            amounts(),
            Say("Nothing else in the offer changes. Please use the slip that came with it."),
            Say(
                "We can give more time only once. If no acceptance reaches us by then, the offer ends and we release "
                "the money."
            ),
        ),
    ),
    Text(
        "L21",
        "authority-to-start",
        "Authority to start and to claim",
        "You may start, and you may claim: {{ case_title }}",
        (
            Say(
                "You may start the work now, and you may claim. On **{{ authorised_on|day }}** we recorded that every "
                "condition of the first payment is met."
            ),
            Summary(
                (
                    Pair("Work runs", "From {{ starts|day }} to {{ ends|day }}"),
                    Pair("You may claim for", "Agreed costs from {{ spent_from|day }} on"),
                    Pair("Last claim", "To reach us by {{ last_claim|day }}"),
                )
            ),
            Heading("Conditions of the first payment"),
            Grid(
                "one in met",
                (
                    Column("Condition", 8.4, "{{ one.task|sentence }}"),
                    Column(
                        "Result",
                        4.6,
                        "{% if one.how == 'met' %}Met{% else %}Set aside{% endif %}, {{ one.on|short_day }}",
                    ),
                    Column("Checked by", 3.6, "{{ one.by|upper_first }}"),
                ),
                "There were no conditions of the first payment.",
            ),
            Heading("Conditions that go on"),
            conditions("still_due"),
            Heading("When we pay"),
            INSTALMENTS,
            *INVOICING,
            Heading("Reports that you owe us"),
            Bullets(
                "report in reports",
                "{{ report.title }} for {{ report.period }}, due {{ report.due|day }}",
                "There are none.",
            ),
            Heading("With each claim, send us"),
            Points(
                (
                    "what you spent, by line of the budget",
                    "the invoices or pay records behind it",
                    "your signatory's declaration",
                )
            ),
        ),
    ),
)
