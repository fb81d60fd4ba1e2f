"""Steps that need two people: who has signed, who is missing, and that they signed the same thing."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlmodel import Session

from fundflow import applications, people
from fundflow.definitions.workflow import Step
from fundflow.engine import machine
from fundflow.engine.case import Case
from fundflow.engine.guards import delegating
from fundflow.errors import Refused


def needed(case: Case, step: Step) -> tuple[str, ...]:
    """The roles that sign a step: those it names, or where delegates decide, those of their committees' bands."""
    if step.signatures or not any(call.name == "within_delegation" for call in step.guards):
        return step.signatures
    return delegating.together(case)


def given_before(case: Case) -> dict[str, Any]:
    """The values of this call, or those of the first signature when the second signer adds none."""
    if case.values:
        return dict(case.values)
    signed = applications.signatures(case.session, case.id, step=case.step)
    return dict(signed[0].values) if signed else {}


def sign(case: Case, step: Step) -> tuple[str, ...]:
    """Store this person's signature if the step needs several; the roles that are still missing.

    Raises:
        Refused: the same person twice, or other values than those that were signed first (`signed_by_another`).
    """
    asked = needed(case, step)
    if len(asked) < 2:
        return ()
    signed = applications.signatures(case.session, case.id, step=step.step)
    if any(one.person_id == case.actor.id for one in signed):
        raise Refused.because(
            "signed_by_another",
            f"You have signed '{step.label}' on {case.ref} already. Nothing has changed. "
            f"Ask another {' or '.join(dict.fromkeys(asked)).replace('_', ' ')} to sign it.",
        )
    missing = list(asked)
    for one in signed:
        if one.role in missing:
            missing.remove(one.role)
    role = next((role for role in missing if machine.holds(case.actor, role, case)), None)
    if role is None:
        raise Refused.because("may_act", machine.not_yours(case, step, case.actor))
    applications.sign(case.session, case.application, step=step.step, role=role, values=case.values, act=case.act())
    missing.remove(role)
    return tuple(missing)


def waiting(case: Case, step: Step) -> tuple[str, ...]:
    """The roles whose signatures a half-signed step still needs; empty when nobody has signed."""
    signed = [one for one in case.dossier.signatures if one.step == step.step]
    if not signed:
        return ()
    missing = list(needed(case, step))
    for one in signed:
        if one.role in missing:
            missing.remove(one.role)
    return tuple(missing)


def whom(session: Session, ref: str, roles: Sequence[str], *, on: date) -> str:
    """Whose signatures a step waits for: each role with the names of who holds it, or that nobody does yet."""
    row = applications.get(session, ref)
    fund = applications.round_by_id(session, row.round_id).fund
    said = []
    for role in roles:
        where = {"organisation": row.lead} if role in machine.ORGANISATIONS_OWN else {"fund": fund}
        names = [one.name for one in people.holders(session, role, on=on, **where)]
        said.append(f"the {people.role_words(role)} ({' or '.join(names[:3]) or 'nobody has that role yet'})")
    return " and ".join(said)
