"""What waits for a person: everything that is theirs, nothing that waits for somebody else, and at a steady cost."""

import pytest
from sqlalchemy import event

from fundflow import engine, letters, people
from fundflow.engine import tasks
from tests.engine.test_round_changes import extend
from tests.stories.stages import REF, ROUND
from tests.stories.world import CLOSES, World, library


def of(world: World, who: str) -> list[tuple[str, str]]:
    return [(one.kind, one.about) for one in tasks.waiting_for(world.session, world.who(who), now=world.now)]


CASES = [
    ("draft", "partner.fednw", ("step", REF), True),
    ("draft", "officer", ("step", REF), False),
    ("draft", "partner.fedsw", ("step", REF), False),
    ("submitted", "officer", ("step", REF), True),
    ("submitted", "partner.fednw", ("step", REF), False),
    ("offer_issued", "partner.fednw", ("step", REF), True),
    ("offer_issued", "officer", ("step", REF), False),
    ("active", "partner.fednw", ("step", REF), False),
]


@pytest.mark.parametrize(("stage", "who", "thing", "there"), CASES)
def test_a_case_waits_for_whoever_takes_it_on_and_for_nobody_else(county, stage, who, thing, there):
    with county(stage).living() as world:
        assert (thing in of(world, who)) is there


FIRST = [
    ("competed-grant", "submitted", "accept_eligible"),
    ("competed-grant", "clarification_requested", "respond"),
    ("competed-grant", "scored", "recommend"),
    ("competed-grant", "at_committee", "decide"),
    ("competed-grant", "offer_issued", "accept"),
    ("competed-grant", "awarded", "satisfy_precedents"),
    ("competed-grant", "variation_requested", "approve_within_tolerance"),
    ("competed-grant", "under_review", "continue"),
    ("competed-grant", "suspended", "resume"),
    ("targeted-support", "information_gathering", "complete"),
]
NOTHING = [("competed-grant", "active"), ("competed-grant", "winding_up"), ("competed-grant", "closed")]


@pytest.mark.parametrize(("workflow", "state", "step"), FIRST)
def test_what_takes_a_case_furthest_is_what_it_waits_for_first(workflow, state, step):
    assert tasks.onward(library().workflows[workflow], state)[0].step == step


@pytest.mark.parametrize(("workflow", "state"), NOTHING)
def test_an_award_under_way_waits_for_no_step_and_leaving_it_is_nobodys_next(workflow, state):
    assert tasks.onward(library().workflows[workflow], state) == []


def test_a_draft_is_due_when_the_round_closes(county):
    with county("draft").living() as world:
        (one,) = tasks.waiting_for(world.session, world.who("partner.fednw"), now=world.now)
        assert (one.due, one.type) == (CLOSES, f"fundflow steps {REF}")


def test_a_step_that_was_signed_waits_for_the_other_person_only(county):
    with county("approved").living() as world:
        assert {("step", REF)} <= set(of(world, "officer")) & set(of(world, "finance"))
        assert world.step(REF, "issue_offer", "officer").waiting_for
        assert ("step", REF) not in of(world, "officer")
        assert ("step", REF) in of(world, "finance")


def test_what_was_asked_for_waits_for_a_second_person_who_may_and_not_for_the_first(county_anywhere):
    place = county_anywhere("draft")
    with place.living() as world:
        extend(world, "officer")
        assert ("second person", ROUND) not in of(world, "officer")
        assert ("second person", ROUND) in of(world, "finance")
        assert ("second person", ROUND) not in of(world, "committee_secretary")
        (row,) = people.proposals(world.session, state="open")
        assert (row.agrees, row.fund is None) == (["officer", "finance"], False)


def test_a_letter_waits_until_it_is_released(county):
    with county("draft").living() as world:
        extend(world, "officer")
        extend(world, "finance")
        (letter,) = letters.find(world.session, code="N8")
        assert ("letter", letter.ref) in of(world, "officer")
        assert ("letter", letter.ref) not in of(world, "panel1")
        facts = {"actor": world.who("officer"), "now": world.now}
        engine.correspondence.approve(world.session, [letter.ref], **facts)
        engine.correspondence.release(world.session, [letter.ref], **facts)
        assert ("letter", letter.ref) not in of(world, "officer")


def test_many_cases_cost_no_more_questions_than_one(county):
    place = county("draft")
    with place.living() as world:
        world.session.flush()
        one = _asked(place, world)
        for number in range(8):
            world.bid(ROUND, title=f"Bid {number}")
        assert len(of(world, "partner.fednw")) == 9
        assert _asked(place, world) == one <= 20


def _asked(place, world: World) -> int:
    said: list[str] = []

    def hear(_1, _2, statement, *_rest):
        said.append(statement)

    actor = world.who("partner.fednw")
    event.listen(place.engine, "before_cursor_execute", hear)
    tasks.waiting_for(world.session, actor, now=world.now)
    event.remove(place.engine, "before_cursor_execute", hear)
    return len(said)
