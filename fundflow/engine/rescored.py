"""Everything that was ever scored of a bid: locked, opened again, void, superseded, noted, each with who and why."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from fundflow import people, scoring
from fundflow.engine.case import open_case
from fundflow.engine.rounds import must_hold
from fundflow.people import Actor


@dataclass(frozen=True)
class ScoreEvent:
    """One thing that happened to a bid's scores: when, by whom, what, of which criterion, why."""

    at: datetime
    who: str
    what: str
    criterion: str = ""
    score: str = ""
    why: str = ""


def history(session: Session, ref: str, *, actor: Actor, now: datetime) -> list[ScoreEvent]:
    """What was scored of a bid, oldest first; scores that are not locked yet stay sealed from everybody.

    Raises:
        Refused: the reader is no officer, moderator or auditor.
    """
    case = open_case(session, ref, actor=actor, now=now)
    must_hold(
        actor,
        "officer",
        "moderation_chair",
        "group_secretary",
        "auditor",
        fund=case.fund_id,
        doing="Reading every score",
    )
    found = [*_seats(session, case.id), *_results(session, case.id)]
    return sorted(found, key=lambda one: one.at)


def _seats(session: Session, application_id: int) -> list[ScoreEvent]:
    rows = scoring.assignments(session, application_id)
    names = people.names(session, {row.ended_by for row in rows if row.ended_by})
    found = []
    for row in rows:
        found.append(ScoreEvent(row.assigned_at, row.person, "seat given"))
        found += [
            ScoreEvent(old.replaced_at, row.person, "changed", old.criterion, f"was {old.score}", old.justification)
            for old in scoring.revisions(session, row.id or 0)
        ]
        if row.ended_at is not None:
            why = ": ".join(part for part in (row.why.replace("_", " "), row.reason) if part)
            by = names.get(row.ended_by or 0, "")
            what = "handed back" if row.state == "handed_back" else f"void, by {by}" if by else "void"
            found.append(ScoreEvent(row.ended_at, row.person, what, why=why))
    for sheet in scoring.sheets(session, application_id, with_void=True):
        at = sheet.assignment.locked_at
        assert at is not None
        said = "locked" if sheet.assignment.state == "locked" else "locked, and void since"
        found += [
            ScoreEvent(at, sheet.assignment.person, said, key, str(score.score), score.justification)
            for key, score in sheet.scores.items()
        ]
    return found


def _results(session: Session, application_id: int) -> list[ScoreEvent]:
    results, notes = scoring.consolidations(session, application_id), scoring.score_notes(session, application_id)
    names = people.names(session, {row.by for row in results} | {note.by for note in notes})
    found = []
    for row in results:
        total = scoring.tenths_words(row.tenths)
        found.append(ScoreEvent(row.at, names.get(row.by, ""), "result", score=total, why=row.band))
        if row.superseded_at is not None:
            found.append(
                ScoreEvent(row.superseded_at, "", "result superseded", score=total, why=row.superseded_because)
            )
    for note in notes:
        said = f"stands at {note.stands}, {note.meant} was meant"
        found.append(ScoreEvent(note.at, names.get(note.by, ""), "noted", note.criterion, said, note.reason))
    return found
