"""The words of letters about a decision: L04a, L05, L06, L16."""

from fundflow.letters.build.blocks import Bullets, Column, Grid, Heading, If, Pair, Points, Say, Summary, Text
from fundflow.letters.build.phrases import (
    DECISIONS,
    OTHER_ROUTES,
    amounts,
    conditions,
    reconsideration,
)

CUTS = Grid(
    "cut in cuts",
    (
        Column("Part of the {{ bid }}", 4.6, "{{ cut.what }}"),
        Column("Asked", 2.6, "{{ cut.asked|pounds }}", money=True),
        Column("Agreed", 2.6, "{{ cut.agreed|pounds }}", money=True),
        Column("Why", 6.8, "{{ cut.why|sentence }}"),
    ),
    "",
)

_RANK = "{% if tied %}Tied {% endif %}{{ rank|ordinal }} of {{ ranked }}"

_HOW_NEAR = Summary(
    (
        Pair("Overall band", "{{ band|upper_first }}"),
        Pair("Overall score", "{{ total }} of 100", "total"),
        Pair("Score needed", "{{ threshold }} of 100, with every minimum met", "threshold"),
        Pair("Rank", _RANK, "rank and ranked"),
        Pair("Rank", "This fund does not publish ranks, or your {{ bid }} was not ranked.", "not (rank and ranked)"),
    )
)

_GROUND = (
    "{% if ground == 'threshold' %}Its overall score is below {% if threshold %}the {{ threshold }} that this fund needs"
    "{% else %}what this fund needs{% endif %}."
    "{% elif ground == 'minimum' %}It is below the least that this fund asks for on at least one criterion."
    "{% elif ground == 'outranked' %}It was good enough to fund, but the money went to bids that ranked higher."
    "{% elif ground == 'reserve_expired' %}It was on the reserve list, and no money came free before the list ended."
    "{% elif ground == 'deferral_lapsed' %}The decision waited for information, and none reached us in time."
    "{% else %}The reasons of each committee are set out here.{% endif %}"
)

