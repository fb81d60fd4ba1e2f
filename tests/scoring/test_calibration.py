"""An assessor's own marks side by side: what counts as the same words, and what is asked of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fundflow import scoring
from tests.scoring.schemes import SCHEME

KEY = SCHEME.items[0].key


def marks(*written: tuple[str, int, str]) -> list[scoring.OwnMark]:
    return [scoring.OwnMark(ref, KEY, score, words) for ref, score, words in written]


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ([("A", 4, "Clear."), ("C", 3, "clear")], [(("A", 4), ("C", 3))]),
        ([("C", 3, "Clear  plan"), ("A", 4, "clear plan!"), ("B", 4, "Clear plan.")], [(("A", 4), ("B", 4), ("C", 3))]),
        ([("A", 4, "Clear."), ("C", 4, "Clear.")], []),
        ([("A", 4, "Clear."), ("C", 3, "Not clear.")], []),
        ([("A", 4, ""), ("C", 3, " ")], []),
        ([("A", 4, "Clear.")], []),
    ],
)
def test_the_same_words_under_different_scores_are_asked_about(written, asked):
    assert [one.scores for one in scoring.same_words(SCHEME, marks(*written))] == asked


def test_words_of_two_criteria_are_never_compared():
    other = scoring.OwnMark("C", SCHEME.items[1].key, 1, "Clear.")
    assert scoring.same_words(SCHEME, [*marks(("A", 4, "Clear.")), other]) == ()


@given(st.lists(st.integers(1, 5), max_size=18))
def test_a_mean_lies_within_the_marks_and_a_spread_is_what_they_cover(scores):
    first, *others = scoring.own_spreads(SCHEME, marks(*((f"B{n}", score, "") for n, score in enumerate(scores))))
    assert first.marks == len(scores)
    assert (first.mean is None) == (not scores)
    if first.mean is not None:
        assert min(scores) <= first.mean <= max(scores)
        assert first.spread == max(scores) - min(scores)
    assert all((one.marks, one.mean, one.spread) == (0, None, 0) for one in others)
