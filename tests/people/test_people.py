from datetime import UTC, date, datetime, timedelta

import pytest

from fundflow import database, people
from fundflow.audit import Act
from fundflow.errors import BadInput, Conflict, NotFound, Refused

START = date(2017, 4, 1)


@pytest.fixture
def act(now):
    return Act(1, "Admin", now, "user add", "people", reason="joined")


@pytest.fixture
def jo(session, act):
    return people.add(session, sign_in_name="jo.ash", name="Jo Ash", email="desk@practice.example", act=act)


def test_two_people_may_read_one_mailbox_and_are_two_people(session, act, jo, now):
    pat = people.add(session, sign_in_name="pat.lee", name="Pat Lee", email="desk@practice.example", act=act)
    assert [row.name for row in people.at_address(session, "desk@practice.example")] == ["Jo Ash", "Pat Lee"]
    assert people.actor(session, "jo.ash", now=now).id != people.actor(session, "pat.lee", now=now).id
    assert people.names(session, [jo.id, pat.id]) == {jo.id: "Jo Ash", pat.id: "Pat Lee"}


@pytest.mark.parametrize("name", ["", "jo ash", "jo@practice.example"])
def test_a_sign_in_name_is_one_word_and_no_address(session, act, name):
    with pytest.raises(BadInput):
        people.add(session, sign_in_name=name, name="Jo", email="", act=act)


def test_a_sign_in_name_belongs_to_one_person_however_it_is_written(session, act, jo):
    with pytest.raises(Conflict, match=r"The sign-in name 'jo.ash' already belongs to Jo Ash"):
        people.add(session, sign_in_name="Jo.Ash", name="Jo Ashe", email="", act=act)
    assert people.called(session, " JO.ASH ").name == "Jo Ash"


def test_an_unknown_name_says_who_is_near(session, jo, now):
    with pytest.raises(NotFound, match=r"Nobody signs in as 'jo.ashe'. Did you mean jo.ash\?"):
        people.actor(session, "jo.ashe", now=now)


@pytest.mark.parametrize(
    ("scope", "asked", "has"),
    [
        ({}, {}, True),
        ({}, {"fund": "x"}, True),
        ({"fund": "x"}, {}, True),
        ({"fund": "x"}, {"fund": "x"}, True),
        ({"fund": "x"}, {"fund": "y"}, False),
        ({"commissioner": "05J"}, {"commissioner": "05T"}, False),
        ({"commissioner": "05J"}, {"commissioner": "05J", "fund": "x"}, True),
        ({"organisation": "M81001"}, {"organisation": "M81002"}, False),
        ({"fund": "x", "commissioner": "05J"}, {"fund": "x", "commissioner": "05T"}, False),
    ],
)
def test_a_role_reaches_as_far_as_its_scope(session, act, jo, now, scope, asked, has):
    people.grant(session, jo.id, "officer", starts=START, act=act, **scope)
    actor = people.actor(session, "jo.ash", now=now)
    assert actor.has("officer", **asked) is has
    assert not actor.has("finance", **asked)


@pytest.mark.parametrize(
    ("starts", "ends", "holds"),
    [
        (date(2017, 4, 3), None, True),
        (date(2017, 4, 4), None, False),
        (date(2017, 4, 1), date(2017, 4, 3), True),
        (date(2017, 4, 1), date(2017, 4, 2), False),
    ],
)
def test_a_role_holds_from_its_first_day_to_its_last(session, act, jo, now, starts, ends, holds):
    people.grant(session, jo.id, "officer", starts=starts, ends=ends, act=act)
    assert people.actor(session, "jo.ash", now=now).has("officer") is holds


def test_days_are_days_in_london(session, act, jo):
    people.grant(session, jo.id, "officer", starts=date(2017, 4, 4), act=act)
    late = datetime(2017, 4, 3, 23, 30, tzinfo=UTC)
    assert people.actor(session, "jo.ash", now=late).has("officer")
    assert not people.actor(session, "jo.ash", now=late - timedelta(hours=1)).has("officer")


def test_the_same_role_again_is_the_same_grant(session, act, jo):
    first = people.grant(session, jo.id, "Committee Secretary", commissioner="05J", starts=START, act=act)
    again = people.grant(session, jo.id, "committee-secretary", commissioner="05J", starts=date(2017, 5, 1), act=act)
    assert first.id == again.id
    assert first.role == "committee_secretary"


@pytest.mark.parametrize("role", ["king", "system", ""])
def test_a_role_that_cannot_be_given_lists_those_that_can(session, act, jo, role):
    with pytest.raises(BadInput, match="is not a role that can be given: choose one of applicant, signatory, assessor"):
        people.grant(session, jo.id, role, starts=START, act=act)


def test_a_revoked_role_ends_on_its_day_and_stays_on_record(session, act, jo, now):
    held = people.grant(session, jo.id, "officer", starts=START, act=act)
    people.revoke(session, held.id, ends=date(2017, 4, 2), act=act)
    assert not people.actor(session, "jo.ash", now=now).has("officer")
    assert [grant.ended_by for grant in people.grants(session, jo.id)] == ["Admin"]


