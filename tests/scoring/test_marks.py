"""Scores become one exact result, rounded once."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fundflow import scoring
from fundflow.errors import BadInput
from tests.scoring.schemes import KEYS, SCHEME, WEIGHTS, by_key, scheme, sets

marks = st.integers(0, 5)
rows = st.tuples(marks, marks, marks, marks, marks, marks)
panels = st.lists(rows, min_size=1, max_size=5)


@pytest.mark.parametrize(
    ("panel", "tenths", "band", "fundable"),
    [
        ([(4, 3, 5, 2, 4, 3)], 700, "fundable", True),
        ([(3, 3, 3, 3, 3, 3)], 600, "fundable", True),
        ([(5, 5, 5, 5, 1, 5)], 840, "reject", False),
        ([(5, 5, 5, 5, 2, 5)], 880, "fundable", True),
        ([(3, 2, 3, 4, 4, 2), (3, 3, 4, 4, 2, 2), (4, 2, 2, 2, 4, 3)], 600, "fundable", True),
        ([(3, 3, 3, 3, 3, 2)], 580, "improvable", False),
        ([(2, 2, 3, 3, 3, 3)], 510, "improvable", False),
        ([(2, 2, 3, 3, 2, 3)], 470, "reject", False),
        ([(0, 0, 0, 0, 0, 0)], 0, "reject", False),
        ([(5, 5, 5, 5, 5, 5)], 1000, "fundable", True),
    ],
)
def test_totals_bands_and_minima_of_the_stated_vectors(panel, tenths, band, fundable):
    result = scoring.consolidate(SCHEME, sets(*panel))
    assert (result.tenths, result.band, result.fundable) == (tenths, band, fundable)


def test_three_assessors_reach_sixty_exactly_where_rounded_means_would_miss_it():
    result = scoring.consolidate(SCHEME, sets((3, 2, 3, 4, 4, 2), (3, 3, 4, 4, 2, 2), (4, 2, 2, 2, 4, 3)))
    rounded = {key: Fraction(scoring.mean_words(exact)) for key, exact in result.means.items()}
    assert result.total == 60
    assert scoring.weighted(SCHEME, rounded) == Fraction("59.94")
    assert scoring.mean_words(result.means["working_at_scale"]) == "3.33"


@pytest.mark.parametrize(
    ("exact", "tenths"),
    [("59.95", 600), ("59.949999", 599), ("60", 600), ("59.94", 599), ("0", 0), ("0.05", 1), ("0.0499", 0)],
)
def test_a_total_is_rounded_half_up_to_a_tenth(exact, tenths):
    assert scoring.in_tenths(Fraction(exact)) == tenths


def test_a_minimum_is_met_by_the_exact_mean_only():
    just_below = [(3, 3, 3, 3, 2, 3)] * 199 + [(3, 3, 3, 3, 1, 3)]
    result = scoring.consolidate(SCHEME, sets(*just_below))
    assert result.means["value_quality"] == Fraction("1.995")
    assert scoring.mean_words(result.means["value_quality"]) == "2.00"
    assert result.minima_failed == ("value_quality",)
    assert scoring.consolidate(SCHEME, sets((3, 3, 3, 3, 2, 3))).minima_failed == ()


def test_a_moderated_score_of_two_passes_a_minimum_of_two():
    panel = sets((5, 5, 5, 5, 1, 5), (5, 5, 5, 5, 2, 5))
    assert scoring.consolidate(SCHEME, panel).minima_failed == ("value_quality",)
    agreed = scoring.consolidate(SCHEME, panel, {"value_quality": 2})
    assert (agreed.minima_failed, agreed.agreed, agreed.fundable) == ((), ("value_quality",), True)


def test_an_agreed_score_replaces_its_mean_and_leaves_the_others():
    panel = sets((3, 3, 3, 3, 3, 3), (4, 3, 3, 3, 3, 5))
    result = scoring.consolidate(SCHEME, panel, {"impact_gain": 3})
    assert result.means == by_key(Fraction(7, 2), 3, 3, 3, 3, 3)


@pytest.mark.parametrize("key", KEYS)
def test_full_marks_on_one_criterion_alone_give_exactly_its_weight(key):
    row = tuple(5 if one == key else 0 for one in KEYS)
    assert scoring.consolidate(SCHEME, sets(row)).total == WEIGHTS[KEYS.index(key)]


@given(
    st.lists(st.integers(0, 100), min_size=5, max_size=5).map(sorted),
    st.integers(0, 5),
    st.integers(1, 4),
)
def test_the_stated_weight_is_the_effective_weight_in_any_scheme(cuts, at, assessors):
    bounds = [0, *cuts, 100]
    weights = tuple(high - low for low, high in itertools.pairwise(bounds))
    row = tuple(5 if place == at else 0 for place in range(6))
    assert scoring.consolidate(scheme(weights), sets(*[row] * assessors)).total == weights[at]


@given(panels, st.randoms())
def test_the_order_of_assessors_does_not_matter(panel, chance):
    shuffled = list(panel)
    chance.shuffle(shuffled)
    assert scoring.consolidate(SCHEME, sets(*panel)) == scoring.consolidate(SCHEME, sets(*shuffled))


@given(panels)
def test_there_is_one_rounding_and_it_is_the_last(panel):
    result = scoring.consolidate(SCHEME, sets(*panel))
    owns = [scoring.own_total(SCHEME, one) for one in sets(*panel)]
    assert result.total == sum(owns, Fraction(0)) / len(owns)
    assert abs(Fraction(result.tenths, 10) - result.total) <= Fraction(1, 20)
    assert result.tenths == scoring.in_tenths(result.total)


@given(panels, st.integers(0, 4), st.integers(0, 5))
def test_a_higher_score_never_lowers_the_result(panel, who, what):
    who %= len(panel)
    if panel[who][what] == 5:
        return
    better = [list(row) for row in panel]
    better[who][what] += 1
    before = scoring.consolidate(SCHEME, sets(*panel))
    after = scoring.consolidate(SCHEME, sets(*[tuple(row) for row in better]))
    assert after.total > before.total
    assert after.tenths >= before.tenths
    assert after.fundable or not before.fundable
    assert set(after.minima_failed) <= set(before.minima_failed)


def test_a_missing_score_is_refused_and_never_counted_as_nought():
    broken = scoring.ScoreSet(7, {key: 3 for key in KEYS if key != "impact_gain"})
    with pytest.raises(BadInput, match="assessor 7: no score of 'impact_gain'"):
        scoring.consolidate(SCHEME, [*sets((3, 3, 3, 3, 3, 3)), broken])


@pytest.mark.parametrize("bad", [6, -1, True, 2.5])
def test_a_mark_off_the_scale_is_refused(bad):
    with pytest.raises(BadInput, match="is not a score"):
        scoring.consolidate(SCHEME, sets((bad, 3, 3, 3, 3, 3)))


def test_an_unknown_criterion_and_an_empty_panel_are_refused():
    with pytest.raises(BadInput, match="'charm' is not a criterion"):
        scoring.consolidate(SCHEME, [scoring.ScoreSet(1, {**by_key(3, 3, 3, 3, 3, 3), "charm": 5})])
    with pytest.raises(BadInput, match="no locked scores"):
        scoring.consolidate(SCHEME, [])


def test_weights_that_do_not_sum_to_a_hundred_are_refused():
    with pytest.raises(BadInput, match="sum to 99 and must sum to 100"):
        scoring.consolidate(scheme((25, 20, 10, 15, 20, 9)), sets((3, 3, 3, 3, 3, 3)))


@given(st.lists(st.one_of(st.none(), st.fractions(0, 5)), max_size=8))
def test_a_mean_takes_what_is_there_and_counts_what_is_not(values):
    found = scoring.mean(values)
    there = [value for value in values if value is not None]
    assert (found.counted, found.missing) == (len(there), len(values) - len(there))
    assert found.exact == (sum(there) / len(there) if there else None)


def test_an_exact_figure_survives_rest():
    assert scoring.fraction_from(scoring.fraction_text(Fraction(180, 7))) == Fraction(180, 7)