TEXTS = (
    Text(
        "L04a",
        "partial-approval",
        "Part of a bid agreed",
        "We have agreed {{ agreed|pounds }} of the {{ asked|pounds }} that you asked for",
        (
            Say(
                "We have agreed **{{ agreed|pounds }}** ({{ agreed|in_words }}) for “{{ case_title }}”. You asked for "
                "{{ asked|pounds }}. This is not an offer yet: first we need you to say that the smaller {{ bid }} "
                "works."
            ),
            Summary(
                (
                    Pair("What to do", "Confirm, or tell us that it does not work"),
                    Pair("By", "**{{ confirm_by|moment }}**"),
                    Pair(
                        "Least that works",
                        "{% if minimum_viable is none %}You named no least amount in your {{ bid }}.{% else %}You "
                        "told us {{ minimum_viable|pounds }}.{% endif %}",
                    ),
                )
            ),
            Heading("Who decided"),
            DECISIONS,
            Heading("What was cut, and why"),
            CUTS,
            Heading("What would be paid"),
            amounts(),
            Heading("Conditions that the offer would carry"),
            conditions(),
            Heading("How to answer"),
            Points(
                (
                    "**If it works:** write what you will do with the smaller sum, and your signatory signs.",
                    "**If it does not work:** tell us, and we release the money to others.",
                    "**If you do not answer** by the date above, the approval ends and the money is released.",
                )
            ),
        ),
    ),
    Text(
        "L05",
        "rejection",
        "Bid not funded",
        "We will not fund this {{ bid }}: {{ case_title }}",
        (
            Say("We will not fund this {{ bid }}. " + _GROUND + " The reasons are below, with what you can do now."),
            DECISIONS,
            If(
                "reasons",
                (
                    Say(
                        "{% if ground == 'deferral_lapsed' %}Why it was put off:{% else %}We gave these reasons:{% endif %}",
                        keep_next=True,
                    ),
                    Bullets("reason in reasons", "{{ reason|sentence }}", ""),
                ),
                (Say("The reasons are those of the assessors, criterion by criterion."),),
            ),
            Heading("How near it was"),
            _HOW_NEAR,
            Heading("What the assessors found"),
            Say(
                "Each line is the agreed view of all the assessors. Bands are given, not the marks of one person.",
                keep_next=True,
            ),
            Grid(
                "line in feedback",
                (
                    Column("Criterion", 3.9, "**{{ line.criterion }}**"),
                    Column(
                        "Band",
                        2.7,
                        "{{ line.band|upper_first }}{% if line.below_minimum %}. Below the least: "
                        "{{ line.below_minimum }}{% endif %}",
                    ),
                    Column("Strength", 4.8, "{{ line.strength|sentence }}"),
                    Column("Gap", 5.2, "{{ line.gap|sentence }}"),
                ),
                "",
            ),
            Heading("Talk it through with us"),
            Say(
                "{{ debrief.name }}, {{ debrief.role }}, will go through this with you until {{ debrief_until|day }}. "
                "Ring {{ debrief.telephone }} ({{ debrief.hours }}) or write to {{ debrief.email }}."
            ),
            *reconsideration(),
            Heading("The next round and other funds"),
            Say("**Next round:** {{ next_round|sentence }} You can start from this {{ bid }}: your answers are kept."),
            OTHER_ROUTES,
        ),
    ),
    Text(
        "L06",
        "deferral",
        "Decision put off",
        "The decision on your {{ bid }} is put off: {{ case_title }}",
        (
            Say(
                "The decision on your {{ bid }} is put off until {% if next_meeting %}{{ next_meeting|day }}{% else %}the next "
                "meeting, whose day we will tell you{% endif %}. {{ reason|sentence }}"
            ),
            DECISIONS,
            Heading("What we need from you"),
            Bullets(
                "question in needs",
                "**{{ question.about|sentence }}** {{ question.text|sentence }}",
                "You need do nothing. The committee comes back to it by itself.",
                numbered=True,
            ),
            If(
                "answer_by",
                (
                    Say(
                        "Please send it by **{{ answer_by|day }}**. If nothing comes by then, the {{ bid }} is closed "
                        "without money."
                    ),
                ),
            ),
            Heading("What this means for the money"),
            Say(
                "No money is held for you while the decision waits. What is left may go to other bids before the next "
                "meeting."
            ),
            Say(
                "This {{ bid }} has now been put off {{ deferral|times }}. A bid is put off "
                "{{ most_deferrals|times }} at most: then the committee must decide."
            ),
        ),
    ),
    Text(
        "L16",
        "reserve-list",
        "Reserve list",
        "Your {{ bid }} is on the reserve list: {{ case_title }}",
        (
            Say(
                "Your {{ bid }} is good enough to fund, and there is no money for it now. It is on the reserve list "
                "until **{{ reserve_until|day }}**. This is not an offer, so please start no work and sign no contract "
                "on it."
            ),
            Summary(
                (
                    Pair("Your place", _RANK + " in the round"),
                    Pair("The list ends", "{{ reserve_until|day }}"),
                    Pair("You asked for", "{{ amounts|sum('pence')|pounds }}"),
                )
            ),
            Heading("Who decided"),
            DECISIONS,
            Heading("What is missing"),
            Grid(
                "part in short_of",
                (
                    Column("Where the money does not reach", 12.6, "{{ part.what }}"),
                    Column("Short by", 4.0, "{{ part.pence|pounds }}", money=True),
                ),
                "",
            ),
            Heading("What would set money free"),
            Say(
                "An offer that is declined or lapses, a bid that is withdrawn, or new money for the fund. We then go "
                "down the list in rank order. The first bid whose every part fits is offered the money."
            ),
            Heading("What we ask of you"),
            Points(
                (
                    "keep your {{ bid }} true: tell us at once if costs, practices or dates change",
                    "tell us if you find other money for the same work",
                    "you may withdraw at any time, and nothing counts against you",
                )
            ),
            Say(
                "If no money comes free by {{ reserve_until|day }}, we will write with the full reasons and your next "
                "steps."
            ),
        ),
    ),
)
