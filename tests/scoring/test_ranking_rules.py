"""One ranked list: competition ranks, ties broken exactly, and nothing else that could decide."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fundflow import scoring
from fundflow.scoring import Contender
from tests.scoring.schemes import SCHEME, by_key, scheme

FLAT = by_key(3, 3, 3, 3, 3, 3)


def bid(number, tenths=600, means=None, **changes):
    stated = {"ask_pence": 100_000, "patients": 1000, "fundable": tenths >= 600}
    return Contender(number, f"TF-17-{number:04d}", means or FLAT, tenths, **{**stated, **changes})


def ranks(*bids, criteria=SCHEME):
    return {one.id: one.rank for one in scoring.rank(criteria, bids)}


def test_ranks_are_one_two_two_four():
    assert ranks(bid(1, 900), bid(2, 800), bid(3, 800), bid(4, 700)) == {1: 1, 2: 2, 3: 2, 4: 4}


def test_a_tie_on_everything_stays_tied_for_the_committee():
    rows = scoring.rank(SCHEME, [bid(2), bid(1)])
    assert [(row.rank, row.tied_with) for row in rows] == [(1, ("TF-17-0002",)), (1, ("TF-17-0001",))]


def test_ties_break_by_exact_means_in_the_schemes_order():
    scale = bid(1, means=by_key(Fraction(7, 3), 3, 3, 3, 3, 5))
    finer = bid(2, means=by_key(Fraction(7001, 3000), 3, 3, 3, 3, 0))
    impact = bid(3, means=by_key(Fraction(7, 3), 3, 3, 3, 3, 4))
    rows = scoring.rank(SCHEME, [scale, finer, impact])
    assert [(row.id, row.rank, row.broken_by) for row in rows] == [
        (2, 1, ("working_at_scale",)),
        (1, 2, ("working_at_scale", "impact_gain")),
        (3, 3, ("working_at_scale", "impact_gain")),
    ]


def test_cost_per_head_is_compared_exactly():
    dearer, cheaper = bid(1, ask_pence=100_001, patients=3000), bid(2, ask_pence=100_000, patients=3000)
    equal = bid(3, ask_pence=50_000, patients=1500)
    assert ranks(dearer, cheaper, equal) == {2: 1, 3: 1, 1: 3}


def test_a_missing_list_skips_the_cost_and_says_so():
    rows = scoring.rank(SCHEME, [bid(1, patients=None), bid(2, ask_pence=1), bid(3, 900)])
    assert [(row.id, row.rank, row.cost_skipped) for row in rows] == [(3, 1, False), (1, 2, True), (2, 2, True)]


def test_a_scheme_may_leave_cost_out():
    assert ranks(bid(1, ask_pence=9), bid(2), criteria=scheme(tie_break_cost_per_head=False)) == {1: 1, 2: 1}


@pytest.mark.parametrize(
    ("out", "why"),
    [
        (bid(9, excluded="withdrawn"), "withdrawn"),
        (bid(9, 595), "scored 59.5, below 60.0"),
        (bid(9, 840, fundable=False, minima_failed=("value_quality",)), "below the minimum for Value quality"),
    ],
)
def test_who_is_out_of_the_list_is_not_counted_in_it(out, why):
    rows = scoring.rank(SCHEME, [out, bid(1), bid(2, 700)])
    assert [(row.id, row.rank, row.of) for row in rows] == [(2, 1, 2), (1, 2, 2), (9, None, 2)]
    assert rows[-1].excluded == why


scored = st.builds(
    lambda tenths, scale, impact, ask, patients: (tenths, by_key(scale, 3, 3, 3, 3, impact), ask, patients),
    st.sampled_from([590, 600, 601, 700]),
    st.fractions(2, 5, max_denominator=3),
    st.fractions(0, 5, max_denominator=3),
    st.integers(1, 4),
    st.sampled_from([None, 1, 2, 3]),
)


@given(st.lists(scored, max_size=8), st.randoms())
def test_ranks_ignore_the_order_in_which_bids_come(drawn, chance):
    bids = [bid(n, tenths, means, ask_pence=ask, patients=heads) for n, (tenths, means, ask, heads) in enumerate(drawn)]
    shuffled = list(bids)
    chance.shuffle(shuffled)
    assert scoring.rank(SCHEME, bids) == scoring.rank(SCHEME, shuffled)


@given(st.lists(scored, max_size=8), st.randoms())
def test_ranks_ignore_names_and_numbers(drawn, chance):
    places = list(range(len(drawn)))
    chance.shuffle(places)
    plain = [bid(n, t, m, ask_pence=a, patients=h) for n, (t, m, a, h) in enumerate(drawn)]
    renamed = [bid(100 + places[n], t, m, ask_pence=a, patients=h) for n, (t, m, a, h) in enumerate(drawn)]
    first, second = ranks(*plain), ranks(*renamed)
    assert all(first[n] == second[100 + places[n]] for n in range(len(drawn)))


@given(st.lists(scored, max_size=8))
def test_a_rank_is_one_more_than_the_number_of_better_bids(drawn):
    rows = scoring.rank(SCHEME, [bid(n, t, m, ask_pence=a, patients=h) for n, (t, m, a, h) in enumerate(drawn)])
    inside = [row for row in rows if row.rank is not None]
    for row in inside:
        assert row.rank == 1 + sum((other.rank or 0) < (row.rank or 0) for other in inside)
        assert row.of == len(inside)
        assert len(row.tied_with) == sum(other.rank == row.rank for other in inside) - 1
