"""Adopting one bid: a single recorded step by which a case stands here as it stood elsewhere."""

from datetime import date, datetime
from typing import Any, Final, Literal

from sqlmodel import Session

from fundflow import applications, audit, awards, monitoring, organisations, payments
from fundflow.applications import Application, Round, taking_over
from fundflow.awards import taking_over as award_papers
from fundflow.calendar import add_working_days
from fundflow.clock import end_of, start_of
from fundflow.engine.case import Case, open_case
from fundflow.engine.takeover.checking import not_checked, tested
from fundflow.engine.takeover.facts import Position, Source
from fundflow.engine.takeover.opening import open_money, undo_openings
from fundflow.payments import taking_over as payment_papers
from fundflow.people import Actor
from fundflow.takeovers import TakenLine

STEP: Final = "adopt"
FACT: Final = applications.TAKEN_OVER
"""Where a case keeps, for life, the file from which it was taken over."""
KEPT_UNTIL: Final = ("offer_expires", "answer_by", "reserve_until")
"""Moments of a state that a file's `until` gives."""


def adopt(
    session: Session,
    row: Round,
    position: Position,
    source: Source,
    *,
    standing: Application | None,
    before: list[TakenLine],
    actor: Actor,
    now: datetime,
) -> tuple[Case, dict[int, int]]:
    """Let a bid stand here as a file says; `standing` is its case from an earlier file, `before` that file's rows.

    Raises:
        Refused: what can be checked says no, or the money is not there. BadInput: a figure that cannot be.
    """
    act = audit.Act(actor.id, actor.name, now, STEP, position.their_ref, position.note)
    lead = organisations.current(session, position.lead)
    application = standing or taking_over.take_in(
        session, row, lead=lead, title=position.title, their_ref=position.their_ref, act=act
    )
    case = open_case(
        session, application.ref, actor=actor, now=now, step=STEP, reason=position.note, lock=True, adopting=True
    )
    was = case.snapshot() if standing else None
    if standing:
        undo_openings(case, before)
        _unwrite(case)
    _say(case, position, act)
    applications.move(session, case.application, to=position.state, act=act)
    case.state = case.stood = position.state
    case.forget_readings()
    tested(case)
    entries = open_money(case, position, source)
    _papers(case, position, source)
    facts = {FACT: _fact(case, position, source), "minutes": _minutes(position)}
    applications.record_facts(session, case.application, facts)
    audit.record(session, case.act(STEP), before=was, after={**case.snapshot(), "entries": sorted(entries.values())})
    return case, entries


def _say(case: Case, position: Position, act: audit.Act) -> None:
    taking_over.stand(
        case.session,
        case.application,
        title=position.title,
        partners=position.partners,
        asked=position.asked,
        agreed=position.agreed,
        received_at=start_of(position.received_on) if position.received_on else None,
        act=act,
    )


def _unwrite(case: Case) -> None:
    payment_papers.unwrite(case.session, case.id)
    award_papers.unwrite(case.session, case.id)
    monitoring.unwrite_returns(case.session, case.id)
    for name in KEPT_UNTIL:
        applications.set_deadline(case.session, case.application, name=name, at=None)


def _fact(case: Case, position: Position, source: Source) -> dict[str, Any]:
    return {
        "file": source.file,
        "sha256": source.sha256,
        "as_at": source.as_at.isoformat(),
        "rows": [one.line for one in position.lines],
        "their_ref": position.their_ref,
        "state": position.state,
        "decided_on": position.decided_on.isoformat() if position.decided_on else "",
        "not_checked": not_checked(case.workflow, position.state),
    }


def _minutes(position: Position) -> dict[str, str] | None:
    bodies = {one.commissioner for one in position.lines if one.agreed}
    return dict.fromkeys(sorted(bodies), position.minute) if position.minute else None


def _papers(case: Case, position: Position, source: Source) -> None:
    """What a life here would have left behind by now: moments, an offer, an award with its instalments and returns."""
    state = case.workflow.states[position.state]
    if position.until is not None:
        for name in {timer.at for timer in state.timers} & set(KEPT_UNTIL):
            applications.set_deadline(case.session, case.application, name=name, at=end_of(position.until))
    if state.adoptable == "offer":
        assert position.offered_on is not None
        assert position.until is not None
        queried = not any(step.step == "accept" for step in case.workflow.steps_from(position.state))
        _offer(case, position, position.offered_on, position.until, "queried" if queried else "open")
        _conditions(case, position, kind="precedent")
    if state.adoptable == "award":
        _award(case, position, source)


def _offer(case: Case, position: Position, issued: date, expires: date, state: str) -> awards.Offer:
    return award_papers.stand_offer(
        case.session,
        case.application,
        amounts=position.agreed,
        issued_at=start_of(issued),
        expires_at=end_of(expires),
        decided_by=position.minute,
        state=state,
        act=case.act(STEP),
    )


def _award(case: Case, position: Position, source: Source) -> None:
    rule, accepted = case.fund.award, position.accepted_on
    assert rule is not None
    assert accepted is not None
    running = case.workflow.states[position.state].claims == "open"
    offer = _offer(case, position, position.offered_on or accepted, accepted, "accepted")
    starts = position.starts or max(date.fromisoformat(str(rule.starts)), accepted)
    award = award_papers.stand_award(
        case.session,
        case.application,
        offer,
        accepted_at=start_of(accepted),
        starts=starts,
        ends=position.ends or date.fromisoformat(str(rule.ends)),
        last_claim_on=max(date.fromisoformat(str(rule.last_claim)), position.ends or date.min),
        precedents_by=None if running else position.until or add_working_days(source.as_at, case.fund.days.precedents),
        running=running,
        act=case.act(STEP),
    )
    _conditions(
        case, position, kind="subsequent" if running else "precedent", due_on=None if running else position.until
    )
    _schedule(case, position, source, award, running=running)


def _schedule(case: Case, position: Position, source: Source, award: awards.Award, *, running: bool) -> None:
    amounts = {(one.commissioner, one.period): one.agreed for one in position.lines if one.agreed}
    payment_papers.stand_schedule(
        case.session,
        payments.CaseFacts(case.id, case.ref, case.fund_id, award.recipient),
        payments.schedule(case.payment, amounts),
        paid=position.paid,
        starts=award.starts,
        as_at=source.as_at,
        running=running,
        source=f"{source.file}, {position.where}",
        act=case.act(STEP),
    )
    monitoring.plan_returns(
        case.session,
        case.id,
        case.fund.returns,
        starts=award.starts,
        ends=award.ends,
        due_after=source.as_at,
        act=case.act(STEP),
    )


def _conditions(
    case: Case, position: Position, *, kind: Literal["precedent", "subsequent"], due_on: date | None = None
) -> None:
    """The conditions still open; of an offer nobody knows more, so nothing is paid before they are met or waived."""
    terms = [
        awards.Terms(
            kind=kind,
            text=text,
            evidence="what was agreed before take-over",
            owner="primary_care_team",
            due_on=due_on,
        )
        for text in position.conditions
    ]
    award_papers.stand_conditions(case.session, case.application, terms)
