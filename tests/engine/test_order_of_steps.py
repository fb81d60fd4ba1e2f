"""The order in which a person is offered the steps of a case: what takes it on, then the rest, what is drastic last."""

import pytest

from fundflow.engine import open_case, open_steps
from tests.stories.stages import REF
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
