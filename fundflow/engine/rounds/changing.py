"""More time for a round, opening it again, cancelling it: for everybody, by two people, with notice to all."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from fundflow import applications, audit, due, people, scoring
from fundflow.clock import moment_words, wire
from fundflow.engine import seconding, timers
from fundflow.engine.case import acting_as, open_case
from fundflow.engine.rounds import notices
from fundflow.engine.rounds.opening import BEGINNING, CLOSING, act_of, arm
from fundflow.engine.seconding import Request, Waiting
from fundflow.engine.step import take_step
from fundflow.errors import Refused
from fundflow.people import Actor

AGAIN = "round_reopens"
CANCEL = "cancel_round"
OFFICE = ("officer",)
SECOND = ("officer", "finance")


@dataclass(frozen=True)
class Changed:
    """What came of changing a round: done, or waiting for a second person; whom it touched; what stands as it was."""

    round: applications.Round
    waiting: Waiting | None
    affected: notices.Affected
    letters: tuple[str, ...] = ()
    stands: tuple[str, ...] = ()


def extend_round(
    session: Session, ref: str, *, closes_at: datetime, reason: str, actor: Actor, now: datetime
) -> Changed:
    """Move the closing time later for everybody: one person asks, a second agrees, then everybody is told.

    Raises:
        Refused: no role, a tie to a bid, the same person twice, other values, the round has closed, the time is not later.
    """
    row = applications.lock_round(session, ref)
    reason = seconding.reason_of(session, "extend_round", ref, given=reason)
    act = act_of(actor, now=now, what="extend_round", subject=ref, reason=reason)
    applications.may_extend(row, closes_at=closes_at, now=now)
    if not reason.strip():
        raise Refused.because(
            "reason_given",
            f"{row.title} was not extended: everybody is told why. Nothing has changed. Give the reason.",
        )
    request = _request(session, row, "extend_round", "More time for a round", closes_at)
    return _move(session, row, request, closes_at=closes_at, kind="extended", actor=actor, act=act)


def reopen_round(
    session: Session, ref: str, *, closes_at: datetime, evidence: str, reason: str, actor: Actor, now: datetime
) -> Changed:
    """Open a closed round again for everybody after a fault of ours; drafts that were not sent in time live again.

    Only within two working days, with evidence of the fault, and while no assessor has opened a bid (journeys 4.4).

    Raises:
        Refused: what `extend_round` refuses, `evidence_given`, `reopening_in_time`, `bids_unopened`.
    """
    row = applications.lock_round(session, ref)
    reason = seconding.reason_of(session, "reopen_round", ref, given=reason)
    act = act_of(actor, now=now, what="reopen_round", subject=ref, reason=reason)
    applications.may_reopen(row, closes_at=closes_at, act=act)
    if not evidence.strip():
        raise Refused.because(
            "evidence_given",
            f"{row.title} was not reopened: it needs evidence that our service was at fault. Nothing has changed. Name "
            "the log, the report or the ticket, with its times.",
        )
    _nobody_has_looked(session, row)
    request = _request(session, row, "reopen_round", "Reopening a round", closes_at, evidence=evidence.strip())
    return _move(session, row, request, closes_at=closes_at, kind="reopened", actor=actor, act=act)


def withdraw_request(session: Session, ref: str, *, reason: str, actor: Actor, now: datetime) -> list[people.Proposal]:
    """Take back a change of a round that the same person asked for and that waits for a second one.

    Raises:
        Refused: nothing waits, or only what somebody else asked for.
    """
    applications.lock_round(session, ref)
    act = act_of(actor, now=now, what="withdraw_request", subject=ref, reason=reason)
    return seconding.withdraw(session, ref, actor=actor, act=act)


def _request(
    session: Session, row: applications.Round, verb: str, doing: str, closes_at: datetime, **more: str
) -> Request:
    assert row.id is not None
    values = {"closes_at": wire(closes_at), **more}
    said = f"a new closing time, {moment_words(closes_at)}" + "".join(f", on '{part}'" for part in more.values())
    return Request(verb, row.ref, basis_of(session, row), values, said, doing, OFFICE, SECOND, fund=row.fund)


def basis_of(session: Session, row: applications.Round) -> str:
    """How a round stands: the number of its changes; any change makes an older request void."""
    assert row.id is not None
    return f"{row.ref}:{len(applications.round_changes(session, row.id))}"


def _move(
    session: Session,
    row: applications.Round,
    request: Request,
    *,
    closes_at: datetime,
    kind: str,
    actor: Actor,
    act: audit.Act,
) -> Changed:
    notices.must_be_untied(session, row, actor, now=act.now)
    standing = seconding.seconded(session, request, actor=actor, act=act)
    if standing is None:
        return Changed(row, seconding.waiting(request, act), notices.affected(session, row))
    act = act_of(actor, now=act.now, what=act.what, subject=row.ref, reason=seconding.together(standing, act))
    was = row.closes_at
    if kind == "reopened":
        evidence = str(request.values["evidence"])
        applications.reopen_round(session, row, closes_at=closes_at, act=act, evidence=evidence)
    else:
        applications.extend_round(session, row, closes_at=closes_at, act=act)
    told = after_moving(session, row, notices.Notice(kind, was, standing.reason), actor=actor, act=act)
    audit.record(session, act, before={"closes_at": wire(was)}, after={**request.values, "told": told.letters})
    return told


def after_moving(
    session: Session, row: applications.Round, notice: notices.Notice, *, actor: Actor, act: audit.Act
) -> Changed:
    """What a later closing time brings: timers moved, drafts that missed it alive again, everybody told."""
    arm(session, row)
    bring_back(session, row, act=act)
    touched = notices.affected(session, row)
    rearm_drafts(session, touched.drafts, now=act.now)
    letters = notices.tell(
        session,
        row,
        touched.all,
        notice,
        act=act_of(actor, now=act.now, what=act.what, subject=row.ref, reason=act.reason),
    )
    return Changed(row, None, touched, letters)


def bring_back(session: Session, row: applications.Round, *, act: audit.Act) -> None:
    """Let every draft that the old closing time ended go on, where the life cycle has a step for it."""
    system = people.system(session)
    workflow = notices.life_of(row)
    missed = [state for state in workflow.states if any(one.step == AGAIN for one in workflow.steps_from(state))]
    for one in applications.find_cases(session, round_ref=row.ref, states=missed):
        take_step(session, one.ref, AGAIN, actor=system, now=act.now, reason=act.reason)


def rearm_drafts(session: Session, refs: tuple[str, ...], *, now: datetime) -> None:
    """Put the timers of drafts at the moments as they are now."""
    system = people.system(session)
    for ref in refs:
        case = open_case(session, ref, actor=system, now=now)
        timers.arm(case, left=case.application.state)


def _nobody_has_looked(session: Session, row: applications.Round) -> None:
    for one in applications.find_cases(session, round_ref=row.ref):
        opened = [seat for seat in scoring.assignments(session, one.id) if seat.opened_at is not None]
        if opened:
            first = min(seat.opened_at for seat in opened if seat.opened_at)
            raise Refused.because(
                "bids_unopened",
                f"{row.title} was not reopened: an assessor opened {one.ref} on {moment_words(first)}, and a bid "
                "changed after that would not be fair. Nothing has changed. You can plan another round.",
            )


def cancel_round(session: Session, ref: str, *, minute: str, reason: str, actor: Actor, now: datetime) -> Changed:
    """Cancel a round under a committee's minute: every bid that waits for a decision ends and is told, in one transaction.

    Bids that have a decision, an offer or an award stand as they are, and are named.

    Raises:
        Refused: no role, a tie to a bid, no minute, no reason, the same person twice, other values.
    """
    row = applications.lock_round(session, ref)
    reason = seconding.reason_of(session, CANCEL, ref, given=reason)
    act = act_of(actor, now=now, what=CANCEL, subject=ref, reason=reason)
    applications.may_cancel(row, act=act)
    if not minute.strip():
        raise Refused.because(
            "fund_withdrawn",
            f"{row.title} was not cancelled: only a committee can cancel a round. Nothing has changed. Name the "
            "committee's minute (--minute).",
        )
    notices.must_be_untied(session, row, actor, now=now)
    said = f"the end of this round under minute {minute.strip()}"
    values = {"minute": minute.strip()}
    agrees = (*SECOND, "committee_secretary")
    request = Request(
        CANCEL, ref, basis_of(session, row), values, said, "Cancelling a round", (*OFFICE, agrees[-1]), agrees, row.fund
    )
    standing = seconding.seconded(session, request, actor=actor, act=act)
    if standing is None:
        return Changed(row, seconding.waiting(request, act), notices.affected(session, row))
    act = act_of(actor, now=now, what=CANCEL, subject=ref, reason=seconding.together(standing, act))
    return _cancel(session, row, minute=minute.strip(), why=standing.reason, actor=actor, act=act)


def _cancel(
    session: Session, row: applications.Round, *, minute: str, why: str, actor: Actor, act: audit.Act
) -> Changed:
    workflow = notices.life_of(row)
    touched = notices.affected(session, row)
    applications.cancel_round(session, row, act=act)
    for kind in (BEGINNING, CLOSING):
        due.cancel(session, subject=row.ref, kind=kind)
    body = acting_as(actor, "committee", fund=row.fund)
    ended = []
    for case in applications.lock_all(session, touched.all):
        if any(step.step == CANCEL for step in workflow.steps_from(case.state)):
            take_step(session, case.ref, CANCEL, actor=body, now=act.now, values={"minute": minute}, reason=why)
            ended.append(case.ref)
    stands = tuple(ref for ref in touched.all if ref not in ended)
    audit.record(session, act, after={"state": row.state, "minute": minute, "ended": ended, "stands": stands})
    drafts = tuple(ref for ref in touched.drafts if ref in ended)
    sent = tuple(ref for ref in ended if ref not in drafts)
    return Changed(row, None, notices.Affected(drafts, sent), stands=stands)
