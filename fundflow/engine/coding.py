"""Which payments of a fund have no code of the outside ledger."""

from dataclasses import replace
from datetime import date
from itertools import product

from sqlmodel import Session

from fundflow import finance
from fundflow.calendar import Period
from fundflow.definitions.fund import Fund


def uncoded(session: Session, fund: Fund, *, on: date) -> list[finance.CodingNeed]:
    """Every payment that a fund can make and for which the coding table has no code on a day (journeys 7.1)."""
    if fund.payment is None:
        return []
    codes = finance.codes(session, fund=fund.fund)
    lines = [one.key for one in fund.form.cost_types] if fund.form else [finance.ANY]
    years = dict.fromkeys(year for period in fund.money.periods for year in Period.parse(period).years)
    missing = []
    for commissioner, year, payee in product(fund.commissioners, years, fund.payment.payee_types):
        needs = [
            finance.CodingNeed(fund.fund, fund.short_title, commissioner, year, fund.money.capital, payee, line)
            for line in lines
        ]
        bare = [need for need in needs if finance.code_for(codes, need, on=on) is None]
        missing += [replace(bare[0], cost_line=finance.ANY)] if len(bare) == len(needs) else bare
    return missing
