"""Claims: each step of their life with what the ledger posts for it, in one transaction."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from fundflow import audit, ledger, payments
from fundflow.calendar import add_working_days
from fundflow.engine import given, parties
from fundflow.engine.case import Case, open_case
from fundflow.engine.claims.budgets import budget_of, tolerance_of
from fundflow.engine.claims.drafting import claimant_roles
from fundflow.engine.effects.correspondence import draft_letter
from fundflow.engine.posting import post
from fundflow.engine.standing import standing_of
from fundflow.errors import BadInput, Refused
from fundflow.ledger import Kind, Line
from fundflow.payments import ClaimMoved, Part
from fundflow.people import Actor


def _roles(case: Case, ref: str) -> tuple[str, ...]:
    return claimant_roles(case, payments.claim(case.session, ref).payee)


def act_on(
    session: Session,
    claim_ref: str,
    action: str,
    *,
    actor: Actor,
    now: datetime,
    values: Mapping[str, Any] | None = None,
    reason: str = "",
) -> payments.Claim:
    """Take one step of a claim's life: submit, query, answer, check, approve, refuse, withdraw, hold and so on.

    Raises:
        Refused: not from here, not by this person, or a rule is not met; nothing is written.
    """
    claim = payments.claim(session, claim_ref)
    case = open_case(
        session, claim.case_ref, actor=actor, now=now, values=values, reason=reason, step=f"claim.{action}", lock=True
    )
    if action not in _ACTIONS:
        raise BadInput(f"'{action}' is not a step of a claim: {', '.join(_ACTIONS)}", place="action")
    before = claim.state
    moved = _ACTIONS[action](case, claim_ref)
    _post(case, action, moved)
    audit.record(session, case.act(), subject=claim_ref, before={"state": before}, after={"state": moved.claim.state})
    _follow_up(case, action, claim_ref)
    if case.award is not None and case.award.settled:
        _give_back(case, claim_ref, action)
    return payments.claim(session, claim_ref)


def _give_back(case: Case, ref: str, action: str) -> None:
    """Free what fell back from a claim once its award's account is closed: nobody can claim it any more."""
    held = ledger.holdings(case.session, holder_prefix=f"{case.ref}/")
    lines = [Line(one.key, one.unclaimed, holder=one.holder) for one in held if one.unclaimed]
    if lines:
        payments.cancel_rest(case.session, case.id)
        post(case, Kind.DECOMMIT, lines, source=ref, key=f"{ref}:{action}:{case.now.isoformat()}:decommit")


def _submit(case: Case, ref: str) -> ClaimMoved:
    return payments.submit_claim(
        case.session,
        ref,
        standing=standing_of(case),
        declaration=str(case.value("declaration")),
        act=case.act(),
        roles=_roles(case, ref),
    )


def _query(case: Case, ref: str) -> ClaimMoved:
    case.value("questions")
    due = given.day(case, "due_on") or add_working_days(case.day, case.fund.days.clarification)
    return payments.query_claim(
        case.session, ref, questions=given.texts(case, "questions"), due_on=due, act=case.act(), roles=_roles(case, ref)
    )


def _answer(case: Case, ref: str) -> ClaimMoved:
    case.value("answers")
    answers = {given.whole(number, "answers"): str(text) for number, text in given.pairs(case, "answers").items()}
    return payments.answer_claim(case.session, ref, answers=answers, act=case.act(), roles=_roles(case, ref))


def _check(case: Case, ref: str) -> ClaimMoved:
    return payments.check_claim(
        case.session,
        ref,
        budget=budget_of(case),
        tolerance=tolerance_of(case),
        act=case.act(),
        roles=_roles(case, ref),
        ties=parties.own_ties(case, case.actor.id),
    )


def _approve(case: Case, ref: str) -> ClaimMoved:
    approved = {
        given.whole(number, "approved"): given.whole(pence, "approved")
        for number, pence in given.pairs(case, "approved").items()
    }
    reasons = {given.whole(number, "reasons"): str(text) for number, text in given.pairs(case, "reasons").items()}
    return payments.approve_claim(
        case.session,
        ref,
        approved=approved or None,
        reasons=reasons or None,
        act=case.act(),
        roles=_roles(case, ref),
        ties=parties.own_ties(case, case.actor.id),
    )


