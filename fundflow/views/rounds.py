"""One round on one page: its bids by stage, what is late, stuck or failed, who assesses, and its money."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from fundflow import allocations, applications, ledger, people, scoring
from fundflow.applications import CaseRow, CaseTask, Round
from fundflow.calendar import working_days_between
from fundflow.clock import london_day
from fundflow.definitions import Pinned, State
from fundflow.engine import visibility
from fundflow.views import queries
from fundflow.views.health import Health, health

STUCK_AFTER = 10
"""Working days at one place after which a bid counts as stuck."""


@dataclass(frozen=True)
class Stage:
    """One place where bids of the round stand: how many, how many of them for long, and the longest of all."""

    name: str
    state: State
    bids: int
    stuck: tuple[CaseRow, ...]
    waits_for: tuple[str, ...]
    """Roles whose step is what comes next."""


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
    seats: Sequence[tuple[str, int, int]]
    money: Sequence[KeyOfRound]
    tasks: Sequence[CaseTask]
    refs: Mapping[int, str]
    """References of the round's bids by their numbers."""
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
    return RoundSheet(
        round=row,
        pinned=pinned,
        bids=len(cases),
        asked=sum(case.ask_pence for case in cases if case.submitted_at),
        stages=_stages(pinned, cases, now),
        failed=dict(sorted(found.failed.items())),
        seats=found.seats,
        money=_money(session, pinned, row.id or 0, found.asked),
        tasks=_tasks(session, row, refs),
        refs=refs,
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


def _stages(pinned: Pinned, cases: Sequence[CaseRow], now: datetime) -> list[Stage]:
    assert pinned.workflow is not None
    counts = Counter(case.state for case in cases)
    today = london_day(now)
    made = []
    for name, state in pinned.workflow.states.items():
        here = [case for case in cases if case.state == name]
        stuck = (
            [one for one in here if working_days_between(london_day(one.state_since), today) > STUCK_AFTER]
            if state.kind == "open"
            else []
        )
        if counts[name]:
            made.append(
                Stage(
                    name,
                    state,
                    counts[name],
                    tuple(sorted(stuck, key=lambda one: one.state_since)),
                    _waits(pinned, state),
                )
            )
    return made


def _waits(pinned: Pinned, state: State) -> tuple[str, ...]:
    """Who takes the first step that goes on from a state; the clock's own are not waited for."""
    workflow = pinned.workflow
    assert workflow is not None
    for step in workflow.steps_from(state.name):
        there = workflow.states[workflow.destination(step, state.name)]
        by = tuple(dict.fromkeys(role for role in (*step.signatures, *step.by) if role != "system"))
        if by and not workflow.goes_back(state, there):
            return by
    return ()


def _money(session: Session, pinned: Pinned, round_id: int, asked: Mapping[tuple[str, str], int]) -> list[KeyOfRound]:
    held = {(one.key.commissioner, one.key.period): one for one in ledger.positions(session, fund=pinned.fund.fund)}
    keys = sorted({*held, *asked})
    above = _above(session, round_id)
    return [
        KeyOfRound(
            *(body, period, asked.get((body, period), 0)),
            above=above.get((body, period), 0) if above is not None else None,
            held=held.get((body, period)),
        )
        for body, period in keys
    ]


def _above(session: Session, round_id: int) -> Counter[tuple[str, str]] | None:
    lists = scoring.rankings(session, round_id)
    if not lists:
        return None
    given: Counter[tuple[str, str]] = Counter()
    for outcome in scoring.outcomes(session, lists[-1]):
        given.update({test.key: test.given for test in outcome.keys})
    return given
