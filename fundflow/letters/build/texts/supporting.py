"""The words of targeted support around its offer and agreement: R1, R2, R3, R6, R7, R8."""

from fundflow.letters.build.blocks import (
    Bullets,
    Column,
    Grid,
    Heading,
    If,
    Points,
    Say,
    Text,
)
from fundflow.letters.build.phrases import amounts

_PRIVATE = (
    "We tell nobody outside this work that we have written to you. Public reports give counts and no names. Saying no "
    "counts for nothing against you."
)


def pieces(none: str) -> Grid:
    """Support by provider, days, time and value."""
    return Grid(
        "one in pieces",
        (
            Column("Support", 4.8, "{{ one.title }}", total="Total"),
            Column("Given by", 4.0, "{{ one.provider }}"),
            Column("Days", 1.5, "{{ one.days }}"),
            Column("From and to", 3.9, "{{ one.starts|short_day }} to {{ one.ends|short_day }}"),
            Column("Value", 2.4, "{{ one.pence|pounds }}", "{{ pieces|sum('pence')|pounds }}", money=True),
        ),
        none,
    )


def measures(none: str) -> Grid:
    """Each figure of the diagnosis, then and at the end."""
    return Grid(
        "one in measures",
        (
            Column("Measure", 9.6, "{{ one.title }}"),
            Column("At the diagnosis", 3.5, "{{ one.found }}"),
            Column("At the end", 3.5, "{% if one.at_exit is none %}Not yet{% else %}{{ one.at_exit }}{% endif %}"),
        ),
        none,
    )


_CONSENT = Text(
    "R1",
    "support-consent",
    "May we put you forward for support",
    "May we put {{ addressee.organisation }} forward for support?",
    (
        Say(
            "{{ put_forward_by }} put your practice forward for the {{ fund_title }}. We ask whether you agree. Please "
            "answer by **{{ answer_by|day }}**."
        ),
        Heading("Why you were put forward"),
        Bullets("reason in reasons", "{{ reason|sentence }}", ""),
        Heading("If you agree"),
        Say(
            "We look with you at the figures and at what would help. We then put you forward to those who decide: "
            "{{ decided_by|bare }}. You can stop at any time."
        ),
        Say("{{ information|sentence }}"),
        Heading("If you would rather not"),
        Say("Tell us and we stop. Nothing is shared. You can ask for support yourselves at any time later."),
        Say(_PRIVATE),
        Heading("How to answer"),
        Say("Answer on the page for {{ case_ref }}, or ring {{ contact.name }}. If we hear nothing, we ring you once."),
    ),
)

_SIGNPOST = Text(
    "R2",
    "support-signpost",
    "Other help for your practice",
    "Support for {{ addressee.organisation }}: other help fits better",
    (
        Say("We do not offer support from the {{ fund_title }} now. {{ reason|sentence }}"),
        Heading("Who can help"),
        Bullets("route in routes", "{{ route|sentence }}", ""),
        Heading("If something changes"),
        Say("Ring {{ contact.name }} and say what is new. We then look at it afresh. You need no form."),
        Say(_PRIVATE),
    ),
)

_RESERVE = Text(
    "R3",
    "support-reserve",
    "On the reserve list for support",
    "{{ addressee.organisation }} is on the reserve list for support",
    (
        Say(
            "Your practice is on the reserve list of the {{ fund_title }}. {{ reason|sentence }} We look at it again by "
            "**{{ review_by|day }}** at the latest."
        ),
        Say("This is not an offer, and no money is held for you. You owe us nothing."),
        Heading("What you can do"),
        Points(
            (
                "Tell us at once if something changes. We then look at it before that day.",
                "Leave the list whenever you like. Ring us, or use the page for this case.",
            )
        ),
        Say(_PRIVATE),
    ),
)

_EXIT = Text(
    "R6",
    "support-exit",
    "The end of your support",
    "The support for {{ addressee.organisation }} has ended",
    (
        Say(
            "The support ended on **{{ ended_on|day }}**. {% if outcome == 'improved' %}At least one measure is better "
            "than at the diagnosis.{% elif outcome == 'no_change' %}No measure is better than at the "
            "diagnosis.{% else %}The diagnosis found that no further support is needed.{% endif %}"
        ),
        If("reason", (Say("The reason recorded: {{ reason|sentence }}"),)),
        Heading("What is different"),
        measures("Nothing was measured, because no support followed."),
        Heading("What was given"),
        pieces("Nothing beyond the diagnosis was agreed."),
        Heading("From here"),
        Say(
            "You owe us nothing. Claims for what was done by that day are paid. If things get harder again, ring "
            "{{ contact.name }}: you can ask anew at any time."
        ),
        Say("We keep the findings confidential. Public reports give counts and no names."),
    ),
)

_ESCALATION = Text(
    "R7",
    "support-escalation",
    "What happens next for your practice",
    "{% if kind == 'contracting' %}The contracting team takes over: {{ addressee.organisation }}{% else %}"
    "We are looking at what else {{ addressee.organisation }} needs{% endif %}",
    (
        Say(
            "{% if kind == 'contracting' %}On **{{ on|day }}** your case passed to the contracting team, and this support "
            "ended.{% else %}On **{{ on|day }}** we asked NHS England's local team what else your practice "
            "needs.{% endif %} {{ reason|sentence }}"
        ),
        Heading("What this means for you"),
        If(
            "kind == 'contracting'",
            (
                Say("Claims for what was done by that day are paid. What was not used goes back to the fund."),
                Say(
                    "The contracting team rings you within five working days. You can bring the local medical committee."
                ),
            ),
            (
                Say("Your agreement stays in force. The support that is under way goes on while we look."),
                Say("We ring you before anything is decided. You can bring the local medical committee."),
            ),
        ),
        Say("What you told us in confidence stays so. Public reports give counts and no names."),
    ),
)

_DECLINED = Text(
    "R8",
    "support-declined",
    "You have said no to support",
    "We have stopped, as you asked: support for {{ addressee.organisation }}",
    (
        Say(
            "You told us that you do not want this support, and we have stopped. {{ asked_by }} told us on "
            "**{{ asked_at|moment }}**."
        ),
        Heading("What this means for the money"),
        amounts("amount in released", total="released", none="No money was held for your practice, so none goes back."),
        If("released", (Say("This money goes back to the fund. You owe us nothing for it."),)),
        Heading("If you change your mind"),
        Say("Ring {{ contact.name }}, or ask on your own page. Your answer today counts for nothing against you."),
        Say(_PRIVATE),
    ),
)

TEXTS = (_CONSENT, _SIGNPOST, _RESERVE, _EXIT, _ESCALATION, _DECLINED)
