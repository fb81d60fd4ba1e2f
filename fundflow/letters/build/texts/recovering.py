"""The words of letters about money to be returned: L09, L09b, L09c."""

from fundflow.letters.build.blocks import Bullets, Column, Grid, Heading, If, Pair, Points, Say, Summary, Text

_PLAN = (
    Column("To be with us by", 10.0, "{{ part.on|day }}", total="Total"),
    Column("Amount", 6.6, "{{ part.pence|pounds }}", money=True),
)


def _plan(source: str, none: str) -> Grid:
    day, amount = _PLAN
    total = f"{{{{ {source}|sum('pence')|pounds }}}}"
    return Grid(f"part in {source}", (day, Column(amount.head, amount.width, amount.text, total, money=True)), none)


TEXTS = (
    Text(
        "L09",
        "recovery-notice",
        "Money to be returned",
        "{{ owed|pounds }} is to be returned: {{ case_title }}",
        (
            Say(
                "We paid {{ paid|pounds }} and you spent {{ spent|pounds }} on the work that we agreed, so "
                "**{{ owed|pounds }}** is to be returned. If you think that this is wrong, tell us by "
                "**{{ reply_by|day }}**."
            ),
            Say("The agreement, {{ clause }}, says: “{{ clause_words|bare }}.”"),
            Heading("How we worked it out"),
            Grid(
                "line in working",
                (
                    Column("Step", 12.6, "{{ line.what|upper_first }}", total="To be returned"),
                    Column("Amount", 4.0, "{{ line.pence|pounds }}", "{{ owed|pounds }}", money=True),
                ),
                "",
            ),
            If(
                "evidence",
                (
                    Say("We used these papers:", keep_next=True),
                    Bullets("paper in evidence", "{{ paper|sentence }}", ""),
                ),
                (Say("We used your own claims and reports, and no other papers."),),
            ),
            Heading("If you think this is wrong"),
            Say(
                "Write to us by {{ reply_by|day }}, within 20 working days of this letter. Say which line is wrong, "
                "and send the invoices or records. {{ panel|sentence }} You pay nothing while they look at it."
            ),
            Heading("If it is right: how to pay"),
            Points(
                (
                    "**At once:** pay {{ pay_to|bare }}, with the reference {{ recovery_ref }}.",
                    (
                        "**In parts:** up to {{ most_instalments|counted('instalment', 'instalments') }}, as in the "
                        "example below. Ask us first, and we agree it in writing."
                    ),
                    (
                        "**From your next payment:** we take it off{% if set_off_against %} "
                        "{{ set_off_against|bare }}{% endif %} only if you agree."
                    ),
                )
            ),
            Say("For example, {{ example|length|counted('instalment', 'instalments') }} would be:", keep_next=True),
            _plan("example", ""),
            Heading("Other questions that you may have"),
            Summary(
                (
                    Pair("Value added tax (VAT)", "{{ vat|sentence }}"),
                    Pair("Interest", "{{ interest|sentence }}"),
                    Pair("Other practices", "{{ partners_liable|sentence }}"),
                    Pair("Your other claims", "{{ other_claims|sentence }}"),
                )
            ),
            Say("If we hear nothing by {{ reply_by|day }}, we will ask for the sum in a final letter."),
        ),
    ),
    Text(
        "L09b",
        "final-demand",
        "Final request to return money",
        "{{ (owed - received)|pounds }} is due by {{ pay_by|day }}: {{ case_title }}",
        (
            Say(
                "**{{ (owed - received)|pounds }}** is due back to us by **{{ pay_by|day }}**. "
                "{% if ground == 'agreed' %}You agreed to this.{% elif ground == 'default' %}An instalment did not "
                "come, so the rest is now due.{% elif ground == 'panel' %}The panel looked at your reply, and this is "
                "what stands.{% else %}We had no reply to our letter {{ notice_ref }} of "
                "{{ notice_on|day }}.{% endif %}"
            ),
            Summary(
                (
                    Pair("Owed", "{{ owed|pounds }}"),
                    Pair("Received so far", "{{ received|pounds }}"),
                    Pair("Still due", "**{{ (owed - received)|pounds }}**"),
                    Pair("Agreement", "{{ clause|upper_first }}; working in letter {{ notice_ref }}"),
                    Pair("Pay to", "{{ pay_to|upper_first }}"),
                    Pair("With the reference", "{{ recovery_ref }}"),
                    Pair("Interest", "{{ interest|sentence }}"),
                )
            ),
            Heading("If you pay in parts"),
            _plan("instalments", "No instalments are agreed. If you need them, ask us before {{ pay_by|day }}."),
            Heading("What happens if it is not paid"),
            Say("{{ next_step|sentence }} Before that, ring us: we would rather agree a way that you can keep to."),
            Say("If you have paid in the last few days, thank you. Please tell us the date, so that we can find it."),
        ),
    ),
    Text(
        "L09c",
        "recovery-outcome",
        "Money to be returned: result",
        "{% if outcome == 'uphold' %}You need not return this money{% elif outcome == 'reduce' %}The sum to be "
        "returned is now {{ owed|pounds }}{% else %}{{ owed|pounds }} is still to be returned{% endif %}: "
        "{{ case_title }}",
        (
            Say(
                "{% if outcome == 'uphold' %}You were right: you need not return the "
                "{{ was_owed|pounds }}.{% elif outcome == 'reduce' %}You were right in part: **{{ owed|pounds }}** is "
                "to be returned, not {{ was_owed|pounds }}.{% else %}We looked at your reply, and "
                "**{{ owed|pounds }}** is still to be returned.{% endif %} This answers your reply to letter "
                "{{ notice_ref }}."
            ),
            Heading("What was found"),
            Bullets("finding in findings", "{{ finding|sentence }}", "", numbered=True),
            Say("{{ heard_by|sentence }} This was on {{ heard_on|day }}."),
            Heading("What to do now"),
            If(
                "pay_by",
                (
                    Say(
                        "Please pay by **{{ pay_by|day }}** to {{ pay_to|bare }}, with the reference "
                        "{{ recovery_ref }}. If you need to pay in parts, ask us before then."
                    ),
                ),
                (Say("There is nothing to do, and nothing to pay. We have closed {{ recovery_ref }}."),),
            ),
        ),
    ),
)
