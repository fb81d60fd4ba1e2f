"""Reads what of an agreed budget a case's claims have taken, and how one more claim would leave it."""

from collections import defaultdict
from collections.abc import Sequence

from sqlmodel import Session, col, select

from fundflow.payments.queries.claims import cost, costs
from fundflow.payments.rules.budgets import LineStands, stands
from fundflow.payments.rules.claims import period_for, years_of
from fundflow.payments.rules.facts import BudgetLine, Tolerance
from fundflow.payments.tables import Claim, ClaimLine


def against_budget(
    session: Session, claim: Claim, *, budget: Sequence[BudgetLine], tolerance: Tolerance
) -> list[LineStands]:
    """How a claim would leave each line of the agreed budget that it touches; nothing where no budget was agreed."""
    if not budget:
        return []
    return stands(costs(session, claim.id), used(session, claim.application_id, budget, besides=claim.id), tolerance)


def whole_budget(
    session: Session, application_id: int, *, budget: Sequence[BudgetLine], tolerance: Tolerance
) -> list[LineStands]:
    """Every line of the agreed budget with what all claims have taken of it, before another is written."""
    return [
        LineStands(line.cost_type, line.period, line.pence, line.used_pence, 0, tolerance.ceiling(line.pence))
        for line in used(session, application_id, budget)
    ]


def used(
    session: Session, application_id: int, budget: Sequence[BudgetLine], *, besides: int | None = None
) -> list[BudgetLine]:
    """The budget with what the claims of a case, `besides` one, have used of each line; once where two are of one kind."""
    periods = [line.period for line in budget]
    taken: dict[tuple[str, str], int] = defaultdict(int)
    for (cost_type, year), pence in _by_year(session, application_id, besides).items():
        taken[cost_type, period_for(year, periods) or year] += pence
    return [
        BudgetLine(line.cost_type, line.period, line.pence, taken.pop((line.cost_type, line.period), 0))
        for line in budget
    ]


def _by_year(session: Session, application_id: int, besides: int | None) -> dict[tuple[str, str], int]:
    """Pence by kind of cost and year of delivery that the live claims of a case, besides one, have taken."""
    wanted = select(ClaimLine).join(Claim, col(Claim.id) == ClaimLine.claim_id)
    wanted = wanted.where(Claim.application_id == application_id, col(Claim.id).is_distinct_from(besides))
    wanted = wanted.where(col(Claim.state).not_in(("draft", "refused", "cancelled")))
    found: dict[tuple[str, str], int] = defaultdict(int)
    for row in session.exec(wanted.order_by(col(ClaimLine.id))):
        taken = row.pence if row.approved_pence is None else row.approved_pence
        for year, pence in years_of(cost(row)).items():
            found[row.cost_type, year] += pence * taken // row.pence
    return found
