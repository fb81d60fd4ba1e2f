"""One rule for ties of interest: the same table for assessors, for officers and for members of a committee."""

from collections.abc import Callable
from datetime import date

import pytest

from fundflow import committees, engine, organisations, people, scoring
from fundflow.engine import parties, visibility
from fundflow.errors import Refused
from tests.stories.stages import REF
from tests.stories.world import World

SOMEBODY = "gp.05t"


def declared(organisation: str) -> Callable[[World, int], object]:
    def play(world: World, person: int) -> None:
        people.declare(
            world.session,
            person,
            organisation=organisation,
            kind="financial",
            nature="a partner",
            starts=date(2017, 4, 1),
            act=world.act(),
        )

    return play


def signs_for(organisation: str) -> Callable[[World, int], object]:
    return lambda world, person: people.grant(
        world.session, person, "signatory", organisation=organisation, starts=date(2017, 4, 1), act=world.act()
    )


def left_its_federation(world: World, person: int) -> None:
    declared("Z10004")(world, person)
    organisations.leave(world.session, "Z10004", group="FEDSW", on=date(2017, 4, 30), act=world.act())


TABLE = [
    ("nobody's", lambda _world, _person: None, None),
    ("a practice in the bid", declared("Z10001"), "Z10001"),
    ("the federation that leads the bid", declared("FEDNW"), "FEDNW"),
    ("a practice that is in no bid and belongs to the federation of one that is", declared("Z10004"), "FEDSW"),
    ("a signatory of such a practice", signs_for("Z10004"), "FEDSW"),
    ("a practice elsewhere", declared("Z10005"), None),
    ("a practice that has left the federation", left_its_federation, None),
]
"""Of the bid: FEDNW leads, Z10001 and Z10002 belong to it, Z10003 takes part and belongs to FEDSW with Z10004."""


@pytest.mark.parametrize(("tie", "body"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_one_tie_means_the_same_to_an_assessor_an_officer_and_a_member(county, tie, body):
    with county("at_committee").living() as world:
        person = people.named(world.session, SOMEBODY).id
        tie(world, person)
        case = engine.open_case(world.session, REF, actor=world.who("officer"), now=world.now)
        seat = scoring.candidate(world.session, person, on=case.day)
        assessor = {one.code for one in scoring.ties_to(seat, parties.parties_of(case)) if not one.rival}
        officer = set(parties.own_ties(case, person))
        member = {
            one.organisation for one in engine.meetings.known_ties(world.session, "pccc") if one.person_id == person
        }
        assert assessor == officer
        assert member == ({body} if body else set())
        assert body in officer if body else not officer


def test_no_vote_is_taken_of_a_member_whose_tie_is_not_minuted(county_anywhere):
    place = county_anywhere("at_committee")
    with place.living() as world:
        declared("Z10004")(world, people.named(world.session, SOMEBODY).id)
        with pytest.raises(Refused) as told:
            world.decide("pccc", 1, "05T")
        assert told.value.refusals[0].guard == "interest_declared"
        assert "Damson Practice, a member of South federation" in str(told.value)
        assert "gp 05T has not declared a tie" in str(told.value)
        world.decide("pccc", 1, "05J")
        (made,) = engine.meetings.declare_known(
            world.session, "pccc", actor=world.who("committee_secretary"), now=world.now
        )
        assert (made.item, made.relation) == (1, "federation_of_participant")
        with pytest.raises(Refused) as told:
            world.decide("pccc", 1, "05T")
        assert told.value.refusals[0].guard == "recused"
        assert (
            engine.meetings.declare_known(world.session, "pccc", actor=world.who("committee_secretary"), now=world.now)
            == []
        )


def test_somebody_without_a_vote_is_recorded_and_leaves_too(county):
    with county("at_committee").living() as world:
        lmc = world.person("lmc", None, act=world.act())
        declared("Z10001")(world, lmc)
        secretary = world.who("committee_secretary")
        engine.meetings.attend(world.session, "pccc", "lmc", actor=secretary, now=world.now)
        made = engine.meetings.declare_known(world.session, "pccc", actor=secretary, now=world.now)
        assert {one.relation for one in made} == {"non_voting_attendee"}
        assert {one.proposed for one in made} == {"leaves the room for the item and is not given the papers"}
        sitting = committees.sitting(world.session, "pccc", "05T")
        item = committees.item(world.session, "pccc", 1)
        assert committees.quorum(world.session, sitting.id, item.id, at=world.now).can_decide


def test_a_forecast_counts_out_those_with_ties(county):
    with county("recommended").living() as world:
        declared("Z10001")(world, people.named(world.session, "lay_chair.05t").id)
        declared("Z10001")(world, people.named(world.session, SOMEBODY).id)
        world.committee("june", REF, bodies=("05J", "05T"))
        found = engine.meetings.forecast(world.session, "june", now=world.now)
        told = {one.body: one for one in found.items}
        north, south = sorted(told)
        assert told[north].can_decide
        assert not told[south].can_decide
        assert "Three members count and four are needed" in told[south].why
        assert "Not counted, for a tie: " in told[south].why


@pytest.mark.parametrize(
    ("who", "told"),
    [
        (None, True),
        ("committee_secretary", True),
        ("auditor", True),
        ("lay_chair.05t", True),
        (SOMEBODY, True),
        ("lay_chair.05j", False),
        ("gp.05j", False),
        ("finance", False),
        ("officer", False),
    ],
)
def test_a_tie_is_told_before_it_is_minuted_to_those_alone_who_must_know_of_it(who, told, county):
    with county("at_committee").living() as world:
        declared("Z10001")(world, people.named(world.session, SOMEBODY).id)
        actor = world.who(who) if who else None
        found = engine.meetings.ties_told(world.session, "pccc", actor=actor)
        assert [one.person for one in found] == (["gp 05T"] if told else [])
        ahead = engine.meetings.forecast(world.session, "pccc", now=world.now, actor=actor)
        why = " ".join(one.why for one in ahead.items)
        assert f"Not counted, for a tie: {'gp 05T' if told else '1 of the members'}." in why
        if not told:
            assert "gp 05T" not in why


@pytest.mark.parametrize(
    ("who", "told"),
    [(None, False), ("committee_secretary", False), ("lay_chair.05t", False), ("auditor", True), (SOMEBODY, True)],
)
def test_a_tie_to_a_case_that_its_fund_keeps_to_itself_is_told_to_those_who_see_the_case(
    who, told, county, monkeypatch
):
    monkeypatch.setattr(visibility, "quiet", lambda _fund: True)
    with county("at_committee").living() as world:
        declared("Z10001")(world, people.named(world.session, SOMEBODY).id)
        found = engine.meetings.ties_told(world.session, "pccc", actor=world.who(who) if who else None)
        assert len(found) == told
