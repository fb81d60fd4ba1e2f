"""What an award that has ended seems to owe back: what was paid, less what was delivered by its last day."""

from fundflow import payments
from fundflow.engine.case import Case

PAID = ("paid", "settled")


def unspent_at_end(case: Case) -> payments.Working | None:
    """The working of a recovery to propose, or nothing: an officer looks at the spending and confirms it or not.

    A cost that was delivered partly after the last day counts by its days, a part of a penny for the recipient.
    """
    ended = case.award.ended_on if case.award else None
    paid = sum(part.pence for part in payments.recoverable(case.session, case.id))
    if ended is None or not paid:
        return None
    lines = [
        (line.approved_pence or 0, line.delivered_from, line.delivered_to)
        for claim in payments.claims_of(case.session, case.id)
        if claim.state in PAID
        for line in payments.lines(case.session, claim.id)
    ]
    eligible = payments.eligible_until(lines, on=ended)
    return payments.unspent(paid=paid, eligible=eligible) if eligible < paid else None
