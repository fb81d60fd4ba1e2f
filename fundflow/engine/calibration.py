"""An assessor's own grid: their marks of a round side by side, for their eyes alone, before they are locked."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from fundflow import scoring
from fundflow.engine import assessors
from fundflow.engine.assessors import GridRow
from fundflow.errors import BadInput
from fundflow.people import Actor


@dataclass(frozen=True)
class OwnGrid:
    """The bids of one assessor, how their marks lie in each criterion, and where the same words got different scores."""

    rows: tuple[GridRow, ...]
    spreads: tuple[scoring.OwnSpread, ...]
    same_words: tuple[scoring.SameWords, ...]


def own_grid(session: Session, round_ref: str, *, actor: Actor, by: str = "") -> OwnGrid:
    """The own marks of the assessor who acts, bid by bid, or the highest of one criterion first (journeys 5.3).

    Raises:
        NotFound: they assess no bid of the round, or it is not scored. BadInput: `by` is no criterion of it.
    """
    sheet = assessors.own_sheet(session, round_ref, actor=actor)
    keys = [item.key for item in sheet.criteria.items]
    if by and by not in keys:
        raise BadInput(f"'{by}' is not a criterion of {round_ref}: use {', '.join(keys)}", place="--by")
    marks = [
        scoring.OwnMark(row.ref, row.criterion, int(row.written["score"]), str(row.written.get("justification") or ""))
        for row in sheet.rows
        if row.written
    ]
    rows = _ordered(assessors.grid(session, round_ref, actor=actor), by)
    return OwnGrid(tuple(rows), scoring.own_spreads(sheet.criteria, marks), scoring.same_words(sheet.criteria, marks))


def _ordered(rows: Sequence[GridRow], by: str) -> Sequence[GridRow]:
    return sorted(rows, key=lambda row: (-row.marks.get(by, 0), row.ref)) if by else rows
