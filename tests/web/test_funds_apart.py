"""Officers of one fund see nothing of another: not its rounds, its letters, its reports or its cases."""

from datetime import date

import pytest

from fundflow import database, people
from fundflow.engine.rounds import act_of
from tests.stories.stages import REF, ROUND
from tests.stories.world import FUND

OTHER = "worcestershire-resilience"


def officer_of(at, fund: str) -> str:
    """An officer who works for one fund alone."""
    with database.writing(at.engine) as session:
        act = act_of(people.system(session), now=at.clock(), what="user.add", subject=fund)
        row = people.add(session, sign_in_name=f"officer.{fund}", name="Nell Frost", email="", act=act)
        people.grant(session, row.id, "officer", fund=fund, starts=date(2017, 4, 1), act=act)
    return f"officer.{fund}"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/rounds/{ROUND}", 403),
        (f"/rounds/{ROUND}/change/extend", 403),
        (f"/rounds/{ROUND}/amend", 403),
        (f"/rounds/{ROUND}/message", 403),
        (f"/rounds/{ROUND}/practice", 403),
        (f"/rounds/{ROUND}/enter", 403),
        (f"/rounds/{ROUND}/withdraw", 403),
        (f"/rounds/{ROUND}/fund.yaml", 403),
        (f"/rounds/new?from={ROUND}", 403),
        (f"/cases/{REF}", 404),
        (f"/cases/{REF}/whole-case.zip", 404),
        (f"/cases/{REF}/set-aside", 404),
        (f"/letters/read/{REF}/L01", 404),
        (f"/reports/finance?fund={FUND}", 403),
    ],
)
def test_an_officer_of_another_fund_gets_no_further(path, status, served):
    at = served("submitted")
    browser = at.browser(officer_of(at, OTHER))
    answer = browser.http.get(path)
    assert (answer.status_code, "Hubs" in answer.text) == (status, False), path
    own = at.browser(officer_of(at, FUND)).http.get(path)
    assert own.status_code == 200, path


def test_lists_hold_only_what_is_of_their_fund(served):
    at = served("submitted")
    browser = at.browser(officer_of(at, OTHER))
    for path in ("/cases", "/letters", "/work", "/letters/to-sign", "/bids?organisation=FEDNW"):
        assert REF not in browser.get(path).get_text(), path
    assert REF in at.browser(officer_of(at, FUND)).get("/letters").get_text()


def test_a_report_without_a_fund_is_of_the_one_for_which_somebody_works(served):
    at = served("submitted")
    name = officer_of(at, OTHER)
    assert at.browser(name).http.get("/reports/finance").status_code == 200
