"""What overseeing a running award causes: payments stopped and begun again, reviews, the final report."""

from typing import Any, cast

from fundflow import applications, audit, awards, payments
from fundflow.calendar import deadline
from fundflow.engine import given
from fundflow.engine.case import Case
from fundflow.engine.effects.correspondence import draft_letter, finish_tasks
from fundflow.engine.registry import effect
from fundflow.engine.standing import release_waiting


@effect()
def hold_claims(case: Case, _argument: Any) -> None:
    """Stop payments: claims that wait are held, and new ones are taken in but not paid."""
    if awards.open_suspension(case.session, case.award_id) is None:
        awards.suspend(
            case.session,
            case.awarded,
            long_stop_at=deadline(case.now, working_days=case.fund.days.suspension_long_stop),
            remedy=str(case.values.get("remedy", "")),
            act=case.act(reason=case.reason or "payments stay stopped"),
        )
        finish_tasks(case, "propose_suspension")
    for claim in payments.claims_of(case.session, case.id):
        if claim.state == "submitted":
            payments.hold_claim(
                case.session, claim.ref, reason=case.reason or "payments are stopped", act=case.act(), roles=("system",)
            )
            act = case.act("claim.hold")
            audit.record(case.session, act, subject=claim.ref, before={"state": "submitted"}, after={"state": "held"})
            draft_letter(case, "N5", claim=claim.ref)


@effect()
def release_claims(case: Case, _argument: Any) -> None:
    """Let payments start again: claims that wait go on; those that finance stopped after approval wait for finance."""
    awards.resume(case.session, case.awarded, act=case.act())
    release_waiting(case)


@effect(asks=("cause",))
def open_review(case: Case, _argument: Any) -> None:
    """Keep that the award is under review, and which fact has changed; what proposed it is done with."""
    cause = str(case.values.get("cause") or case.reason)
    awards.start_review(case.session, case.awarded, cause=cause, act=case.act())
    finish_tasks(case, "review_award")


@effect()
def close_review(case: Case, argument: str) -> None:
    """End the review that is open, if one is: `continue`, `reduce`, `suspend`, `terminate` or `withdrawn`."""
    if awards.open_review(case.session, case.award_id) is not None:
        awards.end_review(case.session, case.awarded, outcome=cast("Any", argument), act=case.act())


@effect(asks=("report",))
def file_final_report(case: Case, _argument: Any) -> None:
    """Keep the recipient's final report until an officer accepts it or sends it back."""
    awards.submit_final_report(
        case.session,
        case.awarded,
        text=str(case.value("report")),
        outcomes=given.pairs(case, "outcomes") or None,
        act=case.act(),
    )


@effect()
def return_final_report(case: Case, _argument: Any) -> None:
    """Send the final report back, saying what is missing; the fund's days for it run anew."""
    awards.return_final_report(case.session, case.awarded, missing=case.reason, act=case.act())
    applications.set_deadline(case.session, case.application, name="final_report_due", at=None)


@effect()
def extend_final_report(case: Case, _argument: Any) -> None:
    """Give a later date for the final report."""
    due = deadline(case.now, working_days=case.fund.days.final_report)
    applications.set_deadline(case.session, case.application, name="final_report_due", at=due)


@effect()
def accept_final_report(case: Case, _argument: Any) -> None:
    """Accept the final report that waits to be read; the instalment kept back for it opens."""
    awards.accept_final_report(case.session, case.awarded, act=case.act())
    payments.open_tranches(case.session, case.id, on=case.day, final_report=True)
