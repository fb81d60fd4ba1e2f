"""Cases at the terminal: what is open and why not, tried steps, answers of partners, seats and marks."""

import pytest

from tests.cli.conftest import REF
from tests.stories.world import CRITERIA


def test_steps_say_what_is_open_to_whom_and_why_not(bid):
    for_all = {one["step"]: one for one in bid.json(f"steps {REF}")["steps"]}
    assert (for_all["accept_eligible"]["open"], for_all["accept_eligible"].get("to")) == (True, "in_assessment")
    hers = bid.json(f"steps {REF} --as writer.fednw")
    assert (hers["state"], hers["as"]) == ("submitted", "writer.fednw")
    closed = next(one for one in hers["steps"] if one["step"] == "accept_eligible")
    assert closed["open"] is False
    assert set(closed["refusals"][0]) == {"guard", "reason"}
    assert "accept_eligible" in bid.ok(f"steps {REF}")


def test_a_step_that_is_only_tried_keeps_nothing(bid):
    bid.at("2017-05-15 10:00")
    tried = bid.json(f"step {REF} accept_eligible --as officer --dry-run")
    assert (tried["state"], tried["dry_run"]) == ("in_assessment", True)
    assert bid.json(f"application show {REF}")["state"] == "submitted"
    assert "tried only" in bid.ok(f"step {REF} accept_eligible --as officer --dry-run")
    assert bid.json("audit verify")["faults"] == []


def test_a_step_on_a_case_that_has_changed_is_refused(bid):
    bid.at("2017-05-15 10:00")
    code, _, err = bid.run(f"step {REF} accept_eligible --as officer --expect-version 1")
    assert code == 1
    assert "changed by somebody else" in err


def test_a_bid_is_saved_again_with_what_a_file_gives_and_nothing_else(bid):
    bid.ok(f"step {REF} recall_for_edit --as partner.fednw --reason typo")
    paper = bid.file("more.yaml", "title: Hubs for all\nminimum_viable: £90,000.00\nseverable: true\n")
    saved = bid.json(f"application save {REF} {paper} --as writer.fednw")
    assert (saved["title"], saved["ask_pence"]) == ("Hubs for all", 10_000_000)
    assert bid.refused(f"application save {REF} {paper} --as officer") == ["may_act"]


def test_a_partner_answers_and_only_its_signatory_may(bid):
    bid.ok(f"step {REF} recall_for_edit --as partner.fednw --reason typo")
    assert bid.refused(f"application consent {REF} Z10002 --as partner.z10001") == ["may_act"]
    bid.ok(f"application consent {REF} Z10002 --answer refuse --reason busy --as partner.z10002")
    states = {one["organisation"]: one["state"] for one in bid.json(f"application show {REF}")["participants"]}
    assert states["Z10002"] == "removed", "who said no is for the lead and the officer"
    found = bid.json(f"application partners {REF} --as writer.fednw")["standings"]
    assert {one["organisation"]: one["state"] for one in found}["Z10002"] == "refused"


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ("marks: {working_at_scale: {score: 4}}", "marks.working_at_scale.justification"),
        ("marks: {working_at_scale: {score: many, justification: x}}", "marks.working_at_scale.score"),
        ("marks: []", "marks"),
    ],
)
def test_a_sheet_that_cannot_be_read_says_where(bid, file, says):
    code, _, err = bid.run(f"score {REF} --from {bid.file('sheet.yaml', file)} --as gp_far")
    assert code == 1
    assert says in err


def test_a_sheet_is_saved_from_a_file_and_one_mark_changed(bid):
    bid.at("2017-05-15 10:00")
    bid.ok(f"step {REF} accept_eligible --as officer")
    bid.ok(f"assign {REF} gp_far --clinical --as officer")
    assert bid.refused(f"score {REF} --mark {CRITERIA[0]}=4 --reason x --as gp_far")
    bid.ok(f"declare {REF} none --as gp_far")
    marks = "".join(f"  {key}: {{score: 3, justification: Page 2., strength: A., gap: B.}}\n" for key in CRITERIA)
    saved = bid.json(f"score {REF} --from {bid.file('sheet.yaml', 'marks:' + chr(10) + marks)} --as gp_far")
    assert saved["marks"] == sorted(CRITERIA)
    bid.ok(f"score {REF} --mark {CRITERIA[0]}=5 --reason Better --strength A --gap B --lock --as gp_far")
    seats = bid.json(f"assessment show {REF}")["seats"]
    assert [one["state"] for one in seats] == ["locked"]
    bid.ok(f"assessment show {REF}")
