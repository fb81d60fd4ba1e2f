"""Finds seats, declarations and sheets; what one assessor may not see of another is left out here, not on a page."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from sqlmodel import Session, col, select

from fundflow.definitions.criteria import Criteria
from fundflow.errors import NotFound
from fundflow.scoring import rules
from fundflow.scoring.tables import Assignment, Declaration, Score, ScoreRevision


@dataclass(frozen=True)
class Sheet:
    """One assessor's scores of one bid with their words, by criterion."""

    assignment: Assignment
    scores: Mapping[str, Score]

    def marks(self) -> dict[str, rules.Mark]:
        """The scores as rules read them."""
        return {
            key: rules.Mark(row.score, row.justification, row.strength, row.gap) for key, row in self.scores.items()
        }


def assignments(session: Session, application_id: int, *, live: bool = False) -> list[Assignment]:
    """The seats of a bid, oldest first; `live` leaves out those handed back and void."""
    query = select(Assignment).where(Assignment.application_id == application_id)
    if live:
        query = query.where(col(Assignment.state).in_(rules.LIVE))
    return list(session.exec(query.order_by(col(Assignment.id))))


def assignment(session: Session, application_id: int, person_id: int) -> Assignment:
    """The live seat of a person on a bid.

    Raises:
        NotFound: they have none.
    """
    found = [row for row in assignments(session, application_id, live=True) if row.person_id == person_id]
    if not found:
        raise NotFound("this person does not assess this bid: the officer's list shows who does")
    return found[0]


def assigned_to(
    session: Session, person_id: int, *, application_ids: Collection[int] | None = None
) -> list[Assignment]:
    """A person's live seats, in the order in which the bids were given."""
    query = select(Assignment).where(Assignment.person_id == person_id, col(Assignment.state).in_(rules.LIVE))
    if application_ids is not None:
        query = query.where(col(Assignment.application_id).in_(application_ids))
    return list(session.exec(query.order_by(col(Assignment.id))))


def load(session: Session, application_ids: Collection[int]) -> dict[int, int]:
    """How many live seats each person holds on these bids."""
    query = select(Assignment.person_id).where(
        col(Assignment.application_id).in_(application_ids), col(Assignment.state).in_(rules.LIVE)
    )
    held: dict[int, int] = {}
    for person_id in session.exec(query):
        held[person_id] = held.get(person_id, 0) + 1
    return held


def kinds(session: Session, person_ids: Collection[int]) -> dict[int, tuple[bool, bool]]:
    """What each person last sat as on any bid: (knows finance, clinical); who never had a seat is left out."""
    query = (
        select(Assignment.person_id, Assignment.finance_aware, Assignment.clinical)
        .where(col(Assignment.person_id).in_(person_ids))
        .order_by(col(Assignment.id))
    )
    return {person_id: (finance, clinical) for person_id, finance, clinical in session.exec(query)}


def seat_of(row: Assignment) -> rules.Seat:
    """A seat as composition sees it."""
    return rules.Seat(row.person_id, row.state, row.finance_aware, row.clinical, row.outside)


def seats(session: Session, application_id: int) -> tuple[rules.Seat, ...]:
    """Every seat of a bid, ended ones too."""
    return tuple(seat_of(row) for row in assignments(session, application_id))


def missing_from_panel(
    session: Session, application_id: int, *, criteria: Criteria, ask_pence: int
) -> tuple[rules.Gap, ...]:
    """What the locked scores lack in number and composition for this ask; none means that scoring can be completed."""
    return rules.panel_gaps(criteria.assessors, ask_pence, seats(session, application_id))


def unlocked(session: Session, application_id: int) -> list[Assignment]:
    """Live seats whose scores are not locked yet."""
    return [row for row in assignments(session, application_id, live=True) if row.state != "locked"]


def why_not_complete(session: Session, application_id: int, *, criteria: Criteria, ask_pence: int) -> str:
    """Why scoring cannot be completed, as a sentence with a way out; empty when it can (domain, section 7.6)."""
    waiting = unlocked(session, application_id)
    if waiting:
        names = ", ".join(row.person for row in waiting)
        return (
            f"Scoring cannot be finished: {len(waiting)} of the assessors of this bid {_have(waiting)} not locked "
            f"({names}). Remind them, or replace them. Scores already locked stay as they are."
        )
    lacking = missing_from_panel(session, application_id, criteria=criteria, ask_pence=ask_pence)
    if lacking:
        return (
            f"Scoring cannot be finished: a bid of this size needs {' and '.join(str(gap) for gap in lacking)}. "
            "Assign another assessor. Scores already locked stay as they are, and none is ever filled in."
        )
    return ""


