"""Every guard is seen to refuse by name, with a sentence that a person can act on."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from fundflow import applications, audit, engine, ledger, payments, people
from fundflow.applications import CostLine
from fundflow.definitions import load_library
from fundflow.engine import GUARDS
from fundflow.engine.bids import Draft
from fundflow.errors import Refused
from fundflow.ledger import BudgetKey
from tests.stories import stages
from tests.stories.stages import DAY, LINES, REF, WEEKS, attempt
from tests.stories.ways import MORE
from tests.stories.world import FUND, HIAS, World
from tests.support.test_worked_list import ELSEWHERE as SUPPORT_ELSEWHERE
from tests.support.test_worked_list import REFUSALS as SUPPORT_REFUSALS
from tests.wording import faults


@dataclass(frozen=True)
class Shown:
    """Where a guard is seen to refuse: at a stage, after something, after a wait, by trying a step (or a gate itself)."""

    stage: str
    step: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)
    first: Callable[[World], object] = lambda _world: None
    wait: timedelta = timedelta(0)
    argument: Any = None
    by: Callable[[World], object] | None = None


OVER = [
    {"commissioner": "05J", "period": "2018/19", "before_pence": 1_000_000, "after_pence": 0},
    {"commissioner": "05T", "period": "2018/19", "before_pence": 0, "after_pence": 1_000_000},
]
"""Next year's money of the award, paid by its neighbour from now on."""


def save(**parts: Any) -> Callable[[World], object]:
    return lambda world: engine.bids.save(
        world.session, REF, Draft(**parts), actor=world.who("writer.fednw"), now=world.now
    )


def sql(statement: str) -> Callable[[World], object]:
    """A fact of the register as it would be tomorrow, written by hand."""
    return lambda world: world.session.connection().execute(text(statement))


def tied(name: str) -> Callable[[World], object]:
    def play(world: World) -> None:
        person = people.called(world.session, name)
        assert person is not None
        assert person.id is not None
        people.declare(
            world.session,
            person.id,
            organisation="Z10001",
            kind="financial",
            nature="partner",
            starts=date(2015, 4, 1),
            act=world.act(),
        )

    return play


def after(*plays: Callable[[World], object]) -> Callable[[World], object]:
    return lambda world: [play(world) for play in plays]


def taken(step: str, **given: Any) -> Callable[[World], object]:
    return lambda world: attempt(world, REF, step, **given)


def advised(world: World) -> None:
    stages.rank(world)
    world.group_meeting("group", REF)


def too_few(world: World) -> None:
    advised(world)
    for name in ("group0", "group1", "group2"):
        engine.meetings.leave(world.session, "group", name, actor=world.who("group_secretary"), now=world.now)


def quarrel(world: World) -> None:
    for body, words in (("05J", "Under one company"), ("05T", "Under no company")):
        condition = {"kind": "precedent", "topic": "governance", "text": words, "evidence": "papers"}
        world.decide("pccc", 1, body, "approve", conditions=[condition])
    world.apply("pccc")


def owed(world: World) -> None:
    """Half of what was paid is asked back, and nobody has answered."""
    claim = world.claim(REF, ["start"], 1_000_000)
    world.pay(claim)
    made = engine.recoveries.propose(
        world.session,
        REF,
        cause="unspent",
        clause="Award condition 8",
        working=payments.unspent(paid=1_000_000, eligible=500_000),
        second=world.who("finance"),
        actor=world.who("officer"),
        now=world.now,
    )
    engine.recoveries.act_on(world.session, made, "give_notice", actor=world.who("finance"), now=world.now)


def involved(world: World) -> None:
    """A panel member answered for a partner of this very bid."""
    person = people.called(world.session, "panel1")
    assert person is not None
    assert person.id is not None
    people.grant(world.session, person.id, "signatory", organisation="Z10003", starts=date(2017, 4, 1), act=world.act())
    engine.consents.answer(
        world.session, REF, "Z10003", answer="leave", reason="We move", actor=world.who("panel1"), now=world.now
    )


