"""The guides by role: what they name is there, they read as pages, and everybody finds their own first."""

import re
import shlex
from functools import cache

import pytest
import typer.main

from fundflow import cli, web
from fundflow.engine import GUARDS
from fundflow.errors import NotFound
from fundflow.web import guides

ROOT = guides.FOLDER.parents[1]
TEXTS = {name: (guides.FOLDER / f"{name}.md").read_text(encoding="utf-8") for name in guides.FOR}
SPANS = {name: re.findall(r"`([^`\n]+)`", text) for name, text in TEXTS.items()}
PATHS = sorted({(name, span) for name, spans in SPANS.items() for span in spans if span.startswith("/")})
COMMANDS = sorted(
    {
        (name, line)
        for name, text in TEXTS.items()
        for line in [*SPANS[name], *text.splitlines()]
        if line.startswith("fundflow ")
    }
)


def test_every_file_is_listed_and_every_listed_guide_is_a_file():
    assert sorted(guides.FOR) == sorted(path.stem for path in guides.FOLDER.glob("*.md"))


@pytest.mark.parametrize("name", guides.FOR)
def test_a_guide_is_one_screen_or_two(name):
    assert 25 <= len(TEXTS[name].splitlines()) <= 60


@pytest.mark.parametrize(("name", "path"), PATHS)
def test_every_page_that_a_guide_names_is_one_of_ours(name, path):
    routes = [re.sub(r"\{\w+(:path)?\}", "[^/]+", door.path) for door in web.doors() if door.method == "GET"]
    assert any(re.fullmatch(route, path) for route in routes)


@cache
def everything():
    return typer.main.get_command(cli.assemble())


def command_of(words: list[str]):
    found = everything()
    while hasattr(found, "commands"):
        found, words = found.commands[words[0]], words[1:]
    return found, words


@pytest.mark.parametrize(("name", "line"), COMMANDS)
def test_every_command_in_a_guide_can_be_typed_as_it_stands(name, line):
    command, words = command_of(shlex.split(line)[1:])
    options = [one for one in command.params if one.param_type_name == "option"]
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    known = {flag: one for one in options for flag in one.opts}
    bare, given = [], []
    while words:
        word = words.pop(0)
        if not word.startswith("--"):
            bare.append(word)
            continue
        assert word in known, f"{word} is no option of {command.name}"
        given.append(known[word])
        if not known[word].is_flag:
            assert words, f"{word} lacks its value"
            words.pop(0)
    assert len(bare) >= sum(one.required for one in arguments), "an argument is missing"
    assert len(bare) <= len(arguments) or any(one.nargs == -1 for one in arguments), "there is an argument too many"
    assert [one.name for one in options if one.required and one not in given] == []


@pytest.mark.parametrize("name", guides.FOR)
def test_a_guide_keeps_to_the_words_of_the_house(name):
    text = TEXTS[name]
    assert all("ICB" in line for line in text.splitlines() if "CCG" in line)
    assert [code for code in GUARDS if re.search(rf"\b{code}\b", text) and "_" in code] == []
    for word in ("Unfortunately", "Please note", "Error", "Invalid"):
        assert word not in text


@pytest.mark.parametrize("name", guides.FOR)
def test_links_between_guides_lead_to_guides(name):
    links = re.findall(r"\]\(([^)]*)\)", TEXTS[name])
    assert [one for one in links if one.removesuffix(".md") not in guides.FOR] == []


def test_every_guide_is_a_page_for_anybody_with_the_design_system_s_classes(served):
    browser = served("draft").browser()
    for name in guides.FOR:
        page = browser.get(f"/about/help/{name}").find("main")
        assert [one.get_text() for one in page.find_all("h1")] == [guides.guide(name).title]
        assert all("nhsuk-heading-m" in one["class"] for one in page.find_all("h2"))
        assert all("nhsuk-list" in one["class"] for one in page.find_all(["ul", "ol"]))
        assert all("nhsuk-table__cell" in one["class"] for one in page.find_all("td"))
        assert all(re.match(r"/|tel:|mailto:", one["href"]) and ".md" not in one["href"] for one in page.find_all("a"))


def test_a_guide_that_is_not_there_is_said_in_the_house_s_words(served):
    assert "There is no such guide" in served("draft").browser().get("/about/help/nowhere", status=404).get_text()
    with pytest.raises(NotFound):
        guides.guide("../../settings")


@pytest.mark.parametrize(
    ("who", "first"),
    [
        (None, "Practices and federations"),
        ("writer.fednw", "Practices and federations"),
        ("officer", "Officers of the fund"),
        ("finance", "Finance"),
        ("lay_chair.05J", "Committees: chair, member, secretary"),
    ],
)
def test_help_lists_every_guide_and_somebody_s_own_first(who, first, served):
    page = served("draft").browser(who).get("/about/help").find("main")
    listed = [one for one in page.find_all("a") if one["href"].startswith("/about/help/")]
    assert sorted(one["href"].rsplit("/", 1)[1] for one in listed) == sorted(guides.FOR)
    assert listed[0].get_text() == first
    assert ("For your work" in [one.get_text() for one in page.find_all("h2")]) == (who is not None)


def test_what_a_file_says_is_never_markup_of_its_own():
    shown = guides.shown(
        "x", "# Title\n\nAbout.\n\n<script>alert(1)</script>\n\n`/work` and `/cases/REF` and [x](javascript:y)\n"
    )
    assert (shown.title, shown.about) == ("Title", "About.")
    assert "<script" not in shown.body
    assert 'href="javascript' not in shown.body
    assert '<a href="/work">/work</a> and <code>/cases/REF</code>' in shown.body


def test_the_first_screen_of_the_readme_leads_to_the_guides():
    first = (ROOT / "README.md").read_text(encoding="utf-8").split("\n## For developers", 1)[0]
    linked = re.findall(r"\]\((fundflow/guides/[a-z-]*(?:\.md)?|docs/for-it\.md)\)", first)
    assert {"fundflow/guides/set-up-a-fund.md", "docs/for-it.md"} <= set(linked)
    assert all((ROOT / one).exists() for one in linked)
    assert {f"fundflow/guides/{name}.md" for name in guides.FOR} <= set(linked)
