"""A chair's action: who may take it, after talking to whom, up to how much, and what the committee then makes of it."""

from datetime import timedelta

import pytest

from fundflow import applications, committees, engine, ledger
from fundflow.errors import BadInput, Refused
from tests.stories.stages import REF, attempt
from tests.stories.world import BODIES, World

SMALL = {"2017/18": 4_000_000}


def propose(world: World, *, body: str = "05T", **more: object) -> str:
    given = {
        "outcome": "approve",
        "urgent": "The lease ends on Friday.",
        "why_no_meeting": "Papers need five clear days.",
        "evidence": "The landlord's letter.",
        **more,
    }
    asked = committees.Urgent(**given)  # type: ignore[arg-type]
    return engine.meetings.propose_action(
        world.session, REF, body, asked, actor=world.who("committee_secretary"), now=world.now
    ).ref


def consult(world: World, ref: str, who: str, *, agrees: bool = True, interest: str = "") -> None:
    engine.meetings.consult(
        world.session,
        ref,
        who,
        says="It is sound.",
        agrees=agrees,
        interest=interest,
        actor=world.who("committee_secretary"),
        now=world.now,
    )


def decide(
    world: World, ref: str, chair: str = "lay_chair.05t", *, interests: str = "none", agrees: bool = True
) -> list:
    return engine.meetings.decide_action(
        world.session,
        ref,
        chair,
        interests=interests,
        agrees=agrees,
        actor=world.who("committee_secretary"),
        now=world.now,
    )


def refused(play) -> tuple[str, str]:
    with pytest.raises(Refused) as told:
        play()
    return told.value.refusals[0].guard, str(told.value)


def reserved(world: World) -> int:
    return sum(one.reserved for one in ledger.holdings(world.session, holder_prefix=f"{REF}/"))


def north_decided(world: World) -> None:
    world.decide("pccc", 1, "05J")
    world.apply("pccc")


def test_a_share_is_decided_alone_applied_like_any_other_and_ratified_at_the_next_meeting(county_anywhere):
    place = county_anywhere("at_committee")
    with place.living() as world:
        north_decided(world)
        ref = propose(world)
        consult(world, ref, "accountable_officer.05t")
        assert [one.state for one in decide(world, ref)] == ["at_committee", "approved"]
        assert reserved(world) == 10_000_000
        (line,) = [one for one in committees.register(world.session) if one.minute_number == ref]
        assert line.standing == "to be ratified"
    place = place.at(place.now + timedelta(weeks=3))
    with place.living() as world:
        world.committee("pccc-2", bodies=("05J", "05T"))
        row = committees.chairs_action(world.session, ref)
        assert row.item_id is not None
        votes = dict.fromkeys(
            (f"{seat}.05t" for seat in ("lay_chair", "lay_vice_chair", "accountable_officer", "gp")), "for"
        )
        engine.meetings.ratify_action(
            world.session, ref, votes=votes, actor=world.who("committee_secretary"), now=world.now
        )
        (line,) = [one for one in committees.register(world.session) if one.minute_number == ref]
        assert line.standing == "stands, ratified"
        attempt(world, REF, "issue_offer")


def test_a_decided_action_joins_the_agenda_of_the_next_meeting_that_is_called_already(county):
    place = county("at_committee")
    with place.living() as world:
        north_decided(world)
        for ref, weeks, body in (("far", 8, "05T"), ("near", 4, "05T"), ("theirs", 2, "05J")):
            engine.meetings.call(
                world.session,
                ref,
                title="Committee",
                starts_at=world.now + timedelta(weeks=weeks),
                bodies=[BODIES[body]],
                actor=world.who("committee_secretary"),
                now=world.now,
            )
        action = propose(world)
        consult(world, action, "accountable_officer.05t")
        decide(world, action)
        numbers = {ref: committees.meeting(world.session, ref).id for ref in ("far", "near", "theirs")}
        on = {ref: committees.items(world.session, number) for ref, number in numbers.items()}
        assert {ref: [one.title for one in found] for ref, found in on.items()} == {
            "far": [],
            "near": [f"To ratify chair's action {action}"],
            "theirs": [],
        }
        assert committees.chairs_action(world.session, action).item_id == on["near"][0].id


def test_what_the_committee_does_not_ratify_freezes_the_offer_and_raises_a_task(county):
    place = county("at_committee")
    with place.living() as world:
        north_decided(world)
        ref = propose(world)
        consult(world, ref, "chief_finance_officer.05t")
        decide(world, ref)
    place = place.at(place.now + timedelta(weeks=3))
    with place.living() as world:
        world.committee("pccc-2", bodies=("05T",))
        votes = dict.fromkeys(
            (f"{seat}.05t" for seat in ("lay_chair", "lay_vice_chair", "accountable_officer", "gp")), "against"
        )
        engine.meetings.ratify_action(
            world.session, ref, votes=votes, actor=world.who("committee_secretary"), now=world.now
        )
        guard, said = refused(lambda: attempt(world, REF, "issue_offer"))
        assert guard == "decision_stands"
        assert f"did not ratify chair's action {ref}" in said
        assert any("not ratified" in one.text for one in applications.dossier(world.session, REF).tasks)
        (line,) = [one for one in committees.register(world.session, public_only=True) if one.minute_number == ref]
        assert line.standing == "not ratified"
        attempt(world, REF, "rescind")
        assert reserved(world) == 0
        assert refused(
            lambda: engine.meetings.ratify_action(
                world.session, ref, votes={"gp.05t": "for"}, actor=world.who("committee_secretary"), now=world.now
            )
        )[0] in ("chairs_state", "quorum", "voted")


