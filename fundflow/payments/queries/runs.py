"""Reads payees, payment runs, payments and what is payable, and writes out the file of a run."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, func, select

from fundflow import practising
from fundflow.errors import Conflict, NotFound
from fundflow.payments.queries import claims as claim_queries
from fundflow.payments.queries import schedule as schedule_queries
from fundflow.payments.rules.facts import Part, merge
from fundflow.payments.rules.runs import Row, RunFile, file_of
from fundflow.payments.tables import (
    Claim,
    Payee,
    PayeeCheck,
    Payment,
    PaymentLine,
    PaymentRun,
    Recovery,
    SetOff,
)
from fundflow.payments.tables.states import LIVE_PAYMENT_STATES


@dataclass(frozen=True)
class Remittance:
    """What the remittance advice (L08) says of one payment; amounts in pence, `payer` a commissioner's code.

    `balance` is what is left to pay of the award by this payer after it; `deductions` are (recovery, pence) set off.
    """

    payment_ref: str
    claim_ref: str
    award_ref: str
    fund: str
    payer: str
    payee: str
    vendor_reference: str
    route: str
    narrative: str
    tranches: tuple[str, ...]
    invoices: tuple[str, ...]
    period_from: date
    period_to: date
    gross: int
    vat: int
    net: int
    deductions: tuple[tuple[str, int], ...]
    cumulative_paid: int
    balance: int
    paid_on: date | None


def run(session: Session, ref: str, *, lock: bool = False) -> PaymentRun:
    """One payment run.

    Raises:
        NotFound: there is none of that name.
    """
    wanted = select(PaymentRun).where(PaymentRun.ref == ref)
    if lock:
        wanted = wanted.with_for_update()
    found = session.exec(wanted).first()
    if found is None:
        raise NotFound(f"there is no payment run {ref}")
    return found


def runs(session: Session) -> list[PaymentRun]:
    """Every payment run, newest first."""
    return list(session.exec(select(PaymentRun).order_by(col(PaymentRun.id).desc())).all())


def payment(session: Session, ref: str) -> Payment:
    """One payment.

    Raises:
        NotFound: there is none of that name.
    """
    found = session.exec(select(Payment).where(Payment.ref == ref)).first()
    if found is None:
        raise NotFound(f"there is no payment {ref}")
    return found


def payments_of_run(session: Session, run_id: int | None) -> list[Payment]:
    """The payments of a run, in the order of its file."""
    return list(session.exec(select(Payment).where(Payment.run_id == run_id).order_by(col(Payment.id))).all())


def payments_of_claim(session: Session, claim_id: int | None) -> list[Payment]:
    """Every payment of a claim, failed ones too."""
    return list(session.exec(select(Payment).where(Payment.claim_id == claim_id).order_by(col(Payment.id))).all())


def payments_of_case(session: Session, application_id: int) -> list[Payment]:
    """Every payment of a case, in order."""
    return list(
        session.exec(
            select(Payment).where(Payment.application_id == application_id).order_by(col(Payment.number))
        ).all()
    )


def payment_lines(session: Session, payment_id: int | None) -> list[PaymentLine]:
    """A payment's coding lines."""
    return list(
        session.exec(
            select(PaymentLine).where(PaymentLine.payment_id == payment_id).order_by(col(PaymentLine.id))
        ).all()
    )


def payment_parts(session: Session, payment: Payment) -> tuple[Part, ...]:
    """What PAY posts of a payment: gross, by key and year of delivery."""
    return merge(
        Part(payment.commissioner, row.period, row.delivery_year, row.pence)
        for row in payment_lines(session, payment.id)
    )


def payable(session: Session, claim: Claim) -> dict[str, dict[tuple[str, str], int]]:
    """Pence approved of a claim and in no live payment: commissioner to (period, delivery year) to pence."""
    taken = {row.commissioner for row in payments_of_claim(session, claim.id) if row.state in LIVE_PAYMENT_STATES}
    found: dict[str, dict[tuple[str, str], int]] = defaultdict(lambda: defaultdict(int))
    for part in claim_queries.approved_parts(session, claim.id):
        if part.pence and part.commissioner not in taken:
            found[part.commissioner][part.period, part.delivery_year] += part.pence
    return {commissioner: dict(amounts) for commissioner, amounts in sorted(found.items())}


def last_failure(session: Session, claim_id: int | None, commissioner: str) -> Payment | None:
    """The latest payment of a commissioner for a claim, if it failed or came back."""
    last = session.exec(
        select(Payment)
        .where(Payment.claim_id == claim_id, Payment.commissioner == commissioner, Payment.state != "dropped")
        .order_by(col(Payment.id).desc())
    ).first()
    return last if last is not None and last.state in ("failed", "returned") else None


def payee_checks(session: Session, payment_id: int | None) -> list[PayeeCheck]:
    """Who has said that the payee's details are right since a payment failed."""
    return list(
        session.exec(select(PayeeCheck).where(PayeeCheck.payment_id == payment_id).order_by(col(PayeeCheck.id))).all()
    )


def payee(session: Session, organisation: str) -> Payee | None:
    """How an organisation is paid now, if that is settled."""
    return session.exec(select(Payee).where(Payee.organisation == organisation, Payee.state == "in_use")).first()


def open_change(session: Session, organisation: str) -> Payee | None:
    """A change of an organisation's payment details that somebody asked for and nobody has finished."""
    wanted = select(Payee).where(Payee.organisation == organisation, col(Payee.state).in_(("requested", "called")))
    return session.exec(wanted.order_by(col(Payee.id).desc())).first()


