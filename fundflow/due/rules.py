"""What a piece of due work is, and how long to wait before it is tried again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

MAX_ATTEMPTS = 8
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


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many failures: 30 seconds, then double, at most 6 hours."""
    doublings = min(max(attempts - 1, 0), 20)
    return min(_FIRST_WAIT * (1 << doublings), _LONGEST_WAIT)
