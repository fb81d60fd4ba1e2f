"""A fund's periods, recurrence and rates fit one another."""

from collections.abc import Iterator
from itertools import pairwise

from fundflow.calendar import Period
from fundflow.definitions.fund import Fund, NationalPot, Rate
from fundflow.definitions.library import Library
from fundflow.definitions.shape import Problem
from fundflow.definitions.wording import unknown


def problems(library: Library) -> Iterator[Problem]:
    """Every fund's money."""
    for name, fund in library.funds.items():
        yield from _periods(library, name, fund)
        yield from _recurrence(library, name, fund)
        if not library.partial("fund", name):
            yield from _rates(library, name, fund)


def _periods(library: Library, name: str, fund: Fund) -> Iterator[Problem]:
    if not fund.money.periods:
        yield library.problem(
            "fund", name, "money", "periods", message="money needs at least one period: write 2017/18"
        )
    for nth, (before, after) in enumerate(pairwise(fund.money.periods), start=1):
        if Period.parse(before).last >= Period.parse(after).first:
            said = f"{after} does not come after {before}: put periods in order, none inside another"
            yield library.problem("fund", name, "money", "periods", nth, message=said)


def _recurrence(library: Library, name: str, fund: Fund) -> Iterator[Problem]:
    given = fund.money.recurrence
    if isinstance(given, str):
        return
    for period in fund.money.periods:
        if period not in given:
            said = f"{period} has no recurrence: add '{period}: non-recurrent' or '{period}: recurrent'"
            yield library.problem("fund", name, "money", "recurrence", key=True, message=said)
    for period in given:
        if period not in fund.money.periods:
            said = unknown("period of this fund", period, fund.money.periods)
            yield library.problem("fund", name, "money", "recurrence", period, key=True, message=said)


def _rates(library: Library, name: str, fund: Fund) -> Iterator[Problem]:
    taken: dict[tuple[str, str], int] = {}
    for nth, rule in enumerate(fund.rates):
        for at, period in enumerate(rule.periods):
            if period not in fund.money.periods:
                said = unknown("period of this fund", period, fund.money.periods)
                yield library.problem("fund", name, "rates", nth, "periods", at, message=said)
        given = rule.commissioners if isinstance(rule, Rate) else ()
        for at, code in enumerate(given):
            if code not in fund.commissioners:
                said = unknown("commissioner of this fund", code, fund.commissioners)
                yield library.problem("fund", name, "rates", nth, "commissioners", at, message=said)
        for said in _twice(rule, nth, given or fund.commissioners, taken):
            yield library.problem("fund", name, "rates", nth, message=said)
        if (rule.pot if isinstance(rule, NationalPot) else rule.rate) <= 0:
            field = "pot" if isinstance(rule, NationalPot) else "rate"
            yield library.problem("fund", name, "rates", nth, field, message="this must be more than nothing")


def _twice(
    rule: Rate | NationalPot, nth: int, commissioners: tuple[str, ...], taken: dict[tuple[str, str], int]
) -> Iterator[str]:
    for period in rule.periods:
        for code in commissioners:
            first = taken.setdefault((code, period), nth)
            if first != nth:
                yield f"rate {first + 1} already works out {code} in {period}: leave it out of one of the two"
