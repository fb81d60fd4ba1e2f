"""Puts a meeting's decisions right: a vote struck out, a share opened again, and its money freed in the same breath."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from sqlmodel import Session

from fundflow import applications, audit, committees, ledger
from fundflow.engine import step, timers
from fundflow.engine.case import Case, acting_as, open_case
from fundflow.engine.effects.correspondence import raise_task
from fundflow.engine.effects.deciding import release
from fundflow.engine.meetings.keeping import person_of, record_of
from fundflow.errors import BadInput, Refused
from fundflow.money import pounds
from fundflow.people import Actor

RESCIND = "rescind"


@dataclass(frozen=True)
class Struck:
    """What came of a vote that was struck out: whether the result fell, and what was done to each case that rests on it.

    `unstaged` decisions had not been applied and fell with the vote; `reopened` shares wait for a new vote and hold no
    money; `rescinded` cases are before the committee again; on `alarmed` ones the offer or the award waits for a person.
    """

    person: str
    item: int
    material: bool
    reopened: tuple[str, ...] = ()
    rescinded: tuple[str, ...] = ()
    alarmed: tuple[str, ...] = ()
    unstaged: tuple[str, ...] = ()


def strike_vote(
    session: Session, ref: str, item: int, body: str, who: str, *, reason: str, actor: Actor, now: datetime
) -> Struck:
    """Strike out somebody's vote on an item's last motion (case 22); what no longer stands is opened again at once.

    Raises:
        Refused: no role. BadInput: no reason, or this person has no standing vote there.
    """
    act = record_of(actor, now, "strike_vote", ref, reason)
    found = committees.item(session, ref, item)
    sitting = committees.sitting(session, ref, body)
    assert found.id is not None
    assert sitting.id is not None
    if found.application_id is not None:
        applications.lock_all(session, {applications.get_by_id(session, found.application_id).ref})
        session.expire_all()
    vote = committees.vote_on(session, sitting.id, found.id, person_of(session, who))
    voided = committees.void_vote(session, vote, reason=reason, act=act)
    done: dict[str, list[str]] = {"reopened": [], "rescinded": [], "alarmed": []}
    for row in voided.applied:
        case = _case_of(session, row, actor, now, reason)
        kind = _put_right(case, row)
        if kind and case.ref not in done[kind]:
            done[kind].append(case.ref)
    struck = Struck(
        voided.vote.name,
        item,
        voided.material,
        tuple(done["reopened"]),
        tuple(done["rescinded"]),
        tuple(done["alarmed"]),
        tuple(applications.get_by_id(session, row.application_id).ref for row in voided.unstaged),
    )
    audit.record(session, act, after={"item": item, "body": body, "person": who, "material": voided.material, **done})
    return struck


def _case_of(session: Session, row: committees.ShareDecision, actor: Actor, now: datetime, reason: str) -> Case:
    ref = applications.get_by_id(session, row.application_id).ref
    return open_case(session, ref, actor=actor, now=now, reason=reason, step="void_vote", lock=True)


def _put_right(case: Case, row: committees.ShareDecision) -> str:
    """Open a void decision again where the case still stands on it; otherwise tell people what must be done."""
    if row.void_at is not None:
        return ""
    if row.state != "final":
        _reopen(case, row, "void_vote")
        return "reopened"
    if any(one.step == RESCIND for one in case.workflow.steps_from(case.application.state)):
        body = acting_as(case.actor, "committee", fund=case.fund_id)
        step.take_step(case.session, case.ref, RESCIND, actor=body, now=case.now, reason=case.reason)
        return "rescinded"
    raise_task(case, "decision_void")
    return "alarmed"


_Again = Callable[..., committees.ShareDecision]
AGAIN: Mapping[str, _Again] = MappingProxyType(
    {
        "void_vote": committees.void_decision,
        "bring_back": committees.bring_back,
        "money_freed": committees.money_freed,
    }
)
"""The ways in which a share is opened again within its tabling, by the name of the share machine's action."""


def _reopen(case: Case, row: committees.ShareDecision, how: str) -> None:
    """Open a share again and release what it holds, in this transaction."""
    before, commissioner = case.snapshot(), row.commissioner
    assert row.id is not None
    act = case.act(how)
    applications.move(case.session, case.application, to=case.application.state, act=act)
    AGAIN[how](case.session, row.id, act=act)
    mine = case.holder(commissioner)
    held = {(one.key, str(one.holder)): one.reserved for one in case.holdings if str(one.holder) == mine}
    release(case, held, key=f"{how}:{row.id}")
    applications.clear_approval(case.session, case.application, commissioner)
    case.forget_readings()
    timers.arm(case, left=case.application.state)
    audit.record(case.session, act, before=before, after={**case.snapshot(), "commissioner": commissioner})


def reopen_share(
    session: Session, ref: str, commissioner: str, *, how: str, reason: str, actor: Actor, now: datetime
) -> committees.ShareDecision:
    """Bring a share that was put off back (`bring_back`), or open a reserve share whose keys have money (`money_freed`).

    Raises:
        Refused: no role, the share stands otherwise (`share_state`), or nothing is free for it (`money_free`).
        BadInput: an unknown way, or no reason.
    """
    record_of(actor, now, how, ref, reason)
    if how not in ("bring_back", "money_freed"):
        raise BadInput(f"a share is opened again by bring_back or money_freed, not '{how}'", place="how")
    if not reason.strip():
        raise BadInput("say why the share is opened again, in words", place="reason")
    case = open_case(session, ref, actor=actor, now=now, reason=reason, step=how, lock=True)
    row = committees.share(session, case.id, commissioner)
    if how == "money_freed" and row.state == "reserve":
        _must_be_free(case, row)
    _reopen(case, row, how)
    return row


def _must_be_free(case: Case, row: committees.ShareDecision) -> None:
    """Refuse to open a reserve share while none of the years that it asks has anything left."""
    asked = {str(part["period"]): int(part["pence"]) for part in row.asked if int(part["pence"])}
    left = {period: ledger.position(case.session, case.money_key(row.commissioner, period)) for period in asked}
    if any(one is not None and one.uncommitted for one in left.values()):
        return
    name = case.names.get(row.commissioner, row.commissioner)
    years = ", ".join(f"{pounds(pence)} in {period}" for period, pence in asked.items())
    raise Refused.because(
        "money_free",
        f"{name}'s share of {case.ref} was not opened again. It asks for {years}, and {pounds(0)} is left there. "
        "Nothing has changed. You can wait for money to come free, or conclude the decision: the bid keeps its place.",
    )
