"""Paying work that was accrued at a year's end: the accrual is undone whole in the payment's own transaction."""

from collections.abc import Sequence

from fundflow import ledger
from fundflow.engine.case import Case
from fundflow.engine.posting import post
from fundflow.ledger import Kind, Line


def pay(case: Case, lines: Sequence[Line], *, source: str) -> ledger.Entry:
    """Post a payment; where its holder has accrued work at the key, reverse that and accrue again what stays unpaid."""
    paid: dict[tuple[ledger.BudgetKey, str | None], int] = {}
    for line in lines:
        paid[line.key, line.holder] = paid.get((line.key, line.holder), 0) + line.pence
    left: list[Line] = []
    for entry in ledger.entries(case.session, case=case.ref, kind=Kind.ACCRUE):
        if ledger.reversal_of(case.session, entry.id) is not None:
            continue
        for posting in entry.postings:
            key, holder = posting.target.key, posting.target.holder
            if key is None or (key, holder) not in paid:
                continue
            post(case, Kind.REVERSE_ACCRUAL, [], reverses=entry.id, source=source, key=f"{source}:accrual:{entry.id}")
            rest = posting.pence - paid[key, holder]
            if rest > 0:
                left.append(Line(key, rest, holder=holder, delivery_year=posting.delivery_year))
    made = post(case, Kind.PAY, lines, source=source, key=f"{source}:pay")
    if left:
        post(case, Kind.ACCRUE, left, source=source, key=f"{source}:accrue")
    return made
