"""The words of the offer, L04: a summary on one page, then the whole agreement, signatures and the slip."""

from fundflow.letters.build.blocks import (
    Block,
    Bullets,
    Column,
    Grid,
    Heading,
    If,
    PageBreak,
    Pair,
    Points,
    Say,
    Signatures,
    Summary,
    Text,
)
from fundflow.letters.build.phrases import DECISIONS, INSTALMENTS, INVOICING, amounts, conditions
from fundflow.letters.build.texts.deciding import CUTS

_TOTAL = "{{ amounts|sum('pence')|pounds }}"
_PRECEDENTS = "conditions|selectattr('when', 'equalto', 'precedent')|list|length"
_OTHERS = "conditions|rejectattr('when', 'equalto', 'precedent')|list|length"
_WORDS = "{{ amounts|sum('pence')|in_words }}"

_FIRST_PAGE: tuple[Block, ...] = (
    Say(
        f"We offer you **{_TOTAL}** ({_WORDS}) for “{{{{ case_title }}}}”. To accept, sign the slip on the last page "
        f"and send "
        "it to us by **{{ accept_by|moment }}**."
    ),
    Summary(
        (
            Pair("We offer", f"**{_TOTAL}**"),
            Pair("It pays for", "{{ purpose|sentence }}"),
            Pair("Accept by", "**{{ accept_by|moment }}**. After that the offer ends and the money is released."),
            Pair("Work runs", "From {{ starts|day }} to {{ ends|day }}"),
            Pair("Last claim", "To reach us by {{ last_claim|day }}"),
            Pair(
                "Before the first payment",
                f"{{{{ {_PRECEDENTS}|counted('condition', 'conditions')|upper_first }}}} to meet: see section 4",
            ),
            Pair(
                "First payment",
                "{{ (instalments|first).pence|pounds }}, {% if (instalments|first).earliest %}not before "
                "{{ (instalments|first).earliest|day }}{% else %}when its evidence is there{% endif %}"
                "{% if (amounts|first).year != (amounts|last).year %}. The part of it from a later year's "
                "money can be claimed from 1 April of that year{% endif %}",
            ),
            Pair(
                "Other conditions",
                f"{{{{ {_OTHERS}|counted('condition', 'conditions')|upper_first }}}}: see section 4",
            ),
            Pair(
                "Who takes part",
                "{{ participants|length|counted('organisation', 'organisations')|upper_first }}: see section 3",
            ),
            Pair("Offer version", "{{ version }}{% if version > 1 %}; it replaces every earlier version{% endif %}"),
        )
    ),
    If(
        "cuts",
        (Say("This is less than you asked for. What was cut, and why, is in section 1."),),
    ),
    Say(
        "Acceptance is whole or not at all. If you want a term changed, write to {{ contact.name }} before the date "
        "above: the offer stays open while we answer. Please spend nothing on this work until you have accepted."
    ),
    Say("The pages that follow are the agreement. Your signature, and those of everyone who takes part, accept them."),
)

_MONEY: tuple[Block, ...] = (
    Heading("1. What we decided"),
    DECISIONS,
    If("cuts", (Say("We did not agree these parts of your {{ bid }}:", keep_next=True), CUTS)),
    Heading("2. The money: who pays, and for which year"),
    amounts(),
    Say(
        "{% if amounts|selectattr('recurrence', 'equalto', 'non-recurrent')|list %}Non-recurrent money is paid for the "
        "years shown and then ends. It does not pay for posts after that: plan now for what happens to "
        "them.{% else %}Recurrent money goes on after the years shown only if we write to say so.{% endif %}"
    ),
    Say(
        "{% if carry_forward %}Money not spent by 31 March may move to the next year only if we agree in writing "
        "before then.{% else %}Each year's money is for work done by 31 March of that year. What is not spent by then "
        "goes back to the fund. It does not move to the next year.{% endif %} Tell us by the end of January if you "
        "expect not to spend it all."
    ),
    If(
        "senders|selectattr('contact')|list",
        (
            Say("Ask about a commissioner's own share, or about its payments, here:", keep_next=True),
            Grid(
                "sender in senders if sender.contact",
                (
                    Column("Commissioner", 5.4, "{{ sender.name }}"),
                    Column("Person", 4.8, "{{ sender.contact.name }}, {{ sender.contact.role }}"),
                    Column("Telephone", 2.6, "{{ sender.contact.telephone }}"),
                    Column("Hours", 3.8, "{{ sender.contact.hours }}"),
                ),
                "",
            ),
        ),
    ),
    Heading("3. Who takes part"),
    Grid(
        "one in participants",
        (
            Column("Organisation", 4.6, "{{ one.name }} ({{ one.code }})"),
            Column("Role", 2.5, "{{ one.role|upper_first }}"),
            Column("What it does", 6.9, "{{ one.duty|sentence }}"),
            Column(
                "Share",
                2.6,
                "{% if one.pence is none %}As agreed{% else %}{{ one.pence|pounds }}{% endif %}",
                total="",
                money=True,
            ),
        ),
        "",
    ),
    Say(
        "We pay the lead, {{ addressee.organisation }}, which passes each share on. Each organisation answers for its "
        "own part. Tell us at once if one of them closes, merges or leaves."
    ),
    Heading("4. Conditions"),
    conditions(),
)