def _have(rows: list[Assignment]) -> str:
    return "has" if len(rows) == 1 else "have"


def declaration(session: Session, application_id: int, person_id: int) -> Declaration | None:
    """A person's latest answer about their interest in a bid."""
    query = (
        select(Declaration)
        .where(Declaration.application_id == application_id, Declaration.person_id == person_id)
        .order_by(col(Declaration.id).desc())
    )
    return session.exec(query).first()


def declarations(session: Session, application_id: int) -> list[Declaration]:
    """Every answer given about a bid, oldest first."""
    query = select(Declaration).where(Declaration.application_id == application_id).order_by(col(Declaration.id))
    return list(session.exec(query))


def scores_of(session: Session, assignment_id: int) -> dict[str, Score]:
    """The scores of one seat by criterion, drafts too: for this domain alone, so it is no part of its face."""
    query = select(Score).where(Score.assignment_id == assignment_id).order_by(col(Score.id))
    return {row.criterion: row for row in session.exec(query)}


def revisions(session: Session, assignment_id: int) -> list[ScoreRevision]:
    """What the scores of a seat were before they were changed, oldest first; sealed until the seat is locked."""
    seat = session.get(Assignment, assignment_id)
    if seat is None or seat.locked_at is None:
        return []
    query = select(ScoreRevision).where(ScoreRevision.assignment_id == assignment_id).order_by(col(ScoreRevision.id))
    return list(session.exec(query))


def sheets(session: Session, application_id: int, *, with_void: bool = False) -> list[Sheet]:
    """The locked sheets of a bid for officers, moderators and auditors; drafts are sealed even from them."""
    shown = ("locked", "void") if with_void else ("locked",)
    rows = [row for row in assignments(session, application_id) if row.state in shown and row.locked_at is not None]
    ids = [row.id for row in rows]
    found: dict[int, dict[str, Score]] = {row.id: {} for row in rows if row.id is not None}
    for score in session.exec(select(Score).where(col(Score.assignment_id).in_(ids)).order_by(col(Score.id))):
        found[score.assignment_id][score.criterion] = score
    return [Sheet(row, found[row.id]) for row in rows if row.id is not None]


def sheets_seen_by(
    session: Session, application_id: int, person_id: int, *, criteria: Criteria, ask_pence: int
) -> list[Sheet]:
    """What an assessor may see: their own sheet, and the others' once every seat is locked and the panel complete.

    Handing back or being voided never opens anybody else's sheet.
    """
    own = [row for row in assignments(session, application_id) if row.person_id == person_id]
    mine = [Sheet(row, scores_of(session, row.id)) for row in own if row.id is not None]
    locked = any(row.state == "locked" for row in own)
    waiting = unlocked(session, application_id)
    lacking = missing_from_panel(session, application_id, criteria=criteria, ask_pence=ask_pence)
    if not locked or waiting or lacking:
        return mine
    return [*mine, *(sheet for sheet in sheets(session, application_id) if sheet.assignment.person_id != person_id)]


def own_sheets(session: Session, person_id: int, application_ids: Collection[int]) -> dict[int, Sheet]:
    """A person's own live sheets by bid, drafts too, in two questions: for nobody's eyes but theirs."""
    seats_ = assigned_to(session, person_id, application_ids=application_ids)
    found: dict[int, dict[str, Score]] = {row.id: {} for row in seats_ if row.id is not None}
    for score in session.exec(select(Score).where(col(Score.assignment_id).in_(found)).order_by(col(Score.id))):
        found[score.assignment_id][score.criterion] = score
    return {row.application_id: Sheet(row, found[row.id]) for row in seats_ if row.id is not None}


def own_declarations(session: Session, person_id: int, application_ids: Collection[int]) -> dict[int, Declaration]:
    """A person's latest answer about each of several bids; a bid of which they have said nothing is left out."""
    query = (
        select(Declaration)
        .where(Declaration.person_id == person_id, col(Declaration.application_id).in_(application_ids))
        .order_by(col(Declaration.id))
    )
    return {row.application_id: row for row in session.exec(query)}


def locked_sets(session: Session, application_id: int) -> list[rules.ScoreSet]:
    """The score sets that count: locked seats alone, never unfinished, handed back or void ones."""
    return [
        rules.ScoreSet(sheet.assignment.person_id, {key: row.score for key, row in sheet.scores.items()})
        for sheet in sheets(session, application_id)
    ]


def leniency(session: Session, application_ids: Iterable[int], *, criteria: Criteria) -> dict[int, Fraction]:
    """By assessor, how far above (or below) their panels they score, over these bids; for officers and moderators."""
    return rules.leniency(criteria, [locked_sets(session, one) for one in application_ids])
