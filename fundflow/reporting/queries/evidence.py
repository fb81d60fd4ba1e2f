"""Files that came with claims as evidence: whose they are, how long they are kept, and who else holds the same file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import String, cast, or_
from sqlmodel import Session, col, select

from fundflow import applications
from fundflow.applications import Application, ApplicationVersion, Participant, Round
from fundflow.applications.consents import ConsentAnswer
from fundflow.awards import Award, Condition
from fundflow.clock import london_day
from fundflow.definitions import later
from fundflow.payments import Claim, Evidence


@dataclass(frozen=True)
class EvidenceFile:
    """A file of a claim; `keep_until` is the last day of the fund's years after the award's end, planned or real."""

    number: int
    claim: str
    case: str
    fund: str
    name: str
    sha256: str
    added_at: datetime
    redacted: bool
    award_ends: date
    keep_until: date
    ended: bool
    deleted_at: datetime | None
    deleted_by: str
    deleted_because: str

    def due(self, on: date) -> bool:
        """Whether it is to be deleted by now: its award has ended and its years are over."""
        return self.deleted_at is None and self.ended and on > self.keep_until


def evidence_files(session: Session, *, number: int | None = None, claim: str = "") -> list[EvidenceFile]:
    """Every file that came with a claim, or one of them, or those of a claim; what is kept longest comes last."""
    wanted = (
        select(Evidence, Claim, Application, Award)
        .join(Claim, col(Claim.id) == Evidence.claim_id)
        .join(Application, col(Application.id) == Claim.application_id)
        .join(Award, col(Award.application_id) == Application.id)
        .where(Evidence.file_sha != "")
        .order_by(col(Evidence.id))
    )
    if number is not None:
        wanted = wanted.where(Evidence.id == number)
    if claim:
        wanted = wanted.where(Claim.ref == claim)
    rows = list(session.exec(wanted))
    years = _years(session, {case.round_id for _, _, case, _ in rows})
    found = [_file(row, of, case, award, years[case.round_id]) for row, of, case, award in rows]
    return sorted(found, key=lambda one: (one.keep_until, one.number))


def _file(row: Evidence, claim: Claim, case: Application, award: Award, years: int) -> EvidenceFile:
    last = london_day(award.closed_at) if award.closed_at else award.ends
    return EvidenceFile(
        number=row.id or 0,
        claim=claim.ref,
        case=case.ref,
        fund=case.fund,
        name=row.description,
        sha256=row.file_sha,
        added_at=row.added_at,
        redacted=row.redacted,
        award_ends=last,
        keep_until=later(last, years),
        ended=award.closed_at is not None,
        deleted_at=row.deleted_at,
        deleted_by=row.deleted_by,
        deleted_because=row.deleted_because,
    )


def held_elsewhere(session: Session, sha256: str, *, but: int) -> bool:
    """Whether another paper has the same contents, but for letters.

    Evidence that is not deleted, a bid's document, the paper on which it came, a partner's letter, a condition's proof.
    """
    others = select(Evidence.id).where(
        Evidence.file_sha == sha256, Evidence.id != but, col(Evidence.deleted_at).is_(None)
    )
    documents = select(ApplicationVersion.id).where(cast(ApplicationVersion.documents, String).contains(sha256))
    papers = select(Application.id).where(cast(Application.facts, String).contains(sha256))
    partners = select(Participant.id).where(Participant.letter_file == sha256)
    answers = select(ConsentAnswer.id).where(ConsentAnswer.letter_file == sha256)
    proofs = select(Condition.id).where(Condition.evidence_file == sha256)
    asked = select(or_(*(one.exists() for one in (others, documents, papers, partners, answers, proofs))))
    return bool(session.exec(asked).one())


def _years(session: Session, numbers: set[int]) -> Mapping[int, int]:
    rounds = session.exec(select(Round).where(col(Round.id).in_(numbers)))
    found = {}
    for row in rounds:
        rule = applications.definitions(row).fund.award
        found[row.id or 0] = rule.retention_years if rule else 6
    return found
