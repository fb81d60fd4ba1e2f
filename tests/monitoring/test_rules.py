"""Milestones, ratings, trajectories and the calendar of returns: tables of cases."""

from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fundflow import monitoring
from fundflow.definitions.fund import ReturnRule
from fundflow.errors import BadInput, Refused
from fundflow.monitoring import MILESTONE, RETURN, RagFacts, Trajectory, Window, rag, returns_calendar
from fundflow.monitoring.rules import due_after, number, submission_gaps, take

QUARTERLY = ReturnRule(key="quarterly", title="Quarterly return", every="quarter", due_days=30)
YEARLY = ReturnRule(key="yearly", title="Yearly return", every="year", due_days=60)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("reached", "overdue", "off", "risk", "rating"),
    [
        ((), (), 0, False, "green"),
        ((95,), (), 0, False, "green"),
        ((Fraction(9499, 100),), (), 0, False, "amber"),
        ((80,), (), 0, False, "amber"),
        ((Fraction(7999, 100),), (), 0, False, "red"),
        ((100, 85), (), 0, False, "amber"),
        ((100,), (30,), 0, False, "amber"),
        ((100,), (1, 30, 30), 0, False, "amber"),
        ((100,), (31,), 0, False, "red"),
        ((100,), (1, 31), 0, False, "red"),
        ((80,), (30,), 0, False, "amber"),
        ((100,), (), 5, False, "green"),
        ((100,), (), Fraction(501, 100), False, "red"),
        ((100,), (), -6, False, "red"),
        ((100,), (), 0, True, "red"),
    ],
)
def test_ratings(reached, overdue, off, risk, rating):
    facts = RagFacts(tuple(Fraction(at) for at in reached), overdue, Fraction(off), risk)
    assert rag(facts) == rating


WINDOWS = [Window(day("2017-10-01"), day("2017-12-31")), Window(day("2018-07-01"), day("2018-09-30"))]


@pytest.mark.parametrize(
    ("state", "on", "shown"),
    [
        ("not_started", "2017-12-31", "not_started"),
        ("not_started", "2018-01-01", "not_started"),
        ("in_progress", "2018-09-30", "in_progress"),
        ("in_progress", "2018-10-01", "overdue"),
        ("partially_met", "2018-10-01", "overdue"),
        ("met", "2018-10-01", "met"),
        ("cancelled", "2018-10-01", "cancelled"),
    ],
)
def test_overdue_is_derived_from_the_last_window(state, on, shown):
    assert monitoring.milestone_shown(state, WINDOWS, on=day(on)) == shown


@pytest.mark.parametrize(
    ("shown", "wolverhampton", "leicester"),
    [
        ("not_started", "Not Started", "For delivery in Q2 2018/19"),
        ("in_progress", "In Progress", "In scope to be delivered during Q2 2018/19"),
        ("partially_met", "In Progress", "Partially met"),
        ("met", "Achieved and Closed", "Met"),
        ("overdue", "Overdue", "Overdue since Q2 2018/19"),
        ("cancelled", "Cancelled", "Cancelled"),
    ],
)
def test_states_have_the_words_of_the_papers(shown, wolverhampton, leicester):
    assert monitoring.source_label(shown, style="wolverhampton", windows=WINDOWS) == wolverhampton
    assert monitoring.source_label(shown, style="leicester", windows=WINDOWS) == leicester


def line(direction="up", baseline=100, target=200) -> Trajectory:
    return Trajectory(direction, Fraction(baseline), day("2018-01-01"), Fraction(target), day("2018-01-11"))


@pytest.mark.parametrize(
    ("on", "expected"), [("2017-12-01", 100), ("2018-01-01", 100), ("2018-01-06", 150), ("2018-02-01", 200)]
)
def test_a_trajectory_is_a_straight_line(on, expected):
    assert line().expected(day(on)) == expected


