"""What the pages of assessors and moderators show, read in few questions."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from fundflow import together
from fundflow.applications import Application, Round
from fundflow.scoring import (
    LIVE,
    Assignment,
    Consolidation,
    Declaration,
    ModerationRecord,
    Ranking,
    Recommendation,
    Score,
    ScoreNote,
)


def seats_of(session: Session, person_id: int) -> list[tuple[Assignment, str, str, str]]:
    """A person's live seats with the bid's reference, and the reference and title of its round; newest round first."""
    found = session.exec(
        select(Assignment, Application.ref, Round.ref, Round.title)
        .join(Application, col(Application.id) == Assignment.application_id)
        .join(Round, col(Round.id) == Application.round_id)
        .where(Assignment.person_id == person_id, col(Assignment.state).in_(LIVE))
        .order_by(col(Round.id).desc(), Application.ref)
    )
    return [(seat, ref, round_ref, title) for seat, ref, round_ref, title in found]


@dataclass(frozen=True)
class Panels:
    """Everything of the panels of one round."""

    seats: list[Assignment]
    declarations: list[Declaration]
    scores: list[Score]
    records: list[ModerationRecord]


def of_panels(session: Session, round_id: int) -> Panels:
    """Every seat, declaration, score and current record of moderation of a round; who may see which is asked elsewhere."""
    bids = select(Application.id).where(Application.round_id == round_id, col(Application.set_aside).is_(False))
    seats = select(Assignment.id).where(col(Assignment.application_id).in_(bids))
    found = together.read(
        session,
        [
            (Assignment, col(Assignment.application_id).in_(bids)),
            (Declaration, col(Declaration.application_id).in_(bids)),
            (Score, col(Score.assignment_id).in_(seats)),
            (
                ModerationRecord,
                col(ModerationRecord.application_id).in_(bids) & col(ModerationRecord.superseded_at).is_(None),
            ),
        ],
    )
    return Panels(found[Assignment], found[Declaration], found[Score], found[ModerationRecord])


def bids_of(session: Session, round_id: int) -> dict[str, Application]:
    """The bids of a round by reference."""
    found = session.exec(select(Application).where(Application.round_id == round_id))
    return {bid.ref: bid for bid in found}


@dataclass(frozen=True)
class Judged:
    """What stands of one bid's judgement: its row, result, latest ranked list, the group's advice, notes on scores."""

    bid: Application
    result: Consolidation | None
    ranking: Ranking | None
    advice: Recommendation | None
    notes: list[ScoreNote]


def judged(session: Session, application_id: int) -> Judged:
    """How one bid was judged, in one question."""
    mine = (Consolidation, Recommendation, ScoreNote)
    its_round = select(Application.round_id).where(Application.id == application_id)
    found = together.read(
        session,
        [
            (Application, col(Application.id) == application_id),
            *((table, col(table.application_id) == application_id) for table in mine),
            (Ranking, col(Ranking.round_id).in_(its_round)),
        ],
    )
    current = [row for row in found[Consolidation] if row.superseded_at is None]
    standing = [row for row in found[Recommendation] if row.withdrawn_at is None]
    return Judged(
        bid=found[Application][0],
        result=current[-1] if current else None,
        ranking=found[Ranking][-1] if found[Ranking] else None,
        advice=standing[-1] if standing else None,
        notes=found[ScoreNote],
    )
