"""The words of letters at the end of an award: L10, L10b, L23, L23b, L24."""

from fundflow.letters.build.blocks import Bullets, Column, Grid, Heading, If, Pair, Points, Say, Summary, Text
from fundflow.letters.build.phrases import NEXT, assets, held, positions

_KEEP = (
    Heading("What you still need to keep"),
    Say("Keep every record of this work until **{{ records_until|day }}**. We and our auditors may ask to see them."),
    assets(),
)

TEXTS = (
    Text(
        "L10",
        "closure",
        "Award closed",
        "Your award is closed: {{ case_title }}",
        (
            Say(
                "Your award is closed. On {{ closed_on|day }} we recorded that everything is paid and reported. We "
                "paid **{{ positions|sum('paid')|pounds }}** in all. Thank you for the work."
            ),
            Heading("Final statement"),
            positions(),
            Say("“Not used” is money that was agreed and never paid. It went back to the fund."),
            Heading("What was achieved"),
            Grid(
                "one in outcomes",
                (
                    Column("Measure", 6.6, "{{ one.title }}"),
                    Column("Aim", 5.0, "{{ one.target }}"),
                    Column("Reached", 5.0, "{{ one.achieved }}"),
                ),
                "No measures were agreed for this award.",
            ),
            *_KEEP,
            Say(
                "No claim can be made on this award now. If you find a mistake in the statement, tell us by "
                "**{{ correct_by|day }}**."
            ),
        ),
    ),
    Text(
        "L10b",
        "final-settlement",
        "Final settlement",
        "Final settlement: {{ case_title }}",
        (
            Say(
                "The award that ended on {{ ended_on|day }} is now settled. We recorded this on "
                "**{{ settled_on|day }}**. Nothing more is owed by either of us."
            ),
            Heading("Final statement"),
            positions(),
            Say("“Not used” is money that was agreed and never paid. It went back to the fund."),
            Heading("How we settled"),
            Grid(
                "line in settlement",
                (
                    Column("Step", 12.6, "{{ line.what|upper_first }}"),
                    Column("Amount", 4.0, "{{ line.pence|pounds }}", money=True),
                ),
                "",
            ),
            If("written_off", (Say("We gave up our claim to {{ written_off|pounds }}. You need not return it."),)),
            *_KEEP,
            Say("If you find a mistake in the statement, tell us by **{{ correct_by|day }}**."),
        ),
    ),
    Text(
        "L23",
        "final-report-received",
        "Final report received",
        "We have your final report: {{ case_title }}",
        (
            Say(
                "We received your final report on **{{ received_at|moment }}**. {{ sent_by }} sent it. You will hear "
                "by **{{ answer_by|day }}** whether it has all we need."
            ),
            Heading("What reached us"),
            Grid(
                "check in checks",
                (Column("We looked for", 8.6, "{{ check.what }}"), Column("We found", 8.0, "{{ check.found }}")),
                "We have not looked at its parts yet.",
            ),
            *NEXT,
            Say("Please keep sending any claim that is still open, by the last day for claims."),
        ),
    ),
    Text(
        "L23b",
        "final-report-returned",
        "Final report: more needed",
        "Your final report needs {{ missing|length|counted('addition', 'additions') }}: {{ case_title }}",
        (
            Say(
                "Your final report of {{ received_on|day }} needs "
                "{{ missing|length|counted('addition', 'additions') }}. Please send it again by **{{ due|day }}**. "
                "What you sent is kept, so you need only add to it."
            ),
            Heading("What is missing"),
            Bullets("thing in missing", "{{ thing|sentence }}", "", numbered=True),
            Heading("What it means for your claims"),
            held("These claims wait until the report is whole:", "No claim of yours waits for it."),
            Say("If something cannot be had, say so in the report and tell us why. That is enough for us to go on."),
        ),
    ),
    Text(
        "L24",
        "termination",
        "Agreement ends early",
        "Our agreement ends on {{ ends_on|day }}: {{ case_title }}",
        (
            Say(
                "Our agreement ends on **{{ ends_on|day }}**.{% if ground == 'recipient_withdraws' %} You gave us "
                "notice on {{ notice_on|day }}.{% elif ground == 'precedents_lapse' %} The conditions of the first "
                "payment were not met in time.{% endif %} {{ why|sentence }}"
            ),
            Summary(
                (
                    Pair("Notice given", "{{ notice_on|day }}"),
                    Pair("Agreement ends", "**{{ ends_on|day }}**"),
                    Pair("Last claim", "To reach us by **{{ last_claim|day }}**", when="last_claim >= notice_on"),
                    Pair("Last claim", "The day for it was {{ last_claim|day }}", when="last_claim < notice_on"),
                    Pair("Term", "{{ clause }}"),
                    Pair("Decided by", "{{ authority }}"),
                )
            ),
            Heading("The money"),
            Summary(
                (
                    Pair("Agreed in all", "{{ award|pounds }}"),
                    Pair("Paid so far", "{{ paid|pounds }}"),
                    Pair("Not claimed", "{{ unclaimed|pounds }}"),
                )
            ),
            Say(
                "We pay for agreed work done by the end day, if the claim reaches us in time. What is left goes back "
                "to the fund."
            ),
            Heading("What we need from you"),
            Bullets(
                "event in needs",
                "{{ event.what|upper_first|bare }}, by **{{ event.when|moment }}**.",
                "{% if last_claim < notice_on %}We need nothing more from you.{% else %}We need nothing but your last claim."
                "{% endif %}",
            ),
            Heading("What stays"),
            Points(
                (
                    "keep every record until {{ records_until|day }}",
                    "keep the list of what you bought, and ask before you sell any of it",
                    "if we paid more than was spent, we will write with the working",
                )
            ),
            If(
                "challenge_by",
                (
                    Say(
                        "If you think that this is wrong, tell us by **{{ challenge_by|day }}**. Others will look at "
                        "it again."
                    ),
                ),
            ),
        ),
    ),
)
