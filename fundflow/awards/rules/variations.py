"""Whether an officer may allow a change of an award, or a committee must, and what it does to each key."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal, TypeAlias

from fundflow import money
from fundflow.awards.rules.offers import Amounts, cells, table
from fundflow.calendar import add_working_days
from fundflow.errors import BadInput

Kind: TypeAlias = Literal[
    "budget", "value", "profile", "partner", "novation", "dates", "outcome", "scope", "remedy", "rekeying"
]

COMMITTEE_KINDS = {
    "partner": "a partner changes",
    "novation": "another organisation takes the award over",
    "dates": "the award's dates change",
    "outcome": "what the award is to achieve changes",
    "scope": "what is done for the money changes",
    "rekeying": "another commissioner pays for what is still to come",
}

NEEDS: Mapping[str, tuple[str, ...]] = {
    "budget": ("changes",),
    "value": ("changes",),
    "profile": ("changes",),
    "partner": ("joins", "leaves"),
    "novation": ("recipient",),
    "dates": ("starts", "ends", "last_claim_on"),
    "outcome": ("targets", "cancel_milestones", "milestone_windows", "outcomes"),
    "scope": ("scope",),
    "remedy": ("remedy",),
    "rekeying": ("changes",),
}
"""What a kind of change must state: one of these at least."""


def undescribed(kind: str, stated: Collection[str]) -> str:
    """What a change of a kind still has to state, in words; nothing where it says enough."""
    needs = NEEDS.get(kind)
    if needs is None:
        return f"its kind is one of {', '.join(NEEDS)}"
    return "" if set(needs) & set(stated) else f"a change of kind '{kind}' states {' or '.join(needs)}"


@dataclass(frozen=True)
class LineChange:
    """One line of an award before and after (pence); without a cost type it is the whole of a commissioner's year."""

    commissioner: str
    period: str
    before: int
    after: int
    cost_type: str = ""


def as_rows(changes: Sequence[LineChange], side: Literal["before", "after"]) -> list[dict[str, Any]]:
    """One side of the changes as it is stored."""
    rows = []
    for change in changes:
        row = asdict(change)
        row["pence"] = row[side]
        del row["before"], row["after"]
        rows.append(row)
    return rows


def from_rows(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> tuple[LineChange, ...]:
    """Read back what `as_rows` stored."""
    return tuple(
        LineChange(was["commissioner"], was["period"], was["pence"], is_now["pence"], was["cost_type"])
        for was, is_now in zip(before, after, strict=True)
    )


def totals(changes: Sequence[LineChange], side: Literal["before", "after"]) -> Amounts:
    """Pence by commissioner and period on one side of the changes."""
    added: dict[tuple[str, str], int] = {}
    for change in changes:
        key = (change.commissioner, change.period)
        added[key] = added.get(key, 0) + (change.before if side == "before" else change.after)
    return table(added)


def differences(changes: Sequence[LineChange]) -> Amounts:
    """By how much each commissioner's year rises (above nought) or falls (below); unchanged ones are left out."""
    before, after = cells(totals(changes, "before")), cells(totals(changes, "after"))
    moved = {key: after.get(key, 0) - before.get(key, 0) for key in sorted({*before, *after})}
    return table({key: pence for key, pence in moved.items() if pence})


def in_order(starts: date, ends: date, last_claim_on: date) -> None:
    """An award starts, ends and takes its last claim in that order.

    Raises:
        BadInput: it does not.
    """
    if not starts <= ends <= last_claim_on:
        raise BadInput(
            f"the award would run from {starts} to {ends} with its last claim on {last_claim_on}: "
            "put these dates in order",
            place="dates",
        )


FINAL_CLAIM_WORKING_DAYS = 20
"""How long after an early end the last claim may still reach us."""


def last_claim_day(agreed: date, *, ended_on: date | None) -> date:
    """The last day for claims: the one agreed, or 20 working days after an award's early end, whichever is first."""
    return agreed if ended_on is None else min(agreed, add_working_days(ended_on, FINAL_CLAIM_WORKING_DAYS))


def beyond_tolerance(kind: Kind, changes: Sequence[LineChange], *, percent: int, least_pence: int) -> tuple[str, ...]:
    """Why an officer alone may not allow a change; nothing when it is within tolerance.

    Within tolerance: the kind leaves partners, dates and outcomes alone, no commissioner's year rises (so nothing moves
    between years or commissioners), and no line moves by more than `percent` of it or `least_pence`, whichever is
    more (2(a).1, row 20; 2(d)).
    """
    why = [COMMITTEE_KINDS[kind]] if kind in COMMITTEE_KINDS else []
    for commissioner, row in differences(changes).items():
        why += [
            f"{commissioner} would pay {money.pounds(pence)} more for {period}"
            for period, pence in row.items()
            if pence > 0
        ]
    for change in changes:
        allowed = max(change.before * percent // 100, least_pence)
        moved = abs(change.after - change.before)
        if moved > allowed:
            line = f"{change.cost_type}, " if change.cost_type else ""
            why.append(
                f"{line}{change.commissioner} {change.period} moves by {money.pounds(moved)}, "
                f"and {money.pounds(allowed)} is the most for it"
            )
    return tuple(why)
