"""Payment runs in draft: putting approved claims together, fixing their file, taking them apart again."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from fundflow import money
from fundflow.audit import Act
from fundflow.clock import day_words, london_day
from fundflow.errors import Refusal, Refused
from fundflow.finance import Code
from fundflow.payments.actions.lines import Terms, by_code, missing_codes
from fundflow.payments.queries import claims as claim_reads
from fundflow.payments.queries import runs as reads
from fundflow.payments.rules.runs import (
    approved_vat,
    coded,
    file_of,
    narrative,
    year_of_run,
)
from fundflow.payments.tables import Claim, Payee, Payment, PaymentLine, PaymentRun

__all__ = ["FileShape", "discard_run", "make_run"]

MAKERS = ("finance", "payment_releaser")


@dataclass(frozen=True)
class FileShape:
    """What the outside ledger is called and which columns it reads, each a title and what it holds."""

    system: str = ""
    columns: tuple[tuple[str, str], ...] = ()


def make_run(
    session: Session,
    claims: Sequence[str],
    *,
    terms: Mapping[str, Terms],
    act: Act,
    roles: Collection[str],
    shape: FileShape = FileShape(),
) -> PaymentRun:
    """Put approved claims into a draft run, one payment for each commissioner of a claim; nothing is posted.

    `terms` by fund id. The file, its columns and its SHA-256 are fixed here; `file_of_run` writes it out.

    Raises:
        Refused: a claim is not approved or has nothing to pay, a payee is not settled or on hold, a failed payment was
            not verified by two people, or a code is missing; every reason is given.
    """
    if not set(MAKERS) & set(roles):
        raise Refused.because("run_role", "No run was made: that is for finance. Ask finance to make it.")
    rows = [claim_reads.claim(session, ref, lock=True) for ref in sorted(set(claims))]
    refusals = [refusal for claim in rows for refusal in _unready(session, claim, terms[claim.fund], act)]
    if refusals or not rows:
        raise Refused(refusals or [Refusal("run_has_claims", "No run was made: no approved claim is waiting.")])
    run = _new_run(session, shape, act)
    for claim in rows:
        for commissioner, amounts in reads.payable(session, claim).items():
            _add_payment(session, run, claim, commissioner, amounts, terms=terms[claim.fund], on=london_day(act.now))
    written = file_of(run.ref, reads.rows_of_run(session, run), reads.columns_of(run))
    run.control_pence, run.count, run.sha256 = written.control_pence, written.count, written.sha256
    session.add(run)
    session.flush()
    return run


def _new_run(session: Session, shape: FileShape, act: Act) -> PaymentRun:
    stem = f"PR-{year_of_run(london_day(act.now))}-"
    number = sum(row.ref.startswith(stem) for row in reads.runs(session)) + 1
    run = PaymentRun(
        ref=f"{stem}{number:04d}",
        made_at=act.now,
        made_by=act.actor_id,
        made_name=act.actor,
        control_pence=0,
        count=0,
        sha256="",
        system=shape.system,
        columns=[list(one) for one in shape.columns],
    )
    session.add(run)
    session.flush()
    return run


def _unready(session: Session, claim: Claim, terms: Terms, act: Act) -> list[Refusal]:
    if claim.state != "approved":
        state = claim.state.replace("_", " ")
        return [Refusal("claim_state", f"{claim.ref} was not put in a run: it is {state}, not approved. Leave it out.")]
    payable = reads.payable(session, claim)
    if not payable:
        why = f"{claim.ref} was not put in a run: nothing of it is left to pay, or it is in another run. Leave it out."
        return [Refusal("something_payable", why)]
    refusals = _payee_refusals(claim, reads.payee(session, claim.payee), act)
    refusals += change_open(session, claim.ref, claim.payee, "put in a run")
    for commissioner in payable:
        failed = reads.last_failure(session, claim.id, commissioner)
        checks = len(reads.payee_checks(session, failed.id)) if failed else 2
        if failed and checks < 2:
            refusals.append(
                Refusal(
                    "payee_verified",
                    f"{claim.ref} was not put in a run: payment {failed.ref} failed ({failed.result_reason}) and "
                    f"{checks} of 2 people have checked the payee's details since. Ask another to check them.",
                )
            )
    return [*refusals, *missing_codes(session, claim, payable, terms, on=london_day(act.now))]


def _payee_refusals(claim: Claim, payee: Payee | None, act: Act) -> list[Refusal]:
    if payee is None:
        return [
            Refusal(
                "payee_known",
                f"{claim.ref} was not put in a run: we do not hold how {claim.payee} is paid. "
                "Register its vendor reference, call back, and have it confirmed.",
            )
        ]
    if payee.hold_until is not None and london_day(act.now) <= payee.hold_until:
        return [
            Refusal(
                "payee_hold",
                f"{claim.ref} was not put in a run: the payment details of {claim.payee} changed, and releases wait "
                f"until {day_words(payee.hold_until)}. Put it in a run after that day.",
            )
        ]
    return []


def change_open(session: Session, ref: str, payee: str, done: str) -> list[Refusal]:
    """Why nothing is paid to a payee now: somebody asked to change how it is paid, and that is not checked yet."""
    waiting = reads.open_change(session, payee)
    if waiting is None or reads.payee(session, payee) is None:
        return []
    asked = day_words(london_day(waiting.requested_at))
    return [
        Refusal(
            "payee_change_open",
            f"{ref} was not {done}: a change of {payee}'s payment details was asked for on {asked} and is not checked "
            f"yet. Ring {payee} on the number that we hold, then confirm or refuse change {waiting.id}.",
        )
    ]


def _add_payment(
    session: Session,
    run: PaymentRun,
    claim: Claim,
    commissioner: str,
    amounts: Mapping[tuple[str, str], int],
    *,
    terms: Terms,
    on: date,
) -> None:
    payee = reads.payee(session, claim.payee)
    assert payee is not None
    assert run.id is not None
    assert claim.id is not None
    gross = sum(amounts.values())
    vat = _vat_of(session, claim)[commissioner]
    off = reads.set_off_of(session, claim.id, commissioner)
    failed = reads.last_failure(session, claim.id, commissioner)
    number = len(reads.payments_of_case(session, claim.application_id)) + 1
    paid = Payment(
        ref=f"{claim.case_ref}/P{number}",
        application_id=claim.application_id,
        number=number,
        run_id=run.id,
        claim_id=claim.id,
        commissioner=commissioner,
        payee=claim.payee,
        vendor_reference=payee.vendor_reference,
        route=payee.route,
        gross_pence=gross,
        vat_pence=vat,
        set_off_pence=off,
        net_pence=gross - off,
        narrative=narrative(claim.ref, terms.title),
        replaces_id=failed.id if failed else None,
    )
    session.add(paid)
    session.flush()
    _add_lines(session, paid, by_code(session, claim, commissioner, amounts, terms, on=on), fund=claim.fund)


def _add_lines(
    session: Session, paid: Payment, parts: Mapping[tuple[str, str, str], tuple[int, Code | None]], *, fund: str
) -> None:
    assert paid.id is not None
    amounts = {place: pence for place, (pence, _) in parts.items()}
    for part in coded(amounts, set_off=paid.set_off_pence, vat=paid.vat_pence):
        code = parts[part.period, part.delivery_year, part.cost_line][1]
        session.add(
            PaymentLine(
                payment_id=paid.id,
                **vars(part),
                fund_code=fund,
                cost_centre=code.cost_centre if code else "",
                subjective_code=code.subjective if code else "",
                entity=code.entity if code else "",
                analysis_1=code.analysis_1 if code else "",
                analysis_2=code.analysis_2 if code else "",
                tax_code=code.tax_code if code else "",
            )
        )
    session.flush()


def _vat_of(session: Session, claim: Claim) -> dict[str, int]:
    """VAT within a claim's approved pence, shared over its commissioners as they share the claim."""
    vat = approved_vat(
        (line.pence, line.vat_pence, line.approved_pence or 0) for line in claim_reads.lines(session, claim.id)
    )
    given: dict[str, int] = {}
    for part in claim_reads.approved_parts(session, claim.id):
        given[part.commissioner] = given.get(part.commissioner, 0) + part.pence
    return money.apportion(vat, given, ties="last")


def discard_run(session: Session, ref: str, *, act: Act, roles: Collection[str]) -> PaymentRun:
    """Take a draft run apart again; its claims stay approved and its payments stay on record as dropped."""
    run = draft_run(session, ref)
    if not set(MAKERS) & set(roles):
        raise Refused.because("run_role", f"{ref} was not changed: that is for finance. Ask finance to do it.")
    for paid in reads.payments_of_run(session, run.id):
        paid.state, paid.result_on = "dropped", london_day(act.now)
        session.add(paid)
    run.state = "discarded"
    session.add(run)
    session.flush()
    return run


def draft_run(session: Session, ref: str) -> PaymentRun:
    """A run that has not left yet, its row locked."""
    run = reads.run(session, ref, lock=True)
    if run.state != "draft":
        raise Refused.because(
            "run_state", f"{ref} was not changed: it is {run.state} already. Make a new run for what is left to pay."
        )
    return run
