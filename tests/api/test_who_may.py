"""Every route as everybody: nobody gets further than their part, and nothing of another organisation gets out."""

import re

import pytest

from fundflow import api, people
from tests.engine.test_sight import tied
from tests.stories.stages import REF, ROUND
from tests.stories.world import FUND, OFFICE

FILLED = {
    "round_ref": ROUND,
    "fund": FUND,
    "step": "query",
    "claim": f"{REF}/C1",
    "recovery": f"{REF}/R1",
    "meeting": "pccc",
    "organisation": "FEDNW",
    "code": "Z10001",
    "name": "finance",
    "case": REF,
}
"""What stands for a name in an address; what is not here is `1`."""
BY_SHELF = {"/rounds": ROUND, "/meetings": "pccc", "/letters": f"{REF}/L01", "/runs": "PR-17-0001"}
PEOPLE = (*OFFICE, "officer2", "writer.fednw", "partner.fednw", "writer.fedsw", "gp_far", "lay_chair.05J")
STRANGERS = ("writer.fedsw", "nurse")
ASSESSORS = ("/declaration", "/papers", "/hand-back", "/marks")
"""What assessors do before they may see a bid: they are told by their seat."""
SECRETS = ("Hubs", "GP time in the north", "42 a week")
"""Words of the bid of another federation."""
MOST_QUERIES = 12
READS = [door for door in api.doors() if door.method == "GET"]
WRITES = [door for door in api.doors() if door.method != "GET"]


def address(path: str) -> str:
    known = {**FILLED, "ref": next((ref for at, ref in BY_SHELF.items() if path.startswith(at)), REF)}
    return re.sub(r"\{(\w+)(?::path)?\}", lambda found: known.get(found[1], "1"), path)


def test_every_route_is_known_to_these_tests(served):
    inner = served("draft").app.routes[-1].app
    known = {(door.method, door.path) for door in api.doors()}
    there = {
        (method, route.path)
        for route in inner.routes
        if hasattr(route, "methods")
        for method in route.methods - {"HEAD", "OPTIONS"}
    }
    assert there - known == {("GET", "/openapi.json")}
    assert len(known) == len(api.doors()), "two routes have one address"


@pytest.mark.parametrize("door", [door for door in api.doors() if not door.public], ids=lambda door: door.path)
def test_without_a_token_nothing_is_read_and_nothing_done(door, served_once):
    answer = served_once.http().request(door.method, f"{api.PREFIX}{address(door.path)}", json={})
    assert answer.status_code == 401, answer.text
    assert answer.headers["www-authenticate"]


@pytest.mark.parametrize("stage", ["submitted", "active"])
def test_everybody_is_answered_without_a_fault(stage, served):
    at = served(stage)
    for name in PEOPLE:
        program = at.program(name)
        for door in READS:
            answer = program.http.get(
                f"{api.PREFIX}{address(door.path)}", headers={"Authorization": f"Bearer {program.token}"}
            )
            assert answer.status_code in (200, 403, 404, 422), (name, door.path, answer.text[:500])


@pytest.mark.parametrize("name", STRANGERS)
@pytest.mark.parametrize("stage", ["submitted", "active"])
def test_strangers_learn_nothing_and_change_nothing(stage, name, served):
    at = served(stage)
    program = at.program(name)
    at.counted()
    for door in api.doors():
        answer = program.http.request(
            door.method,
            f"{api.PREFIX}{address(door.path)}",
            headers={"Authorization": f"Bearer {program.token}"},
            **({} if door.method == "GET" else {"json": {}}),
        )
        assert answer.status_code < 500, (door.path, answer.text)
        published = door.path == "/decisions"
        assert published or not any(secret in answer.text for secret in SECRETS), (door.path, answer.text)
        if door.path.startswith("/applications/{ref}") and not door.path.endswith(ASSESSORS):
            assert answer.status_code in (404, 422), f"{door.method} {door.path} tells {name} that there is such a case"
            assert not answer.json()["refused"], (door.path, answer.text)
    wrote = [one for one in at.counted() if one.split()[0] in ("INSERT", "UPDATE", "DELETE")]
    assert wrote == []


def test_an_assessor_sees_the_scores_of_nobody_else(served):
    at = served("seated")
    told = at.program("gp_far").get(f"/rounds/{ROUND}/own-scores")
    assert [one["ref"] for one in told] == [REF]
    at.program("gp_far").get(f"/rounds/{ROUND}/moderation", 404)
    assert at.program("officer").get(f"/applications/{REF}")["result"] is None


def test_a_moderator_is_not_told_how_the_scores_of_a_bid_to_which_they_are_tied_differ(served):
    at = served("moderation")
    path = f"/rounds/{ROUND}/moderation"
    assert {one["ref"] for one in at.program("moderation_chair").get(path)["differing"]} == {REF}
    with at.place.living() as world:
        tied(world, people.named(world.session, "moderation_chair").id)
    assert at.program("moderation_chair").get(path)["differing"] == []


@pytest.mark.parametrize("door", READS, ids=lambda door: door.path)
def test_no_read_takes_more_than_twelve_queries(door, served_once):
    for name in ("officer", "writer.fednw"):
        program = served_once.program(name)
        served_once.counted()
        program.http.get(f"{api.PREFIX}{address(door.path)}", headers={"Authorization": f"Bearer {program.token}"})
        counted = served_once.counted()
        assert len(counted) <= MOST_QUERIES, "\n".join(one[:110].replace("\n", " ") for one in counted)
