"""Cases as programs see them: pages, parts by who looks, strangers, steps, bids that are written."""

import pytest
from sqlalchemy import text

from fundflow import database, people
from fundflow.applications import CostLine
from fundflow.engine import tasks
from tests.api.conftest import serve
from tests.engine.test_gate_effect import STRICTER
from tests.engine.test_round_amendments import edited
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
    assert (lead["result"], lead["notes"]) == (None, None)
    assert {"Gp Far", "Accountant"} & {one["by"] for one in office["history"]}
    assert not {"Gp Far", "Accountant", "Officer"} & {one["by"] for one in lead["history"]}
    assert {one["what"] for one in lead["history"]} >= {"create", "save", "submit", "issue_offer", "accept"}
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


@pytest.mark.parametrize("name", ["officer", "finance", "writer.fednw", "partner.fednw"])
def test_what_waits_for_a_person_is_what_their_page_of_work_lists(name, served):
    at = served("offer_issued")
    told = at.program(name).get("/me/work")["things"]
    with database.reading(at.place.engine) as session:
        listed = tasks.waiting_for(session, people.actor(session, name, now=at.place.now), now=at.place.now)
    assert [(one["kind"], one["about"], one["text"]) for one in told] == [
        (one.kind, one.about, one.said) for one in listed
    ]
    assert all(one["page"].startswith("/") for one in told if one["kind"] in ("letter", "step"))


def test_warnings_beside_many_bids_of_one_lead_are_told_in_few_queries(served):
    at = served("submitted")
    line = CostLine("2017/18", "training", "Nurses", 500_000, commissioner="05J", organisation="Z10001")
    with at.place.living() as world:
        drafts = [world.bid(ROUND, title=f"Rota {number}", lines=(line,)) for number in range(4)]
    program = at.program("writer.fednw")
    at.counted()
    told = program.get(f"/applications/{drafts[0]}/warnings")["warnings"]
    counted = at.counted()
    assert len(counted) <= MOST, "\n".join(one[:100] for one in counted)
    assert sum("in your draft" in one for one in told) == 3
    assert sum("same cost lines" in one for one in told) == 3


def test_a_thousand_cases_take_no_more_questions_than_ten(served):
    at = served("submitted")
    office, lead = at.program("officer"), at.program("writer.fednw")
    paths = ("/applications", "/me/work", "/rounds", "/events", f"/rounds/{ROUND}", "/common-grants/opportunities")

    def asked() -> dict[str, int]:
        found = {}
        for name, program in (("office", office), ("lead", lead)):
            for path in paths:
                at.counted()
                program.get(path)
                found[f"{name} {path}"] = len(at.counted())
        return found

    few = asked()
    with database.writing(at.engine) as session:
        columns = [one[1] for one in session.connection().execute(text("PRAGMA table_info(application)"))]
        own = {"id": "id + n", "ref": "'TF-18-' || printf('%04d', n)", "sequence_year": "2018", "sequence": "n"}
        values = ", ".join(own.get(name, name) for name in columns)
        session.connection().execute(
            text(
                "WITH RECURSIVE many(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < 1000) "
                f"INSERT INTO application ({', '.join(columns)}) SELECT {values} FROM application, many"
            )
        )
    many = asked()
    assert len(office.get("/applications", params={"limit": 200})["items"]) == 200
    assert many == few
    assert max(many.values()) <= MOST


def test_a_round_is_opened_and_extended_by_two(served):
    at = served("draft")
    given = {"fund": FUND, "opens_at": "2018-04-02T09:00", "closes_at": "2018-05-11T17:00", "snapshot_on": "2018-01-01"}
    made = at.program("officer").ask("POST", "/rounds", json=given)
    assert made.json()["closes_at"] == "2018-05-11T16:00:00Z"
    at.program("writer.fednw").post("/rounds", given, 403)
    later = {"closes_at": "2017-05-19T17:00", "reason": "The line was down for a day."}
    first = at.program("officer").post(f"/rounds/{ROUND}/extend", later)
    assert (first["waits_for_second"], first["drafts"]) == (True, [REF])
    second = at.program("officer2").post(f"/rounds/{ROUND}/extend", later)
    assert second["round"]["closes_at"] == "2017-05-19T16:00:00Z"
    assert second["letters"]


def test_what_newly_installed_rules_would_change_in_a_round_is_read_and_nothing_is_changed(served, tmp_path):
    at = served("submitted")
    path = f"/rounds/{ROUND}/amendment"
    told = at.program("officer").get(path)
    assert (told["change"], told["words"], told["effect"]) == ("none", [], [])
    newer = serve(at.place, edited(tmp_path, *STRICTER))
    told = newer.program("finance").get(path)
    assert told["change"] == "material"
    assert "a second person" in told["needs"]
    north = next(one for one in told["effect"] if one["commissioner"] == "05J")
    assert (north["bids"], north["meet_now"], north["would_meet"]) == (1, 1, 0)
    assert [(one["ref"], one["passes"], "(Rule E4)" in one["why"]) for one in north["turned"]] == [(REF, False, True)]
    for name in ("writer.fednw", "gp_far"):
        assert newer.program(name).get(path, 403)["refused"][0]["guard"] == "may_act"
