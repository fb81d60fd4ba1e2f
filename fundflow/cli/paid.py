"""Everything about one claim, payment run or recovery, composed from the queries of payments for `show`."""

from typing import Any

from fundflow import payments
from fundflow.cli.terminal import facts
from fundflow.database import Session


def claim(session: Session, ref: str) -> dict[str, Any]:
    """A claim: its lines, what it draws of which key, its papers, its questions and its payments."""
    row = payments.claim(session, ref)
    names = "ref case_ref fund payee state state_since period_from period_to vat submitted_at declaration declared_name"
    return {
        **facts(row, f"{names} checked_name approved_name released_name held_reason refused_reason"),
        "lines": [
            {
                **facts(one, "number cost_type description delivered_from delivered_to"),
                "claimed_pence": one.pence,
                **facts(one, "vat_pence approved_pence cut_reason"),
            }
            for one in payments.lines(session, row.id)
        ],
        "draws": [
            {
                **facts(one, "commissioner period delivery_year"),
                "claimed_pence": one.pence,
                "approved_pence": one.approved_pence,
            }
            for one in payments.shares(session, row.id)
        ],
        "invoices": [
            {**facts(one, "supplier number dated live"), "invoice_pence": one.pence}
            for one in payments.invoices(session, row.id)
        ],
        "evidence": [facts(one, "kind description added_at") for one in payments.evidence(session, row.id)],
        "questions": [facts(one, "number question due_on answer") for one in payments.questions(session, row.id)],
        "payments": [
            facts(one, "ref commissioner state net_pence result_on result_reason")
            for one in payments.payments_of_claim(session, row.id)
        ],
    }


def run(session: Session, ref: str) -> dict[str, Any]:
    """A payment run and its payments."""
    row = payments.run(session, ref)
    return {
        **facts(row, "ref state made_at made_name released_at released_name count control_pence"),
        "payments": [
            {
                **facts(one, "ref payee commissioner state gross_pence set_off_pence net_pence narrative result_on"),
                "first_to_these_details": payments.first_to(session, one),
            }
            for one in payments.payments_of_run(session, row.id)
        ],
    }


def recovery(session: Session, ref: str) -> dict[str, Any]:
    """Money asked back: how it was worked out, of which keys, and what came."""
    row = payments.recovery(session, ref)
    names = "ref case_ref payee state cause clause calculation outcome raised_name seconded_name reply_by reply"
    return {
        **facts(row, f"{names} panel_reason closing_reason"),
        "shares": [
            {
                **facts(one, "commissioner period delivery_year"),
                "asked_pence": one.pence,
                **facts(one, "due_pence received_pence written_off_pence"),
            }
            for one in payments.recovery_shares(session, row.id)
        ],
        "instalments": [
            {**facts(one, "number due_on"), "instalment_pence": one.pence, "received_pence": one.received_pence}
            for one in payments.instalments(session, row.id)
        ],
        "receipts": [
            {**facts(one, "received_at how reference"), "received_pence": one.pence}
            for one in payments.receipts(session, row.id)
        ],
    }
