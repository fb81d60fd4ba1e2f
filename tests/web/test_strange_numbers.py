"""A number that no row can have, in an address or in a form: the page says so, and nothing breaks."""

import pytest

from tests.stories.stages import REF

MEETING = "/meetings/pccc"
STRANGE = ["²", "9" * 20]


@pytest.mark.parametrize("number", STRANGE)
@pytest.mark.parametrize(
    "path", ["/work?page={}", "/cases?page={}", "/requests/{}", "/evidence/{}", f"{MEETING}/items/{{}}"]
)
def test_an_address_with_a_strange_number_is_answered(path, number, served):
    answer = served("at_committee").browser("committee_secretary").http.get(path.format(number))
    assert answer.status_code in (200, 404, 409)


@pytest.mark.parametrize("number", STRANGE)
@pytest.mark.parametrize(
    ("path", "typed", "field"),
    [
        (f"{MEETING}/minutes", {"do": "done", "outcome": "Sent"}, "action"),
        (f"{MEETING}/seats", {"do": "attend"}, "who"),
        (f"{MEETING}/agenda", {"do": "item", "title": "A matter"}, "number"),
        (MEETING, {"do": "come"}, "who"),
        (f"{MEETING}/items/1", {"do": "rule", "ruling": "leave_room"}, "ruled_by"),
    ],
)
def test_a_form_with_a_strange_number_is_refused(path, typed, field, number, served):
    browser = served("at_committee").browser("committee_secretary")
    answer = browser.http.post(path, data={"form_key": browser.key(path), **typed, field: number})
    assert answer.status_code in (404, 422)


@pytest.mark.parametrize("number", STRANGE)
def test_a_page_whose_version_is_no_number_breaks_nothing(number, served):
    at = served("submitted")
    browser, path = at.browser("officer"), f"/cases/{REF}/steps/query"
    key = browser.key(path)
    answer = browser.http.post(path, data={"form_key": key, "version": number, "questions.0.text": ""})
    assert answer.status_code in (303, 409, 422)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize(
    "path",
    [
        "/finance/allocations?as_at={}",
        "/finance/allocations?known_at={}",
        "/reports/finance?as_at={}",
        "/finance/year?as_at={}",
    ],
)
def test_an_address_with_a_day_that_nobody_can_mean_is_answered(path, day, served):
    answer = served("active").browser("finance").http.get(path.format(day))
    assert answer.status_code in (200, 404, 409, 422)
