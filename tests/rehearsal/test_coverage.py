"""What the scenarios play is read from what their plays leave behind; here it is compared with the machines."""

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from fundflow import rehearsal
from fundflow.rehearsal import Way, covered
from fundflow.rehearsal.coverage import BEYOND
from tests.plays import Plays

PAGES = Path(__file__).parents[2] / "docs" / "reference"


def test_every_machine_has_its_ways(library):
    ways = rehearsal.ways(library)
    assert len(ways) == len(set(ways))
    for one in (
        Way("competed-grant", "start", "create", "draft"),
        Way("competed-grant", "at_committee", "decide", "rejected"),
        Way("competed-grant", "at_committee", "record_share_decision", "at_committee"),
        Way("claim", "paid", "bounced", "approved"),
        Way("recovery", "notice_given", "agree", "demanded"),
        Way("share_of_joint_bid", "approved", "void_vote", "pending"),
    ):
        assert one in ways


def test_a_way_names_the_first_line_of_each_scenario(library):
    way = Way("claim", "draft", "discard", "cancelled")
    rows = covered(library, [(way, "one", 7), (way, "one", 9), (way, "two", 3), (Way("x", "a", "b", "c"), "one", 1)])
    assert {row.way: row.played for row in rows if row.played} == {way: {"one": 7, "two": 3}}


def test_what_a_play_took_is_seen_with_its_file_and_line(plays: Plays):
    kept = plays.of("worcestershire-2017")
    seen = {(one.way.machine, one.way.step): one for one in kept.record.seen}
    for machine, step in (
        ("competed-grant", "create"),
        ("competed-grant", "recall_for_edit"),
        ("competed-grant", "round_closes"),
        ("claim", "payment_failed"),
        ("recovery", "receive"),
        ("share_of_joint_bid", "parent_final"),
    ):
        one = seen[machine, step]
        written = one.file.read_text(encoding="utf-8").splitlines()
        assert written[one.line - 1].startswith("- "), one


def test_a_refused_action_leaves_no_way_and_keeps_its_words(plays: Plays):
    kept = plays.of("worcestershire-2017")
    assert all(one.refusals for one in kept.record.refused)
    refused = {(one.file, one.line) for one in kept.record.refused}
    assert not refused & {(one.file, one.line) for one in kept.record.seen}
    assert len(kept.record.refused) == sum(1 for one in kept.lines if one.said.startswith("refused as expected"))


UNPLAYED = {Way("competed-grant", "completed", "resume", "completed")}
"""What no scenario plays yet; whatever plays one of these takes it off this list."""


def test_every_way_of_every_machine_is_played_but_for_those_named(plays: Plays, library):
    rows = covered(library, rehearsal.all_seen(kept.record for kept in plays.all()))
    assert {row.way for row in rows if not row.played} == UNPLAYED


@pytest.mark.parametrize("drawn", ["competed_grant", "claim", "recovery", "share_of_joint_bid", "targeted_support"])
def test_every_way_of_the_design_is_in_the_product_and_what_is_added_is_named(shared_data: Path, library, drawn: str):
    design = YAML(typ="safe").load(shared_data.parent / "lifecycles.yaml")[drawn]
    machine = drawn.replace("_", "-") if drawn.replace("_", "-") in library.workflows else drawn
    paper = {Way(machine, before, step, after) for before, step, after, *_ in design["transitions"]}
    product = {way for way in rehearsal.ways(library) if way.machine == machine}
    assert paper - product == set()
    assert product - paper == {way for way in BEYOND if way.machine == machine}


def test_the_pages_show_what_the_plays_left(plays: Plays, library):
    made = rehearsal.pages(library, [kept.record for kept in plays.all()])
    stale = [name for name, text in made.items() if (PAGES / name).read_text(encoding="utf-8") != text]
    assert stale == [], "run 'make docs'"