def test_who_leaves_takes_no_role_along_and_every_record_stays(session, act, jo, now):
    people.grant(session, jo.id, "officer", starts=START, act=act)
    people.grant(session, jo.id, "auditor", starts=date(2017, 6, 1), act=act)
    people.declare(session, jo.id, organisation="M81001", kind="financial", nature="partner", starts=START, act=act)
    people.leave(session, jo.id, on=date(2017, 4, 30), act=act)
    assert people.actor(session, "jo.ash", now=now).has("officer")
    with pytest.raises(Refused, match="Jo Ash left on Sunday 30 April 2017 and can no longer act"):
        people.actor(session, "jo.ash", now=datetime(2017, 5, 1, 8, tzinfo=UTC))
    assert people.ties(session, jo.id, on=date(2017, 5, 1)) == {}
    assert len(people.grants(session, jo.id)) == 2
    assert people.grants(session, jo.id, on=date(2017, 6, 1)) != []
    assert people.holders(session, "auditor", on=date(2017, 6, 1)) == []
    assert len(people.interests(session, jo.id)) == 1
    with pytest.raises(Refused, match="cannot be given a role"):
        people.grant(session, jo.id, "officer", starts=date(2017, 5, 1), act=act)


def test_holders_of_a_role_are_found_for_a_place(session, act, jo):
    pat = people.add(session, sign_in_name="pat.lee", name="Pat Lee", email="", act=act)
    people.grant(session, jo.id, "officer", starts=START, act=act)
    people.grant(session, pat.id, "officer", commissioner="05T", starts=START, act=act)
    found = people.holders(session, "officer", on=START, commissioner="05J")
    assert [one.sign_in_name for one in found] == ["jo.ash"]


def test_ties_name_the_employer_the_interests_and_whom_one_acts_for(session, act):
    shah = people.add(session, sign_in_name="dr.shah", name="Dr Shah", email="", organisation="M81001", act=act)
    people.declare(
        session, shah.id, organisation="FED", kind="indirect", nature="her husband is a director", starts=START, act=act
    )
    people.grant(session, shah.id, "signatory", organisation="M81002", starts=START, act=act)
    people.grant(session, shah.id, "officer", organisation="M81003", starts=START, act=act)
    assert people.ties(session, shah.id, on=START) == {
        "M81001": "Dr Shah works for it",
        "FED": "Dr Shah has declared an indirect interest: her husband is a director",
        "M81002": "Dr Shah acts for it as signatory",
    }
    assert people.ties(session, shah.id, on=date(2017, 3, 31)) == {"M81001": "Dr Shah works for it"}


def test_an_interest_is_declared_once_and_stays_six_months_in_the_register(session, act, jo):
    facts = {"organisation": "M81001", "kind": "Non-financial personal", "nature": "a friend", "starts": START}
    first = people.declare(session, jo.id, act=act, **facts)
    assert people.declare(session, jo.id, act=act, **facts).id == first.id
    assert first.kind == "non_financial_personal"
    people.end_interest(session, first.id, ends=date(2017, 6, 30), act=act)
    assert len(people.register(session, on=date(2017, 12, 30))) == 1
    assert people.register(session, on=date(2017, 12, 31)) == []
    assert people.register(session, on=date(2017, 3, 31)) == []


@pytest.mark.parametrize(
    "change", [{"kind": "romantic"}, {"nature": " "}, {"organisation": ""}, {"ends": date(2017, 3, 31)}]
)
def test_an_interest_that_says_nothing_is_refused(session, act, jo, change):
    facts = {"organisation": "M81001", "kind": "financial", "nature": "partner", "starts": START, **change}
    with pytest.raises(BadInput):
        people.declare(session, jo.id, act=act, **facts)


def test_the_system_is_one_person_who_cannot_sign_in(engine, now):
    with database.writing(engine) as session:
        first = people.system(session)
        assert people.system(session) == first
        assert first.has("system")
        with pytest.raises(Refused, match="Nobody can act as 'system'"):
            people.actor(session, "system", now=now)


def test_nobody_can_take_the_systems_name_or_its_role(session, act):
    with pytest.raises(Refused, match="Nobody can be called 'system'"):
        people.add(session, sign_in_name="System", name="Me", email="", act=act)
    with pytest.raises(Refused, match="cannot be given a role"):
        people.grant(session, people.system(session).id, "officer", starts=START, act=act)


def test_a_change_of_address_is_no_change_of_person(session, act, jo, now):
    people.change(session, jo.id, email="jo@new.example", organisation="M81001", act=act)
    actor = people.actor(session, "jo.ash", now=now)
    assert (actor.id, actor.email, actor.organisation, actor.name) == (jo.id, "jo@new.example", "M81001", "Jo Ash")
    people.change(session, jo.id, organisation="", act=act)
    assert people.actor(session, "jo.ash", now=now).organisation is None
