"""Where one bid's life can be joined: each stage is played once on SQLite, kept as a file, and copied for every test."""

import pickle
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text
from sqlmodel import Session

from fundflow import awards, database, engine
from fundflow.applications import CostLine
from tests.plays import alone
from tests.schema import build
from tests.stories.world import COVER, START, World

REF = "TF-17-0001"
ROUND = "worcestershire-transformation-2017-1"
LINES = (
    CostLine("2017/18", "backfill", "GP time in the north", 6_000_000, commissioner="05J"),
    CostLine("2018/19", "evaluation", "What came of it", 1_000_000, commissioner="05J"),
    CostLine("2017/18", "training", "Nurses of the south", 3_000_000, commissioner="05T"),
)
GIVEN: Mapping[str, Mapping[str, Any]] = {
    "submit": {"interests": "none"},
    "query": {"questions": ["What is the baseline?"]},
    "screen_ineligible": {"gates": "E4", "judged": "E4"},
    "rule_ineligible": {"gates": "E4", "judged": "E4"},
    "find_ineligible": {"gates": "E4", "judged": "E4"},
    "redirect": {"consent": "The manager of Alder Practice, 14 May 2017"},
    "respond": {"answers": {"1": "42 a week."}},
    "reassign_assessor": {"assessor": "gp_far", "replacement": "nurse"},
    "void_score": {"assessor": "gp_far"},
    "reopen_scoring": {"assessor": "gp_far"},
    "recommend": {"recommendation": "approve", "reasons": "It fits the fund.", "meeting": "group"},
    "table": {"meeting": "pccc", "cover_sheet": COVER},
    "record_share_decision": {"commissioner": "05J"},
    "decide_by_delegation": {
        "commissioner": "05J",
        "outcome": "approve_less",
        "authority": "Scheme of delegation 4.2",
        "amounts": [{"period": "2017/18", "pence": 150_000}],
        "cut_lines": "All but the first month",
    },
    "promote": {"resolution": "PCCC-2017-06/9"},
    "answer": {"answer": "Here is what the committee asked for."},
    "confirm_viable": {"scope": "Two hubs instead of three."},
    "request_reconsideration": {"grounds": "process_error"},
    "submit_final_report": {"report": "Done: 42 clinics."},
    "approve": {"minute": "PCCC-2018-02/3"},
    "terminate": {"minute": "PCCC-2018-02/4", "cause": "not_delivered"},
    "cancel_round": {"minute": "PCCC-2018-02/5"},
    "close": {"assets": "none", "outcomes_recorded": "yes"},
    "amend_offer": {"amounts": [{"commissioner": "05J", "period": "2017/18", "pence": 5_000_000}]},
}
"""What a person types with a step; everything else is a reason in words."""

PEOPLE: Mapping[str, tuple[str, ...]] = {
    "officer": ("officer", "officer2"),
    "finance": ("finance", "finance2"),
    "applicant": ("writer.fednw",),
    "signatory": ("partner.fednw",),
    "reconsideration_panel": ("panel1", "panel2"),
}


def attempt(world: World, ref: str, step: str, **given: Any) -> engine.Taken:
    """Take a step by whoever may, with what it asks for and every signature that it needs."""
    case = engine.open_case(world.session, ref, actor=world.who("system"), now=world.now)
    offered = [one for one in case.workflow.steps_from(case.application.state) if one.step == step]
    if not offered:
        return world.step(ref, step, "officer")
    needed = max((one.signatures for one in offered), key=len) or offered[0].by[:1]
    free = {role: list(PEOPLE.get(role, (role,))) for role in needed}
    values = {**GIVEN.get(step, {}), **given}
    if step in ("request_variation", "reduce") and not given:
        values = a_little_less(world, case)
    for role in needed:
        taken = world.step(ref, step, free[role].pop(0), reason="Because of what we know now.", **values)
        if not taken.waiting_for:
            break
    return taken


