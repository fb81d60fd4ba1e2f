"""Every transition of the competed grant is taken through the engine's verbs, and so is, or is refused, what follows."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from fundflow import applications, audit, awards, database, engine, ledger, payments
from fundflow.engine import step as taking
from fundflow.errors import Refused
from tests.stories import stages
from tests.stories.stages import REF, Place, attempt, played_whole
from tests.stories.ways import WAYS
from tests.stories.world import World, library

WORKFLOW = library().workflow("competed-grant")
EVERY = [(number, state) for number, step in enumerate(WORKFLOW.steps) for state in step.from_]
SAMPLE = [(8, "submitted"), (26, "at_committee"), (48, "approved"), (49, "offer_issued"), (55, "offer_query")]


def named(transition: tuple[int, str]) -> str:
    number, state = transition
    step = WORKFLOW.steps[number]
    return f"{number}-{step.step}-{state}-{step.to}"


def test_there_is_a_way_for_every_transition_and_for_nothing_else():
    missing = [named(one) for one in EVERY if one not in WAYS]
    unknown = sorted(set(WAYS) - set(EVERY))
    assert (missing, unknown) == ([], [])


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, str, str]]:
    """Every step that is executed: its place in the definition, where the case stood, where it stands."""
    found: list[tuple[int, str, str]] = []
    real = taking._execute

    def spied(case, chosen, stood):
        real(case, chosen, stood)
        found.append((case.workflow.steps.index(chosen), stood, case.application.state))

    monkeypatch.setattr(taking, "_execute", spied)
    return found


@pytest.mark.parametrize("transition", EVERY, ids=named)
def test_a_transition_is_taken_and_every_step_after_it_is_taken_or_refused_as_declared(transition, county, taken):
    place = WAYS[transition].prepare(county(WAYS[transition].stage))
    _taken(place, transition, taken)
    wrong = []
    with pytest.raises(UndoneError), database.writing(place.engine) as session:
        world = place.world(session)
        state = applications.get(session, REF).state
        for step in dict.fromkeys(one.step for one in WORKFLOW.steps_from(state)):
            with undone(world):
                wrong += tried(world, state, step)
        raise UndoneError
    assert wrong == []


class UndoneError(Exception):
    """Leaves a transaction without a trace."""


@contextmanager
def undone(world: World) -> Iterator[None]:
    """Whatever happens inside is taken back."""
    point = world.session.begin_nested()
    try:
        yield
    finally:
        point.rollback()
        world.session.expire_all()


BEHIND = {"lapse": {"offer_expired"}}
"""Reasons that a domain gives for a step of the clock, which the definition therefore leaves unguarded."""


def tried(world: World, state: str, step: str) -> list[str]:
    """What is wrong with how a step was answered: it may lead to a declared state, or be refused as declared."""
    offers = [one for one in WORKFLOW.steps_from(state) if one.step == step]
    declared = {call.name for one in offers for call in (*one.when, *one.guards)} | BEHIND.get(step, set())
    try:
        match step:
            case "recommend":
                stages.recommend(world, "group-after")
            case "table":
                stages.table(world, "pccc-after")
            case _:
                attempt(world, REF, step)
    except Refused as refused:
        told = {one.guard for one in refused.refusals}
        return [] if told <= declared else [f"{step}: refused by {told - declared}: {refused}"]
    ended = applications.get(world.session, REF).state
    return [] if ended in {state if one.to == "same" else one.to for one in offers} else [f"{step}: led to {ended}"]


@pytest.mark.postgres
@pytest.mark.parametrize("transition", SAMPLE, ids=named)
def test_a_transition_is_taken_on_postgresql(transition, postgres_engine, taken):
    place = Place(postgres_engine, played_whole(postgres_engine, WAYS[transition].stage))
    _taken(WAYS[transition].prepare(place), transition, taken)


def _taken(place, transition, taken):
    number, state = transition
    step = WORKFLOW.steps[number]
    del taken[:]
    WAYS[transition].take(place, step.step)
    assert (number, state, state if step.to == "same" else step.to) in taken, taken
    sound(place)


def sound(place: Place) -> None:
    """What holds after every step: balances, record, and the award's instalments equal to what is committed."""
    with database.reading(place.engine) as session:
        assert ledger.check(session) == []
        assert audit.verify(session) == []
        world = place.world(session)
        case = engine.open_case(session, REF, actor=world.who("system"), now=place.now)
        holds = case.workflow.states[case.application.state].holds
        reserved, committed = (sum(getattr(one, name) for one in case.holdings) for name in ("reserved", "committed"))
        assert not (holds == "nothing" and reserved), case.application.state
        assert not (holds != "committed" and committed and case.workflow.states[case.application.state].kind == "open")
        if awards.find_award(session, case.id) is not None:
            held = {(one.key.commissioner, one.key.period): one.committed for one in case.holdings if one.committed}
            planned = payments.scheduled(session, case.id)
            assert {key: pence for key, pence in planned.items() if pence} == held
