"""Keeps the journals of month ends."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlmodel import Session

from fundflow.audit import Act
from fundflow.finance.queries import journal as reads
from fundflow.finance.rules.journal import JournalRow
from fundflow.finance.tables import JournalLine

__all__ = ["keep_journal"]


def keep_journal(session: Session, commissioner: str, month: str, rows: Sequence[JournalRow], *, act: Act) -> int:
    """Keep the lines of a journal as the month's next one; gives its number."""
    batch = max(reads.journals(session, commissioner, month), default=0) + 1
    for row in rows:
        session.add(
            JournalLine(
                commissioner=commissioner,
                month=month,
                batch=batch,
                accepted_at=act.now,
                accepted_by=act.actor_id,
                **asdict(row),
            )
        )
    session.flush()
    return batch
