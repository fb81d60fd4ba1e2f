"""A fund that requires codes opens no round before every payment has one; others say it in `round ready` only."""

from dataclasses import replace

import pytest

from fundflow import database, engine
from fundflow.errors import Refused
from tests.stories.world import CLOSES, FUND, World, library


def opened(world: World, coding: str) -> str:
    found = library().fund(FUND)
    assert found.payment is not None
    changed = found.model_copy(update={"payment": found.payment.model_copy(update={"coding": coding})})
    own = replace(library(), funds={**library().funds, FUND: changed})
    plan = engine.rounds.RoundPlan(fund=FUND, opens_at=world.now, closes_at=CLOSES)
    return engine.rounds.open_round(world.session, plan, library=own, actor=world.who("officer"), now=world.now).ref


def test_a_round_waits_for_its_codes_where_the_fund_requires_them(sqlite_engine):
    with database.writing(sqlite_engine) as session:
        world = World(session).settle()
        with pytest.raises(Refused, match=r"24 codes of .* are missing, first 05J, 2017/18, practice") as said:
            opened(world, "required")
        assert [one.guard for one in said.value.refusals] == ["coding_complete"]
        assert opened(world, "optional").startswith(FUND)
