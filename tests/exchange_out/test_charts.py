"""The chart: drawn from the report's own figures, readable without eyes, the same every time."""

import xml.etree.ElementTree as ET

import pytest

from fundflow.exchange import exports
from fundflow.exchange.exports import chart
from tests.reporting.county import ask, table_7_2


@pytest.fixture
def by_year(session):
    table_7_2(session)
    return ask(session, "by-year")


def test_the_bars_are_the_report_s_figures(by_year):
    values = chart._spec(by_year)["data"]["values"]
    assert len(values) == 3 * len(by_year.rows)
    drawn = {
        (one["body"], one["year"].split("|")[0], "not split" in one["year"]): one["pounds"]
        for one in values
        if one["money"] == "Allocated"
    }
    for row in by_year.rows:
        first, _, last = row["period"].partition("-")
        assert drawn[row["commissioner_name"], first, bool(last)] * 100 == row["allocated_pence"]


def test_the_svg_is_a_picture_with_its_figures_as_label(by_year):
    root = ET.fromstring(exports.spend_chart(by_year))
    assert root.get("role") == "img"
    label = root.get("aria-label")
    assert label == exports.spend_words(by_year)
    for row in by_year.rows:
        assert f"{row['commissioner_name']}, {row['period'].split('-')[0]}" in label
    assert "South Worcestershire, 2017/18: allocated £2,340,658.00, committed £0.00, paid £0.00" in label
    assert sum(1 for _ in root.iter("{http://www.w3.org/2000/svg}path")) > len(by_year.rows)


def test_corners_are_square_and_ids_cannot_clash(by_year):
    svg = exports.spend_chart(by_year)
    assert svg.count("<clipPath") <= 1
    assert '"cornerRadius": 0' in __import__("json").dumps(chart._spec(by_year))


def test_words_are_drawn_and_the_same_report_is_the_same_picture(by_year):
    svg = exports.spend_chart(by_year)
    assert "Wyre Forest</text>" in svg
    assert "£2.0m</text>" in svg
    assert svg == exports.spend_chart(by_year)
    png = exports.spend_chart_png(by_year)
    assert png.startswith(b"\x89PNG")
    assert png == exports.spend_chart_png(by_year)


def test_a_label_cannot_break_out_of_its_attribute(by_year):
    for row in by_year.rows:
        row["commissioner_name"] = 'A "quoted" <b>name</b> & more'
    root = ET.fromstring(exports.spend_chart(by_year))
    assert 'A "quoted" <b>name</b> & more, 2017/18' in root.get("aria-label")
