"""Before a round's rules are amended, an officer sees which bids would meet them and which would not, by commissioner."""

from pathlib import Path

import pytest

from fundflow import applications, engine
from fundflow.errors import Refused
from tests.engine.test_round_amendments import edited
from tests.stories.stages import REF, ROUND
from tests.stories.world import World

STRICTER = (
    ("group_minimum: 2", "group_minimum: 40"),
    ("least_patients: 30000", "least_patients: 900000"),
    (
        "most_patients: 50000",
        "most_patients: 900001",
    ),
)


def effect(world: World, folder: Path, *edits: tuple[str, str], who: str = "officer"):
    amendment = engine.rounds.propose_amendment(world.session, ROUND, edited(folder, *edits))
    return engine.rounds.gate_effect(world.session, ROUND, amendment.pinned, actor=world.who(who), now=world.now)


def test_a_stricter_rule_names_each_bid_that_would_fail_it_and_why_at_its_commissioner(county, tmp_path):
    with county("submitted").living() as world:
        north, _ = effect(world, tmp_path, *STRICTER)
        assert (north.commissioner, north.bids, north.meet_now, north.would_meet) == ("05J", 1, 1, 0)
        (bid,) = north.turned
        assert (bid.ref, bid.passes) == (REF, False)
        assert "(Rule E4)" in bid.why
        assert applications.get(world.session, REF).state == "submitted", "nothing is written"


def test_a_change_that_no_bid_would_notice_has_no_effect(county, tmp_path):
    with county("submitted").living() as world:
        assert effect(world, tmp_path, ("most_patients: 50000", "most_patients: 60000")) == ()


def test_a_bid_that_failed_and_would_pass_turns_the_other_way(county, tmp_path):
    with county("submitted").living() as world:
        applications.lock(world.session, REF).emergency = True
        world.session.flush()
        north, _ = effect(world, tmp_path, ("test: not_emergency_support", "test: exit_plan_given"))
        assert [(one.ref, one.passes, one.why) for one in north.turned] == [(REF, True, "")]


@pytest.mark.parametrize("who", ["writer.fednw", "gp_far"])
def test_it_is_for_those_who_may_change_the_round(county, tmp_path, who):
    with county("submitted").living() as world, pytest.raises(Refused) as told:
        effect(world, tmp_path, *STRICTER, who=who)
    assert [one.guard for one in told.value.refusals] == ["may_act"]
