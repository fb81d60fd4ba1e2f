"""JSON and CSV: numbers stay numbers, texts stay texts, the same report is the same bytes."""

import csv
import io
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fundflow.exchange import exports
from fundflow.exchange.exports.plain import defused
from fundflow.money import plain
from tests.reporting.county import ask, lists, table_7_2


def read(content):
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_money_is_a_plain_number_of_pounds_that_sums(report):
    rows = read(exports.as_csv(report))
    assert rows[0]["net"] == "-500.00"
    assert sum(Decimal(row["net"]) for row in rows) * 100 == report.totals["net_pence"]


def test_a_text_that_would_be_a_formula_is_defused_and_no_other(report):
    names = [row["name"] for row in read(exports.as_csv(report))]
    assert names == ["'=1+1", "'+44 1905", "'-500.00", "'@SUM(A1)", "'\tx", "plain, with a comma", 'a "quote"']


def test_codes_keep_their_leading_noughts_and_absent_values_are_empty(report):
    first = read(exports.as_csv(report))[0]
    assert (first["code"], first["patients"], first["on"], first["inside"]) == ("0000", "", "2017-04-03", "no")
    assert "title" not in first


def test_json_has_pence_as_integers_and_no_columns_of_paper(report):
    document = json.loads(exports.as_json(report))
    assert document["as_at"] == "2017-09-30"
    assert document["rows"][0] == {
        "code": "0000",
        "name": "=1+1",
        "on": "2017-04-03",
        "net_pence": -50000,
        "patients": None,
        "share": "12.5",
        "inside": False,
    }
    assert document["totals"] == report.totals
    assert document["notes"] == ["A note."]


@given(st.text())
def test_no_text_can_begin_like_a_formula(text):
    formula = text.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert defused(text) == (f"'{text}" if formula else text)


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_pounds_come_back_as_the_same_pence(pence):
    assert int(Decimal(plain(pence)) * 100) == pence


@pytest.mark.parametrize("name", ["finance", "allocations", "journal"])
def test_the_same_figures_are_the_same_bytes(session, name):
    table_7_2(session)
    lists(session)
    assert exports.as_json(ask(session, name)) == exports.as_json(ask(session, name))
    assert exports.as_csv(ask(session, name)) == exports.as_csv(ask(session, name))
    assert exports.as_xlsx(ask(session, name)) == exports.as_xlsx(ask(session, name))


def test_the_finance_csv_sums_to_the_paper(session):
    table_7_2(session)
    rows = read(exports.as_csv(ask(session, "finance")))
    assert sum(Decimal(row["allocated"]) for row in rows) == 18_252_261
    assert {row["commissioner"] for row in rows} == {"05J", "05T", "06D"}
