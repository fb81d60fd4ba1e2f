"""What waits for a second person is shown to those whom it concerns, and taken back by who asked and nobody else."""

import pytest

from fundflow import audit, database, engine, payments, people
from fundflow.errors import NotFound, Refused
from fundflow.ledger import BudgetKey
from tests import wording
from tests.stories.stages import REF
from tests.stories.world import FUND, World, library

NORTH, SOUTH = (BudgetKey(code, "2017/18", FUND) for code in ("05J", "05T"))
BACK = {"cause": "unspent", "clause": "14", "working": payments.unspent(paid=2_000_000, eligible=1_500_000)}


def moved(world: World, who: str = "finance") -> engine.funds.Moved:
    return engine.funds.vire_together(
        world.session,
        NORTH,
        SOUTH,
        pence=100_000,
        minute="PCCC-1",
        reason="A hub opens there.",
        library=library(),
        actor=world.who(who),
        now=world.now,
    )


def asked_back(world: World, who: str = "officer") -> engine.recovery_proposals.Proposed:
    return engine.recovery_proposals.propose_together(world.session, REF, **BACK, actor=world.who(who), now=world.now)


def waiting(world: World, who: str) -> list[people.Proposal]:
    return engine.requests.waiting(world.session, actor=world.who(who))


def taken(world: World, number: int | None, who: str) -> people.Proposal:
    return engine.requests.take_back(
        world.session, number or 0, reason="Too early.", actor=world.who(who), now=world.now
    )


def refused(world: World, number: int | None, who: str, guard: str) -> str:
    with pytest.raises(Refused) as told:
        taken(world, number, who)
    (problem,) = told.value.refusals
    assert problem.guard == guard
    assert list(wording.faults(problem.reason, guard=guard)) == []
    return problem.reason


def test_a_virement_that_was_taken_back_is_not_done_by_who_gives_the_same_values(county):
    place = county("active")
    with place.living() as world:
        moved(world)
        (row,) = waiting(world, "finance2")
        taken(world, row.id, "finance")
        assert waiting(world, "finance") == []
        assert moved(world, "finance2").waiting is not None, "who gives the same now asks anew"
    with database.reading(place.engine) as session:
        last = audit.history(session, f"{NORTH} to {SOUTH}")
        assert [one.what for one in last][-2:] == ["withdraw_request", "allocation.vire.asked"]


def test_money_asked_back_is_taken_back_before_a_colleague_agrees(county):
    with county("active").living() as world:
        world.pay(world.claim(REF, ["start"], 2_000_000))
        asked_back(world)
        (row,) = waiting(world, "finance")
        assert taken(world, row.id, "officer").state == "withdrawn"
        with pytest.raises(Refused) as told:
            engine.recovery_proposals.agree(world.session, REF, actor=world.who("finance"), now=world.now)
        assert [one.guard for one in told.value.refusals] == ["request_open"]


def test_only_who_asked_takes_it_back(county):
    with county("active").living() as world:
        moved(world)
        (row,) = waiting(world, "finance")
        assert "was asked for by Finance" in refused(world, row.id, "finance2", "own_request")
        assert row.state == "open"


def test_what_was_agreed_meanwhile_is_said_with_who_agreed(county):
    with county("active").living() as world:
        moved(world)
        (row,) = waiting(world, "finance")
        moved(world, "finance2")
        assert "was agreed to by Finance" in refused(world, row.id, "finance", "request_open")


@pytest.mark.parametrize("who", ["writer.fednw", "gp_far"])
def test_whom_it_does_not_concern_is_told_that_there_is_none(county, who):
    with county("active").living() as world:
        moved(world)
        (row,) = waiting(world, "finance")
        assert waiting(world, who) == []
        for number in (row.id, 999):
            with pytest.raises(NotFound):
                taken(world, number, who)
