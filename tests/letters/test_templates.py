"""Every letter, filled with likely facts and with hard ones."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from lxml import etree
from pydantic import ValidationError

from fundflow import letters
from fundflow.errors import BadInput, NotFound
from fundflow.letters.build import TEXTS, build, template
from tests.letters.cases import OWN, facts
from tests.letters.reading import NAMES, filled, paragraphs, words

CODES = sorted(OWN)
HARD = (
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch & Sons <Ltd> “Tŷ Ŵyn” 🏥 {{ x }} {% y %}\x0b\nnew line"
)
CHOICES = {"kind", "ground", "outcome", "when", "how", "recurrence", "account_ends", "narrative", "code"}


def hardened(value: Any, key: str = "") -> Any:
    if isinstance(value, str):
        return value if key in CHOICES else f"{value} {HARD}"
    if isinstance(value, dict):
        return {name: hardened(part, name) for name, part in value.items()}
    if isinstance(value, tuple):
        several = value * (20 if key == "instalments" else 4)
        return tuple(hardened(part, key) for part in several)
    return value


def spare(code: str) -> dict[str, Any]:
    """The same facts with every list empty and every choice left out that may be."""
    bare = facts(code)
    for name in OWN[code]:
        for nothing in ((), None, ""):
            try:
                letters.model_for(code)(**{**bare, name: nothing})
            except ValidationError:
                continue
            bare[name] = nothing
            break
    return bare


def well_formed(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        assert opened.testzip() is None
        parts = [opened.read(name) for name in opened.namelist() if name.endswith((".xml", ".rels"))]
    for part in parts:
        etree.fromstring(part)
    Document(io.BytesIO(content))
    return words(content)


def test_there_is_a_letter_for_every_model_and_an_example_of_each() -> None:
    assert {text.code for text in TEXTS} == set(letters.MODELS) == set(OWN) == set(letters.GATHERERS)


@pytest.mark.parametrize("code", CODES)
def test_a_letter_is_filled_with_likely_facts(code: str) -> None:
    said = well_formed(filled(code))
    assert "{{" not in said
    assert "{%" not in said
    assert "None" not in said.replace("None: you claim", "").replace("None until", "")
    assert "Bridge Street Medical Centre (M81001)" in said
    assert "TF-17-0031" in said


@pytest.mark.parametrize("code", CODES)
def test_hard_names_and_long_lists_stay_words(code: str) -> None:
    said = well_formed(letters.filled(code, hardened(facts(code)), letters.load(NAMES[code])))
    assert "& Sons <Ltd>" in said
    assert "Tŷ Ŵyn" in said
    assert "🏥" in said
    assert "{{ x }}" in said, "a fact is never read as a template"


@pytest.mark.parametrize("code", CODES)
def test_nothing_to_list_is_said_in_words(code: str) -> None:
    read = paragraphs(letters.filled(code, spare(code), letters.load(NAMES[code])))
    text = "\n".join(read)
    assert "None" not in text.replace("None: you claim", "").replace("None until", "")
    assert ": ." not in text
    assert ".." not in text
    if "conditions" in OWN[code]:
        assert "There are no conditions." in text


@pytest.mark.parametrize("code", CODES)
def test_the_same_facts_give_the_same_bytes(code: str) -> None:
    assert filled(code) == filled(code)


@pytest.mark.parametrize("code", CODES)
def test_a_shipped_template_has_no_problem(code: str) -> None:
    assert letters.check_template(letters.folder() / f"{NAMES[code]}.docx", code) == []


def test_the_templates_are_those_that_the_words_give(tmp_path: Path) -> None:
    for built in build(tmp_path):
        kept = letters.folder() / built.name
        assert kept.is_file(), f"run python -m fundflow.letters.build: {built.name} is not there"
        assert kept.read_bytes() == built.read_bytes(), f"run python -m fundflow.letters.build: {built.name} is old"
    assert {path.name for path in letters.folder().glob("*.docx")} == {path.name for path in tmp_path.glob("*.docx")}


def test_building_twice_gives_the_same_bytes() -> None:
    offer = next(text for text in TEXTS if text.code == "L04")
    assert template(offer) == template(offer)


def test_numbered_lines_are_numbered_once() -> None:
    for path in letters.folder().glob("*.docx"):
        with zipfile.ZipFile(path) as opened:
            body, styles = opened.read("word/document.xml"), opened.read("word/styles.xml").decode()
        assert b"ListNumber" not in body
        numbered = styles.partition('w:styleId="Numbered"')[2].partition("</w:style>")[0]
        assert numbered
        assert "w:numPr" not in numbered


def test_no_theme_font_is_left() -> None:
    for path in letters.folder().glob("*.docx"):
        with zipfile.ZipFile(path) as opened:
            styles = opened.read("word/styles.xml").decode()
        assert "Theme=" not in styles
        assert 'w:ascii="Arial"' in styles


@pytest.mark.parametrize("code", CODES)
def test_heads_of_tables_repeat_and_rows_stay_whole(code: str) -> None:
    with zipfile.ZipFile(letters.folder() / f"{NAMES[code]}.docx") as opened:
        body = opened.read("word/document.xml").decode()
    if "Table head" in body:
        assert "w:tblHeader" in body
    assert "w:cantSplit" in body


def test_a_missing_fact_is_an_error_that_names_it() -> None:
    short = facts("L04")
    del short["accept_by"]
    with pytest.raises(BadInput, match="accept_by"):
        letters.facts_of("L04", short)


def test_an_empty_fact_is_an_error_that_names_it() -> None:
    with pytest.raises(BadInput, match=r"addressee\.organisation"):
        letters.facts_of("L01", facts("L01", addressee={**facts("L01")["addressee"], "organisation": " "}))


def test_an_unknown_fact_is_an_error_that_names_it() -> None:
    with pytest.raises(BadInput, match="colour"):
        letters.facts_of("L01", facts("L01", colour="blue"))


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(BadInput, match="received_at"):
        letters.facts_of("L01", facts("L01", received_at="2017-05-12T15:41:00"))


@pytest.mark.parametrize("code", CODES)
def test_facts_come_back_from_the_database_as_they_went_in(code: str) -> None:
    given = letters.facts_of(code, facts(code))
    assert letters.model_for(code).model_validate(given.model_dump(mode="json")) == given


def test_there_is_no_letter_of_another_code() -> None:
    with pytest.raises(NotFound, match="L99"):
        letters.model_for("L99")
