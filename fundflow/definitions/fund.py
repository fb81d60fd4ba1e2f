"""A fund as data: its money's rules, its form, its gates, its people's days, its letters."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from fundflow.definitions.agreement import Signatures, TermLine
from fundflow.definitions.committee import Contact
from fundflow.definitions.shape import DayText, Definition, FileName, Name, PenceText, PeriodText, Text, Use
from fundflow.definitions.support import Support
from fundflow.errors import BadInput

Recurrence = Literal["recurrent", "non-recurrent"]
Basis = Literal["registered", "weighted", "resident"]


class Rate(Definition):
    """How a commissioner's line is computed, so much a head of a stated list.

    `rounding_unit_pence` is what shares are rounded to (table 7.2 is in whole pounds) and `ties` who gets an equal
    remainder.
    """

    kind: Literal["per_head"]
    rate: PenceText
    basis: Basis
    periods: tuple[PeriodText, ...]
    rounding_unit_pence: int = Field(ge=1)
    ties: Literal["first", "last"]
    commissioners: tuple[str, ...] = ()


class NationalPot(Definition):
    """A share of a national sum by list: the pot and the national list are stored, never pence a head."""

    kind: Literal["national_pot"]
    pot: PenceText
    national_list: int = Field(ge=1)
    basis: Basis
    periods: tuple[PeriodText, ...]
    rounding_unit_pence: int = Field(ge=1)
    ties: Literal["first", "last"]


class Question(Definition):
    """One question of the form, with guidance and a word limit."""

    key: Name
    title: Text
    guidance: Text
    words: int = Field(ge=1)
    mandatory: bool = True


class Tag(Definition):
    """One entry of a vocabulary: a High Impact Action, a priority, a theme."""

    key: Name
    title: Text


class ActionGrid(Definition):
    """One line for each listed action: does the bid contribute, and how (or why not); at least `least` contribute."""

    title: Text
    guidance: Text
    least: int = Field(ge=0)
    items: tuple[Tag, ...]


class CostType(Definition):
    """A kind of cost: a recurrent one needs an exit plan on one-off money, a `third_party` one tells a supplier's price."""

    key: Name
    title: Text
    recurrent: bool = False
    third_party: bool = False


class LeastAmount(Definition):
    """How the form asks for the least amount with which a bid still works, and who must answer it (case 32).

    `severable` asks those who say that their bid may be cut; `everybody` asks all; the rest may leave it out.
    """

    title: Text = "What is the least amount with which your bid still works?"
    guidance: Text = (
        "A committee may offer a part of what you ask. It cannot offer less than the amount that you name here. Leave it "
        "out if you would rather look at any part that is offered."
    )
    asked_of: Literal["severable", "everybody"] = "severable"


class Form(Definition):
    """What applicants fill in: questions, the action grid, attachments by name, kinds of cost, the least amount."""

    version: int = Field(ge=1)
    questions: tuple[Question, ...]
    actions: ActionGrid
    documents: tuple[Tag, ...] = ()
    cost_types: tuple[CostType, ...]
    priorities: tuple[Tag, ...] = ()
    outcomes: tuple[Tag, ...] = ()
    least_amount: LeastAmount = LeastAmount()


class Gate(Definition):
    """A pass-or-fail test before scoring: its code, the guard that tests it, its source, whether it can be cured."""

    code: Text
    title: Text
    test: Use
    source: Text
    curable: bool
    stage: Literal["submission", "screening"] = "screening"


class TrancheRule(Definition):
    """One instalment of the default payment schedule; `percent` of each key's amount."""

    key: Name
    kind: Literal["advance", "milestone", "arrears", "retention"]
    title: Text
    percent: int = Field(ge=0, le=100)
    evidence: Text


class ReturnRule(Definition):
    """A report that recipients owe: how often, and how many days after the quarter ends."""

    key: Name
    title: Text
    every: Literal["quarter", "year"]
    due_days: int = Field(ge=0, le=3_650)
    asks: tuple[Tag, ...] = ()


class ConditionRule(Definition):
    """A condition that every award of this fund carries."""

    key: Name
    kind: Literal["precedent", "subsequent", "reporting"]
    text: Text
    evidence: Text
    owner: Text
    due_working_days: int = Field(ge=0, le=3_650)


AtLeastOne = Annotated[int, Field(ge=1, le=3_650)]


class Days(Definition):
    """The fund's clocks, in working days unless the name says otherwise."""

    clarification: AtLeastOne = 10
    clarification_reminder: AtLeastOne = 2
    offer: AtLeastOne = 20
    confirmation: AtLeastOne = 20
    reconsideration: AtLeastOne = 20
    deferral_answer: AtLeastOne = 20
    papers_clear: AtLeastOne = 5
    recovery_reply: AtLeastOne = 20
    bank_final: AtLeastOne = 10
    offer_stand_by: AtLeastOne = 5
    precedents: AtLeastOne = 60
    suspension_long_stop: AtLeastOne = 60
    final_report: AtLeastOne = 40
    return_reminder: AtLeastOne = 5
    return_warning: AtLeastOne = 10
    return_suspension: AtLeastOne = 20
    pay_within_calendar: AtLeastOne = 30


