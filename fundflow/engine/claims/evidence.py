"""The files behind a claim: put to a draft, or to one that is being asked about."""

from datetime import datetime

from sqlmodel import Session

from fundflow import audit, files, payments
from fundflow.engine.case import open_case
from fundflow.engine.claims.drafting import claimant_roles
from fundflow.errors import Refused
from fundflow.payments import Evidence
from fundflow.people import Actor

GIVEN = "claim.evidence"
"""What the audit trail calls it when a file is put to a claim."""


def attach(
    session: Session,
    claim_ref: str,
    *,
    name: str,
    media_type: str,
    content: bytes,
    redacted: bool,
    actor: Actor,
    now: datetime,
) -> Evidence:
    """Put a file to a claim as evidence; the same contents are stored once.

    `redacted` is the word of who sends it: it shows no patient, and names of staff and people's stories are taken out.

    Raises:
        Refused: the claim takes no papers now, this person may not give them, or nobody says that it is redacted.
    """
    _must_be_redacted(claim_ref, name, redacted=redacted)
    claim = payments.claim(session, claim_ref)
    case = open_case(session, claim.case_ref, actor=actor, now=now, step=GIVEN, lock=True)
    sha = files.put(session, name=name, media_type=media_type, content=content, now=now)
    made = payments.add_evidence(
        session,
        claim_ref,
        kind="file",
        description=name,
        act=case.act(),
        roles=claimant_roles(case, claim.payee),
        file_sha=sha,
        redacted=redacted,
    )
    audit.record(
        session,
        case.act(),
        subject=claim_ref,
        after={"evidence": made.id, "file": name, "sha256": sha, "size": len(content), "redacted": redacted},
    )
    return made


def _must_be_redacted(claim_ref: str, name: str, *, redacted: bool) -> None:
    if not redacted:
        raise Refused.because(
            "evidence_redacted",
            f"'{name}' was not added to {claim_ref}: nobody said that it shows no patient, and that names of staff and "
            "people's stories are taken out. Nothing was added. Take them out, say so, and send it again.",
        )
