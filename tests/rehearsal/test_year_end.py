"""The four lists of a year's end are with what is paid what was allocated, whatever papers and requests say."""

from hypothesis import given
from hypothesis import strategies as st

from fundflow import database, reporting
from fundflow.calendar import Period
from fundflow.definitions import load_library
from fundflow.ledger import Accounts, Balances, BudgetKey
from fundflow.reporting.rules import year_lists
from tests.plays import Plays

KEY = BudgetKey("05T", "2017/18", "fund")
PENCE = st.integers(0, 10**9)


@st.composite
def holdings(draw):
    parts = {name: draw(PENCE) for name in ("reserved", "unclaimed", "claimed", "payable", "paid_out", "recoverable")}
    cover = parts["unclaimed"] + parts["claimed"] + parts["payable"]
    accounts = Accounts(**parts, accrued=draw(st.integers(0, cover)))
    return Balances(key=KEY, accounts=accounts, capital=False, recurrence=None, closed=False, holder="TF/05T")


@given(holdings(), PENCE, PENCE)
def test_what_is_not_paid_falls_to_exactly_one_list(held, delivered, asked):
    items = list(year_lists.of_holding("TF", held, delivered=delivered, papers="", asked=asked, asked_in=""))
    assert all(one.pence >= 0 for one in items)
    assert sum(one.pence for one in items) == held.committed + held.reserved - held.paid
    lists = year_lists.sums(items)[KEY]
    assert lists["pay"] == held.payable
    assert lists["pay"] + lists["accrue"] >= held.accrued
    assert lists["carry forward requested"] <= asked


def test_the_lists_of_a_played_year_agree_with_the_finance_report(plays: Plays):
    library, _ = load_library()
    opened = database.connect(f"sqlite:///{plays.of('month-and-year-end').file}")
    with database.reading(opened) as session:
        now = max(one.at for one in plays.of("month-and-year-end").lines)
        for day in (Period.parse("2017/18").ends, None):
            asked = {"as_at": day, "library": library, "now": now}
            finance = reporting.run(session, "finance", **asked)
            ended = reporting.run(session, "year-end", **asked)
            lists = ("pay_pence", "accrue_pence", "carry_pence", "lapse_pence")
            assert ended.totals["paid_pence"] == finance.totals["paid_pence"]
            assert (
                ended.totals["paid_pence"] + sum(ended.totals[name] for name in lists)
                == finance.totals["allocated_pence"]
            )
            for row in ended.rows:
                of_key = next(one for one in finance.rows if all(one[at] == row[at] for at in KEYS))
                assert row["paid_pence"] + sum(row[name] for name in lists) == of_key["allocated_pence"]
                assert min(row[name] for name in lists) >= 0
    opened.dispose()


KEYS = ("fund", "commissioner", "period")
