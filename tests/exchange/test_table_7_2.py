"""Table 7.2 of the Worcestershire paper, in and out to the pound (domain, Appendix A and 1.5)."""

from collections import Counter
from datetime import date
from fractions import Fraction

import pytest

from fundflow import allocations, audit, database, ledger, money, organisations
from fundflow.exchange import imports
from tests.exchange.conftest import long_rows

BY_COMMISSIONER = {"05J": 3_968_105, "05T": 10_485_608, "06D": 3_798_548}
BY_FUND = {
    "worcestershire-transformation": 1_785_318,
    "worcestershire-care-navigator": 407_392,
    "worcestershire-online-consultation": 356_678,
    "worcestershire-resilience": 102_340,
    "worcestershire-ettf": 4_123_383,
    "worcestershire-improving-access": 11_477_150,
}
BY_PERIOD = {
    "2017/18": 2_900_953,
    "2018/19": 3_901_275,
    "2017/18-2018/19": 4_225_723,
    "2019/20": 3_612_155,
    "2020/21": 3_612_155,
}
BY_BOTH = {
    "05J": {
        "2017/18": 339_174,
        "2018/19": 914_549,
        "2017/18-2018/19": 536_000,
        "2019/20": 1_089_191,
        "2020/21": 1_089_191,
    },
    "05T": {
        "2017/18": 2_340_658,
        "2018/19": 2_375_999,
        "2017/18-2018/19": 2_139_933,
        "2019/20": 1_814_509,
        "2020/21": 1_814_509,
    },
    "06D": {
        "2017/18": 221_121,
        "2018/19": 610_727,
        "2017/18-2018/19": 1_549_790,
        "2019/20": 708_455,
        "2020/21": 708_455,
    },
}
DISCREPANCIES = {
    # id: fund, commissioner, what is added up, printed less sum in pounds
    "D-01": ("care-navigator", "05J", "lines", 1),
    "D-02": ("care-navigator", "05T", "lines", -1),
    "D-03": ("care-navigator", "06D", "lines", -1),
    "D-04": ("care-navigator", None, "sub-totals", 1),
    "D-05": ("online-consultation", "05J", "lines", -1),
    "D-06": ("online-consultation", "05T", "lines", 1),
    "D-07": ("improving-access", "05T", "lines", 1),
    "D-08": ("improving-access", None, "lines", 1),
}


def pounds_by(session, name):
    sums = Counter()
    for balances in ledger.positions(session):
        sums[getattr(balances.key, name)] += balances.allocated
    return {key: money.plain(pence) for key, pence in sums.items()}


def printed(figures):
    return {key: f"{pounds}.00" for key, pounds in figures.items()}


@pytest.mark.parametrize("layout", ["wide", "long"])
def test_the_table_gives_its_printed_figures(session, load, wide, layout):
    report = load("allocations", wide if layout == "wide" else long_rows())
    assert report.rejected == []
    assert (report.read, report.written) == ((18, 17) if layout == "wide" else (40, 40))
    assert pounds_by(session, "commissioner") == printed(BY_COMMISSIONER)
    assert pounds_by(session, "fund") == printed(BY_FUND)
    assert pounds_by(session, "period") == printed(BY_PERIOD)
    for code, years in BY_BOTH.items():
        held = Counter()
        for balances in ledger.positions(session):
            if balances.key.commissioner == code:
                held[balances.key.period] += balances.allocated
        assert held == {period: pounds * 100 for period, pounds in years.items()}
    assert sum(one.pence for one in allocations.lines(session)) == 18_252_261_00


def test_recurrence_is_read_as_the_paper_writes_it(session, load, wide):
    load("allocations", wide)
    sums = Counter()
    for line in allocations.lines(session):
        sums[line.recurrence] += line.pence
    assert sums == {"recurrent": 7_020_782_00, "non-recurrent": 11_231_479_00}


def test_capital_and_ring_fence_come_from_the_fund(session, load, wide):
    load("allocations", wide)
    capital = {line.fund for line in allocations.lines(session) if line.capital}
    fenced = {line.fund for line in allocations.lines(session) if line.ring_fence}
    assert capital == {"worcestershire-ettf"}
    assert {"worcestershire-care-navigator", "worcestershire-online-consultation"} <= fenced


