"""The feed of events: in order, without gaps for whoever may know, and with nothing that is not theirs."""

import pytest

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
