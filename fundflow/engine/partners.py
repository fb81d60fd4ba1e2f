"""A partner leaves a bid or an award: what that does to the fund's rules is shown first, then done and followed up."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session

from fundflow import applications, audit, awards, organisations
from fundflow.clock import day_words
from fundflow.engine.case import Case, open_case
from fundflow.engine.claims import letters_of
from fundflow.engine.effects.correspondence import finish_tasks_about, raise_task
from fundflow.engine.guards.gates import results
from fundflow.engine.machine import holds
from fundflow.engine.rounds import must_hold
from fundflow.errors import Refused
from fundflow.people import Actor


@dataclass(frozen=True)
class GateShift:
    """One rule of the fund with and without a partner: why it fails, or nothing where it is met."""

    code: str
    title: str
    source: str
    now: str
    without: str

    @property
    def breaks(self) -> bool:
        """Whether the rule is met now and would not be any more."""
        return not self.now and bool(self.without)


@dataclass(frozen=True)
class Leaving:
    """What a partner's leaving means: who, what it does there, its budget lines (pence), and every rule."""

    ref: str
    organisation: str
    name: str
    commitments: str
    budget_pence: int
    partners_left: int
    gates: tuple[GateShift, ...]

    @property
    def broken(self) -> tuple[GateShift, ...]:
        """The rules that its leaving breaks."""
        return tuple(one for one in self.gates if one.breaks)


def leaving(session: Session, ref: str, organisation: str, *, actor: Actor, now: datetime) -> Leaving:
    """What would come of a partner's leaving, with nothing changed.

    Raises:
        Refused: it leads the case, or is not in it any more.
    """
    return _leaving(open_case(session, ref, actor=actor, now=now, step="leave"), organisation)


def show_leaving(session: Session, ref: str, organisation: str, *, actor: Actor, now: datetime) -> Leaving:
    """The same; when it is the lead's own people who look, it is kept that they have seen it (journeys 3.4).

    Raises:
        Refused: it leads the case, or is not in it any more.
    """
    case = open_case(session, ref, actor=actor, now=now, step="leave.shown", lock=True)
    found = _leaving(case, organisation)
    if any(holds(actor, role, case) for role in ("applicant", "signatory")):
        seen = {"broken": [one.code for one in found.broken], "by": actor.name}
        applications.record_facts(session, case.application, {_seen(organisation): seen})
        audit.record(session, case.act(), after={"organisation": organisation, **seen})
    return found


def _seen(organisation: str) -> str:
    return f"leaving:{organisation}"


def leave(
    session: Session,
    ref: str,
    organisation: str,
    *,
    on: date | None,
    reason: str,
    actor: Actor,
    now: datetime,
    told: str = "",
) -> Leaving:
    """Let a partner leave a bid that was sent, or an award: an officer's act, once the lead has seen what it means.

    `told` says how the lead was told, if nobody of it looked. The partner's duties end with the day. Where a rule of the
    fund is no longer met, an officer is asked to start a review.

    Raises:
        Refused: the bid is still being written, the partner leads it or is gone, no reason, not an officer, or the lead
            does not know what it means.
    """
    case = open_case(session, ref, actor=actor, now=now, reason=reason, step="leave", lock=True)
    must_hold(actor, "officer", fund=case.fund_id, doing="Letting a partner leave")
    _may_leave(case)
    found = _leaving(case, organisation)
    _lead_knows(case, found, told)
    day = on or case.day
    applications.leave(session, case.application, organisation, act=case.act())
    if case.award is not None:
        awards.end_duty(session, case.award, organisation=organisation, on=day)
    case.forget_readings()
    if found.broken:
        about = f"{found.name} left on {day_words(day)}, and rule {found.broken[0].code} is no longer met"
        raise_task(case, "review_award", about=about, thing=f"leave:{organisation}:{day}")
    _tell(case, found, day)
    applications.record_facts(session, case.application, {_seen(organisation): None})
    finish_tasks_about(case, "partner_asks_to_leave", organisation)
    after = {"left": organisation, "on": day, "broken": [one.code for one in found.broken], "told": told}
    audit.record(session, case.act(), after=after)
    return found


def _tell(case: Case, found: Leaving, day: date) -> None:
    """Write to the partner and to the lead what it means (L13d)."""
    for to in (case.lead, found.organisation):
        letters_of(
            case,
            "partner_left",
            organisation=found.organisation,
            to=to,
            left_on=day,
            broken=[(one.title, one.without) for one in found.broken],
            pence=found.budget_pence,
        )


def _lead_knows(case: Case, found: Leaving, told: str) -> None:
    """The lead has seen the same effect on the rules, or an officer says how it was told."""
    seen = case.application.facts.get(_seen(found.organisation))
    broken = [one.code for one in found.broken]
    if told.strip() or (seen is not None and seen["broken"] == broken):
        return
    means = f"rule {' and '.join(broken)} would no longer be met" if broken else "every rule would still be met"
    raise Refused.because(
        "lead_shown",
        f"{found.name} has not left {found.ref}: its lead has not seen what that means ({means}). Nothing has changed. Ask "
        f"the people of {case.lead} to look (fundflow award leave {found.ref} {found.organisation}), or say how you told "
        "them.",
    )


def _may_leave(case: Case) -> None:
    state = case.workflow.states[case.application.state]
    if state.editable or state.kind == "end":
        way = (
            "It answers for itself while the bid is written (fundflow application consent --answer leave)."
            if state.editable
            else "Write a note on the case instead."
        )
        raise Refused.because(
            "partner_leaves", f"Nobody left {case.ref}: it is at '{state.officer}'. Nothing has changed. {way}"
        )
    if not case.reason:
        raise Refused.because(
            "reason_given", f"Nobody left {case.ref}: the reason is missing. Nothing has changed. Say why it leaves."
        )


def _leaving(case: Case, organisation: str) -> Leaving:
    row = applications.participant(case.session, case.application, organisation)
    name = organisations.names(case.session, [organisation]).get(organisation, organisation)
    if row.role == "lead" or row.state not in applications.PRESENT:
        leads = row.role == "lead"
        why = "it leads the bid" if leads else f"it is not in it any more ({row.state})"
        way = (
            "Another partner can take the award over: ask for that change first (fundflow award vary --kind novation)."
            if leads
            else "Look at who takes part (fundflow application show)."
        )
        raise Refused.because(
            "partner_leaves", f"{name} ({organisation}) cannot leave {case.ref}: {why}. Nothing has changed. {way}"
        )
    before = {gate.code: reason or "" for gate, reason in results(case)}
    lines = [one.pence for one in case.dossier.content.lines if one.organisation == organisation]
    whole = case.dossier
    rest = tuple(replace(one, state="left") if one.organisation == organisation else one for one in whole.participants)
    case.__dict__["dossier"] = replace(whole, participants=rest)
    gates = tuple(
        GateShift(gate.code, gate.title, gate.source, before[gate.code], reason or "") for gate, reason in results(case)
    )
    left = len(case.dossier.present)
    case.forget_readings()
    return Leaving(case.ref, organisation, name, row.commitments, sum(lines), left, gates)
