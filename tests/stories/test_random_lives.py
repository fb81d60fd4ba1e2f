"""Several bids living at random: whatever people try, in whatever order, the books, the record and the letters hold."""

import os
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from fundflow import applications, audit, awards, committees, database, engine, ledger, letters, payments
from fundflow.errors import FundflowError
from tests.stories import stages
from tests.stories.stages import Counties, Place, attempt
from tests.stories.world import FUND, World, library

WORKFLOW = library().workflow("competed-grant")
STEPS = sorted({step.step for step in WORKFLOW.steps})
EVERYBODY = (
    *("officer", "officer2", "finance", "moderation_chair", "group_secretary", "implementation_group", "auditor"),
    *("committee_secretary", "committee", "delegate", "writer.fednw", "partner.fednw", "partner.fedsw", "panel1"),
    *("gp_far", "system", "claim_checker", "payment_releaser"),
)
REFS = tuple(f"TF-17-000{number}" for number in (1, 2, 3))
CHANGES = {
    ("rescind", "partially_approved"): ("", "/offer"),
    ("rescind", "approved"): ("", "/offer"),
    ("return_to_committee", "offer_issued"): ("", "/offer"),
    ("return_to_committee", "offer_query"): ("", "/offer"),
    ("refer_back", "at_committee"): ("", "/offer"),
    ("roll_over", "at_committee"): ("", "/offer"),
    ("promote", "on_reserve_list"): ("", "/offer"),
    ("offer_part", "on_reserve_list"): ("", "/offer"),
    ("uphold_scoring", "reconsideration"): ("", "/offer"),
    ("uphold_decision", "reconsideration"): ("", "/offer"),
    ("amend_offer", "offer_query"): ("/offer",),
}
"""Steps after which a decision, or its offer, no longer stands: the unreleased letters that tell of it are void."""


def three_lives(world: World) -> World:
    """Three bids of one round: one awarded with a claim, one before its committees, one with the assessors; letters are out."""
    first, second, third = (stages.REF, *(stages.begin(world, title) for title in ("Clinics", "Pharmacists")))
    for ref in (first, second, third):
        attempt(world, ref, "submit")
    world.now += timedelta(weeks=6)
    for ref in (first, second, third):
        attempt(world, ref, "accept_eligible")
    for ref in (first, second):
        stages.close_scores(world, ref)
    world.now += timedelta(weeks=2)
    stages.recommend(world, "group-1", first)
    stages.recommend(world, "group-2", second)
    world.now += timedelta(weeks=2)
    stages.table(world, "pccc-1", first)
    stages.table(world, "pccc-2", second)
    stages.decide("approve", "pccc-1")(world)
    world.now += timedelta(days=2)
    attempt(world, first, "issue_offer")
    attempt(world, first, "accept")
    stages.start(world, first)
    world.claim(first, ["start"], 1_000_000, number="A0")
    officer = world.who("officer")
    for letter in letters.find(world.session, state="draft")[:2]:
        engine.correspondence.approve(world.session, [letter.ref], actor=officer, now=world.now)
        engine.correspondence.release(world.session, [letter.ref], actor=officer, now=world.now)
    assert letters.find(world.session, state="released")
    return world


FORWARD = {
    "draft": "submit",
    "submitted": "accept_eligible",
    "clarification_requested": "respond",
    "on_reserve_list": "promote",
    "deferred": "answer",
    "partially_approved": "confirm_viable",
    "approved": "issue_offer",
    "offer_issued": "accept",
    "offer_query": "amend_offer",
    "rejected": "request_reconsideration",
    "ineligible": "request_reconsideration",
    "reconsideration": "uphold_decision",
    "active": "request_variation",
    "variation_requested": "approve_within_tolerance",
    "suspended": "resume",
    "under_review": "continue",
    "final_report_due": "submit_final_report",
    "completed": "close",
    "winding_up": "settle",
}
"""The step that people take next where all goes well."""
ENDING = {
    *("cancel_round", "withdraw", "discard", "redirect", "find_ineligible", "screen_ineligible", "decline"),
    *("terminate", "recipient_withdraws", "refuse_part", "give_up"),
}


NORTH = ("approve", "approve", "approve", "approve_less", "reject", "defer", "reserve")
SOUTH = ("approve", "approve", "approve", "reject", "defer", "reserve")
CLAIM_ACTIONS = ("check", "check", "approve", "approve", "refuse", "withdraw", "hold", "release_hold")


class Seen(NamedTuple):
    """A case as it stood, with the unreleased letters that tell of its decision (and the rest of their decision's name)."""

    state: str
    version: int
    told: tuple[tuple[str, str], ...]
    anchor: audit.Anchor


def told_of(decision: str) -> tuple[str, str]:
    return decision, f"{decision}/offer"


