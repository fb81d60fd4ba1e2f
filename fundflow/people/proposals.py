"""What waits for a second person: kept when it is asked for, settled when it is agreed, replaced or overtaken."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from fundflow.audit import Act
from fundflow.people.tables import Proposal


def propose(
    session: Session,
    verb: str,
    subject: str,
    *,
    basis: str,
    values: Mapping[str, Any],
    said: str,
    act: Act,
    agrees: Sequence[str] = (),
    fund: str | None = None,
) -> Proposal:
    """Keep what a person asks for until a second one agrees; `values` are plain JSON, `said` puts them in words.

    `agrees` are the roles of that second person, for `fund` if one is named.
    """
    row = Proposal(
        verb=verb,
        subject=subject,
        basis=basis,
        values=dict(values),
        said=said,
        reason=act.reason,
        agrees=list(agrees),
        fund=fund,
        asked_by=act.actor_id,
        asked_name=act.actor,
        asked_at=act.now,
    )
    session.add(row)
    session.flush()
    return row


def settle(session: Session, row: Proposal, state: str, *, act: Act) -> Proposal:
    """End a proposal: agreed by a second person, replaced or withdrawn by its own, overtaken by its subject's change."""
    row.state, row.settled_by, row.settled_name, row.settled_at = state, act.actor_id, act.actor, act.now
    session.add(row)
    session.flush()
    return row
