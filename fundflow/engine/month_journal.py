"""The journal that a month's accruals make for the outside ledger, each cost under its code."""

from collections.abc import Mapping

from sqlmodel import Session

from fundflow import finance, organisations
from fundflow.definitions import Library
from fundflow.definitions.committee import Office
from fundflow.errors import Refusal
from fundflow.finance import CodingNeed, JournalRow
from fundflow.ledger import Month
from fundflow.money import Pence
from fundflow.reporting import Accrual


def proposed(
    session: Session,
    library: Library,
    office: Office,
    month: Month,
    accruals: tuple[Accrual, ...],
    *,
    every: list[finance.Code],
    booked: list[JournalRow],
) -> tuple[list[JournalRow], list[Refusal]]:
    """What is still to go to the outside ledger of a month, or why it cannot be made yet; `every` are all codes."""
    whole: dict[finance.Cost, Pence] = {}
    payees: dict[finance.Cost, str] = {}
    for one in accruals:
        for line, pence in one.by_cost_line().items():
            cost = (one.case, one.key.fund, one.key.period, one.delivery_year, line)
            whole[cost] = whole.get(cost, 0) + pence
            payees[cost] = one.payee
    costs = finance.still_to_book(whole, booked)
    if not costs:
        return [], []
    if office.accrual_account is None:
        return [], [Refusal("accrual_account", _no_account(month, office))]
    codes, gaps = _codes(session, library, costs, payees, month, every=every)
    account = finance.Account(**office.accrual_account.model_dump())
    return finance.journal(costs, codes, account, month=month.label, ends=month.ends), gaps


def _codes(
    session: Session,
    library: Library,
    costs: Mapping[finance.Cost, Pence],
    payees: Mapping[finance.Cost, str],
    month: Month,
    *,
    every: list[finance.Code],
) -> tuple[dict[finance.Cost, finance.Code | None], list[Refusal]]:
    """The code of each cost on the month's last day; a fund without any code asks for none."""
    kinds = {code: one.kind for code, one in organisations.known(session, set(payees.values())).items()}
    found: dict[finance.Cost, finance.Code | None] = {}
    gaps: list[Refusal] = []
    for cost in costs:
        _, fund_id, _, year, line = cost
        fund = library.fund(fund_id)
        known = [one for one in every if one.fund == fund_id]
        payee = finance.payee_type_of(kinds.get(payees.get(cost, ""), finance.ANY))
        need = CodingNeed(fund_id, fund.short_title, month.commissioner, year, fund.money.capital, payee, line)
        found[cost] = finance.code_for(known, need, on=month.ends)
        gaps += finance.coding_gaps(known, [need], on=month.ends) if known else []
    return found, gaps


def _no_account(month: Month, office: Office) -> str:
    return (
        f"The journal of {month.label} was not made: {office.title} names no account for accruals. Nothing has changed. "
        "Add accrual_account to the office's file with the ledger's codes, or ask finance for them."
    )
