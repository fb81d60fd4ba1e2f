"""Everything that was scored of a bid can be read again: who, when, what it was before, and why it no longer counts."""

from collections.abc import Callable

import pytest

from fundflow import engine
from fundflow.errors import Refused
from tests.stories.stages import Place, attempt, close_scores
from tests.stories.world import World

REF = "TF-17-0001"


def said(world: World) -> list[engine.rescored.ScoreEvent]:
    return engine.rescored.history(world.session, REF, actor=world.who("officer"), now=world.now)


def test_locked_scores_are_told_and_void_ones_stay(county: Callable[[str], Place]) -> None:
    with county("in_assessment").living() as world:
        close_scores(world)
        before = said(world)
        assert [one.what for one in before].count("locked") == 12
        assert before[-1].what == "result"
        attempt(world, REF, "reopen_scoring", assessor="gp_far")
        after = said(world)
        assert [one.what for one in after].count("locked") == 6, "the one that is open again is sealed"
        assert any(one.what == "result superseded" and one.why for one in after)
        assert after == sorted(after, key=lambda one: one.at)


def test_scores_that_are_not_locked_are_sealed_and_every_score_is_not_for_an_assessor(
    county: Callable[[str], Place],
) -> None:
    with county("seated").living() as world:
        assert {one.what for one in said(world)} == {"seat given"}
        with pytest.raises(Refused, match="Reading every score"):
            engine.rescored.history(world.session, REF, actor=world.who("gp_far"), now=world.now)
