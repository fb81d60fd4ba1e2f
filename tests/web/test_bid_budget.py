"""The budget of a bid: rows added, taken out and added up without script; each wrong figure at its field."""

import pytest

from fundflow import applications, database
from tests.stories.stages import REF

BUDGET = f"/bids/{REF}/budget"
OWN = "writer.fednw"


def lines(at):
    with database.reading(at.engine) as session:
        return applications.dossier(session, REF).content.lines


def rows(browser) -> dict[str, str]:
    """What the form would send if it were pressed as it is."""
    page = browser.get(BUDGET)
    typed = {
        one["name"]: one.get("value", "")
        for one in page.select("form input[name^='budget.']")
        if one.get("type") != "checkbox"
    }
    for one in page.select("form select[name^='budget.']"):
        chosen = one.find("option", selected=True) or one.find("option")
        typed[one["name"]] = chosen.get("value", chosen.get_text())
    return typed


def test_a_row_is_added_and_the_whole_adds_up(served):
    at = served("draft")
    browser = at.browser(OWN)
    typed = rows(browser)
    typed |= {"budget.4.cost_type": "training", "budget.4.description": "Two nurses", "budget.4.amount": "£1,250.50"}
    browser.send(BUDGET, **typed, then="stay")
    assert [one.pence for one in lines(at)] == [6_000_000, 1_000_000, 3_000_000, 125_050]
    assert "£101,250.50" in browser.get(BUDGET).get_text()


def test_a_row_is_taken_out_and_an_empty_one_is_left_out(served):
    at = served("draft")
    browser = at.browser(OWN)
    browser.send(BUDGET, **{**rows(browser), "budget.2.gone": "yes"})
    assert [one.pence for one in lines(at)] == [6_000_000, 3_000_000]


def test_more_rows_keep_what_was_typed_and_save_nothing(served):
    at = served("draft")
    browser = at.browser(OWN)
    page = browser.send(BUDGET, 200, **{**rows(browser), "budget.4.description": "Half a row", "then": "more"})
    assert page.find("input", {"name": "budget.4.description"})["value"] == "Half a row"
    assert page.find("input", {"name": "budget.11.amount"}) is not None
    assert len(lines(at)) == 3


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("amount", "a lot", "a lot"),
        ("amount", "-5", "£5.00"),
        ("amount", "", "Row 4 has no amount"),
        ("description", "", "Row 4 has no words"),
        ("cost_type", "", "Row 4 has no kind of cost"),
    ],
)
def test_a_wrong_row_is_told_at_its_field_and_stays_on_the_page(field, text, words, served):
    at = served("draft")
    browser = at.browser(OWN)
    new = {"cost_type": "training", "description": "Two nurses", "amount": "1,000"}
    typed = {**rows(browser), **{f"budget.4.{name}": value for name, value in {**new, field: text}.items()}}
    page = browser.send(BUDGET, 422, **typed)
    link = page.select_one(".nhsuk-error-summary a")
    assert link["href"] == f"#budget.4.{field}"
    assert page.find(id=f"budget.4.{field}") is not None
    assert words in page.get_text()
    assert len(lines(at)) == 3


def test_more_than_the_whole_fund_is_refused_with_both_figures(served):
    at = served("draft")
    browser = at.browser(OWN)
    page = browser.send(BUDGET, 422, **{**rows(browser), "budget.1.amount": "9,000,000"})
    assert "the whole fund has" in page.get_text()


def test_asking_more_of_a_commissioner_than_is_left_is_shown_with_both_figures(served):
    at = served("draft")
    browser = at.browser(OWN)
    browser.send(BUDGET, **{**rows(browser), "budget.1.amount": "300,000"})
    assert (
        "You ask £300,000.00 of Redditch and Bromsgrove in 2017/18 and £263,641.00 is left"
        in browser.get(BUDGET).get_text()
    )
