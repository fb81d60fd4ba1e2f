"""A scenario that cannot be read or does not come true stops at its line; what came before stays, nothing of it does."""

import sqlite3

import pytest

from tests.cli.conftest import Terminal
from tests.refusals.conftest import Refuses

HEAD = "scenario: A test\nactions:\n- at: 2017-04-03 09:00\n"
MONEY = (
    '- import: allocations\n  rows: [{fund: worcestershire-transformation, commissioner: "05J", period: 2017/18, '
    'amount: "£263,641", recurrence: non-recurrent}]\n'
)
FINANCE = '- expect: {report: finance, where: {commissioner: "05J"}, equals: {uncommitted_pence: 26364100}}\n'

UNREAD: list[tuple[str, str]] = [
    ("", "s.yaml:1: a scenario has the keys 'scenario' (its title) and 'actions' (a list)"),
    (HEAD + "- [\n", "s.yaml:5: this is not YAML"),
    ("[" * 1_500, "s.yaml:1: this is not YAML"),
    (HEAD + "- imort: allocations\n", "s.yaml:4: there is no action 'imort'; did you mean 'import'?"),
    (
        HEAD + MONEY.replace("rows", "rwos"),
        "s.yaml:4: 'import' cannot be read: there is no key 'rwos'; did you mean 'rows'?",
    ),
    (HEAD + MONEY + "  expect: {refuesd: x}\n", "s.yaml:4: 'import' cannot be read: there is no key 'refuesd'"),
    (HEAD + "extra: 1\n", "s.yaml:4: there is no key 'extra'"),
    (HEAD + "- hello\n", "s.yaml:4: an action is a verb with what it says"),
    (HEAD + "- at: tomorrow\n", "s.yaml:4: 'at' cannot be read: 'tomorrow' is not a date and time"),
    (HEAD + "- at: 2017-10-29 01:30\n", "s.yaml:4: 'at' cannot be read: 2017-10-29 01:30 comes twice"),
    (HEAD + "- at: 2017-03-26 01:30\n", "s.yaml:4: 'at' cannot be read: 2017-03-26 01:30 does not exist"),
    (
        HEAD + "- open round: {fund: worcestershire-transformation, closes: soon}\n",
        "s.yaml:4: 'open round' cannot be read",
    ),
]

UNMET: list[tuple[str, str]] = [
    ("- at: 2016-04-03 09:00\n", "s.yaml:6: the clock cannot go back"),
    (FINANCE.replace("26364100", "1"), "s.yaml:6: uncommitted_pence was expected to be £0.01 and is £263,641.00"),
    (FINANCE.replace("26364100", "lots"), "s.yaml:6: uncommitted_pence: 'lots' is not an amount of money"),
    (FINANCE.replace("05J", "06D"), "s.yaml:6: no row of the report 'finance' fits commissioner 06D"),
    (
        FINANCE.replace("uncommitted", "uncommited"),
        "there is no column 'uncommited_pence'; did you mean 'uncommitted_pence'?",
    ),
    (FINANCE.replace("commissioner", "commissoner"), "there is no column 'commissoner'; did you mean 'commissioner'?"),
    (FINANCE.replace("finance", "finace"), "s.yaml:6: there is no report 'finace'; did you mean 'finance'?"),
    ("- expect: {}\n", "s.yaml:6: expect: it expects nothing"),
    ("- step: submit\n  on: bid-9\n  as: nobody\n", "s.yaml:6: Nobody signs in as 'nobody'."),
    (
        MONEY.replace("05J", "05T") + "  expect: {refused: within_allocation}\n",
        "s.yaml:6: 'import' was expected to be refused",
    ),
    (MONEY.replace("05J", "05T").replace("263,641", "x"), "s.yaml:6: import: 1 rows were rejected and 0 expected"),
]


@pytest.mark.parametrize(("text", "said"), UNREAD, ids=[said[:50] for _, said in UNREAD])
def test_a_scenario_that_cannot_be_read_plays_nothing(fresh: Terminal, refuses: Refuses, text: str, said: str):
    assert said in refuses(fresh, ["play", fresh.file("s.yaml", text)])


@pytest.mark.parametrize(("text", "said"), UNMET, ids=[said[:50] for _, said in UNMET])
def test_what_came_before_a_failing_action_stays_and_nothing_of_it_does(fresh: Terminal, text: str, said: str):
    code, out, err = fresh.run(["play", fresh.file("s.yaml", HEAD + MONEY + text)])
    assert code == 1
    assert len(err.splitlines()) == 1
    assert said in err
    assert "1 rows read, 1 written" in out
    with sqlite3.connect(fresh.folder / "fundflow.db") as opened:
        assert opened.execute("SELECT count(*) FROM entry").fetchone() == (1,)


def test_a_used_database_is_not_played_on(bid: Terminal, refuses: Refuses):
    path = bid.file("s.yaml", HEAD.replace("2017-04-03", "2016-04-03") + MONEY)
    assert "this database has been used already" in refuses(bid, ["play", path])
    assert "the scenario begins at 2016-04-03T08:00:00Z" in refuses(bid, ["play", path, "--continue"])


def test_a_demonstration_never_takes_an_offices_own_database(bid: Terminal, refuses: Refuses):
    said = refuses(bid, ["demo", "--out", str(bid.folder)])
    assert "this folder holds other things: name an empty one with --out" in said
