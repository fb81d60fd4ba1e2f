"""Money asked back: each step of a recovery's life with what the ledger posts for it, in one transaction."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from fundflow import audit, payments, people
from fundflow.engine import given, timers
from fundflow.engine.case import Case, open_case
from fundflow.engine.claims import facts_of, letters_of, lines_of, roles_of
from fundflow.engine.effects.correspondence import finish_tasks
from fundflow.engine.posting import post
from fundflow.engine.rounds import act_of
from fundflow.engine.unspent import unspent_at_end
from fundflow.errors import BadInput, Refused
from fundflow.ledger import Kind
from fundflow.payments import RecoveryMoved
from fundflow.people import Actor


def propose(
    session: Session,
    ref: str,
    *,
    cause: str,
    clause: str,
    second: Actor,
    working: payments.Working | None = None,
    outcome: str = "forfeited",
    actor: Actor,
    now: datetime,
) -> str:
    """An officer and finance together propose to ask money back; gives the recovery's reference.

    Without a `working` it is what the award's end proposed: paid, less what was delivered by its last day.

    Raises:
        Refused: nothing was proposed, or one of the two may not.
    """
    case = open_case(session, ref, actor=actor, now=now, step="recover", lock=True)
    working = working or at_end(case)
    seconded = open_case(session, ref, actor=second, now=now)
    made = payments.raise_recovery(
        session,
        facts_of(case),
        cause=cause,
        clause=clause,
        working=working,
        second=payments.Person(second.id, second.name, roles_of(seconded)),
        outcome=outcome,
        act=case.act(),
        roles=roles_of(case),
    )
    finish_tasks(case, "propose_recovery")
    audit.record(session, case.act(), subject=made.ref, after={"pence": working.pence, "clause": clause})
    return made.ref


def at_end(case: Case) -> payments.Working:
    """What is to come back by the claims of an award that has ended.

    Raises:
        Refused: nothing is.
    """
    found = unspent_at_end(case)
    if found is None:
        raise Refused.because(
            "recovery_proposed",
            f"No recovery was raised: by the claims of {case.ref} nothing is to come back at its end. Nothing has changed. "
            "State what was paid and spent, if you know better.",
        )
    return found


def act_on(
    session: Session,
    recovery_ref: str,
    action: str,
    *,
    actor: Actor,
    now: datetime,
    values: Mapping[str, Any] | None = None,
    reason: str = "",
) -> payments.Recovery:
    """Take one step of a recovery's life: give_notice, represent, agree, receive, write_off and so on.

    Raises:
        Refused: not from here, not by this person, or a rule is not met; nothing is written.
    """
    row = payments.recovery(session, recovery_ref)
    case = open_case(
        session, row.case_ref, actor=actor, now=now, values=values, reason=reason, step=f"recovery.{action}", lock=True
    )
    if action not in _ACTIONS:
        raise BadInput(f"'{action}' is not a step of a recovery: {', '.join(_ACTIONS)}", place="action")
    before = row.state
    moved = _ACTIONS[action](case, recovery_ref)
    _post(case, action, moved)
    if action == "give_notice":
        timers.put_no_reply(case, moved.recovery)
    if action == "agree_instalments":
        timers.put_instalments(case, moved.recovery)
    event = _LETTERS.get(action)
    if event:
        letters_of(case, event, recovery=recovery_ref)
    act = act_of(actor, now=now, what=f"recovery.{action}", subject=recovery_ref, reason=reason)
    audit.record(session, act, before={"state": before}, after={"state": moved.recovery.state})
    return moved.recovery


def _post(case: Case, action: str, moved: RecoveryMoved) -> None:
    ref = moved.recovery.ref
    stamp = f"{ref}:{action}:{case.now.isoformat()}"
    for entry in moved.reverses:
        post(case, Kind.REVERSE_RECOVERY_DUE, [], reverses=entry, source=ref, key=f"{stamp}:reverse")
    if not moved.parts:
        return
    entitled = moved.recovery.outcome == "entitlement_stands"
    received = Kind.RECOVERY_RECEIVED_ENTITLED if entitled else Kind.RECOVERY_RECEIVED
    kinds = {
        "give_notice": Kind.RECOVERY_DUE,
        "reduce": Kind.RECOVERY_DUE,
        "receive": received,
        "set_off": received,
        "write_off": Kind.WRITE_OFF,
    }
    made = post(case, kinds[action], lines_of(case, moved.parts), source=ref, key=stamp)
    if action in ("give_notice", "reduce"):
        payments.note_entry(case.session, ref, "notice", str(made.id))


def _notice(case: Case, ref: str) -> RecoveryMoved:
    days = case.fund.days.recovery_reply
    return payments.give_notice(case.session, ref, act=case.act(), roles=roles_of(case), reply_working_days=days)


def _plain(verb: Callable[..., RecoveryMoved]) -> Callable[[Case, str], RecoveryMoved]:
    return lambda case, ref: verb(case.session, ref, act=case.act(), roles=roles_of(case))


def _represent(case: Case, ref: str) -> RecoveryMoved:
    reply = str(case.value("reply"))
    return payments.represent_recovery(case.session, ref, reply=reply, act=case.act(), roles=roles_of(case))


def _panel(case: Case) -> list[payments.Person]:
    found = [people.actor(case.session, name, now=case.now) for name in given.texts(case, "panel")]
    members = [payments.Person(one.id, one.name, ("reconsideration_panel",)) for one in found]
    return [payments.Person(case.actor.id, case.actor.name, ("reconsideration_panel",)), *members]


def _uphold(case: Case, ref: str) -> RecoveryMoved:
    return payments.uphold_recovery(
        case.session, ref, panel=_panel(case), reason=case.reason, act=case.act(), roles=roles_of(case)
    )


def _reduce(case: Case, ref: str) -> RecoveryMoved:
    pence = given.whole(case.value("pence"), "pence")
    return payments.reduce_recovery(
        case.session, ref, pence=pence, panel=_panel(case), reason=case.reason, act=case.act(), roles=roles_of(case)
    )


def _dismiss(case: Case, ref: str) -> RecoveryMoved:
    return payments.dismiss_recovery(
        case.session, ref, panel=_panel(case), reason=case.reason, act=case.act(), roles=roles_of(case)
    )


def _instalments(case: Case, ref: str) -> RecoveryMoved:
    owed = sum(part.pence for part in payments.outstanding(case.session, payments.recovery(case.session, ref).id))
    case.value("days")
    days = given.days(case, "days")
    plan = payments.plan_instalments(owed, days)
    return payments.agree_instalments(case.session, ref, plan=plan, act=case.act(), roles=roles_of(case))


def _receive(case: Case, ref: str) -> RecoveryMoved:
    return payments.receive_recovery(
        case.session,
        ref,
        pence=given.whole(case.value("pence"), "pence"),
        reference=str(case.value("reference")),
        act=case.act(),
        roles=roles_of(case),
    )


def _set_off(case: Case, ref: str) -> RecoveryMoved:
    return payments.set_off_recovery(
        case.session,
        ref,
        claim_ref=str(case.value("claim")),
        consent=str(case.values.get("consent") or ""),
        act=case.act(),
        roles=roles_of(case),
    )


def _reasoned(verb: Callable[..., RecoveryMoved]) -> Callable[[Case, str], RecoveryMoved]:
    return lambda case, ref: verb(case.session, ref, reason=case.reason, act=case.act(), roles=roles_of(case))


def _write_off(case: Case, ref: str) -> RecoveryMoved:
    bands = [payments.WriteOffBand(band.up_to, band.by) for band in case.payment.write_off]
    return payments.write_off_recovery(
        case.session, ref, reason=case.reason, act=case.act(), roles=roles_of(case), bands=bands
    )


_ACTIONS: dict[str, Callable[[Case, str], RecoveryMoved]] = {
    "drop": _reasoned(payments.drop_recovery),
    "give_notice": _notice,
    "represent": _represent,
    "agree": _plain(payments.agree_recovery),
    "no_reply": _plain(payments.no_reply_to_recovery),
    "uphold": _uphold,
    "reduce": _reduce,
    "dismiss": _dismiss,
    "agree_instalments": _instalments,
    "receive": _receive,
    "set_off": _set_off,
    "default": _plain(payments.default_recovery),
    "write_off": _write_off,
}
_LETTERS = {
    "give_notice": "recovery_noticed",
    "no_reply": "recovery_demanded",
    "uphold": "recovery_answered",
    "reduce": "recovery_answered",
    "dismiss": "recovery_answered",
}
