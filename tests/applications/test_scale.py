from datetime import date

import pytest

from fundflow.applications.rules.scale import Outline, alike, footprint, same_costs
from fundflow.definitions.fund import Footprint
from tests.applications.builders import ELGAR, LICKEY, line

TRANSFORMATION = Footprint()
EXCELLENCE = Footprint(group_minimum=6)


def sizes(practices: int, patients: int | None) -> dict[str, int | None]:
    """So many practices that have these patients together."""
    found: dict[str, int | None] = dict.fromkeys((f"M8{number:04d}" for number in range(practices)), 0)
    found["M80000"] = patients
    return found


@pytest.mark.parametrize(
    ("rule", "practices", "patients", "verdict"),
    [
        (TRANSFORMATION, 1, 9_000, "fail"),
        (TRANSFORMATION, 2, 9_000, "pass"),
        (TRANSFORMATION, 3, 9_000, "pass"),
        (TRANSFORMATION, 1, 34_000, "pass"),
        (TRANSFORMATION, 1, 29_999, "fail"),
        (TRANSFORMATION, 1, 30_000, "pass"),
        (TRANSFORMATION, 1, 50_000, "pass"),
        (TRANSFORMATION, 1, 50_001, "ask"),
        (TRANSFORMATION, 1, None, "ask"),
        (TRANSFORMATION, 2, None, "pass"),
        (TRANSFORMATION, 7, 96_000, "pass"),
        (EXCELLENCE, 5, 29_999, "fail"),
        (EXCELLENCE, 6, 20_000, "pass"),
        (EXCELLENCE, 4, 30_000, "pass"),
        (EXCELLENCE, 4, 50_001, "ask"),
    ],
)
def test_working_at_scale_is_a_group_or_an_area(
    rule: Footprint, practices: int, patients: int | None, verdict: str
) -> None:
    assert footprint(sizes(practices, patients), rule).verdict == verdict


def test_the_refusal_says_how_many_patients_on_which_day_and_what_the_fund_is_for() -> None:
    sentence = footprint({ELGAR: 9_210}, TRANSFORMATION, on=date(2017, 1, 1)).sentence
    assert "1 practice with 9,210 patients (list of 1 January 2017)" in sentence
    assert "2 or more practices working together, or an area of 30,000 to 50,000 patients" in sentence


def outline(ref: str, **changes: object) -> Outline:
    given: dict[str, object] = {
        "ref": ref,
        "lead": ELGAR,
        "title": "A shared hub",
        "participants": frozenset({ELGAR, LICKEY}),
        "lines": (line(organisation=LICKEY),),
    }
    return Outline(**(given | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "warned"),
    [
        ({}, True),
        ({"title": "a SHARED hub!"}, True),
        ({"title": "Another"}, True),
        ({"title": "Another", "lines": (line(1),)}, False),
        ({"title": "Another", "participants": frozenset({ELGAR})}, False),
        ({"lead": LICKEY}, False),
        ({"title": "Another", "lines": ()}, False),
    ],
)
def test_a_second_bid_is_a_warning_only_when_it_looks_like_the_first(changes: dict[str, object], warned: bool) -> None:
    assert (alike(outline("TF-17-0001"), outline("TF-17-0002", **changes)) is not None) is warned


def test_a_bid_is_not_its_own_duplicate() -> None:
    assert alike(outline("TF-17-0001"), outline("TF-17-0001")) is None


@pytest.mark.parametrize(
    ("theirs", "found"),
    [
        (line(organisation=LICKEY, description="backfill for two nurses."), 1),
        (line(5, organisation=LICKEY), 1),
        (line(organisation=LICKEY, period="2018/19"), 0),
        (line(organisation=ELGAR), 0),
        (line(organisation=LICKEY, cost_type="training"), 0),
        (line(), 0),
    ],
)
def test_one_cost_asked_twice_is_found_whatever_its_amount(theirs: object, found: int) -> None:
    assert len(same_costs([line(organisation=LICKEY), line()], [theirs])) == found  # type: ignore[list-item]
