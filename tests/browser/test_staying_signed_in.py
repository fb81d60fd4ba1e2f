"""A sign-in that is about to end: a warning, one press to go on, and nothing typed that is lost, with script and without."""

import pytest
from playwright.sync_api import expect

from tests.stories.stages import REF

PATH = f"/cases/{REF}/steps/query"
TYPED = "What is the baseline?\nWho owns it?"


def writing(live, *, script=True):
    """An officer who has typed a question that is not sent yet."""
    town = live("submitted")
    page = town.person("officer", script=script)
    if script:
        page.clock.install(time=town.at.clock.now)
    page.goto(PATH)
    page.fill("textarea[name=questions]", TYPED)
    return town, page


def gone(town, page, minutes, *, script=True):
    town.at.clock.later(minutes=minutes)
    if script:
        page.clock.fast_forward(minutes * 60_000)


def test_five_minutes_before_the_end_a_page_says_so_and_one_press_goes_on(live):
    town, page = writing(live)
    gone(town, page, 24)
    expect(page.get_by_role("button", name="Stay signed in")).to_have_count(0)
    gone(town, page, 2)
    expect(page.get_by_text("Your sign-in ends in 4 minutes")).to_be_visible()
    page.get_by_role("button", name="Stay signed in").click()
    expect(page.get_by_text("Your sign-in ends in")).to_have_count(0)
    gone(town, page, 20)
    assert page.request.get("/still-here", max_redirects=0).status == 204
    assert page.input_value("textarea[name=questions]") == TYPED


def test_a_press_that_comes_too_late_says_so_and_keeps_what_was_typed(live):
    town, page = writing(live)
    gone(town, page, 26)
    town.at.clock.later(minutes=10)
    page.get_by_role("button", name="Stay signed in").click()
    expect(page.get_by_text("Your sign-in has ended")).to_be_visible()
    expect(page.get_by_role("button", name="Stay signed in")).to_have_count(0)
    assert page.input_value("textarea[name=questions]") == TYPED


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_what_was_sent_after_the_end_is_back_after_signing_in(script, live):
    town, page = writing(live, script=script)
    gone(town, page, 31, script=script)
    page.locator(f'form[action="{PATH}"] button').last.click()
    expect(page.get_by_text("is kept for you for 24 hours")).to_be_visible()
    page.locator('button[value="officer"]').click()
    expect(page.get_by_text("nothing was sent")).to_be_visible()
    assert page.input_value("textarea[name=questions]") == TYPED