class Lives(RuleBasedStateMachine):
    """What people may try; each try is one transaction, as at a door."""

    counties: Counties

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="lives"))
        source, now = template(self.counties)
        shutil.copyfile(source, self.folder / "lives.db")
        self.place = Place(database.connect(f"sqlite:///{self.folder / 'lives.db'}"), now)
        self.meetings = 2
        self.turn = 0
        self.released: dict[str, tuple[Any, ...]] = {}

    def teardown(self) -> None:
        if hasattr(self, "place"):
            self.place.engine.dispose()
            shutil.rmtree(self.folder)

    def try_(self, play: Any, ref: str = "") -> None:
        """Do something in a transaction; a refusal leaves nothing, a decision that changed leaves no live letter of it."""
        before = self._seen(ref) if ref else None
        try:
            with self.place.living() as world:
                play(world)
        except FundflowError:
            if before is not None:
                assert self._seen(ref) == before, "a refused step left something"
            return
        if before is not None:
            self._letters_are_void(ref, before)

    def _seen(self, ref: str) -> Seen:
        with database.reading(self.place.engine) as session:
            row = applications.get(session, ref)
            assert row.id is not None
            decision = f"{ref}:{committees.tabling_number(session, row.id)}"
            live = [one for one in letters.find(session, application_id=row.id) if one.state in ("draft", "approved")]
            told = tuple(
                (one.ref, one.decision.removeprefix(decision)) for one in live if one.decision in told_of(decision)
            )
            return Seen(row.state, row.version, told, audit.anchor(session))

    def _letters_are_void(self, ref: str, before: Seen) -> None:
        with database.reading(self.place.engine) as session:
            (last,) = [one.what for one in audit.history(session, ref) if one.what in STEPS][-1:] or [""]
            for letter, suffix in before.told:
                if suffix in CHANGES.get((last, before.state), ()):
                    assert letters.get(session, letter).state == "voided", (last, letter)

    def _state(self, ref: str) -> str:
        with database.reading(self.place.engine) as session:
            return applications.get(session, ref).state

    @rule(
        ref=st.sampled_from(REFS),
        what=st.sampled_from(
            ["forward"] * 5 + ["open"] * 5 + ["claim", "pay", "money", "letter", "letter", "any", "any"]
        ),
        number=st.integers(0, 9_999),
    )
    def live(self, ref: str, what: str, number: int) -> None:
        """One thing that somebody tries with a bid; the number picks among its variants.

        Hypothesis likes small numbers, so each turn stirs them: the same number means another variant later.
        """
        self.turn += 1
        number = (number + 1) * 7_919 * self.turn % 9_973
        match what:
            case "forward":
                self._forward(ref, number)
            case "open":
                self._open(ref, number)
            case "claim":
                pence = (1, 700_001, 1_500_000, 9_000_000)[number % 4]
                self._claim(ref, "midpoint" if number % 3 == 0 else "start", pence)
            case "money":
                self._claim_goes_on(ref, CLAIM_ACTIONS[number % len(CLAIM_ACTIONS)])
            case "pay":
                self._pay("failed" if number % 3 == 0 else "paid")
            case "letter":
                self._send(number)

    @rule(ref=st.sampled_from(REFS), step=st.sampled_from(STEPS), who=st.sampled_from(EVERYBODY))
    def try_any_step(self, ref: str, step: str, who: str) -> None:
        given = stages.GIVEN.get(step, {})
        self.try_(lambda world: world.step(ref, step, who, reason="Why not?", **given), ref)

    @rule(days=st.sampled_from([1, 1, 7, 15, 29]))
    def wait(self, days: int) -> None:
        self.place = self.place.at(self.place.now + timedelta(days=days))
        for done in engine.due.sweep(self.place.engine, now=self.place.now, worker="test"):
            assert not done.outcome.startswith("failed"), done

    def _open(self, ref: str, number: int) -> None:
        """Any step of the present state, seldom one that ends the bid."""
        ending = ENDING if number % 12 else set()
        names = sorted({one.step for one in WORKFLOW.steps_from(self._state(ref))} - ending)
        if names:
            self.try_(lambda world: attempt(world, ref, names[number % len(names)]), ref)

    def _forward(self, ref: str, number: int) -> None:
        """What comes next where things go well, or well enough."""
        self.meetings += 1
        state = self._state(ref)
        match state:
            case "in_assessment":
                self.try_(
                    lambda world: (stages.far_scores if number % 3 == 0 else stages.close_scores)(world, ref), ref
                )
            case "scored":
                self.try_(lambda world: stages.recommend(world, f"group-{self.meetings}", ref), ref)
            case "recommended":
                self.try_(lambda world: stages.table(world, f"pccc-{self.meetings}", ref), ref)
            case "at_committee":
                self._decide(ref, NORTH[number % len(NORTH)], SOUTH[number // 7 % len(SOUTH)])
            case "awarded":
                self.try_(lambda world: stages.start(world, ref), ref)
            case "active" if number % 2:
                self._claim(ref, "start", 700_001)
            case _ if state in FORWARD:
                self.try_(lambda world: attempt(world, ref, FORWARD[state]), ref)

    def _decide(self, ref: str, north: str, south: str) -> None:
        def play(world: World) -> None:
            (*_, held) = committees.items_for(world.session, applications.get(world.session, ref).id or 0)
            meeting = committees.meeting_by_id(world.session, held.meeting_id).ref
            for body, outcome in (("05J", north), ("05T", south)):
                more: dict[str, Any] = {}
                if outcome == "approve_less":
                    more = {"amounts": {"2017/18": 5_000_000}, "cut_lines": "GP time"}
                world.decide(meeting, held.number, body, outcome, reason="Because.", **more)
            world.apply(meeting)

        self.try_(play, ref)

    def _claim(self, ref: str, tranche: str, pence: int) -> None:
        self.meetings += 1
        self.try_(lambda world: world.claim(ref, [tranche], pence, number=f"A{self.meetings}"), ref)

    def _claim_goes_on(self, ref: str, action: str) -> None:
        by = {"check": "claim_checker", "withdraw": "partner.fednw", "hold": "finance", "release_hold": "finance"}

        def play(world: World) -> None:
            for claim in payments.claims_of(world.session, applications.get(world.session, ref).id or 0)[-1:]:
                world.on_claim(claim.ref, action, by.get(action, "claim_approver"), reason="Seen.")

        self.try_(play)

    def _pay(self, result: str) -> None:
        def play(world: World) -> None:
            for claim in payments.claims_in(world.session, ["approved"])[:1]:
                world.run(claim.ref, result)

        self.try_(play)

    def _send(self, number: int) -> None:
        def play(world: World) -> None:
            drafts = letters.find(world.session, state="draft")
            if drafts:
                ref = drafts[number % len(drafts)].ref
                engine.correspondence.approve(world.session, [ref], actor=world.who("officer"), now=world.now)
                if number % 2:
                    engine.correspondence.release(world.session, [ref], actor=world.who("officer"), now=world.now)

        self.try_(play)

    @precondition(lambda self: hasattr(self, "place"))
    @invariant()
    def books_and_record_hold(self) -> None:
        with database.reading(self.place.engine) as session:
            assert ledger.check(session) == []
            assert audit.verify(session) == []
            rows = [*ledger.positions(session, fund=FUND), *ledger.holdings(session, holder_prefix="TF-")]
            for one in rows:
                assert one.paid <= one.approved <= one.claimed <= one.committed
                assert one.remaining >= 0
                if one.holder is None:
                    assert one.allocated == one.uncommitted + one.reserved + one.committed
                    assert one.allocated == one.expenditure + one.remaining + one.reserved + one.uncommitted

    @precondition(lambda self: hasattr(self, "place"))
    @invariant()
    def each_case_holds_what_its_state_and_its_papers_say(self) -> None:
        with database.reading(self.place.engine) as session:
            for ref in REFS:
                row = applications.get(session, ref)
                assert row.id is not None
                state = WORKFLOW.states[row.state]
                held = ledger.holdings(session, holder_prefix=f"{ref}/")
                reserved = {(one.key.commissioner, one.key.period): one.reserved for one in held if one.reserved}
                committed = {(one.key.commissioner, one.key.period): one.committed for one in held if one.committed}
                approved = {
                    (share.commissioner, period): pence
                    for share in applications.dossier(session, ref).shares
                    for period, pence in share.approved.items()
                    if pence
                }
                if state.holds == "reserved":
                    assert (reserved, committed) == (approved, {}), (ref, row.state)
                else:
                    assert reserved == {}, (ref, row.state)
                if awards.find_award(session, row.id) is not None:
                    planned = payments.scheduled(session, row.id)
                    assert {key: pence for key, pence in planned.items() if pence} == committed, (ref, row.state)
                elif state.holds != "committed":
                    assert committed == {}, (ref, row.state)

    @precondition(lambda self: hasattr(self, "place"))
    @invariant()
    def what_was_sent_stays_as_it_was_sent(self) -> None:
        with database.reading(self.place.engine) as session:
            now = {
                one.ref: (one.file_sha256, one.facts, one.decision, one.released_at, one.state)
                for one in letters.find(session, state="released")
            }
            for ref, was in self.released.items():
                assert now.get(ref) == was, ref
            self.released = now


_BUILT: dict[Path, tuple[Path, Any]] = {}


def template(counties: Counties) -> tuple[Path, Any]:
    """The three lives as they begin, played once."""
    if counties.folder not in _BUILT:
        source, now = counties.file("draft")
        path = counties.folder / f"three-lives-{os.getpid()}.db"
        shutil.copyfile(source, path)
        place = Place(database.connect(f"sqlite:///{path}"), now)
        with place.living() as world:
            now = three_lives(world).now
        place.engine.dispose()
        _BUILT[counties.folder] = (path, now)
    return _BUILT[counties.folder]


def live(counties: Counties, *, examples: int, steps: int) -> None:
    kind = type("LivesHere", (Lives,), {"counties": counties})
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    searching = os.environ.get("FUNDFLOW_HYPOTHESIS") == "search"
    run_state_machine_as_test(
        kind,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            suppress_health_check=checks,
            phases=list(Phase) if searching else [Phase.explicit, Phase.generate],
        ),
    )


def test_random_lives_leave_books_record_and_letters_sound(counties):
    live(counties, examples=12, steps=25)


@pytest.mark.slow
def test_many_random_lives_leave_books_record_and_letters_sound(counties):
    live(counties, examples=200, steps=60)
