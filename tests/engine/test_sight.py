"""What a person with several roles sees of one case: all that any of them shows, less what an interest or the lock keeps."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import event, insert
from sqlmodel import col, select

from fundflow import committees, engine, people
from fundflow.committees.tables import CommitteeMember, Item
from fundflow.engine import sight
from fundflow.errors import NotFound
from fundflow.scoring.tables import Assignment
from fundflow.views import meeting_papers
from tests.stories.stages import REF
from tests.stories.world import BODIES, World
from tests.web.test_a_thousand_cases import facts, multiply

SOMEBODY, ASSESSOR = "nurse", "gp_far"
STARTS = date(2017, 4, 1)
Way = Callable[[World, int], object]


def holds(role: str, organisation: str | None = None, fund: str | None = None) -> Way:
    return lambda world, person: people.grant(
        world.session, person, role, starts=STARTS, organisation=organisation, fund=fund, act=world.act()
    )


def sits(world: World, person: int) -> None:
    """They have sat since before the meeting: put in by hand, for a seat is given from after a body's last meeting."""
    body = committees.committee(world.session, BODIES["05T"])
    seat = CommitteeMember(
        committee_id=body.id, person_id=person, name="Somebody", role="gp", voting=True, starts=STARTS
    )
    world.session.add(seat)
    world.session.flush()


def tied(world: World, person: int) -> None:
    people.declare(
        world.session,
        person,
        organisation="Z10001",
        kind="financial",
        nature="a partner",
        starts=STARTS,
        act=world.act(),
    )


def ruled_out(world: World, person: int) -> None:
    """They declared on the item, outside the registers, that they wrote the bid, and are to leave the room."""
    meeting = committees.meeting(world.session, "pccc")
    sitting = next(
        one
        for one in committees.sittings(world.session, meeting.id)
        if committees.body_of(world.session, one.id).key == BODIES["05T"]
    )
    committees.declare_interest(
        world.session,
        sitting.id,
        committees.items(world.session, meeting.id)[0].id,
        person,
        kind="indirect",
        nature="helped to write the bid",
        relation="spouse_of_participant",
        organisation=None,
        at=world.now,
        act=world.act(),
    )


OFFICE, LEAD, PARTNER = holds("officer"), holds("applicant", "FEDNW"), holds("applicant", "Z10003")
SHOWN = {
    "office": sight.WHOLE,
    "lead": sight.STANDS["lead"],
    "partner": {"content", "participants"},
    "reader": {"content"},
    "member": {"content", "participants", "decisions", "scores", "seats"},
}
TABLE = [
    ("an assessor", ASSESSOR, (), "assessor", SHOWN["reader"]),
    ("an assessor who sits on the committee", ASSESSOR, (sits,), "assessor", SHOWN["member"]),
    ("an assessor who sits and has a tie", ASSESSOR, (sits, tied), "assessor", SHOWN["reader"]),
    ("an assessor who sits and was ruled out", ASSESSOR, (sits, ruled_out), "assessor", SHOWN["reader"]),
    ("an assessor who is an officer too", ASSESSOR, (OFFICE,), "office", SHOWN["office"]),
    ("a member", SOMEBODY, (sits,), "member", SHOWN["member"]),
    ("a member with a tie", SOMEBODY, (sits, tied), None, None),
    ("a member who was ruled out", SOMEBODY, (sits, ruled_out), None, None),
    ("a member who is an officer too", SOMEBODY, (sits, OFFICE), "office", SHOWN["office"]),
    ("a member who writes the bid", SOMEBODY, (sits, LEAD), "lead", SHOWN["lead"]),
    ("a member who acts for a partner", SOMEBODY, (sits, PARTNER), "partner", SHOWN["partner"]),
    ("the bid's writer, for a partner of it too", SOMEBODY, (LEAD, PARTNER), "lead", SHOWN["lead"]),
    ("an officer who acts for a partner", SOMEBODY, (OFFICE, PARTNER), "office", SHOWN["office"]),
    ("one of the group", SOMEBODY, (holds("implementation_group"),), "office", SHOWN["office"]),
    (
        "one of the group with a tie",
        SOMEBODY,
        (holds("implementation_group"), tied),
        "office",
        sight.WHOLE - sight.WEIGHED,
    ),
    (
        "one of the group who writes the bid",
        SOMEBODY,
        (holds("implementation_group_chair"), LEAD),
        "office",
        sight.WHOLE - sight.WEIGHED,
    ),
    ("an officer with a tie, whom each step refuses", SOMEBODY, (OFFICE, tied), "office", SHOWN["office"]),
    ("one of another fund's office who sits", SOMEBODY, (holds("officer", fund="another"), sits), "member", None),
    ("nobody of the bid's", SOMEBODY, (), None, None),
]


def view_of(world: World, name: str) -> sight.Sight | None:
    try:
        return sight.of_case(engine.open_case(world.session, REF, actor=world.who(name), now=world.now))
    except NotFound:
        return None


