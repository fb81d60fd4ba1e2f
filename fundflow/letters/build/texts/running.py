"""The words of letters while an award runs: L11, L11b, L13, L13b, L13c, L22, L22b, N3."""

from fundflow.letters.build.blocks import Bullets, Column, Grid, Heading, If, Pair, Points, Say, Summary, Text
from fundflow.letters.build.phrases import DECISIONS, NEXT, conditions, held

_CHANGES = (
    Column("Term", 4.0, "{{ change.what }}"),
    Column("Before", 6.3, "{{ change.before }}"),
    Column("After", 6.3, "{{ change.after }}"),
)
_NEEDS = Bullets(
    "event in needs",
    "{{ event.what|upper_first|bare }}, by **{{ event.when|moment }}**.",
    "We need nothing from you now.",
)

TEXTS = (
    Text(
        "L11",
        "variation",
        "Change to the agreement",
        "Change {{ number }} to our agreement: {{ case_title }}",
        (
            Say(
                "We have agreed change {{ number }} to our agreement. It counts from **{{ effective_on|day }}**. "
                "{{ 'You' if asked_by == addressee.name else asked_by }} asked for it, because {{ reason|bare }}."
            ),
            Heading("The money, before and after"),
            Grid(
                "line in amounts",
                (
                    Column("Paid by", 5.6, "{{ line.commissioner }}", total="Total"),
                    Column("Year", 2.3, "{{ line.year }}"),
                    Column("Before", 2.9, "{{ line.before|pounds }}", "{{ amounts|sum('before')|pounds }}", money=True),
                    Column("After", 2.9, "{{ line.after|pounds }}", "{{ amounts|sum('after')|pounds }}", money=True),
                    Column(
                        "Difference",
                        2.9,
                        "{{ (line.after - line.before)|pounds }}",
                        "{{ (amounts|sum('after') - amounts|sum('before'))|pounds }}",
                        money=True,
                    ),
                ),
                "",
            ),
            Heading("What else changes"),
            Grid("change in changes", _CHANGES, "Nothing else changes."),
            Heading("Conditions that come with it"),
            conditions(),
            Say("**Who agreed it.** {{ authority|sentence }}"),
            Say("All other terms of the agreement stay as they are. Please keep this letter with your copy."),
        ),
    ),
    Text(
        "L11b",
        "variation-refused",
        "Change refused",
        "We have not agreed change {{ number }}: {{ case_title }}",
        (
            Say(
                "We have not agreed the change that "
                "{{ 'you' if asked_by == addressee.name else asked_by }} asked for on {{ asked_on|day }}. Our agreement "
                "stays as it is, and so do its payments."
            ),
            Heading("What you asked for"),
            Grid("change in changes", _CHANGES, ""),
            Heading("Why not"),
            Bullets("reason in reasons", "{{ reason|sentence }}", ""),
            Say("**Who decided.** {{ authority|sentence }}"),
            Heading("What you can do"),
            Points(
                (
                    "go on as agreed",
                    "ask for a different change, on the award's own page",
                    "tell us by **{{ challenge_by|day }}** if we got a fact wrong, and we will look again",
                    "withdraw, if the work cannot be done as agreed: we pay for agreed work up to that day",
                )
            ),
        ),
    ),
    Text(
        "L13",
        "overdue-return",
        "Report overdue",
        "{{ late|length|counted('report', 'reports')|upper_first }} overdue: {{ case_title }}",
        (
            Say(
                "We have not had {{ late|length|counted('report', 'reports') }} that you owe us. If nothing comes by "
                "**{{ stops_on|day }}**, an officer decides whether payments stop."
            ),
            Grid(
                "one in late",
                (
                    Column("Report", 8.0, "{{ one.title }}"),
                    Column("Was due", 4.6, "{{ one.due|day }}"),
                    Column("Late by", 4.0, "{{ one.days_late|counted('working day', 'working days') }}"),
                ),
                "",
            ),
            Heading("What to do"),
            Points(
                (
                    "send it at {{ where }}",
                    "if a part is not ready, send what you have and say when the rest comes",
                    "if someone is ill or has left, ring us: we can give more time",
                )
            ),
            Heading("What it means for your claims"),
            held("These claims wait until the report is here:", "No claim of yours waits at this moment."),
            Say("Nothing else changes. Payments go on by themselves as soon as the report is here."),
        ),
    ),
    Text(
        "L13b",
        "review",
        "Award under review",
        "We are looking at your award again: {{ case_title }}",
        (
            Say(
                "We are looking at your award again, because {{ why|bare }}. The agreement, {{ source|bare }}, asks us "
                "to. The {{ meeting }} will decide{% if meeting_on %} on **{{ meeting_on|day }}**{% else %}, and we will tell "
                "you the day{% endif %}."
            ),
            Say("The award goes on meanwhile. You may work and claim as before."),
            Heading("What we need from you"),
            _NEEDS,
            Heading("What may come of it"),
            Bullets("result in possible", "{{ result|sentence }}", "The award goes on, changes, or ends."),
            Say("You may write to the meeting, and we will pass it on word for word."),
        ),
    ),
    Text(
        "L13c",
        "review-result",
        "Award goes on",
        "Your award goes on: {{ case_title }}",
        (
            Say("We have looked at your award again, and it goes on as agreed. {{ why|sentence }}"),
            DECISIONS,
            Heading("Conditions that come with it"),
            conditions(),
            Say("All other terms of the agreement stay as they are. Thank you for your answers."),
        ),
    ),
    Text(
        "L22",
        "suspension",
        "Payments stopped",
        "We have stopped payments for now: {{ case_title }}",
        (
            Say(
                "We have stopped payments on this award from **{{ suspended_on|day }}**, because {{ why|bare }}. The "
                "rule is in {{ source|bare }}. They start again when this is put right."
            ),
            Heading("What you need to do"),
            _NEEDS,
            Heading("What stops, and what does not"),
            Points(
                (
                    "we pay no claim while payments are stopped",
                    (
                        "you may still send claims: we keep them in turn, for costs from before {{ suspended_on|day }} "
                        "only"
                    ),
                    "costs from that day on are at your own risk until we write again",
                    "reports are still due",
                )
            ),
            held("These claims wait:", "No claim of yours waits at this moment."),
            Heading("How long it can last"),
            Say(
                "We would like to lift this soon. If it is not put right by {{ long_stop|day }}, we will ask whether "
                "the agreement should end. We will hear you first."
            ),
            Say("**Who decided.** {{ decided_by|listed }}."),
            Say(
                "If you think that this is wrong, tell us by **{{ challenge_by|day }}**. Others will look at it again."
            ),
        ),
    ),
    Text(
        "L22b",
        "suspension-lifted",
        "Payments start again",
        "Payments start again: {{ case_title }}",
        (
            Say(
                "We pay on this award again from **{{ lifted_on|day }}**. Payments had been stopped since "
                "{{ suspended_on|day }}. {{ why|sentence }}"
            ),
            Heading("Claims that were waiting"),
            Grid(
                "claim in released",
                (
                    Column("Claim", 13.0, "{{ claim.what }}", total="Total"),
                    Column("Amount", 3.6, "{{ claim.pence|pounds }}", "{{ released|sum('pence')|pounds }}", money=True),
                ),
                "No claims were waiting.",
            ),
            If("released", (Say("We take these up now, in the order in which they came."),)),
            *NEXT,
            Say("Your agreement, its amounts and its end date stay as they are."),
        ),
    ),
    Text(
        "N3",
        "end-date-near",
        "Last claim and final report",
        "Your last claim and final report: {{ case_title }}",
        (
            Say(
                "The agreed work {{ 'ended' if ends < date else 'ends' }} on **{{ ends|day }}**. Your last claim must reach us by "
                "**{{ last_claim|day }}**, and your final report by **{{ report_due|day }}**."
            ),
            Summary(
                (
                    Pair("Agreed in all", "{{ award|pounds }}"),
                    Pair("Paid so far", "{{ paid|pounds }}"),
                    Pair("Claimed, not paid yet", "{{ waiting|pounds }}"),
                    Pair("Not claimed", "**{{ unclaimed|pounds }}**"),
                )
            ),
            Say(
                "What is not claimed by that day goes back to the fund. We cannot pay for work that is done after the "
                "end date."
            ),
            Heading("What the final report asks for"),
            Bullets(
                "ask in report_asks", "{{ ask|sentence }}", "It asks what you did, what it achieved, and what it cost."
            ),
            Say("If posts were paid from this money, please plan now for what happens to them."),
        ),
    ),
)
