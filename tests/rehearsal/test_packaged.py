"""Every scenario that comes with the product is played to its end, and leaves a sound ledger and a sound trail."""

import pytest

from fundflow.rehearsal import load, packaged
from tests.plays import NAMES, Plays


@pytest.mark.parametrize("name", NAMES)
def test_a_packaged_scenario_comes_true(plays: Plays, name: str):
    kept = plays.of(name)
    assert kept.record.faults == ()
    assert kept.lines


@pytest.mark.parametrize("name", NAMES)
def test_a_packaged_scenario_says_what_it_shows(name: str):
    scenario = load(packaged.find(name))
    assert scenario.title
    assert len(scenario.shows) > 80, scenario.shows
