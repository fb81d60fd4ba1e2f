"""What pages show of one thing, read across domains in one round trip."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from fundflow import together
from fundflow.applications import Application, GateResult, RoundChange, Share, ShareAmount
from fundflow.awards import Award, Condition
from fundflow.committees import CommitteeMember, Meeting, ShareDecision, Sitting
from fundflow.letters import Letter
from fundflow.monitoring import QuarterlyReturn
from fundflow.organisations import ListSnapshot
from fundflow.payments import (
    Claim,
    ClaimLine,
    ClaimQuery,
    ClaimShare,
    Evidence,
    Invoice,
    Payment,
    Recovery,
    RecoveryShare,
)
from fundflow.scoring import LIVE, Assignment, Consolidation, Feedback
from fundflow.views.owed import still_owed


@dataclass(frozen=True)
class CaseSheet:
    """The papers of one case beside the bid itself; decisions are those of its last tabling.

    `claimed` has the pence of each claim as it was sent (and as approved, once it is), by reference; `due_back` what a
    recovery still asks. `lists` is the latest list of each organisation of the bid, `returns` those not sent in yet, the
    first due first.
    """

    letters: list[Letter]
    conditions: list[Condition]
    claims: list[Claim]
    recoveries: list[Recovery]
    decisions: list[ShareDecision]
    result: Consolidation | None
    feedback: list[Feedback]
    award: Award | None
    claimed: dict[str, tuple[int, int | None]]
    due_back: dict[str, int]
    lists: dict[str, ListSnapshot]
    returns: list[QuarterlyReturn]


def of_case(session: Session, application_id: int, *, bodies: Collection[str] = (), on: date = date.max) -> CaseSheet:
    """The papers of one case, and the lists of its `bodies` as they stood on a day."""
    mine = (Letter, Condition, Claim, Recovery, ShareDecision, Consolidation, Feedback, Award, QuarterlyReturn)
    claims = select(Claim.id).where(Claim.application_id == application_id)
    asked_back = select(Recovery.id).where(Recovery.application_id == application_id)
    found = together.read(
        session,
        [
            *((table, col(table.application_id) == application_id) for table in mine),
            (ClaimLine, col(ClaimLine.claim_id).in_(claims)),
            (RecoveryShare, col(RecoveryShare.recovery_id).in_(asked_back)),
            (
                ListSnapshot,
                col(ListSnapshot.organisation).in_(sorted(bodies))
                & (ListSnapshot.basis == "registered")
                & (ListSnapshot.taken_on <= on),
            ),
        ],
    )
    last = max((row.tabling for row in found[ShareDecision]), default=0)
    current = [row for row in found[Consolidation] if row.superseded_at is None]
    return CaseSheet(
        letters=found[Letter],
        conditions=found[Condition],
        claims=found[Claim],
        recoveries=found[Recovery],
        decisions=sorted((r for r in found[ShareDecision] if r.tabling == last), key=lambda row: row.commissioner),
        result=current[-1] if current else None,
        feedback=[row for row in found[Feedback] if current and row.consolidation_id == current[-1].id],
        award=found[Award][0] if found[Award] else None,
        claimed={
            row.ref: _claimed([one for one in found[ClaimLine] if one.claim_id == row.id]) for row in found[Claim]
        },
        due_back={row.ref: still_owed(row, found[RecoveryShare]) for row in found[Recovery]},
        lists={row.organisation: row for row in sorted(found[ListSnapshot], key=lambda row: row.taken_on)},
        returns=_owed(found[QuarterlyReturn]),
    )


def _owed(reports: list[QuarterlyReturn]) -> list[QuarterlyReturn]:
    """Returns that are not sent in, the first due first."""
    return sorted((row for row in reports if row.state in ("due", "returned")), key=lambda row: row.due_on)


def _claimed(lines: list[ClaimLine]) -> tuple[int, int | None]:
    """What a claim's lines ask, and what of it was approved; nothing until somebody approves."""
    approved = [one.approved_pence for one in lines if one.approved_pence is not None]
    return sum(one.pence for one in lines), sum(approved) if approved else None


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


@dataclass(frozen=True)
class RoundFacts:
    """Of the bids of one round: gates failed by code, pence asked by bid and key, which scored too low, seats; its changes."""

    failed: dict[str, int]
    asked: dict[int, dict[tuple[str, str], int]]
    low: set[int]
    seats: list["Seats"]
    changes: list[RoundChange]


@dataclass(frozen=True)
class Seats:
    """What one assessor has of a round: seats on bids, how many of them locked, and bids given back for a tie to them."""

    name: str
    held: int
    locked: int
    tied: int


def of_round(session: Session, round_id: int) -> RoundFacts:
    """What the bids of a round failed and ask, and who assesses them; bids that were never sent ask nothing."""
    bids = select(Application.id).where(Application.round_id == round_id, col(Application.set_aside).is_(False))
    sent = bids.where(col(Application.submitted_at).is_not(None))
    shares = select(Share.id).where(col(Share.application_id).in_(sent))
    found = together.read(
        session,
        [
            (GateResult, col(GateResult.application_id).in_(sent)),
            (Share, col(Share.application_id).in_(sent)),
            (ShareAmount, col(ShareAmount.share_id).in_(shares)),
            (Assignment, col(Assignment.application_id).in_(bids)),
            (Consolidation, col(Consolidation.application_id).in_(sent) & col(Consolidation.superseded_at).is_(None)),
            (RoundChange, col(RoundChange.round_id) == round_id),
        ],
    )
    return RoundFacts(
        _failed(found[GateResult]),
        _asked(found[Share], found[ShareAmount]),
        {row.application_id for row in found[Consolidation] if not row.fundable},
        _seats(found[Assignment]),
        sorted(found[RoundChange], key=lambda row: row.number),
    )


def _failed(rows: list[GateResult]) -> dict[str, int]:
    latest = {(row.application_id, row.code): row.passed for row in rows}
    return dict(Counter(code for (_, code), passed in latest.items() if not passed))


def _asked(shares: list[Share], amounts: list[ShareAmount]) -> dict[int, dict[tuple[str, str], int]]:
    of = {row.id: row for row in shares}
    sums: dict[int, dict[tuple[str, str], int]] = {}
    for one in amounts:
        share = of[one.share_id]
        sums.setdefault(share.application_id, {})[share.commissioner, one.period] = one.asked_pence
    return sums


def _seats(rows: list[Assignment]) -> list[Seats]:
    held = Counter(row.person for row in rows if row.state in LIVE)
    locked = Counter(row.person for row in rows if row.state == "locked")
    tied = Counter(row.person for row in rows if row.why == "conflict")
    return [Seats(name, held[name], locked[name], tied[name]) for name in sorted({*held, *tied})]


def refs(session: Session, ids: Collection[int]) -> dict[int, str]:
    """References of some cases by their numbers."""
    found = session.exec(select(Application.id, Application.ref).where(col(Application.id).in_(ids)))
    return {number: ref for number, ref in found if number is not None}


def meetings_with(session: Session, person_id: int) -> list[Meeting]:
    """Meetings of bodies in which a person has or had a seat, the newest first."""
    bodies = select(CommitteeMember.committee_id).where(CommitteeMember.person_id == person_id)
    sat = select(Sitting.meeting_id).where(col(Sitting.committee_id).in_(bodies))
    return list(session.exec(select(Meeting).where(col(Meeting.id).in_(sat)).order_by(col(Meeting.starts_at).desc())))
