"""The words of letters when a decision is looked at again, is late, or never comes: L19, L20, N2, N4."""

from fundflow.letters.build.blocks import Bullets, Heading, If, Points, Say, Text
from fundflow.letters.build.phrases import DECISIONS, NEXT, OTHER_ROUTES, PANEL

TEXTS = (
    Text(
        "L19",
        "reconsideration-receipt",
        "Request to look again received",
        "We will look again: {{ case_title }}",
        (
            Say(
                "We received {{ asked_by }}'s request on **{{ received_at|moment }}**. It asks us to look again at "
                "this: {{ decision_questioned|sentence }} You will have an answer by **{{ answer_by|day }}**."
            ),
            Heading("What you say went wrong"),
            Bullets("ground in grounds", "{{ ground|sentence }}", "", numbered=True),
            Heading("Who hears it"),
            Say(
                "{% if heard_on %}They meet on {{ heard_on|day }}{% else %}They meet before that day{% endif %}. "
                "Not one of them took part before, and none has an interest in your "
                "{{ bid }}."
            ),
            PANEL,
            Say("If you know of a reason why one of them should not hear it, tell us before that day."),
            Heading("What they can decide"),
            Points(
                (
                    "they can let the decision stand, with reasons",
                    "they can send it back to the step that went wrong",
                    "they cannot award money, weigh new information or judge the {{ bid }} afresh",
                )
            ),
            Say("No money is held for you meanwhile. You may withdraw the request at any time."),
        ),
    ),
    Text(
        "L20",
        "reconsideration-outcome",
        "Request to look again: result",
        "{% if outcome == 'dismiss' %}The decision stands{% else %}Your {{ bid }} will be looked at again{% endif %}: "
        "{{ case_title }}",
        (
            Say(
                "{% if outcome == 'dismiss' %}The decision on your {{ bid }} "
                "stands.{% elif outcome == 'uphold_screening' %}You were right to ask. Your {{ bid }} is back in the "
                "round and will be checked again.{% elif outcome == 'uphold_scoring' %}You were right to ask. New "
                "assessors will assess your {{ bid }} afresh.{% else %}You were right to ask. Your {{ bid }} goes back "
                "to the committee for a new decision.{% endif %} The panel met on {{ heard_on|day }}."
            ),
            Heading("What the panel found"),
            Bullets("finding in findings", "**{{ finding.about }}.** {{ finding.text|sentence }}", "", numbered=True),
            Heading("Who heard it"),
            PANEL,
            *NEXT,
            If(
                "outcome == 'dismiss'",
                (
                    Say(
                        "This ends our own procedure for this {{ bid }}. You can still complain, as set out below, or "
                        "bid again in a later round."
                    ),
                ),
                (Say("This is not an award. We hold no money for you until a committee decides."),),
            ),
        ),
    ),
    Text(
        "N2",
        "delay",
        "Delay",
        "Our decision is late: {{ case_title }}",
        (
            Say(
                "We expected a decision by {{ expected_on|day }}. {% if next_meeting %}The decision is now due on "
                "**{{ next_meeting|day }}**.{% else %}We will tell you the new day as soon as it is fixed.{% endif %} "
                "{% if no_fault %}This is no fault of yours, and we{% else %}We{% endif %} are sorry for the wait."
            ),
            Say("{{ reason|sentence }}"),
            Heading("What stays as it is"),
            Bullets(
                "thing in stands", "{{ thing|sentence }}", "Your {{ bid }} and its place in the round stay as they are."
            ),
            Say(
                "You need do nothing. If the delay causes you cost or harm, tell us, and we will see what can be done."
            ),
        ),
    ),
    Text(
        "N4",
        "round-cancelled",
        "Round cancelled",
        "This round is cancelled: {{ round_title }}",
        (
            Say(
                "We cancelled this round on **{{ cancelled_on|day }}**, so your {{ bid }} will not be decided. "
                "{{ reason|sentence }}"
            ),
            DECISIONS,
            Say(
                "Your {{ bid }} was at this point: {{ stood|bare }}. No judgement about it was made, and none is "
                "recorded."
            ),
            Say("Your answers are kept, and you can use them again. No money is owed either way."),
            Heading("Other help that may fit"),
            OTHER_ROUTES,
        ),
    ),
)
