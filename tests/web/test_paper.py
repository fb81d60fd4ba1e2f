"""What a page says of itself on paper, and that the rules for paper are loaded for paper alone."""

import pytest

RULES = (
    ".nhsuk-header__navigation",
    "thead { display: table-header-group; }",
    "main tfoot { display: table-row-group; }",
    ".ff-scroll { overflow: visible; }",
    "counter(pages)",
    "@page across { size: A4 landscape; }",
)


def test_the_rules_for_paper_are_read_for_paper_alone(served):
    browser = served("draft").browser()
    links = browser.get("/").select("link[rel=stylesheet][media=print]")
    assert [one["href"].split("?")[0] for one in links] == ["/static/paper.css"]
    rules = browser.http.get(links[0]["href"]).text
    assert [one for one in RULES if one not in rules] == []


@pytest.mark.parametrize(("person", "says"), [(None, "On the screen: "), ("officer", "On the screen of Officer: ")])
def test_a_page_on_paper_says_who_saw_it_and_when(person, says, served):
    head = served("draft").browser(person).get("/register").select_one(".ff-printed").get_text(" ", strip=True)
    assert head.startswith(says)
    assert "2017, " in head


def test_a_table_of_many_columns_lies_across(served):
    at = served("active")
    assert at.browser().get("/register").select("table.ff-across")
    assert not at.browser("officer").get("/rounds").select("table.ff-across")
