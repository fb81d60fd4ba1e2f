"""What delegates decide in a committee's place: in the lowest band that reaches the amount, signed by all of its roles."""

import re
from datetime import date

import pytest

from fundflow import applications, awards, committees, engine, ledger, people
from fundflow.errors import Refused
from tests.stories.stages import REF
from tests.stories.world import World


def worth(world: World, monkeypatch: pytest.MonkeyPatch, pence: int) -> None:
    monkeypatch.setattr(awards, "award_amounts", lambda _session, _award: {"05T": {"2017/18": pence}})


def end(world: World, who: str):
    return world.step(REF, "terminate", who, reason="Nobody came", minute="Delegation 4.2", cause="not_delivered")


def settle(world: World) -> None:
    for name, role in (("delegate2", "delegate"), ("cfo", "chief_finance_officer")):
        world.person(name, role, act=world.act())
    people.grant(
        world.session,
        people.named(world.session, "cfo").id,
        "delegate",
        starts=date(2017, 4, 1),
        act=world.act(),
    )


@pytest.mark.parametrize(
    ("pence", "who", "waits"),
    [
        (200_000, ["delegate"], []),
        (200_001, ["delegate", "delegate2"], ["delegate"]),
        (1_000_000, ["delegate2", "cfo"], ["delegate"]),
        (1_000_001, ["implementation_group_chair", "cfo"], ["chief_finance_officer"]),
        (5_000_000, ["cfo", "implementation_group_chair"], ["implementation_group_chair"]),
        (9_999_999, ["committee"], []),
    ],
)
def test_as_many_sign_as_the_band_says_and_the_last_one_ends_it(county, monkeypatch, pence, who, waits):
    with county("active").living() as world:
        settle(world)
        worth(world, monkeypatch, pence)
        for name in who[:-1]:
            taken = end(world, name)
            assert (taken.state, list(taken.waiting_for)) == ("active", waits)
        assert end(world, who[-1]).state == "winding_up"


@pytest.mark.parametrize(
    ("pence", "who", "said"),
    [
        (
            1_000_001,
            "delegate",
            "£10,000.01, and South Worcestershire committee lets a delegate decide up to £10,000.00",
        ),
        (1_000_000, "implementation_group_chair", "delegates no such amount to you. This amount is for two officers"),
        (5_000_001, "implementation_group_chair", "This amount is for the committee"),
    ],
)
def test_who_may_not_sign_reads_the_band_the_amount_and_who_may(county, monkeypatch, pence, who, said):
    with county("active").living() as world:
        worth(world, monkeypatch, pence)
        with pytest.raises(Refused) as told:
            end(world, who)
        assert told.value.refusals[0].guard == "within_delegation"
        assert said in str(told.value)


def test_one_person_does_not_sign_twice(county, monkeypatch):
    with county("active").living() as world:
        worth(world, monkeypatch, 900_000)
        assert end(world, "delegate").waiting_for == ("delegate",)
        with pytest.raises(Refused) as told:
            end(world, "delegate")
        assert told.value.refusals[0].guard == "signed_by_another"


def share(world: World, who: str, pence: int, outcome: str = "approve_less"):
    amounts = {"2017/18": pence} if outcome == "approve_less" else None
    choice = committees.Delegated(outcome, "Scheme of delegation 4.2", amounts, "The rest")
    return engine.meetings.decide_by_delegation(world.session, REF, "05J", choice, actor=world.who(who), now=world.now)


@pytest.mark.parametrize(
    ("pence", "who"),
    [
        (200_000, ["delegate"]),
        (200_001, ["delegate", "delegate2"]),
        (1_000_001, ["implementation_group_chair", "cfo"]),
        (5_000_000, ["cfo", "implementation_group_chair"]),
    ],
)
def test_a_share_is_decided_and_reserved_by_the_last_signature_of_its_band_and_not_before(county, pence, who):
    with county("at_committee").living() as world:
        settle(world)
        for name in who[:-1]:
            share(world, name, pence)
            assert ledger.holdings(world.session, holder_prefix=REF) == []
        share(world, who[-1], pence)
        assert [one.reserved for one in ledger.holdings(world.session, holder_prefix=REF)] == [pence]
        row = committees.share(world.session, applications.get(world.session, REF).id, "05J")
        assert (row.state, len(row.delegates), row.authority) == ("reduced", len(who), "Scheme of delegation 4.2")


@pytest.mark.parametrize(
    ("pence", "outcome", "who", "said"),
    [
        (5_000_001, "approve_less", "implementation_group_chair", "This amount is for the committee"),
        (1, "approve", "delegate", "£70,000.00"),
        (1, "reject", "delegate", "no reason was given"),
        (7_000_000, "approve_less", "implementation_group_chair", "is more than the £60,000.00 asked"),
    ],
)
def test_a_share_beyond_its_band_or_wrongly_put_leaves_everything_as_it_was(county, pence, outcome, who, said):
    with county("at_committee").living() as world:
        settle(world)
        with pytest.raises(Refused, match=re.escape(said)):
            share(world, who, pence, outcome)
        row = committees.share(world.session, applications.get(world.session, REF).id, "05J")
        assert (row.outcome, row.authority) == (None, "")


def test_a_committee_secretary_who_is_a_delegate_too_gains_no_larger_band(county):
    with county("at_committee").living() as world:
        settle(world)
        person = people.named(world.session, "delegate").id
        people.grant(world.session, person, "committee", starts=date(2017, 4, 1), act=world.act())
        with pytest.raises(Refused, match="lets a delegate decide up to"):
            share(world, "delegate", 3_000_000)


def test_a_share_that_delegates_decided_is_not_decided_again(county):
    with county("at_committee").living() as world:
        settle(world)
        share(world, "delegate", 200_000)
        with pytest.raises(Refused, match="has a decision already"):
            share(world, "delegate", 100_000)
