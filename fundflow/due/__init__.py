"""Work that falls due: an outbox, timers and leases, each piece done once."""

from fundflow.due.actions import cancel, claim, done, failed, put, retry
from fundflow.due.queries import counts, failures, get, next_at, waiting
from fundflow.due.rules import MAX_ATTEMPTS, Due

__all__ = [
    "MAX_ATTEMPTS",
    "Due",
    "cancel",
    "claim",
    "counts",
    "done",
    "failed",
    "failures",
    "get",
    "next_at",
    "put",
    "retry",
    "waiting",
]
