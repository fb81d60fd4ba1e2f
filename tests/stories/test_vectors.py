"""The figures and refusals that the product is held to, each played through the engine's own verbs."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from fundflow import applications, database, engine, ledger, people, scoring
from fundflow.applications import CostLine
from fundflow.engine.bids import Draft
from fundflow.errors import Refused
from fundflow.ledger import BudgetKey
from fundflow.money import pounds
from tests.stories import stages
from tests.stories.stages import REF, attempt
from tests.stories.world import ASSESSORS, BODIES, CLOSES, CRITERIA, FUND, SEATS, World

NORTH = BudgetKey("05J", "2017/18", FUND)
ASSESSMENT = datetime(2017, 5, 15, 9, tzinfo=UTC)
PANEL = {"gp_far": (3, 2, 3, 4, 4, 2), "accountant": (3, 3, 4, 4, 2, 2), "nurse": (4, 2, 2, 2, 4, 3)}


def refusal(told) -> tuple[str, str]:
    (one,) = told.value.refusals
    return one.guard, one.reason


def allot(world: World, pence: int) -> None:
    engine.funds.adjust(
        world.session, NORTH, source="WO 7.2", pence=pence, reason="Notice", actor=world.who("finance"), now=world.now
    )


def tabled(world: World, pence: int) -> str:
    """A bid for one sum of one commissioner's first year, before its committee."""
    lines = (CostLine("2017/18", "backfill", "GP time", pence, commissioner="05J"),)
    ref = world.bid(world.open_round(), lines=lines, minimum_viable_pence=1_000_000)
    world.submit(ref)
    world.now = ASSESSMENT
    attempt(world, ref, "accept_eligible")
    world.score(ref, dict.fromkeys(ASSESSORS, (4, 3, 5, 2, 4, 3)))
    world.now += timedelta(weeks=2)
    stages.recommend(world)
    world.now += timedelta(weeks=2)
    world.committee("pccc", ref, bodies=("05J",))
    return ref


def test_a_penny_above_what_is_left_is_refused_with_both_figures_and_the_last_pound_is_applied(session):
    world = World(session).settle()
    allot(world, 26_364_200)
    ref = tabled(world, 26_364_101)
    allot(world, 26_364_100)
    world.decide("pccc", 1, "05J", "approve")
    entries = len(ledger.entries(session, case=ref))
    with pytest.raises(Refused) as told:
        world.apply("pccc")
    guard, reason = refusal(told)
    assert guard == "within_allocation"
    assert "£263,641.01" in reason
    assert "£263,641.00" in reason
    assert "£0.01" in reason
    assert len(ledger.entries(session, case=ref)) == entries
    assert ledger.position(session, NORTH).uncommitted == 26_364_100
    secretary = world.who("committee_secretary")
    engine.meetings.take_back(
        session, "pccc", 1, BODIES["05J"], reason="A penny too much", actor=secretary, now=world.now
    )
    choice = engine.meetings.Choice("approve_less", {"2017/18": 26_364_100}, cut_lines="GP time, one penny")
    engine.meetings.decide(session, "pccc", 1, BODIES["05J"], choice, actor=secretary, now=world.now)
    assert [one.state for one in world.apply("pccc")] == ["at_committee", "partially_approved"]
    after = ledger.position(session, NORTH)
    assert (after.uncommitted, after.reserved, after.allocated) == (0, 26_364_100, 26_364_100)


def in_assessment(world: World, **settings) -> str:
    ref = world.bid(world.open_round(**settings))
    world.submit(ref)
    world.now = ASSESSMENT
    attempt(world, ref, "accept_eligible")
    return ref


def test_three_assessors_who_differ_are_called_to_moderation_by_default(session):
    world = World(session).settle()
    ref = in_assessment(world)
    world.score(ref, PANEL)
    assert applications.get(session, ref).state == "moderation"
    with pytest.raises(Refused) as told:
        attempt(world, ref, "agree")
    assert refusal(told)[0] == "moderation_complete"


def test_with_moderation_off_the_same_three_come_to_exactly_sixty_and_are_fundable(session):
    world = World(session).settle()
    ref = in_assessment(world, moderation="off")
    world.score(ref, PANEL)
    assert applications.get(session, ref).state == "scored"
    row = scoring.consolidation(session, applications.get(session, ref).id)
    result = scoring.result_of(row)
    assert result.total == Fraction(60)
    assert row.fundable
    assert row.tenths == 600
    stages.rank(world)
    world.group_meeting("group", ref)
    assert world.recommend(ref, "group").state == "recommended"


