"""Payment runs: made of approved claims, released by a third person, their results booked."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session

from fundflow import applications, audit, finance, letters, organisations, payments
from fundflow.clock import day_words, london_day, moment_words
from fundflow.engine import accruals, parties, timers
from fundflow.engine.case import Case, open_case
from fundflow.engine.claims.drafting import roles_of
from fundflow.engine.claims.lodging import letters_of, lines_of
from fundflow.engine.rounds import act_of
from fundflow.engine.standing import standing_of
from fundflow.errors import Refusal, Refused
from fundflow.people import Actor


def make_run(session: Session, claims: Sequence[str], *, actor: Actor, now: datetime) -> payments.PaymentRun:
    """Put approved claims into a draft payment run; its file is fixed now, and nothing is paid yet."""
    cases = _cases_of(session, claims, actor, now)
    act = act_of(actor, now=now, what="make_run", subject=",".join(claims))
    terms = _terms(session, claims, cases)
    roles = {role for case in cases.values() for role in roles_of(case)}
    _not_stopped(session, claims, cases)
    _payee_goes_on(session, claims, now=now)
    _payee_checked_anew(session, claims, cases)
    run = payments.make_run(session, claims, terms=terms, act=act, roles=roles, shape=_shape(cases))
    audit.record(session, act, subject=run.ref, after={"claims": list(claims), "control_pence": run.control_pence})
    return run


def _terms(session: Session, claims: Sequence[str], cases: Mapping[str, Case]) -> dict[str, payments.Terms]:
    payees = {payments.claim(session, ref).payee for ref in claims}
    types = {code: finance.payee_type_of(one.kind) for code, one in organisations.known(session, payees).items()}
    return {
        case.fund_id: payments.Terms(
            title=case.fund.short_title,
            codes=tuple(finance.codes(session, fund=case.fund_id)),
            capital=case.fund.money.capital,
            payee_types=types,
        )
        for case in cases.values()
    }


def _shape(cases: Mapping[str, Case]) -> payments.FileShape:
    """The payment file as the office of the latest round sets it."""
    latest = max(cases.values(), key=lambda case: case.round.id or 0, default=None)
    if latest is None:
        return payments.FileShape()
    file = latest.pinned.office.payment_file
    return payments.FileShape(file.system, tuple((column.title, column.holds) for column in file.columns))


def _cases_of(session: Session, claims: Sequence[str], actor: Actor, now: datetime) -> dict[str, Case]:
    refs = sorted({payments.claim(session, ref).case_ref for ref in claims})
    applications.lock_all(session, refs)
    return {ref: open_case(session, ref, actor=actor, now=now, step="pay") for ref in refs}


def _not_stopped(session: Session, claims: Sequence[str], cases: Mapping[str, Case]) -> None:
    """Nothing leaves while payments of its award are stopped: finance holds an approved claim, or the award goes on."""
    stopped = [ref for ref in claims if standing_of(cases[payments.claim(session, ref).case_ref]).claims == "held"]
    if stopped:
        raise Refused(
            [
                Refusal(
                    "award_not_suspended",
                    f"{ref} was not put in a run, and nothing of it was paid: payments of its award are stopped. "
                    "Leave it out; finance may hold it until the award goes on (fundflow claim hold).",
                )
                for ref in stopped
            ]
        )


def _payee_goes_on(session: Session, claims: Sequence[str], *, now: datetime) -> None:
    """Payments of a practice that merges stop from that day; what is due is its successor's (domain, case 2)."""
    payees = {ref: payments.claim(session, ref).payee for ref in claims}
    known = organisations.known(session, set(payees.values()))
    stopped = []
    for ref, code in payees.items():
        after = organisations.successors(session, [code])
        ended = known[code].closed
        if after and ended is not None and ended < london_day(now):
            names = " or ".join(sorted(organisations.names(session, after).values()))
            stopped.append(
                Refusal(
                    "payee_goes_on",
                    f"{ref} was not put in a run, and nothing of it was paid: {known[code].name} ({code}) merged after "
                    f"{day_words(ended)}, and payments to it stopped that day. Let {names} take the award over "
                    "(fundflow award vary --kind novation), then pay that one.",
                )
            )
    if stopped:
        raise Refused(stopped)


def _payee_checked_anew(session: Session, claims: Sequence[str], cases: Mapping[str, Case]) -> None:
    """Once an award has passed to another lead, how that one is paid must have been called back and confirmed since."""
    stale = []
    for ref in claims:
        claim = payments.claim(session, ref)
        since = cases[claim.case_ref].awarded.novated_at
        payee = payments.payee(session, claim.payee)
        if since is not None and (payee is None or payee.confirmed_at is None or payee.confirmed_at < since):
            stale.append(
                Refusal(
                    "payee_anew",
                    f"{ref} was not put in a run: its award passed to {claim.payee} on {moment_words(since)}, and how "
                    "that one is paid has not been checked since. Nothing was paid. Ask for it, ring back, and let "
                    "another person confirm (fundflow payee).",
                )
            )
    if stale:
        raise Refused(stale)


