"""A step that somebody writes into the life cycle's file has its page, its refusals and its place in the record, with no code."""

import pytest

from fundflow.definitions import load_library
from tests.stories import stages, world
from tests.stories.stages import REF, Place
from tests.web.conftest import over

STEP = """
- step: visit
  from: submitted
  to: submitted
  by: [officer]
  guards: [no_tie_to_bid]
  effects: []
  reason: true
  label: Note a visit to the practices
  means: It goes on record that you went to see them; the bid stays where it is.

- step: screen_ineligible
"""
PATH = f"/cases/{REF}/steps/visit"


@pytest.fixture
def served_with_it(sqlite_engine, tmp_path, monkeypatch):
    """The service over a bid that was sent to a round whose life cycle has one more step."""
    root = world.library().root
    for folder in ("workflows", "criteria"):
        for file in (root / folder).rglob("*.yaml"):
            copy = tmp_path / "own" / file.relative_to(root)
            copy.parent.mkdir(parents=True, exist_ok=True)
            text = file.read_text(encoding="utf-8")
            if file.name == "competed-grant.yaml":
                assert text.count("\n- step: screen_ineligible\n") == 1
                text = text.replace("\n- step: screen_ineligible\n", STEP)
            copy.write_text(text, encoding="utf-8")
    library, problems = load_library(tmp_path / "own")
    assert problems == []
    monkeypatch.setattr(world, "library", lambda: library)
    now = stages.played_whole(sqlite_engine, "submitted")
    return over(Place(sqlite_engine, now))


def test_it_is_offered_explained_refused_without_its_reason_and_taken(served_with_it):
    officer = served_with_it.browser("officer")
    assert officer.get(f"/cases/{REF}").find("a", {"href": PATH}, string="Note a visit to the practices")
    page = officer.get(PATH).get_text(" ", strip=True)
    assert "It goes on record that you went to see them; the bid stays where it is." in page
    refused = officer.send(PATH, 422, reason="")
    assert refused.find(class_="nhsuk-error-summary").find("a", {"href": "#reason"})
    officer.send(PATH, reason="Seen in Redditch on Monday.")
    history = officer.get(f"/cases/{REF}/history").get_text(" ", strip=True)
    assert "Note a visit to the practices" in history
    assert "Seen in Redditch on Monday." in history


def test_it_is_closed_to_the_rest_and_the_case_says_to_whom_it_belongs(served_with_it):
    finance = served_with_it.browser("finance")
    assert finance.get(f"/cases/{REF}").find("a", {"href": PATH}) is None
    key = finance.key(f"/cases/{REF}/notes")
    answer = finance.http.post(PATH, data={"form_key": key, "reason": "I went."})
    assert answer.status_code == 403
    assert "commissioning officer" in answer.text
    assert "I went." not in finance.get(f"/cases/{REF}/history").get_text()
