"""What a piece of due work is, and how long to wait before it is tried again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

MAX_ATTEMPTS = 8
LATE = timedelta(minutes=10)
"""How long work may wait past its time before nobody seems to look after it."""
_FIRST_WAIT = timedelta(seconds=30)
_LONGEST_WAIT = timedelta(hours=6)


@dataclass(frozen=True)
class Due:
    """One piece of work: `run_at` is when it fell due, `ran_at` when it was done; `attempts` counts this one too."""

    id: int
    kind: str
    key: str
    subject: str
    payload: Mapping[str, Any]
    state: str
    run_at: datetime
    next_at: datetime
    ran_at: datetime | None
    attempts: int
    lease_until: datetime | None
    worker: str | None
    last_error: str | None


@dataclass(frozen=True)
class Seen:
    """When something that keeps this installation going was last there, and who or what it was."""

    at: datetime
    by: str


@dataclass(frozen=True)
class Watch:
    """How many pieces of work are in each state, when the next is to be tried, and who was last `seen`.

    `seen` has a worker that looked (`worker`) and a backup that was made (`backup`), where there ever was one.
    """

    counts: Mapping[str, int]
    next_at: datetime | None
    seen: Mapping[str, Seen]

    def untaken_since(self, now: datetime) -> datetime | None:
        """Since when work waits that a worker should have taken; None where none is late."""
        return self.next_at if self.next_at is not None and self.next_at + LATE < now else None


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many failures: 30 seconds, then double, at most 6 hours."""
    doublings = min(max(attempts - 1, 0), 20)
    return min(_FIRST_WAIT * (1 << doublings), _LONGEST_WAIT)
