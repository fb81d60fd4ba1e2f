"""The words of letters from a bid's arrival until it is assessed: L01 to L03d, N1."""

from fundflow.letters.build.blocks import Bullets, Column, Grid, Heading, If, Pair, Points, Say, Summary, Text
from fundflow.letters.build.phrases import NEXT, OTHER_ROUTES, QUESTIONS, TIMETABLE, amounts, reconsideration

_CHECKS = Grid(
    "check in checks",
    (Column("We looked for", 10.2, "{{ check.what }}"), Column("We found", 6.4, "{{ check.found }}")),
    "There was nothing for us to check at this point.",
)

TEXTS = (
    Text(
        "L01",
        "acknowledgement",
        "Acknowledgement",
        "We have received your {{ bid }}: {{ case_title }}",
        (
            Say(
                "We received your {{ bid }} on **{{ received_at|moment }}**. {{ sent_by }} sent it, and it arrived in "
                "time. Please quote {{ case_ref }} whenever you write or ring."
            ),
            Heading("What you asked for"),
            amounts(none="You have not asked for money in this {{ bid }}."),
            Heading("What reached us"),
            _CHECKS,
            If(
                "recall_until",
                (
                    Say(
                        "You can still change your {{ bid }} until {{ recall_until|moment }}. If you reopen it and do "
                        "not send it again, the version that we have now stands."
                    ),
                ),
                (Say("The round is closed, so the {{ bid }} stands as you sent it."),),
            ),
            Heading("What happens next"),
            TIMETABLE,
            Heading("Who reads your {{ bid }}"),
            Say("{{ assessors|sentence }}"),
            Say("{{ interests|sentence }}"),
            Say(
                "Tell us at once if a fact changes. Examples are a practice that joins or leaves, a new list size, or "
                "money from elsewhere for the same work."
            ),
        ),
    ),
    Text(
        "L01b",
        "accepted-for-assessment",
        "Accepted for assessment",
        "Your {{ bid }} goes to assessment: {{ case_title }}",
        (
            Say(
                "Your {{ bid }} meets the rules of this fund. On {{ accepted_on|day }} we passed it to the assessors. "
                "{% if decision_by %}You will have a decision by **{{ decision_by|day }}**."
                "{% else %}We will tell you the day of the decision as soon as it is fixed.{% endif %}"
            ),
            Heading("What we checked"),
            _CHECKS,
            Heading("Who assesses it"),
            Say("{{ assessors|sentence }}"),
            *NEXT,
            Say(
                "You need do nothing now. We will write if we have a question. You can withdraw your {{ bid }} at any "
                "time before the decision."
            ),
        ),
    ),
    Text(
        "L02",
        "ineligible",
        "Bid cannot be assessed",
        "We cannot assess your {{ bid }}: {{ case_title }}",
        (
            Say(
                "We cannot assess this {{ bid }}. On {{ found_on|day }} two of us checked it against the fund's rules, "
                "and it does not meet {{ gates|length|counted('rule', 'rules') }}."
            ),
            Grid(
                "gate in gates",
                (
                    Column("Rule", 3.9, "{{ gate.title }}"),
                    Column("What we found", 5.5, "{{ gate.why|sentence }}"),
                    Column("Where the rule stands", 3.2, "{{ gate.source }}"),
                    Column(
                        "Can it be put right?",
                        4.0,
                        "{% if gate.cure %}Yes: {{ gate.cure|sentence }}{% else %}Not in this round.{% endif %}",
                    ),
                ),
                "",
            ),
            Heading("What you can do"),
            If(
                "resubmit_until",
                (
                    Say(
                        "The round is still open. You can put this right and send your {{ bid }} again by "
                        "**{{ resubmit_until|moment }}**. Your answers are saved."
                    ),
                ),
                (
                    Say(
                        "The round is closed, so this {{ bid }} cannot be sent again. Your answers are saved for a "
                        "later one."
                    ),
                ),
            ),
            Heading("Other help that may fit"),
            OTHER_ROUTES,
            *reconsideration(),
        ),
    ),
    Text(
        "L02b",
        "redirected",
        "Passed to another programme",
        "We have passed your request to {{ programme }}",
        (
            Say(
                "We have passed your request to {{ programme }}, because that is where this help comes from. "
                "{{ consent_by }} agreed to this on {{ consent_on|day }}."
            ),
            Say("{{ why|sentence }} This fund's rules say so in {{ source|bare }}."),
            Say(
                "Your {{ bid }} to this fund is closed, and nothing counts against you. What you wrote goes with it, "
                "so you need not write it again. We share it only with the people who give the support."
            ),
            Heading("What happens next"),
            Bullets(
                "event in steps", "**{{ event.when|moment }}**: {{ event.what|bare }}.", "They will ring you first."
            ),
            Say(
                "Your contact there is {{ programme_contact.name }}, {{ programme_contact.role }}, on "
                "{{ programme_contact.telephone }} ({{ programme_contact.hours }})."
            ),
        ),
    ),
    Text(
        "L03",
        "clarification-request",
        "Question about a bid",
        "{{ questions|length|counted('question', 'questions')|upper_first }} about your {{ bid }}: {{ case_title }}",
        (
            Say(
                "We need an answer to {{ questions|length|counted('question', 'questions') }} before we can go on with "
                "your {{ bid }}. {{ asked_by }} asked. Please answer by **{{ reply_by|moment }}**."
            ),
            QUESTIONS,
            Heading("While we wait"),
            Say("{{ stands_still|sentence }}"),
            Say("You answer on your {{ bid }}'s own page, or by a letter that names {{ case_ref }}."),
            Heading("What your answer may not change"),
            Points(("the amount that you ask for may not go up", "no new practice or other partner may join")),
            Say(
                "If no answer comes, we either assess the {{ bid }} as it stands or, if a rule of the fund is not met "
                "without it, close it. We can give more time once if you ask before the date."
            ),
        ),
    ),
    Text(
        "L03b",
        "clarification-reminder",
        "Reminder of a question",
        "{% if kind == 'extension' %}You have more time to answer{% else %}Your answer is due soon{% endif %}: "
        "{{ case_title }}",
        (
            If(
                "kind == 'extension'",
                (
                    Say(
                        "You have more time to answer what we asked on {{ asked_on|day }}. The new last day is "
                        "**{{ reply_by|moment }}**. It was {{ was_due|moment }}. We can give more time only once."
                    ),
                ),
                (
                    Say(
                        "Your answer to what we asked on {{ asked_on|day }} is due by **{{ reply_by|moment }}**. We "
                        "have not had it yet. If you need more time, ask us before then."
                    ),
                ),
            ),
            Heading("What we asked"),
            QUESTIONS,
            Say("If you have answered in the last day, thank you: there is nothing more to do."),
        ),
    ),
    Text(
        "L03c",
        "clarification-receipt",
        "Answer received",
        "We have your answer: {{ case_title }}",
        (
            Say(
                "We received your answer on **{{ received_at|moment }}**. {{ answered_by }} sent it, in reply to our "
                "questions of {{ asked_on|day }}. The clock runs again from that moment."
            ),
            Heading("What came with it"),
            Bullets("attachment in attachments", "{{ attachment }}", "You sent no files with your answer."),
            *NEXT,
        ),
    ),
    Text(
        "L03d",
        "assessed-as-is",
        "Assessed without an answer",
        "We go on without your answer: {{ case_title }}",
        (
            Say(
                "We are assessing your {{ bid }} as you first sent it. We asked a question on {{ asked_on|day }}, the "
                "answer was due by {{ was_due|moment }}, and none reached us."
            ),
            Say("Your {{ bid }} stays in the round. The assessors see that these points were left open."),
            Heading("What we had asked"),
            QUESTIONS,
            Say(
                "An answer that comes now cannot be used."
                "{% if decision_by %} You will have a decision by **{{ decision_by|day }}**.{% endif %}"
            ),
            *NEXT,
        ),
    ),
    Text(
        "N7",
        "date-reminder",
        "Reminder of a date",
        "Please remember {{ due|day }}: {{ case_title }}",
        (
            Say("We are waiting for {{ what|bare }}. It is due by **{{ due|moment }}**, and we do not have it yet."),
            Say("{{ how|sentence }}"),
            Say("{{ otherwise|sentence }} If you need more time, ask us before then."),
            Say("If you have sent it in the last day, thank you: there is nothing more to do."),
        ),
    ),
    Text(
        "N1",
        "draft-not-submitted",
        "Draft not sent",
        "The round closed and your draft was not sent: {{ case_title }}",
        (
            Say(
                "The round closed on **{{ closed_at|moment }}**, and your draft had not been sent. So it is not in "
                "this round. It is saved as you left it on {{ last_saved_at|moment }}."
            ),
            Summary(
                (
                    Pair("Round", "{{ round_title }}"),
                    Pair(
                        "Still missing", "{% if missing %}{{ missing|join('; ') }}{% else %}Only the sending{% endif %}"
                    ),
                    Pair("Next round", "{{ next_round|sentence }}"),
                )
            ),
            Say(
                "If our service was not working for you before the close, tell us today. If we find a fault, we give "
                "everyone more time. Otherwise you can start from this draft in the next round."
            ),
            Heading("Other help that may fit"),
            OTHER_ROUTES,
        ),
    ),
)
