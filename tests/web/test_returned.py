"""A refused form comes back filled in, with each problem at its field and a link to it from the top."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from fundflow import web
from fundflow.web.returned import FORM, Problem, problem, returned
from fundflow.web.typed import Typed, Upload

PAGE = """<!DOCTYPE html><html><head><title>x</title></head><body><main>
<div class="nhsuk-error-summary"><ul class="nhsuk-error-summary__list"><li>Why
<span class="ff-code">Problem code: x</span></li></ul></div>
<form method="post" action="/a"><input type="hidden" name="do" value="other">
<input name="amount" id="other-amount" value="7"></form>
<details><form method="post" action="/a"><input type="hidden" name="do" value="ask">
<div class="nhsuk-form-group"><label for="amount">Amount</label>
<div class="nhsuk-input-wrapper"><input class="nhsuk-input" name="amount" id="amount" aria-describedby="hint"></div></div>
<div class="nhsuk-form-group"><fieldset><legend>Which</legend><div class="nhsuk-radios">
<input type="radio" name="which" value="a">
<input type="radio" name="which" value="b" checked></div></fieldset></div>
<input type="checkbox" name="sure" value="yes" checked><input name="line.0"><input name="line.1">
<input name="twice"><input name="twice">
<select name="kind"><option value="x" selected>X</option><option value="y">Y</option></select><textarea name="why"></textarea>
<input type="password" name="secret"><input type="file" name="paper" id="paper"></form></details></main></body></html>"""
SENT = [
    ("do", "ask"), ("amount", "<lots>"), ("which", "a"), ("line.0", "first"), ("line.1", "second"),
    ("twice", "one"), ("twice", "two"),
    ("kind", "y"), ("why", "\nBecause."), ("secret", "hush"),
]  # fmt: skip
PAPER = Upload("plan.pdf", "application/pdf", b"%PDF")


def came_back(*problems: Problem, fields=SENT, page=PAGE):
    typed = Typed(fields, [("paper", PAPER)])
    return BeautifulSoup(returned(page, action="/a", typed=typed, problems=problems), "html.parser")


def control(soup, name: str, at: int = 0):
    return soup.find_all("form")[1].find_all(attrs={"name": name})[at]


def test_what_was_typed_chosen_and_ticked_is_there_again_but_no_password():
    soup = came_back(Problem("", "Why", "amount"))
    assert [control(soup, name)["value"] for name in ("amount", "line.0", "line.1")] == ["<lots>", "first", "second"]
    assert [control(soup, "twice", at)["value"] for at in (0, 1)] == ["one", "two"]
    assert [control(soup, "which", at).has_attr("checked") for at in (0, 1)] == [True, False]
    assert not control(soup, "sure").has_attr("checked"), "it came unticked"
    assert control(soup, "kind").find("option", selected=True)["value"] == "y"
    assert control(soup, "why").get_text().endswith("Because.")
    assert "hush" not in str(soup)
    assert soup.find(id="other-amount")["value"] == "7", "the other form was not sent"


def test_a_problem_stands_at_its_field_and_the_top_leads_there():
    soup = came_back(Problem("", "Why", "amount"))
    field = control(soup, "amount")
    assert soup.select_one(".nhsuk-error-summary__list a")["href"] == "#amount"
    assert field["aria-describedby"] == "hint amount-error"
    assert soup.find(id="amount-error").get_text() == "Error: Why"
    assert "nhsuk-input--error" in field["class"]
    assert "nhsuk-form-group--error" in field.find_parent(class_="nhsuk-form-group")["class"]
    assert soup.find("details").has_attr("open"), "what was sent is not folded away"


@pytest.mark.parametrize(("field", "name"), [("which", "which"), ("line", "line.0"), ("paper", "paper")])
def test_a_field_without_an_id_gets_one_and_a_group_is_told_once(field, name):
    soup = came_back(Problem("", "Why", field))
    key = soup.select_one(".nhsuk-error-summary__list a")["href"][1:]
    assert soup.find(id=key)["name"] == name
    assert len(soup.find_all(class_="nhsuk-error-message")) == 1
    described = soup.find(id=key).find_parent("fieldset") if field == "which" else soup.find(id=key)
    assert f"{key}-error" in described["aria-describedby"]


def test_what_is_about_no_field_leads_to_the_form_that_was_sent():
    soup = came_back(Problem("may_act", "Why"))
    assert soup.select_one(".nhsuk-error-summary__list a")["href"] == f"#{FORM}"
    assert soup.find(id=FORM) == soup.find_all("form")[1]


ONE = """<!DOCTYPE html><html><head><title>x</title></head><body><main>
<div class="nhsuk-error-summary"><ul class="nhsuk-error-summary__list"><li>Why</li></ul></div>
<form></form><form method="post" action="/a"><input type="hidden" name="do" value="ask">
<div class="nhsuk-form-group">{control}</div><button name="do" value="ask">Go</button></form></main></body></html>"""


@pytest.mark.parametrize(
    ("one", "place", "marked"),
    [
        ('<input type="file" name="paper" id="paper">', "line 3", True),
        ('<input type="file" name="paper" id="paper">', "paper", True),
        ('<input name="reason" id="paper">', "amount", False),
        ('<textarea name="reason" id="paper"></textarea>', "line 3", False),
        ('<input type="checkbox" name="sure" id="paper">', "minute", False),
        ('<input name="score.aim" id="paper">', "aim", True),
        ('<input name="score.other-aim" id="paper">', "aim", False),
    ],
)
def test_the_only_field_of_a_form_is_marked_only_for_what_is_in_it(one, place, marked):
    soup = came_back(Problem("", "Why", place), page=ONE.replace("{control}", one))
    assert soup.select_one(".nhsuk-error-summary__list a")["href"] == ("#paper" if marked else f"#{FORM}")
    assert bool(soup.find_all(class_="nhsuk-error-message")) == marked
    assert bool(soup.find_all(class_="nhsuk-form-group--error")) == marked


MARKS = {"bids/budget.html": "a row of its table is marked as a whole"}
"""Templates that mark a field themselves, each with why."""
ASKS = {
    "a page that is shown again though nothing was refused": (
        *("base.html", "cases.html", "claim_new.html", "consent/link.html", "finance/desk.html", "imports/kind.html"),
        *("letters.html", "letters/template.html", "letters/to_sign.html", "round_amend.html", "rounds/confirm.html"),
        *("seats.html", "ranking.html", "parts/redacted.html"),
    ),
    "a default gives way to it, or what is shown or open hangs on it": (
        *("consent/answers.html", "item.html", "letters/letter.html", "meetings/action.html", "meetings/sheet.html"),
        *("moderation/bid.html", "person.html", "people.html", "round_change.html", "rounds/message.html"),
        *("scoring/declare.html", "funds/begin.html", "parts/forms.html"),
    ),
}
"""Templates that ask what was typed, by why; every other shows a form as at first."""


def test_no_template_marks_a_field_or_fills_it_again_but_those_named_with_why():
    root = Path(web.__file__).parent / "templates"
    texts = {str(path.relative_to(root)): path.read_text(encoding="utf-8") for path in root.rglob("*.html")}
    marks = {name for name, text in texts.items() if "errorMessage" in text or "nhsuk-error-message" in text}
    asks = {name for name, text in texts.items() if "desk.typed" in text}
    assert marks == set(MARKS)
    assert asks == {one for several in ASKS.values() for one in several}


def test_a_file_cannot_stay_and_its_field_says_so():
    soup = came_back(Problem("", "Why", "amount"))
    assert "Choose 'plan.pdf' again" in soup.find(id=control(soup, "paper")["aria-describedby"]).get_text()


@pytest.mark.parametrize("unfit", ["\x00", "\x0b", "\x1f", "\ufffe", "\ud800"])
def test_a_character_that_stands_in_no_page_is_a_blank_in_what_comes_back(unfit):
    fields = [("do", "ask"), ("amount", f"a{unfit}b"), ("why", f"One.{unfit}Two."), ("paper", f"{unfit}")]
    typed = Typed(fields, [("paper", Upload(f"a{unfit}b.pdf", "", b""))])
    shown = returned(PAGE, action="/a", typed=typed, problems=[Problem("", f"'a{unfit}b' is not", "amount")])
    soup = BeautifulSoup(shown, "html.parser")
    assert control(soup, "amount")["value"] == "a b"
    assert control(soup, "why").get_text() == "One. Two."
    assert "'a b' is not" in soup.find(id="amount-error").get_text()
    assert "Choose 'a b.pdf' again" in shown


def test_a_page_that_has_no_such_form_any_more_stays_as_it_is():
    assert returned("<p>Gone</p>", action="/a", typed=Typed(SENT), problems=[Problem("x", "Why")]) == "<p>Gone</p>"


@pytest.mark.parametrize(
    ("said", "told", "field"),
    [
        ("say which (assessor=...). Nothing has changed", "Say which. Nothing has changed.", "assessor"),
        ("'' is not a day: write it as 2017-05-12", "Nothing is filled in here: write it as 2017-05-12.", ""),
        ("plan.exe cannot be taken.", "plan.exe cannot be taken.", ""),
    ],
)
def test_a_page_tells_a_problem_in_a_whole_sentence_without_what_is_for_the_terminal(said, told, field):
    assert problem("", said) == Problem("", told, field)
