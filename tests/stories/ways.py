"""One way to take every transition of the competed grant: from which stage, after what, by a person or by the clock."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import text

from fundflow import engine
from fundflow.ledger import BudgetKey
from tests.stories import stages
from tests.stories.stages import DAY, REF, WEEKS, Place, attempt, close_scores, decide, far_scores
from tests.stories.world import FUND, World


def _nothing(_world: World) -> None:
    """Most transitions need nothing more than their stage."""


@dataclass(frozen=True)
class Way:
    """How a transition is taken.

    `first` is done in a transaction before it; `wait` passes then; `by` takes it where it is not an attempt at the step
    itself, and `clock` means that due work takes it.
    """

    stage: str
    first: Callable[[World], object] = _nothing
    wait: timedelta = timedelta(0)
    given: Mapping[str, Any] = field(default_factory=dict)
    by: Callable[[World], object] | None = None
    clock: bool = False

    def prepare(self, place: Place) -> Place:
        """Do what comes before, and let the time pass."""
        with place.living() as world:
            self.first(world)
        return place.at(place.now + self.wait)

    def take(self, place: Place, step: str) -> None:
        """Take the transition in one transaction, or let the clock take it."""
        if self.clock:
            engine.due.sweep(place.engine, now=place.now, worker="test")
            return
        with place.living() as world:
            if self.by is not None:
                self.by(world)
            else:
                attempt(world, REF, step, **self.given)


def clock(stage: str, wait: timedelta) -> Way:
    return Way(stage, wait=wait, clock=True)


def _agree(world: World) -> None:
    engine.assessment.agree_score(
        world.session,
        REF,
        "federation_development",
        agreed=4,
        reason="We read it again.",
        actor=world.who("moderation_chair"),
        now=world.now,
    )


def _joint(world: World) -> None:
    """Every commissioner decides jointly with NHS England."""
    world.session.connection().execute(text("UPDATE commissioner SET delegation_level = 'joint'"))


def _signed_jointly(world: World) -> None:
    """The officer and NHS England sign, and nobody else."""
    for name in ("officer", "nhs_england"):
        world.step(REF, "issue_offer", name, reason="Because of what we know now.")


def _shrink(commissioner: str, period: str, pence: int) -> Callable[[World], object]:
    """Cut a key by a change notice, so that only part of a bid fits."""

    def play(world: World) -> None:
        engine.funds.adjust(
            world.session,
            BudgetKey(commissioner, period, FUND),
            source="WO 7.2",
            pence=pence,
            reason="Change notice 4",
            actor=world.who("finance"),
            now=world.now,
        )

    return play


def _apply_first_share(world: World) -> None:
    world.decide("pccc", 1, "05J", "approve")
    world.apply("pccc")


def _more_time(world: World) -> None:
    for person in ("officer", "finance"):
        engine.rounds.reopen_round(
            world.session,
            stages.ROUND,
            closes_at=world.now + WEEKS,
            evidence="Ticket 4711",
            reason="The service was down from 3:40 pm.",
            actor=world.who(person),
            now=world.now,
        )


MORE = {
    "kind": "value",
    "changes": [{"commissioner": "05T", "period": "2017/18", "before_pence": 3_000_000, "after_pence": 3_500_000}],
}
ANY_STATE = (
    "submitted",
    "queried",
    "in_assessment",
    "moderation",
    "scored",
    "recommended",
    "deferred",
    "on_reserve_list",
)
STATE_OF = {"queried": "clarification_requested"}


def _vary(**given: Any) -> Callable[[World], object]:
    return lambda world: attempt(world, REF, "request_variation", **given)


def _accept_report(world: World) -> None:
    attempt(world, REF, "accept_final_report")


WAYS: dict[tuple[int, str], Way] = {
    (0, "draft"): Way("draft"),
    (1, "draft"): Way("draft"),
    (2, "draft"): clock("recalled", 30 * DAY),
    (3, "draft"): clock("draft", 40 * DAY),
    (4, "submitted"): Way("draft", lambda world: attempt(world, REF, "submit")),
    (5, "submitted"): Way("submitted"),
    (5, "in_assessment"): Way("in_assessment"),
    (6, "submitted"): Way("submitted"),
    (7, "submitted"): Way("submitted"),
    (8, "submitted"): Way("submitted"),
    (9, "clarification_requested"): Way("queried"),
    (10, "clarification_requested"): Way("queried_later"),
    (11, "clarification_requested"): Way("queried"),
    (12, "clarification_requested"): Way("queried", wait=20 * DAY),
    (13, "clarification_requested"): Way("queried_later", wait=20 * DAY),
    (14, "clarification_requested"): Way("queried", wait=20 * DAY),
    (15, "in_assessment"): Way("seated"),
    (16, "in_assessment"): Way("in_assessment"),
    (17, "in_assessment"): Way("in_assessment", by=far_scores),
    (18, "in_assessment"): Way("in_assessment", by=close_scores),
    (19, "moderation"): Way("moderation", _agree),
    (20, "moderation"): Way("moderation"),
    (21, "scored"): Way("scored"),
    (22, "scored"): Way("scored"),
    (23, "scored"): Way("scored", by=stages.recommend),
    (24, "recommended"): Way("recommended"),
    (25, "recommended"): Way("recommended", by=stages.table),
    (26, "at_committee"): Way("at_committee", by=_apply_first_share),
    (27, "at_committee"): Way("at_committee", _apply_first_share),
    (28, "at_committee"): Way("at_committee", _apply_first_share),
    (29, "at_committee"): Way("at_committee", by=decide("approve")),
    (30, "at_committee"): Way("at_committee", by=decide({"05J": "reject", "05T": "approve"})),
    (31, "at_committee"): Way("at_committee", by=decide("reserve")),
    (32, "at_committee"): Way("at_committee", by=decide("defer", information="A rota.")),
    (33, "at_committee"): Way("at_committee", by=decide("reject")),
    (34, "on_reserve_list"): Way("on_reserve_list"),
    (35, "on_reserve_list"): Way("on_reserve_list", _shrink("05J", "2017/18", 5_000_000)),
    (36, "on_reserve_list"): clock("on_reserve_list", 60 * WEEKS),
    (37, "deferred"): Way("deferred"),
    (38, "deferred"): Way("deferred_quietly"),
    (39, "deferred"): clock("deferred", 5 * WEEKS),
    (40, "partially_approved"): Way("partially_approved"),
    (41, "partially_approved"): Way("partially_approved"),
    (42, "partially_approved"): clock("partially_approved", 5 * WEEKS),
    (43, "partially_approved"): Way("partially_approved"),
    (44, "approved"): Way("approved", _joint),
    (45, "approved"): Way("approved_smaller", _joint, by=_signed_jointly),
    (46, "approved"): Way("approved"),
    (47, "approved"): Way("approved_smaller"),
    (48, "approved"): Way("approved"),
    (49, "offer_issued"): Way("offer_issued"),
    (50, "offer_issued"): Way("offer_issued"),
    (51, "offer_issued"): Way("offer_issued"),
    (52, "offer_issued"): Way("offer_issued"),
    (53, "offer_issued"): Way("offer_issued"),
    (54, "offer_issued"): clock("offer_issued", 5 * WEEKS),
    (55, "offer_query"): Way("offer_query"),
    (56, "offer_query"): Way("offer_query"),
    (57, "offer_query"): Way("offer_query"),
    (58, "offer_query"): Way("offer_query"),
    (59, "offer_query"): clock("offer_query", 5 * WEEKS),
    (60, "rejected"): Way("rejected"),
    (60, "ineligible"): Way("ineligible"),
    (61, "rejected"): clock("rejected", 5 * WEEKS),
    (61, "ineligible"): clock("ineligible", 5 * WEEKS),
    (62, "ineligible"): Way("ineligible"),
    (63, "reconsideration"): Way("reconsidered"),
    (64, "reconsideration"): Way("reconsidered"),
    (65, "reconsideration"): Way("reconsidered_screening"),
    (66, "reconsideration"): Way("reconsidered"),
    (67, "reconsideration"): Way("reconsidered"),
    (68, "awarded"): Way("awarded", by=stages.start),
    (69, "awarded"): Way("awarded", wait=20 * WEEKS),
    (70, "awarded"): Way("awarded"),
    (70, "active"): Way("active"),
    (70, "suspended"): Way("suspended"),
    (71, "awarded"): Way("awarded"),
    (71, "active"): Way("active"),
    (72, "awarded"): Way("awarded"),
    (72, "active"): Way("active"),
    (72, "suspended"): Way("suspended"),
    (73, "awarded"): Way("awarded"),
    (73, "active"): Way("active"),
    (73, "under_review"): Way("under_review"),
    (73, "suspended"): Way("suspended"),
    (74, "active"): Way("active"),
    (75, "active"): clock("active", 97 * WEEKS),
    (76, "suspended"): clock("suspended", 97 * WEEKS),
    (77, "active"): Way("active"),
    (77, "final_report_due"): Way("final_report_due"),
    (78, "variation_requested"): Way("varied_before"),
    (79, "variation_requested"): Way("varied"),
    (80, "variation_requested"): Way("varied_suspended"),
    (81, "variation_requested"): Way("awarded", _vary(**MORE)),
    (82, "variation_requested"): Way("active", _vary(**MORE)),
    (83, "variation_requested"): Way("suspended", _vary(**MORE)),
    (84, "variation_requested"): Way("varied_before"),
    (85, "variation_requested"): Way("varied"),
    (86, "variation_requested"): Way("varied_suspended"),
    (87, "variation_requested"): Way("varied_before"),
    (88, "variation_requested"): Way("varied"),
    (89, "variation_requested"): Way("varied_suspended"),
    (90, "variation_requested"): Way("varied"),
    (91, "under_review"): Way("under_review"),
    (92, "under_review"): Way("under_review"),
    (93, "under_review"): Way("under_review"),
    (94, "under_review"): Way("under_review"),
    (95, "suspended"): Way("suspended_before"),
    (96, "suspended"): Way("suspended"),
    (97, "final_report_due"): Way("final_report_due"),
    (98, "final_report_due"): Way("final_report_due", wait=20 * WEEKS),
    (99, "completed"): Way("completed"),
    (100, "completed"): Way("completed", _accept_report),
    (101, "winding_up"): Way("winding_up"),
    **{(102, STATE_OF.get(stage, stage)): Way(stage) for stage in ANY_STATE},
    (103, "at_committee"): Way("at_committee", _apply_first_share),
    (104, "partially_approved"): Way("partially_approved"),
    (104, "approved"): Way("approved"),
    **{(105, STATE_OF.get(stage, stage)): Way(stage) for stage in ("draft", *ANY_STATE)},
    (106, "at_committee"): Way("at_committee", _apply_first_share),
    (107, "not_submitted"): Way("not_submitted", by=_more_time),
    (108, "completed"): Way("completed"),
    (109, "final_report_due"): Way("final_report_due_stopped"),
    (109, "completed"): Way("final_report_due_stopped", lambda world: attempt(world, REF, "submit_final_report")),
    (110, "at_committee"): Way("at_committee"),
}
"""By the step's place in the definition and the state that it leaves."""
