"""The order in which a person is offered the steps of a case: what takes it on, then the rest, what is drastic last."""

import hashlib
import json

import pytest

from fundflow import applications
from fundflow.engine import open_case, open_steps, rounds, take_step
from tests.stories.stages import REF, ROUND
from tests.stories.world import library

AT = [
    ("submitted", "officer", "accept_eligible", {"screen_ineligible", "redirect"}),
    ("in_assessment", "officer", None, {"find_ineligible"}),
    ("offer_issued", "partner.fednw", "accept", {"decline"}),
    ("active", "officer", None, {"suspend"}),
    ("active", "finance", None, {"suspend"}),
]


@pytest.mark.parametrize(("stage", "who", "first", "last"), AT)
def test_what_a_case_waits_for_is_offered_first_and_what_stops_or_ends_it_last(stage, who, first, last, county):
    with county(stage).living() as world:
        case = open_case(world.session, REF, actor=world.who(who), now=world.now)
        found = open_steps(case)
    assert [one.drastic for one in found] == sorted(one.drastic for one in found)
    assert last <= {one.step for one in found if one.drastic}
    assert (found[0].step if found[0].main else None) == first


def test_whatever_stops_the_payments_of_an_award_or_winds_it_up_is_marked_as_drastic():
    life = library().workflows["competed-grant"]
    by_people = [one for one in life.steps if "system" not in one.by]
    halting = {
        one.step for one in by_people if one.to in ("suspended", "winding_up") and one.from_ != ("variation_requested",)
    }
    assert halting and halting <= {one.step for one in by_people if one.drastic}


def as_pinned_before(place) -> None:
    """Give the round the copy of its definitions that it would hold had nothing been marked as drastic yet."""
    with place.living() as world:
        row = applications.get_round(world.session, ROUND)
        body = {name: part for name, part in row.pinned.items() if name != "sha256"}
        body["workflow"] = {**body["workflow"], "steps": [without_mark(one) for one in body["workflow"]["steps"]]}
        written = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        row.pinned = {**body, "sha256": hashlib.sha256(written.encode()).hexdigest()}
        row.pinned_sha256 = row.pinned["sha256"]
        world.session.add(row)


def without_mark(step):
    return {name: part for name, part in step.items() if name != "drastic"}


@pytest.mark.parametrize("stage", ["submitted", "in_assessment", "offer_issued", "active"])
def test_a_round_that_was_pinned_before_anything_was_drastic_goes_on_with_its_steps_in_their_old_order(stage, county):
    place = county(stage)
    with place.living() as world:
        marked = open_steps(open_case(world.session, REF, actor=world.who("officer"), now=world.now))
    as_pinned_before(place)
    with place.living() as world:
        found = open_steps(open_case(world.session, REF, actor=world.who("officer"), now=world.now))
        assert {one.step for one in found} == {one.step for one in marked}
        assert not any(one.drastic for one in found)
        assert [one.main for one in found] == sorted((one.main for one in found), reverse=True)
        amendment = rounds.propose_amendment(world.session, ROUND, library())
        assert (amendment.change, amendment.words) == ("none", ())
        assert applications.definitions(applications.get_round(world.session, ROUND)).workflow is not None


def test_a_step_of_such_a_round_is_taken_as_before(county):
    place = county("submitted")
    as_pinned_before(place)
    with place.living() as world:
        taken = take_step(world.session, REF, "accept_eligible", actor=world.who("officer"), now=world.now)
        assert taken.state == "in_assessment"