def test_printed_sub_totals_that_do_not_foot_are_on_the_register_and_nothing_else_is(session, load, wide):
    report = load("allocations", wide)
    found = {
        (
            row.fund.removeprefix("worcestershire-"),
            row.commissioner,
            row.source_a.split(" of ")[0],
            row.difference_pence,
        )
        for row in allocations.discrepancies(session)
    }
    assert found == {(fund, code, of, pounds * 100) for fund, code, of, pounds in DISCREPANCIES.values()}
    assert {(row.kind, row.severity, row.status) for row in allocations.discrepancies(session)} == {
        ("rounding", "info", "open")
    }
    assert report.discrepancies == 8


def test_a_discrepancy_says_both_figures(session, load, wide):
    load("allocations", wide)
    first = next(row for row in allocations.discrepancies(session) if row.commissioner == "05J")
    assert (first.value_a, first.value_b) == ("£120,588.00", "£120,589.00")
    assert first.what == (
        "worcestershire-care-navigator, 05J, all periods: the lines add up to £120,588.00 and £120,589.00 is printed."
    )


@pytest.mark.parametrize("layout", ["wide", "long"])
def test_a_second_run_changes_nothing(session, load, wide, layout):
    source = wide if layout == "wide" else long_rows()
    first = load("allocations", source)
    entries, lines = len(ledger.entries(session)), len(allocations.lines(session))
    second = load("allocations", source)
    assert (second.read, second.written, second.unchanged, second.rejected) == (first.read, 0, first.read, [])
    assert second.discrepancies == 0
    assert (len(ledger.entries(session)), len(allocations.lines(session))) == (entries, lines)


def test_the_long_file_after_the_wide_one_is_the_same_file(session, load, wide):
    load("allocations", wide)
    assert load("allocations", long_rows()).written == 0


def test_a_dry_run_says_the_same_and_writes_nothing(session, load, wide):
    dry = load("allocations", wide, dry_run=True)
    assert allocations.lines(session) == []
    assert organisations.codes(session) == []
    assert ledger.positions(session) == []
    wet = load("allocations", wide)
    assert (dry.read, dry.written, dry.unchanged, dry.rejected, dry.discrepancies) == (
        wet.read,
        wet.written,
        wet.unchanged,
        wet.rejected,
        wet.discrepancies,
    )


def test_transformation_money_is_one_pound_fifty_a_head_everywhere(session, load):
    load("allocations", long_rows())
    for year, on, lists in (
        ("2017/18", "2017-04-01", {"05J": 175_761, "05T": 303_610, "06D": 114_585}),
        ("2018/19", "2018-04-01", {"05J": 176_511, "05T": 304_935, "06D": 114_810}),
    ):
        rows = [
            {"organisation": code, "basis": "registered", "on": on, "patients": patients, "source": "implied by 7.2"}
            for code, patients in lists.items()
        ]
        assert load("lists", rows).rejected == []
        for code in lists:
            line = allocations.get(
                session, fund="worcestershire-transformation", commissioner=code, period=year, source="allocation"
            )
            size = organisations.list_size(session, code, basis="registered", on=date.fromisoformat(on))
            assert round(Fraction(line.pence, size.patients)) == 150


def test_a_file_leaves_one_event_and_none_when_it_changes_nothing(sqlite_engine, act, library):
    for _ in range(2):
        with database.writing(sqlite_engine) as session:
            imports.run(session, "allocations", long_rows(), act=act, library=library)
    with database.reading(sqlite_engine) as session:
        events = [event for event in audit.history(session, "allocations") if event.what == "import.allocations"]
        assert [event.contents["after"]["written"] for event in events] == [40]


def test_each_fund_is_one_entry_with_its_own_audit_event(engine, act, library):
    with database.writing(engine) as session:
        imports.run(session, "allocations", long_rows(), act=act, library=library)
    with database.reading(engine) as session:
        assert {entry.kind for entry in ledger.entries(session)} == {ledger.Kind.ALLOCATE}
        assert len(ledger.entries(session)) == len(BY_FUND)
        assert ledger.check(session) == []
        assert audit.verify(session) == []
        held = {(row.fund, row.commissioner, row.period): row.pence for row in allocations.lines(session)}
        assert held == {
            (one.key.fund, one.key.commissioner, one.key.period): one.allocated for one in ledger.positions(session)
        }