def _refuse(case: Case, ref: str) -> ClaimMoved:
    """Refuse; a claim that waits is refused only once its award has ended, else it would go on when the cause is gone."""
    if payments.claim(case.session, ref).state == "held" and case.awarded.ended_on is None:
        raise Refused.because(
            "award_ended",
            f"{ref} was not refused: it waits ({payments.claim(case.session, ref).held_reason}), and {case.ref} has not "
            "ended. Nothing has changed. It goes on by itself when the cause is put right; end the award first if it is "
            "not to be paid.",
        )
    return _reasoned(payments.refuse_claim, tied=True)(case, ref)


def _settle(case: Case, ref: str) -> ClaimMoved:
    days = case.fund.days.bank_final
    return payments.settle_claim(case.session, ref, act=case.act(), roles=_roles(case, ref), working_days=days)


def _plain(verb: Callable[..., ClaimMoved]) -> Callable[[Case, str], ClaimMoved]:
    return lambda case, ref: verb(case.session, ref, act=case.act(), roles=_roles(case, ref))


def _reasoned(verb: Callable[..., ClaimMoved], *, tied: bool) -> Callable[[Case, str], ClaimMoved]:
    def run(case: Case, ref: str) -> ClaimMoved:
        more = {"ties": parties.own_ties(case, case.actor.id)} if tied else {}
        return verb(case.session, ref, reason=case.reason, act=case.act(), roles=_roles(case, ref), **more)

    return run


_ACTIONS: dict[str, Callable[[Case, str], ClaimMoved]] = {
    "submit": _submit,
    "discard": _plain(payments.discard_claim),
    "withdraw": _plain(payments.withdraw_claim),
    "query": _query,
    "answer": _answer,
    "lapse": _plain(payments.lapse_claim),
    "check": _check,
    "return": _reasoned(payments.return_claim, tied=False),
    "approve": _approve,
    "refuse": _refuse,
    "hold": _reasoned(payments.hold_claim, tied=False),
    "release_hold": _plain(payments.release_claim_hold),
    "reverse": _reasoned(payments.reverse_claim, tied=True),
    "settle": _settle,
}
ACTIONS = tuple(_ACTIONS)

_POSTS = {"submit": (Kind.CLAIM, "claim"), "approve": (Kind.APPROVE_CLAIM, "approval")}
_LETTERS = {"query": "claim_queried", "refuse": "claim_refused", "lapse": "claim_refused", "reverse": "claim_refused"}


def lines_of(case: Case, parts: Sequence[Part]) -> list[Line]:
    """Parts of a claim or a payment as ledger lines under the case's holders."""
    return [
        Line(
            case.money_key(part.commissioner, part.period),
            part.pence,
            holder=case.holder(part.commissioner),
            delivery_year=part.delivery_year,
            released=part.released,
        )
        for part in parts
    ]


def _post(case: Case, action: str, moved: ClaimMoved) -> None:
    ref = moved.claim.ref
    for number, entry in enumerate(moved.reverses):
        kind = Kind.REVERSE_APPROVE_CLAIM if len(moved.reverses) == 2 and number == 0 else Kind.REVERSE_CLAIM
        post(case, kind, [], reverses=entry, source=ref, key=f"{ref}:{action}:{entry}")
    if action in _POSTS and moved.parts:
        kind, what = _POSTS[action]
        entry_row = post(
            case, kind, lines_of(case, moved.parts), source=ref, key=f"{ref}:{action}:{case.now.isoformat()}"
        )
        payments.note_entry(case.session, ref, "claim" if what == "claim" else "approval", str(entry_row.id))


def _follow_up(case: Case, action: str, ref: str) -> None:
    claim = payments.claim(case.session, ref)
    if action == "submit":
        held = payments.hold_reason(standing_of(case))
        if held:
            payments.hold_claim(case.session, ref, reason=held, act=case.act(), roles=("system",))
            act = case.act("claim.hold", reason=held)
            audit.record(case.session, act, subject=ref, before={"state": "submitted"}, after={"state": "held"})
            letters_of(case, "claim_held", claim=ref)
    cut = action == "approve" and any(
        line.approved_pence is not None and line.approved_pence < line.pence
        for line in payments.lines(case.session, claim.id)
    )
    event = "claim_refused" if cut else _LETTERS.get(action)
    if event:
        letters_of(case, event, claim=ref)


def letters_of(case: Case, name: str, **extra: Any) -> None:
    """Draft the letters that the workflow binds to an event which is not a step."""
    for call in case.workflow.on.get(name, ()):
        draft_letter(case, str(call.argument), **extra)
