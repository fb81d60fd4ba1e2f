"""Terms that need one role's vote in favour: no count carries a motion without it."""

import pytest

from fundflow.committees.rules.consent import withheld
from fundflow.committees.rules.quorum import Member, Room
from tests.committees.builders import AO, CHAIR, ROLES, terms

REGION, OTHER = 20, 21


def room(*, holders: tuple[int, ...] = (REGION,), **changes: object) -> Room:
    given = {"consent_of": ("nhs_england",), "votes_by": (*terms().votes_by, "nhs_england"), **changes}
    members = [Member(person, *_seat(person)) for person in (CHAIR, AO)]
    members += [Member(person, f"Region {person}", frozenset({"nhs_england"})) for person in holders]
    return Room(committee="joint", terms=terms(**given), members=tuple(members), stays=(), chair=CHAIR)


def _seat(person: int) -> tuple[str, frozenset[str]]:
    name, role = ROLES[person]
    return name, frozenset({role})


CASES = [
    pytest.param({CHAIR: "for", AO: "for", REGION: "for"}, (), id="in favour"),
    pytest.param({CHAIR: "for", AO: "for", REGION: "against"}, ("Region 20",), id="against"),
    pytest.param({CHAIR: "for", AO: "for", REGION: "abstain"}, ("Region 20",), id="abstains"),
    pytest.param({CHAIR: "for", AO: "for"}, ("Region 20",), id="does not vote"),
    pytest.param({CHAIR: "against", REGION: "for"}, (), id="in favour of what is lost"),
]


@pytest.mark.parametrize(("votes", "missing"), CASES)
def test_a_vote_is_withheld_unless_its_holder_votes_in_favour(votes, missing):
    assert withheld(room(), votes) == missing


def test_one_of_several_holders_is_enough():
    assert withheld(room(holders=(REGION, OTHER)), {OTHER: "for"}) == ()
    assert withheld(room(holders=(REGION, OTHER)), {}) == ("Region 20 or Region 21",)


def test_a_role_that_nobody_holds_is_named():
    assert withheld(room(holders=()), {CHAIR: "for"}) == ("nhs england",)


def test_ordinary_terms_need_nobody_s_consent():
    assert withheld(room(consent_of=()), {}) == ()
