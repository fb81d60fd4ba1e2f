"""The register of what five papers say differently: every line of it is there, and its figures add up."""

import csv
import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

import fundflow
from fundflow import allocations

FILE = Path(fundflow.__file__).parent / "scenarios" / "worcestershire-setting" / "discrepancies.csv"
LINES = {row["number"]: row for row in csv.DictReader(FILE.open(encoding="utf-8"))}
REGISTERED = {"05J": 176_511, "05T": 304_935, "06D": 114_810}
WEIGHTED = {"05J": Fraction(167_487), "05T": Fraction(29_374_417, 100), "06D": Fraction(113_691)}


def pounds(text):
    return [int(found.replace(",", "")) for found in re.findall(r"£([\d,]+)(?!\.\d)", text)]


def difference(number):
    return int(LINES[number]["difference"].replace(",", ""))


def test_every_difference_from_9_to_44_is_entered():
    assert {int(number[2:4]) for number in LINES} == set(range(9, 45))


def test_all_of_them_are_taken_once_and_change_nothing_the_second_time(session, load):
    first = load("discrepancies", FILE)
    assert (first.written, first.rejected) == (len(LINES), [])
    again = load("discrepancies", FILE)
    assert (again.written, again.unchanged) == (0, len(LINES))
    rows = {row.key: row for row in allocations.discrepancies(session)}
    assert (rows["D-09.1"].difference_pence, rows["D-09.1"].owner) == (5_414_400, "Chief finance officers")
    assert rows["D-20"].period == "2017/18"
    assert {row.status for row in rows.values()} == {"open"}


def test_reading_the_same_file_again_leaves_what_was_accepted_alone(session, load, act):
    load("discrepancies", FILE)
    row = next(one for one in allocations.discrepancies(session) if one.key == "D-11")
    allocations.accept(session, row.id, act=replace(act, reason="Finance goes by the table."))
    assert row.note == f"{LINES['D-11']['note']} Finance goes by the table."
    load("discrepancies", FILE)
    assert (row.status, row.owner) == ("accepted", act.actor)


@pytest.mark.parametrize(("number", "code"), [("D-09.1", "05J"), ("D-09.2", "06D"), ("D-09.3", "05T")])
def test_the_basis_of_access_money_by_both_lists(number, code):
    row, weighted, registered = LINES[number], WEIGHTED[code], REGISTERED[code]
    assert row["commissioner"] == code
    assert difference(number) == round(6 * (registered - weighted))
    rate = 6 if code == "05T" else Fraction("3.34")
    assert pounds(row["value_a"])[0] == round(rate * weighted)
    assert 6 * registered in pounds(row["value_b"])
    if code != "05T":
        low = round(Fraction("3.34") * registered) - pounds(row["value_a"])[0]
        assert pounds(row["note"])[-1] == low


@pytest.mark.parametrize(
    ("number", "first", "second"),
    [("D-10.1", 263_641, 264_766), ("D-10.2", 455_415, 457_403), ("D-10.3", 171_878, 172_215)],
)
def test_the_two_years_of_the_text_are_twice_the_first(number, first, second):
    (text,), (table,) = pounds(LINES[number]["value_a"]), pounds(LINES[number]["value_b"])
    assert (text, table) == (round(2 * first, -3), first + second)
    assert difference(number) == table - text
    assert LINES[number]["severity"] == allocations.severity(text * 100, table * 100)


def test_the_whole_text_is_3_318_pounds_below_the_table():
    assert sum(difference(f"D-10.{part}") for part in (1, 2, 3)) == 1_785_318 - 1_782_000


def test_the_rate_for_both_years_is_half_of_what_the_table_gives():
    row = LINES["D-11"]
    assert pounds(row["value_a"])[-1] == round(Fraction("1.5") * 593_956)
    assert pounds(row["value_b"])[-1] - pounds(row["value_a"])[-1] == difference("D-11")


def test_residents_are_3_to_4_percent_fewer_than_patients():
    assert [593_956 - 575_000, 596_256 - 575_000] == [18_956, 21_256]
    assert "18,956 and 21,256" in LINES["D-12"]["note"]


def test_groups_that_changed_come_to_the_same_in_both_appendices():
    def patients(side):
        return sum(int(LINES[f"D-14.{part}"][side].split()[0].replace(",", "")) for part in (1, 2, 3))

    assert patients("value_a") == patients("value_b") == 287_000 - 72_000


def test_a_published_rate_that_the_pot_does_not_give():
    row = LINES["D-20"]
    assert pounds(row["value_a"])[-1] == round(Fraction("0.18") * 593_956)
    assert difference("D-20") == pounds(row["value_a"])[-1] - 102_100
    assert round(Fraction(102_100 * 10_000, 593_956)) == 1719
    assert row["severity"] == allocations.severity(10_691_200, 10_210_000)


def test_shares_and_growth_that_are_told_in_percent():
    assert f"{21 / 85 * 100:.1f} %" in LINES["D-16"]["value_b"]
    grown = (WEIGHTED["05T"] / Fraction(29_246_133, 100) - 1) * 100
    assert f"{float(grown):.2f} %" in LINES["D-42"]["value_a"]
    assert (round(171 / 3, 1), round(58.17 * 3, 1)) == (57.0, 174.5)


def test_what_is_material_names_a_fund_or_is_accepted_before_a_round_opens():
    """Whatever names no fund would keep every round from opening: only the question of who decides does."""
    assert [number for number, row in LINES.items() if row["severity"] == "material" and not row["fund"]] == ["D-38"]
    conflicts = [row for row in LINES.values() if row["kind"] in ("basis_inconsistent", "date_conflict", "recurrence")]
    assert {row["severity"] for row in conflicts} == {"material"}