def first_to(session: Session, paid: Payment) -> bool:
    """Whether nothing was ever paid to these details before: people look twice at such a payment."""
    same = (Payment.payee == paid.payee, Payment.vendor_reference == paid.vendor_reference)
    earlier = select(Payment.id).where(*same, Payment.state == "paid", Payment.id != paid.id)
    return session.exec(earlier).first() is None


def payees(session: Session, organisation: str | None = None) -> list[Payee]:
    """Every version of how an organisation, or each of them, is or was paid, newest first."""
    wanted = select(Payee) if organisation is None else select(Payee).where(Payee.organisation == organisation)
    return list(session.exec(wanted.order_by(col(Payee.id).desc())).all())


def set_off_of(session: Session, claim_id: int | None, commissioner: str) -> int:
    """Pence agreed to be taken off a commissioner's payment of a claim; each try to pay it takes the same off."""
    agreed = session.exec(
        select(func.coalesce(func.sum(SetOff.pence), 0)).where(
            SetOff.claim_id == claim_id, SetOff.commissioner == commissioner
        )
    ).one()
    return int(agreed)


def rows_of_run(session: Session, run: PaymentRun) -> list[Row]:
    """The rows of a run's file: one for each coded part of a payment that leaves anything to pay."""
    case = {row.id: row.case_ref for row in _claims_of_run(session, run.id)}
    return [
        Row(
            payment_ref=paid.ref,
            payee_ods=paid.payee,
            vendor_site_ref=paid.vendor_reference,
            award_ref=case[paid.claim_id],
            ccg_code=paid.commissioner,
            fund_code=line.fund_code,
            financial_year=line.delivery_year,
            cost_centre=line.cost_centre,
            subjective_code=line.subjective_code,
            gross=line.net_pence,
            vat=line.vat_pence,
            narrative=paid.narrative,
            cost_line=line.cost_line,
            entity=line.entity,
            analysis_1=line.analysis_1,
            analysis_2=line.analysis_2,
            tax_code=line.tax_code,
        )
        for paid in payments_of_run(session, run.id)
        for line in payment_lines(session, paid.id)
        if line.net_pence
    ]


def claim_of_payment(session: Session, payment_ref: str) -> Claim:
    """The claim that a payment pays, or was to pay."""
    return session.exec(select(Claim).where(Claim.id == payment(session, payment_ref).claim_id)).one()


def claims_of_run(session: Session, ref: str) -> list[Claim]:
    """The claims that a run pays, in the order of their references."""
    return _claims_of_run(session, run(session, ref).id)


def _claims_of_run(session: Session, run_id: int | None) -> list[Claim]:
    wanted = select(Payment.claim_id).where(Payment.run_id == run_id)
    return list(session.exec(select(Claim).where(col(Claim.id).in_(wanted)).order_by(col(Claim.ref))).all())


def file_of_run(session: Session, ref: str) -> RunFile:
    """The payment file of a run, the same bytes every time.

    Raises:
        Conflict: what the rows give now is not what was hashed when the run was made.
        Refused: this is a practice database (`practice_pays_nobody`).
    """
    practising.must_pay_nobody(session, what=f"The payment file of {ref}")
    found = run(session, ref)
    written = file_of(ref, rows_of_run(session, found), columns_of(found))
    if written.sha256 != found.sha256:
        raise Conflict(f"the file of {ref} is not the one that was made: its rows have changed since; do not load it")
    return written


def columns_of(run: PaymentRun) -> tuple[tuple[str, str], ...]:
    """The columns of a run's file, each with what it holds."""
    return tuple((str(title), str(holds)) for title, holds in run.columns)


def remittance(session: Session, payment_ref: str) -> Remittance:
    """The facts of a remittance advice."""
    paid = payment(session, payment_ref)
    claim = session.get(Claim, paid.claim_id)
    assert claim is not None
    earlier = sum(
        row.gross_pence
        for row in payments_of_case(session, paid.application_id)
        if row.commissioner == paid.commissioner and row.number <= paid.number and row.state in ("released", "paid")
    )
    award = sum(
        pence
        for (commissioner, _), pence in schedule_queries.scheduled(session, paid.application_id).items()
        if commissioner == paid.commissioner
    )
    titles = {row.id: row.title for row in schedule_queries.tranches(session, paid.application_id)}
    return Remittance(
        payment_ref=paid.ref,
        claim_ref=claim.ref,
        award_ref=claim.case_ref,
        fund=claim.fund,
        payer=paid.commissioner,
        payee=paid.payee,
        vendor_reference=paid.vendor_reference,
        route=paid.route,
        narrative=paid.narrative,
        tranches=tuple(titles[at] for at in claim_queries.tranche_ids(session, claim.id)),
        invoices=tuple(row.number for row in claim_queries.invoices(session, claim.id)),
        period_from=claim.period_from,
        period_to=claim.period_to,
        gross=paid.gross_pence,
        vat=paid.vat_pence,
        net=paid.net_pence,
        deductions=_deductions(session, paid),
        cumulative_paid=earlier,
        balance=award - earlier,
        paid_on=paid.result_on if paid.state == "paid" else None,
    )


def _deductions(session: Session, paid: Payment) -> tuple[tuple[str, int], ...]:
    if not paid.set_off_pence:
        return ()
    rows = session.exec(
        select(Recovery.ref, SetOff.pence)
        .join(SetOff, col(SetOff.recovery_id) == col(Recovery.id))
        .where(SetOff.claim_id == paid.claim_id, SetOff.commissioner == paid.commissioner)
        .order_by(col(Recovery.ref))
    ).all()
    return tuple((ref, pence) for ref, pence in rows)
