"""The primary-care officer, alone with a round, does everything with commands: changes it, tells all, practises, tidies."""

import shlex
from pathlib import Path

import pytest

from tests.cli.conftest import REF
from tests.stories.world import FUND

ROUND = f"{FUND}-2017-1"


@pytest.fixture
def desk(bid):
    """The officer types a line as it stands, in the open round with one bid; `officer2` is the second person."""
    bid.monkeypatch.setenv("COLUMNS", "160")
    bid.monkeypatch.setenv("FUNDFLOW_USER", "officer")
    bid.at("2017-04-19 09:00")

    class Desk:
        terminal = bid

        def types(self, line, *, says=""):
            code, out, err = bid.run(shlex.split(line))
            assert code == 0, err or out
            assert says in out + err, out + err
            return out + err

        def refused(self, line, *, says, code=1):
            ended, out, err = bid.run(shlex.split(line))
            assert ended == code, out + err
            assert says in out + err, out + err
            return out + err

    return Desk()


def test_the_same_is_told_to_everybody_in_a_round_and_first_whom_it_would_reach(desk):
    desk.types(f"round message {ROUND} --dry-run", says=f"0 drafts and 1 sent bid would get it: {REF}")
    desk.refused(f"round message {ROUND}", says="The message is empty")
    desk.refused(f"round message {ROUND} --to drafts --text x", says="none is among those that you chose")
    words = desk.terminal.file("told.txt", "Our telephones are out of order.\nRing 01905 000001.\n")
    desk.types(f"round message {ROUND} --from {words} --to sent", says=f"1 letter is drafted, for {REF}")
    assert len([one for one in desk.terminal.json("letters list") if one["state"] == "draft"]) == 2
    desk.refused(f"round message {ROUND} --text x --as finance", says="is for the commissioning officer")


def test_a_practice_copy_is_made_beside_the_real_database_and_marked(desk):
    said = desk.types(f"practice start --round {ROUND}", says="is a practice copy")
    (copy,) = Path().glob(f"fundflow-practice-{ROUND}-*.db")
    assert copy.name in said
    desk.terminal.url = f"sqlite:///{copy}"
    assert desk.terminal.json("application list") == []
    desk.refused(f"practice start --round {ROUND}", says="this is a practice database itself")


def test_a_bid_that_came_by_telephone_counts_once_its_own_people_have_confirmed_it(desk):
    desk.types(
        f"application enter {ROUND} --lead FEDSW --title Telephones --source telephone", says="from a telephone call"
    )
    desk.refused(f"application ask-confirmation {REF}", says="so there is nothing to confirm")
    said = desk.types("application ask-confirmation TF-17-0002", says="a message for")
    assert "this office sends no mail: fundflow mail list" in said
    desk.refused("application confirm TF-17-0002", says="FEDSW")
    desk.types("application confirm TF-17-0002 --as writer.fedsw", says="is confirmed")
