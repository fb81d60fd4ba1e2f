"""What delegates decide in a committee's place: in the lowest band that reaches the amount, signed by all of its roles."""

from datetime import date

import pytest

from fundflow import awards, people
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
