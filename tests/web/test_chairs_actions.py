"""A chair's action by those whom it asks: members say what they think, the chair decides, each in their own browser."""

from dataclasses import replace

import pytest

from fundflow import committees, database, engine, people, views
from fundflow.people import Role
from tests.engine.test_urgent import consult as consult_by_secretary
from tests.engine.test_urgent import north_decided, propose, refused
from tests.stories.stages import REF
from tests.web.cost import MOST_QUERIES, queries

CHAIR, DEPUTY, OFFICER, GP = "lay_chair.05t", "lay_vice_chair.05t", "accountable_officer.05t", "gp.05t"


def words(page) -> str:
    return " ".join(page.get_text(" ", strip=True).split())


@pytest.fixture
def asked(served):
    at = served("at_committee")
    with at.place.living() as world:
        north_decided(world)
        ref = propose(world)
    return at, f"/chairs-actions/{ref}"


def waits(at, name) -> list[str]:
    page = at.browser(name).get("/work")
    return [words(one.find_parent("tr")) for one in page.find_all("a", href=lambda to: to and "/chairs-actions/" in to)]


def say(at, here, name, status=303, **typed):
    return at.browser(name).send(here, status, do="say", says="It is sound.", **{"agrees": "yes", **typed})


def decide(at, here, name, status=303, do="decide_own", **typed):
    return at.browser(name).send(here, status, do=do, **{"own_interest": "none", **typed})


def test_it_waits_for_members_to_speak_and_for_the_chair_and_the_chair_decides_alone(asked):
    at, here = asked
    assert "Say what you think before the chair decides" in waits(at, OFFICER)[0]
    assert "It waits: 0 without an interest agreed and 1 must" in waits(at, CHAIR)[0]
    page = at.browser(CHAIR).get(here)
    assert page.find("button", {"value": "decide_own"}) is None
    assert "It cannot be decided yet" in words(page)
    say(at, here, OFFICER)
    assert waits(at, OFFICER) == []
    assert "It waits" not in waits(at, CHAIR)[0]
    chair = at.browser(CHAIR)
    at.statements.clear()
    page = chair.get(here)
    assert queries(at) <= MOST_QUERIES
    assert "accountable_officer 05T agrees: It is sound." in words(page)
    decide(at, here, CHAIR)
    assert waits(at, CHAIR) == waits(at, DEPUTY) == []
    page = at.browser(CHAIR).get(here)
    assert "when that is called, this joins its agenda by itself" in words(page)
    with database.reading(at.engine) as session:
        [row] = committees.chairs_actions(session)
        assert (row.state, row.chair_name) == ("decided", "lay_chair 05T")
    assert "Approved" in words(at.browser("officer").get(f"/cases/{REF}"))


def test_what_lets_the_chair_not_decide_is_told_at_its_field_and_nothing_changes(asked):
    at, here = asked
    key = at.browser(CHAIR)
    for typed, says in (
        ({"own_interest": ""}, "Say whether you have an interest"),
        ({"own_interest": "some", "interests": "my brother is a partner"}, "my brother is a partner"),
        ({"own_interest": "none"}, "0 without an interest agreed and 1 must"),
    ):
        answer = key.http.post(here, data={"form_key": key.key(here), "do": "decide_own", **typed})
        assert answer.status_code == 422
        assert says in answer.text
    assert "agreed to or not" in words(say(at, here, OFFICER, 422, agrees=""))
    with database.reading(at.engine) as session:
        assert committees.chairs_actions(session)[0].state == "proposed"


def test_a_chair_leaves_it_to_a_meeting(asked):
    at, here = asked
    decide(at, here, CHAIR, do="decline_own")
    assert waits(at, CHAIR) == []
    assert "Declined" in words(at.browser(CHAIR).get(here))


def test_a_member_who_is_no_chair_decides_nothing_and_speaks_for_nobody_else(asked):
    at, here = asked
    member = at.browser(GP)
    key = member.key(here)
    answer = member.http.post(here, data={"form_key": key, "do": "decide_own", "own_interest": "none"})
    assert "does not take the chair" in answer.text
    with database.reading(at.engine) as session:
        number = committees.chairs_actions(session)[0].committee_id
        chair = next(
            one for one in committees.members_on(session, number, on=at.clock().date()) if one.role == "lay_chair"
        )
    other = {"form_key": key, "do": "consult", "who": str(chair.person_id), "agrees": "yes", "says": "Yes."}
    assert member.http.post(here, data=other).status_code == 403
    assert member.get(here).find("button", {"value": "consult"}) is None


def test_members_of_other_bodies_and_bidders_see_nothing_of_it(asked):
    at, here = asked
    for name in ("lay_chair.05j", "writer.fednw", "gp_far"):
        at.browser(name).get(here, 404)
        assert here not in str(at.browser(name).get("/chairs-actions"))
        assert waits(at, name) == []
    assert here in str(at.browser(GP).get("/chairs-actions"))


def test_an_officer_of_another_fund_is_not_told_of_it(asked):
    at, here = asked
    with database.reading(at.engine) as session:
        officer = people.actor(session, "officer", now=at.clock.now)
        other = replace(officer, roles=(Role("officer", fund="another-fund"),))
        assert views.actions_of(session, actor=other, now=at.clock.now) == []
        assert [f"/chairs-actions/{one.ref}" for one in views.actions_of(session, actor=officer, now=at.clock.now)] == [
            here
        ]


def test_a_member_with_a_tie_is_asked_nothing_and_shown_nothing(asked):
    at, here = asked
    with at.place.living() as world:
        given = {"organisation": "Z10001", "kind": "financial", "nature": "a partner", "starts": world.now.date()}
        engine.desk.declare(world.session, GP, **given, actor=world.who(GP), now=world.now)
    assert waits(at, GP) == []
    page = words(at.browser(GP).get(here))
    assert "The register says that you are tied to this bid" in page
    assert "The lease ends on Friday" not in page


def test_nobody_decides_for_a_chair_but_whoever_keeps_the_record(asked):
    at, here = asked
    with at.place.living() as world:
        consult_by_secretary(world, here.rpartition("/")[2], OFFICER)
        guard, _ = refused(
            lambda: engine.meetings.decide_action(
                world.session,
                here.rpartition("/")[2],
                CHAIR,
                interests="none",
                actor=world.who("officer"),
                now=world.now,
            )
        )
        assert guard == "may_act"
