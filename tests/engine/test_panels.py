"""Panels of a round: shared without ties and level, handed back, and dealt with when scores are due (section 7.6)."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session

from fundflow import applications, engine, people, scoring
from fundflow.applications import CostLine
from fundflow.engine.assessment import Mark
from fundflow.engine.panels import Kinds
from fundflow.errors import BadInput, Refused
from tests.stories.world import CRITERIA, World

KINDS = Kinds(clinical=("gp_far", "nurse", "gp_near", "gp_third"), finance_aware=("accountant", "auditor_two"))
DUE = "2017-06-02T17:00+01:00"
MORE = ("gp_third", "auditor_two")


@pytest.fixture
def round_of_three(session: Session) -> tuple[World, str, list[str]]:
    """Bids of £100,000.00, £100,000.01 and £50,000.00; `gp_near` is a partner in a practice of the first."""
    world = World(session).settle()
    for name in (*MORE, "gp_near"):
        world.person(name, "assessor", act=world.act())
    near = people.named(session, "gp_near").id
    assert near is not None
    people.declare(
        session,
        near,
        organisation="Z10001",
        kind="financial",
        nature="partner",
        starts=date(2015, 4, 1),
        act=world.act(),
    )
    ref = world.open_round(scores_due=DUE)
    bids = []
    for lead, partners, commissioner, pence in (
        ("FEDNW", ("Z10001", "Z10002"), "05J", 10_000_000),
        ("FEDSW", ("Z10003", "Z10004"), "05T", 10_000_001),
        ("Z10005", ("Z10006",), "06D", 5_000_000),
    ):
        line = CostLine("2017/18", "backfill", f"Time of {lead}", pence, commissioner=commissioner)
        bids.append(world.bid(ref, lead=lead, title=f"Bid of {lead}", partners=partners, lines=(line,)))
        world.submit(bids[-1], lead)
    world.now += timedelta(weeks=6)
    for bid in bids:
        world.step(bid, "accept_eligible", "officer")
    return world, ref, bids


def shared(world: World, ref: str, **more) -> engine.panels.Panels:
    return engine.panels.assign_round(
        world.session, ref, kinds=KINDS, actor=world.who("officer"), now=world.now, **more
    )


def seated(world: World, ref: str) -> dict[str, str]:
    case = applications.get(world.session, ref)
    names = {one.person_id: one.state for one in scoring.assignments(world.session, case.id or 0)}
    return {people.require(world.session, number).sign_in_name: state for number, state in names.items()}


def lock(world: World, ref: str, *names: str, marks: tuple[int, ...] = (3, 3, 3, 3, 3, 3), last: bool = True) -> None:
    for name in names:
        actor = world.who(name)
        engine.assessment.declare(world.session, ref, answer="none", actor=actor, now=world.now)
        engine.assessment.open_papers(world.session, ref, actor=actor, now=world.now)
        sheet = {
            key: Mark(mark, "Page 2.", "Clear.", "No baseline.") for key, mark in zip(CRITERIA, marks, strict=True)
        }
        engine.assessment.score(world.session, ref, sheet, actor=actor, now=world.now, lock=last)


def close(world: World, ref: str, **more) -> dict[str, engine.replacing.Missing]:
    done = engine.replacing.close_scoring(
        world.session, ref, **{"reason": "", "actor": world.who("officer"), "now": world.now, **more}
    )
    return {one.ref: one for one in done}


def test_a_round_is_shared_with_complete_panels_and_level_work_and_whoever_is_tied_is_named(round_of_three):
    world, ref, bids = round_of_three
    made = shared(world, ref)
    per_bid = {bid: [one for one in made.seats if one.ref == bid] for bid in bids}
    assert [len(per_bid[bid]) for bid in bids] == [2, 3, 2], "£100,000.00 takes two assessors and a penny more three"
    assert all({"clinical", "finance"} <= {word for one in seats for word in one.brings} for seats in per_bid.values())
    assert made.lacking == ()
    loads = {one.person: one.after for one in made.loads}
    assert loads["Gp Near"] == 0
    assert max(loads.values()) - min(load for person, load in loads.items() if person != "Gp Near") <= 1
    why = {(one.ref, one.person): one.why for one in made.left_out}
    assert "Alder Practice is in this bid" in why[bids[0], "Gp Near"]
    assert "Alder Practice is in another bid of the round" in why[bids[1], "Gp Near"]


def test_a_partner_of_a_practice_is_tied_to_a_bid_of_its_federation_alone(round_of_three):
    world, _, bids = round_of_three
    near = people.named(world.session, "gp_near").id
    ties = scoring.candidate(world.session, near or 0, on=world.now.date()).ties
    assert list(ties) == ["Z10001", "FEDNW"]
    with pytest.raises(Refused, match="Alder Practice is part of this bid"):
        engine.assessment.assign(world.session, bids[0], "gp_near", actor=world.who("officer"), now=world.now)


def test_a_dry_run_says_the_same_and_writes_nothing(round_of_three):
    world, ref, bids = round_of_three
    planned = shared(world, ref, dry_run=True)
    assert [seated(world, bid) for bid in bids] == [{}, {}, {}]
    assert shared(world, ref) == planned
    assert shared(world, ref).seats == ()


def test_nobody_without_the_role_is_taken_and_nothing_is_assigned_where_no_bid_is_with_the_assessors(round_of_three):
    world, ref, bids = round_of_three
    with pytest.raises(BadInput, match="finance is not an assessor of this fund"):
        engine.panels.assign_round(
            world.session, ref, kinds=Kinds(clinical=("finance",)), actor=world.who("officer"), now=world.now
        )
    for bid in bids:
        world.step(bid, "withdraw", f"partner.{applications.get(world.session, bid).lead.lower()}")
    with pytest.raises(Refused, match="0 of 3"):
        shared(world, ref)


def test_what_is_handed_back_stays_sealed_and_the_officer_is_told_who_could_take_over(round_of_three):
    world, ref, bids = round_of_three
    shared(world, ref)
    gone = next(name for name in seated(world, bids[2]) if name in KINDS.clinical)
    lock(world, bids[2], gone, last=False)
    said = engine.replacing.hand_back(
        world.session, bids[2], why="ill", reason="", actor=world.who(gone), now=world.now
    )
    assert "It lacks 2 assessors (there is 1) and 1 clinical" in said
    case = applications.get(world.session, bids[2])
    assert [one.text for one in applications.tasks(world.session, application_id=case.id)] == [said]
    assert scoring.sheets(world.session, case.id or 0, with_void=True) == []
    found, _ = engine.replacing.propose(
        engine.open_case(world.session, bids[2], actor=world.who("officer"), now=world.now)
    )
    assert found is not None
    assert found.clinical
    assert found.name in said
    taker = people.require(world.session, found.person_id).sign_in_name
    world.step(bids[2], "reassign_assessor", "officer", reason="ill", assessor=gone, replacement=taker)
    assert seated(world, bids[2])[gone] == "handed_back"
    assert seated(world, bids[2])[taker] == "assigned"
    assert applications.tasks(world.session, application_id=case.id) == []


def test_an_interest_found_after_opening_voids_the_scores_and_they_are_kept(round_of_three):
    world, ref, bids = round_of_three
    shared(world, ref)
    late = next(iter(seated(world, bids[2])))
    lock(world, bids[2], late)
    engine.assessment.declare(
        world.session, bids[2], answer="declare", detail="My brother works there.", actor=world.who(late), now=world.now
    )
    assert seated(world, bids[2])[late] == "void"
    case = applications.get(world.session, bids[2])
    (kept,) = scoring.sheets(world.session, case.id or 0, with_void=True)
    assert len(kept.scores) == 6
    assert scoring.locked_sets(world.session, case.id or 0) == []


def test_scoring_is_not_closed_before_scores_are_due_nor_without_a_day_or_a_reason(round_of_three):
    world, ref, _ = round_of_three
    with pytest.raises(Refused, match="assessors have until Friday 2 June 2017, 5:00 pm"):
        close(world, ref)
    row = applications.get_round(world.session, ref)
    row.settings = {}
    with pytest.raises(Refused, match="no day by which scores are due"):
        close(world, ref)
    assert all("reassign" in one.outcome for one in close(world, ref, reason="The group meets tomorrow.").values())


def test_when_scores_are_due_enough_of_them_go_on_and_too_few_or_the_wrong_kind_are_replaced(round_of_three):
    world, ref, bids = round_of_three
    shared(world, ref)
    engine.assessment.assign(
        world.session,
        bids[0],
        next(name for name in ("nurse", "gp_far", "gp_third") if name not in seated(world, bids[0])),
        clinical=True,
        actor=world.who("officer"),
        now=world.now,
    )
    first, second, late = seated(world, bids[0])
    lock(world, bids[0], first, second)
    large = list(seated(world, bids[1]))
    lock(world, bids[1], *large[:2])
    alone = next(name for name in seated(world, bids[2]) if name in KINDS.finance_aware)
    lock(world, bids[2], alone)
    world.now += timedelta(weeks=3)
    planned = close(world, ref, dry_run=True)
    assert [applications.get(world.session, bid).state for bid in bids] == ["in_assessment"] * 3
    assert planned[bids[0]].outcome == "goes on with the locked scores"
    done = close(world, ref)
    assert done[bids[0]].outcome == "scored"
    assert seated(world, bids[0])[late] == "void"
    assert "it lacks 3 assessors (there are 2)" in done[bids[1]].outcome
    assert done[bids[1]].proposed not in ("", "Gp Near")
    assert "1 clinical" in done[bids[2]].outcome
    assert [applications.get(world.session, bid).state for bid in bids[1:]] == ["in_assessment"] * 2
    assert set(close(world, ref)) == set(bids[1:])


SETTINGS = [
    ({"moderatoin": "off"}, "there is no setting of a round 'moderatoin'; did you mean 'moderation'"),
    ({"moderation": {"criteron_range": 2}}, "did you mean 'criterion_range'"),
    ({"moderation.criterion_range": 6}, "'6' is not a difference that scores can have: use 1 to 5, or 'off'"),
    ({"moderation.total_range": "1/3"}, "'1/3' is not a difference"),
    ({"moderation": {"straddles_minimum": "perhaps"}}, "'perhaps' is neither on nor off"),
    ({"moderation": "sometimes"}, "'sometimes' is neither 'off' nor triggers"),
    ({"moderation": "off", "moderation.total_range": 10}, "set whole and in part"),
    ({"scores_due": "soon"}, "'soon' is not a date and time"),
]


@pytest.mark.parametrize(("settings", "said"), SETTINGS, ids=[said for _, said in SETTINGS])
def test_a_setting_of_a_round_is_refused_by_its_name(session, settings, said):
    world = World(session).settle()
    with pytest.raises(BadInput) as told:
        world.open_round(**settings)
    assert said in str(told.value)
    assert next(iter(settings)).split(".")[0] in str(told.value)


KEPT = [
    ({}, (2, 150, True, True)),
    ({"moderation": "off"}, (None, None, False, False)),
    ({"moderation.total_range": "12.5"}, (2, 125, True, True)),
    ({"moderation": {"criterion_range": "off", "straddles_threshold": False}}, (None, 150, True, False)),
]


@pytest.mark.parametrize(("settings", "wanted"), KEPT)
def test_each_trigger_of_moderation_is_the_round_s_own_where_it_sets_it(session, settings, wanted):
    world = World(session).settle()
    ref = world.bid(world.open_round(**settings))
    case = engine.open_case(session, ref, actor=world.who("officer"), now=world.now)
    found = engine.assessing.moderation_settings(case)
    assert tuple(found.model_dump().values()) == wanted
