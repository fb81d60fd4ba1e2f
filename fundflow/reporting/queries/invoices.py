"""The report of invoices that were put to more than one claim."""

from sqlmodel import Session

from fundflow import payments
from fundflow.reporting.queries import words
from fundflow.reporting.queries.cases import CASE
from fundflow.reporting.rules.report import Asked, Column, Report, Row, make

_COLUMNS = (
    Column("invoice", "Invoice"),
    Column("supplier", "Supplier"),
    Column("dated", "Dated", "date"),
    Column("claim", "Claim"),
    CASE,
    Column("fund", "Fund id", at="data"),
    Column("payee", "Payee"),
    Column("state", "Claim is"),
    Column("invoice_pence", "Amount", "pence"),
)


def same_invoices(session: Session, asked: Asked) -> Report:
    """Every invoice that was put to more than one claim, of any fund: what stops it twice, and what was tried."""
    rows: list[Row] = [
        {
            "invoice": invoice.number,
            "supplier": invoice.supplier,
            "dated": invoice.dated,
            "claim": claim.ref,
            "case": claim.case_ref,
            "fund": claim.fund,
            "payee": words.shown(asked, claim.fund, claim.payee),
            "state": claim.state.replace("_", " "),
            "invoice_pence": invoice.pence,
        }
        for invoice, claim in payments.invoices_used_again(session)
        if asked.counts(claim.created_at) and asked.wants(fund=claim.fund)
    ]
    notes = words.hidden_note(asked, (row["fund"] for row in rows))
    brief = ("invoice", "supplier", "claim", "payee", "state", "invoice_pence")
    made = make(asked, "same-invoices", "Invoices in more than one claim", _COLUMNS, rows, notes=notes, brief=brief)
    made.totals.clear()
    return made