def test_an_amount_above_the_limit_is_refused_with_the_limit(county):
    place = county("at_committee")
    with place.living() as world:
        guard, said = refused(lambda: propose(world, body="05J"))
        assert guard == "chairs_limit"
        assert "£70,000.00" in said
        assert "£50,000.00" in said


def two_leave(world: World) -> None:
    """The committee of 05T is not quorate any more, and its share of the item is left open."""
    secretary = world.who("committee_secretary")
    for seat in ("lay_vice_chair", "gp"):
        engine.meetings.leave(world.session, "pccc", f"{seat}.05t", actor=secretary, now=world.now)
    engine.meetings.not_quorate(world.session, "pccc", 1, "05T", reason="Two left", actor=secretary, now=world.now)


def test_an_item_that_failed_a_quorum_needs_its_way_out_on_record(county):
    place = county("at_committee")
    with place.living() as world:
        two_leave(world)
        guard, said = refused(lambda: propose(world))
        assert guard == "failed_quorum"
        assert "Item 1 of pccc" in said
        assert "28 days" in said
        engine.meetings.record_route(
            world.session,
            "pccc",
            1,
            "05T",
            route="governing_body",
            detail="On Friday",
            actor=world.who("committee_secretary"),
            now=world.now,
        )
        assert propose(world).startswith("CA-2017-")
    place = place.at(place.now + timedelta(days=29))


def test_a_failed_quorum_is_forgotten_after_its_days(county):
    place = county("at_committee")
    with place.living() as world:
        two_leave(world)
    with place.at(place.now + timedelta(days=29)).living() as world:
        assert propose(world).startswith("CA-2017-")


CONSULTED = [
    pytest.param([], "chairs_consulted", id="nobody"),
    pytest.param([("gp.05t", True, "")], "chairs_consulted", id="nobody executive"),
    pytest.param([("accountable_officer.05t", False, "")], "chairs_consulted", id="who disagrees"),
    pytest.param([("accountable_officer.05t", True, "a partner")], "chairs_consulted", id="who has an interest"),
    pytest.param([("accountable_officer.05t", True, "")], None, id="an executive who agrees"),
    pytest.param([("gp.05t", False, ""), ("chief_finance_officer.05t", True, "")], None, id="one for, one against"),
]


@pytest.mark.parametrize(("heard", "guard"), CONSULTED)
def test_the_chair_decides_only_after_enough_members_agree(county, heard, guard):
    place = county("at_committee")
    with place.living() as world:
        ref = propose(world)
        for who, agrees, interest in heard:
            consult(world, ref, who, agrees=agrees, interest=interest)
        if guard is None:
            decide(world, ref)
            assert committees.chairs_action(world.session, ref).state == "decided"
        else:
            assert refused(lambda: decide(world, ref))[0] == guard


@pytest.mark.parametrize(
    ("chair", "interests", "guard"),
    [
        ("gp.05t", "none", "chairs_seat"),
        ("lay_chair.05t", "a partner's sister", "chairs_interest"),
        ("lay_chair.05t", "", "chairs_interest"),
        ("lay_chair.05j", "none", "chairs_member"),
    ],
)
def test_somebody_else_than_an_unconflicted_chair_is_told_who_may_decide(county, chair, interests, guard):
    place = county("at_committee")
    with place.living() as world:
        ref = propose(world)
        consult(world, ref, "accountable_officer.05t")
        told, said = refused(lambda: decide(world, ref, chair, interests=interests))
        assert told == guard
        assert "05T" in said
        assert "Nothing has changed" in said


def test_a_chair_may_leave_it_to_a_meeting_and_then_nothing_moves(county):
    place = county("at_committee")
    with place.living() as world:
        ref = propose(world)
        assert decide(world, ref, agrees=False) == []
        assert committees.chairs_action(world.session, ref).state == "declined"
        assert reserved(world) == 0
        assert refused(lambda: decide(world, ref))[0] == "chairs_state"


def test_a_chair_cannot_spend_what_is_not_there(county):
    place = county("at_committee")
    with place.living() as world:
        engine.funds.adjust(
            world.session,
            ledger.BudgetKey("05T", "2017/18", "worcestershire-transformation"),
            source="WO 7.2",
            pence=2_999_999,
            reason="Notice 9",
            actor=world.who("finance"),
            now=world.now,
        )
        ref = propose(world)
        consult(world, ref, "accountable_officer.05t")
        guard, said = refused(lambda: decide(world, ref))
        assert guard == "within_allocation"
        assert "£29,999.99" in said


@pytest.mark.parametrize("blank", ["urgent", "why_no_meeting", "evidence"])
def test_every_reason_is_given_in_words(county, blank):
    place = county("at_committee")
    with place.living() as world, pytest.raises(BadInput, match="say it in words"):
        propose(world, **{blank: " "})
