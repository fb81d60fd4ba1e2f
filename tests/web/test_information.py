"""A request for information is answered with the decision and its own scores; names that are kept are marked, not told."""

import io

import pytest
from openpyxl import load_workbook

from fundflow import audit, database, engine, people
from fundflow.errors import Refused
from tests import wording
from tests.stories.stages import REF
from tests.stories.world import ASSESSORS
from tests.web.cost import MOST_QUERIES, queries
from tests.web.pressing import offered, said_of

PATH = f"/cases/{REF}/foi"


def given(browser, status: int = 200, reason: str = "Request 7 of 3 July 2017"):
    answer = browser.http.post(PATH, data={"form_key": browser.key(PATH), "reason": reason})
    assert answer.status_code == status, answer.text[:500]
    return answer


def words(raw: bytes) -> str:
    book = load_workbook(io.BytesIO(raw))
    assert book.sheetnames == ["Decision", "Scores", "Costs"]
    return "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value)


def test_the_decision_its_own_scores_and_flagged_costs_are_saved_and_that_is_recorded(served):
    at = served("active")
    browser = at.browser("officer")
    at.statements.clear()
    page = browser.get(PATH)
    assert queries(at) <= MOST_QUERIES, at.statements
    assert "A flagged cost tells another body's price" in page.get_text()
    said = words(given(browser).content)
    assert "Agreed" in said
    assert "Who scored is not told." in said
    with database.reading(at.engine) as session:
        for name in ASSESSORS:
            assert people.named(session, name).name not in said.splitlines()
        (event,) = [one for one in audit.history(session, REF) if one.what == "foi.bundle"]
        assert event.contents["reason"] == "Request 7 of 3 July 2017"
    nothing = given(browser, 422, reason="")
    assert "the record keeps which request it answers" in nothing.text


def test_nothing_is_put_together_before_the_decision(served):
    at = served("submitted")
    page = at.browser("officer").get(PATH)
    assert "Nothing can be put together yet" in said_of(page)
    assert offered(page) == set()
    with at.place.living() as world, pytest.raises(Refused) as told:
        engine.information.give(world.session, REF, reason="Request 7", actor=world.who("officer"), now=world.now)
    (refusal,) = told.value.refusals
    assert refusal.guard == "decision_applied"
    assert list(wording.faults(refusal.reason, guard=refusal.guard)) == []


@pytest.mark.parametrize(("who", "status"), [("finance", 403), ("gp_far", 403), ("writer.fednw", 403)])
def test_it_is_for_the_officer_and_the_freedom_of_information_officer(served, who, status):
    served("active").browser(who).get(PATH, status=status)


def test_a_name_that_its_fund_keeps_is_marked_until_it_is_let_out(served, monkeypatch):
    monkeypatch.setattr(engine.information, "quiet", lambda _fund: True)
    at = served("active")
    with at.place.living() as world:
        who = {"actor": world.who("officer"), "now": world.now}
        kept = engine.information.look(world.session, REF, **who)
        assert (kept.lead, kept.title) == (engine.information.NAME, engine.information.TEXT)
        assert {one.description for one in kept.costs} == {engine.information.TEXT}
        assert {one.strength for one in kept.scores} <= {"", engine.information.TEXT}
        assert kept.decisions[0].agreed_pence > 0, "figures stay"
        monkeypatch.setattr(engine.information.support, "disclosed", lambda _session, _case: True)
        assert not engine.information.look(world.session, REF, **who).names_withheld
