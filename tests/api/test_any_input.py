"""Anything that the description allows, and much that it does not, as programs might send it (schemathesis)."""

import random
import shutil
from collections.abc import Iterator

import pytest
import schemathesis
from schemathesis.config import GenerationConfig
from schemathesis.engine import events, from_schema

from fundflow import api, database
from tests.api.conftest import Served, serve
from tests.stories.stages import REF, ROUND, Place
from tests.stories.world import FUND

CHECKS = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance")
PHASES = ("examples", "coverage", "fuzzing")
REAL = {"ref": REF, "round": ROUND, "fund": FUND}


@pytest.fixture
def at(counties, tmp_path) -> Iterator[Served]:
    source, now = counties.file("active")
    shutil.copyfile(source, tmp_path / "any.db")
    made = serve(Place(database.connect(f"sqlite:///{tmp_path / 'any.db'}"), now))
    yield made
    made.engine.dispose()


def faults(at: Served, who: str, parameters: dict[str, str], most: int, phases: tuple[str, ...] = PHASES) -> list[str]:
    """What schemathesis finds wrong, each with what was sent."""
    random.seed(0)
    schema = schemathesis.openapi.from_asgi(f"{api.PREFIX}/openapi.json", at.app)
    schema.config.update(headers={"Authorization": f"Bearer {at.token(who)}"}, parameters=parameters, workers=1)
    schema.config.generation = GenerationConfig(deterministic=True, max_examples=most, database="none")
    schema.config.phases.update(phases=list(phases))
    schema.config.checks.update(included_check_names=list(CHECKS))
    found: dict[str, None] = {}
    for event in from_schema(schema).execute():
        # most texts that the generator thinks of fit in no address: it stops there, which says nothing about the API
        if isinstance(event, events.NonFatalError) and event.info.title != "Failed Health Check":
            found[f"{event.label}: {event.info.title}: {event.info.message}"] = None
        if isinstance(event, events.ScenarioFinished):
            for checks in event.recorder.checks.values():
                for one in checks:
                    if one.failure_info is not None:
                        found[f"{event.recorder.label}: {one.name}: {one.failure_info.failure}"] = None
    return list(found)


def test_nothing_that_is_sent_brings_a_server_error_or_an_answer_that_is_not_described(at):
    assert faults(at, "officer", REAL, most=1, phases=("fuzzing",)) == []


@pytest.mark.slow
@pytest.mark.parametrize("who", ["officer", "finance", "writer.fednw", "gp_far"])
@pytest.mark.parametrize("parameters", [{}, REAL], ids=["names that are made up", "names that are real"])
def test_nothing_at_all_that_is_sent_brings_one(who, parameters, at):
    assert faults(at, who, parameters, most=10) == []
