"""Reports of money on its way out and back: claims, payments, recoveries."""

from collections import defaultdict
from datetime import date, datetime

from sqlmodel import Session, col, select

from fundflow import audit, organisations
from fundflow.applications import Application, Round
from fundflow.clock import london_day
from fundflow.money import pounds
from fundflow.payments import Claim, ClaimShare, Payment, PaymentRun, Receipt, Recovery, RecoveryShare
from fundflow.reporting.queries import words
from fundflow.reporting.queries.cases import CASE
from fundflow.reporting.queries.money import pence
from fundflow.reporting.queries.past import state_then
from fundflow.reporting.rules.report import Asked, Column, Report, Row, make

_FUND = Column("fund", "Fund id", at="data")
_PAYEE = (Column("payee", "Code"), Column("payee_name", "Payee", at="paper"))


def _payee(asked: Asked, fund: str, code: str, names: dict[str, str]) -> Row:
    return {
        "payee": words.shown(asked, fund, code),
        "payee_name": words.shown(asked, fund, names.get(code, code)),
    }


def _in_round(session: Session, asked: Asked) -> set[int] | None:
    """The cases of the round asked for; nothing when every round counts."""
    if asked.round_ref is None:
        return None
    query = select(Application.id).join(Round, col(Round.id) == Application.round_id)
    return {found for found in session.exec(query.where(Round.ref == asked.round_ref)) if found is not None}


def _stood(session: Session, asked: Asked, row: Claim | Recovery, first: str) -> str:
    then = state_then(session, asked, row.ref, state=row.state, since=row.state_since, first=first)
    return then.replace("_", " ")


def claims(session: Session, asked: Asked) -> Report:
    """One row a claim: what it asks for, what was approved, who has handled it, and where it stands."""
    inside = _in_round(session, asked)
    found = [
        row
        for row in session.exec(select(Claim).order_by(Claim.ref))
        if asked.counts(row.created_at)
        and asked.wants(fund=row.fund)
        and (inside is None or row.application_id in inside)
    ]
    shares: dict[int | None, list[ClaimShare]] = defaultdict(list)
    for share in session.exec(select(ClaimShare)):
        if asked.wants(commissioner=share.commissioner):
            shares[share.claim_id].append(share)
    names = organisations.names(session, {row.payee for row in found})
    rows = [
        {
            **_claim_row(asked, row, shares.get(row.id, [])),
            **_payee(asked, row.fund, row.payee, names),
            "state": _stood(session, asked, row, "draft"),
        }
        for row in found
        if shares.get(row.id) or not asked.commissioner
    ]
    brief = ("claim", "payee_name", "state", "period_to", "claimed_pence", "approved_pence", "paid_on")
    notes = words.hidden_note(asked, (row["fund"] for row in rows))
    return make(asked, "claims", "Claims", _CLAIM, rows, notes=notes, brief=brief, anchor=audit.anchor(session))


def _claim_row(asked: Asked, row: Claim, shares: list[ClaimShare]) -> Row:
    approved = asked.counts(row.approved_at)
    return {
        "claim": row.ref,
        "case": row.case_ref,
        "fund": row.fund,
        "period_from": row.period_from,
        "period_to": row.period_to,
        "submitted_on": _day(asked, row.submitted_at),
        "claimed_pence": sum(share.pence for share in shares),
        "approved_pence": sum(share.approved_pence or 0 for share in shares) if approved else 0,
        "paid_on": _day(asked, row.paid_at),
        "declared_by": row.declared_name,
        "checked_by": row.checked_name,
        "approved_by": row.approved_name,
        "released_by": row.released_name,
        "waits_for": row.held_reason or row.refused_reason,
    }


def _day(asked: Asked, at: datetime | None) -> date | None:
    return london_day(at) if at is not None and asked.counts(at) else None


_CLAIM = (
    Column("claim", "Claim"),
    CASE,
    _FUND,
    *_PAYEE,
    Column("state", "State"),
    Column("period_from", "From", "date"),
    Column("period_to", "To", "date"),
    Column("submitted_on", "Sent in", "date"),
    *pence("claimed", "approved"),
    Column("paid_on", "Paid", "date"),
    Column("declared_by", "Declared by"),
    Column("checked_by", "Checked by"),
    Column("approved_by", "Approved by"),
    Column("released_by", "Released by"),
    Column("waits_for", "Held or refused because"),
)


def payments(session: Session, asked: Asked) -> Report:
    """One row a payment released to a payee, with what was set off, its run, and what the bank said."""
    inside = _in_round(session, asked)
    query = (
        select(Payment, PaymentRun.ref, Claim)
        .join(PaymentRun, col(PaymentRun.id) == Payment.run_id)
        .join(Claim, col(Claim.id) == Payment.claim_id)
        .order_by(Payment.ref)
    )
    found = [
        (row, run, claim)
        for row, run, claim in session.exec(query)
        if (asked.counts(row.released_at) or (row.released_at is None and not asked.backward))
        and asked.wants(fund=claim.fund, commissioner=row.commissioner)
        and (inside is None or row.application_id in inside)
    ]
    names = organisations.names(session, {row.payee for row, _, _ in found})
    rows = [
        {**_payment_row(asked, row, claim), **_payee(asked, claim.fund, row.payee, names), "run": run}
        for row, run, claim in found
    ]
    failed = sum(row["gross_pence"] for row in rows if row["state"] in ("failed", "returned", "dropped"))
    notes = words.hidden_note(asked, (row["fund"] for row in rows))
    if failed:
        notes.append(f"Of gross, {pounds(failed)} failed, came back or was dropped.")
    return make(asked, "payments", "Payments", _PAYMENT, rows, notes=notes, brief=_BRIEF, anchor=audit.anchor(session))