class Footprint(Definition):
    """What counts as working at scale: so many practices, or a population in this range (WO 7.4)."""

    group_minimum: int = Field(default=2, ge=1)
    least_patients: int = Field(default=30_000, ge=0)
    most_patients: int = Field(default=50_000, ge=0)


PayeeType = Literal["practice", "super_practice", "federation", "network", "supplier"]


class WriteOffBand(Definition):
    """Which roles may give up a debt up to an amount (pence; none means without limit)."""

    up_to: PenceText | None
    by: tuple[Name, ...] = Field(min_length=1)


class Payment(Definition):
    """How money leaves: the schedule, tolerances, caps and the routes that finance uses.

    With `coding: required` no round opens before every payment that it can lead to has a code of the outside ledger.
    """

    tranches: tuple[TrancheRule, ...]
    advance_cap_percent: int = Field(default=25, ge=0, le=100)
    line_tolerance_percent: int = Field(default=10, ge=0, le=100)
    line_tolerance: PenceText = 100_000
    route: Text
    invoice_to: Text
    claim_cut_off: Text
    vat: Literal["outside_scope", "exempt", "standard", "reverse"] = "outside_scope"
    coding: Literal["optional", "required"] = "optional"
    payee_types: tuple[PayeeType, ...] = ("practice", "super_practice", "federation", "network")
    write_off: tuple[WriteOffBand, ...] = (
        WriteOffBand(up_to=1_000_000, by=("delegate", "committee")),
        WriteOffBand(up_to=None, by=("committee",)),
    )


class Money(Definition):
    """What the fund's money is: recurrence by period, ring-fence, capital, and whether it can be carried forward."""

    periods: tuple[PeriodText, ...]
    recurrence: Recurrence | dict[PeriodText, Recurrence]
    ring_fence: Text | None = None
    capital: bool = False
    carry_forward: bool = False
    source: Text
    release_condition: Text | None = None
    likelihood_percent: int = Field(default=100, ge=0, le=100)

    def recurrence_of(self, period: str) -> Recurrence:
        """The recurrence of one period's money; BadInput where each period has its own and there is no such one."""
        held = {period: self.recurrence} if isinstance(self.recurrence, str) else self.recurrence
        if period not in held:
            said = f"'{period}' is no period of this fund's money: write one of {', '.join(held)}"
            raise BadInput(said, place="period")
        return held[period]


class Award(Definition):
    """Terms that every award of the fund carries."""

    starts: DayText
    ends: DayText
    last_claim: DayText
    terms: tuple[TermLine, ...]
    conditions: tuple[ConditionRule, ...] = ()
    retention_years: int = Field(default=6, ge=0, le=100)
    legal_basis: Text

    @property
    def wording(self) -> tuple[str, ...]:
        """The sentences of the terms, in their order."""
        return tuple(term.text for term in self.terms)


def _codes(value: object) -> object:
    return {str(key): text for key, text in value.items()} if isinstance(value, dict) else value


class Fund(Definition):
    """One office's fund, whole. Without a `workflow` it holds money and reports, and no bids are taken yet.

    `support` are its rules where need decides instead of competition; `noun` is what letters call a case of it;
    `complaint`, `publication` and `data_protection` stand in its letters instead of the office's own.
    """

    fund: FileName
    title: Text
    short_title: Text
    version: int = Field(ge=1)
    chapter: Text
    purpose: Text
    not_for: str = ""
    commissioners: tuple[str, ...]
    money: Money
    rates: tuple[Annotated[Rate | NationalPot, Field(discriminator="kind")], ...] = ()
    workflow: FileName | None = None
    case_prefix: Annotated[str, Field(pattern=r"^[A-Z]{2,4}$")] | None = None
    consent_by: Literal["submission", "screening", "award"] = "submission"
    consent_change_percent: int = Field(default=5, ge=0, le=100)
    rivals: Literal["exclude", "declare_and_allow", "allow_outside_locality"] = "exclude"
    footprint: Footprint = Footprint()
    gates: tuple[Gate, ...] = ()
    form: Form | None = None
    criteria: FileName | None = None
    committees: dict[str, FileName] = {}
    group: FileName | None = None
    days: Days = Days()
    payment: Payment | None = None
    returns: tuple[ReturnRule, ...] = ()
    award: Award | None = None
    letters: Annotated[dict[str, FileName], BeforeValidator(_codes)] = {}
    signatures: Signatures = Signatures()
    publishes: dict[str, bool] = {}
    contact: Contact | None = None
    other_routes: tuple[Text, ...] = ()
    support: Support | None = None
    noun: Text = "bid"
    complaint: Text | None = None
    publication: Text | None = None
    data_protection: Text | None = None
    auto_suspend: Literal[False] = False
    """Payments never stop by themselves: lateness is proposed to an officer, who stops them with finance, or waits."""
    settings: dict[str, Any] = {}
