"""Tablings, staged decisions, what applying them does, void votes, resolutions, the register and draft minutes."""

from datetime import date

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from fundflow import committees, database
from fundflow.committees.tables import Vote
from fundflow.errors import BadInput, NotFound, Refused
from tests.committees.builders import AO, CFO, CHAIR, GP1, GP2, LAY, NURSE, VICE, at, terms
from tests.committees.world import ALL, World, act, build

FOR = dict.fromkeys((CHAIR, LAY, AO, CFO), "for")


def guard(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.refusals[0].guard


def carried(world: World, *bodies: str, item: int = 1, clock: str = "14:00") -> None:
    for body in bodies:
        world.vote(body, item, FOR, clock=clock)


def test_staging_moves_nothing_and_applying_moves_the_share(world: World) -> None:
    session = world.session
    world.come(*ALL)
    carried(world, "pccc-rb", "pccc-sw")
    row = world.stage("pccc-rb", "approve")
    world.stage("pccc-sw", "approve_less", amounts={"2017/18": 4_000_000}, cut_lines="The second year")
    assert (row.state, row.applied_at, row.minute_number) == ("pending", None, "PCCC-2017-06/1/05J")
    assert row.quorum is not None
    assert row.quorum["at"] == "2017-06-14T14:00:00Z"
    changes = committees.diff(session, world.meeting.id or 0)
    assert [(one.commissioner, one.from_state, one.to_state, one.reserves_pence) for one in changes] == [
        ("05J", "pending", "approved", 5_000_000),
        ("05T", "pending", "reduced", 4_000_000),
    ]
    assert changes[1].amounts == (("2017/18", 4_000_000),)
    committees.mark_applied(session, row.id or 0, act=act())
    assert (row.state, row.applied_at) == ("approved", at("17:00"))
    assert [one.commissioner for one in committees.diff(session, world.meeting.id or 0)] == ["05T"]
    with pytest.raises(Refused) as refused:
        committees.mark_applied(session, row.id or 0, act=act())
    assert guard(refused) == "share_state"
    with pytest.raises(Refused):
        committees.unstage_decision(session, row.id or 0, act=act())


def test_a_staged_decision_can_be_taken_back_and_staged_again(world: World) -> None:
    world.come(*ALL)
    carried(world, "pccc-rb")
    row = world.stage("pccc-rb", "approve")
    with pytest.raises(Refused, match="Take the staged one back first"):
        world.stage("pccc-rb", "reserve")
    committees.unstage_decision(world.session, row.id or 0, act=act())
    assert (row.outcome, row.amounts, row.minute_number) == (None, [], "")
    assert world.stage("pccc-rb", "reserve").outcome == "reserve"
    with pytest.raises(Refused, match="No decision is staged"):
        committees.mark_applied(world.session, world.shares["pccc-wf"].id or 0, act=act())
    with pytest.raises(Refused, match="None is staged"):
        committees.unstage_decision(world.session, world.shares["pccc-wf"].id or 0, act=act())


def test_no_decision_without_quorum_and_the_other_body_still_decides(world: World) -> None:
    session, meeting_id = world.session, world.meeting.id or 0
    world.come(CHAIR, LAY, AO, GP1)
    committees.declare_interest(
        session,
        world.sittings["pccc-sw"],
        world.items[1],
        GP1,
        kind="financial",
        nature="partner at Elmsgate Surgery, which is in the bid",
        at=at("13:30"),
        act=act(),
    )
    with pytest.raises(Refused) as refused:
        world.stage("pccc-sw", "approve", at=at("14:00"))
    assert guard(refused) == "quorum"
    said = str(refused.value)
    assert said.startswith("South Worcestershire cannot decide item 1. Three members count and four are needed: Dr Lee")
    assert "Redditch and Bromsgrove and Wyre Forest can still decide their shares." in said
    assert len(said.split("You can:", maxsplit=1)[0].split()) <= 65
    world.vote("pccc-rb", 1, {CHAIR: "for", LAY: "for", AO: "for", GP1: "against"})
    committees.mark_applied(session, world.stage("pccc-rb", "approve").id or 0, act=act())
    event = committees.record_not_quorate(
        session,
        world.shares["pccc-sw"].id or 0,
        sitting_id=world.sittings["pccc-sw"],
        item_id=world.items[1],
        at=at("14:00"),
        act=act(),
    )
    assert (event.from_state, event.to_state) == ("pending", "pending")
    found = committees.outcome(session, 1, severable=True, minimum_viable_pence=None, deferral_count=0)
    assert found.result is None
    assert found.awaited == ("05T", "06D")
    assert "05T has not decided (not quorate on Wednesday 14 June 2017)" in found.why
    minute = committees.draft_minute(session, world.items[1])["South Worcestershire"]
    assert "South Worcestershire was not quorate: three members counted and four were needed." in minute.sentences[-1]
    committees.close_meeting(session, meeting_id, at=at("16:00"), act=act())


def test_a_share_that_can_be_decided_is_not_marked_as_not_quorate(world: World) -> None:
    world.come(*ALL)
    with pytest.raises(Refused) as refused:
        committees.record_not_quorate(
            world.session,
            world.shares["pccc-sw"].id or 0,
            sitting_id=world.sittings["pccc-sw"],
            item_id=world.items[1],
            at=at("14:00"),
            act=act(),
        )
    assert guard(refused) == "quorum"


def test_no_decision_without_a_carried_vote(world: World) -> None:
    world.come(*ALL)
    with pytest.raises(Refused, match="No vote on it is closed"):
        world.stage("pccc-sw", "approve", at=at("14:00"))
    world.vote("pccc-sw", 1, {CHAIR: "against", LAY: "against", AO: "for"})
    with pytest.raises(Refused) as refused:
        world.stage("pccc-sw", "approve")
    assert guard(refused) == "vote_carried"
    assert "1 for, 2 against" in str(refused.value)
    world.vote("pccc-sw", 1, FOR, clock="14:10")
    with pytest.raises(BadInput, match="the vote closed at 3:10 pm"):
        world.stage("pccc-sw", "approve", at=at("14:05"))
    assert world.stage("pccc-sw", "approve").decided_at == at("14:10")


def test_decisions_before_quorum_was_lost_stand_and_later_ones_do_not(world: World) -> None:
    world.come(CHAIR, LAY, AO, CFO)
    carried(world, "pccc-sw")
    committees.leave(world.session, world.meeting.id or 0, CFO, at=at("14:05"), act=act())
    with pytest.raises(Refused) as refused:
        world.stage("pccc-sw", "approve", at=at("14:06"))
    assert guard(refused) == "quorum"
    assert world.stage("pccc-sw", "approve").outcome == "approve"


def test_a_decision_entered_from_the_sheet_passes_the_meetings_own_times(world: World) -> None:
    world.come(*ALL)
    carried(world, "pccc-sw", clock="15:00")
    committees.close_meeting(world.session, world.meeting.id or 0, at=at("16:00"), act=act())
    row = world.stage("pccc-sw", "approve")
    assert (row.decided_at, row.staged_at) == (at("15:00"), at("17:00"))


def test_each_commissioner_decides_its_own_share_of_this_bid(world: World) -> None:
    world.come(*ALL)
    carried(world, "pccc-sw")
    world.shares["pccc-sw"], world.shares["pccc-wf"] = world.shares["pccc-wf"], world.shares["pccc-sw"]
    with pytest.raises(Refused) as refused:
        world.stage("pccc-sw", "approve")
    assert guard(refused) == "share_commissioner"
    with pytest.raises(BadInput, match="not about this bid"):
        world.stage("pccc-wf", "approve", item=2)
    with pytest.raises(BadInput, match="is not a decision"):
        world.stage("pccc-wf", "applaud")
    with pytest.raises(NotFound):
        committees.share(world.session, 2, "05T")


@pytest.mark.parametrize(
    ("outcome", "more", "code"),
    [
        ("defer", {}, "decision_reason"),
        ("reject", {}, "decision_reason"),
        ("reject", {"reasons": {"value": " "}}, "decision_reason"),
        ("approve", {"departs_from_rank": True}, "decision_reason"),
        ("defer", {"reason": "The rota is missing", "deferred_before": 2}, "deferral_limit"),
        ("approve_less", {"amounts": {"2017/18": 1}}, "share_amounts"),
    ],
)
def test_what_a_decision_must_say(world: World, outcome: str, more: dict[str, object], code: str) -> None:
    world.come(*ALL)
    carried(world, "pccc-sw")
    with pytest.raises(Refused) as refused:
        world.stage("pccc-sw", outcome, **more)
    assert guard(refused) == code
    assert "_" not in str(refused.value)


def test_a_third_deferral_says_what_is_left(world: World) -> None:
    world.come(*ALL)
    carried(world, "pccc-sw")
    with pytest.raises(Refused, match=r"put off 2 times and the terms allow 2\. Approve it"):
        world.stage("pccc-sw", "defer", reason="Again", deferred_before=2)
    row = world.stage(
        "pccc-sw", "defer", reason="No rota", information="The rota", answer_by=date(2017, 7, 3), deferred_before=1
    )
    assert (row.outcome, row.information, row.answer_by) == ("defer", "The rota", date(2017, 7, 3))


def test_every_tabling_has_a_fresh_set_and_earlier_ones_are_kept(world: World) -> None:
    session = world.session
    world.come(*ALL)
    carried(world, "pccc-sw")
    committees.mark_applied(session, world.stage("pccc-sw", "approve").id or 0, act=act())
    with pytest.raises(Refused) as refused:
        committees.open_tabling(session, 1, {"05T": {"2017/18": 1}}, act=act())
    assert guard(refused) == "tabling_money"
    voided = committees.void_share_decisions(session, 1, reason="referred back", act=act())
    assert [(row.commissioner, row.state) for row in voided if row.state in committees.HOLDING] == [("05T", "approved")]
    assert [row.standing for row in committees.register(session)] == ["void"]
    fresh = committees.open_tabling(session, 1, {"05T": {"2017/18": 100}, "05J": {"2017/18": 50}}, act=act())
    assert [(row.tabling, row.commissioner) for row in fresh] == [(2, "05J"), (2, "05T")]
    kept = committees.tablings(session, 1)
    assert {number: len(rows) for number, rows in kept.items()} == {1: 3, 2: 2}
    assert {row.void_reason for row in kept[1]} == {"referred back"}
    with pytest.raises(Refused, match="set aside"):
        world.stage("pccc-wf", "approve")
    with pytest.raises(BadInput):
        committees.open_tabling(session, 2, {}, act=act())


def test_deciding_makes_every_share_final_or_none(world: World) -> None:
    session = world.session
    world.come(*ALL)
    carried(world, *world.shares)
    committees.mark_applied(session, world.stage("pccc-rb", "approve").id or 0, act=act())
    with pytest.raises(Refused):
        committees.parent_final(session, 1, act=act())
    assert committees.share(session, 1, "05J").state == "approved"
    committees.mark_applied(session, world.stage("pccc-sw", "reject", reason="No baseline").id or 0, act=act())
    committees.mark_applied(session, world.stage("pccc-wf", "reserve").id or 0, act=act())
    ask = {"severable": True, "minimum_viable_pence": 5_000_000, "deferral_count": 0}
    before = committees.outcome(session, 1, **ask)
    assert (before.result, before.approved_pence) == ("partially_approved", 5_000_000)
    assert {row.state for row in committees.parent_final(session, 1, act=act())} == {"final"}
    assert committees.outcome(session, 1, **ask) == before
    with pytest.raises(Refused):
        committees.void_decision(session, world.shares["pccc-rb"].id or 0, act=act())
    assert committees.open_tabling(session, 1, {"05J": {"2017/18": 1}}, act=act())[0].tabling == 2
    with pytest.raises(NotFound):
        committees.outcome(session, 2, **ask)


@pytest.mark.parametrize(
    ("outcome", "verb"),
    [("approve", "void_decision"), ("reject", "void_decision"), ("defer", "bring_back"), ("reserve", "money_freed")],
)
def test_a_share_opened_again_needs_a_new_vote(world: World, outcome: str, verb: str) -> None:
    session = world.session
    world.come(*ALL)
    carried(world, "pccc-sw")
    row = world.stage("pccc-sw", outcome, reason="Because")
    committees.mark_applied(session, row.id or 0, act=act())
    getattr(committees, verb)(session, row.id or 0, act=act())
    assert (row.state, row.outcome, row.applied_at) == ("pending", None, None)
    last = committees.events(session, row.id or 0)[-1]
    assert last.before is not None
    assert last.before["outcome"] == outcome
    with pytest.raises(Refused, match="Vote again"):
        world.stage("pccc-sw", "approve")
    carried(world, "pccc-sw", clock="14:30")
    committees.mark_applied(session, world.stage("pccc-sw", "approve").id or 0, act=act())
    assert row.state == "approved"
    earlier, now = committees.register(session)
    assert (earlier.decision, now.decision, now.standing) == (outcome, "approve", "stands")
    assert earlier.standing == ("void" if verb == "void_decision" else "opened again")


def late(world: World, person: int, organisation: str = "M81002") -> committees.Declaration:
    return committees.declare_interest(
        world.session,
        world.sittings["pccc-sw"],
        world.items[2],
        person,
        kind="financial",
        nature="partner at Elmsgate Surgery",
        organisation=organisation,
        at=at("14:30"),
        act=act(),
    )


def test_a_late_declaration_lists_the_earlier_votes_that_it_touches(world: World) -> None:
    world.come(*ALL)
    world.vote("pccc-sw", 1, {CHAIR: "for", LAY: "for", AO: "for", GP1: "for", VICE: "against", CFO: "against"})
    world.vote("pccc-sw", 3, FOR | {GP1: "for"}, clock="14:10")
    found = late(world, GP1)
    assert [(one.item, one.choice, one.needs) for one in found.touched] == [(1, "for", "noted")]
    assert found.also_on == (1,)
    assert late(world, GP1, organisation="M99999").touched == ()


def test_a_late_declaration_that_was_material_needs_a_new_vote(world: World) -> None:
    session = world.session
    world.come(*ALL)
    world.vote("pccc-sw", 1, {CHAIR: "for", LAY: "for", GP1: "for", VICE: "against", CFO: "against"})
    row = world.stage("pccc-sw", "approve")
    found = late(world, GP1)
    touch = found.touched[0]
    assert (touch.material_to_majority, touch.quorate_without, touch.needs) == (True, True, "re_vote")
    committees.declare_interest(
        session,
        world.sittings["pccc-sw"],
        world.items[1],
        GP1,
        kind="financial",
        nature="partner at Elmsgate Surgery",
        organisation="M81002",
        at=at("14:31"),
        act=act(),
    )
    with pytest.raises(Refused) as refused:
        committees.mark_applied(session, row.id or 0, act=act())
    assert guard(refused) == "re_vote"
    voided = committees.void_vote(session, touch.vote_id, reason="declared afterwards", act=act())
    assert (voided.material, voided.motion.carried, voided.unstaged, voided.applied) == (True, False, (row,), ())
    assert row.outcome is None
    with pytest.raises(Refused) as uncarried:
        world.stage("pccc-sw", "approve")
    assert guard(uncarried) == "vote_carried"
    with pytest.raises(BadInput):
        committees.void_vote(session, touch.vote_id, reason="again", act=act())
    world.vote("pccc-sw", 1, {CHAIR: "for", LAY: "for", AO: "for", VICE: "against"}, clock="14:40")
    assert world.stage("pccc-sw", "approve").outcome == "approve"
    minute = " ".join(committees.draft_minute(session, world.items[1])["South Worcestershire"].sentences)
    assert "Dr Lee at 3:31 pm, after the vote, declared an interest (partner at Elmsgate Surgery)." in minute


def test_nothing_is_staged_on_a_vote_that_a_later_declaration_made_doubtful(world: World) -> None:
    world.come(*ALL)
    world.vote("pccc-sw", 2, {CHAIR: "for", LAY: "for", GP1: "for", VICE: "against", CFO: "against"})
    assert late(world, GP1).touched[0].needs == "re_vote"
    with pytest.raises(Refused) as refused:
        committees.resolve(
            world.session,
            world.sittings["pccc-sw"],
            world.items[2],
            action="rescind",
            outcome="approve",
            text="x",
            act=act(),
        )
    assert guard(refused) == "re_vote"


def test_a_vote_that_was_not_material_is_struck_out_and_the_decision_stands(world: World) -> None:
    world.come(*ALL)
    world.vote("pccc-sw", 1, FOR | {GP1: "for"})
    row = world.stage("pccc-sw", "approve")
    voided = committees.void_vote(
        world.session, late(world, GP1).touched[0].vote_id, reason="declared later", act=act()
    )
    assert (voided.material, voided.motion.votes_for, voided.motion.carried, voided.unstaged) == (False, 4, True, ())
    assert row.outcome == "approve"
    struck = world.session.exec(select(Vote).where(col(Vote.void_at).is_not(None))).one()
    assert struck.void_reason == "declared later"


def test_a_void_vote_without_which_there_was_no_quorum_takes_the_decision_with_it(world: World) -> None:
    world.come(CHAIR, LAY, AO, GP1)
    world.vote("pccc-sw", 1, {CHAIR: "for", LAY: "for", AO: "for", GP1: "for"})
    row = world.stage("pccc-sw", "approve")
    committees.mark_applied(world.session, row.id or 0, act=act())
    touch = late(world, GP1).touched[0]
    assert (touch.material_to_majority, touch.quorate_without, touch.needs) == (False, False, "re_vote")
    voided = committees.void_vote(world.session, touch.vote_id, reason="declared afterwards", act=act())
    assert (voided.material, voided.applied) == (True, (row,))
    committees.void_decision(world.session, row.id or 0, act=act())
    assert row.state == "pending"


def test_a_group_recommends_and_never_decides(world: World) -> None:
    session = world.session
    group = terms(
        committee="gpfv-group",
        short_title="Implementation Group",
        title="GPFV Implementation Group",
        kind="group",
        commissioner=None,
        quorum=2,
        needs_one_of=(),
        outnumber=None,
    )
    committees.ensure(session, group, act=act(at("08:00")))
    for person, role in ((CHAIR, "lay_chair"), (NURSE, "nurse")):
        committees.add_member(
            session, "gpfv-group", person, name="x", role=role, starts=date(2017, 4, 1), act=act(at("08:00"))
        )
    meeting = committees.call_meeting(
        session, ref="IG-1", title="Group", starts_at=at("09:00"), committees=["gpfv-group"], act=act(at("08:00"))
    )
    meeting_id = meeting.id or 0
    item = committees.add_item(session, meeting_id, title="Hub", application_id=1, act=act(at("08:00")))
    committees.open_meeting(session, meeting_id, at=at("09:00"), act=act())
    for person in (CHAIR, NURSE):
        committees.arrive(session, meeting_id, person, at=at("09:00"), act=act())
    sitting = committees.sitting(session, "IG-1", "gpfv-group").id or 0
    committees.take_vote(
        session,
        sitting,
        item.id or 0,
        text="To recommend approval.",
        votes={CHAIR: "for", NURSE: "for"},
        at=at("09:30"),
        act=act(),
    )
    row = committees.resolve(
        session, sitting, item.id or 0, action="specification", outcome="approved", text="As tabled.", act=act()
    )
    assert (row.action, row.minute_number, row.decided_at) == ("specification", "IG-1/1", at("09:30"))
    with pytest.raises(Refused) as refused:
        committees.stage_decision(
            session,
            world.shares["pccc-sw"].id or 0,
            sitting_id=sitting,
            item_id=item.id or 0,
            outcome="approve",
            act=act(),
        )
    assert guard(refused) == "share_commissioner"


def test_the_register_holds_who_decided_what_on_which_vote_and_how_interests_were_handled(world: World) -> None:
    session = world.session
    world.come(*ALL)
    sitting = world.sittings["pccc-sw"]
    declared = committees.declare_interest(
        session, sitting, world.items[1], GP1, kind="financial", nature="partner", at=at("13:30"), act=act()
    )
    committees.rule_on(
        session, declared.interest.id or 0, actions=["leave_room"], ruled_by=CHAIR, at=at("13:31"), act=act()
    )
    carried(world, "pccc-sw")
    conditions = [{"kind": "precedent", "topic": "rota", "text": "Send the rota."}]
    staged = world.stage("pccc-sw", "approve", conditions=conditions)
    assert committees.register(session) == []
    committees.mark_applied(session, staged.id or 0, act=act())
    carried(world, "pccc-sw", item=3)
    committees.resolve(
        session, sitting, world.items[3], action="virement", outcome="approve", text="To move £1.00.", act=act()
    )
    rows = committees.register(session, meeting_id=world.meeting.id)
    assert [(row.item, row.decision, row.vote, row.private) for row in rows] == [
        (1, "approve", "4 for, 0 against", False),
        (3, "virement: approve", "4 for, 0 against", True),
    ]
    assert rows[0].interests == ("Dr Lee (partner): leaves the room for the item",)
    assert rows[0].amounts == (("2017/18", 4_000_000), ("2018/19", 1_000_000))
    assert [row.item for row in committees.register(session, public_only=True)] == [1]
    assert committees.conditions(session, 1)[0]["commissioners"] == ["05T"]
    assert committees.contradicting(session, 1) == []
    minute = committees.draft_minute(session, world.items[1])["South Worcestershire"]
    assert minute.minute_number == "PCCC-2017-06/1/05T"
    assert minute.sentences == (
        "Dr Lee declared an interest (partner). Mrs Hall ruled: leaves the room for the item.",
        "South Worcestershire was quorate: seven members counted and four were needed.",
        "Motion: To approve the share. 4 for, 0 against: carried.",
        (
            "South Worcestershire approved its share of £40,000.00 in 2017/18 and £10,000.00 in 2018/19. "
            "Conditions: (1) Send the rota."
        ),
    )


@pytest.mark.parametrize("wrong", [{"kind": "precedent", "text": ""}, {"kind": "wish", "text": "Be kind."}])
def test_a_condition_has_a_text_and_a_kind(world: World, wrong: dict[str, str]) -> None:
    world.come(*ALL)
    carried(world, "pccc-sw")
    with pytest.raises(BadInput):
        world.stage("pccc-sw", "approve", conditions=[wrong])


def test_the_item_page_shows_every_sitting(world: World) -> None:
    world.come(CHAIR, LAY, AO, GP2)
    world.come(NURSE, sitting_id=world.sittings["pccc-rb"])
    found = committees.standing(world.session, world.items[1], at=at("14:00"))
    assert [(one.commissioner, one.can_decide, len(one.quorum.counting)) for one in found] == [
        ("05J", True, 5),
        ("05T", True, 4),
        ("06D", True, 4),
    ]
    assert found[0].names[GP2] == "Dr Shah"
    assert found[0].remedies == ()


def test_both_databases_keep_a_meeting_and_its_decisions(engine: Engine) -> None:
    with database.writing(engine) as session:
        world = build(session)
        world.come(*ALL)
        carried(world, "pccc-rb")
        committees.mark_applied(session, world.stage("pccc-rb", "approve").id or 0, act=act())
    with database.reading(engine) as session:
        row = committees.share(session, 1, "05J")
        assert (row.state, row.decided_at, row.asked[0]) == (
            "approved",
            at("14:00"),
            {"period": "2017/18", "pence": 4_000_000},
        )
        assert committees.quorum(session, row.sitting_id or 0, row.item_id or 0, at=at("14:00")).can_decide
        assert len(committees.register(session)) == 1
    for statement in (
        "UPDATE share_decision SET state = 'approved' WHERE commissioner = '06D'",
        "UPDATE share_decision SET outcome = 'applaud'",
        "UPDATE sitting SET minutes = 'lost'",
        (
            "INSERT INTO vote (motion_id, person_id, name, choice, casting, cast_at, entered_at, void_reason) "
            "SELECT motion_id, person_id, name, choice, casting, cast_at, entered_at, '' FROM vote"
        ),
        "INSERT INTO share_decision SELECT * FROM share_decision",
        "UPDATE attendance SET left_at = '2017-06-14 00:00:00'",
    ):
        with pytest.raises(IntegrityError), engine.begin() as connection:
            connection.exec_driver_sql(statement)
