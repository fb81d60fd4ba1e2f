"""Asking money back by two people under their own sign-ins: one proposes, the other agrees to exactly that."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from fundflow import applications, payments, people
from fundflow.engine import seconding
from fundflow.engine.case import Case, open_case
from fundflow.engine.claims import facts_of, roles_of
from fundflow.engine.recoveries import at_end, propose
from fundflow.engine.rounds import act_of
from fundflow.engine.seconding import Request, Waiting
from fundflow.errors import Refused
from fundflow.money import pounds
from fundflow.people import Actor, Proposal

_VERB = "propose_recovery"
_BOTH = ("officer", "finance")


@dataclass(frozen=True)
class Proposed:
    """What came of proposing to ask money back: the recovery's reference, or who must still agree."""

    ref: str
    waiting: Waiting | None = None


def propose_together(
    session: Session,
    ref: str,
    *,
    cause: str,
    clause: str,
    working: payments.Working | None = None,
    outcome: str = "forfeited",
    actor: Actor,
    now: datetime,
) -> Proposed:
    """Propose to ask money back under one's own name: the first call asks, another person's second one agrees.

    Raises:
        Refused: nothing was proposed, the same person twice, other values than those asked for, or no role.
    """
    case = open_case(session, ref, actor=actor, now=now, step="recover", lock=True)
    working = working or at_end(case)
    act = act_of(actor, now=now, what="recovery.propose", subject=ref, reason=cause)
    request = _request(case, cause=cause, clause=clause, working=working, outcome=outcome)
    standing = seconding.seconded(session, request, actor=actor, act=act)
    if standing is None:
        payments.may_raise(session, facts_of(case), cause=cause, clause=clause, outcome=outcome, pence=working.pence)
        return Proposed("", seconding.waiting(request, act))
    first = people.actor(session, people.require(session, standing.asked_by).sign_in_name, now=now)
    made = propose(
        session, ref, cause=cause, clause=clause, second=first, working=working, outcome=outcome, actor=actor, now=now
    )
    return Proposed(made)


def _request(case: Case, *, cause: str, clause: str, working: payments.Working, outcome: str) -> Request:
    """What is asked for; who agrees holds the role, officer or finance, that the first person lacks."""
    values = {
        "cause": cause,
        "clause": clause,
        "outcome": outcome,
        "pence": working.pence,
        "sentence": working.sentence,
        "figures": dict(working.figures),
    }
    said = f"the return of {pounds(working.pence)} by {clause}"
    first = proposed(case.session, case.ref)
    lacking = tuple(role for role in _BOTH if role not in roles_of(case)) or _BOTH
    agrees = tuple(first.agrees) if first is not None and first.asked_by != case.actor.id else lacking
    return Request(_VERB, case.ref, case.ref, values, said, "Asking money back", _BOTH, agrees, fund=case.fund_id)


def agree(session: Session, ref: str, *, actor: Actor, now: datetime) -> Proposed:
    """Agree, as the second person, to what the first one proposed to ask back, exactly as it stands.

    Raises:
        Refused: nothing waits (`request_open`), the same person again, or no role.
    """
    applications.lock(session, ref)  # a colleague may agree at the same moment, and then nothing waits any more
    waiting = proposed(session, ref)
    if waiting is None:
        raise Refused.because(
            "request_open",
            f"Nothing is proposed to be asked back of {ref} that waits for a second person. Nothing has changed. "
            "Ask for it yourself, and let a colleague agree.",
        )
    values = waiting.values
    return propose_together(
        session,
        ref,
        cause=values["cause"],
        clause=values["clause"],
        working=payments.Working(values["pence"], values["sentence"], values["figures"]),
        outcome=values["outcome"],
        actor=actor,
        now=now,
    )


def proposed(session: Session, ref: str) -> Proposal | None:
    """What one person has asked for on a case and nobody has agreed to yet."""
    waiting = people.proposals(session, subject=ref, state="open")
    return next((one for one in waiting if one.verb == _VERB), None)
