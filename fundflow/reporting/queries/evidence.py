"""Files that came with claims as evidence: whose they are, how long they are kept, and who else holds the same file."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import String, cast, func, or_
from sqlalchemy import select as core_select
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


@dataclass(frozen=True)
class Holding:
    """The files that came with the claims of one award, and the last day on which they are kept."""

    application_id: int
    case: str
    fund: str
    keep_until: date
    ended: bool
    many: int
    deleted: int

    def asked(self, on: date | None) -> int:
        """How many files it holds; of those to be deleted by a day, where one is given."""
        if on is None:
            return self.many
        return self.many - self.deleted if self.ended and on > self.keep_until else 0


def evidence_holdings(session: Session) -> list[Holding]:
    """The awards whose claims came with files; what is kept longest comes last."""
    of_case = (Application.id, Application.ref, Application.fund, Application.round_id)
    facts = [col(one) for one in (*of_case, Award.ends, Award.closed_at)]
    wanted = (
        core_select(*facts, func.count(col(Evidence.id)), func.count(col(Evidence.deleted_at)))
        .select_from(Evidence)
        .join(Claim, col(Claim.id) == Evidence.claim_id)
        .join(Application, col(Application.id) == Claim.application_id)
        .join(Award, col(Award.application_id) == Application.id)
        .where(col(Evidence.file_sha) != "")
        .group_by(*facts)
    )
    rows = session.execute(wanted).all()
    years = _years(session, {row.round_id for row in rows})
    found = [
        Holding(number, ref, fund, later(_ends(ends, closed), years[of]), closed is not None, many, deleted)
        for number, ref, fund, of, ends, closed, many, deleted in rows
    ]
    return sorted(found, key=lambda one: (one.keep_until, one.case))


def evidence_files(
    session: Session,
    *,
    number: int | None = None,
    claim: str = "",
    cases: Collection[int] | None = None,
    with_deleted: bool = True,
) -> list[EvidenceFile]:
    """Every file that came with a claim, or one of them, or those of a claim or of some cases; kept longest comes last."""
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
    if cases is not None:
        wanted = wanted.where(col(Application.id).in_(cases))
    if not with_deleted:
        wanted = wanted.where(col(Evidence.deleted_at).is_(None))
    rows = list(session.exec(wanted))
    years = _years(session, {case.round_id for _, _, case, _ in rows})
    found = [_file(row, of, case, award, years[case.round_id]) for row, of, case, award in rows]
    return sorted(found, key=lambda one: (one.keep_until, one.case, one.number))


def _ends(planned: date, closed_at: datetime | None) -> date:
    return london_day(closed_at) if closed_at else planned


def _file(row: Evidence, claim: Claim, case: Application, award: Award, years: int) -> EvidenceFile:
    last = _ends(award.ends, award.closed_at)
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
