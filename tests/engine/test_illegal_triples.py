"""Every (state, step, role) that the definition does not hold is refused, in memory and through the engine."""

from dataclasses import dataclass, field

import pytest
from sqlalchemy import text

from fundflow import database, engine
from fundflow.definitions import Step, Workflow
from fundflow.engine import machine
from fundflow.errors import Refusal, Refused
from fundflow.people import ROLES, Actor, Role
from tests.stories.world import library

WORKFLOW = library().workflow("competed-grant")
STEPS = sorted({step.step for step in WORKFLOW.steps})
UNGUARDED = WORKFLOW.model_copy(
    update={"steps": tuple(one.model_copy(update={"when": (), "guards": ()}) for one in WORKFLOW.steps)}
)


def legal(workflow: Workflow) -> dict[tuple[str, str], set[str]]:
    """Who may take (or sign) each step from each state, read from the definition by hand."""
    found: dict[tuple[str, str], set[str]] = {}
    for step in workflow.steps:
        for state in step.from_:
            found.setdefault((state, step.step), set()).update(step.by, step.signatures)
    return found


LEGAL = legal(WORKFLOW)


@dataclass
class Paper:
    """A case on paper: what the machine must know of one, and nothing else."""

    state: str
    workflow: Workflow
    ref: str = "TF-17-0001"
    lead: str = "FEDNW"
    leads: frozenset[str] = frozenset()
    fund_id: str = "worcestershire-transformation"
    chosen: Step | None = None
    refusals: list[Refusal] = field(default_factory=list)


def holder_of(role: str, *, fund: str | None = None, organisation: str | None = None) -> Actor:
    return Actor(1, role, role.title(), None, "", (Role(role, fund=fund, organisation=organisation),))


@pytest.mark.parametrize("name", library().workflows)
def test_every_illegal_triple_is_refused_by_the_machine_and_moves_nothing(name: str):
    workflow = library().workflow(name)
    lawful = legal(workflow)
    steps = sorted({step.step for step in workflow.steps})
    refused = 0
    for state in workflow.states:
        for step in steps:
            for role in ROLES:
                if role in lawful.get((state, step), ()):
                    continue
                case = Paper(state, workflow)
                with pytest.raises(Refused) as told:
                    machine.take(case, step, actor=holder_of(role))
                expected = "may_act" if (state, step) in lawful else "step_open"
                assert [one.guard for one in told.value.refusals] == [expected], (state, step, role)
                assert case.state == state, (state, step, role)
                assert "othing has changed" in str(told.value), told.value
                refused += 1
    triples = len(workflow.states) * len(steps) * len(ROLES)
    assert refused == triples - sum(len(roles & {*ROLES}) for roles in lawful.values())
    assert refused > 15_000


def test_every_legal_triple_reaches_the_first_alternative_when_no_guard_speaks():
    for (state, name), roles in LEGAL.items():
        first = next(step for step in UNGUARDED.steps_from(state) if step.step == name)
        for role in roles:
            case = Paper(state, UNGUARDED)
            assert machine.take(case, name, actor=holder_of(role)) is first
            assert case.state == (state if first.to == "same" else first.to), (state, name, role)


def test_a_role_for_another_fund_or_another_organisation_is_no_role_here():
    for (state, name), roles in LEGAL.items():
        for role in roles - {"system"}:
            own = role in machine.ORGANISATIONS_OWN
            stranger = holder_of(role, organisation="FEDSW") if own else holder_of(role, fund="worcestershire-ettf")
            with pytest.raises(Refused) as told:
                machine.take(Paper(state, WORKFLOW), name, actor=stranger)
            assert told.value.refusals[0].guard == "may_act", (state, name, role)


def test_an_unknown_step_is_refused_with_the_steps_that_there_are():
    with pytest.raises(Refused) as told:
        machine.take(Paper("draft", WORKFLOW), "sumbit", actor=holder_of("signatory"))
    assert told.value.refusals[0].guard == "step_open"
    assert "submit" in str(told.value)


def test_every_illegal_step_of_every_state_is_refused_by_the_engine_and_writes_nothing(county):
    place = county("draft")
    tables = ("entry", "posting", "audit_event", "letter", "signature", "due", "case_task")
    with database.writing(place.engine) as session:
        world = place.world(session)
        everybody = Actor(
            world.who("officer").id, "everybody", "Every Body", None, "", tuple(Role(role) for role in ROLES)
        )

        def written() -> list[tuple[object, ...]]:
            session.flush()
            counts = [
                tuple(session.connection().execute(text(f"SELECT count(*) FROM {name}")).one()) for name in tables
            ]
            rows = session.connection().execute(
                text("SELECT state, version, origins, deadlines, facts FROM application")
            )
            return [*counts, *(tuple(row) for row in rows)]

        for state in WORKFLOW.states:
            place.put_into(session, state)
            before = written()
            for step in STEPS:
                roles = LEGAL.get((state, step), set())
                outsiders = tuple(Role(role) for role in ROLES if role not in roles)
                actor = everybody if not roles else Actor(everybody.id, "nobody", "No Body", None, "", outsiders)
                with pytest.raises(Refused) as told:
                    engine.take_step(session, place.ref, step, actor=actor, now=place.now, reason="try")
                assert [one.guard for one in told.value.refusals] == ["may_act" if roles else "step_open"], (
                    state,
                    step,
                )
                assert not session.new, (state, step)
                assert not session.dirty, (state, step)
            assert written() == before, state
