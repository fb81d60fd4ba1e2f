"""What pages show of one thing, read across domains in one round trip."""

from dataclasses import dataclass

from sqlmodel import Session, col

from fundflow import together
from fundflow.awards import Award, Condition
from fundflow.committees import ShareDecision
from fundflow.letters import Letter
from fundflow.payments import Claim, ClaimLine, ClaimQuery, ClaimShare, Evidence, Invoice, Payment, Recovery
from fundflow.scoring import Consolidation


@dataclass(frozen=True)
class CaseSheet:
    """The papers of one case beside the bid itself; decisions are those of its last tabling."""

    letters: list[Letter]
    conditions: list[Condition]
    claims: list[Claim]
    recoveries: list[Recovery]
    decisions: list[ShareDecision]
    result: Consolidation | None
    award: Award | None


def of_case(session: Session, application_id: int) -> CaseSheet:
    """The papers of one case."""
    mine = (Letter, Condition, Claim, Recovery, ShareDecision, Consolidation, Award)
    found = together.read(session, [(table, col(table.application_id) == application_id) for table in mine])
    last = max((row.tabling for row in found[ShareDecision]), default=0)
    current = [row for row in found[Consolidation] if row.superseded_at is None]
    return CaseSheet(
        letters=found[Letter],
        conditions=found[Condition],
        claims=found[Claim],
        recoveries=found[Recovery],
        decisions=sorted((r for r in found[ShareDecision] if r.tabling == last), key=lambda row: row.commissioner),
        result=current[-1] if current else None,
        award=found[Award][0] if found[Award] else None,
    )


@dataclass(frozen=True)
class ClaimSheet:
    """What hangs on one claim: its lines, what it draws of which key, its papers, questions and payments."""

    lines: list[ClaimLine]
    shares: list[ClaimShare]
    invoices: list[Invoice]
    evidence: list[Evidence]
    questions: list[ClaimQuery]
    payments: list[Payment]


def of_claim(session: Session, claim_id: int) -> ClaimSheet:
    """The papers of one claim."""
    parts = (ClaimLine, ClaimShare, Invoice, Evidence, ClaimQuery, Payment)
    found = together.read(session, [(table, col(table.claim_id) == claim_id) for table in parts])
    return ClaimSheet(*(found[table] for table in parts))