def test_fives_with_a_one_for_value_give_eighty_four_and_are_not_fundable(county):
    place = county("in_assessment")
    with place.living() as world:
        world.score(REF, dict.fromkeys(("gp_far", "accountant"), (5, 5, 5, 5, 1, 5)))
        row = scoring.consolidation(world.session, applications.get(world.session, REF).id)
        assert (row.tenths, row.fundable) == (840, False)
        stages.rank(world)
        world.group_meeting("group", REF)
    with pytest.raises(Refused) as told, place.living() as world:
        world.recommend(REF, "group")
    assert refusal(told)[0] == "fundable"
    with place.living() as world:
        assert world.recommend(REF, "group", "reject").state == "recommended"


def test_a_bid_at_the_closing_second_counts_and_one_second_later_is_refused_with_both_times(session):
    world = World(session).settle()
    ref, late = (world.bid(world.open_round() if not n else stages.ROUND, title=f"Bid {n}") for n in (0, 1))
    world.now = CLOSES
    assert world.submit(ref).state == "submitted"
    world.now = CLOSES + timedelta(seconds=1)
    with pytest.raises(Refused) as told:
        world.submit(late)
    guard, reason = refusal(told)
    assert guard == "before_close"
    assert "5:00 pm" in reason
    assert "5:00:01 pm" in reason
    assert applications.get(session, late).state == "draft"


def test_the_signature_that_comes_after_the_close_is_late_even_if_the_first_came_before(session):
    world = World(session).settle()
    ref = world.bid(world.open_round())
    world.now = CLOSES
    assert world.step(ref, "submit", "writer.fednw", interests="none").waiting_for == ("signatory",)
    world.now = CLOSES + timedelta(seconds=1)
    with pytest.raises(Refused) as told:
        world.step(ref, "submit", "partner.fednw")
    assert refusal(told)[0] == "before_close"


def test_a_bid_called_back_and_not_sent_again_stands_as_it_was_sent_last(county):
    place = county("submitted")
    with place.living() as world:
        sent = applications.get(world.session, REF)
        before = (sent.submitted_version_id, sent.title, sent.ask_pence)
        attempt(world, REF, "recall_for_edit")
        lines = (*stages.LINES, CostLine("2017/18", "training", "One more", 500_000, commissioner="05J"))
        draft = Draft(title="A second thought", budget=lines)
        engine.bids.save(world.session, REF, draft, actor=world.who("writer.fednw"), now=world.now)
        assert applications.get(world.session, REF).ask_pence == before[2] + 500_000
    engine.due.sweep(place.engine, now=CLOSES, worker="test")
    with database.reading(place.engine) as session:
        assert applications.get(session, REF).state == "draft"
    engine.due.sweep(place.engine, now=CLOSES + timedelta(seconds=1), worker="test")
    with database.reading(place.engine) as session:
        row = applications.get(session, REF)
        assert row.state == "submitted"
        assert (row.submitted_version_id, row.title, row.ask_pence) == before
        stands = applications.dossier(session, REF)
        assert stands.content.ask_pence == before[2]
        assert sum(share.asked_pence for share in stands.shares) == before[2]


def test_the_writer_and_the_signatory_are_two_people_whatever_roles_they_hold(session):
    world = World(session).settle()
    ref = world.bid(world.open_round())
    both = world.person("both.fednw", "applicant", organisation="FEDNW", act=world.act())
    people.grant(session, both, "signatory", organisation="FEDNW", starts=date(2017, 4, 1), act=world.act())
    assert world.step(ref, "submit", "both.fednw", interests="none").waiting_for == ("signatory",)
    with pytest.raises(Refused) as told:
        world.step(ref, "submit", "both.fednw", interests="none")
    assert refusal(told)[0] == "signed_by_another"
    with pytest.raises(Refused) as told:
        world.step(ref, "submit", "writer.fednw")
    assert refusal(told)[0] == "may_act"
    assert world.step(ref, "submit", "partner.fednw").state == "submitted"


def test_the_second_signature_is_on_the_same_words_as_the_first(session):
    world = World(session).settle()
    ref = world.bid(world.open_round())
    world.step(ref, "submit", "writer.fednw", interests="none")
    with pytest.raises(Refused) as told:
        world.step(ref, "submit", "partner.fednw", interests="Dr Ash sits on the group")
    assert refusal(told)[0] == "same_values"


def test_an_assessor_with_a_tie_to_a_partner_of_the_bid_is_refused_by_name(session):
    world = World(session).settle()
    ref = in_assessment(world)
    person = people.called(session, "gp_far")
    people.declare(
        session,
        person.id,
        organisation="Z10001",
        kind="financial",
        nature="partner",
        starts=date(2015, 4, 1),
        act=world.act(),
    )
    with pytest.raises(Refused) as told:
        engine.assessment.assign(session, ref, "gp_far", clinical=True, actor=world.who("officer"), now=world.now)
    assert "Alder Practice" in str(told.value)
    with pytest.raises(Refused):
        engine.assessment.assign(session, ref, "officer", actor=world.who("officer"), now=world.now)


