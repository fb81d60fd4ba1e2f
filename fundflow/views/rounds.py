"""One round on one page: its bids by stage, what is late, stuck or failed, who assesses, and its money."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from fundflow import allocations, applications, ledger, people, scoring
from fundflow.applications import CaseRow, CaseTask, Round
from fundflow.calendar import working_days_between
from fundflow.clock import london_day
from fundflow.definitions import Pinned, State, Workflow
from fundflow.engine import tasks, undersubscribed, visibility
from fundflow.views import queries
from fundflow.views.health import Health, health

STUCK_AFTER = 10
"""Working days at one place after which a bid counts as stuck."""
_OF_EACH = "\N{REPLACEMENT CHARACTER}"
"""Stands for the reference in a sentence that is said of several bids."""


@dataclass(frozen=True)
class Stage:
    """One place where bids of the round stand: how many, since when the first of them waits, and how many for long."""

    name: str
    state: State
    bids: int
    waits_for: tuple[str, ...]
    """Roles whose step is what comes next; nobody's where a bid has ended, or an award goes its way."""
    oldest: CaseRow | None
    stuck: int


@dataclass(frozen=True)
class ToDoOfRound:
    """One thing to do, or the same thing for several bids: in words, whose it is, by when, and for which bids."""

    said: str
    role: str
    due: datetime | None
    refs: tuple[str, ...]


@dataclass(frozen=True)
class KeyOfRound:
    """What the bids ask at one commissioner and year, beside what the fund holds there; pence."""

    commissioner: str
    period: str
    asked: int
    above: int | None
    """What the ranked list gives above its line; nothing while there is no list."""
    held: ledger.Balances | None


@dataclass(frozen=True)
class RoundSheet:
    """Everything on a round's page."""

    round: Round
    pinned: Pinned
    bids: int
    asked: int
    stages: Sequence[Stage]
    failed: Mapping[str, int]
    seats: Sequence[queries.Seats]
    money: Sequence[KeyOfRound]
    under: undersubscribed.UnderSubscribed | None
    """What the round would leave over, once it is closed."""
    tasks: Sequence[ToDoOfRound]
    differences: Sequence[allocations.Discrepancy]
    changes: Sequence[applications.RoundChange]
    waiting: Sequence[people.Proposal]
    days_left: int | None
    health: Health


def of_round(session: Session, ref: str, *, actor: people.Actor, now: datetime) -> RoundSheet:
    """One round as the office sees it.

    Raises:
        NotFound: there is none. Refused: its fund keeps to itself whom it helps, and this reader does not work on it.
    """
    row = applications.get_round(session, ref)
    visibility.must_count(row, actor=actor)
    pinned = applications.definitions(row)
    cases = applications.find_cases(session, round_ref=ref)
    refs = {case.id: case.ref for case in cases}
    found = queries.of_round(session, row.id or 0)
    positions = ledger.positions(session, fund=row.fund)
    undecided = undersubscribed.undecided(pinned, cases) if row.state == "closed" else []
    return RoundSheet(
        round=row,
        pinned=pinned,
        bids=len(cases),
        asked=sum(case.ask_pence for case in cases if case.submitted_at),
        stages=_stages(pinned, cases, now),
        failed=dict(sorted(found.failed.items())),
        seats=found.seats,
        money=_money(session, row.id or 0, positions, found.asked),
        under=undersubscribed.found(pinned, undecided, asked=found.asked, low=found.low, positions=positions)
        if undecided
        else None,
        tasks=list(_together(_tasks(session, row, refs), refs)),
        differences=allocations.blocking(session, fund=row.fund),
        changes=found.changes,
        waiting=people.proposals(session, subject=ref, state="open"),
        days_left=working_days_between(london_day(now), london_day(row.closes_at)) if now < row.closes_at else None,
        health=health(session, now=now),
    )


def _tasks(session: Session, row: Round, refs: Mapping[int, str]) -> list[CaseTask]:
    """What is to be done about the round, about one of its bids, or about the fund as a whole."""
    return [
        one
        for one in applications.tasks(session, fund=row.fund)
        if (one.application_id in refs if one.application_id is not None else one.round_id in (None, row.id))
    ]


def _together(found: Sequence[CaseTask], refs: Mapping[int, str]) -> Iterator[ToDoOfRound]:
    """Tasks in the order of their days, those that say the same of several bids as one."""
    same: dict[tuple[str, str, datetime | None], list[CaseTask]] = {}
    for one in sorted(found, key=lambda task: (task.due_at is None, task.due_at.timestamp() if task.due_at else 0)):
        ref = refs.get(one.application_id or 0)
        same.setdefault((one.text.replace(ref, _OF_EACH) if ref else one.text, one.role, one.due_at), []).append(one)
    for (said, role, due), each in same.items():
        mine = tuple(refs[one.application_id] for one in each if one.application_id and one.application_id in refs)
        many = len(each) > 1 and _OF_EACH in said
        yield ToDoOfRound(said.replace(_OF_EACH, f"{len(each)} bids") if many else each[0].text, role, due, mine)


def _stages(pinned: Pinned, cases: Sequence[CaseRow], now: datetime) -> list[Stage]:
    assert pinned.workflow is not None
    today = london_day(now)
    made = []
    for name, state in pinned.workflow.states.items():
        here = sorted((case for case in cases if case.state == name), key=lambda one: one.state_since)
        waits = _waits(pinned.workflow, state)
        long = [one for one in here if working_days_between(london_day(one.state_since), today) > STUCK_AFTER]
        if here:
            made.append(Stage(name, state, len(here), waits, here[0] if waits else None, len(long) if waits else 0))
    return made


def _waits(workflow: Workflow, state: State) -> tuple[str, ...]:
    """Who takes the step that a case waits for."""
    if state.assessing:
        return ("assessor",)
    steps = tasks.awaits(workflow, state.name)[:1]
    return tuple(dict.fromkeys(role for step in steps for role in (*step.signatures, *step.by)))


def _money(
    session: Session,
    round_id: int,
    positions: Sequence[ledger.Balances],
    asked: Mapping[int, Mapping[tuple[str, str], int]],
) -> list[KeyOfRound]:
    held = {(one.key.commissioner, one.key.period): one for one in positions}
    wanted = undersubscribed.together(asked.values())
    above = _above(session, round_id)
    return [
        KeyOfRound(
            *(body, period, wanted[body, period]),
            above=above.get((body, period), 0) if above is not None else None,
            held=held.get((body, period)),
        )
        for body, period in sorted({*held, *wanted})
    ]


def _above(session: Session, round_id: int) -> Counter[tuple[str, str]] | None:
    lists = scoring.rankings(session, round_id)
    if not lists:
        return None
    given: Counter[tuple[str, str]] = Counter()
    for outcome in scoring.outcomes(session, lists[-1]):
        given.update({test.key: test.given for test in outcome.keys})
    return given
