"""Paying work that was accrued at a year's end: the accrual is undone whole in the payment's own transaction."""

from collections.abc import Sequence
from datetime import date
from typing import TypeAlias

from fundflow import ledger
from fundflow.engine.case import Case
from fundflow.engine.posting import post
from fundflow.ledger import Kind, Line

Place: TypeAlias = tuple[ledger.BudgetKey, str | None, str | None]
"""Where work was accrued: key, holder, year of delivery."""


def pay(case: Case, lines: Sequence[Line], *, source: str) -> ledger.Entry:
    """Post a payment; where its holder has accrued work of that key and year, reverse that and accrue again what is left.

    An accrual is reversed whole, so the parts of it that this payment does not touch are accrued again too.
    """
    paid: dict[Place, int] = {}
    for line in lines:
        place = (line.key, line.holder, line.delivery_year)
        paid[place] = paid.get(place, 0) + line.pence
    left: list[Line] = []
    for entry in _standing(case):
        if not any(paid.get(_place(posting)) for posting in entry.postings):
            continue
        post(case, Kind.REVERSE_ACCRUAL, [], reverses=entry.id, source=source, key=f"{source}:accrual:{entry.id}")
        for posting in entry.postings:
            key, holder, year = place = _place(posting)
            used = min(posting.pence, paid.get(place, 0))
            paid[place] = paid.get(place, 0) - used
            if posting.pence > used:
                left.append(Line(key, posting.pence - used, holder=holder, delivery_year=year))
    made = post(case, Kind.PAY, lines, source=source, key=f"{source}:pay")
    if left:
        post(case, Kind.ACCRUE, left, source=source, key=f"{source}:accrue")
    return made


def failed(case: Case, entry: str | int, *, source: str) -> ledger.Entry:
    """Take a payment back that did not arrive; in a closed year the accrual that it had undone is posted again."""
    made = post(case, Kind.PAYMENT_FAILED, [], reverses=entry, source=source, key=f"{source}:failed")
    undone: dict[Place, int] = {}
    for one in ledger.entries(case.session, case=case.ref, kind=(Kind.REVERSE_ACCRUAL, Kind.ACCRUE)):
        if one.source != source:
            continue
        for posting in one.postings:
            back = one.kind == Kind.REVERSE_ACCRUAL
            at = posting.source if back else posting.target
            assert at.key is not None
            place = (at.key, at.holder, posting.delivery_year)
            undone[place] = undone.get(place, 0) + (posting.pence if back else -posting.pence)
    again = [
        Line(key, pence, holder=holder, delivery_year=year)
        for (key, holder, year), pence in undone.items()
        if pence > 0 and (held := ledger.position(case.session, key)) is not None and held.closed
    ]
    if again:
        post(case, Kind.ACCRUE, again, source=source, key=f"{source}:accrue_again")
    return made


def undo(case: Case, key: ledger.BudgetKey, *, source: str, on: date | None) -> str | None:
    """Reverse whole every accrual that stands for a case at a key; what they hold of other keys is accrued again.

    Gives the year of delivery of the last one.
    """
    again: list[Line] = []
    last: str | None = None
    for entry in _standing(case):
        places = [(_place(posting), posting.pence) for posting in entry.postings]
        if not any(place[0] == key for place, _ in places):
            continue
        stamp = f"{case.ref}:undo:{entry.id}"
        post(case, Kind.REVERSE_ACCRUAL, [], reverses=entry.id, source=source, key=stamp, effective_on=on)
        again += [Line(at, pence, holder=who, delivery_year=year) for (at, who, year), pence in places if at != key]
        last = next(year for (at, _, year), _ in places if at == key)
    if again:
        stamp = f"{case.ref}:again:{key}:{case.now.isoformat()}"
        post(case, Kind.ACCRUE, again, source=source, key=stamp, effective_on=on)
    return last


def _standing(case: Case) -> list[ledger.Entry]:
    """The case's accruals that nothing has reversed, oldest first."""
    found = ledger.entries(case.session, case=case.ref, kind=Kind.ACCRUE)
    return [entry for entry in found if ledger.reversal_of(case.session, entry.id) is None]


def _place(posting: ledger.Posting) -> Place:
    assert posting.target.key is not None
    return posting.target.key, posting.target.holder, posting.delivery_year
