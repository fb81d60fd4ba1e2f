"""Cases as programs see them: pages, parts by who looks, strangers, steps, bids that are written."""

import pytest

from tests.stories import stages
from tests.stories.stages import REF, ROUND
from tests.stories.world import FUND

STAGES = sorted(stages.STAGES)
MOST = 12


@pytest.mark.parametrize("stage", STAGES)
def test_a_case_is_read_at_every_stage_in_few_queries(stage, served):
    at = served(stage)
    for name in ("officer", "writer.fednw"):
        program = at.program(name)
        at.counted()
        told = program.get(f"/applications/{REF}")
        assert told["title"] == "Hubs"
        counted = at.counted()
        assert len(counted) <= MOST, "\n".join(one[:100] for one in counted)
        steps = program.get(f"/applications/{REF}/steps")
        assert (steps["state"], steps["version"]) == (told["state"], told["version"])


def test_each_sees_the_parts_that_are_theirs(served):
    at = served("active")
    office, lead = (at.program(one).get(f"/applications/{REF}") for one in ("officer", "writer.fednw"))
    assert office["relation"] == "office"
    assert office["history"]
    assert lead["relation"] == "lead"
    assert (lead["history"], lead["result"], lead["notes"]) == (None, None, None)
    assert lead["money"][0]["ledger"] is None
    assert office["money"][0]["asked_pence"] == lead["money"][0]["asked_pence"]


@pytest.mark.parametrize("name", ["writer.fedsw", "gp_far", "lay_chair.05J"])
def test_a_case_that_is_not_theirs_is_no_case_to_them(name, served):
    at = served("submitted")
    program = at.program(name)
    assert program.get("/applications")["items"] == []
    for path in ("", "/steps", "/warnings"):
        told = program.get(f"/applications/{REF}{path}", 404)
        assert "Hubs" not in str(told)
    nothing = program.get("/applications/TF-99-9999", 404)["detail"]
    assert "TF-99-9999" in nothing
    program.post(f"/applications/{REF}/steps/withdraw", {"reason": "Because."}, 404)
    program.ask("PATCH", f"/applications/{REF}", 404, json={"title": "Mine"})
    program.post(f"/applications/{REF}/consents/Z10001", {"answer": "agree"}, 404)


def test_pages_follow_one_another_and_end(served):
    at = served("draft")
    writer = at.program("writer.fednw")
    for number in range(4):
        writer.post(f"/rounds/{ROUND}/applications", {"lead": "FEDNW", "title": f"Hub {number}"})
    seen, after = [], ""
    while True:
        page = writer.get("/applications", params={"limit": 2, "after": after})
        seen += [one["ref"] for one in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert seen == sorted(seen)
    assert len(seen) == 5
    assert [one["title"] for one in writer.get("/applications", params={"words": "TF HUBS"})["items"]] == ["Hubs"]


def test_a_bid_is_begun_saved_and_read_back(served):
    at = served("draft")
    writer = at.program("writer.fednw")
    cost = {"period": "2017/18", "cost_type": "training", "description": "Nurses", "amount_pence": 100_001}
    saved = {"budget": [{**cost, "commissioner": "05J"}], "answers": {"plan": "Train."}, "work_starts_on": "2017-07-01"}
    answer = writer.ask(
        "POST", f"/rounds/{ROUND}/applications", json={"lead": "FEDNW", "title": "Nurses", "saved": saved}
    )
    ref = answer.json()["ref"]
    assert answer.headers["location"] == f"/api/v1/applications/{ref}"
    told = writer.ask(
        "PATCH", f"/applications/{ref}", json={"title": "Nurses of the north"}, match=answer.headers["etag"]
    ).json()
    assert told["content"]["title"] == "Nurses of the north"
    assert told["content"]["budget"][0]["amount_pence"] == 100_001
    assert told["ask_pence"] == 100_001
    assert told["content"]["work_starts_on"] == "2017-07-01"
    writer.ask("PATCH", f"/applications/{ref}", 412, json={"title": "Again"}, match=answer.headers["etag"])
    assert "answers.nothing" in str(
        writer.ask("PATCH", f"/applications/{ref}", 422, json={"answers": {"nothing": "x"}}).json()
    )


def test_funds_and_rounds_are_told_to_everybody_who_has_a_token(served):
    at = served("submitted")
    officer, writer = at.program("officer"), at.program("writer.fednw")
    assert FUND in [one["fund"] for one in writer.get("/funds")]
    assert writer.get(f"/funds/{FUND}")["rules"][0]["code"] == "E1"
    assert writer.get("/funds/nothing", 404)
    assert officer.get(f"/rounds/{ROUND}")["bids"] == {"submitted": 1}
    assert writer.get(f"/rounds/{ROUND}")["bids"] is None
    assert writer.get("/rounds")["items"][0]["closes_at"] == "2017-05-12T16:00:00Z"
    suits = writer.get(f"/funds/{FUND}/suits", params={"practice": ["Z10001", "Z10002"]})
    assert {one["rule"] for one in suits["rules"]} >= {"E1", "E4"}


def test_what_waits_for_a_person_is_told(served):
    at = served("submitted")
    work = at.program("officer").get("/me/work")
    assert [one["ref"] for one in work["cases"]] == [REF]
    assert "query" in work["cases"][0]["steps"]