@pytest.mark.parametrize(
    ("who", "ways", "relation", "parts"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_several_roles_show_together_what_each_of_them_shows(county, who, ways, relation, parts):
    place = county("at_committee")
    with place.living() as world:
        for way in ways:
            way(world, people.named(world.session, who).id)
        found = view_of(world, who)
        assert (found and found.relation) == relation
        if parts is not None:
            assert found is not None
            assert set(found.parts) == set(parts)
        lists_agree(world, who, found)
        place.put_into(world.session, "in_assessment")
        before = view_of(world, who)
        assert before is None or "scores" not in before, "nobody sees another's scores before the lock"
        assert (before and before.parts) == (found and found.parts - {"scores"})
        lists_agree(world, who, before)


def lists_agree(world: World, who: str, view: sight.Sight | None) -> None:
    """A list leaves a case, or what a list tells of one of its parts, out exactly where the case's own page does."""
    for part in ("", *sight.WHOLE):
        lost = sight.hidden(world.session, actor=world.who(who), now=world.now, part=part)
        assert (REF in lost) == (view is None or bool(part and part not in view)), part


@pytest.mark.parametrize(
    ("state", "shown"), [("clarification_requested", False), ("moderation", True), ("scored", True)]
)
def test_scores_are_kept_back_while_a_question_interrupts_the_scoring(county, state, shown):
    place = county("seated")
    with place.living() as world:
        place.put_into(world.session, state)
        found = view_of(world, "officer")
        assert found is not None
        assert ("scores" in found) == shown


@pytest.mark.parametrize("who", ["gp.05t", "officer"])
def test_a_meetings_papers_tell_of_a_bids_scores_what_its_page_tells(county, who):
    place = county("at_committee")
    with place.living() as world:

        def facts_told() -> set[str]:
            pack = meeting_papers.of_meeting(world.session, "pccc", reader=world.who(who), now=world.now)
            return {name for name, _ in pack.items[0].bid.facts}

        assert {"Asks for", "Score", "Rank"} <= facts_told()
        place.put_into(world.session, "in_assessment")
        assert "Asks for" in facts_told()
        assert not {"Score", "Rank"} & facts_told(), "scores are still being given"


def test_papers_are_kept_from_a_member_who_was_ruled_out_in_the_meetings_copy_and_on_the_bids_page_alike(county):
    with county("at_committee").living() as world:
        ruled_out(world, people.named(world.session, "gp.05t").id)
        pack = meeting_papers.of_meeting(world.session, "pccc", reader=world.who("gp.05t"), now=world.now)
        assert (pack.items[0].bid, pack.items[0].kept_back) == (None, "helped to write the bid")
        assert view_of(world, "gp.05t") is None


def test_whoever_works_for_one_fund_and_bids_in_another_finds_both(county):
    with county("submitted").living() as world:
        person = people.named(world.session, SOMEBODY).id
        holds("officer", fund="another")(world, person)
        assert sight.cases(world.session, world.who(SOMEBODY)) == []
        LEAD(world, person)
        assert [one.ref for one in sight.cases(world.session, world.who(SOMEBODY))] == [REF]
        told, own = (
            engine.readership.events(world.session, after=0, limit=1_000, actor=world.who(name)).told
            for name in (SOMEBODY, "writer.fednw")
        )
        assert [one.payload for one in told] == [one.payload for one in own], (
            "of a bid of their own, as its writer is told"
        )
        assert own


def multiplied(world: World) -> None:
    """Twenty copies of the bid, each with its seats and its place on the agenda."""
    multiply(world.session, 20)
    for table in (Assignment, Item):
        rows = world.session.exec(select(table).where(col(table.application_id).is_not(None))).all()
        for number in range(2, 21):
            more = {"number": number} if table is Item else {}
            for one in rows:
                fresh = {"id": number * 1_000 + one.id, "application_id": 10_000 + number, **more}
                world.session.execute(insert(table), [{**facts(one), **fresh}])


@pytest.mark.parametrize("who", ["writer.fednw", ASSESSOR, "gp.05t", "implementation_group"])
def test_leaving_cases_out_of_a_list_asks_as_much_for_twenty_as_for_one(county, who):
    def asked(part: str) -> int:
        world.session.expire_all()
        before = len(statements)
        sight.hidden(world.session, actor=actor, now=world.now, part=part)
        return len(statements) - before

    place, statements = county("at_committee"), []
    event.listen(place.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    with place.living() as world:
        actor = world.who(who)
        one = {part: asked(part) for part in ("", "letters", "scores")}
        multiplied(world)
        assert {part: asked(part) for part in one} == one
        assert max(one.values()) <= 24


@pytest.mark.parametrize("who", ["writer.fednw", "partner.fednw"])
def test_whoever_acts_for_the_bid_is_asked_about_no_meeting(who, county, monkeypatch):
    def asked(*_given: object, **_named: object) -> None:
        raise AssertionError("acting for a body of the bid is an interest in it already")

    with county("at_committee").living() as world:
        monkeypatch.setattr(committees, "papers_of", asked)
        found = view_of(world, who)
    assert found is not None
    assert set(found.parts) == SHOWN["lead"]