def struck(world: World) -> None:
    """A member of a committee that approved turns out to have had an interest, and the vote hung on it."""
    for who in ("gp.05j", "lay_vice_chair.05j"):
        engine.meetings.strike_vote(
            world.session,
            "pccc",
            1,
            "05J",
            who,
            reason="A partner in the bid",
            actor=world.who("committee_secretary"),
            now=world.now,
        )


def alone(world: World) -> None:
    """All partners leave, and one practice of the federation is left."""
    for code in ("Z10001", "Z10002", "Z10003"):
        actor = world.who(f"partner.{code.lower()}")
        engine.consents.answer(world.session, REF, code, answer="leave", reason="We move", actor=actor, now=world.now)
        if applications.get(world.session, REF).state != "draft":
            more = {"on": None, "reason": "It moves", "told": "Rang the lead"}
            engine.partners.leave(world.session, REF, code, actor=world.who("officer"), now=world.now, **more)
    sql("DELETE FROM membership WHERE organisation <> 'Z10001'")(world)


def twice_in_two_bids(world: World) -> None:
    line = CostLine("2017/18", "training", "Nurses", 500_000, commissioner="05J", organisation="Z10001")
    other = world.bid(stages.ROUND, title="Again", lines=(line,))
    world.submit(other)
    save(budget=(*LINES, line))(world)


def beaten(world: World) -> None:
    """Another bid of the round stands above this one on the reserve list."""
    better = stages.begin(world, "Better")
    for ref in (REF, better):
        attempt(world, ref, "submit")
    world.now += 6 * WEEKS
    for ref, marks in ((REF, (4, 3, 5, 2, 4, 3)), (better, (5, 5, 5, 5, 5, 5))):
        attempt(world, ref, "accept_eligible")
        world.score(ref, {"gp_far": marks, "accountant": marks})
    world.now += 2 * WEEKS
    stages.rank(world)
    for number, ref in enumerate((REF, better)):
        world.group_meeting(f"group-{number}", ref)
        attempt(world, ref, "recommend", meeting=f"group-{number}")
    world.now += 2 * WEEKS
    for number, ref in enumerate((REF, better)):
        stages.table(world, f"pccc-{number}", ref)
        stages.decide("reserve", f"pccc-{number}")(world)


def no_money_left(world: World) -> None:
    engine.funds.adjust(
        world.session,
        BudgetKey("05J", "2017/18", FUND),
        source="WO 7.2",
        pence=0,
        reason="Notice 9",
        actor=world.who("finance"),
        now=world.now,
    )


def more_than_there_is(world: World) -> None:
    lines = (CostLine("2017/18", "backfill", "All of it and a penny", 26_364_101, commissioner="05J"),)
    save(budget=lines, minimum_viable_pence=1_000_000)(world)


def claiming(world: World) -> None:
    world.claim(REF, ["start"], 1_000_000)
    attempt(world, REF, "submit_final_report")


BLANK_GRID = {key: {"contributes": False, "text": "It does not fit."} for key in HIAS}
ABOVE = {"amounts": [{"commissioner": "05J", "period": "2017/18", "pence": 6_000_001}]}
NOTHING = {"amounts": [{"commissioner": "05J", "period": "2017/18", "pence": 0}]}
RENT = CostLine("2018/19", "rent", "Rooms", 100_000, commissioner="05J", recurrent=True)
CLOSED_LEAD = sql("UPDATE organisation SET status = 'closed', closed = '2017-04-01' WHERE code = 'FEDNW'")

