"""The feed of events: in order, without gaps for whoever may know, and with nothing that is not theirs."""

import pytest

from fundflow.engine import visibility
from tests.stories.stages import REF


def follow(program, limit=100):
    seen, after = [], 0
    while True:
        told = program.get("/events", params={"after": after, "limit": limit})
        seen += told["items"]
        assert told["next"] >= after
        if not told["more"]:
            return seen
        after = told["next"]


def test_the_office_follows_everything_in_order_whatever_the_size_of_its_pages(served):
    program = served("submitted").program("officer")
    whole, small = follow(program, 500), follow(program, 7)
    assert [one["seq"] for one in whole] == list(range(1, len(whole) + 1))
    assert [one["seq"] for one in small] == [one["seq"] for one in whole]
    submitted = next(one for one in whole if one["what"] == "submit" and one["subject"] == REF)
    assert submitted["after"]["state"] == "submitted"
    assert set(submitted["after"]) <= {"state", "version", "ask_pence", "waiting_for"}


def test_a_bid_s_own_people_follow_its_steps_and_learn_of_nobody(served):
    at = served("scored")
    seen = follow(at.program("writer.fednw"))
    assert {one["subject"] for one in seen} == {REF}
    assert "submit" in {one["what"] for one in seen}
    assert {one["by"] for one in seen if one["what"] in ("accept_eligible", "complete_scoring")} == {"The office"}
    assert {one["by"] for one in seen if one["what"] == "submit"} == {"Partner Fednw"}
    assert not any(name in str(seen) for name in ("Gp Far", "Accountant", "Officer"))
    assert not {"score", "assign", "declare"} & {one["what"] for one in seen}


@pytest.mark.parametrize("name", ["writer.fedsw", "gp_far", "lay_chair.05J"])
def test_others_are_told_nothing(name, served):
    assert follow(served("submitted").program(name)) == []


def test_somebody_who_works_for_one_fund_follows_its_cases_alone(served):
    at = served("submitted")
    other, own = at.scoped("worcestershire-resilience"), at.scoped("worcestershire-transformation")
    assert follow(other) == []
    assert {one["subject"].partition("/")[0] for one in follow(own)} == {REF}
    assert other.get("/applications")["items"] == []
    assert [one["ref"] for one in own.get("/applications")["items"]] == [REF]
    other.get(f"/applications/{REF}", 404)
    assert other.get("/letters")["items"] == []
    assert own.get("/letters")["items"]
    assert other.get("/claims")["items"] == []
    for path in ("/reports/finance", "/positions", "/runs"):
        assert "for all funds" in own.get(path, 403)["detail"]
    own.get("/reports/finance", params={"fund": "worcestershire-transformation"})
    other.get("/positions", 403, params={"fund": "worcestershire-transformation"})


def test_there_is_more_wherever_later_events_were_not_looked_at_though_none_of_them_may_be_theirs(served):
    at = served("submitted")
    own = at.scoped("worcestershire-transformation")
    told = own.get("/events", params={"after": 0, "limit": 1})
    assert (told["items"], told["next"], told["more"]) == ([], 1, True), "the first event is of no case"
    assert follow(own, limit=1) == follow(own, limit=500) != []


def test_the_feed_is_read_in_few_questions_by_whoever_follows_it(served):
    at = served("submitted")
    for program in (at.program("officer"), at.program("writer.fednw"), at.scoped("worcestershire-transformation")):
        at.counted()
        program.get("/events", params={"limit": 500})
        assert len(at.counted()) <= 12


def test_what_happened_to_a_case_that_its_fund_keeps_to_itself_is_not_told_to_the_rest_of_the_office(
    served, monkeypatch
):
    at = served("submitted")
    secretary, officer = at.program("committee_secretary"), at.program("officer")
    assert REF in {one["subject"] for one in follow(secretary)}
    monkeypatch.setattr(visibility, "quiet", lambda _fund: True)
    told = follow(secretary)
    assert told, "of rounds, people and lists it is told as before"
    assert not {one["subject"] for one in told if one["subject"].startswith(REF)}
    assert REF in {one["subject"] for one in follow(officer)}
