"""The words of letters about claims and payments: L08, L08a, L08b, N5."""

from fundflow.letters.build.blocks import Bullets, Column, Grid, Heading, If, Pair, Points, Say, Summary, Text

_NOT_PAID = Grid(
    "cut in cuts",
    (
        Column("Line of your claim", 4.6, "{{ cut.what }}"),
        Column("Claimed", 2.6, "{{ cut.asked|pounds }}", money=True),
        Column("Agreed", 2.6, "{{ cut.agreed|pounds }}", money=True),
        Column("Why", 6.8, "{{ cut.why|sentence }}"),
    ),
    "",
)

TEXTS = (
    Text(
        "L08",
        "remittance",
        "Payment sent",
        "We have paid {{ 'you' if own else 'for you' }} {{ paid|pounds }}: {{ case_title }}",
        (
            Say(
                "We paid {{ payee }} **{{ paid|pounds }}** on **{{ paid_on|day }}**. It is {{ instalment|bare }} of "
                "award {{ case_ref }}. Look for this on the bank statement: **{{ narrative }}**"
            ),
            Summary(
                (
                    Pair("Payment reference", "{{ payment_ref }}"),
                    Pair("Paid on", "{{ paid_on|day }}"),
                    Pair("Paid to", "{{ payee }}{% if account_ends %}, account ending {{ account_ends }}{% endif %}"),
                    Pair("For", "{{ instalment|upper_first }}, {{ period }}"),
                    Pair("Claims", "{{ claims|listed }}"),
                    Pair(
                        "{{ 'Your invoices' if own else 'Its invoices' }}",
                        "{% if invoices %}{{ invoices|listed }}{% else %}"
                        "None: {{ 'you claim' if own else 'it claims' }} without an invoice{% endif %}",
                    ),
                    Pair("Sent by", "{{ route|upper_first }}"),
                )
            ),
            Heading("How the sum is made up"),
            Summary(
                (
                    Pair("Agreed", "{{ gross|pounds }}"),
                    Pair("Of it, value added tax", "{{ vat|pounds }}"),
                    Pair(
                        "Taken off",
                        "{% if deductions %}{{ deductions|sum('pence')|pounds }}{% else %}Nothing{% endif %}",
                    ),
                    Pair("Paid{% if own %} to you{% endif %}", "**{{ paid|pounds }}**"),
                )
            ),
            If(
                "deductions",
                (
                    Say("This is what we took off, and why:", keep_next=True),
                    Grid(
                        "one in deductions",
                        (
                            Column("Taken off", 13.0, "{{ one.what|sentence }}"),
                            Column("Amount", 3.6, "{{ one.pence|pounds }}", money=True),
                        ),
                        "",
                    ),
                ),
            ),
            Heading("Who paid"),
            Grid(
                "one in payers",
                (
                    Column("Commissioner", 9.0, "{{ one.commissioner }}", total="Total"),
                    Column("Financial year", 4.0, "{{ one.year }}"),
                    Column("Amount", 3.6, "{{ one.pence|pounds }}", "{{ payers|sum('pence')|pounds }}", money=True),
                ),
                "",
            ),
            Heading("Where the award stands"),
            Summary(
                (
                    Pair("Agreed in all", "{{ award|pounds }}"),
                    Pair("Paid so far, with this", "{{ paid_to_date|pounds }}"),
                    Pair("Left to claim", "{{ left|pounds }}"),
                )
            ),
            Say(
                "If the sum is not what you expected, or has not arrived within three working days, please ring us. "
                "Have the payment reference at hand."
            ),
        ),
    ),
    Text(
        "L08a",
        "claim-query",
        "Question about a claim",
        "We have {{ lines|length|counted('question', 'questions') }} about your claim {{ claim_ref }}",
        (
            Say(
                "We cannot pay claim {{ claim_ref }} for {{ claimed|pounds }} yet. {{ asked_by }} needs your answer by "
                "**{{ answer_by|moment }}**. The claim reached us on {{ received_at|moment }}."
            ),
            Grid(
                "line in lines",
                (
                    Column("Line of your claim", 4.6, "{{ line.line }}"),
                    Column("Claimed", 2.8, "{{ line.pence|pounds }}", money=True),
                    Column("What we need to know", 9.2, "{{ line.question|sentence }}"),
                ),
                "",
            ),
            Heading("How to answer"),
            Points(
                (
                    "answer on the claim's own page, or write to us and quote {{ claim_ref }}",
                    "send copies of what the question asks for; keep the originals",
                    "take out a line if you no longer claim it: the rest can then go on",
                )
            ),
            Say(
                "The other lines are not in doubt. If no answer comes by then, we refuse the claim, and you can claim "
                "the same costs again with the papers."
            ),
            Say("Your award and your other claims are not affected."),
        ),
    ),
    Text(
        "L08b",
        "claim-refused",
        "Claim refused or cut",
        "{% if agreed %}We will pay {{ agreed|pounds }} of your claim {{ claim_ref }}{% else %}We will not pay your "
        "claim {{ claim_ref }}{% endif %}",
        (
            Say(
                "{% if agreed %}We will pay **{{ agreed|pounds }}** of the {{ claimed|pounds }} in claim "
                "{{ claim_ref }}.{% else %}We will not pay claim {{ claim_ref }} for "
                "**{{ claimed|pounds }}**.{% endif %} It reached us on {{ received_at|moment }}. {{ decided_by }} "
                "decided."
            ),
            Heading("What we did not agree, and why"),
            _NOT_PAID,
            Say("The rule is in {{ source|bare }}."),
            If("pay_by", (Say("We pay what is agreed by **{{ pay_by|day }}**."),)),
            Heading("What you can do"),
            Say("{{ reclaim|sentence }}"),
            Say(
                "If you think that we got it wrong, write to us by **{{ challenge_by|day }}**. Someone who did not "
                "check or approve this claim will look at it again."
            ),
            Say(
                "Your award stays as it is. What was cut is still there to claim, for costs that the agreement covers."
            ),
        ),
    ),
    Text(
        "N5",
        "claim-held",
        "Claim waits",
        "Your claim {{ claim_ref }} waits: {{ case_title }}",
        (
            Say(
                "Your claim {{ claim_ref }} for **{{ claimed|pounds }}** waits since {{ held_on|day }}. It is not "
                "refused. {{ why|sentence }}"
            ),
            Heading("What sets it free"),
            Bullets(
                "need in needs",
                "{{ need|sentence }}",
                "You need do nothing. We will write when it moves on.",
            ),
            If(
                "spent_before",
                (Say("While payments are stopped, a claim may hold only costs from before {{ spent_before|day }}."),),
            ),
            Say(
                "You may go on sending claims: they wait in the same way. As soon as the cause is gone, we take them "
                "up in turn."
            ),
        ),
    ),
    Text(
        "N9",
        "payee-change",
        "Payment details",
        "Your payment details: a change was asked for",
        (
            Say(
                "On {{ asked_on|day }} somebody asked us to pay {{ addressee.organisation }} in another way. The new "
                "details are not in use yet. **If you did not ask for this change, ring {{ contact.telephone }} now.**"
            ),
            Heading("What we do to protect you"),
            Points(
                (
                    "We telephone you on the number that we already hold, not on one that came with the request.",
                    "Two of us check it, and neither of them is the one who lets payments go.",
                    "We have written to everybody whom we hold as your contact.",
                )
            ),
            If(
                "waiting",
                (
                    Say(
                        "These payments wait until that is done, by **{{ checked_by|day }}** at the latest:",
                        keep_next=True,
                    ),
                    Grid(
                        "one in waiting",
                        (
                            Column("For", 12.6, "{{ one.what|upper_first }}"),
                            Column("Amount", 4.0, "{{ one.pence|pounds }}", money=True),
                        ),
                        "",
                    ),
                ),
                (Say("No payment to you waits just now. We mean to be done by **{{ checked_by|day }}**."),),
            ),
            Say("We hold no bank account numbers. Nobody from this office will ever ask you for a password or a code."),
        ),
    ),
)
