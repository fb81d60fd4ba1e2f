"""How a program comes in, what it is told when it may not, and that an act is done once for each key."""

import json
import re
import threading

import pytest

from fundflow import applications, database, people
from fundflow.engine import access
from tests.stories.stages import REF, ROUND

STEP = f"/applications/{REF}/steps/query"
QUERY = {"values": {"questions": ["What is the baseline?"]}}


def test_the_description_is_for_everybody_and_names_every_problem(served):
    answer = served("draft").http().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    described = answer.json()
    assert described["openapi"].startswith("3.1")
    for path, operations in described["paths"].items():
        for method, one in operations.items():
            assert one.get("description"), (method, path)
            assert "application/problem+json" in one["responses"]["422"]["content"], (method, path)
            assert bool(one.get("security")) != path.startswith(("/problems", "/common-grants")), (method, path)


@pytest.mark.parametrize("token", ["", "ff_nobody", "ff_" + "x" * 500])
def test_without_a_token_that_holds_a_program_is_told_how_to_come_in(token, served):
    program = served("draft").program()
    program.token = token
    answer = program.ask("GET", "/me", 401)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"].startswith('Bearer realm="fundflow"')
    assert "fundflow token make" in answer.json()["detail"]


def test_a_token_ends_with_its_days_its_revocation_and_its_person_s_account(served):
    at = served("draft")
    short, revoked, closed = at.program("officer", days=1), at.program("finance"), at.program("auditor")
    for one in (short, revoked, closed):
        assert one.get("/me")["roles"]
    with database.writing(at.engine) as session:
        finance = people.actor(session, "finance", now=at.clock.now)
        access.revoke_token(session, 2, actor=finance, now=at.clock.now)
        people.grant(
            session,
            finance.id,
            "administrator",
            starts=at.clock.now.date(),
            act=access.act_of(finance, now=at.clock.now, what="user.grant", subject="finance"),
        )
        chief = people.actor(session, "finance", now=at.clock.now)
        access.shut_out(session, "auditor", reason="Left.", actor=chief, now=at.clock.now)
    at.clock.later(days=2)
    for one in (short, revoked, closed):
        one.get("/me", 401)


def test_a_token_for_reading_changes_nothing(served):
    at = served("submitted")
    program = at.program("officer", "read")
    answer = program.ask("POST", STEP, 403, json=QUERY)
    assert 'error="insufficient_scope"' in answer.headers["www-authenticate"]
    assert program.get(f"/applications/{REF}")["state"] == "submitted"


def test_a_token_for_writing_alone_reads_nothing(served):
    served("submitted").program("officer", "write").get("/me", 403)


def test_a_refusal_carries_its_guards_and_the_engine_s_own_sentences(served):
    told = served("submitted").program("officer").post(STEP, {"values": {}}, 422)
    assert told["refused"]
    assert told["type"] == "/api/v1/problems/refused"
    assert all(one["guard"] and one["reason"].endswith(".") for one in told["refused"])
    wrong = served("submitted").program("finance").post(STEP, QUERY, 403)
    assert wrong["refused"][0]["guard"] == "may_act"


def test_a_stale_version_is_a_conflict_and_a_stale_etag_a_failed_condition(served):
    at = served("submitted")
    program = at.program("officer")
    etag = program.ask("GET", f"/applications/{REF}").headers["etag"]
    program.post(STEP, {**QUERY, "expected_version": 1}, 409)
    program.post(STEP, QUERY, 412, match='"1"')
    program.post(STEP, QUERY, 422, match="yesterday")
    assert program.post(STEP, QUERY, match=etag)["state"] == "clarification_requested"
    assert program.post(STEP, QUERY, 409)["refused"][0]["guard"] == "step_open"


def test_a_rehearsed_step_tells_what_would_come_and_keeps_nothing(served):
    at = served("submitted")
    program = at.program("officer")
    told = program.post(STEP, {**QUERY, "dry_run": True}, key="k")
    assert (told["state"], told["dry_run"]) == ("clarification_requested", True)
    assert program.get(f"/applications/{REF}")["state"] == "submitted"
    assert program.post(STEP, QUERY, key="k")["dry_run"] is False


