"""What claims are checked against: the bid's cost lines as awarded, or each piece of agreed support."""

from fundflow import awards, payments, support
from fundflow.engine.case import Case


def budget_of(case: Case) -> list[payments.BudgetLine]:
    """The agreed budget by kind of cost and period, in pence."""
    agreed = _support_lines(case) if case.fund.support is not None else _bid_lines(case)
    return [payments.BudgetLine(cost_type, period, pence) for (cost_type, period), pence in sorted(agreed.items())]


def tolerance_of(case: Case) -> payments.Tolerance:
    """How far the fund lets a line of the agreed budget be passed without a variation."""
    return payments.Tolerance(case.payment.line_tolerance_percent, case.payment.line_tolerance)


def against_budget(case: Case, claim: payments.Claim) -> list[payments.LineStands]:
    """How a claim would leave each line of the agreed budget that it touches."""
    return payments.against_budget(case.session, claim, budget=budget_of(case), tolerance=tolerance_of(case))


def whole_budget(case: Case) -> list[payments.LineStands]:
    """Every line of the agreed budget with what claims have taken of it; nothing where no budget was agreed."""
    if case.award is None:
        return []
    return payments.whole_budget(case.session, case.id, budget=budget_of(case), tolerance=tolerance_of(case))


def _bid_lines(case: Case) -> dict[tuple[str, str], int]:
    lines: dict[tuple[str, str], int] = {}
    for line in case.dossier.content.lines:
        lines[line.cost_type, line.period] = lines.get((line.cost_type, line.period), 0) + line.pence
    awarded, asked = _pence(case), sum(lines.values())
    return {at: pence * awarded // asked if asked else pence for at, pence in lines.items()}


def _pence(case: Case) -> int:
    return sum(pence for row in awards.award_amounts(case.session, case.award_id).values() for pence in row.values())


def _support_lines(case: Case) -> dict[tuple[str, str], int]:
    period = case.fund.money.periods[-1]
    lines: dict[tuple[str, str], int] = {}
    diagnosis = support.diagnosis(case.session, case.id)
    if diagnosis is not None:
        lines["diagnosis", period] = diagnosis.pence
    for item in support.signed_items(case.session, case.id):
        lines[item.menu, period] = lines.get((item.menu, period), 0) + item.pence
    return lines
