"""Finance: the paper's figures, pounds a head, the check line, and the past as it was."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from fundflow import database, ledger, organisations, reporting
from fundflow.exchange import exports
from fundflow.ledger import Accounts, Balances, BudgetKey
from fundflow.reporting.rules import money
from tests.exchange.test_table_7_2 import BY_BOTH, BY_COMMISSIONER, BY_FUND, BY_PERIOD
from tests.reporting.county import ACT, LISTS, TRANSFORMATION, ask, lists, table_7_2
from tests.stories.world import World, library

CONTRACT = (
    *("fund", "commissioner", "period", "recurrence", "capital", "allocated_pence", "reserved_pence"),
    *("committed_pence", "claimed_pence", "approved_pence", "paid_pence", "accrued_pence", "recoverable_pence"),
    *("uncommitted_pence", "forecast_pence", "pipeline_pence", "contingent_pence", "cut_due_pence"),
    *("list_size", "list_basis", "allocated_per_head"),
)


def summed(report, *keys):
    sums = Counter()
    for row in report.rows:
        sums[tuple(row[key] for key in keys)] += row["allocated_pence"]
    return sums


def test_an_empty_ledger_gives_an_empty_report(session):
    report = ask(session, "finance")
    assert report.rows == []
    assert exports.document(report)["totals"]["allocated_pence"] == 0


def test_the_paper_s_table_comes_out_by_commissioner_fund_and_year(session):
    table_7_2(session)
    report = ask(session, "finance")
    assert summed(report, "commissioner") == {(key,): pounds * 100 for key, pounds in BY_COMMISSIONER.items()}
    assert summed(report, "fund") == {(key,): pounds * 100 for key, pounds in BY_FUND.items()}
    assert summed(report, "period") == {(key,): pounds * 100 for key, pounds in BY_PERIOD.items()}
    assert report.totals["allocated_pence"] == report.totals["uncommitted_pence"] == 18_252_261_00


def test_rows_come_by_fund_then_commissioner_then_period(session):
    table_7_2(session)
    places = [(row["fund"], row["commissioner"], row["period"]) for row in ask(session, "finance").rows]
    assert places == sorted(places)


def test_the_document_has_exactly_the_contract_s_keys(session):
    table_7_2(session)
    lists(session)
    document = exports.document(ask(session, "finance", as_at=date(2017, 9, 30)))
    assert list(document) == ["as_at", "rows", "totals"]
    assert document["as_at"] == "2017-09-30"
    assert all(tuple(row) == CONTRACT for row in document["rows"])
    row = next(r for r in document["rows"] if (r["fund"], r["commissioner"]) == (TRANSFORMATION, "05J"))
    assert row == {
        "fund": TRANSFORMATION,
        "commissioner": "05J",
        "period": "2017/18",
        "recurrence": "non-recurrent",
        "capital": False,
        "allocated_pence": 26364100,
        **{f"{name}_pence": 0 for name in ("reserved", "committed", "claimed", "approved", "paid", "accrued")},
        "recoverable_pence": 0,
        "uncommitted_pence": 26364100,
        **{f"{name}_pence": 0 for name in ("forecast", "pipeline", "contingent", "cut_due")},
        "list_size": 175761,
        "list_basis": "registered",
        "allocated_per_head": "1.50",
    }
    assert document["totals"]["allocated_pence"] == 1825226100


@pytest.mark.parametrize("on", [date(2016, 4, 1), date(2017, 4, 1), date(2017, 7, 1), date(2018, 3, 31)])
def test_a_list_on_or_before_1_april_or_the_first_in_the_year_gives_one_pound_fifty_a_head(session, on):
    table_7_2(session)
    lists(session, on=on)
    rows = [r for r in ask(session, "finance").rows if (r["fund"], r["period"]) == (TRANSFORMATION, "2017/18")]
    assert {row["commissioner"]: row["allocated_per_head"] for row in rows} == dict.fromkeys(LISTS, "1.50")
    assert {row["commissioner"]: row["list_size"] for row in rows} == LISTS


def test_a_later_list_counts_only_from_its_own_year(session):
    table_7_2(session)
    lists(session)
    lists(session, on=date(2018, 4, 1), sizes={"05J": 176_511, "05T": 304_935, "06D": 114_810})
    rows = [row for row in ask(session, "finance").rows if row["fund"] == TRANSFORMATION]
    assert {row["allocated_per_head"] for row in rows} == {"1.50"}
    assert {row["list_size"] for row in rows if row["commissioner"] == "05J"} == {175_761, 176_511}


def test_without_a_list_and_for_spans_there_are_no_figures_a_head(session):
    table_7_2(session)
    assert {row["list_size"] for row in ask(session, "finance").rows} == {None}
    lists(session)
    spans = [row for row in ask(session, "finance").rows if "-" in row["period"]]
    assert len(spans) == 6
    assert {(row["list_size"], row["list_basis"], row["allocated_per_head"]) for row in spans} == {(None, None, None)}


def test_a_weighted_rate_is_shown_on_the_weighted_list_with_its_hundredths(session):
    table_7_2(session)
    lists(session)
    organisations.snapshot(
        session, "05T", basis="weighted", on=date(2017, 4, 1), patients=292_461, hundredths=33, source="x", act=ACT
    )
    row = next(
        r
        for r in ask(session, "finance", fund="worcestershire-improving-access").rows
        if (r["commissioner"], r["period"]) == ("05T", "2017/18")
    )
    assert (row["list_size"], row["list_basis"], row["allocated_per_head"]) == (292_461, "weighted", "6.00")


def test_a_commissioner_without_a_list_of_its_own_has_its_practices_added_up(session):
    World(session).settle()
    row = ask(session, "finance").rows[0]
    assert (row["commissioner"], row["list_size"]) == ("05J", 21_000)


def test_practices_without_a_list_are_said_to_be_missing(session):
    world = World(session).settle()
    organisations.add(session, code="Z10009", name="Gorse", kind="practice", legal_entity=True, act=world.act())
    organisations.link_many(session, [("Z10009", "05J", date(2013, 4, 1), None)])
    assert any("1 of 3 practices have no registered list" in note for note in ask(session, "finance").notes)


def test_the_check_line_holds_in_every_row_at_every_day_of_a_life(lived):
    days = sorted({entry.effective_on for entry in ledger.entries(lived)})
    assert len(days) > 3
    for day in [None, *days]:
        outturn = ask(lived, "outturn", as_at=day)
        for row in outturn.rows:
            parts = ("expenditure_pence", "remaining_pence", "reserved_pence", "uncommitted_pence")
            assert row["allocated_pence"] == sum(row[part] for part in parts)
            assert row["variance_pence"] == row["allocated_pence"] - row["forecast_pence"]
        for row in ask(lived, "finance", as_at=day).rows:
            assert row["uncommitted_pence"] == row["allocated_pence"] - row["reserved_pence"] - row["committed_pence"]
            chain = [row[f"{name}_pence"] for name in ("paid", "approved", "claimed", "committed")]
            assert chain == sorted(chain)
        assert not any("fundflow ledger check" in note for note in ask(lived, "finance", as_at=day).notes)


def test_a_broken_check_line_is_printed_as_a_note():
    key = BudgetKey("05J", "2017/18", TRANSFORMATION)
    broken = Balances(key, Accounts(allocated=100, uncommitted=30, reserved=60), capital=False)
    assert money.faults(Balances(key, Accounts(allocated=90, uncommitted=30, reserved=60), capital=False)) == []
    (note,) = money.faults(broken)
    assert "allocated £1.00" in note
    assert "£0.90" in note


def test_a_day_in_the_past_is_shown_as_it_stood(lived):
    stood = {
        date(2017, 4, 2): None,
        date(2017, 4, 3): (0, 0, 0),
        date(2017, 6, 13): (0, 0, 0),
        date(2017, 6, 14): (10_000_000, 0, 0),
        date(2017, 6, 16): (0, 10_000_000, 2_500_000),
        date(2019, 4, 1): (0, 10_000_000, 2_500_000),
        date(2019, 4, 2): (0, 2_500_000, 2_500_000),
    }
    for day, figures in stood.items():
        rows = ask(lived, "finance", as_at=day).rows
        found = (rows[0]["reserved_pence"], rows[0]["committed_pence"], rows[0]["paid_pence"]) if rows else None
        assert found == figures, day


def test_what_was_known_then_prints_the_same_bytes_now(sqlite_engine):
    with database.writing(sqlite_engine) as session:
        world = World(session).settle()
        then = exports.as_json(ask(session, "finance", as_at=date(2017, 4, 30), known_at=world.now, now=world.now))
    with database.writing(sqlite_engine) as session:
        act = World(session, now=datetime(2017, 5, 2, tzinfo=UTC)).act()
        organisations.snapshot(
            session, "05J", basis="registered", on=date(2017, 1, 1), patients=99_999, source="late", act=act
        )
    with database.reading(sqlite_engine) as session:
        again = ask(session, "finance", as_at=date(2017, 4, 30), known_at=world.now)
        assert exports.as_json(again) == then
        assert exports.as_json(ask(session, "finance", as_at=date(2017, 4, 30))) != then


def test_the_forecast_counts_promises_by_the_fund_s_likelihood(lived):
    fund = library().fund(TRANSFORMATION)
    doubtful = fund.model_copy(update={"money": fund.money.model_copy(update={"likelihood_percent": 80})})
    changed = type(library())(**{**vars(library()), "funds": {**library().funds, TRANSFORMATION: doubtful}})
    options = {"as_at": date(2017, 6, 16), "now": datetime(2019, 4, 3, tzinfo=UTC)}
    row = reporting.run(lived, "finance", library=changed, **options).rows[0]
    assert row["forecast_pence"] == 2_500_000 + 7_500_000 * 80 // 100


def test_filters_narrow_rows_and_not_figures(session):
    table_7_2(session)
    whole = {(r["fund"], r["commissioner"], r["period"]): r for r in ask(session, "finance").rows}
    some = ask(session, "finance", fund=TRANSFORMATION, commissioner="Wyre Forest").rows
    assert [(row["commissioner"], row["period"]) for row in some] == [("06D", "2017/18"), ("06D", "2018/19")]
    assert all(whole[row["fund"], row["commissioner"], row["period"]] == row for row in some)


def test_the_paper_s_two_tables_have_their_totals_and_the_unsplit_column(session):
    table_7_2(session)
    paper = ask(session, "allocations")
    by_fund = {(row["fund"], row["period"]): row for row in paper.rows}
    assert len(by_fund) == 14
    row = by_fund[TRANSFORMATION, "2017/18"]
    assert [row[f"{code}_pence"] // 100 for code in LISTS] == [263_641, 455_415, 171_878]
    assert row["total_pence"] == 890_934_00
    assert by_fund["worcestershire-improving-access", "2017/18"]["05J_pence"] == 0
    assert paper.totals["total_pence"] == 18_252_261_00
    assert any("'discrepancies'" in note for note in paper.notes) == bool(ask(session, "discrepancies").rows)
    years = ask(session, "years")
    for row in years.rows:
        expected = BY_BOTH[row["commissioner"]]
        assert {period: row[f"{period}_pence"] // 100 for period in expected} == expected
    assert years.totals["2017/18-2018/19_pence"] == 4_225_723_00
    assert any("not split by year" in note for note in years.notes)


def test_pence_are_added_before_they_are_rounded_and_the_gap_is_noted():
    rows = [{"a_pence": 120_588_40}, {"a_pence": 208_321_40}, {"a_pence": 78_481_40}]
    totals = {"a_pence": sum(row["a_pence"] for row in rows)}
    (note,) = money.rounding_notes(rows, totals, {"a_pence": "Total"})
    assert "£407,390" in note
    assert "£407,391" in note
    assert money.rounding_notes([{"a_pence": 100}], {"a_pence": 100}, {"a_pence": "Total"}) == []


@pytest.mark.parametrize(
    ("part", "whole", "said"), [(0, 0, None), (1, 3, "33.3"), (-1, 3, "-33.3"), (5, 10000, "0.1"), (100, 100, "100.0")]
)
def test_percentages_have_one_decimal(part, whole, said):
    assert money.percent(part, whole) == said