def a_little_less(world: World, case: engine.Case) -> dict[str, Any]:
    """A change that an officer may agree: £500 less in the first year of the first commissioner that gives that much."""
    for commissioner, row in sorted(awards.award_amounts(world.session, case.award_id).items()):
        for period, held in sorted(row.items()):
            if held >= 50_000:
                cut = {"before_pence": held, "after_pence": held - 50_000}
                return {"kind": "budget", "changes": [{"commissioner": commissioner, "period": period, **cut}]}
    return {"kind": "remedy", "details": {"remedy": "A new plan"}}


@dataclass(frozen=True)
class Stage:
    """A point in a life: after another one, by some verbs, after a wait (then due work is swept first)."""

    after: str
    play: Callable[[World], object]
    wait: timedelta = timedelta(0)


def _step(name: str, **given: Any) -> Callable[[World], object]:
    return lambda world: attempt(world, REF, name, **given)


def begin(world: World, title: str = "Hubs") -> str:
    """A bid for parts of two commissioners' money that can go ahead in part."""
    return world.bid(
        ROUND,
        title=title,
        partners=("Z10001", "Z10002", "Z10003"),
        lines=tuple(replace(line, description=f"{line.description}, {title}") for line in LINES),
        severable=True,
        minimum_viable_pence=2_000_000,
    )


def _bid(world: World) -> None:
    world.payee("FEDNW")
    assert world.open_round() == ROUND
    assert begin(world) == REF


def rank(world: World) -> None:
    engine.assessment.rank(world.session, ROUND, actor=world.who("officer"), now=world.now, freeze=True)


def recommend(world: World, meeting: str = "group", ref: str = REF) -> None:
    rank(world)
    world.group_meeting(meeting, ref)
    attempt(world, ref, "recommend", meeting=meeting)


def table(world: World, meeting: str = "pccc", ref: str = REF) -> None:
    world.committee(meeting, ref, bodies=("05J", "05T"))


def decide(
    outcomes: Mapping[str, str] | str, meeting: str = "pccc", **more: Any
) -> Callable[[World], list[engine.Taken]]:
    """Both committees vote, decide and have their decisions applied."""

    def play(world: World) -> list[engine.Taken]:
        given = {"05J": outcomes, "05T": outcomes} if isinstance(outcomes, str) else outcomes
        for body, outcome in given.items():
            world.decide(meeting, 1, body, outcome, reason="Because of the evidence.", **more)
        return world.apply(meeting)

    return play


def start(world: World, ref: str = REF) -> None:
    for condition in world.open_precedents(ref):
        world.meet(ref, condition)
    attempt(world, ref, "satisfy_precedents")


def close_scores(world: World, ref: str = REF) -> None:
    world.score(ref, {"gp_far": (4, 3, 5, 2, 4, 3), "accountant": (4, 3, 5, 2, 4, 3)})


def far_scores(world: World, ref: str = REF) -> None:
    world.score(ref, {"gp_far": (4, 3, 5, 2, 4, 3), "accountant": (4, 3, 2, 2, 4, 3)})


DAY = timedelta(days=1)
WEEKS = timedelta(weeks=1)

