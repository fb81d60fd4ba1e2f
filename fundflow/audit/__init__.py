"""The audit trail: one chain of what was done, by whom, when and why, which shows any tampering."""

from fundflow.audit.actions import record, redact
from fundflow.audit.queries import anchor, fingerprints, history, recent, since, verify
from fundflow.audit.rules import Act, Anchor, Event, Fault, Vouched, canonical, moment_text, sha256
from fundflow.audit.triggers import TRIGGERS, Guarded, append_only, attach

__all__ = [
    "TRIGGERS",
    "Act",
    "Anchor",
    "Event",
    "Fault",
    "Guarded",
    "Vouched",
    "anchor",
    "append_only",
    "attach",
    "canonical",
    "fingerprints",
    "history",
    "moment_text",
    "recent",
    "record",
    "redact",
    "sha256",
    "since",
    "verify",
]
