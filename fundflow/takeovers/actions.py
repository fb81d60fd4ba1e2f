"""Writes that a round is taken over, what its files say, and that it has gone live."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from fundflow.audit import Act
from fundflow.takeovers import queries
from fundflow.takeovers.tables import TakenLine, TakeOver


def declare(session: Session, *, round_id: int, round_ref: str, fund: str, act: Act) -> TakeOver:
    """Say of a round that it lived elsewhere until now."""
    row = TakeOver(
        round_id=round_id,
        round=round_ref,
        fund=fund,
        declared_at=act.now,
        declared_by=act.actor,
    )
    session.add(row)
    session.flush()
    return row


def note_file(session: Session, row: TakeOver, *, file: str, sha256: str, as_at: date, act: Act) -> None:
    """Keep which file says where the round's bids stand, and on which day."""
    row.file, row.sha256, row.as_at, row.read_at, row.read_by = file, sha256, as_at, act.now, act.actor
    session.add(row)
    session.flush()


def replace_lines(session: Session, row: TakeOver, their_ref: str, fresh: Sequence[TakenLine], *, taken: bool) -> None:
    """Let new rows stand for a bid; the earlier ones stay on record.

    Rows that were not taken in stand beside those from which the bid was taken over, until others are.
    """
    for old in queries.lines(session, [row.id]):
        if old.their_ref == their_ref and (taken or old.left_out):
            old.current = False
            session.add(old)
    session.flush()
    session.add_all(fresh)
    session.flush()


def link(session: Session, line: TakenLine, *, application_id: int, entry_id: int | None) -> None:
    """Keep which case, and which opening entry, came of a row."""
    line.application_id, line.entry_id = application_id, entry_id
    session.add(line)
    session.flush()


def go_live(session: Session, row: TakeOver, *, names: str, act: Act) -> None:
    """From now on the round lives here, by the word of two people."""
    row.live_at, row.live_by = act.now, names
    session.add(row)
    session.flush()
