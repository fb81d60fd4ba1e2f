"""What the plays are answered with when a rule says no: the words keep the guidelines, and the page shows them."""

import pytest

from fundflow.rehearsal import Played, pages
from tests.plays import NAMES, Plays
from tests.wording import faults


@pytest.mark.parametrize("name", NAMES)
def test_every_refusal_of_a_play_keeps_the_guidelines(plays: Plays, name: str):
    wrong = {
        f"{one.file.name}:{one.line} {refusal.guard}: {refusal.reason}": found
        for one in plays.of(name).record.refused
        for refusal in one.refusals
        if (found := list(faults(refusal.reason, guard=refusal.guard)))
    }
    assert wrong == {}


def shown(plays: Plays) -> list[Played]:
    return [one for one in plays.of("twenty-five-refusals").record.refused if one.edge]


def test_twenty_five_situations_are_shown_each_with_its_number(plays: Plays):
    edges = [one.edge.split(".")[0] for one in shown(plays)]
    assert len(edges) == len(set(edges)) == 25
    assert all(number.isdecimal() for number in edges)


def test_the_page_has_the_exact_words(plays: Plays):
    records = [plays.of("twenty-five-refusals").record]
    page = pages(plays.library, records)["refusals.md"]
    for one in shown(plays):
        assert f"## {one.edge}" in page
        assert all(refusal.reason in page for refusal in one.refusals)


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("Refused: within_allocation. Insufficient uncommitted funds (263641.00).", "begins with"),
        ("You cannot submit yet. Ask the lead.", "no figure and no name"),
        ("TF-17-0001 is at offer_issued. Ask Jo Ash.", "the code word 'offer_issued'"),
        ("TF-17-0001 was not sent. Nothing has changed.", "no way out"),
        ("TF-17-0001 waits for the CCG. Ask Jo Ash.", "hard-coded"),
        ("TF-17-0001 " + "really " * 46 + "waits. Ask Jo Ash.", "words before the way out"),
    ],
)
def test_the_rules_of_words_see_what_is_wrong(said: str, wrong: str):
    assert any(wrong in one for one in faults(said)), list(faults(said))