def release_run(session: Session, ref: str, *, actor: Actor, now: datetime) -> payments.RunReleased:
    """Release a draft run: a third person lets the money go, and each payment is posted.

    Raises:
        Refused: the releaser had a hand in a claim of it before, has an interest, or a payee is on hold.
    """
    claims = [claim.ref for claim in payments.claims_of_run(session, ref)]
    cases = _cases_of(session, claims, actor, now)
    act = act_of(actor, now=now, what="release_run", subject=ref)
    ties = {claim: parties.own_ties(cases[payments.claim(session, claim).case_ref], actor.id) for claim in claims}
    roles = {role for case in cases.values() for role in roles_of(case)}
    _not_stopped(session, claims, cases)
    _payee_goes_on(session, claims, now=now)
    _payee_checked_anew(session, claims, cases)
    released = payments.release_run(session, ref, act=act, roles=roles, ties=ties)
    for paid in released.payments:
        case = cases[paid.case_ref]
        entry = accruals.pay(case, lines_of(case, paid.parts), source=paid.payment_ref)
        payments.note_entry(session, paid.payment_ref, "pay", str(entry.id))
    audit.record(session, act, after={"payments": [paid.payment_ref for paid in released.payments]})
    return released


def discard_run(session: Session, ref: str, *, reason: str, actor: Actor, now: datetime) -> payments.PaymentRun:
    """Take a draft run apart again: nothing was paid, its claims stay approved, and its payments stay on record.

    Raises:
        Refused: it has left already, or this is not finance.
    """
    claims = [claim.ref for claim in payments.claims_of_run(session, ref)]
    cases = _cases_of(session, claims, actor, now)
    act = act_of(actor, now=now, what="discard_run", subject=ref, reason=reason)
    roles = {role for case in cases.values() for role in roles_of(case)}
    run = payments.discard_run(session, ref, act=act, roles=roles)
    audit.record(session, act, after={"state": run.state, "claims": claims})
    return run


def verify_payee(session: Session, payment_ref: str, *, how: str, actor: Actor, now: datetime) -> payments.Payment:
    """Record that one person has checked how a payee is paid, after a payment failed; two must before it is paid again.

    Raises:
        Refused: the payment did not fail, this person has said so already or is not of the office's finance people.
    """
    paid = payments.payment(session, payment_ref)
    cases = _cases_of(session, [payments.claim_of_payment(session, payment_ref).ref], actor, now)
    act = act_of(actor, now=now, what="payee.verify", subject=payment_ref, reason=how)
    roles = {role for case in cases.values() for role in roles_of(case)}
    payments.verify_payee(session, payment_ref, how=how, act=act, roles=roles)
    checks = [one.checked_name for one in payments.payee_checks(session, paid.id or 0)]
    audit.record(session, act, after={"payee": paid.payee, "checked_by": checks})
    return paid


def _take_back_advice(case: Case, payment_ref: str) -> None:
    """A remittance advice that waits to be sent is void when its payment comes back: it would be untrue."""
    for letter in letters.find(case.session, application_id=case.id):
        if letter.state in ("draft", "approved") and letter.facts.get("payment_ref") == payment_ref:
            letters.void(case.session, letter.ref, reason=f"payment {payment_ref} came back", act=case.act())


def record_results(
    session: Session, ref: str, results: Sequence[payments.Result], *, actor: Actor, now: datetime, source: str = ""
) -> list[payments.ResultBooked]:
    """Book what became of a run's payments: paid ones get their remittance, failed ones are payable again.

    `source` is the paper that says so, as the audit keeps it: the bank's file with its hash.
    """
    claims = [claim.ref for claim in payments.claims_of_run(session, ref)]
    cases = _cases_of(session, claims, actor, now)
    act = act_of(actor, now=now, what="record_results", subject=ref)
    roles = {role for case in cases.values() for role in roles_of(case)}
    booked = payments.record_results(session, ref, results, act=act, roles=roles)
    for one in booked:
        case = cases[one.case_ref]
        if one.outcome in ("failed", "returned"):
            entry = accruals.failed(case, one.pay_entry, source=one.payment_ref)
            payments.note_entry(session, one.payment_ref, "failure", str(entry.id))
            _take_back_advice(case, one.payment_ref)
        elif one.outcome == "paid":
            letters_of(case, "payment_confirmed", payment=one.payment_ref)
            timers.put_bank_final(case, payments.claim(session, one.claim_ref))
    said = {"source": source} if source else {}
    audit.record(session, act, after={**{one.payment_ref: one.outcome for one in booked}, **said})
    return booked
