"""A closed round that asks for less than there is says so with its figures and what may be done; no threshold moves (case 35)."""

from fundflow import applications, engine
from fundflow.ledger import BudgetKey
from tests.engine.test_round_changes import ROUND
from tests.stories.stages import REF
from tests.stories.world import FUND


def said(world):
    return engine.undersubscribed.lines(world.session, applications.get_round(world.session, ROUND))


def test_an_open_round_says_nothing_of_what_would_be_left(county):
    with county("submitted").living() as world:
        assert said(world) == ()


def test_what_would_be_left_is_told_by_commissioner_and_year_with_what_may_be_done(county):
    with county("in_assessment").living() as world:
        first, *rest = said(world)
    assert first.startswith("Transformation fund")
    assert "is under-subscribed: if every bid that can be funded were agreed in full" in first
    asked = next(line for line in rest if line.startswith("- Redditch and Bromsgrove in 2017/18"))
    assert asked.endswith("£60,000.00 is asked of the £263,641.00 that is free")
    assert any(line.startswith("- Wyre Forest in 2017/18: £0.00 is asked of the") for line in rest)
    assert "No threshold is lowered for that: 60.0 of 100 and every minimum stand as published. You can:" in rest
    assert f"- open another round for what is left (fundflow round new --from {ROUND})" in rest


def test_a_bid_below_the_threshold_asks_for_nothing_and_stays_below(county):
    with county("in_assessment").living() as world:
        world.score(REF, {"gp_far": (3, 2, 3, 2, 2, 2), "accountant": (3, 2, 3, 2, 2, 2)})
        lines = said(world)
    assert any("£0.00 is asked of the £263,641.00" in line for line in lines)
    assert any(f"and {REF} stays below it" in line for line in lines)


def test_a_key_whose_bids_ask_for_all_of_it_or_more_is_not_named(county):
    with county("in_assessment").living() as world:
        engine.funds.adjust(
            world.session,
            BudgetKey("05J", "2017/18", FUND),
            source="WO 7.2",
            pence=6_000_000,
            reason="Notice 9",
            actor=world.who("finance"),
            now=world.now,
        )
        lines = said(world)
    assert not [line for line in lines if line.startswith("- Redditch and Bromsgrove in 2017/18")]
    assert "in part" in lines[0]


def test_nothing_is_said_of_money_that_is_reserved_already(county):
    with county("approved").living() as world:
        lines = said(world)
    assert any("£0.00 is asked of the £203,641.00 that is free" in line for line in lines)
