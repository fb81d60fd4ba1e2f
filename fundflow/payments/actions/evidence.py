"""Evidence put to a claim, and the mark that the contents of a file were deleted."""

from collections.abc import Collection

from sqlmodel import Session

from fundflow.audit import Act
from fundflow.errors import NotFound
from fundflow.payments.actions.claims import open_for_papers
from fundflow.payments.tables import Evidence

GONE = "A file that was deleted"


def add_evidence(
    session: Session,
    ref: str,
    *,
    kind: str,
    description: str,
    act: Act,
    roles: Collection[str],
    file_sha: str = "",
    redacted: bool = False,
) -> Evidence:
    """Put evidence to a draft, or to a claim that is being asked about."""
    claim = open_for_papers(session, ref, roles)
    assert claim.id is not None
    row = Evidence(
        claim_id=claim.id,
        kind=kind,
        description=description,
        file_sha=file_sha,
        redacted=redacted,
        added_at=act.now,
    )
    session.add(row)
    session.flush()
    return row


def delete_evidence(session: Session, number: int, *, because: str, act: Act) -> Evidence:
    """Keep that a file's contents went, by whom and why; its name goes too, for names of files name people.

    Raises:
        NotFound: there is no such evidence.
    """
    row = session.get(Evidence, number, with_for_update=True)
    if row is None:
        raise NotFound(f"There is no evidence {number}.")
    row.description, row.deleted_at, row.deleted_by, row.deleted_because = GONE, act.now, act.actor, because
    session.add(row)
    session.flush()
    return row
