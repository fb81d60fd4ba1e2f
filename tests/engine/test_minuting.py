"""Minutes and their life, people who come and go, and a meeting entered afterwards from its paper sheet."""

import io
from datetime import timedelta

import docx
import pytest

from fundflow import applications, committees, engine, people
from fundflow.engine.meetings import Choice, Written
from fundflow.errors import BadInput, Refused
from fundflow.exchange import exports
from tests.stories.stages import REF
from tests.stories.world import BODIES, COVER, SEATS, World

ALL = [f"{seat}.{code.lower()}" for code in ("05J", "05T") for seat in SEATS]


def secretary(world: World) -> people.Actor:
    return world.who("committee_secretary")


def call(world: World, ref: str, *codes: str) -> None:
    engine.meetings.call(
        world.session,
        ref,
        title="Committees in common",
        starts_at=world.now,
        bodies=[BODIES[code] for code in codes],
        papers_out_on=world.now.date() - timedelta(days=7),
        actor=secretary(world),
        now=world.now,
    )


@pytest.mark.parametrize(
    ("stage", "there"),
    [("submitted", []), ("scored", []), ("recommended", [REF]), ("at_committee", []), ("rejected", [])],
)
def test_a_bid_waits_for_a_meeting_while_it_can_be_tabled_and_for_its_own_bodies_alone(county, stage, there):
    with county(stage).living() as world:
        call(world, "both", "05J", "05T")
        call(world, "other", "06D")
        assert [one.ref for one in engine.meetings.waiting(world.session, "both")] == there
        assert engine.meetings.waiting(world.session, "other") == []


def called(world: World) -> None:
    """A meeting that is called and not open, with the bid tabled for it."""
    call(world, "paper", "05J", "05T")
    world.step(REF, "table", "committee_secretary", meeting="paper", cover_sheet=COVER)
    engine.meetings.add_item(world.session, "paper", case_ref=REF, actor=secretary(world), now=world.now)


def lines(world: World, *, voters: tuple[str, ...] = SEATS) -> list[Written]:
    start = world.now
    votes = {code: {f"{seat}.{code.lower()}": "for" for seat in voters} for code in ("05J", "05T")}
    return [
        Written(at=start, come=[who for who in ALL if who.split(".")[0] in voters]),
        Written(at=start + timedelta(minutes=10), item=1, body="05J", votes=votes["05J"], choice=Choice("approve")),
        Written(at=start + timedelta(minutes=20), item=1, body="05T", votes=votes["05T"], choice=Choice("approve")),
    ]


def enter(world: World, written: list[Written], later: timedelta) -> int:
    closed = written[-1].at + timedelta(minutes=5)
    return engine.meetings.enter_sheet(
        world.session, "paper", written, closed_at=closed, actor=secretary(world), now=world.now + later
    )


def test_a_meeting_entered_the_next_day_keeps_its_own_times_and_waits_for_its_chair(county_anywhere):
    place = county_anywhere("recommended")
    with place.living() as world:
        world.now += timedelta(weeks=2)
        called(world)
        held = world.now
        assert enter(world, lines(world), timedelta(days=1)) == 2
        world.now += timedelta(days=1)
        case = applications.get(world.session, REF)
        row = committees.share(world.session, case.id or 0, "05T")
        assert row.decided_at == held + timedelta(minutes=20)
        assert row.staged_at == held + timedelta(days=1)
        with pytest.raises(Refused) as told:
            world.apply("paper")
        assert told.value.refusals[0].guard == "sheet_confirmed"
        assert "lay_chair 05J" in str(told.value)
        with pytest.raises(Refused):
            engine.meetings.confirm_sheet(world.session, "paper", "gp.05j", actor=secretary(world), now=world.now)
        engine.meetings.confirm_sheet(world.session, "paper", "lay_chair.05j", actor=secretary(world), now=world.now)
        world.apply("paper")
        assert applications.get(world.session, REF).state == "approved"


def test_what_is_entered_later_passes_the_same_quorum_at_the_meeting_s_own_time(county):
    place = county("recommended")
    with place.living() as world:
        world.now += timedelta(weeks=2)
        called(world)
        with pytest.raises(Refused, match="Three members count and four are needed"):
            enter(world, lines(world, voters=SEATS[:3]), timedelta(days=1))


def test_the_lines_of_a_sheet_are_in_order(county):
    place = county("recommended")
    with place.living() as world:
        world.now += timedelta(weeks=2)
        called(world)
        with pytest.raises(BadInput, match="in the order of their times"):
            enter(world, lines(world)[::-1], timedelta(days=1))


def test_minutes_go_on_one_stage_at_a_time_and_are_corrected_by_number_until_confirmed(county):
    place = county("approved")
    with place.living() as world:
        given = {"actor": secretary(world), "now": world.now}
        with pytest.raises(Refused, match="The next stage is 'checked'"):
            engine.meetings.advance_minutes(world.session, "pccc", "05J", to="confirmed", **given)
        for stage in ("checked", "circulated"):
            assert engine.meetings.advance_minutes(world.session, "pccc", "05J", to=stage, **given) == stage
        assert engine.meetings.amend_minutes(world.session, "pccc", "05J", text="I abstained.", item=1, **given) == 1
        engine.meetings.advance_minutes(world.session, "pccc", "05J", to="confirmed", **given)
        with pytest.raises(Refused, match="These minutes are confirmed"):
            engine.meetings.amend_minutes(world.session, "pccc", "05J", text="No.", **given)


