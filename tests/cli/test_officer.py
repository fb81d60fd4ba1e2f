"""The primary-care officer, alone with a round, does everything with commands: changes it, tells all, practises, tidies."""

import shlex
from pathlib import Path

import pytest

from fundflow import definitions
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
    desk.types(f"round message {ROUND} --dry-run", says=f"has 0 drafts and 1 sent bid; it would go to {REF}")
    desk.types(f"round message {ROUND} --dry-run --to drafts", says="it would go to nobody")
    desk.refused(f"round message {ROUND} --dry-run --to some", says="choose all, drafts, sent")
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


def edited(desk, name, *edits):
    """The fund's file with some words changed, in a folder of its own."""
    text = (definitions.load_library()[0].root / f"workflows/funds/{FUND}.yaml").read_text(encoding="utf-8")
    for find, put in edits:
        assert find in text
        text = text.replace(find, put, 1)
    return desk.terminal.file(f"{name}/{FUND}.yaml", text)


WORDING = ("title: What will you do?", "title: What will you do, and who?")
SHORTER = ("    words: 300", "    words: 200")


def test_a_form_is_changed_by_the_class_of_the_change_and_who_is_touched_is_said_first(desk):
    wording, shorter = edited(desk, "wording", WORDING), edited(desk, "material", WORDING, SHORTER)
    desk.types(
        f"round amend {ROUND} --from {wording} --dry-run", says="wording change, it needs one person. It touches"
    )
    desk.refused(f"round amend {ROUND} --from {wording}", says="Give the reason")
    desk.types(f"round amend {ROUND} --from {wording} --reason Clearer", says="wording change, done")
    said = desk.types(f"round amend {ROUND} --from {shorter} --dry-run")
    assert "a second person, a letter to everybody, and a closing time of Friday 19 May 2017, 5:00 pm or later" in said
    ask = f"round amend {ROUND} --from {shorter} --reason Shorter"
    desk.refused(f"{ask} --closes '2017-05-15 17:00'", says="Monday 15 May 2017, 5:00 pm is too early")
    waits = desk.types(f"{ask} --closes '2017-05-19 17:00'", says="waits for a second person. Nothing has changed yet.")
    assert "may now have 200 words, not 300" in waits
    desk.refused(f"{ask} --closes '2017-05-19 17:00'", says="you asked for it yourself")
    done = desk.types(f"{ask} --closes '2017-05-19 17:00' --as officer2")
    assert "It is open until Friday 19 May 2017, 5:00 pm. A letter is drafted for each" in done
    assert desk.terminal.json(f"round show {ROUND}")["closes_at"] == "2017-05-19T16:00:00Z"
    assert [one["code"] for one in desk.terminal.json("letters list")][-1] not in ("", "L01")
    desk.terminal.at("2017-05-30 09:00")
    desk.types(f"round close {ROUND}")
    back = edited(desk, "back", WORDING, ("    words: 300", "    words: 100"))
    refused = desk.refused(
        f"round amend {ROUND} --from {back} --reason Longer --closes '2017-06-19 17:00'", says="closed on"
    )
    assert "use the new form in the next round" in refused


def test_more_time_is_for_everybody_and_after_the_close_it_needs_a_fault_of_ours(desk):
    more = f"round extend {ROUND} --reason 'The network is down' --to"
    desk.types(f"{more} '2017-05-15 17:00'", says="waits for a second person")
    desk.refused(f"{more} '2017-05-16 17:00' --as officer2", says="you gave a new closing time, Tuesday 16 May")
    desk.types(f"round withdraw-request {ROUND}", says="taken back: a new closing time, Monday 15 May 2017, 5:00 pm")
    desk.terminal.at("2017-05-12 17:00:01")
    again = f"round reopen {ROUND} --to '2017-05-16 17:00' --reason 'Our server was down'"
    desk.refused(
        f"{more} '2017-05-16 17:00'", says="you can reopen it for everyone until Tuesday 16 May 2017, 11:59 pm"
    )
    desk.types(f"round close {ROUND}")
    desk.refused(again, says="evidence")
    desk.types(f"{again} --evidence LOG-4471", says="waits for a second person")
    desk.types(f"{again} --evidence LOG-4471 --as officer2", says="is open again until Tuesday 16 May 2017, 5:00 pm")
    desk.terminal.at("2017-05-17 09:00")
    desk.types(f"round close {ROUND}")
    desk.types(f"step {REF} accept_eligible")
    desk.types(f"assign {REF} gp_far --clinical")
    desk.types(f"declare {REF} none --as gp_far")
    desk.types(f"assessment pack {ROUND} --out pack.docx --as gp_far", says="1 bid, 0 left out")
    later = again.replace("05-16", "05-18") + " --evidence LOG-4472"
    refused = desk.refused(later, says="was not reopened: an assessor opened TF-17-0001")
    assert "You can plan another round." in refused
    desk.terminal.at("2017-05-30 09:00")
    desk.refused(f"{more} '2017-06-06 17:00'", says="You can plan another round.")


def test_the_next_round_is_written_from_the_last_one_and_what_to_look_at_is_said(desk):
    desk.refused(
        f"fund new next --from {FUND} --year 2018/19 --out next",
        says="uses the prefix TF for its cases too: give the new fund letters of its own, such as TFB (--prefix)",
    )
    said = desk.types(f"fund new next --from {FUND} --year 2018/19 --prefix TG --out next", says="no problem")
    assert "periods: [2017/18, 2018/19] becomes periods: [2018/19, 2019/20]" in said
    said = desk.types(
        f"round new --from {ROUND} --opens '2018-04-03 09:00' --closes '2018-05-11 17:00' --dry-run",
        says="would open; nothing is kept",
    )
    assert "- money: none for" in said


def test_a_test_bid_is_put_aside_by_two_people_and_stays_in_the_history(desk):
    desk.types(f"application new {ROUND} --lead FEDSW --title Trying --as writer.fedsw", says="TF-17-0002 is begun")
    aside = "application set-aside TF-17-0002 --kind test --reason 'Made to try the form'"
    desk.types(aside, says="waits for a second person")
    desk.refused(aside, says="you asked for it yourself")
    desk.refused(
        f"{aside.replace('test', 'duplicate', 1)} --as officer2", says="you gave setting it aside as a duplicate"
    )
    desk.types(f"{aside} --as officer2", says="is set aside; its history can still be shown")
    assert [one["ref"] for one in desk.terminal.json("application list")] == [REF]
    assert len(desk.terminal.json("application list --with-set-aside")) == 2
    assert desk.terminal.json("application show TF-17-0002")["history"][-1]["role"] == "commissioning officer"


def test_two_records_of_one_organisation_are_joined_and_taken_apart_again_by_two_people(desk):
    same = "organisation same Z10001 Z10006 --reason 'The same partners'"
    desk.types(same, says="second person")
    desk.types(f"{same} --as officer2", says="Z10006")
    assert desk.terminal.json("organisation show Z10006")["code"] == "Z10001"
    apart = "organisation apart Z10006 --reason 'They are two'"
    desk.types(apart, says="second person")
    desk.types(f"{apart} --as officer2")
    assert desk.terminal.json("organisation show Z10006")["code"] == "Z10006"
