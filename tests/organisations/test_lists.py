from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fundflow import organisations
from fundflow.errors import BadInput, Conflict
from fundflow.organisations import ListSize, rules

JANUARY, APRIL = date(2017, 1, 1), date(2017, 4, 1)


@pytest.fixture
def lists(register, act):
    for code, on, patients in (
        ("M81001", JANUARY, 10_000),
        ("M81001", APRIL, 10_100),
        ("M81002", JANUARY, 12_000),
        ("M81003", JANUARY, 8_000),
        ("M81004", JANUARY, 0),
    ):
        organisations.snapshot(register, code, basis="registered", on=on, patients=patients, source="NHS", act=act)
    organisations.snapshot(register, "M81001", basis="weighted", on=JANUARY, patients=9_000, source="NHS", act=act)
    return register


@pytest.mark.parametrize(
    ("on", "patients"),
    [(date(2016, 12, 31), None), (JANUARY, 10_000), (date(2017, 3, 31), 10_000), (APRIL, 10_100)],
)
def test_the_latest_list_on_or_before_a_day_counts(lists, on, patients):
    size = organisations.list_size(lists, "M81001", basis="registered", on=on)
    assert (size and size.patients) == patients


def test_one_count_is_never_taken_for_another(lists):
    assert organisations.list_size(lists, "M81002", basis="weighted", on=APRIL) is None
    assert organisations.list_size(lists, "M81001", basis="weighted", on=APRIL).patients == 9_000


def test_many_lists_come_in_one_question(lists):
    found = organisations.list_sizes(lists, ["M81001", "M81002", "M81003", "FED"], basis="registered", on=APRIL)
    assert {code: size.patients for code, size in found.items()} == {
        "M81001": 10_100,
        "M81002": 12_000,
        "M81003": 8_000,
    }


def test_the_same_list_again_changes_nothing_and_another_is_refused(lists, act):
    organisations.snapshot(lists, "M81001", basis="registered", on=APRIL, patients=10_100, source="other", act=act)
    assert len(organisations.list_history(lists, "M81001")) == 3
    with pytest.raises(Conflict, match="is recorded as 10,100 patients, from NHS; this says 10,101"):
        organisations.snapshot(lists, "M81001", basis="registered", on=APRIL, patients=10_101, source="x", act=act)


def test_a_corrected_list_keeps_the_old_figure_in_the_history(lists, act):
    organisations.correct_list(lists, "M81001", basis="registered", on=APRIL, patients=10_150, source="GP", act=act)
    assert organisations.list_size(lists, "M81001", basis="registered", on=APRIL).patients == 10_150
    assert organisations.events(lists, "M81001")[-1].detail == (
        "registered list of 2017-04-01: 10100 (NHS) became 10150 (GP)"
    )


@pytest.mark.parametrize(
    ("patients", "band"),
    [(29_999, "below"), (30_000, "within"), (50_000, "within"), (50_001, "above"), (0, "below")],
)
def test_the_band_of_a_footprint_counts_both_edges_in(patients, band):
    assert organisations.footprint_band(patients) == band


@pytest.mark.parametrize("patients", [72_000, 60_000, 67_000, 95_000, 96_000, 52_000])
def test_the_groups_of_wolverhampton_stand_above_the_band(patients):
    assert organisations.footprint_band(patients) == "above"


def test_a_footprint_counts_each_practice_once_through_its_federation(lists):
    found = organisations.footprint(lists, ["FED", "M81001", "M81001"], basis="registered", on=APRIL)
    assert (found.practices, found.patients, found.band) == (("M81001", "M81002", "M81003"), 30_100, "within")
    assert (found.missing, found.zero) == ((), ())


def test_a_footprint_names_missing_lists_and_lists_of_nought(lists, act):
    organisations.add(lists, code="M81005", name="New", kind="practice", act=act)
    found = organisations.footprint(lists, ["M81004", "M81005"], basis="registered", on=APRIL)
    assert (found.missing, found.zero, found.patients) == (("M81005",), ("M81004",), 0)


def test_a_super_partnership_with_its_own_list_is_one_practice(lists, act):
    organisations.add(lists, code="SUP", name="Partnership", kind="super_practice", act=act)
    organisations.join(lists, "M81001", group="SUP", starts=APRIL, act=act)
    assert organisations.footprint(lists, ["SUP"], basis="registered", on=APRIL).practices == ("M81001",)
    organisations.snapshot(lists, "SUP", basis="registered", on=APRIL, patients=34_000, source="NHS", act=act)
    found = organisations.footprint(lists, ["SUP"], basis="registered", on=APRIL)
    assert (found.practices, found.patients, found.band) == (("SUP",), 34_000, "within")


@pytest.mark.parametrize(
    ("text", "read"),
    [("29,640", (29_640, 0)), ("4771.66", (4_771, 66)), (0, (0, 0)), ("4771.665", (4_771, 67)), ("9.999", (10, 0))],
)
def test_patients_are_read_as_files_write_them(text, read):
    assert organisations.parse_patients(text) == read


@pytest.mark.parametrize("text", ["", None, "-1", "1e3", "about 9000"])
def test_what_is_no_number_of_patients_is_refused(text):
    with pytest.raises(BadInput):
        organisations.parse_patients(text)


@given(st.integers(0, 10**7), st.integers(0, 99))
def test_a_list_in_hundredths_is_exact(patients, hundredths):
    size = ListSize("X", patients, "weighted", APRIL, "x", hundredths)
    assert divmod(size.in_hundredths, 100) == (patients, hundredths)


days = st.dates(date(2015, 1, 1), date(2020, 1, 1))


@given(days, days | st.none(), days, days | st.none(), days)
def test_two_stretches_overlap_when_some_day_is_in_both(starts, ends, other_starts, other_ends, day):
    inside = starts <= day and (ends is None or day <= ends)
    inside_other = other_starts <= day and (other_ends is None or day <= other_ends)
    if inside and inside_other:
        assert rules.overlap(starts, ends, other_starts, other_ends)
    assert rules.overlap(starts, ends, other_starts, other_ends) == rules.overlap(
        other_starts, other_ends, starts, ends
    )


@pytest.mark.parametrize(
    ("code", "kind", "usual"),
    [("M81001", "practice", True), ("Y0001X", "practice", False), ("05J", "commissioner", True)],
)
def test_an_unusual_code_is_only_remarked_on(code, kind, usual):
    assert organisations.usual_code(code, kind) is usual