def test_scores_are_sealed_until_they_are_locked_and_papers_until_interests_are_declared(session):
    world = World(session).settle()
    ref = in_assessment(world)
    number = applications.get(session, ref).id
    world.assign(ref, "gp_far", "accountant")
    first = world.who("gp_far")
    with pytest.raises(Refused):
        engine.assessment.open_papers(session, ref, actor=first, now=world.now)
    engine.assessment.declare(session, ref, answer="none", actor=first, now=world.now)
    engine.assessment.open_papers(session, ref, actor=first, now=world.now)
    mark = engine.assessment.Mark(5, "Because of page 2.", "Clear.", "None.")
    engine.assessment.score(session, ref, {"impact_gain": mark}, actor=first, now=world.now, lock=False)
    assert scoring.sheets(session, number) == []
    assert scoring.locked_sets(session, number) == []
    others = {key: mark for key in CRITERIA if key != "impact_gain"}
    engine.assessment.score(session, ref, others, actor=first, now=world.now, lock=True)
    assert len(scoring.sheets(session, number)) == 1
    with pytest.raises(Refused):
        engine.assessment.score(session, ref, {"impact_gain": mark}, actor=first, now=world.now, lock=False)


def test_a_third_deferral_is_refused(county):
    place = county("deferred_quietly")
    with place.living() as world:
        for number in (2, 3):
            attempt(world, REF, "return_item")
            world.now += timedelta(weeks=4)
            stages.table(world, f"pccc-{number}")
            if number == 2:
                stages.decide("defer", "pccc-2")(world)
        assert applications.get(world.session, REF).deferral_count == 2
        with pytest.raises(Refused) as told:
            stages.decide("defer", "pccc-3")(world)
        assert refusal(told)[0] == "deferral_limit"


@pytest.mark.parametrize("present", [SEATS[:2], SEATS[:3], ("gp", "lay_chair", "accountable_officer")], ids=str)
def test_no_decision_is_taken_without_a_quorum(county, present):
    place = county("recommended")
    with place.living() as world:
        world.committee("pccc", REF, bodies=("05J", "05T"), seats=present)
        with pytest.raises(Refused) as told:
            world.decide("pccc", 1, "05J")
        assert refusal(told)[0] == "quorum"
        secretary = world.who("committee_secretary")
        choice = engine.meetings.Choice("approve")
        with pytest.raises(Refused) as told:
            engine.meetings.decide(world.session, "pccc", 1, BODIES["05J"], choice, actor=secretary, now=world.now)
        assert refusal(told)[0] == "quorum"
        with pytest.raises(Refused) as told:
            world.apply("pccc")
        assert refusal(told)[0] == "decisions_staged"
        assert ledger.position(world.session, NORTH).reserved == 0


def test_an_answer_may_lower_the_ask_and_is_shared_anew_but_may_not_raise_it(county):
    place = county("queried")
    with place.living() as world:
        more = {"budget": [*stages.LINES, CostLine("2017/18", "training", "More", 1, commissioner="05J")]}
        with pytest.raises(Refused) as told:
            attempt(world, REF, "respond", changes=more)
        guard, reason = refusal(told)
        assert guard == "ask_not_raised"
        assert pounds(10_000_001) in reason
        stranger = {"budget": [CostLine("2017/18", "training", "Less", 1, commissioner="05J", organisation="Z10006")]}
        with pytest.raises(Refused) as told:
            attempt(world, REF, "respond", changes=stranger)
        assert refusal(told)[0] == "no_new_partners"
        line = {**vars(stages.LINES[0]), "pence": 5_500_000}
        less = {"budget": [line, *stages.LINES[1:]], "answers": {"measure": "42 a week, counted by practice."}}
        assert attempt(world, REF, "respond", changes=less).state == "submitted"
        row = applications.dossier(world.session, REF)
        assert row.content.answers["measure"].startswith("42 a week")
        assert {share.commissioner: dict(share.asked) for share in row.shares} == {
            "05J": {"2017/18": 5_500_000, "2018/19": 1_000_000},
            "05T": {"2017/18": 3_000_000},
        }


@pytest.mark.parametrize("step", ["withdraw", "cancel_round"])
def test_a_bid_that_ends_while_a_question_is_open_closes_the_question(county, step):
    place = county("queried")
    with place.living() as world:
        attempt(world, REF, step)
        (asked,) = applications.clarifications(world.session, applications.get(world.session, REF).id)
        assert asked.outcome == "void"
        assert applications.open_clarification(world.session, asked.application_id) is None
