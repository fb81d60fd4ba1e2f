"""A terminal with a name (`--as`) shows what that person may see; without one it is the office's own machine."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime

import pytest

from fundflow import audit, database, people
from fundflow.cli import whole_case
from tests.cli.conftest import REF

STRANGER, LEAD, PARTNER = "writer.fedsw", "writer.fednw", "partner.z10001"


def test_a_stranger_gets_no_bid_no_letter_and_no_step_of_others(bid):
    for line in (f"application show {REF}", f"steps {REF}", f"application answers {REF} --out a.docx"):
        code, out, err = bid.run(f"{line} --as {STRANGER}")
        assert code == 1
        assert f"There is no case '{REF}' among those that you may see" in out + err
    code, out, err = bid.run(f"letters preview {REF}/L01 --as {STRANGER}")
    assert (code, "Hubs" in out + err) == (1, False)
    for line in ("application list", "letters list", "letters write"):
        assert bid.json(f"{line} --as {STRANGER}") == [], line
    assert [one["ref"] for one in bid.json("application list")] == [REF], "nobody named: the office's own machine"
    assert bid.json("letters list")[0]["state"] == "draft"


def test_a_bids_own_people_see_its_letters_once_they_are_sent_and_the_office_every_one(bid):
    assert bid.json(f"letters list --as {LEAD}") == []
    assert bid.json(f"application show {REF} --as {LEAD}")["letters"] == []
    assert [one["code"] for one in bid.json("letters list --as officer")] == ["L01"]
    bid.ok(f"letters approve {REF}/L01 --as officer")
    bid.ok(f"letters release {REF}/L01 --as officer")
    assert [one["code"] for one in bid.json(f"letters list --as {LEAD}")] == ["L01"]
    assert bid.json(f"letters list --as {PARTNER}") == [], "a partner gets what is said to itself alone"


def test_a_partner_sees_what_the_bid_says_and_neither_its_money_nor_its_history(bid):
    shown = bid.json(f"application show {REF} --as {PARTNER}")
    assert {"budget", "participants"} <= set(shown)
    assert not {"money", "shares", "letters", "claims", "decisions", "history", "tasks"} & set(shown)
    assert not {"gates", "questions", "deadlines", "deferrals"} & set(shown), "what the office asks and by when"
    assert {"gates", "questions", "deadlines", "history"} <= set(bid.json(f"application show {REF} --as {LEAD}"))
    code, _, err = bid.run(f"award history {REF} --as {PARTNER}")
    assert (code, "nothing of that kind" in err) == (1, True)


def test_what_is_new_of_a_case_is_kept_back_until_it_is_named(bid, monkeypatch):
    assert set(bid.json(f"application show {REF}")) == set(whole_case.SHARED), "each is said to be somebody's to see"
    told = whole_case._everything
    monkeypatch.setattr(whole_case, "_everything", lambda *asked: {**told(*asked), "phone_calls": ["a secret"]})
    for who in (PARTNER, LEAD, "officer"):
        assert "phone_calls" not in bid.json(f"application show {REF} --as {who}"), who
    assert "phone_calls" in bid.json(f"application show {REF}"), "nobody named: the office's own machine"


def test_claims_and_returns_of_an_award_are_for_its_own_people_and_the_office(award):
    for reader, many in ((LEAD, 1), ("finance", 1), (PARTNER, 0), (STRANGER, 0)):
        assert len(award.json(f"claim list --as {reader}")) == many, reader
    assert award.run(f"claim show {REF}/C1 --as {STRANGER}")[0] == 1
    assert award.run(f"milestone list {REF} --as {STRANGER}")[0] == 1
    award.ok(f"claim show {REF}/C1 --as {LEAD}")
    award.ok(f"assessment show {REF} --as officer")
    assert award.run(f"assessment show {REF} --as {LEAD}")[0] == 1, "who assessed it is the office's"


def test_money_asked_back_is_the_offices_own_until_notice_is_given(award):
    award.ok(f"award recover {REF} --cause unspent --clause 14 --paid £25,000 --spent £20,000 --as officer")
    award.ok(f"award recover {REF} --agree --as finance")

    def told(reader):
        shown = award.run(f"recovery show {REF}/R1 --as {reader}")[0] == 0
        case = award.json(f"application show {REF} --as {reader}")["recoveries"]
        return shown, len(case), len(award.json(f"recovery list --as {reader}"))

    assert told("officer") == (True, 1, 1)
    assert told(LEAD) == (False, 0, 0)
    award.ok(f"recovery give-notice {REF}/R1 --as finance")
    assert told(LEAD) == (True, 1, 1)


def test_who_changed_a_round_and_what_it_lacks_is_for_those_who_work_on_it(award):
    ref = award.json("round list")[0]["ref"]
    told, others = (award.json(f"round show {ref} --as {who}") for who in ("officer", STRANGER))
    assert told["history"]
    for name in ("history", "discrepancies", "under_subscribed", "cut_to_find", "waits_for_a_second_person"):
        assert others[name] == [], name
    assert others["bids"] == told["bids"]


def test_what_happened_says_in_which_role_each_person_did_it(award):
    told = {(one["who"], one["what"]): one["role"] for one in award.json(f"application show {REF}")["history"]}
    assert told["Partner Fednw", "accept"] == "signatory"
    assert told["Officer", "accept_eligible"] == "commissioning officer"
    assert told["Finance", "issue_offer"] == "finance team"
    seen = award.json(f"application show {REF} --as {LEAD}")["history"]
    assert {one["role"] for one in seen if one["who"] == "The office"} == {""}, "never which officer"


def make_administrator(terminal, name):
    opened = database.connect(terminal.url)
    with database.writing(opened) as session:
        who = people.named(session, name)
        act = audit.Act(who.id, who.name, datetime(2017, 4, 3, 9, tzinfo=UTC), "set up", name)
        people.grant(session, who.id, "administrator", starts=date(2017, 4, 1), act=act)
    opened.dispose()


def test_whoever_stands_in_is_shown_in_the_role_that_was_handed_over(bid):
    make_administrator(bid, "finance")
    bid.ok("user cover officer --by officer2 --role officer --from 2017-05-15 --until 2017-05-26 --as finance")
    bid.at("2017-05-15 09:00")
    bid.run(["step", REF, "accept_eligible", "--as", "officer2 for officer"])
    last = bid.json(f"application show {REF}")["history"][-1]
    assert (last["who"], last["role"]) == ("Officer2 for Officer", "commissioning officer")


def test_an_interest_in_a_whole_round_is_declared_on_one_page(award):
    ref = award.json("round list")[0]["ref"]
    code, out, err = award.run(f"declare {ref} none --as gp_far")
    assert code == 2
    assert "--all FILE" in out + err
    assert f"{ref} is a round" in out + err


@pytest.mark.parametrize(("level", "asked"), [("delegated", False), ("joint", True)])
def test_nhs_england_is_asked_for_only_where_a_commissioner_decides_jointly_with_it(county, level, asked):
    with closing(sqlite3.connect("fundflow.db")) as file, file:
        file.execute("UPDATE commissioner SET delegation_level = ? WHERE code = '05T'", (level,))
    _, out, _ = county.run("round ready worcestershire-transformation --json")
    assert ("nhs england" in [one["what"] for one in json.loads(out)["findings"]]) is asked


def test_one_practice_without_a_list_is_named(county):
    with closing(sqlite3.connect("fundflow.db")) as file, file:
        file.execute("UPDATE list_snapshot SET basis = 'weighted' WHERE organisation = 'Z10006'")
    _, out, _ = county.run("round ready worcestershire-transformation --json")
    said = {one["what"]: one["said"] for one in json.loads(out)["findings"]}["list sizes"]
    assert said == "Fir Practice (Z10006) has none"
