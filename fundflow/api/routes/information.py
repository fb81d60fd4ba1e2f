"""What of a case is given to who asks for information: its decision and its own scores."""

from pydantic import Field

from fundflow.api.calls import Call, Shelf
from fundflow.api.shapes import Shape
from fundflow.engine import information, readership

shelf = Shelf("applications")


class Request(Shape):
    """Which request is answered: its number, or who asked and when."""

    reason: str = Field(max_length=10_000)


class Decided(Shape):
    """One commissioner's decision on its share."""

    commissioner: str
    outcome: str
    decided_on: str
    minute: str
    asked_pence: int
    agreed_pence: int
    reason: str


class Scored(Shape):
    """One criterion with its weight and mark; never who gave it."""

    criterion: str
    weight: int
    mean: str
    strength: str
    gap: str


class CostShown(Shape):
    """One cost; `third_party` says that it tells another body's price and is weighed before it goes."""

    period: str
    kind: str
    description: str
    amount_pence: int
    third_party: bool


class Given(Shape):
    """Everything that is given about one case, as it is given; names that a fund keeps to itself are marked as withheld."""

    case: str
    fund: str
    title: str
    lead: str
    stands: str
    names_withheld: bool
    decisions: list[Decided]
    total: str
    scores: list[Scored]
    costs: list[CostShown]


@shelf.write("/applications/{ref}/foi")
def give(call: Call, ref: str, body: Request) -> Given:
    """Put together what is given of a case: its decision, its own scores, its costs; it is recorded for which request."""
    readership.case(call.session, ref, actor=call.actor, now=call.now)
    found = information.give(call.session, ref, reason=body.reason, actor=call.actor, now=call.now)
    plain = ("case", "fund", "title", "lead", "stands", "names_withheld", "total")
    return Given(
        **{name: getattr(found, name) for name in plain},
        decisions=[Decided.model_validate(one, from_attributes=True) for one in found.decisions],
        scores=[Scored.model_validate(one, from_attributes=True) for one in found.scores],
        costs=[
            CostShown(
                period=one.period,
                kind=one.kind,
                description=one.description,
                amount_pence=one.pence,
                third_party=one.third_party,
            )
            for one in found.costs
        ],
    )