def _payment_row(asked: Asked, row: Payment, claim: Claim) -> Row:
    known = asked.as_at is None or (row.result_on is not None and row.result_on <= asked.as_at)
    return {
        "payment": row.ref,
        "case": claim.case_ref,
        "claim": claim.ref,
        "fund": claim.fund,
        "commissioner": row.commissioner,
        "vendor_reference": words.shown(asked, claim.fund, row.vendor_reference),
        "released_on": london_day(row.released_at) if row.released_at else None,
        "state": row.state if known else "released",
        "gross_pence": row.gross_pence,
        "set_off_pence": row.set_off_pence,
        "net_pence": row.net_pence,
        "vat_pence": row.vat_pence,
        "narrative": row.narrative,
        "result_on": row.result_on if known else None,
        "result_reason": row.result_reason if known else "",
    }


_PAYMENT = (
    Column("payment", "Payment"),
    Column("run", "Run"),
    CASE,
    Column("claim", "Claim"),
    _FUND,
    Column("commissioner", "Paid by"),
    *_PAYEE,
    Column("vendor_reference", "Vendor"),
    Column("released_on", "Released", "date"),
    Column("state", "State"),
    Column("gross_pence", "Gross", "pence"),
    Column("set_off_pence", "Set off", "pence"),
    Column("net_pence", "Net", "pence"),
    Column("vat_pence", "VAT in gross", "pence"),
    Column("narrative", "Narrative"),
    Column("result_on", "Result", "date"),
    Column("result_reason", "Reason"),
)
_BRIEF = ("payment", "case", "payee_name", "commissioner", "released_on", "state", "gross_pence", "net_pence")


def recoveries(session: Session, asked: Asked) -> Report:
    """One row a recovery: why, what was asked back, what came, what was given up, what is still owed."""
    inside = _in_round(session, asked)
    found = [
        row
        for row in session.exec(select(Recovery).order_by(Recovery.ref))
        if asked.counts(row.raised_at)
        and asked.wants(fund=row.fund)
        and (inside is None or row.application_id in inside)
    ]
    shares: dict[int | None, list[RecoveryShare]] = defaultdict(list)
    for share in session.exec(select(RecoveryShare)):
        if asked.wants(commissioner=share.commissioner):
            shares[share.recovery_id].append(share)
    came = _came_back(session, asked)
    names = organisations.names(session, {row.payee for row in found})
    rows = [
        {
            **_recovery_row(asked, row, shares.get(row.id, []), came),
            **_payee(asked, row.fund, row.payee, names),
            "state": _stood(session, asked, row, "proposed"),
        }
        for row in found
        if shares.get(row.id) or not asked.commissioner
    ]
    brief = ("recovery", "payee_name", "cause", "state", "asked_pence", "received_pence", "owed_pence")
    notes = words.hidden_note(asked, (row["fund"] for row in rows))
    title = "Recoveries"
    return make(asked, "recoveries", title, _RECOVERY, rows, notes=notes, brief=brief, anchor=audit.anchor(session))


def _came_back(session: Session, asked: Asked) -> dict[int | None, int] | None:
    """What had come back by the day asked for; nothing where the rows themselves say it."""
    if not asked.backward or asked.commissioner:
        return None
    came: dict[int | None, int] = defaultdict(int)
    for receipt in session.exec(select(Receipt)):
        if asked.counts(receipt.received_at):
            came[receipt.recovery_id] += receipt.pence
    return came


def _recovery_row(asked: Asked, row: Recovery, shares: list[RecoveryShare], came: dict[int | None, int] | None) -> Row:
    due = sum(share.due_pence for share in shares)
    gone = sum(share.written_off_pence for share in shares)
    back = sum(share.received_pence for share in shares) if came is None else came.get(row.id, 0)
    return {
        "recovery": row.ref,
        "case": row.case_ref,
        "fund": row.fund,
        "cause": row.cause.replace("_", " "),
        "notice_on": _day(asked, row.notice_at),
        "reply_by": row.reply_by,
        "asked_pence": due,
        "received_pence": back,
        "written_off_pence": gone,
        "owed_pence": due - back - gone if row.state != "cancelled" else 0,
        "outcome": row.outcome.replace("_", " "),
    }


_RECOVERY = (
    Column("recovery", "Recovery"),
    CASE,
    _FUND,
    *_PAYEE,
    Column("cause", "Cause"),
    Column("state", "State"),
    Column("notice_on", "Notice", "date"),
    Column("reply_by", "Reply by", "date"),
    Column("asked_pence", "Asked back", "pence"),
    Column("received_pence", "Received", "pence"),
    Column("written_off_pence", "Written off", "pence"),
    Column("owed_pence", "Still owed", "pence"),
    Column("outcome", "Outcome"),
)
