"""The whole life of a bid through the API alone: written, sent, judged, decided, accepted, claimed and paid."""

from datetime import timedelta

import pytest

from fundflow import engine
from tests.stories.stages import REF, ROUND
from tests.stories.world import BODIES, COVER, CRITERIA, GROUP, SEATS

IN = f"/applications/{REF}"


@pytest.fixture
def at(served):
    made = served("draft")

    def later(**gone):
        made.clock.later(**gone)
        engine.due.sweep(made.engine, now=made.clock.now, worker="test")

    made.later = later
    made.by = lambda name: made.program(name, days=300)
    return made


def step(at, by, name, status=200, **values):
    reason = values.pop("reason", "Because of what we know now.")
    return at.by(by).post(f"{IN}/steps/{name}", {"values": values, "reason": reason}, status, key=f"{by}:{name}")


def mark(at, name, **kind):
    at.by("officer").post(f"{IN}/assessors/{name}", kind)
    program = at.by(name)
    assert [one["ref"] for one in program.get(f"/rounds/{ROUND}/to-declare")] == [REF]
    program.post(f"{IN}/declaration", {"answer": "none"})
    program.post(f"{IN}/papers")
    one = {"justification": "Because of page 2.", "strength": "Clear.", "gap": "None."}
    marks = {key: {**one, "score": score} for key, score in zip(CRITERIA, (4, 3, 5, 2, 4, 3), strict=True)}
    program.ask("PUT", f"{IN}/marks", json={"marks": marks})
    assert program.get(f"/rounds/{ROUND}/own-scores")[0]["lacks"] == []
    return program.ask("PUT", f"{IN}/marks", json={"marks": marks, "lock": True}).json()


def meet(at, by, ref, bodies, people):
    program = at.by(by)
    day = (at.clock.now - timedelta(days=13)).date().isoformat()
    called = {"ref": ref, "title": ref, "starts_at": at.clock.now.isoformat(), "bodies": bodies, "papers_out_on": day}
    assert program.post("/meetings", called)["state"] == "planned"
    assert program.post(f"/meetings/{ref}/items", {"case_ref": REF})["number"] == 1
    program.post(f"/meetings/{ref}/open")
    for who in people:
        program.post(f"/meetings/{ref}/people/{who}/attend")


def send_and_judge(at):
    at.later(days=30)
    assert step(at, "writer.fednw", "submit", interests="none")["waiting_for"] == ["signatory"]
    assert step(at, "partner.fednw", "submit")["state"] == "submitted"
    at.later(days=14)
    assert step(at, "officer", "accept_eligible")["state"] == "in_assessment"
    mark(at, "gp_far", clinical=True)
    assert mark(at, "accountant", finance_aware=True)["locked"]
    assert at.by("officer").get(IN)["result"]["fundable"]
    at.by("officer").post(f"/rounds/{ROUND}/ranking", {"freeze": True})


def decide(at):
    meet(at, "group_secretary", "group", ["gpfv-implementation-group"], GROUP)
    given = {"recommendation": "approve", "reasons": "It fits the fund.", "meeting": "group"}
    step(at, "implementation_group", "recommend", **given)
    at.later(days=14)
    bodies = ("05J", "05T")
    secretary = at.by("committee_secretary")
    meet_after = [f"{seat}.{body.lower()}" for body in bodies for seat in SEATS]
    day = (at.clock.now - timedelta(days=13)).date().isoformat()
    called = {"ref": "pccc", "title": "Together", "starts_at": at.clock.now.isoformat(), "papers_out_on": day}
    secretary.post("/meetings", {**called, "bodies": [BODIES[body] for body in bodies]})
    step(at, "committee_secretary", "table", meeting="pccc", cover_sheet=COVER)
    secretary.post("/meetings/pccc/items", {"case_ref": REF})
    secretary.post("/meetings/pccc/open")
    for who in meet_after:
        secretary.post(f"/meetings/pccc/people/{who}/attend")
    standing = secretary.get("/meetings/pccc/items/1")["standing"]
    assert [one["can_decide"] for one in standing] == [True, True]
    for body in bodies:
        place = f"/meetings/pccc/items/1/bodies/{BODIES[body]}"
        votes = {f"{seat}.{body.lower()}": "for" for seat in SEATS}
        assert secretary.post(f"{place}/vote", {"text": "To decide", "votes": votes})["result"] is True
        secretary.ask("PUT", f"{place}/decision", json={"outcome": "approve", "reason": "Because of the evidence."})
    assert secretary.post("/meetings/pccc/apply")[-1]["state"] == "approved"
    assert len(at.by("auditor").get("/decisions")) == 2


