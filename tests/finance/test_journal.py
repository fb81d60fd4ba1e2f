"""A month's journal sums to nought on every side, is undone the day after, and keeps its codes as text."""

import csv
import io
from datetime import date

import openpyxl
from hypothesis import given
from hypothesis import strategies as st

from fundflow import finance
from fundflow.exchange.exports import journal as files
from fundflow.finance import Account, Code
from fundflow.payments import Cost
from fundflow.payments.rules.delivered import by_kind, weights

MARCH = date(2018, 3, 31)
ACCOUNT = Account("000000", "22150080")


def code(entity: str) -> Code:
    starts = date(2017, 4, 1)
    return Code("fund", "05T", "2017/18", False, "", "", entity, "014270", "0052161045", "", "", "00", starts)


COSTS = st.dictionaries(
    st.tuples(
        st.sampled_from(["TF-17-0001", "TF-17-0002"]),
        st.just("fund"),
        st.just("2017/18"),
        st.sampled_from(["2017/18", "2018/19"]),
        st.sampled_from(["", "backfill", "training"]),
    ),
    st.integers(-(10**8), 10**8),
    max_size=8,
)


@given(COSTS, st.lists(st.sampled_from(["05T0", "05J0"]), min_size=8, max_size=8))
def test_every_journal_sums_to_nought_by_entity_and_by_side(costs, entities):
    codes = {cost: code(entity) for cost, entity in zip(costs, entities, strict=False)}
    rows = finance.journal(costs, codes, ACCOUNT, month="M12", ends=MARCH)
    sums: dict[tuple[str, str], int] = {}
    for row in rows:
        sums[row.side, row.entity] = sums.get((row.side, row.entity), 0) + row.pence
    assert set(sums.values()) <= {0}
    assert {row.dated for row in rows if row.side == "reversal"} <= {date(2018, 4, 1)}
    assert {cost: pence for cost, pence in costs.items() if pence} == {
        row.cost: row.pence for row in rows if row.side == "accrual" and row.case_ref
    }


@given(COSTS, COSTS)
def test_a_second_journal_of_a_month_brings_it_to_the_whole(first, whole):
    booked = finance.journal(first, {}, ACCOUNT, month="M12", ends=MARCH)
    more = finance.journal(finance.still_to_book(whole, booked), {}, ACCOUNT, month="M12", ends=MARCH)
    sums: dict[tuple[str, ...], int] = {}
    for row in (*booked, *more):
        if row.side == "accrual" and row.case_ref:
            sums[row.cost] = sums.get(row.cost, 0) + row.pence
    assert {cost: pence for cost, pence in sums.items() if pence} == {
        cost: pence for cost, pence in whole.items() if pence
    }


def test_codes_stay_text_in_both_files_and_the_sheet_adds_up():
    cost = ("TF-17-0001", "fund", "2017/18", "2017/18", "backfill")
    rows = finance.journal({cost: 1_234_56}, {cost: code("0050")}, ACCOUNT, month="M12", ends=MARCH)
    read = list(csv.DictReader(io.StringIO(files.journal_csv(rows).decode("utf-8-sig"))))
    assert [row["subjective"] for row in read] == ["0052161045", "22150080"] * 2
    assert sum(round(float(row["amount"]) * 100) for row in read) == 0
    sheet = openpyxl.load_workbook(io.BytesIO(files.journal_xlsx(rows, title="journal", made_on=MARCH))).active
    cells = list(sheet.iter_rows(min_row=2, max_row=5))
    assert [row[2].value for row in cells] == ["0050"] * 4
    assert {(row[3].data_type, row[3].number_format) for row in cells} == {("s", "@")}
    assert [row[8].value for row in cells] == [1234.56, -1234.56, -1234.56, 1234.56]


@given(
    st.lists(st.tuples(st.integers(1, 10**7), st.integers(0, 500), st.integers(0, 200)), min_size=1, max_size=4),
    st.integers(1, 10**7),
    st.integers(-10, 720),
)
def test_no_more_is_delivered_than_is_claimed_and_all_of_it_once_the_days_are_over(lines, share, days):
    first = date(2017, 4, 1)
    costs = [
        Cost(at, "backfill", "x", date.fromordinal(first.toordinal() + start), end, pence)
        for at, (pence, start, length) in enumerate(lines)
        for end in [date.fromordinal(first.toordinal() + start + length)]
    ]
    until = date.fromordinal(first.toordinal() + days)
    for year, shares in weights(costs, until=until).items():
        done = sum(by_kind(share, shares).values())
        assert 0 <= done <= share
        if all(one.delivered_to <= until for one in costs):
            assert done == share, year
        if all(one.delivered_from > until for one in costs):
            assert done == 0, year
