"""A sum shared among practices by their lists, by hand and at the scale of a country."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fundflow.allocations import share_by_list
from fundflow.errors import Refused
from fundflow.organisations import ListSize

DAY = date(2017, 1, 1)


def size(code: str, patients: int, hundredths: int = 0, basis: str = "registered") -> ListSize:
    return ListSize(code, patients, basis, DAY, "a list", hundredths)


def test_a_rate_a_head_gives_its_sum_to_the_penny_and_nought_for_a_list_of_nought():
    lists = {"A": size("A", 3001), "B": size("B", 0), "C": size("C", 1999)}
    shared = share_by_list(list(lists), lists, basis="registered", rate_pence=Fraction(150))
    assert shared.total_pence == 750_000
    assert shared.shares == {"A": 450_150, "B": 0, "C": 299_850}
    assert shared.zero == ("B",)
    assert shared.per_head == 150


def test_a_missing_list_blocks_the_run_and_is_named():
    with pytest.raises(Refused, match=r"there is no registered list of B, C, and a list is never guessed"):
        share_by_list(["A", "B", "C"], {"A": size("A", 1)}, basis="registered", total_pence=100)


def test_many_missing_lists_are_counted():
    with pytest.raises(Refused, match=r"P0, P1, P2, P3, P4 and 3 more"):
        share_by_list([f"P{number}" for number in range(8)], {}, basis="registered", total_pence=100)


def test_a_list_counted_otherwise_is_refused_with_its_figure():
    lists = {"A": size("A", 4771, 66, basis="weighted")}
    with pytest.raises(Refused, match=r"for each registered patient, and the list of A \(4,771 on .* weighted"):
        share_by_list(["A"], lists, basis="registered", total_pence=100)


def test_nobody_with_a_patient_is_refused():
    with pytest.raises(Refused, match="have no registered patient between them"):
        share_by_list(["A"], {"A": size("A", 0)}, basis="registered", total_pence=100)


@settings(max_examples=60, deadline=None)
@given(
    total=st.integers(0, 10**12),
    lists=st.lists(st.tuples(st.integers(0, 90_000), st.integers(0, 99)), min_size=1, max_size=40),
)
def test_shares_add_up_and_are_within_a_penny_of_the_exact_share(total, lists):
    sizes = {f"P{number}": size(f"P{number}", *each) for number, each in enumerate(lists)}
    whole = sum(each.in_hundredths for each in sizes.values())
    if not whole:
        return
    shared = share_by_list(list(sizes), sizes, basis="registered", total_pence=total)
    assert sum(shared.shares.values()) == total
    for code, each in sizes.items():
        assert abs(shared.shares[code] - Fraction(total * each.in_hundredths, whole)) < 1
        assert each.in_hundredths or shared.shares[code] == 0


def test_a_country_is_shared_to_the_penny():
    sizes = {f"P{number:05}": size(f"P{number:05}", number * 7919 % 21_000, number % 100) for number in range(7_500)}
    sizes["P00000"] = size("P00000", 0)
    shared = share_by_list(list(sizes), sizes, basis="registered", total_pence=17_100_000_001)
    assert sum(shared.shares.values()) == 17_100_000_001
    assert shared.shares["P00000"] == 0
