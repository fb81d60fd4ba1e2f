"""The funds: what each is for, what it asks, its rules, and whether it suits some practices."""

from typing import Annotated

from fastapi import Query

from fundflow.api.calls import Call, Shelf
from fundflow.api.shapes import Day, Moment, Shape
from fundflow.definitions import Fund, unknown
from fundflow.engine import rounds, suiting
from fundflow.errors import NotFound

shelf = Shelf("funds")


class FundLine(Shape):
    """A fund, briefly."""

    fund: str
    title: str
    short_title: str
    purpose: str
    not_for: str
    commissioners: list[str]
    periods: list[str]
    workflow: str | None


class Question(Shape):
    """One question of a form."""

    key: str
    title: str
    guidance: str
    words: int
    mandatory: bool


class Tag(Shape):
    """Something that can be chosen."""

    key: str
    title: str


class Rule(Shape):
    """One rule that a bid must meet."""

    code: str
    title: str
    source: str
    curable: bool
    stage: str


class FundWhole(FundLine):
    """A fund with its rules and its form, as they are for the next round; a round keeps those with which it opened."""

    rules: list[Rule]
    questions: list[Question]
    documents: list[Tag]
    actions: list[Tag]
    priorities: list[Tag]
    outcomes: list[Tag]
    cost_types: list[Tag]


class Verdict(Shape):
    """One rule tested on some practices."""

    rule: str
    title: str
    verdict: str
    said: str


class ListUsed(Shape):
    """The list size that was counted for a practice."""

    practice: str
    name: str
    patients: int | None
    on: Day | None
    basis: str
    source: str


class Left(Shape):
    """What is left of a commissioner's money of a period."""

    commissioner: str
    period: str
    left_pence: int


class Suits(Shape):
    """Whether a fund suits some practices."""

    fund: str
    round: str
    purpose: str
    not_for: str
    opens_at: Moment
    closes_at: Moment
    rules: list[Verdict]
    lists: list[ListUsed]
    money: list[Left]
    contact: str


def _line(fund: Fund) -> dict[str, object]:
    return {
        "fund": fund.fund,
        "title": fund.title,
        "short_title": fund.short_title,
        "purpose": fund.purpose,
        "not_for": fund.not_for,
        "commissioners": list(fund.commissioners),
        "periods": list(fund.money.periods),
        "workflow": fund.workflow,
    }


def _tags(found: object) -> list[Tag]:
    assert isinstance(found, tuple)
    return [Tag(key=one.key, title=one.title) for one in found]


@shelf.read("/funds")
def every(call: Call) -> list[FundLine]:
    """Every fund."""
    return [FundLine.model_validate(_line(fund)) for fund in call.library.funds.values()]


@shelf.read("/funds/{fund}")
def one(call: Call, fund: str) -> FundWhole:
    """One fund with its rules and its form."""
    known = call.library.funds.get(fund)
    if known is None:
        raise NotFound(unknown("fund", fund, call.library.funds))
    form = known.form
    rules = [
        Rule(code=gate.code, title=gate.title, source=gate.source, curable=gate.curable, stage=gate.stage)
        for gate in known.gates
    ]
    asked = {
        "questions": [Question.model_validate(question) for question in form.questions] if form else [],
        "documents": _tags(form.documents) if form else [],
        "actions": _tags(form.actions.items) if form else [],
        "priorities": _tags(form.priorities) if form else [],
        "outcomes": _tags(form.outcomes) if form else [],
        "cost_types": _tags(form.cost_types) if form else [],
    }
    return FundWhole.model_validate({**_line(known), "rules": rules, **asked})


@shelf.read("/funds/{fund}/suits")
def suits(
    call: Call,
    fund: str,
    practice: Annotated[list[str], Query(min_length=1, max_length=60, description="Codes of practices.")],
    lead: str | None = None,
) -> Suits:
    """Whether a fund suits some practices: each rule, the lists that were counted, the money left, the dates."""
    rounds.must_take_bids(call.library, fund)
    return Suits.model_validate(suiting.suits(call.session, fund, practice, lead=lead, now=call.now))