_PAYMENT: tuple[Block, ...] = (
    Heading("5. When we pay, and how to claim"),
    INSTALMENTS,
    *INVOICING,
    Say("**Value added tax (VAT).** {{ vat|sentence }}"),
    Heading("6. What you may spend it on"),
    Grid(
        "line in cost_lines",
        (
            Column("Cost", 10.4, "{{ line.title }}", total="Total"),
            Column("Financial year", 3.2, "{{ line.year }}"),
            Column("Budget", 3.0, "{{ line.pence|pounds }}", "{{ cost_lines|sum('pence')|pounds }}", money=True),
        ),
        "",
    ),
    Say(
        "You may move up to {{ tolerance_percent }}% or {{ tolerance|pounds }} of a line, whichever is more, to "
        "another line of the same year. Ask us first for more than that."
    ),
    Bullets("rule in cost_rules", "{{ rule|sentence }}", "There are no other rules about what may be claimed."),
    Heading("7. What you will achieve"),
    Grid(
        "outcome in outcomes",
        (
            Column("Measure", 4.6, "{{ outcome.title }}"),
            Column("Now", 2.8, "{{ outcome.baseline }}"),
            Column("Aim", 2.8, "{{ outcome.target }}"),
            Column("By", 3.5, "{{ outcome.by|short_day }}"),
            Column("Taken from", 2.9, "{{ outcome.source|upper_first }}"),
        ),
        "No measures were agreed.",
    ),
    Heading("8. Reports that you owe us"),
    Grid(
        "report in reports",
        (
            Column("Report", 6.6, "{{ report.title }}"),
            Column("Covers", 6.0, "{{ report.period|upper_first }}"),
            Column("Due", 4.0, "{{ report.due|short_day }}"),
        ),
        "There are no reports.",
    ),
    Say("A report that is 10 working days late brings a reminder. After 20 working days we may hold payments."),
)

_ALWAYS = (
    (
        "**Changes.** Nothing in this agreement changes until we confirm the change in writing, with a table of before "
        "and after. Ask before you act."
    ),
    "**Leaving.** You may withdraw at any time in writing. We then pay for agreed work up to that day, and no more.",
    (
        "**Money to be returned.** If money is to be returned, we show the working first, and you have 20 working days to "
        "answer."
    ),
    (
        "**Records and audit.** Keep every record of this work for {{ retention_years|counted('year', 'years') }} after "
        "the last payment. Let us and our auditors see them when we ask."
    ),
    (
        "**If things go wrong.** We may hold payments or end the agreement if its terms are not kept. We say why first, "
        "and what would put it right."
    ),
    (
        "**Personal information.** Send us no information that identifies a patient. Each of us answers for the personal "
        "information that we hold, under data protection law."
    ),
)
_USUAL = (
    (
        "Return money that was not spent on this work, was spent outside these rules, or was paid for the same cost "
        "elsewhere."
    ),
    (
        "Keep a list of anything that you buy and that lasts longer than a year. Ask us before you sell it or use it for "
        "something else."
    ),
    "Say in anything that you publish about this work that {{ fund_title }} paid for it.",
)

_TERMS: tuple[Block, ...] = (
    Heading("9. Terms"),
    Points(_ALWAYS),
    If(
        "terms",
        (Say("The terms of this fund:", keep_next=True), Bullets("term in terms", "{{ term|sentence }}", "")),
        (Say("The usual terms:", keep_next=True), Points(_USUAL)),
    ),
    Say("We make this offer under {{ legal_basis|bare }}."),
)

_SLIP: tuple[Block, ...] = (
    PageBreak(),
    Heading("Acceptance slip"),
    Say(
        f"Send this page to {{{{ contact.name }}}}, {{{{ contact.email }}}}, by **{{{{ accept_by|moment }}}}**. It "
        f"accepts offer {{{{ reference }}}}, version {{{{ version }}}}, of {_TOTAL} for “{{{{ case_title }}}}”."
    ),
    Say(
        "We accept the offer as a whole, with its conditions and terms. We confirm that what we told you in the "
        "{{ bid }} is still true, and that no other fund pays for the same costs."
    ),
    Say(
        "{{ signatory }} signs for the lead, {{ addressee.organisation }} ({{ addressee.code }}). Everyone who takes "
        "part signs too.",
        keep_next=True,
    ),
    Signatures("one in participants", "{{ one.signatory }}", "for {{ one.name }} ({{ one.code }})", "", dated=True),
)

OFFER = Text(
    "L04",
    "offer",
    "Offer of money",
    f"Offer of {_TOTAL}: {{{{ case_title }}}}",
    (*_FIRST_PAGE, PageBreak(), *_MONEY, *_PAYMENT, *_TERMS, Heading("10. Signatures for the commissioners")),
    _SLIP,
)
TEXTS = (OFFER,)
