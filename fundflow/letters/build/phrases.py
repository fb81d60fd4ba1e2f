"""Blocks that several letters share: decisions, amounts, conditions, instalments, dates, other funds."""

from fundflow.letters.build.blocks import Block, Bullets, Column, Grid, Heading, If, Say

DECISIONS = Grid(
    "decision in decisions",
    (
        Column("Decided by", 5.6, "{{ decision.commissioner }}, {{ decision.body }}"),
        Column("On", 3.0, "{{ decision.day|short_day }}"),
        Column("Minute", 3.8, "{{ decision.minute or 'In the minutes of that day' }}"),
        Column("Decision", 4.2, "{{ decision.outcome|upper_first }}"),
    ),
    "",
)


def amounts(each: str = "amount in amounts", *, total: str = "amounts", none: str = "") -> Grid:
    """Amounts by commissioner, fund and financial year, with their total."""
    return Grid(
        each,
        (
            Column("Paid by", 5.2, "{{ amount.commissioner }} ({{ amount.commissioner_code }})", total="Total"),
            Column("Fund", 4.0, "{{ amount.fund }}"),
            Column("Year", 1.9, "{{ amount.year }}"),
            Column("Kind of money", 2.8, "{{ amount.recurrence|upper_first }}"),
            Column(
                "Amount", 2.7, "{{ amount.pence|pounds }}", total=f"{{{{ {total}|sum('pence')|pounds }}}}", money=True
            ),
        ),
        none,
    )


def conditions(source: str = "conditions") -> Grid:
    """Conditions in the set form, numbered, with the commissioner that set each one."""
    when = (
        "{% if condition.when == 'precedent' %}Before we pay the first instalment, you must "
        "{% elif condition.when == 'subsequent' %}After the work has started, you must {% else %}With your reports, "
        "you must {% endif %}"
    )
    duty = "{{ condition.task|bare }}, and send us {{ condition.evidence|bare }}, "
    by = "{% if condition.due %}by {{ condition.due|day }}{% else %}when it is done{% endif %}. "
    return Grid(
        f"condition in {source}",
        (
            Column("No.", 1.1, "{{ loop.index }}"),
            Column("Condition", 11.6, when + duty + by + "{{ condition.checker }} will check it."),
            Column("Set by", 3.9, "{{ condition.owner }}"),
        ),
        "There are no conditions.",
    )


INSTALMENTS = Grid(
    "instalment in instalments",
    (
        Column("No.", 1.1, "{{ instalment.number }}"),
        Column("Instalment", 3.4, "{{ instalment.title }}", total="Total"),
        Column("What we need first", 6.2, "{{ instalment.evidence|sentence }}"),
        Column(
            "Not before",
            3.0,
            "{% if instalment.earliest %}{{ instalment.earliest|short_day }}{% else %}When met{% endif %}",
        ),
        Column(
            "Amount",
            2.9,
            "{{ instalment.pence|pounds }}",
            total="{{ instalments|sum('pence')|pounds }}",
            money=True,
        ),
    ),
    "",
)

TIMETABLE = Bullets(
    "event in timetable", "**{{ event.when|moment }}**: {{ event.what|bare }}.", "There is nothing more to do for now."
)

OTHER_ROUTES = Bullets("route in other_routes", "{{ route|sentence }}", "We know of no other fund for this work now.")

INVOICING: tuple[Block, ...] = (
    Say(
        "**Who invoices whom.** {{ invoicing.sent_by }} sends each claim to {{ invoicing.sent_to }}. Use this form: "
        "{{ invoicing.form|bare }}. No other organisation in the {{ bid }} sends us an invoice."
    ),
    Say(
        "**When to claim.** {{ invoicing.cut_off|sentence }} We pay within "
        "{{ invoicing.pay_within_days|counted('day', 'days') }} of a claim that has all we need."
    ),
)

QUESTIONS = Bullets(
    "question in questions", "**{{ question.about|sentence }}** {{ question.text|sentence }}", "", numbered=True
)

PANEL = Bullets("person in panel", "{{ person.name }}, {{ person.role }}", "")

NEXT: tuple[Block, ...] = (Heading("What happens next"), TIMETABLE)


def reconsideration(by: str = "reconsider_by") -> tuple[Block, ...]:
    """How to ask for a decision to be looked at again, and what that cannot do."""
    return (
        Heading("If you think we made a mistake"),
        Say(
            f"You can ask us to look again, by **{{{{ {by}|day }}}}**. Write to {{{{ contact.name }}}} and say what "
            f"went "
            "wrong: a step that we missed, a fact that we got wrong, or an interest that was not declared."
        ),
        Say(
            "People who took no part before will hear your request. They cannot weigh new information, or judge the "
            "{{ bid }} afresh. No money is held while they do."
        ),
    )


def assets() -> Block:
    """What stays with things that the money bought."""
    return Grid(
        "asset in assets",
        (
            Column("Bought with this money", 4.4, "{{ asset.what }}"),
            Column(
                "Cost",
                2.5,
                "{% if asset.pence is none %}Not stated{% else %}{{ asset.pence|pounds }}{% endif %}",
                money=True,
            ),
            Column("Duties until", 3.5, "{{ asset.until|short_day }}"),
            Column("What you must do", 6.2, "{{ asset.duty|sentence }}"),
        ),
        "Nothing that was bought carries a duty beyond today.",
    )


def positions() -> Grid:
    """What was agreed, paid, sent back and set free, by commissioner and year."""
    return Grid(
        "position in positions",
        (
            Column("Commissioner", 4.0, "{{ position.commissioner }}", total="Total"),
            Column("Year", 2.1, "{{ position.year }}"),
            Column("Agreed", 2.6, "{{ position.agreed|pounds }}", "{{ positions|sum('agreed')|pounds }}", money=True),
            Column("Paid", 2.6, "{{ position.paid|pounds }}", "{{ positions|sum('paid')|pounds }}", money=True),
            Column(
                "Sent back", 2.6, "{{ position.returned|pounds }}", "{{ positions|sum('returned')|pounds }}", money=True
            ),
            Column(
                "Not used", 2.7, "{{ position.released|pounds }}", "{{ positions|sum('released')|pounds }}", money=True
            ),
        ),
        "",
    )


def held(sentence: str, none: str) -> If:
    """Claims that wait, with their sums, or a sentence that none does."""
    return If(
        "held",
        (
            Say(sentence, keep_next=True),
            Grid(
                "claim in held",
                (
                    Column("Claim", 13.0, "{{ claim.what }}", total="Total"),
                    Column("Amount", 3.6, "{{ claim.pence|pounds }}", "{{ held|sum('pence')|pounds }}", money=True),
                ),
                "",
            ),
        ),
        (Say(none),),
    )
