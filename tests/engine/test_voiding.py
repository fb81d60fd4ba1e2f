"""A vote struck out after the fact: what rested on it is opened again, and no money stays behind (cases 21 and 22)."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from fundflow import applications, audit, committees, database, engine, ledger, people
from fundflow.errors import BadInput, FundflowError, Refused
from tests.engine.test_together import at_once
from tests.stories import stages
from tests.stories.stages import REF, attempt
from tests.stories.world import World

NEEDED = ("gp", "lay_vice_chair")
"""Four must count and five sit: without these two a committee has no quorum."""


def strike(world: World, seat: str, body: str = "05J", meeting: str = "pccc") -> engine.meetings.Struck:
    return engine.meetings.strike_vote(
        world.session,
        meeting,
        1,
        body,
        f"{seat}.{body.lower()}",
        reason="A partner in the bid",
        actor=world.who("committee_secretary"),
        now=world.now,
    )


def strike_all(world: World, body: str = "05J", meeting: str = "pccc") -> engine.meetings.Struck:
    strike(world, NEEDED[0], body, meeting)
    return strike(world, NEEDED[1], body, meeting)


def state(world: World) -> str:
    return applications.get(world.session, REF).state


def shares(world: World) -> dict[str, str]:
    case = applications.get(world.session, REF)
    assert case.id is not None
    return {one.commissioner: one.state for one in committees.shares(world.session, case.id)}


def reserved(world: World) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in ledger.holdings(world.session, holder_prefix=f"{REF}/"):
        found[one.key.commissioner] = found.get(one.key.commissioner, 0) + one.reserved
    return {code: pence for code, pence in found.items() if pence}


def only_north(world: World) -> None:
    world.decide("pccc", 1, "05J")
    world.apply("pccc")


def test_a_vote_that_changes_nothing_is_noted_and_everything_stands(county_anywhere):
    place = county_anywhere("at_committee")
    with place.living() as world:
        only_north(world)
        struck = strike(world, "gp")
        assert (struck.material, struck.reopened) == (False, ())
        assert shares(world) == {"05J": "approved", "05T": "pending"}
        assert reserved(world) == {"05J": 7_000_000}


def test_an_applied_share_whose_vote_falls_waits_again_and_gives_its_money_back_at_once(county_anywhere):
    place = county_anywhere("at_committee")
    with place.living() as world:
        only_north(world)
        version = applications.get(world.session, REF).version
        struck = strike_all(world)
        assert struck.reopened == (REF,)
        assert shares(world) == {"05J": "pending", "05T": "pending"}
        assert reserved(world) == {}
        assert applications.get(world.session, REF).version == version + 1
    with place.living() as world:
        void = [one for one in committees.register(world.session) if one.standing == "void"]
        assert [one.commissioner for one in void] == ["05J"]
        world.decide("pccc", 1, "05J")
        world.decide("pccc", 1, "05T")
        world.apply("pccc")
        assert state(world) == "approved"
        assert reserved(world) == {"05J": 7_000_000, "05T": 3_000_000}
    with database.reading(place.engine) as session:
        assert ledger.check(session) == []


def test_a_staged_decision_whose_vote_falls_is_no_longer_staged(county):
    place = county("at_committee")
    with place.living() as world:
        world.decide("pccc", 1, "05J")
        assert strike_all(world).reopened == ()
        with pytest.raises(Refused) as told:
            world.apply("pccc")
        assert told.value.refusals[0].guard == "decisions_staged"


def test_an_approved_bid_goes_back_to_the_committee_in_the_same_transaction(county):
    place = county("approved")
    with place.living() as world:
        struck = strike_all(world)
        assert struck.rescinded == (REF,)
        assert state(world) == "at_committee"
        assert reserved(world) == {}
        assert shares(world) == {"05J": "pending", "05T": "pending"}


def test_an_offer_that_is_out_waits_and_the_officer_is_told(county):
    place = county("offer_issued")
    with place.living() as world:
        struck = strike_all(world)
        assert struck.alarmed == (REF,)
        case = applications.dossier(world.session, REF)
        assert any("struck out" in one.text for one in case.tasks)
        with pytest.raises(Refused) as told:
            attempt(world, REF, "accept")
        assert [one.guard for one in told.value.refusals] == ["decision_stands"]
        attempt(world, REF, "return_to_committee")
        assert reserved(world) == {}


def test_a_vote_is_struck_once_and_only_with_a_reason(county):
    place = county("at_committee")
    with place.living() as world:
        world.decide("pccc", 1, "05J")
        strike(world, "gp")
        with pytest.raises(BadInput, match="no standing vote"):
            strike(world, "gp")


def declare_late(world: World, seat: str) -> list[str]:
    return engine.meetings.declare(
        world.session,
        "pccc",
        1,
        f"{seat}.05j",
        nature="partner in Alder Practice",
        actor=world.who("committee_secretary"),
        now=world.now,
    )


def test_a_late_declaration_says_what_it_touches_and_enters_the_register_of_breaches(county):
    place = county("at_committee")
    with place.living() as world:
        only_north(world)
        told = declare_late(world, "gp")
        assert told[0].startswith("Item 1, Redditch and Bromsgrove committee: gp 05J voted for before declaring.")
        assert "noted in the register of breaches" in told[0]
        told = declare_late(world, "lay_vice_chair")
        assert "strike the vote out and vote again" in told[0]
        strike(world, "lay_vice_chair")
        found = committees.breaches(world.session)
        assert [(one.person, one.needs, one.done) for one in found] == [
            ("gp 05J", "noted", "noted"),
            ("lay_vice_chair 05J", "re_vote", "struck out"),
        ]


@pytest.mark.parametrize(
    ("outcome", "how", "more"),
    [("defer", "bring_back", {"reason": "A rota is missing"}), ("reserve", "money_freed", {})],
)
def test_a_share_is_opened_again_within_its_tabling(county, outcome, how, more):
    place = county("at_committee")
    with place.living() as world:
        world.decide("pccc", 1, "05J", outcome, **more)
        world.apply("pccc")
        engine.meetings.reopen_share(
            world.session,
            REF,
            "05J",
            how=how,
            reason="It is here",
            actor=world.who("committee_secretary"),
            now=world.now,
        )
        assert shares(world) == {"05J": "pending", "05T": "pending"}


def test_a_reserve_share_stays_where_nothing_is_free(county):
    place = county("at_committee")
    with place.living() as world:
        world.decide("pccc", 1, "05J", "reserve")
        world.apply("pccc")
        for period in ("2017/18", "2018/19"):
            engine.funds.adjust(
                world.session,
                ledger.BudgetKey("05J", period, "worcestershire-transformation"),
                source="WO 7.2",
                pence=0,
                reason="Notice 9",
                actor=world.who("finance"),
                now=world.now,
            )
        with pytest.raises(Refused, match=r"£0\.00 is left there") as told:
            engine.meetings.reopen_share(
                world.session,
                REF,
                "05J",
                how="money_freed",
                reason="Asked",
                actor=world.who("committee_secretary"),
                now=world.now,
            )
        assert told.value.refusals[0].guard == "money_free"


def sit_on(world: World, name: str) -> None:
    """A panel member who voted on the bid at the committee."""
    person = people.called(world.session, name)
    assert person is not None
    assert person.id is not None
    people.grant(world.session, person.id, "reconsideration_panel", starts=world.now.date(), act=world.act())


def test_who_voted_on_a_bid_cannot_hear_the_request_to_look_again(county):
    place = county("reconsidered")
    with place.living() as world:
        sit_on(world, "gp.05j")
        with pytest.raises(Refused, match="you voted on it"):
            world.step(REF, "dismiss", "gp.05j", reason="We looked.")


MOVES = st.lists(
    st.tuples(
        st.sampled_from(["decide", "apply", "strike", "decide", "apply", "less", "defer", "reopen", "rescind"]),
        st.sampled_from(["05J", "05T"]),
    ),
    max_size=14,
)


def move(world: World, what: str, body: str, meeting: str) -> None:
    secretary = world.who("committee_secretary")
    match what:
        case "decide":
            world.decide(meeting, 1, body)
        case "less":
            world.decide(meeting, 1, body, "approve_less", amounts={"2017/18": 500_000}, cut_lines="All but one")
        case "defer":
            world.decide(meeting, 1, body, "defer", reason="A rota")
        case "strike":
            strike_all(world, body, meeting)
        case "apply":
            world.apply(meeting)
        case "reopen":
            engine.meetings.reopen_share(
                world.session, REF, body, how="bring_back", reason="Here", actor=secretary, now=world.now
            )
        case "rescind":
            attempt(world, REF, "rescind")


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES)
@example(moves=[(one, "05J") for one in ("decide", "apply", "strike", "decide", "apply")])
def test_no_order_of_votes_strikes_and_applying_leaves_money_without_a_standing_approval(county, moves):
    place = county("at_committee")
    for what, body in moves:
        try:
            with place.living() as world:
                move(world, what, body, "pccc")
        except FundflowError:
            pass
        with place.living() as world:
            case = applications.get(world.session, REF)
            assert case.id is not None
            assert committees.fallen(world.session, case.id) == []
            rows = committees.shares(world.session, case.id)
            approved = {
                one.commissioner: sum(int(part["pence"]) for part in one.amounts)
                for one in rows
                if one.void_at is None and one.applied_at is not None and one.outcome in ("approve", "approve_less")
            }
            keeps = case.state in ("at_committee", "approved", "partially_approved")
            assert reserved(world) == (approved if keeps else {}), (moves, case.state)
        with database.reading(place.engine) as session:
            assert ledger.check(session) == []


@pytest.mark.postgres
def test_of_two_secretaries_who_apply_the_same_decisions_one_is_told_that_nothing_waits(postgres_engine):
    place = stages.Place(postgres_engine, stages.played_whole(postgres_engine, "at_committee"))
    with place.living() as world:
        world.decide("pccc", 1, "05J")
    told = at_once(place, *(lambda world: world.apply("pccc") for _ in range(2)))
    (refused,) = [one for one in told if one is not None]
    assert isinstance(refused, Refused)
    assert refused.refusals[0].guard == "decisions_staged"
    with database.reading(place.engine) as session:
        (entry,) = [one for one in ledger.entries(session, case=REF) if one.kind is ledger.Kind.RESERVE]
        assert entry is not None
        assert audit.verify(session) == []
