"""Whether a body can decide an item at a moment, why not, and what would help."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fundflow.committees.rules.interests import COUNTING, CoiAction, Ruled, excluded_by
from fundflow.committees.rules.quorum import (
    Member,
    Room,
    Stay,
    becoming_inquorate,
    chair_for,
    designated_chair,
    evaluate,
    may_vote,
)
from fundflow.committees.rules.remedies import remedies
from fundflow.committees.rules.sentences import not_quorate, why_not
from tests.committees.builders import AO, CFO, CHAIR, GP1, GP2, ITEM, LAY, LMC, NURSE, ROLES, VICE, at, interest, room

NOW = at("14:00")


@pytest.mark.parametrize(
    ("present", "changes", "can", "why"),
    [
        ((CHAIR, LAY, AO, GP1), {}, True, "Four members count and four are needed."),
        ((VICE, LAY, CFO, GP1), {}, True, "Four members count"),
        ((CHAIR, AO, GP1), {}, False, "Three members count and four are needed"),
        ((LAY, NURSE, AO, CFO, GP1), {}, False, "No lay chair or lay vice-chair counts for it."),
        ((CHAIR, VICE, LAY, GP1), {}, False, "No accountable officer or chief finance officer counts for it."),
        ((CHAIR, AO, GP1, GP2), {}, False, "Votes as GP (2) must be fewer than the others' (2)."),
        ((CHAIR, AO, GP1, GP2, LAY), {}, True, "Five members count"),
        ((CHAIR, AO, LAY, LMC), {}, False, "Three members count"),
        ((), {}, False, "No members count"),
        ((CHAIR, AO, LAY), {"quorum": 3, "outnumber": None, "needs_one_of": ()}, True, "Three members count"),
        ((AO, CFO, NURSE, GP1), {"needs_one_of": ()}, False, "Nobody without an interest may take the chair."),
        ((CHAIR, AO, GP1, GP2), {"outnumber": None}, True, "Four members count"),
    ],
)
def test_each_rule_of_quorum(present: tuple[int, ...], changes: dict[str, object], can: bool, why: str) -> None:
    facts = room(*present, **changes)
    found = evaluate(facts, item=ITEM, at=NOW)
    assert found.can_decide is can
    assert why in why_not(facts, found)


@pytest.mark.parametrize("action", list(CoiAction))
def test_only_two_actions_let_a_member_count(action: CoiAction) -> None:
    facts = room(CHAIR, LAY, AO, GP1, interests=(interest(GP1, action),))
    found = evaluate(facts, item=ITEM, at=NOW)
    counts = action in {"no_action_noted", "stay_and_vote"}
    assert (GP1 in found.counting) is counts
    assert (GP1 in found.recused) is not counts
    assert found.can_decide is counts
    assert (action in COUNTING) is counts
    assert evaluate(facts, item=ITEM + 1, at=NOW).can_decide, "an interest holds for its own item alone"


def test_a_ruling_replaces_what_was_proposed_from_its_moment_on() -> None:
    ruled = (Ruled(at("13:30"), (CoiAction.stay_and_vote,)), Ruled(at("13:40"), (CoiAction.leave_room,)))
    facts = room(CHAIR, LAY, AO, GP1, interests=(interest(GP1, "leave_room", when="13:20", ruled=ruled),))
    seen = {
        clock: evaluate(facts, item=ITEM, at=at(clock)).can_decide for clock in ("13:10", "13:25", "13:35", "13:45")
    }
    assert seen == {"13:10": True, "13:25": False, "13:35": True, "13:45": False}


def test_quorum_is_lost_and_regained_to_the_second() -> None:
    stays = (
        *(Stay(person, at("13:00")) for person in (CHAIR, LAY, AO)),
        Stay(GP1, at("13:00"), at("14:30")),
        Stay(GP1, at("14:45")),
    )
    facts = room(stays=stays)
    before = at("14:30").replace(minute=29, second=59)
    assert evaluate(facts, item=ITEM, at=before).can_decide
    assert not evaluate(facts, item=ITEM, at=at("14:30")).can_decide
    assert "Dr Lee left at 3:30 pm" in why_not(facts, evaluate(facts, item=ITEM, at=at("14:30")))
    assert evaluate(facts, item=ITEM, at=at("14:45")).can_decide


def test_somebody_on_the_telephone_may_not_count() -> None:
    stays = (*(Stay(person, at("13:00")) for person in (CHAIR, LAY, AO)), Stay(GP1, at("13:00"), counts=False))
    assert not evaluate(room(stays=stays), item=ITEM, at=NOW).can_decide


def test_the_outnumber_rule_is_tested_among_those_who_vote() -> None:
    facts = room(CHAIR, AO, LAY, GP1, GP2)
    assert evaluate(facts, item=ITEM, at=NOW, voters=(CHAIR, AO, LAY, GP1, GP2)).can_decide
    assert evaluate(facts, item=ITEM, at=NOW, voters=(CHAIR, AO, GP1, GP2)).outnumbered == (2, 2)
    assert evaluate(facts, item=ITEM, at=NOW, voters=(CHAIR, AO, GP1)).can_decide


def test_the_vice_chair_takes_an_item_that_touches_the_chair() -> None:
    facts = room(CHAIR, VICE, LAY, AO, CFO, interests=(interest(CHAIR, "leave_room"),))
    assert evaluate(facts, item=ITEM, at=NOW).chair == VICE
    assert chair_for(facts, item=ITEM + 1, at=NOW) == CHAIR
    assert chair_for(facts, item=ITEM + 1, at=NOW, besides=CHAIR) == VICE
    assert designated_chair(room(), item=ITEM, at=NOW) == CHAIR
    assert chair_for(room(), item=ITEM, at=NOW) is None


def test_a_co_opted_member_counts_from_the_moment_of_the_co_option() -> None:
    facts = room(CHAIR, AO, GP1)
    guest = replace(Member(20, "Mr Fox", frozenset({"lay"})), since=at("14:10"))
    facts = replace(facts, members=(*facts.members, guest), stays=(*facts.stays, Stay(20, at("13:50"))))
    assert not evaluate(facts, item=ITEM, at=NOW).can_decide
    assert evaluate(facts, item=ITEM, at=at("14:10")).can_decide


def test_who_leaves_puts_later_items_at_risk() -> None:
    facts = room(CHAIR, LAY, AO, GP1, CFO, interests=(interest(CFO, "leave_room", item=10),))
    assert becoming_inquorate(facts, items=(9, 10, 11), leaver=GP1, at=NOW) == (10,)
    assert becoming_inquorate(facts, items=(9, 10, 11), leaver=CHAIR, at=NOW) == (9, 10, 11)
    assert becoming_inquorate(facts, items=(9, 10, 11), leaver=LMC, at=NOW) == ()


def test_the_refusal_says_who_is_out_why_and_what_can_be_done() -> None:
    facts = room(CHAIR, AO, LAY, GP1, interests=(interest(GP1, "leave_room", "withhold_papers"),))
    found = evaluate(facts, item=ITEM, at=NOW)
    ways = remedies(facts, found, number_on_agenda=6, next_meeting="Wednesday 12 July 2017")
    said = not_quorate(facts, found, ways, number_on_agenda=6, others=("Redditch and Bromsgrove",))
    assert said.startswith(
        "South Worcestershire cannot decide item 6. Three members count and four are needed: Dr Lee left for this item "
        "because of an interest (partner at Elmsgate Surgery)"
    )
    assert "Redditch and Bromsgrove can still decide its share." in said
    assert "You can: put item 6 off to Wednesday 12 July 2017, " in said
    assert said.endswith("No decision has been recorded.")
    assert {way.kind for way in ways if way.suffices} >= {"return", "co_opt"}
    co_opted = next(way for way in ways if way.kind == "co_opt")
    assert co_opted.sentence == "turn to the lay member of Wyre Forest"


@pytest.mark.parametrize(
    ("present", "out"),
    [((CHAIR, LAY, AO, GP1), (GP1,)), ((CHAIR, AO, GP1, GP2), ()), ((), ()), ((CHAIR, AO, LAY, CFO), (CHAIR,))],
)
def test_the_way_out_comes_within_45_words(present: tuple[int, ...], out: tuple[int, ...]) -> None:
    facts = room(*present, interests=tuple(interest(person, "leave_room") for person in out))
    found = evaluate(facts, item=ITEM, at=NOW)
    said = not_quorate(facts, found, remedies(facts, found, number_on_agenda=6), number_on_agenda=6)
    assert len(said.split("You can:")[0].split()) <= 45
    assert "_" not in said


def test_co_option_does_not_suffice_where_an_officer_is_missing() -> None:
    facts = room(CHAIR, VICE, LAY, NURSE)
    ways = remedies(facts, evaluate(facts, item=ITEM, at=NOW), number_on_agenda=6)
    assert {way.suffices for way in ways if way.kind == "co_opt"} == {False}
    assert [way.sentence for way in ways if way.kind == "return" and way.suffices] == [
        "ask Mr Trow to join by telephone",
        "ask Ms Lunn to join by telephone",
    ]


def test_too_many_votes_on_one_side_can_stand_back() -> None:
    facts = room(CHAIR, AO, GP1, GP2)
    ways = remedies(facts, evaluate(facts, item=ITEM, at=NOW), number_on_agenda=6)
    assert "ask Dr Lee not to vote" in [way.sentence for way in ways if way.suffices]


people = st.sets(st.sampled_from(sorted(ROLES)))
recused = st.sets(st.sampled_from(sorted(ROLES)), max_size=3)


@given(people, recused, st.sampled_from(sorted(ROLES)))
def test_one_more_eligible_member_never_loses_quorum_but_by_the_outnumber_rule(
    present: set[int], out: set[int], joiner: int
) -> None:
    facts = room(*present, interests=tuple(interest(person, "leave_room") for person in out - {joiner}))
    if not evaluate(facts, item=ITEM, at=NOW).can_decide or not may_vote(facts, joiner, at=NOW):
        return
    after = evaluate(facts.joined_by(facts.members[joiner - 1], at=NOW), item=ITEM, at=NOW)
    assert after.can_decide or (after.outnumbered is not None and joiner in {GP1, GP2})


@given(people, recused, st.integers(min_value=0, max_value=2**30))
def test_the_order_of_the_records_never_matters(present: set[int], out: set[int], seed: int) -> None:
    facts = room(*present, interests=tuple(interest(person, "leave_room") for person in out))
    mix = random.Random(seed)
    shuffled = Room(
        facts.committee,
        facts.terms,
        facts.members,
        tuple(mix.sample(facts.stays, len(facts.stays))),
        tuple(mix.sample(facts.interests, len(facts.interests))),
        facts.chair,
    )
    assert evaluate(facts, item=ITEM, at=NOW) == evaluate(shuffled, item=ITEM, at=NOW)


@given(people, recused)
def test_a_recused_member_never_counts(present: set[int], out: set[int]) -> None:
    facts = room(*present, interests=tuple(interest(person, "stay_discuss_no_vote") for person in out))
    found = evaluate(facts, item=ITEM, at=NOW)
    assert not out & set(found.counting)
    assert all(excluded_by(facts.interests, person, item=ITEM, at=NOW) is None for person in found.counting)


def test_whom_the_terms_name_is_said_inside_the_sentence() -> None:
    facts = room(CHAIR, AO, LAY, co_opt=("A lay member of another committee", "NHS England", "Members of the board"))
    ways = remedies(facts, evaluate(facts, item=ITEM, at=NOW), number_on_agenda=6)
    assert [way.sentence for way in ways if way.kind == "co_opt"] == [
        "turn to a lay member of another committee",
        "turn to NHS England",
        "turn to members of the board",
    ]
