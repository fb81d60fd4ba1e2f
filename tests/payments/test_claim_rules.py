"""How claims are split, and what stops them: tables of cases."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fundflow import payments
from fundflow.errors import Refused
from fundflow.payments.rules.budgets import over_line
from fundflow.payments.rules.claims import (
    approved_draws,
    draw,
    invoice_sha,
    period_for,
    sending_refusals,
    years_of,
)
from fundflow.payments.rules.duties import Hands, duties
from fundflow.payments.rules.evidence import months_missing
from fundflow.payments.rules.facts import Room
from tests.payments.world import RB, STANDING, SW, TOLERANCE, Y1, Y2, cost

SPAN = "2017/18-2018/19"


def rooms(*rows: tuple[int, str, str, int], kind: str = "arrears") -> list[Room]:
    return [Room(number, number, f"T{number}", kind, by, period, pence) for number, by, period, pence in rows]


def test_a_claim_for_february_to_june_is_split_by_its_days_over_two_years():
    assert years_of(cost(pence=15_000, first="2018-02-01", last="2018-06-30")) == {Y1: 5_900, Y2: 9_100}
    draws = draw(
        [cost(pence=15_000, first="2018-02-01", last="2018-06-30")], rooms((1, RB, Y1, 9_000), (1, RB, Y2, 10_000))
    )
    assert [(row.period, row.delivery_year, row.pence) for row in draws] == [(Y1, Y1, 5_900), (Y2, Y2, 9_100)]


def test_the_last_day_of_march_is_the_old_year_and_the_first_of_april_the_new():
    assert years_of(cost(pence=100, first="2018-03-31", last="2018-03-31")) == {Y1: 100}
    assert years_of(cost(pence=100, first="2018-04-01", last="2018-04-01")) == {Y2: 100}
    assert years_of(cost(pence=101, first="2018-03-31", last="2018-04-01")) == {Y1: 51, Y2: 50}


@pytest.mark.parametrize(
    ("year", "periods", "found"),
    [(Y1, (Y1, Y2), Y1), (Y1, (SPAN,), SPAN), (Y2, (SPAN, Y2), Y2), ("2019/20", (Y1, SPAN), None)],
)
def test_a_year_is_paid_from_the_narrowest_period_that_holds_it(year, periods, found):
    assert period_for(year, periods) == found


def test_commissioners_pay_in_proportion_and_tranches_in_order():
    draws = draw(
        [cost(pence=9_000)], rooms((1, RB, Y1, 1_000), (1, SW, Y1, 2_000), (2, RB, Y1, 4_000), (2, SW, Y1, 8_000))
    )
    assert [(row.tranche_id, row.commissioner, row.pence) for row in draws] == [
        (1, RB, 1_000),
        (2, RB, 2_000),
        (1, SW, 2_000),
        (2, SW, 4_000),
    ]


def test_a_span_is_one_key_with_the_year_of_delivery_kept():
    draws = draw([cost(pence=1_500, first="2018-02-01", last="2018-06-30")], rooms((1, RB, SPAN, 2_000)))
    assert [(row.period, row.delivery_year, row.pence) for row in draws] == [(SPAN, Y1, 590), (SPAN, Y2, 910)]


def test_a_claim_above_what_is_left_is_refused_with_both_figures():
    with pytest.raises(Refused, match=r"asks £10\.01 for 2017/18 and £10\.00 is left in 'T1'. Lower it by £0\.01"):
        draw([cost(pence=1_001)], rooms((1, RB, Y1, 400), (1, SW, Y1, 600)))
    assert sum(row.pence for row in draw([cost(pence=1_000)], rooms((1, RB, Y1, 400), (1, SW, Y1, 600)))) == 1_000


def test_work_of_a_year_without_money_is_refused():
    with pytest.raises(Refused, match=r"was delivered in 2018/19, and the instalments it names hold nothing"):
        draw([cost(first="2018-05-01", last="2018-05-02")], rooms((1, RB, Y1, 10**9)))


days = st.dates(date(2017, 4, 1), date(2020, 3, 31))
lines = st.lists(st.tuples(days, days, st.integers(1, 10**9)), min_size=1, max_size=6)
held = st.dictionaries(
    st.tuples(st.integers(1, 3), st.sampled_from([RB, SW, "06D"]), st.sampled_from([Y1, Y2, "2019/20"])),
    st.integers(0, 10**10),
    min_size=1,
)


@given(lines, held, st.data())
def test_splits_add_up_and_never_pass_what_is_left_and_cuts_stay_within_claims(rows, amounts, data):
    costs = [
        cost(at, pence, str(min(first, last)), str(max(first, last)))
        for at, (first, last, pence) in enumerate(rows, start=1)
    ]
    amounts |= {(4, SW, year): 6 * 10**9 for year in (Y1, Y2, "2019/20")}
    room = rooms(*((number, by, period, pence) for (number, by, period), pence in amounts.items()))
    draws = draw(costs, room)
    assert sum(row.pence for row in draws) == sum(line.pence for line in costs)
    used: dict[tuple[int, str, str], int] = {}
    for row in draws:
        at = row.tranche_id, row.commissioner, row.period
        used[at] = used.get(at, 0) + row.pence
    assert all(pence <= amounts[at] for at, pence in used.items())
    approved = {line.number: data.draw(st.integers(0, line.pence)) for line in costs}
    given_back = approved_draws(costs, approved, draws)
    assert sum(given_back) == sum(approved.values())
    assert all(pence <= row.pence for pence, row in zip(given_back, draws, strict=True))


CASES = [
    ("2017-07-01", "2017-07-31", "2017-09-01", None),
    ("2017-07-01", "2017-09-01", "2017-09-01", None),
    ("2017-07-01", "2017-09-02", "2017-09-01", "already_delivered"),
    ("2017-05-31", "2017-06-02", "2017-09-01", "delivered_in_award"),
    ("2019-03-01", "2019-04-01", "2019-04-02", "delivered_in_award"),
    ("2019-03-01", "2019-03-31", "2019-04-30", None),
    ("2019-03-01", "2019-03-31", "2019-05-01", "before_last_claim"),
]


@pytest.mark.parametrize(("first", "last", "on", "guard"), CASES)
def test_dates_of_a_claim(first, last, on, guard):
    refusals = sending_refusals(
        [cost(first=first, last=last)], rooms((1, RB, Y1, 1)), STANDING, on=date.fromisoformat(on)
    )
    assert [refusal.guard for refusal in refusals] == ([guard] if guard else [])


@pytest.mark.parametrize(
    ("last", "on", "guard"),
    [
        ("2018-03-31", "2018-03-28", None),
        ("2018-04-30", "2018-03-28", "advance_needed_this_year"),
        ("2018-04-30", "2018-04-01", None),
        ("2017-09-30", "2017-06-02", None),
    ],
)
def test_an_advance_is_for_need_within_the_year(last, on, guard):
    refusals = sending_refusals(
        [cost(first=on, last=last)], rooms((1, RB, Y1, 1), kind="advance"), STANDING, on=date.fromisoformat(on)
    )
    assert [refusal.guard for refusal in refusals] == ([guard] if guard else [])


@pytest.mark.parametrize(
    ("agreed", "used", "asked", "guard"),
    [
        (2_000_000, 0, 2_200_000, None),
        (2_000_000, 0, 2_200_001, "within_budget_line"),
        (2_000_000, 2_000_000, 200_000, None),
        (2_000_000, 2_000_000, 200_001, "within_budget_line"),
        (500_000, 0, 600_000, None),
        (500_000, 0, 600_001, "within_budget_line"),
    ],
)
def test_a_line_may_move_by_ten_per_cent_or_a_thousand_pounds_whichever_is_more(agreed, used, asked, guard):
    budget = [payments.BudgetLine("backfill", Y1, agreed, used), payments.BudgetLine("backfill", Y2, 9_000_000)]
    refusals = over_line([cost(pence=asked)], budget, TOLERANCE)
    assert [refusal.guard for refusal in refusals] == ([guard] if guard else [])


def test_a_fund_that_names_only_one_tolerance_uses_that_one():
    assert payments.Tolerance(10, 0).ceiling(1_000) == 1_100
    assert payments.Tolerance(0, 500).ceiling(1_000) == 1_500


def test_a_cost_that_nobody_agreed_is_refused():
    assert over_line([cost(kind="party")], [payments.BudgetLine("backfill", Y1, 10**9)], TOLERANCE)


SAME = [
    ("Acme Ltd", "INV 7", True),
    ("ACME  LTD", "inv7", True),
    ("Acme Ltd", "INV 8", False),
    ("Acme Limited", "INV 7", False),
]


@pytest.mark.parametrize(("supplier", "number", "same"), SAME)
def test_an_invoice_is_known_again_by_supplier_number_date_and_amount(supplier, number, same):
    first = invoice_sha(supplier="Acme Ltd", number="INV 7", dated=date(2017, 7, 1), pence=100)
    again = invoice_sha(supplier=supplier, number=number, dated=date(2017, 7, 1), pence=100)
    assert (first == again) is same
    assert first != invoice_sha(supplier="Acme Ltd", number="INV 7", dated=date(2017, 7, 1), pence=101)
    assert first != invoice_sha(supplier="Acme Ltd", number="INV 7", dated=date(2017, 7, 2), pence=100)


@pytest.mark.parametrize(
    ("hand", "person", "ties", "guards"),
    [
        ("check", 9, {}, []),
        ("check", 1, {}, ["separate_people"]),
        ("approve", 1, {}, ["separate_people"]),
        ("approve", 2, {}, ["separate_people"]),
        ("release", 1, {}, ["separate_people"]),
        ("release", 2, {}, ["separate_people"]),
        ("release", 3, {}, ["separate_people"]),
        ("release", 4, {}, []),
        ("release", 4, {"M81001": "partner"}, ["no_interest"]),
        ("release", 3, {"M81001": "partner"}, ["separate_people", "no_interest"]),
    ],
)
def test_four_different_people_without_interest_pay_a_claim(hand, person, ties, guards):
    hands = Hands("TF-17-0001/C1", {"declare": (1, "Shah"), "check": (2, "Ash"), "approve": (3, "Bell")})
    assert [refusal.guard for refusal in duties(hands, hand, person=person, ties=ties)] == guards


def test_a_refused_hand_names_the_person_and_what_they_did():
    hands = Hands("TF-17-0001/C1", {"check": (2, "Jo Ash")})
    reason = duties(hands, "approve", person=2, ties={})[0].reason
    assert reason.startswith("TF-17-0001/C1 was not approved. You are Jo Ash, who checked it")


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        ("Rota", "February 2018, March 2018, April 2018"),
        ("Rota of February 2018 and march 2018", "April 2018"),
        ("2018-02, 2018-03, 2018-04", ""),
        ("Rota of February 2017, March 2018, April 2018", "February 2018"),
        ("2018-020, 2018-13, March 2018 and April 2018", "February 2018"),
    ],
)
def test_a_cost_over_a_year_s_end_is_shown_month_by_month(said, missing):
    found = months_missing([cost(first="2018-02-10", last="2018-04-02"), cost(number=2)], [said])
    assert [one.guard for one in found] == ["evidence_by_month"] * bool(missing)
    assert all(f"names {missing}. Ask" in one.reason for one in found)


def test_what_a_closed_year_does_not_hold_falls_to_the_next_as_work_of_its_own_year():
    room = rooms((1, RB, Y1, 600), (1, SW, Y1, 300), (1, RB, Y2, 5_000), (1, SW, Y2, 5_000))
    costs = [cost(pence=1_000)]
    draws = draw(costs, room, closed={Y1})
    assert {(row.period, row.delivery_year) for row in draws} == {(Y1, Y1), (Y2, Y1)}
    assert sum(row.pence for row in draws if row.period == Y1) == 900
    assert sum(row.pence for row in draws) == 1_000
    with pytest.raises(Refused, match="is left in"):
        draw(costs, room)
    cut = approved_draws(costs, {costs[0].number: 950}, draws)
    assert sum(pence for pence, row in zip(cut, draws, strict=True) if row.period == Y1) == 900
    assert sum(cut) == 950