STAGES: Mapping[str, Stage] = {
    "draft": Stage("", lambda world: _bid(world.settle())),
    "submitted": Stage("draft", _step("submit"), 30 * DAY),
    "not_submitted": Stage("draft", lambda world: None, 40 * DAY),
    "recalled": Stage("submitted", _step("recall_for_edit")),
    "queried": Stage("submitted", _step("query"), 10 * DAY),
    "in_assessment": Stage("submitted", _step("accept_eligible"), 14 * DAY),
    "queried_later": Stage("in_assessment", _step("query")),
    "seated": Stage(
        "in_assessment",
        lambda world: engine.assessment.assign(
            world.session, REF, "gp_far", clinical=True, actor=world.who("officer"), now=world.now
        ),
    ),
    "moderation": Stage("in_assessment", far_scores),
    "scored": Stage("in_assessment", close_scores),
    "recommended": Stage("scored", recommend, 14 * DAY),
    "at_committee": Stage("recommended", table, 14 * DAY),
    "approved": Stage("at_committee", decide("approve")),
    "partially_approved": Stage("at_committee", decide({"05J": "reject", "05T": "approve"})),
    "on_reserve_list": Stage("at_committee", decide("reserve")),
    "deferred": Stage("at_committee", decide("defer", information="A rota.")),
    "deferred_quietly": Stage("at_committee", decide("defer")),
    "rejected": Stage("at_committee", decide("reject")),
    "ineligible": Stage("submitted", _step("screen_ineligible")),
    "approved_smaller": Stage("partially_approved", _step("confirm_viable")),
    "offer_issued": Stage("approved", _step("issue_offer"), 2 * DAY),
    "offer_query": Stage("offer_issued", _step("qualified_acceptance")),
    "reconsidered_screening": Stage("ineligible", _step("request_reconsideration")),
    "reconsidered": Stage("rejected", _step("request_reconsideration")),
    "awarded": Stage("offer_issued", _step("accept"), 2 * DAY),
    "active": Stage("awarded", start),
    "varied_before": Stage("awarded", _step("request_variation")),
    "varied": Stage("active", _step("request_variation")),
    "suspended_before": Stage("awarded", _step("suspend")),
    "suspended": Stage("active", _step("suspend")),
    "varied_suspended": Stage("suspended", _step("request_variation")),
    "under_review": Stage("active", _step("trigger_review")),
    "final_report_due": Stage("active", lambda world: None, 97 * WEEKS),
    "final_report_due_stopped": Stage("suspended", lambda world: None, 97 * WEEKS),
    "completed": Stage("active", _step("submit_final_report")),
    "winding_up": Stage("active", _step("terminate")),
}


@dataclass(frozen=True)
class Place:
    """One county's database at a stage, and its clock."""

    engine: Engine
    now: datetime
    ref: str = REF

    def world(self, session: Session) -> World:
        return World(session, self.now)

    @contextmanager
    def living(self) -> Iterator[World]:
        """The world in one writing transaction."""
        with database.writing(self.engine) as session:
            yield self.world(session)

    def put_into(self, session: Session, state: str) -> None:
        """Stand the bid in a state by hand, past every rule."""
        session.connection().execute(text("UPDATE application SET state = :state"), {"state": state})
        session.expire_all()

    def at(self, now: datetime) -> "Place":
        return Place(self.engine, now, self.ref)


@dataclass
class Counties:
    """Builds stages, each from the file of the one before, once however many processes share the folder."""

    folder: Path
    built: dict[str, tuple[Path, datetime]] = field(default_factory=dict)

    def file(self, stage: str) -> tuple[Path, datetime]:
        if stage not in self.built:
            kept = self.folder / f"{stage}.pickle"
            with alone(self.folder / f"{stage}.lock"):
                if not kept.exists():
                    kept.write_bytes(pickle.dumps(self._build(stage)))
            self.built[stage] = pickle.loads(kept.read_bytes())
        return self.built[stage]

    def _build(self, stage: str) -> tuple[Path, datetime]:
        path = self.folder / f"{stage}.db"
        now = self._copied(STAGES[stage].after, path)
        connected = database.connect(f"sqlite:///{path}")
        if not STAGES[stage].after:
            build(connected)
        now = played(connected, stage, now)
        connected.dispose()
        return path, now

    def _copied(self, stage: str, path: Path) -> datetime:
        if not stage:
            return START
        source, now = self.file(stage)
        shutil.copyfile(source, path)
        return now


def played(connected: Engine, stage: str, now: datetime) -> datetime:
    """Play one stage's own part; the moment at which it ends."""
    then = now + STAGES[stage].wait
    if STAGES[stage].wait:
        engine.due.sweep(connected, now=then, worker="test")
    with database.writing(connected) as session:
        STAGES[stage].play(World(session, then))
    return then


def played_whole(connected: Engine, stage: str) -> datetime:
    """Play a stage with all before it on an empty database of any kind."""
    now = played_whole(connected, STAGES[stage].after) if STAGES[stage].after else START
    return played(connected, stage, now)
