"""What a committee is told of a bid before it decides: its score and rank, the group's advice, and the lead's own order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from fundflow import applications, scoring
from fundflow.views import scoring_queries


@dataclass(frozen=True)
class Advice:
    """One bid as the papers give it; what was not scored, ranked or advised yet is empty.

    `score` is in points out of 100 to a tenth; `pence` is what the group advises if that is less than was asked.
    """

    score: str
    band: str
    rank: int | None
    ranked: int
    kind: str
    reasons: str
    meeting: str
    pence: int
    conditions: Sequence[Mapping[str, Any]]
    preference: int | None
    links: str
    notes: Sequence["Meant"]

    @property
    def unscored(self) -> "Advice":
        """The same without what tells of its scores."""
        return replace(self, score="", band="", rank=None, notes=())


@dataclass(frozen=True)
class Meant:
    """A note on a locked score: what stands, what was meant, and what the total would be (case 66)."""

    criterion: str
    stands: int
    meant: int
    would_be: str
    reason: str
    at: datetime


def of_bid(session: Session, application_id: int) -> Advice:
    """What stands now of one bid."""
    found = scoring_queries.judged(session, application_id)
    result, advised = found.result, found.advice
    row = (
        next((one for one in found.ranking.rows if one["application_id"] == application_id), {})
        if found.ranking
        else {}
    )
    return Advice(
        score=scoring.tenths_words(result.tenths) if result else "",
        band=result.band if result else "",
        rank=row.get("rank"),
        ranked=row.get("of") or 0,
        kind=advised.kind if advised else "",
        reasons=advised.reasons if advised else "",
        meeting=advised.meeting if advised else "",
        pence=advised.pence if advised else 0,
        conditions=advised.conditions if advised else (),
        preference=found.bid.preference,
        links=applications.link_words(found.bid.links),
        notes=[
            Meant(one.criterion, one.stands, one.meant, scoring.tenths_words(one.would_be_tenths), one.reason, one.at)
            for one in found.notes
        ],
    )
