"""Looking up, placing and pinning definitions."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from fundflow.definitions import Library, load_library, unpin
from fundflow.errors import BadInput, NotFound
from tests.definitions.conftest import FUND, ROOT, SIX, WORKFLOW, Spoilt

TRANSFORMATION = "worcestershire-transformation"


def test_loading_twice_gives_the_same_library_until_a_file_changes(copy: Path):
    first, _ = load_library(copy)
    assert load_library(copy)[0] is first
    path = copy / SIX
    path.write_text(path.read_text(encoding="utf-8") + "# a remark\n", encoding="utf-8")
    assert load_library(copy)[0] is not first


def test_a_path_may_be_text(copy: Path):
    assert load_library(str(copy))[1] == []


@pytest.mark.parametrize("folder", ["", "nowhere"])
def test_a_folder_without_definitions_is_refused(tmp_path: Path, folder: str):
    with pytest.raises(BadInput, match="name a folder that holds 'workflows' and 'criteria'"):
        load_library(tmp_path / folder)


def test_a_wrong_name_is_refused_with_the_nearest(library: Library):
    with pytest.raises(NotFound, match="there is no fund 'worcestershire-transformations'; did you mean"):
        library.fund("worcestershire-transformations")
    with pytest.raises(NotFound, match="there is no commissioner '05F'"):
        library.commissioner("05F")
    assert library.commissioner("06D").short_name == "Wyre Forest"


def test_a_fund_with_problems_cannot_be_used(spoil: Callable[[str, str, str], Spoilt]):
    spoilt = spoil(FUND, "short_title: Transformation fund", "shorttitle: Transformation fund")
    library, problems = load_library(spoilt.root)
    assert problems
    with pytest.raises(BadInput, match="look at them first"):
        library.fund(TRANSFORMATION)
    with pytest.raises(BadInput):
        library.pin(TRANSFORMATION)


def test_a_fund_cannot_be_pinned_when_a_file_that_it_uses_has_problems(spoil: Callable[[str, str, str], Spoilt]):
    spoilt = spoil(WORKFLOW, "- step: discard\n  from: draft", "- step: discard\n  form: draft")
    with pytest.raises(BadInput, match="the workflow 'competed-grant' has problems"):
        load_library(spoilt.root)[0].pin(TRANSFORMATION)


def test_pieces_are_found_where_they_are_written(library: Library):
    workflow = library.workflow("competed-grant")
    at = next(nth for nth, step in enumerate(workflow.steps) if step.step == "accept")
    nth = [use.name for use in workflow.steps[at].guards].index("payee_verified")
    file, place = library.place("workflow", "competed-grant", "steps", at, "guards", nth)
    line = Path(file).read_text(encoding="utf-8").splitlines()[place.line - 1]
    assert file == str(ROOT / WORKFLOW)
    assert line[place.column - 1 :].startswith("payee_verified")
    origin = library.place("workflow", "competed-grant", "steps", at, "from", 0)[1]
    assert Path(file).read_text(encoding="utf-8").splitlines()[origin.line - 1] == "  from: offer_issued"


def test_pieces_after_one_that_was_left_out_keep_their_places(spoil: Callable[[str, str, str], Spoilt]):
    spoilt = spoil(WORKFLOW, "- step: discard\n  from: draft\n  to: withdrawn\n", "- step: discard\n  from: draft\n")
    library, _ = load_library(spoilt.root)
    workflow = library.workflows["competed-grant"]
    assert "discard" not in {step.step for step in workflow.steps}
    at = next(nth for nth, step in enumerate(workflow.steps) if step.step == "accept")
    file, place = library.place("workflow", "competed-grant", "steps", at, "step")
    assert Path(file).read_text(encoding="utf-8").splitlines()[place.line - 1] == "- step: accept"
    problem = library.problem("workflow", "competed-grant", "steps", at, "guards", 0, message="no")
    assert problem.line > place.line


def test_a_pinned_fund_comes_back_the_same_through_json(library: Library):
    snapshot = library.pin(TRANSFORMATION)
    pinned = unpin(json.loads(json.dumps(snapshot)))
    assert pinned.fund == library.fund(TRANSFORMATION)
    assert pinned.workflow == library.workflow("competed-grant")
    assert pinned.criteria == library.scheme("worcestershire-six")
    assert pinned.office == library.office("worcestershire")
    assert pinned.terms("05T") == library.committee("south-worcestershire-pccc")
    assert pinned.group() == library.committee("gpfv-implementation-group")
    assert pinned.commissioner_type("05J").short == "CCG"
    assert unpin(snapshot) is pinned


def test_the_same_definitions_pin_to_the_same_digest(library: Library, copy: Path):
    assert load_library(copy)[0].pin(TRANSFORMATION)["sha256"] == library.pin(TRANSFORMATION)["sha256"]


def test_every_fund_can_be_pinned_the_ones_without_bids_too(library: Library):
    for name in library.funds:
        assert unpin(library.pin(name)).fund.fund == name


def test_editing_a_file_does_not_change_what_was_pinned(spoil: Callable[[str, str, str], Spoilt], library: Library):
    before = library.pin(TRANSFORMATION)
    spoilt = spoil(FUND, "  offer: 20", "  offer: 30")
    after = load_library(spoilt.root)[0].pin(TRANSFORMATION)
    assert (unpin(before).fund.days.offer, unpin(after).fund.days.offer) == (20, 30)
    assert before["sha256"] != after["sha256"]


def test_a_snapshot_that_was_changed_is_refused(library: Library):
    snapshot = library.pin(TRANSFORMATION)
    snapshot["fund"]["days"]["offer"] = 99
    with pytest.raises(BadInput, match="was changed after it was made"):
        unpin(snapshot)


def test_something_that_is_not_a_snapshot_is_refused():
    with pytest.raises(BadInput):
        unpin({"fund": "x"})
