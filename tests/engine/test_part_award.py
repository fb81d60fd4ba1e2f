"""A part award below the least amount that the applicant named is not made: by a committee, its chair, or the reserve list."""

from dataclasses import replace

import pytest

from fundflow import applications, engine
from fundflow.applications import short_of_viable
from fundflow.applications.rules.content import Content, incomplete
from fundflow.committees.rules.outcome import Share
from fundflow.committees.rules.outcome import within_reach as reach
from fundflow.definitions.fund import LeastAmount
from fundflow.engine.guards.deciding import only_part_is_free
from fundflow.errors import Refused
from fundflow.ledger import BudgetKey
from tests.engine.test_urgent import north_decided, propose
from tests.stories.stages import REF
from tests.stories.world import FUND, World, library


@pytest.mark.parametrize(
    ("pence", "least", "said"),
    [
        (6_000_000, 6_000_000, None),
        (5_999_999, 6_000_000, "£59,999.99 is below the £60,000.00 that the applicant needs at least"),
        (1, None, None),
        (0, None, "£0.00 is no part of it"),
        (0, 100, "£0.00 is below the £1.00 that the applicant needs at least"),
    ],
)
def test_the_least_amount_is_met_to_the_penny(pence: int, least: int | None, said: str | None) -> None:
    assert short_of_viable(pence, least) == said


@pytest.mark.parametrize(
    ("others", "most"),
    [
        ((), 40),
        ((Share("B", "pending", 100),), 140),
        ((Share("B", "approved", 100, 100), Share("C", "reduced", 100, 30)), 170),
        ((Share("B", "rejected", 100), Share("C", "reserve", 100), Share("D", "deferred", 100)), 40),
    ],
)
def test_what_is_within_reach_counts_decisions_as_made_and_the_rest_as_asked(
    others: tuple[Share, ...], most: int
) -> None:
    assert reach([Share("A", "pending", 90), *others], "A", 40) == most


def refused(play) -> str:
    with pytest.raises(Refused) as told:
        play()
    assert told.value.refusals[0].guard == "part_viable"
    return str(told.value)


def part(world: World, body: str, pence: int) -> None:
    world.decide("pccc", 1, body, "approve_less", amounts={"2017/18": pence}, cut_lines="Most of it")


def least(world: World, pence: int | None) -> None:
    row = applications.get(world.session, REF)
    row.minimum_viable_pence = pence
    world.session.flush()


def test_a_part_with_which_the_bid_cannot_work_is_refused_when_it_is_decided(county_anywhere):
    place = county_anywhere("at_committee")
    with place.living() as world:
        least(world, 7_000_000)
        said = refused(lambda: part(world, "05J", 2_999_999))
        assert "£29,999.99 from Redditch and Bromsgrove and £30,000.00 at most from the others" in said
        assert "£59,999.99 is below the £70,000.00" in said
        assert "Give £40,000.00 or more" in said
    with place.living() as world:
        least(world, 7_000_000)
        part(world, "05J", 4_000_000)
        assert "Approve all of it, or put it on" in refused(lambda: part(world, "05T", 2_999_999))


def test_a_refused_share_is_no_longer_in_reach_and_a_staged_part_counts_as_it_is(county):
    with county("at_committee").living() as world:
        least(world, 3_000_000)
        world.decide("pccc", 1, "05T", "reject", reason="No figure says what patients gain.")
        assert "With £20,000.00 from Redditch and Bromsgrove, £20,000.00 is below" in refused(
            lambda: part(world, "05J", 2_000_000)
        )
        least(world, 8_000_000)
        assert "No part of this share is enough" in refused(lambda: part(world, "05J", 2_000_000))
    with county("at_committee").living() as world:
        least(world, None)
        part(world, "05T", 1)
        part(world, "05J", 1)


def test_a_chair_cannot_give_an_unworkable_part_either(county):
    with county("at_committee").living() as world:
        north_decided(world)
        least(world, 9_900_001)
        small = {"outcome": "approve_less", "amounts": {"2017/18": 2_900_000}, "cut_lines": "Most of it"}
        assert "£70,000.00 at most from the others" in refused(lambda: propose(world, **small))


def test_a_part_offer_from_the_reserve_list_needs_enough_money_to_be_free(county):
    with county("on_reserve_list").living() as world:
        engine.funds.adjust(
            world.session,
            BudgetKey("05T", "2017/18", FUND),
            source="WO 7.2",
            pence=1_000_000,
            reason="Notice 9",
            actor=world.who("finance"),
            now=world.now,
        )
        case = engine.open_case(world.session, REF, actor=world.who("committee_secretary"), now=world.now)
        case.application.minimum_viable_pence = 8_000_000
        assert only_part_is_free(case, None) is None
        case.application.minimum_viable_pence = 8_000_001
        assert "£80,000.00 is below the £80,000.01" in str(only_part_is_free(case, None))


@pytest.mark.parametrize(
    ("asked_of", "severable", "asked"),
    [("severable", False, False), ("severable", True, True), ("everybody", False, True), ("everybody", True, True)],
)
def test_the_form_says_of_whom_the_least_amount_is_asked(asked_of: str, severable: bool, asked: bool) -> None:
    form = library().funds[FUND].form
    assert form is not None
    changed = form.model_copy(update={"least_amount": LeastAmount(asked_of=asked_of)})
    found = incomplete(changed, replace(Content("Hubs"), severable=severable))
    assert ("minimum_viable" in {one.place for one in found}) is asked