def offer_and_pay(at):
    assert step(at, "officer", "issue_offer")["waiting_for"] == ["finance"]
    assert step(at, "finance", "issue_offer")["state"] == "offer_issued"
    officer = at.by("officer")
    drafts = [one["ref"] for one in officer.get("/letters", params={"state": "draft"})["items"]]
    officer.post("/letters/approve", {"refs": drafts})
    assert {one["state"] for one in officer.post("/letters/release", {"refs": drafts})} == {"released"}
    offer = next(one for one in at.by("writer.fednw").get(f"{IN}/letters") if one["code"] == "L04")
    file = at.by("writer.fednw").ask("GET", f"/letters/{offer['ref']}/file")
    assert file.content.startswith(b"PK")
    assert file.headers["content-disposition"].startswith("attachment")
    at.later(days=2)
    step(at, "partner.fednw", "accept")
    for one in at.by("officer").get(IN)["conditions"]:
        if one["kind"] == "precedent":
            at.by("officer").post(f"{IN}/conditions/{one['number']}/meet", {"reason": "Seen."})
    assert step(at, "officer", "satisfy_precedents")["state"] == "active"
    day = at.clock.now.date().isoformat()
    cost = {"cost_type": "backfill", "description": "GP time", "delivered_from": day, "delivered_to": day}
    claim = at.by("partner.fednw").post(
        f"{IN}/claims",
        {
            "tranches": ["start"],
            "period_from": day,
            "period_to": day,
            "costs": [{**cost, "amount_pence": 1_000_000}],
            "invoices": [{"supplier": "Locums Ltd", "number": "A1", "dated": day, "amount_pence": 1_000_000}],
            "evidence": [{"kind": "forecast", "description": "the forecast"}],
        },
    )
    place = f"/claims/{claim['ref']}/steps"
    told = {"values": {"declaration": "True and not paid elsewhere."}}
    assert at.by("partner.fednw").post(f"{place}/submit", told)["state"] == "submitted"
    assert at.by("claim_checker").post(f"{place}/check")["state"] == "checked"
    assert at.by("claim_approver").post(f"{place}/approve")["state"] == "approved"
    run = at.by("finance").post("/runs", {"claims": [claim["ref"]]})
    at.by("payment_releaser").post(f"/runs/{run['ref']}/release")
    paid = at.by("finance").get(f"/runs/{run['ref']}")["payments"]
    results = [{"payment_ref": one["ref"], "result": "paid", "on": day} for one in paid]
    at.by("finance").post(f"/runs/{run['ref']}/results", {"results": results})
    assert run["ref"] in at.by("finance").ask("GET", f"/runs/{run['ref']}/file").headers["content-disposition"]
    return claim["ref"]


def test_a_bid_is_written_judged_decided_and_paid_through_the_api_alone(at):
    send_and_judge(at)
    decide(at)
    claim = offer_and_pay(at)
    told = at.by("writer.fednw").get(f"/claims/{claim}")
    assert told["state"] == "paid"
    assert sum(one["paid_pence"] for one in at.by("writer.fednw").get(IN)["money"]) == 1_000_000
    feed = at.by("officer").get("/events", params={"limit": 500})
    stood = [one["after"].get("state") for one in feed["items"] if one["subject"] == REF]
    lived = [state for state in dict.fromkeys(stood) if state]
    assert lived[:3] == ["draft", "submitted", "in_assessment"]
    assert lived[-1] == "active"
    report = at.by("finance").get("/reports/finance", params={"fund": "worcestershire-transformation"})
    assert report["totals"]["paid_pence"] == 1_000_000
    assert at.by("finance").ask("GET", "/reports/finance?format=csv").text.startswith("\ufefffund,")


def test_a_document_is_attached_kept_apart_and_handed_out_for_saving(at):
    writer = at.by("writer.fednw")
    path = f"{IN}/documents/equality_impact"
    told = writer.ask("PUT", f"{path}?file_name=eia.pdf", content=b"%PDF-1.4 text").json()
    assert set(told["content"]["documents"]) == {"equality_impact"}
    answer = writer.ask("GET", path)
    assert answer.content == b"%PDF-1.4 text"
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''eia.pdf"
    at.by("officer").ask("PUT", f"{path}?file_name=eia.pdf", 403, content=b"%PDF-1.4 text")
    at.by("writer.fedsw").ask("GET", path, 404)
    assert "cannot open" in writer.ask("PUT", f"{path}?file_name=eia.exe", 422, content=b"MZ").json()["detail"]
    assert "name says" in writer.ask("PUT", f"{path}?file_name=eia.pdf", 422, content=b"MZ").json()["detail"]
    assert writer.ask("DELETE", path).json()["content"]["documents"] == {}
    writer.ask("GET", path, 404)


def test_a_letter_is_read_by_its_people_once_it_is_released_and_by_nobody_else(served):
    at = served("offer_issued")
    office = at.program("officer")
    draft = next(one["ref"] for one in office.get("/letters", params={"state": "draft"})["items"])
    lead, stranger = at.program("writer.fednw"), at.program("writer.fedsw")
    for path in (f"/letters/{draft}", f"/letters/{draft}/file"):
        office.ask("GET", path)
        lead.ask("GET", path, 404)
    assert draft not in [one["ref"] for one in lead.get(f"{IN}/letters")]
    office.post("/letters/approve", {"refs": [draft]})
    office.post("/letters/release", {"refs": [draft]})
    lead.ask("GET", f"/letters/{draft}/file")
    stranger.ask("GET", f"/letters/{draft}/file", 404)
    lead.ask("GET", "/letters", 403)
