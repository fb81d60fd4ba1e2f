"""What a page says of itself on paper, and that the rules for paper are loaded for paper alone."""

import re

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


def test_running_text_on_paper_is_of_ten_points_and_nothing_is_too_small_to_read(served):
    browser = served("draft").browser()
    link = browser.get("/").select_one("link[rel=stylesheet][media=print]")["href"]
    sizes = {
        rule.strip(): float(size)
        for rule, size in re.findall(r"([^{}]+)\{[^{}]*?font(?:-size)?: ([\d.]+)pt", browser.http.get(link).text)
    }
    assert sizes["html, body"] == 10
    assert next(size for rule, size in sizes.items() if rule.startswith("main :is(p, li, dd")) == 10
    assert {rule: size for rule, size in sizes.items() if size < 8} == {"main .ff-across :is(th, td)": 7}


@pytest.mark.parametrize(("person", "says"), [(None, "On the screen: "), ("officer", "On the screen of Officer: ")])
def test_a_page_on_paper_says_who_saw_it_and_when(person, says, served):
    head = served("draft").browser(person).get("/register").select_one(".ff-printed").get_text(" ", strip=True)
    assert head.startswith(says)
    assert "2017, " in head


def test_a_table_of_many_columns_lies_across(served):
    at = served("active")
    assert at.browser().get("/register").select("table.ff-across")
    assert not at.browser("officer").get("/rounds").select("table.ff-across")