REFUSALS: dict[str, Shown] = {
    "round_open": Shown("ineligible", "correct_and_resubmit", wait=2 * WEEKS),
    "lead_active": Shown("draft", first=CLOSED_LEAD, by=lambda world: stages.begin(world, "Another")),
    "before_close": Shown("draft", "submit", wait=6 * WEEKS),
    "answers_complete": Shown("draft", "submit", first=save(answers={"measure": ""})),
    "actions_complete": Shown("draft", "submit", first=save(actions=BLANK_GRID)),
    "documents_attached": Shown("draft", "submit", first=save(documents={"equality_impact": None})),
    "budget_adds_up": Shown("draft", "submit", first=sql("UPDATE share_amount SET asked_pence = asked_pence + 1")),
    "ask_within_fund": Shown("draft", "submit", first=more_than_there_is),
    "work_not_begun": Shown("draft", "submit", first=save(outline={"work_starts_on": date(2017, 4, 3)})),
    "consents_complete": Shown("draft", "submit", first=save(budget=LINES[:1], minimum_viable_pence=1_000_000)),
    "interests_declared": Shown("draft", "submit", {"interests": ""}),
    "redirect_consented": Shown("submitted", "redirect", {"consent": ""}),
    "gates_pass": Shown("submitted", "accept_eligible", first=sql("UPDATE application SET emergency = true")),
    "gate_failed": Shown("submitted", "screen_ineligible", {"gates": ""}),
    "failed_gates_curable": Shown(
        "submitted", "correct_and_resubmit", first=taken("screen_ineligible", gates="E10", judged="E10")
    ),
    "no_tie_to_bid": Shown("submitted", "accept_eligible", first=tied("officer")),
    "questions_asked": Shown("submitted", "query", {"questions": []}),
    "questions_answered": Shown("queried", "respond", {"answers": {}}),
    "ask_not_raised": Shown(
        "queried",
        "respond",
        {"changes": {"budget": [*LINES, CostLine("2017/18", "training", "More", 1, commissioner="05J")]}},
    ),
    "no_new_partners": Shown("queried", "respond", {"participants": ["Z10006"]}),
    "before_clarification_due": Shown("queried", "extend_query", wait=20 * DAY),
    "clarification_overdue": Shown("queried", "assess_as_is"),
    "once": Shown("queried", "extend_query", first=taken("extend_query")),
    "came_from": Shown("reconsidered", "uphold_screening"),
    "score_named": Shown("scored", "reopen_scoring", {"assessor": ""}),
    "replacement_has_no_tie": Shown("seated", "reassign_assessor", first=tied("nurse")),
    "all_scores_locked": Shown("seated", "complete_scoring"),
    "moderation_needed": Shown("scored"),
    "moderation_complete": Shown("moderation", "agree"),
    "ranking_frozen": Shown("scored", "recommend", {"meeting": ""}),
    "group_quorate": Shown("scored", "recommend", first=too_few),
    "group_recusals_minuted": Shown("scored", "recommend", first=after(advised, tied("group1"))),
    "papers_out": Shown("recommended", "table", {"meeting": ""}),
    "cover_sheet_complete": Shown("recommended", "table", {"meeting": "", "cover_sheet": {"initials": "JA"}}),
    "share_decided": Shown("at_committee", "record_share_decision"),
    "within_allocation": Shown("on_reserve_list", "promote", first=no_money_left),
    "every_share_decided": Shown("at_committee", "decide"),
    "every_share_approved": Shown("partially_approved"),
    "part_is_viable": Shown("approved"),
    "fundable_but_does_not_fit": Shown("approved"),
    "deferral_called_for": Shown("approved"),
    "deferrals_left": Shown("deferred", first=sql("UPDATE application SET deferral_count = 2")),
    "promotion_resolved": Shown("on_reserve_list", "promote", {"resolution": ""}),
    "highest_that_fits": Shown("draft", "promote", first=beaten),
    "only_part_is_free": Shown("on_reserve_list", "offer_part"),
    "deferral_answered": Shown("deferred", "answer", {"answer": ""}),
    "nothing_asked_of_applicant": Shown("deferred", "return_item"),
    "entry_confirmed": Shown("draft", "submit", first=sql("UPDATE application SET confirmed_at = NULL")),
    "fund_withdrawn": Shown("submitted", "cancel_round", {"minute": ""}),
    "before_confirmation_due": Shown("partially_approved", "confirm_viable", wait=5 * WEEKS),
    "reduced_scope_named": Shown("partially_approved", "confirm_viable", {"scope": ""}),
    "finance_must_countersign": Shown("approved_smaller"),
    "region_must_sign": Shown("approved"),
    "within_delegated_limit": Shown("approved", "issue_offer", ABOVE),
    "conditions_agree": Shown("at_committee", "issue_offer", first=quarrel),
    "schedule_adds_up": Shown("approved", "issue_offer", NOTHING),
    "offer_open": Shown("offer_issued", "accept", wait=5 * WEEKS),
    "signed_unqualified": Shown("offer_issued", "accept", {"qualification": "We take half"}),
    "payee_verified": Shown("offer_issued", "accept", first=sql("DELETE FROM payee")),
    "extension_within_year": Shown(
        "approved", "extend_offer", first=after(lambda world: setattr(world, "now", world.now + 40 * WEEKS)), wait=DAY
    ),
    "inside_decision": Shown("offer_query", "amend_offer", ABOVE),
    "still_at_scale": Shown("offer_query", "amend_offer", first=alone),
    "reconsideration_open": Shown("rejected", "request_reconsideration", wait=5 * WEEKS),
    "grounds_named": Shown("rejected", "request_reconsideration", {"grounds": "We disagree"}),
    "panel_independent": Shown("reconsidered", "dismiss", first=involved),
    "lay_member_sits": Shown("reconsidered", "dismiss", first=sql("DELETE FROM role_grant WHERE role = 'lay_member'")),
    "decision_stands": Shown("offer_issued", "accept", first=struck),
    "precedents_met": Shown("awarded", "satisfy_precedents"),
    "precedents_long_stop_passed": Shown("awarded", "precedents_lapse"),
    "variation_described": Shown("active", "request_variation", {"kind": ""}),
    "within_tolerance": Shown("active", "approve_within_tolerance", first=taken("request_variation", **MORE)),
    "variation_decided": Shown("varied", "approve", {"minute": ""}),
    "partners_agreed": Shown(
        "active", "approve", first=taken("request_variation", kind="partner", details={"joins": ["Z10004"]})
    ),
    "rekeying_agreed": Shown(
        "active",
        "approve",
        first=taken("request_variation", kind="rekeying", changes=OVER, details={"practice": "Z10001"}),
    ),
    "novation_ready": Shown(
        "active", "approve", first=taken("request_variation", kind="novation", details={"recipient": "Z10001"})
    ),
    "within_delegation": Shown(
        "active",
        "terminate",
        by=lambda world: world.step(REF, "terminate", "delegate", reason="Nobody came", minute="Delegation 4.2"),
    ),
    "share_delegable": Shown("at_committee", "decide_by_delegation", {"authority": ""}),
    "delegate_independent": Shown("at_committee", "decide_by_delegation", first=tied("delegate")),
    "termination_authorised": Shown("active", "terminate", {"minute": ""}),
    "end_cause_named": Shown("active", "terminate", {"cause": "mood"}),
    "end_day_fits": Shown("active", "terminate", {"ends_on": "2017-05-01"}),
    "final_report_complete": Shown("active", "submit_final_report", {"report": ""}),
    "final_report_long_overdue": Shown("final_report_due", "give_up"),
    "final_report_waits": Shown("completed", "accept_final_report", first=taken("accept_final_report")),
    "final_report_accepted": Shown("completed", "close"),
    "payments_stopped": Shown("final_report_due", "resume"),
    "claims_settled": Shown("active", "close", first=claiming),
    "no_open_recovery": Shown("active", "close", first=after(owed, taken("submit_final_report"))),
    "recoveries_settled": Shown("active", "settle", first=after(owed, taken("terminate"))),
    "outcomes_recorded": Shown(
        "completed",
        "close",
        {"outcomes_recorded": ""},
        first=sql("""UPDATE application_version SET outcomes = '{"new_roles": {}}'"""),
    ),
    "assets_recorded": Shown("completed", "close", {"assets": ""}),
    "fund_has_balance": Shown("draft", first=no_money_left),
    "lead_can_hold_public_money": Shown("draft", first=sql("UPDATE organisation SET legal_entity = false")),
    "practices_active": Shown("draft", first=CLOSED_LEAD),
    "at_scale": Shown("draft", first=alone),
    "contributes_to_actions": Shown("draft", first=save(actions=BLANK_GRID)),
    "not_emergency_support": Shown("draft", first=save(emergency=True)),
    "exit_plan_given": Shown("draft", first=save(budget=(*LINES, RENT))),
    "no_double_funding": Shown("draft", first=twice_in_two_bids),
    "form_complete": Shown("draft", first=save(answers={"measure": ""})),
    "ring_fence_matched": Shown("draft", first=sql("""UPDATE application_version SET priorities = '["holidays"]'""")),
}
"""By guard; one without a step is asked directly, since it chooses among alternatives or stands behind a gate."""


