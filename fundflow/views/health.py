"""Whether what should happen by itself does: mail, due work, the worker that does it, and backups."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from fundflow import due, mail

BACKED_UP_WITHIN = timedelta(days=7)
"""A backup that is older is old."""


@dataclass(frozen=True)
class Health:
    """How many messages wait and how many did not arrive, where mail is sent; how much due work was given up.

    `untaken_since` is when work fell due that no worker takes.
    """

    sends: bool
    waiting: int
    not_delivered: int
    given_up: int
    worker: due.Seen | None
    untaken_since: datetime | None
    backup: due.Seen | None
    backup_old: bool

    @property
    def sound(self) -> bool:
        """Whether nobody need look."""
        return not (self.not_delivered or self.given_up or self.untaken_since or self.backup_old)


def health(session: Session, *, now: datetime) -> Health:
    """The health of this installation, in two questions."""
    messages, work = mail.counts(session), due.watch(session)
    backup = work.seen.get("backup")
    return Health(
        sends="on" in messages,
        waiting=messages.get("waiting", 0),
        not_delivered=messages.get("failed", 0) + messages.get("bounced", 0),
        given_up=work.counts.get("failed", 0),
        worker=work.seen.get("worker"),
        untaken_since=work.untaken_since(now),
        backup=backup,
        backup_old=backup is not None and backup.at + BACKED_UP_WITHIN < now,
    )
