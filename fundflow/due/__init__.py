"""Work that falls due: an outbox, timers and leases, each piece done once."""

from fundflow.due.actions import cancel, claim, done, failed, note_seen, put, retry
from fundflow.due.queries import counts, failures, get, next_at, waiting, watch
from fundflow.due.rules import MAX_ATTEMPTS, Due, Seen, Watch

__all__ = [
    "MAX_ATTEMPTS",
    "Due",
    "Seen",
    "Watch",
    "cancel",
    "claim",
    "counts",
    "done",
    "failed",
    "failures",
    "get",
    "next_at",
    "note_seen",
    "put",
    "retry",
    "waiting",
    "watch",
]