@pytest.mark.parametrize(
    ("trajectory", "value", "on", "percent"),
    [
        (line(), 150, "2018-01-06", 100),
        (line(), 120, "2018-01-06", 80),
        (line(), 220, "2018-01-11", 110),
        (line("down", 200, 100), 150, "2018-01-06", 100),
        (line("down", 200, 100), 200, "2018-01-11", 50),
        (line("down", 200, 0), 0, "2018-01-11", 100),
        (line("up", 0, 100), 5, "2018-01-01", None),
    ],
)
def test_attainment_is_percent_of_the_line_upside_down_where_less_is_better(trajectory, value, on, percent):
    assert trajectory.attainment(Fraction(value), day(on)) == percent


def test_the_four_quarters_are_due_as_the_papers_say():
    calendar = returns_calendar(QUARTERLY, starts=day("2017-04-01"), ends=day("2018-03-31"))
    assert [(row.label, row.due_on) for row in calendar] == [
        ("Q1 2017/18", day("2017-07-31")),
        ("Q2 2017/18", day("2017-10-31")),
        ("Q3 2017/18", day("2018-01-31")),
        ("Q4 2017/18", day("2018-04-30")),
    ]


def test_the_first_and_last_returns_cover_only_the_awards_own_days():
    calendar = returns_calendar(QUARTERLY, starts=day("2017-06-01"), ends=day("2018-02-14"))
    assert (calendar[0].starts_on, calendar[0].ends_on) == (day("2017-06-01"), day("2017-06-30"))
    assert (calendar[-1].starts_on, calendar[-1].ends_on) == (day("2018-01-01"), day("2018-02-14"))
    assert calendar[-1].due_on == day("2018-04-30")
    (year,) = returns_calendar(YEARLY, starts=day("2017-06-01"), ends=day("2018-02-14"))
    assert (year.label, year.due_on) == ("2017/18", day("2018-05-31"))


@given(st.dates(date(2015, 1, 1), date(2025, 1, 1)), st.integers(0, 2000), st.sampled_from([QUARTERLY, YEARLY]))
def test_returns_cover_every_day_of_an_award_once(starts, length, rule):
    ends = date.fromordinal(starts.toordinal() + length)
    calendar = returns_calendar(rule, starts=starts, ends=ends)
    assert (calendar[0].starts_on, calendar[-1].ends_on) == (starts, ends)
    assert all((later.starts_on - row.ends_on).days == 1 for row, later in pairwise(calendar))
    assert all(row.ends_on < row.due_on for row in calendar)


@pytest.mark.parametrize(
    ("last", "days", "due"),
    [("2017-06-30", 30, "2017-07-31"), ("2018-03-31", 45, "2018-05-15"), ("2018-01-31", 0, "2018-01-31")],
)
def test_thirty_days_are_a_calendar_month(last, days, due):
    assert due_after(day(last), days) == day(due)


@pytest.mark.parametrize(("text", "value"), [("12.5", "25/2"), ("1,234", "1234"), ("13%", "13"), ("-2", "-2")])
def test_numbers_are_read_exactly(text, value):
    assert number(text, place="x") == Fraction(value)


@pytest.mark.parametrize("text", ["", "many", "nan", "inf", "1.2.3"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(BadInput):
        number(text, place="x")


@pytest.mark.parametrize("ways", [MILESTONE, RETURN])
def test_only_the_ways_of_a_table_are_open(ways):
    states = {state for state, _ in ways} | {to for to, _ in ways.values()}
    for state in states:
        for action in {action for _, action in ways}:
            for role in ("applicant", "signatory", "officer", "finance", "system"):
                way = ways.get((state, action))
                if way and role in way[1]:
                    assert take(ways, state, action, (role,), what="It") == way[0]
                    continue
                with pytest.raises(Refused) as refused:
                    take(ways, state, action, (role,), what="It")
                assert refused.value.refusals[0].guard == ("monitoring_role" if way else "monitoring_state")


def test_headings_without_text_are_gaps():
    assert submission_gaps(["Risks", "Spend"], {"Risks": " ", "Spend": "£3"}) == ["Risks"]
    assert submission_gaps(["Risks"], {"Risks": 0}) == ["Risks"]
