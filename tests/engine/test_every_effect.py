"""Every effect is seen to leave what it says, through a step that causes it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from fundflow import applications, awards, committees, due, engine, ledger, letters, monitoring, payments, scoring
from fundflow.engine import EFFECTS, MOMENTS
from fundflow.ledger import Kind
from tests.stories.stages import REF, attempt
from tests.stories.ways import WAYS
from tests.stories.world import World, library
from tests.support.test_two_funds import EFFECTS_ELSEWHERE
from tests.support.test_worked_list import EFFECTS_SEEN, MOMENTS_SEEN

WORKFLOW = library().workflow("competed-grant")


def case_of(world: World) -> engine.Case:
    return engine.open_case(world.session, REF, actor=world.who("system"), now=world.now)


def kinds(world: World) -> list[Kind]:
    return [one.kind for one in ledger.entries(world.session, case=REF)]


def fact(name: str) -> Callable[[World], object]:
    return lambda world: case_of(world).application.facts.get(name)


def deadline(name: str) -> Callable[[World], object]:
    return lambda world: case_of(world).deadline(name)


def asked(world: World) -> applications.Clarification:
    return applications.clarifications(world.session, case_of(world).id)[-1]


def seats(world: World) -> dict[str, str]:
    return {one.person: one.state for one in scoring.assignments(world.session, case_of(world).id)}


def offer(world: World) -> awards.Offer:
    return awards.offers(world.session, case_of(world).id)[-1]


def variation(world: World) -> awards.Variation:
    return awards.variations(world.session, case_of(world).award_id)[-1]


def shares(world: World) -> list[str]:
    return [one.state for one in committees.shares(world.session, case_of(world).id)]


def codes(world: World) -> list[str]:
    return [one.code for one in letters.find(world.session, application_id=case_of(world).id)]


def voided(world: World) -> list[str]:
    return [one.code for one in letters.find(world.session, application_id=case_of(world).id, state="voided")]


def holds(world: World) -> tuple[int, int]:
    found = case_of(world).holdings
    return sum(one.reserved for one in found), sum(one.committed for one in found)


def version(world: World) -> str:
    return " ".join(one.state for one in applications.versions(world.session, case_of(world).id))


def gates(world: World) -> dict[str, bool]:
    return {one.code: one.passed for one in case_of(world).dossier.gates}


ALL, CUT = 10_000_000, 3_000_000
Left = tuple[tuple[int, str], Callable[[World], object], Callable[[object], bool]]
LEAVES: dict[str, Left] = {
    "freeze_version": ((0, "draft"), version, lambda said: said == "submitted"),
    "open_draft_version": ((4, "submitted"), version, lambda said: said == "submitted draft"),
    "restore_submitted_version": ((2, "draft"), version, lambda said: said == "submitted dropped"),
    "remember": (
        (4, "submitted"),
        lambda world: case_of(world).application.origins,
        lambda said: said == {"recalled": "submitted"},
    ),
    "forget": ((2, "draft"), lambda world: case_of(world).application.origins, lambda said: said == {}),
    "open_clarification": ((5, "submitted"), lambda world: asked(world).outcome, lambda said: said == "open"),
    "close_clarification": (
        (9, "clarification_requested"),
        lambda world: asked(world).outcome,
        lambda said: said == "answered",
    ),
    "extend_clarification": ((11, "clarification_requested"), lambda world: asked(world).extended, bool),
    "record_gates": ((8, "submitted"), gates, lambda said: len(said) == 10 and all(said.values())),
    "record_failed_gates": ((6, "submitted"), gates, lambda said: [key for key in said if not said[key]] == ["E4"]),
    "letter": ((0, "draft"), codes, lambda said: said == ["L01"]),
    "void_letters": ((43, "partially_approved"), voided, lambda said: said == ["L04a"]),
    "task": ((8, "submitted"), lambda world: applications.tasks(world.session, roles=["officer"]), bool),
    "reassign_assessor": ((15, "in_assessment"), seats, lambda said: said == {"Gp Far": "void", "Nurse": "assigned"}),
    "open_moderation": (
        (17, "in_assessment"),
        lambda world: scoring.moderation(world.session, case_of(world).id),
        bool,
    ),
    "consolidate_scores": (
        (18, "in_assessment"),
        lambda world: scoring.consolidation(world.session, case_of(world).id),
        bool,
    ),
    "void_score": ((20, "moderation"), seats, lambda said: said["Gp Far"] == "void"),
    "reopen_score": ((21, "scored"), seats, lambda said: said["Gp Far"] != "locked"),
    "set_scores_aside": ((66, "reconsideration"), seats, lambda said: set(said.values()) == {"void"}),
    "record_recommendation": (
        (23, "scored"),
        lambda world: scoring.recommendation(world.session, case_of(world).id),
        bool,
    ),
    "withdraw_recommendation": (
        (24, "recommended"),
        lambda world: scoring.recommendation(world.session, case_of(world).id),
        lambda said: said is None,
    ),
    "open_share_decisions": ((25, "recommended"), shares, lambda said: said == ["pending", "pending"]),
    "apply_share_decision": ((26, "at_committee"), shares, lambda said: said == ["approved", "pending"]),
    "stage_delegated_decision": (
        (110, "at_committee"),
        lambda world: committees.share(world.session, case_of(world).id, "05J").authority,
        lambda said: said == "Scheme of delegation 4.2",
    ),
    "reserve_share": ((26, "at_committee"), holds, lambda said: said == (7_000_000, 0)),
    "release_reserved": ((27, "at_committee"), holds, lambda said: said == (0, 0)),
    "void_share_decisions": (
        (27, "at_committee"),
        lambda world: [one.void_at for one in committees.shares(world.session, case_of(world).id)],
        all,
    ),
    "close_share_decisions": ((29, "at_committee"), shares, lambda said: said == ["final", "final"]),
    "release_cut": ((55, "offer_query"), holds, lambda said: said == (5_000_000, 0)),
    "place_on_reserve_list": ((31, "at_committee"), deadline("reserve_until"), bool),
    "count_deferral": (
        (32, "at_committee"),
        lambda world: case_of(world).application.deferral_count,
        lambda said: said == 1,
    ),
    "record_deferral_answer": ((37, "deferred"), fact("deferral_answer"), bool),
    "reserve_promoted": ((34, "on_reserve_list"), holds, lambda said: said == (ALL, 0)),
    "adopt_reduced_scope": (
        (40, "partially_approved"),
        fact("scope"),
        lambda said: said == "Two hubs instead of three.",
    ),
    "create_offer": ((44, "approved"), lambda world: offer(world).state, lambda said: said == "open"),
    "amend_offer": ((55, "offer_query"), lambda world: offer(world).number, lambda said: said == 2),
    "extend_offer": ((51, "offer_issued"), lambda world: offer(world).extended, bool),
    "record_offer_query": ((50, "offer_issued"), lambda world: offer(world).state, lambda said: said == "queried"),
    "restart_offer_clock": ((56, "offer_query"), lambda world: offer(world).state, lambda said: said == "open"),
    "withdraw_offer": ((52, "offer_issued"), lambda world: offer(world).state, lambda said: said == "withdrawn"),
    "close_offer": ((54, "offer_issued"), lambda world: offer(world).state, lambda said: said == "lapsed"),
    "commit_reserved": ((49, "offer_issued"), holds, lambda said: said == (0, ALL)),
    "create_award": ((49, "offer_issued"), lambda world: case_of(world).award, bool),
    "create_tranches": (
        (49, "offer_issued"),
        lambda world: sum(payments.scheduled(world.session, case_of(world).id).values()),
        lambda said: said == ALL,
    ),
    "create_returns": (
        (49, "offer_issued"),
        lambda world: monitoring.returns_of(world.session, case_of(world).id),
        bool,
    ),
    "start_award": (
        (68, "awarded"),
        lambda world: [one.state for one in payments.tranches(world.session, case_of(world).id)],
        lambda said: "claimable" in said,
    ),
    "open_variation": ((70, "active"), lambda world: variation(world).state, lambda said: said == "requested"),
    "commit_variation": ((80, "variation_requested"), holds, lambda said: said == (0, ALL - 50_000)),
    "apply_variation": (
        (80, "variation_requested"),
        lambda world: variation(world).state,
        lambda said: said == "approved",
    ),
    "close_variation": (
        (85, "variation_requested"),
        lambda world: variation(world).state,
        lambda said: said == "refused",
    ),
    "hold_claims": (
        (71, "active"),
        lambda world: awards.open_suspension(world.session, case_of(world).award_id),
        bool,
    ),
    "release_claims": (
        (96, "suspended"),
        lambda world: awards.open_suspension(world.session, case_of(world).award_id),
        lambda said: said is None,
    ),
    "begin_winding_up": (
        (72, "active"),
        lambda world: (case_of(world).awarded.ended_on, case_of(world).awarded.end_reason),
        lambda said: bool(said[0]) and said[1] == "Because of what we know now.",
    ),
    "file_final_report": (
        (77, "active"),
        lambda world: awards.final_reports(world.session, case_of(world).award_id)[-1].state,
        lambda said: said == "submitted",
    ),
    "return_final_report": (
        (99, "completed"),
        lambda world: awards.final_reports(world.session, case_of(world).award_id)[-1].state,
        lambda said: said == "returned",
    ),
    "extend_final_report": ((97, "final_report_due"), deadline("final_report_due"), bool),
    "accept_final_report": (
        (108, "completed"),
        lambda world: awards.final_reports(world.session, case_of(world).award_id)[-1].state,
        lambda said: said == "accepted",
    ),
    "open_review": ((74, "active"), lambda world: awards.open_review(world.session, case_of(world).award_id), bool),
    "close_review": (
        (91, "under_review"),
        lambda world: awards.reviews(world.session, case_of(world).award_id)[-1].outcome,
        lambda said: said == "continue",
    ),
    "decommit_unspent": ((100, "completed"), holds, lambda said: said == (0, 0)),
}
"""By effect: a transition that causes it, what to look at afterwards, and what must be there."""


def test_every_effect_is_shown_by_a_transition_that_causes_it():
    assert sorted(set(EFFECTS) ^ {*LEAVES, *EFFECTS_SEEN, *EFFECTS_ELSEWHERE}) == []
    wrong = {
        name: one
        for name, (one, _, _) in LEAVES.items()
        if name not in {call.name for call in WORKFLOW.steps[one[0]].effects}
    }
    assert wrong == {}


@pytest.mark.parametrize("name", LEAVES)
def test_an_effect_leaves_what_it_says(name, county):
    transition, look, right = LEAVES[name]
    way = WAYS[transition]
    place = way.prepare(county(way.stage))
    way.take(place, WORKFLOW.steps[transition[0]].step)
    with place.living() as world:
        said = look(world)
        assert right(said), said


CLOCKS = {
    "round_closes": "draft",
    "clarification_due": "queried",
    "clarification_reminder": "queried",
    "reconsideration_closes": "rejected",
    "reserve_until": "on_reserve_list",
    "answer_by": "deferred",
    "confirmation_due": "partially_approved",
    "offer_expires": "offer_issued",
    "precedents_long_stop": "awarded",
    "award_ends": "active",
    "suspension_long_stop": "suspended",
    "final_report_due": "final_report_due",
    "final_report_long_stop": "final_report_due",
}


@pytest.mark.parametrize("name", CLOCKS)
def test_a_moment_lies_ahead_in_the_state_whose_timers_use_it_and_work_is_put_for_it(name, county):
    place = county(CLOCKS[name])
    with place.living() as world:
        case = case_of(world)
        at = MOMENTS[name].when(case)
        assert at is not None
        assert at > place.now
        used = [timer for timer in case.workflow.states[case.application.state].timers if timer.at == name]
        assert used
        work = due.waiting(world.session, subject=REF)
        wanted = {timer.step or timer.remind or timer.task for timer in used}
        assert wanted & {
            one.payload.get("step") or one.payload.get("remind") or one.payload.get("task") for one in work
        }
    assert sorted(set(MOMENTS) - {*CLOCKS, *MOMENTS_SEEN}) == []


def test_a_smaller_offer_frees_the_rest_and_an_acceptance_promises_only_what_was_offered(county):
    place = county("approved")
    less = [{"commissioner": "05T", "period": "2017/18", "pence": 2_500_000}]
    with place.living() as world:
        attempt(world, REF, "issue_offer", amounts=less)
        assert holds(world) == (2_500_000, 0)
        attempt(world, REF, "accept")
        assert holds(world) == (0, 2_500_000)
        assert payments.scheduled(world.session, case_of(world).id) == {("05T", "2017/18"): 2_500_000}


def test_more_time_may_be_given_again_once_a_case_comes_back_to_a_state(county):
    place = county("final_report_due")
    with place.living() as world:
        attempt(world, REF, "extend_report")
        given = case_of(world).deadline("final_report_due")
        attempt(world, REF, "submit_final_report")
        attempt(world, REF, "return_final_report")
        assert given is not None
        assert case_of(world).deadline("final_report_due") is None
        attempt(world, REF, "extend_report")


def test_work_that_was_put_for_a_state_that_was_left_does_nothing(county):
    place = county("offer_issued")
    with place.living() as world:
        attempt(world, REF, "accept")
    done = engine.due.sweep(place.engine, now=place.now + timedelta(weeks=6), worker="test")
    assert not [one for one in done if one.what == "lapse"]
    with place.living() as world:
        assert case_of(world).application.state == "awarded"
