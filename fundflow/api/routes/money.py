"""Fund money: what was received, what is left of it, how it is moved, and figures that do not agree."""

from typing import Annotated

from fastapi import Query

from fundflow import allocations, ledger
from fundflow.api.calls import Call, Shelf
from fundflow.api.shapes import Figures, Shape, figures
from fundflow.api.verbs import verb
from fundflow.engine import funds, readership

shelf = Shelf("money")


class Received(Shape):
    """One line of money received."""

    fund: str
    commissioner: str
    period: str
    source: str
    amount_pence: int
    recurrence: str
    capital: bool


class Position(Figures):
    """One commissioner's money of one period and fund, in whole pence, by where it stands."""

    fund: str
    commissioner: str
    period: str
    allocated_pence: int
    uncommitted_pence: int
    closed: bool


class Discrepancy(Shape):
    """Figures of the papers that do not agree; neither is repaired."""

    number: int
    fund: str | None
    severity: str
    what: str
    status: str


class Asked(Shape):
    """Which money is asked for."""

    fund: str = ""
    commissioner: str = ""
    period: str = ""


@shelf.read("/allocations")
def received(call: Call, asked: Annotated[Asked, Query()]) -> list[Received]:
    """The lines of money received, by fund, commissioner, period and source."""
    readership.must_be_office(call.actor, doing="Looking at fund money", fund=asked.fund)
    found = allocations.lines(
        call.session,
        fund=asked.fund or None,
        commissioner=asked.commissioner or None,
        period=asked.period or None,
    )
    names = ("fund", "commissioner", "period", "source", "recurrence", "capital")
    return [Received(**{name: getattr(one, name) for name in names}, amount_pence=one.pence) for one in found]


@shelf.read("/positions")
def positions(call: Call, asked: Annotated[Asked, Query()]) -> list[Position]:
    """What the ledger holds now, by fund, commissioner and period."""
    readership.must_be_office(call.actor, doing="Looking at fund money", fund=asked.fund)
    found = ledger.positions(
        call.session,
        fund=asked.fund or None,
        commissioner=asked.commissioner or None,
        period=asked.period or None,
    )
    return [
        Position(
            fund=one.key.fund,
            commissioner=one.key.commissioner,
            period=one.key.period,
            allocated_pence=one.allocated,
            uncommitted_pence=one.uncommitted,
            closed=one.closed,
            **figures(one),
        )
        for one in found
    ]


@shelf.read("/discrepancies")
def discrepancies(call: Call, fund: str = "", status: str = "") -> list[Discrepancy]:
    """Figures of the funds' papers that do not agree."""
    readership.must_be_office(call.actor, doing="Looking at discrepancies", fund=fund)
    found = allocations.discrepancies(call.session, fund=fund or None, status=status or None)
    names = ("fund", "severity", "what", "status")
    return [Discrepancy(number=one.id or 0, **{name: getattr(one, name) for name in names}) for one in found]


verb(shelf, "/allocations", funds.receive, gives="fund commissioner period source recurrence entry_id")
verb(shelf, "/allocations/adjust", funds.adjust, gives="before_pence after_pence entry_id")
verb(shelf, "/allocations/vire", funds.vire, gives="pence minute entry_id")
verb(shelf, "/allocations/vire-together", funds.vire_together, gives="pence waiting")
verb(shelf, "/discrepancies/{number}/owner", funds.assign_discrepancy, gives="owner what status", method="PUT")
verb(shelf, "/discrepancies/{number}/accept", funds.accept_discrepancy, gives="severity what status")
