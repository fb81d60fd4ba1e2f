"""Where a case, a claim or a recovery stood on an earlier day, by the audit trail."""

from datetime import datetime

from sqlmodel import Session

from fundflow import audit
from fundflow.reporting.rules.report import Asked


def state_then(session: Session, asked: Asked, ref: str, *, state: str, since: datetime, first: str = "") -> str:
    """The state at the end of the day asked for, by what was known then; the present one when it has not moved since.

    `first` is where such a thing begins: the trail does not say so. Events about a letter or a condition of the same
    case speak of that letter's or condition's state and are passed over.
    """
    if not asked.backward or asked.counts(since):
        return state
    then = first
    for event in audit.history(session, ref):
        after = event.contents.get("after")
        if event.item or not asked.counts(event.at) or not isinstance(after, dict) or "condition" in after:
            continue
        if isinstance(after.get("state"), str):
            then = after["state"]
    return then