_STEPS = [step for workflow in load_library()[0].workflows.values() for step in workflow.steps]
CHOOSERS = {call.name for step in _STEPS for call in step.when} - {call.name for step in _STEPS for call in step.guards}
"""Guards of `when` alone: they choose between steps of one name, and refuse nobody."""


def test_every_guard_is_shown():
    assert sorted(set(GUARDS) ^ {*REFUSALS, *SUPPORT_REFUSALS, *SUPPORT_ELSEWHERE}) == []


def refused(world: World, name: str, shown: Shown) -> tuple[set[str], str]:
    """The guards that refused, and the sentence of the one that was meant."""
    if not shown.step and shown.by is None:
        case = engine.open_case(world.session, REF, actor=world.who("officer"), now=world.now)
        said = GUARDS[name].test(case, shown.argument)
        return ({name}, said) if said else (set(), "")
    with pytest.raises(Refused) as told:
        if shown.by is not None:
            shown.by(world)
        else:
            attempt(world, REF, shown.step, **shown.given)
    names = {one.guard for one in told.value.refusals}
    return names, " ".join(one.reason for one in told.value.refusals if one.guard == name)


@pytest.mark.parametrize("name", REFUSALS)
def test_a_guard_refuses_by_name_with_a_way_out(name, county):
    shown = REFUSALS[name]
    place = county(shown.stage)
    with place.living() as world:
        shown.first(world)
        if name == "extension_within_year":
            attempt(world, REF, "issue_offer")
        world.now += shown.wait
        place = place.at(world.now)
    with place.living() as world:
        entries, events = len(ledger.entries(world.session)), audit.anchor(world.session)
        version = applications.get(world.session, REF).version
        names, sentence = refused(world, name, shown)
        assert name in names, (names, sentence)
        assert sentence.rstrip().endswith((".", "!", ")")), sentence
        assert len(sentence.split()) > 6, sentence
        if name not in CHOOSERS:
            assert list(faults(re.sub(r"\bGroup [a-z_]+", "Dr Lee", sentence), guard=name)) == [], sentence
        world.session.flush()
        assert len(ledger.entries(world.session)) == entries
        assert audit.anchor(world.session) == events
        assert applications.get(world.session, REF).version == version


def test_moderation_off_silences_every_trigger(county):
    place = county("moderation")
    with place.living() as world:
        case = engine.open_case(world.session, REF, actor=world.who("system"), now=world.now)
        assert GUARDS["moderation_needed"].test(case, None) is None
        case.round.settings = {"moderation": "off"}
        assert "do not differ enough" in str(GUARDS["moderation_needed"].test(case, None))
