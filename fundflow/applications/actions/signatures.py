"""Collects the signatures of a step: different people, one version, the same values."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from fundflow.applications.queries.cases import signatures
from fundflow.applications.rules.freezing import fingerprint, plain
from fundflow.applications.tables import Application, Signature
from fundflow.audit import Act
from fundflow.clock import moment_words
from fundflow.errors import Refused


def sign(
    session: Session, application: Application, *, step: str, role: str, values: Mapping[str, Any], act: Act
) -> Signature:
    """Sign a step in one role, bound to the case's version and to these values.

    Raises:
        Refused: the same person signed already, the role is signed, or the others signed other values.
    """
    assert application.id is not None
    sha256 = fingerprint(values)
    for other in signatures(session, application.id, step=step):
        if other.person_id == act.actor_id:
            raise Refused.because(
                "different_person",
                f"You signed this yourself on {moment_words(other.at)}. A different person must sign too. "
                "Your signature still stands.",
            )
        if other.values_sha256 != sha256:
            raise Refused.because(
                "same_values",
                f"{other.person} signed other figures or words on {moment_words(other.at)}, so yours were not signed. "
                "Sign the same ones, or ask for that signature to be cleared.",
            )
    row = Signature(
        application_id=application.id,
        step=step,
        role=role,
        person_id=act.actor_id,
        person=act.actor,
        at=act.now,
        version=application.version,
        values=plain(dict(values)),
        values_sha256=sha256,
    )
    session.add(row)
    session.flush()
    return row


def clear_signatures(
    session: Session, application: Application, *, because: str, act: Act, step: str | None = None
) -> int:
    """Clear the signatures of one step or of all; they stay in the history. Returns how many."""
    assert application.id is not None
    found = signatures(session, application.id, step=step)
    for row in found:
        row.cleared_at, row.cleared_because = act.now, because
        session.add(row)
    session.flush()
    return len(found)
