"""Diagrams and schemas made from definitions."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML

from fundflow.definitions import SCHEMAS, Library, Workflow, mermaid, schema
from fundflow.definitions.layout import Card, arrows, cards
from fundflow.definitions.picture import png, svg
from fundflow.errors import NotFound
from tests.definitions.conftest import ROOT

FILES = {
    "workflow": "workflows/*.yaml",
    "fund": "workflows/funds/*.yaml",
    "criteria": "criteria/*.yaml",
    "committee": "workflows/committees/*.yaml",
    "office": "workflows/offices/*.yaml",
}


@pytest.fixture(scope="module")
def grant(library: Library) -> Workflow:
    return library.workflow("competed-grant")


def test_mermaid_shows_every_state_step_and_end_with_alternatives_numbered(grant: Workflow):
    text = mermaid(grant)
    assert text.startswith("stateDiagram-v2\n")
    for key, state in grant.states.items():
        assert f"  {key} : " in text
        assert (f"  {key} --> [*]\n" in text) == (state.kind == "end")
    for stage in grant.stages:
        assert f"  %% {stage}\n" in text
    assert "  [*] --> draft : create\n" in text
    assert "  at_committee --> partially_approved : decide [2]\n" in text
    assert "  draft --> submitted : submit\n" in text
    assert "  final_report_due --> final_report_due : extend report\n" in text
    arrows_drawn = re.findall(r"^  \w+ --> \w+ : ", text, re.MULTILINE)
    assert len(arrows_drawn) == sum(len(step.from_) for step in grant.steps)


def test_no_two_cards_of_the_picture_overlap_and_columns_are_stages(grant: Workflow):
    placed = cards(grant)
    assert {card.state for card in placed} == set(grant.states)
    for card in placed:
        assert grant.stages[card.column] == grant.states[card.state].stage
    for first, second in _pairs(placed):
        apart = first.right < second.left or second.right < first.left
        above = first.top + first.height < second.top or second.top + second.height < first.top
        assert apart or above, (first.state, second.state)


def test_every_step_stands_on_its_card_and_words_fit_on_their_line(grant: Workflow):
    by_state = {card.state: card for card in cards(grant)}
    for state, card in by_state.items():
        assert len(card.lines) == len(grant.steps_from(state))
        for line in card.lines:
            assert 5.4 * (len(line.label) + len(line.leads)) + 24 <= card.right - card.left, line


def test_arrows_begin_and_end_at_the_edges_of_their_cards(grant: Workflow):
    placed = cards(grant)
    drawn = arrows(placed)
    assert len(drawn) == sum(line.arrow for card in placed for line in card.lines)
    edges = {card.left for card in placed} | {card.right for card in placed}
    for arrow in drawn:
        assert arrow.points[0][0] in edges
        assert min(abs(arrow.points[-1][0] - edge) for edge in edges) <= 5


def test_the_picture_is_drawn_as_svg_and_png(grant: Workflow):
    text = svg(grant)
    assert text.startswith("<svg")
    for state in grant.states:
        assert state.replace("_", " ") in text
    assert png(grant, scale=0.5).startswith(b"\x89PNG")


@pytest.mark.parametrize("name", FILES)
def test_the_packaged_files_fit_their_schema(name: str):
    body = schema(name)
    jsonschema.Draft202012Validator.check_schema(body)
    checker = jsonschema.Draft202012Validator(body)
    files = sorted(ROOT.glob(FILES[name]))
    assert files
    for path in files:
        assert [error.message for error in checker.iter_errors(_as_json(path))] == [], path


def test_the_schema_refuses_an_unknown_key_and_a_wrong_word():
    checker = jsonschema.Draft202012Validator(schema("criteria"))
    written = _as_json(ROOT / "criteria/worcestershire-six.yaml")
    assert checker.is_valid(written)
    assert not checker.is_valid({**written, "colour": "red"})
    assert not checker.is_valid({**written, "version": "one"})


def test_an_unknown_schema_is_refused_with_the_known_ones():
    with pytest.raises(NotFound, match="did you mean 'workflow'"):
        schema("workflows")
    assert set(SCHEMAS) == set(FILES)


def _pairs(placed: list[Card]) -> Iterator[tuple[Card, Card]]:
    return ((first, second) for nth, first in enumerate(placed) for second in placed[nth + 1 :])


def _as_json(path: Path) -> Any:
    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {str(key): plain(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [plain(inner) for inner in value]
        return value if isinstance(value, (int, float, str, bool, type(None))) else str(value)

    return plain(YAML(typ="safe").load(path))