def test_the_same_key_and_words_give_the_first_answer_and_other_words_are_refused(served_anywhere):
    at = served_anywhere("submitted")
    program = at.program("officer")
    first = program.ask("POST", STEP, json=QUERY, key="one")
    again = program.ask("POST", STEP, json=QUERY, key="one")
    assert (first.json(), first.headers["etag"]) == (again.json(), again.headers["etag"])
    assert again.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    other = program.post(STEP, {**QUERY, "reason": "Another."}, 422, key="one")
    assert other["type"].endswith("/key_reused")
    with database.reading(at.engine) as session:
        asked = applications.clarifications(session, applications.get(session, REF).id)
    assert len(asked) == 1


def test_a_key_is_its_person_s_own(served):
    at = served("submitted")
    at.program("officer").post(STEP, QUERY, key="one")
    assert at.program("officer2").post(STEP, QUERY, 409, key="one")["refused"][0]["guard"] == "step_open"


def test_a_refusal_uses_no_key_up(served):
    program = served("submitted").program("officer")
    program.post(STEP, {"values": {}}, 422, key="one")
    program.post(STEP, QUERY, key="one")


def test_many_calls_at_once_with_one_key_do_one_act(served_anywhere):
    at = served_anywhere("draft")
    text = at.token("writer.fednw")
    begun = {"lead": "FEDNW", "title": "Another hub"}
    told, gate = [], threading.Barrier(6)

    def call() -> None:
        gate.wait()
        headers = {"Authorization": f"Bearer {text}", "Idempotency-Key": "begin"}
        told.append(at.http().post(f"/api/v1/rounds/{ROUND}/applications", json=begun, headers=headers))

    threads = [threading.Thread(target=call) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert [one.status_code for one in told] == [200] * 6, [one.text for one in told if one.status_code != 200]
    assert len({one.json()["ref"] for one in told}) == 1
    with database.reading(at.engine) as session:
        assert len(applications.find_cases(session, lead="FEDNW")) == 2


@pytest.mark.parametrize(
    "sent",
    [
        {"values": {"questions": ["a\x00b"]}},
        {"values": {"questions": ["\ud800"]}},
        {"values": {"n": 10**30}},
        {"values": {"n": [[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]}},
        {"values": []},
        {"unknown": 1},
        {"expected_version": 0},
        [],
    ],
)
def test_what_cannot_be_meant_is_told_with_its_place(sent, served):
    at = served("submitted")
    answer = at.program("officer").ask("POST", STEP, 422, content=json.dumps(sent).encode())
    told = answer.json()
    assert told["errors"][0]["place"]
    assert told["errors"][0]["reason"]


def test_more_than_a_call_may_bring_is_turned_away_before_it_is_read(served):
    program = served("submitted").program("officer")
    program.ask("POST", STEP, 413, content=b"x" * 10_000_001)


@pytest.mark.parametrize("path", ["/nothing", "/nothing/a%0Ab"])
def test_an_address_that_is_none_is_told_as_a_problem(path, served):
    program = served("submitted").program("officer")
    assert program.get(path, 404)["title"] == "Not Found"
    assert program.ask("DELETE", "/me", 405).headers["content-type"] == "application/problem+json"
    assert program.get("/problems/within_allocation")["code"] == "within_allocation"
    assert program.get("/problems/nothing", 404)["status"] == 404


def integers(node, path=()):
    """Every whole number in a piece of the description, with where it stands."""
    if isinstance(node, dict):
        if node.get("type") == "integer":
            yield path, node
        for name, part in node.items():
            yield from integers(part, (*path, name))
    elif isinstance(node, list):
        for part in node:
            yield from integers(part, path)


def test_no_number_that_is_sent_is_beyond_what_either_database_keeps_unless_it_is_money(served):
    told = served("draft").http().get("/api/v1/openapi.json").json()
    shapes = told["components"]["schemas"]
    wanted: set[str] = set()

    def follow(node) -> None:
        for name in re.findall(r"#/components/schemas/([^'\"]+)", str(node)):
            if name not in wanted:
                wanted.add(name)
                follow(shapes[name])

    found = []
    for path, verbs in told["paths"].items():
        for verb in verbs.values():
            follow(verb.get("requestBody", {}))
            found += [((path, one["name"]), kind) for one in verb.get("parameters", []) for _, kind in integers(one)]
    found += [(at, kind) for name in wanted for at, kind in integers(shapes[name].get("properties", {}), (name,))]
    beyond = {
        ".".join(at)
        for at, kind in found
        if kind.get("maximum", 10**30) > 2**31 - 1 and not any(word.endswith(("_pence", "amounts")) for word in at)
    }
    assert beyond == {"/events.after", "Kinds.most.anyOf"}, "a place in the audit trail, and a most: neither is kept"
