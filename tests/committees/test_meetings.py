"""Meetings: bodies and terms, agendas, attendance, interests, rulings, votes and minutes."""

from datetime import date

import pytest
from sqlmodel import Session

from fundflow import committees
from fundflow.committees.tables import TermsVersion
from fundflow.errors import BadInput, Conflict, NotFound, Refused
from tests.committees.builders import AO, CFO, CHAIR, GP1, GP2, LAY, LMC, NURSE, VICE, at, terms
from tests.committees.world import ALL, World, act

FOR = dict.fromkeys((CHAIR, LAY, AO), "for")


def guard(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.refusals[0].guard


def test_terms_are_versioned_and_sittings_keep_those_of_their_day(world: World) -> None:
    session = world.session
    own = {"committee": "pccc-sw", "short_title": "South Worcestershire", "title": "South Worcestershire PCCC"}
    assert committees.ensure(session, terms(**own), act=act()).key == "pccc-sw"
    assert len(committees.terms_versions(session, "pccc-sw")) == 1
    with pytest.raises(Conflict, match="give the new words version 2"):
        committees.ensure(session, terms(**own, quorum=5), act=act())
    committees.ensure(session, terms(**own, quorum=5, version=2), starts=date(2017, 7, 1), act=act())
    with pytest.raises(Refused) as refused:
        committees.ensure(session, terms(**own, quorum=3, version=3), starts=date(2017, 6, 1), act=act())
    assert guard(refused) == "terms_version"
    assert committees.terms(session, "pccc-sw", on=date(2017, 6, 30)).quorum == 4
    assert committees.terms(session, "pccc-sw", on=date(2017, 7, 1)).quorum == 5
    assert committees.room(session, world.sittings["pccc-sw"]).terms.quorum == 4
    pinned = session.get_one(TermsVersion, committees.sitting(session, world.meeting.ref, "05T").terms_id)
    assert pinned.version == 1


def test_a_seat_is_held_once_and_ends_with_a_day(world: World) -> None:
    session = world.session
    with pytest.raises(Conflict):
        committees.add_member(session, "pccc-sw", GP1, name="Dr Lee", role="gp", starts=date(2017, 6, 1), act=act())
    with pytest.raises(BadInput):
        committees.end_membership(session, "pccc-sw", GP1, on=date(2017, 6, 1), act=act())
    committees.end_membership(session, "pccc-sw", GP1, on=date(2017, 6, 30), act=act())
    body = committees.committee(session, "pccc-sw")
    held = committees.members_on(session, body.id or 0, on=date(2017, 7, 1))
    assert GP1 not in {seat.person_id for seat in held}
    assert len(committees.seats_of(session, GP1, on=date(2017, 7, 1))) == 2
    with pytest.raises(NotFound):
        committees.end_membership(session, "pccc-sw", 20, on=date(2017, 7, 1), act=act())


def test_the_agenda_numbers_itself_and_holds_a_bid_once(world: World) -> None:
    session, meeting_id = world.session, world.meeting.id or 0
    assert committees.add_item(session, meeting_id, title="Any other business", act=act()).number == 4
    with pytest.raises(Conflict):
        committees.add_item(session, meeting_id, title="Again", application_id=1, act=act())
    with pytest.raises(Conflict):
        committees.add_item(session, meeting_id, title="Again", number=2, act=act())
    with pytest.raises(NotFound):
        committees.item(session, world.meeting.ref, 9)
    with pytest.raises(NotFound):
        committees.meeting(session, "nowhere")
    assert committees.papers_late(session, meeting_id) is None
    committees.send_papers(session, meeting_id, on=date(2017, 6, 12), act=act())
    assert "5 clear days" in str(committees.papers_late(session, meeting_id))
    with pytest.raises(BadInput):
        committees.send_papers(session, meeting_id, on=date(2017, 6, 15), act=act())


def test_attendance_is_timed_and_in_order(world: World) -> None:
    session, meeting_id = world.session, world.meeting.id or 0
    assert len(committees.arrive(session, meeting_id, CHAIR, at=at("13:00"), act=act())) == 3
    with pytest.raises(BadInput, match="has been here since 2:00 pm"):
        committees.arrive(session, meeting_id, CHAIR, at=at("13:10"), act=act())
    with pytest.raises(BadInput, match="times must be in order"):
        committees.leave(session, meeting_id, CHAIR, at=at("12:59"), act=act())
    committees.leave(session, meeting_id, CHAIR, at=at("14:00"), act=act())
    with pytest.raises(BadInput, match="was here until 3:00 pm"):
        committees.arrive(session, meeting_id, CHAIR, at=at("13:59"), act=act())
    committees.arrive(session, meeting_id, CHAIR, at=at("14:00"), mode="video", act=act())
    with pytest.raises(NotFound):
        committees.leave(session, meeting_id, VICE, at=at("14:00"), act=act())
    with pytest.raises(BadInput, match="is to come"):
        committees.arrive(session, meeting_id, VICE, at=at("18:00"), act=act())
    with pytest.raises(BadInput):
        committees.arrive(session, meeting_id, VICE, at=at("14:00"), mode="pigeon", act=act())
    assert len(committees.arrive(session, meeting_id, 20, at=at("14:00"), name="Mr Fox", act=act())) == 3
    one = committees.attendance(session, world.sittings["pccc-sw"])
    assert [(row.name, row.came_at, row.left_at, row.entered_at) for row in one][:2] == [
        ("Mrs Hall", at("13:00"), at("14:00"), at("17:00")),
        ("Mrs Hall", at("14:00"), None, at("17:00")),
    ]


def test_quorum_at_a_past_second_is_the_same_after_everybody_has_gone(world: World) -> None:
    session, sitting, item = world.session, world.sittings["pccc-sw"], world.items[1]
    world.come(CHAIR, LAY, AO, GP1)
    before = committees.quorum(session, sitting, item, at=at("14:00"))
    committees.declare_interest(
        session, sitting, item, GP1, kind="financial", nature="partner", at=at("14:10"), act=act()
    )
    committees.leave(session, world.meeting.id or 0, CHAIR, at=at("14:20"), act=act())
    committees.close_meeting(session, world.meeting.id or 0, at=at("16:00"), act=act())
    assert committees.quorum(session, sitting, item, at=at("14:00")) == before
    assert before.can_decide
    assert not committees.quorum(session, sitting, item, at=at("14:10")).can_decide


def test_who_said_they_must_go_puts_items_at_risk(world: World) -> None:
    session, meeting_id = world.session, world.meeting.id or 0
    world.come(CHAIR, LAY, AO)
    world.come(GP1, leaves_by=at("14:00"))
    risks = committees.at_risk(session, meeting_id, at=at("13:30"))
    assert [(risk.body, risk.items) for risk in risks][1] == ("South Worcestershire", (1, 2, 3))
    assert risks[1].sentence == (
        "Dr Lee leaves at 3:00 pm: items 1, 2 and 3 of South Worcestershire will then be inquorate. Take them first?"
    )
    world.vote("pccc-sw", 1, FOR, clock="13:40")
    assert committees.at_risk(session, meeting_id, at=at("13:45"))[1].items == (2, 3)
    assert committees.at_risk(session, meeting_id, at=at("13:30"), leaver=LMC) == []
    committees.will_leave(session, meeting_id, CHAIR, by=at("15:00"), act=act())
    assert len(committees.at_risk(session, meeting_id, at=at("13:45"))) == 6


def test_the_chair_rules_on_others_and_the_vice_chair_on_the_chair(world: World) -> None:
    session, sitting, item = world.session, world.sittings["pccc-sw"], world.items[1]
    world.come(*ALL)
    gp = committees.declare_interest(
        session, sitting, item, GP1, kind="financial", nature="partner at Elmsgate", at=at("13:10"), act=act()
    ).interest
    assert set(gp.proposed) == {"leave_room", "withhold_papers"}
    with pytest.raises(Refused) as refused:
        committees.rule_on(session, gp.id or 0, actions=["stay_and_vote"], ruled_by=VICE, at=at("13:11"), act=act())
    assert guard(refused) == "rules_on_interest"
    assert "Mr Reed cannot rule on Dr Lee's interest in item 1. Ask Mrs Hall, who takes this item." in str(
        refused.value
    )
    committees.rule_on(session, gp.id or 0, actions=["stay_and_vote"], ruled_by=CHAIR, at=at("13:11"), act=act())
    assert GP1 in committees.quorum(session, sitting, item, at=at("13:12")).counting
    chair = committees.declare_interest(
        session, sitting, item, CHAIR, kind="indirect", nature="sister works there", at=at("13:20"), act=act()
    ).interest
    with pytest.raises(Refused, match="People do not rule on their own interest"):
        committees.rule_on(session, chair.id or 0, actions=["stay_and_vote"], ruled_by=CHAIR, at=at("13:21"), act=act())
    with pytest.raises(Refused):
        committees.rule_on(session, gp.id or 0, actions=["leave_room"], ruled_by=CHAIR, at=at("13:21"), act=act())
    committees.rule_on(session, chair.id or 0, actions=["leave_room"], ruled_by=VICE, at=at("13:21"), act=act())
    assert committees.quorum(session, sitting, item, at=at("13:22")).chair == VICE
    vice = committees.declare_interest(
        session,
        sitting,
        item,
        VICE,
        kind="indirect",
        nature="knows a partner",
        relation="none",
        at=at("13:25"),
        act=act(),
    ).interest
    assert committees.quorum(session, sitting, item, at=at("13:26")).chair == VICE
    with pytest.raises(Refused, match="Ms Cole, who takes this item"):
        committees.rule_on(session, vice.id or 0, actions=["stay_and_vote"], ruled_by=VICE, at=at("13:26"), act=act())
    with pytest.raises(BadInput, match="before the declaration"):
        committees.rule_on(session, chair.id or 0, actions=["leave_room"], ruled_by=VICE, at=at("13:19"), act=act())


@pytest.mark.parametrize("wrong", [{"kind": "odd"}, {"nature": " "}, {"relation": "friend"}, {"actions": ["shout"]}])
def test_a_declaration_says_what_it_is(world: World, wrong: dict[str, object]) -> None:
    given = {"kind": "financial", "nature": "partner", **wrong}
    with pytest.raises(BadInput):
        committees.declare_interest(
            world.session, world.sittings["pccc-sw"], world.items[1], GP1, at=at("13:10"), act=act(), **given
        )


def test_who_may_not_vote_is_told_why(world: World) -> None:
    session, sitting, item = world.session, world.sittings["pccc-sw"], world.items[1]
    world.come(CHAIR, LAY, AO, NURSE, GP1, LMC)
    world.come(GP2, counts=False, mode="telephone")
    committees.declare_interest(
        session, sitting, item, GP1, kind="financial", nature="partner at Elmsgate", at=at("13:10"), act=act()
    )
    motion = committees.put_motion(session, sitting, item, text="To approve.", at=at("14:00"), act=act())
    refusals = {}
    committees.cast_vote(session, motion.id or 0, CHAIR, "for", at=at("14:01"), act=act())
    for person in (GP1, GP2, VICE, LMC, CHAIR, 20):
        with pytest.raises(Refused) as refused:
            committees.cast_vote(session, motion.id or 0, person, "for", at=at("14:01"), act=act())
        refusals[person] = guard(refused)
    assert refusals == {
        GP1: "recused",
        GP2: "present",
        VICE: "present",
        LMC: "may_vote",
        CHAIR: "voted",
        20: "may_vote",
    }
    with pytest.raises(BadInput):
        committees.cast_vote(session, motion.id or 0, AO, "maybe", at=at("14:01"), act=act())
    with pytest.raises(BadInput, match="put at"):
        committees.cast_vote(session, motion.id or 0, AO, "for", at=at("13:59"), act=act())
    with pytest.raises(Conflict):
        committees.put_motion(session, sitting, item, text="Another.", at=at("14:02"), act=act())
    committees.close_motion(session, motion.id or 0, at=at("14:02"), act=act())
    with pytest.raises(Refused) as closed:
        committees.cast_vote(session, motion.id or 0, AO, "for", at=at("14:03"), act=act())
    assert guard(closed) == "vote_open"


def test_the_casting_vote_is_the_item_chairs_on_a_tie_alone(world: World) -> None:
    world.come(CHAIR, LAY, AO, CFO)
    tie = {CHAIR: "for", LAY: "against", AO: "for", CFO: "against"}
    assert world.vote("pccc-sw", 1, tie).carried is False
    carried = world.vote("pccc-sw", 1, tie, clock="14:05", casting=(CHAIR, "for"))
    assert (carried.carried, carried.casting, carried.number) == (True, "for", 2)
    with pytest.raises(Refused, match="Mrs Hall takes the chair"):
        world.vote("pccc-sw", 2, tie, clock="14:10", casting=(LAY, "for"))
    with pytest.raises(Refused, match="not tied"):
        world.vote("pccc-wf", 2, FOR, clock="14:10", casting=(CHAIR, "for"))


def test_a_vote_is_not_closed_without_quorum(world: World) -> None:
    session, sitting, item = world.session, world.sittings["pccc-sw"], world.items[1]
    world.come(CHAIR, LAY, AO, GP1)
    motion = committees.put_motion(session, sitting, item, text="To approve.", at=at("14:00"), act=act())
    for person in (CHAIR, LAY, AO, GP1):
        committees.cast_vote(session, motion.id or 0, person, "for", at=at("14:01"), act=act())
    committees.leave(session, world.meeting.id or 0, GP1, at=at("14:02"), act=act())
    with pytest.raises(Refused) as refused:
        committees.close_motion(session, motion.id or 0, at=at("14:03"), act=act())
    assert guard(refused) == "quorum"
    assert "Dr Lee left at 3:02 pm" in str(refused.value)
    with pytest.raises(BadInput, match="a vote was cast"):
        committees.close_motion(session, motion.id or 0, at=at("14:00"), act=act())
    with pytest.raises(Refused):
        committees.put_motion(session, sitting, world.items[2], text="Next.", at=at("14:05"), act=act())


def test_the_outnumber_rule_holds_among_those_who_voted(world: World) -> None:
    world.come(CHAIR, AO, LAY, GP1, GP2)
    with pytest.raises(Refused, match="must be fewer than"):
        world.vote("pccc-sw", 1, {CHAIR: "for", AO: "for", LAY: "abstain", GP1: "for", GP2: "for"})


def test_co_option_makes_an_item_quorate(world: World) -> None:
    session, sitting, item = world.session, world.sittings["pccc-sw"], world.items[1]
    world.come(CHAIR, AO, GP1)
    assert not committees.quorum(session, sitting, item, at=at("13:30")).can_decide
    with pytest.raises(BadInput):
        committees.co_opt(session, sitting, 20, name="Mr Fox", role="lay", at=at("13:35"), act=act())
    because = act(reason="Dr Shah is ill")
    with pytest.raises(Refused) as refused:
        committees.co_opt(session, sitting, 20, name="Mr Fox", role="observer", at=at("13:35"), act=because)
    assert guard(refused) == "may_co_opt"
    committees.co_opt(session, sitting, 20, name="Mr Fox", role="lay", at=at("13:35"), act=because)
    world.come(20, clock="13:36")
    assert committees.quorum(session, sitting, item, at=at("13:40")).can_decide
    assert not committees.quorum(session, world.sittings["pccc-wf"], item, at=at("13:40")).can_decide


def test_a_chair_is_changed_before_the_meeting_opens_alone(world: World) -> None:
    with pytest.raises(Refused) as refused:
        committees.set_chair(world.session, world.sittings["pccc-sw"], VICE, act=act())
    assert guard(refused) == "meeting_planned"


def test_closing_ends_every_stay_and_lapses_an_open_vote(world: World) -> None:
    session, meeting_id = world.session, world.meeting.id or 0
    world.come(*ALL)
    motion = committees.put_motion(
        session, world.sittings["pccc-sw"], world.items[1], text="To approve.", at=at("14:00"), act=act()
    )
    with pytest.raises(BadInput, match="after this moment"):
        committees.close_meeting(session, meeting_id, at=at("13:59"), act=act())
    committees.close_meeting(session, meeting_id, at=at("16:00"), act=act())
    assert (motion.carried, motion.closed_at) == (False, at("16:00"))
    assert {row.left_at for row in committees.attendance(session, world.sittings["pccc-wf"])} == {at("16:00")}
    for verb in (committees.close_meeting, committees.open_meeting):
        with pytest.raises(Refused):
            verb(session, meeting_id, at=at("16:30"), act=act())
    with pytest.raises(Refused, match="closed at"):
        committees.arrive(session, meeting_id, 20, at=at("16:30"), act=act())


def test_minutes_go_from_draft_to_confirmed_with_numbered_amendments(world: World) -> None:
    session, sitting = world.session, world.sittings["pccc-sw"]
    with pytest.raises(Refused) as refused:
        committees.advance_minutes(session, sitting, to="confirmed", act=act())
    assert guard(refused) == "minutes_order"
    committees.amend_minutes(session, sitting, text="Ms Cole abstained.", item_id=world.items[1], act=act())
    committees.amend_minutes(session, sitting, text="A private word.", item_id=world.items[3], act=act())
    for stage in ("checked", "circulated", "confirmed"):
        committees.advance_minutes(session, sitting, to=stage, act=act())
    with pytest.raises(Refused, match="confirmed"):
        committees.amend_minutes(session, sitting, text="Too late.", act=act())
    assert committees.minutes(session, sitting).amendments == ("1. Ms Cole abstained.", "2. A private word.")
    public = committees.minutes(session, sitting, private=False)
    assert public.amendments == ("1. Ms Cole abstained.",)
    assert [one.item for one in public.items] == [1, 2]


def test_an_unknown_body_or_an_empty_meeting_is_refused(session: Session, world: World) -> None:
    with pytest.raises(NotFound, match="Known: pccc-rb, pccc-sw, pccc-wf"):
        committees.committee(session, "pccc-xx")
    for bodies in ([], ["pccc-sw", "pccc-sw"]):
        with pytest.raises(BadInput):
            committees.call_meeting(session, ref="x", title="x", starts_at=at("13:00"), committees=bodies, act=act())
    with pytest.raises(Conflict):
        committees.call_meeting(
            session, ref=world.meeting.ref, title="x", starts_at=at("13:00"), committees=["pccc-sw"], act=act()
        )
    assert CFO in {one.person for one in committees.room(session, world.sittings["pccc-sw"]).members}
