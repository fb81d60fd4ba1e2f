"""What a bid asks of each commissioner: shared by patients, by no list that nobody holds (domain, case 9), within the fund."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from fundflow import applications, engine, ledger, organisations
from fundflow.applications import CostLine, Partner
from fundflow.engine import GUARDS
from fundflow.engine.bids import Draft
from fundflow.errors import BadInput
from fundflow.ledger import BudgetKey
from tests.stories.world import FUND, World

NEW = "Z10009"


@pytest.fixture
def world(session) -> World:
    """Dunnock Practice has opened, and its list was not loaded yet."""
    world = World(session).settle()
    act = world.act()
    organisations.add(session, code=NEW, name="Dunnock Practice", kind="practice", legal_entity=True, act=act)
    organisations.link_many(session, [(NEW, "05T", date(2013, 4, 1), None)])
    return world


def shares(world: World, partners: tuple[str, ...], commissioner: str | None = None, lead: str = "FEDNW") -> dict:
    """What each commissioner is asked for by a bid of these practices for £1,000."""
    writer, ref = world.who(f"writer.{lead.lower()}"), world.open_round()
    case = engine.bids.begin(world.session, ref, lead=lead, title="Hubs", actor=writer, now=world.now)
    line = CostLine("2017/18", "backfill", "GP time", 100_000, commissioner=commissioner)
    draft = Draft(partners=[Partner(code) for code in partners], budget=[line])
    engine.bids.save(world.session, case.ref, draft, actor=writer, now=world.now)
    found = applications.dossier(world.session, case.ref)
    return {one.commissioner: sum(one.asked.values()) for one in found.shares}


def test_a_list_that_is_missing_is_not_taken_for_nought_in_the_split(world):
    with pytest.raises(BadInput, match="cannot be shared: no list size is held for Dunnock Practice"):
        shares(world, ("Z10001", NEW))


def test_a_missing_list_is_no_matter_where_each_line_names_its_commissioner(world):
    assert shares(world, ("Z10001", NEW), commissioner="05J") == {"05J": 100_000}


def test_one_list_is_enough_where_one_commissioner_has_all_the_practices(world):
    assert shares(world, ("Z10003", NEW), lead="FEDSW") == {"05T": 100_000}


def test_lists_count_as_they_stood_on_the_rounds_day_whatever_they_are_today(world):
    of_the_round = shares(world, ("Z10001", "Z10003"))
    assert set(of_the_round) == {"05J", "05T"}
    organisations.snapshot(
        world.session,
        "Z10003",
        basis="registered",
        on=date(2017, 4, 1),
        patients=90_000,
        source="test",
        act=world.act(),
    )
    world.now += timedelta(minutes=1)
    assert shares(world, ("Z10001", "Z10003")) == of_the_round
    case = engine.open_case(world.session, "TF-17-0002", actor=world.who("officer"), now=world.now)
    assert engine.gates.scale_of(case).patients < 90_000


@pytest.mark.parametrize(("more", "shut"), [(0, False), (1, True)])
def test_a_bid_may_ask_all_that_the_fund_has_and_not_a_penny_more(world, more, shut):
    whole = ledger.position(world.session, BudgetKey("05J", "2017/18", FUND)).allocated
    lines = (CostLine("2017/18", "backfill", "GP time", whole, commissioner="05J"),)
    ref = world.bid(world.open_round(), lines=lines)
    world.session.execute(text(f"UPDATE share_amount SET asked_pence = asked_pence + {more}"))
    world.session.expire_all()
    case = engine.open_case(world.session, ref, actor=world.who("writer.fednw"), now=world.now)
    said = GUARDS["ask_within_fund"].test(case, None)
    assert (said is not None) == shut
    assert not shut or "Take out £0.01" in said
