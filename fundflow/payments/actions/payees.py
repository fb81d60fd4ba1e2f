"""How organisations are paid: a change of vendor reference is called back on an old number and confirmed by another."""

import re
from collections.abc import Collection
from datetime import date, timedelta

from sqlmodel import Session

from fundflow.audit import Act
from fundflow.calendar import add_working_days
from fundflow.clock import day_words, london_day
from fundflow.errors import BadInput, NotFound, Refusal, Refused
from fundflow.payments.queries import runs as reads
from fundflow.payments.tables import Payee, PayeeCheck, Payment
from fundflow.payments.tables.states import CAME_BY

__all__ = ["call_payee", "confirm_payee", "refuse_payee", "request_payee", "verify_payee"]

HELD_DAYS = 90
_ACCOUNT = re.compile(r"^\d{14}$|^\d{6}/?\d{8}$|^[A-Z]{2}\d{2}[A-Z]{4}\d{14}$")
"""A sort code with an account number, or an IBAN: never stored (journeys H10)."""
OFFICE = ("finance", "claim_checker", "claim_approver", "payment_releaser", "officer")


def request_payee(
    session: Session, organisation: str, *, vendor_reference: str, route: str, act: Act, came_by: str = "letter"
) -> Payee:
    """Ask for an organisation to be paid by a vendor reference and route; nothing changes until it is confirmed.

    Raises:
        Refused: it came by e-mail, a request is open already, or the reference reads like a bank account.
        BadInput: it came in a way that is not known.
    """
    unheld = _unasked(session, organisation, vendor_reference, came_by)
    if unheld:
        raise Refused([unheld])
    if came_by not in CAME_BY:
        raise BadInput(f"'{came_by}' is not known here: choose one of {', '.join(CAME_BY)}", place="came_by")
    row = Payee(
        came_by=came_by,
        organisation=organisation,
        vendor_reference=vendor_reference,
        route=route,
        requested_at=act.now,
        requested_by=act.actor_id,
        requested_name=act.actor,
    )
    session.add(row)
    session.flush()
    return row


def _unasked(session: Session, organisation: str, vendor_reference: str, came_by: str) -> Refusal | None:
    if came_by == "email":
        return Refusal(
            "payee_not_by_email",
            f"The payment details of {organisation} were not changed: the request came by e-mail, which anybody can send. "
            "Ask for a signed letter, or ring the number that you hold.",
        )
    if _ACCOUNT.search(vendor_reference.replace(" ", "").replace("-", "")):
        return Refusal(
            "no_bank_numbers",
            f"Nothing was stored for {organisation}: what was typed reads like a bank account, and we hold none. "
            "Type the vendor's reference in the ledger, for example V-40117.",
        )
    waiting = reads.open_change(session, organisation)
    if waiting is not None:
        return Refusal(
            "payee_one_change",
            f"A change of {organisation}'s payment details is open already, since {day_words(london_day(waiting.requested_at))}"
            f" (number {waiting.id}). Finish it or refuse it first (fundflow payee refuse {waiting.id}).",
        )
    return None


def _payee(session: Session, payee_id: int, state: str) -> Payee:
    row = session.get(Payee, payee_id)
    if row is None:
        raise NotFound(f"there is no request {payee_id} to change a payee")
    if row.state != state:
        raise Refused.because(
            "payee_state",
            f"The payment details of {row.organisation} were not changed: this request is {row.state.replace('_', ' ')}"
            f", and it must be {state.replace('_', ' ')}. Make a new request if they changed again.",
        )
    return row


def _office(roles: Collection[str], row: Payee) -> None:
    if not set(OFFICE) & set(roles):
        raise Refused.because(
            "payee_role",
            f"The payment details of {row.organisation} were not changed: that is for the office's finance people. "
            "Ask them to do it.",
        )


def call_payee(
    session: Session,
    payee_id: int,
    *,
    number: str,
    held_since: date,
    spoke_to: str,
    act: Act,
    roles: Collection[str],
) -> Payee:
    """Record the call back, on a number that has been held for more than 90 days, by someone who did not ask.

    Raises:
        Refused: the number is too new, or the caller made the request.
    """
    row = _payee(session, payee_id, "requested")
    _office(roles, row)
    if held_since >= london_day(act.now) - timedelta(days=HELD_DAYS):
        raise Refused.because(
            "number_held",
            f"The call to {row.organisation} does not count. {number} is held since {day_words(held_since)}, and it "
            f"must be held for more than {HELD_DAYS} days. Ring an older number from your register.",
        )
    _another(row, act)
    row.state, row.called_at, row.called_by, row.called_name = "called", act.now, act.actor_id, act.actor
    row.called_number, row.number_held_since, row.spoke_to = number, held_since, spoke_to
    session.add(row)
    session.flush()
    return row


def _another(row: Payee, act: Act) -> None:
    hands = {row.requested_by: "asked for this change", row.called_by: "made the call"}
    if act.actor_id in hands:
        raise Refused.because(
            "payee_two_people",
            f"The payment details of {row.organisation} were not changed. You {hands[act.actor_id]}, and each step "
            "needs another person. Ask a colleague.",
        )


def confirm_payee(
    session: Session, payee_id: int, *, act: Act, roles: Collection[str], hold_working_days: int = 5
) -> Payee:
    """Put the new details in use; a change (not a first registration) holds unpaid releases for some working days.

    Raises:
        Refused: it was not called back, or this person asked or called.
    """
    row = _payee(session, payee_id, "called")
    _office(roles, row)
    _another(row, act)
    old = reads.payee(session, row.organisation)
    if old is not None:
        old.state = "superseded"
        session.add(old)
        session.flush()
        row.hold_until = add_working_days(london_day(act.now), hold_working_days)
    row.state, row.confirmed_at, row.confirmed_by, row.confirmed_name = "in_use", act.now, act.actor_id, act.actor
    session.add(row)
    session.flush()
    return row


def refuse_payee(session: Session, payee_id: int, *, act: Act, roles: Collection[str]) -> Payee:
    """Turn a request down; the details in use stay."""
    row = session.get(Payee, payee_id)
    if row is None or row.state not in ("requested", "called"):
        raise NotFound(f"there is no open request {payee_id} to change a payee")
    _office(roles, row)
    row.state, row.called_name = "refused", row.called_name or act.actor
    session.add(row)
    session.flush()
    return row


def verify_payee(session: Session, payment_ref: str, *, how: str, act: Act, roles: Collection[str]) -> Payment:
    """Say that a payee's details are right after a payment failed; two people must before it is paid again.

    Raises:
        Refused: the payment did not fail, or this person has said so already.
    """
    paid = reads.payment(session, payment_ref)
    if not set(OFFICE) & set(roles):
        raise Refused.because(
            "payee_role",
            f"{payment_ref} was not verified: that is for the office's finance people. Ask two of them to do it.",
        )
    if paid.state not in ("failed", "returned") or paid.id is None:
        raise Refused.because(
            "payment_failed",
            f"{payment_ref} needs no verification: it is {paid.state}. Only a payment that failed does.",
        )
    if any(row.checked_by == act.actor_id for row in reads.payee_checks(session, paid.id)):
        raise Refused.because(
            "payee_two_people",
            f"{payment_ref} was verified by you already. A second, different person must check it too.",
        )
    session.add(
        PayeeCheck(payment_id=paid.id, checked_by=act.actor_id, checked_name=act.actor, checked_at=act.now, how=how)
    )
    session.flush()
    return paid