def test_an_action_comes_up_at_later_meetings_until_it_is_done(county):
    place = county("approved")
    with place.living() as world:
        given = {"actor": secretary(world), "now": world.now}
        number = engine.meetings.add_action(
            world.session, "pccc", 1, "05J", text="Ring the landlord", owner="Sam Reed", **given
        )
    with place.at(place.now + timedelta(weeks=4)).living() as world:
        world.committee("pccc-2", bodies=("05J", "05T"))
        first = committees.sitting(world.session, "pccc-2", "05J")
        other = committees.sitting(world.session, "pccc-2", "05T")
        assert committees.minutes(world.session, first.id or 0).arising == ("Sam Reed: Ring the landlord.",)
        assert committees.minutes(world.session, other.id or 0).arising == ()
        engine.meetings.finish_action(
            world.session, number, outcome="She agreed", actor=secretary(world), now=world.now + timedelta(hours=1)
        )
    with place.at(place.now + timedelta(weeks=8)).living() as world:
        world.committee("pccc-3", bodies=("05J",))
        third = committees.sitting(world.session, "pccc-3", "05J")
        assert committees.minutes(world.session, third.id or 0).arising == ()


def test_private_items_stay_out_of_the_public_minutes_in_word(county):
    place = county("approved")
    with place.living() as world:
        sitting = committees.sitting(world.session, "pccc", "05J")
        item = committees.item(world.session, "pccc", 1)
        item.private = True
        world.session.add(item)
        world.session.flush()
        whole = committees.minutes(world.session, sitting.id or 0)
        public = committees.minutes(world.session, sitting.id or 0, private=False)
        said = [
            "\n".join(one.text for one in docx.Document(io.BytesIO(exports.minutes_docx(found))).paragraphs)
            for found in (whole, public)
        ]
        assert "In private" in said[0]
        assert "Hubs" in said[0]
        assert "Hubs" not in said[1]


def test_who_must_leave_is_told_which_items_their_body_could_not_decide_then(county):
    place = county("at_committee")
    with place.living() as world:
        given = {"actor": secretary(world), "now": world.now}
        engine.meetings.leave(world.session, "pccc", "gp.05j", **given)
        (risk,) = engine.meetings.will_leave(
            world.session, "pccc", "lay_vice_chair.05j", by=world.now + timedelta(hours=1), **given
        )
        assert "item 1 of Redditch and Bromsgrove committee will then be inquorate" in risk
        lost = engine.meetings.leave(world.session, "pccc", "lay_vice_chair.05j", **given)
        assert lost == ["Redditch and Bromsgrove committee can no longer decide item 1."]


def test_a_decision_before_the_quorum_was_lost_stands_and_a_later_one_is_refused(county):
    place = county("at_committee")
    with place.living() as world:
        world.decide("pccc", 1, "05J")
    with place.at(place.now + timedelta(minutes=5)).living() as world:
        given = {"actor": secretary(world), "now": world.now}
        for seat in ("gp", "lay_vice_chair"):
            for body in ("05j", "05t"):
                engine.meetings.leave(world.session, "pccc", f"{seat}.{body}", **given)
        with pytest.raises(Refused) as told:
            engine.meetings.vote(
                world.session, "pccc", 1, BODIES["05T"], text="To approve", votes={"lay_chair.05t": "for"}, **given
            )
        assert told.value.refusals[0].guard == "quorum"
        world.apply("pccc")
        case = applications.get(world.session, REF)
        assert committees.share(world.session, case.id or 0, "05J").state == "approved"
        item = committees.item(world.session, "pccc", 1)
        past = [one.can_decide for one in committees.standing(world.session, item.id or 0, at=place.now)]
        now = [one.can_decide for one in committees.standing(world.session, item.id or 0, at=world.now)]
        assert (past, now) == ([True, True], [False, False])


def test_somebody_from_outside_is_co_opted_and_counts(county):
    place = county("at_committee")
    with place.living() as world:
        given = {"actor": secretary(world), "now": world.now}
        for seat in ("gp", "lay_vice_chair"):
            engine.meetings.leave(world.session, "pccc", f"{seat}.05j", **given)
        engine.meetings.co_opt(
            world.session, "pccc", "05J", "lay_vice_chair.06d", "lay", reason="To make the quorum", **given
        )
        engine.meetings.attend(world.session, "pccc", "lay_vice_chair.06d", **given)
        votes = {f"{seat}.05j": "for" for seat in ("lay_chair", "accountable_officer", "chief_finance_officer")}
        assert engine.meetings.vote(
            world.session,
            "pccc",
            1,
            BODIES["05J"],
            text="To approve",
            votes={**votes, "lay_vice_chair.06d": "for"},
            **given,
        )
