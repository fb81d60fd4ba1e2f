"""Milestones, measures, returns, events and the rating of an award, as a person at the terminal meets them."""

import pytest

from tests.cli.conftest import REF

SAID = """Milestones met and missed: Rota agreed.
Measures against their targets: none yet
Spent so far and forecast by commissioner and year: "£25,000"
Progress with the High Impact Actions: one script
Risks: none
"Significant events, good and bad": none
One example that others could use: the one-page rota
"""


@pytest.fixture
def late(award):
    """The award in November: two returns are late."""
    award.at("2017-11-20 10:00")
    return award


def tasks(terminal) -> list[str]:
    found = [one["text"] for one in terminal.json(f"application show {REF}")["tasks"]]
    return [text for text in found if not text.startswith("Assign assessors")]


def letters(terminal, code: str) -> int:
    return sum(one["code"] == code for one in terminal.json(f"letters list --case {REF}"))


def swept(terminal, moment: str) -> None:
    terminal.at(moment)
    terminal.ok("worker --once")


def test_a_milestone_with_two_windows_is_late_only_after_the_last_one(late):
    given = ["--title", "Rota agreed", "--as", "officer"]
    late.ok(f"milestone add {REF} --window 2017-07-01/2017-09-30 --window 2018-01-01/2018-03-31/again", *given)
    late.ok(f"milestone add {REF} --window 2017-07-01/2017-09-30 --items 3", *given)
    shown = late.json(f"milestone list {REF}")
    assert [(one["state"], one["due_on"]) for one in shown] == [
        ("not_started", "2018-03-31"),
        ("overdue", "2017-09-30"),
    ]
    assert late.json(f"milestone start {REF} 1 --as partner.fednw")["state"] == "in_progress"
    assert late.json(f"milestone meet {REF} 2 --items 2 --evidence minutes --as officer")["state"] == "partially_met"


def test_what_is_met_without_evidence_says_so_until_it_is_named(late):
    late.ok(f"milestone add {REF} --window 2017-07-01/2017-12-31 --title Rota --as officer")
    assert late.refused(f"milestone meet {REF} 1 --as officer") == ["evidence_accepted"]
    assert late.refused(f"milestone meet {REF} 1 --evidence x --as partner.fednw") == ["may_act"]
    late.ok(f"milestone meet {REF} 1 --as-reported --as officer")
    assert late.json(f"milestone list {REF}")[0]["warning"] == "met_without_evidence"
    late.ok(f"milestone evidence {REF} 1 --evidence minutes --as officer")
    assert late.json(f"milestone list {REF}")[0]["warning"] == ""
    assert late.refused(f"milestone reopen {REF} 1 --reason= --as officer") == ["reason_given"]
    assert late.json(f"milestone reopen {REF} 1 --reason wrong --as officer")["state"] == "in_progress"
    assert late.refused(f"milestone evidence {REF} 1 --evidence x --as officer") == ["milestone_met"]
    late.ok(f"milestone comment {REF} 1 --as officer --text", "Two weeks late.")
    assert late.json(f"milestone list {REF}")[0]["comment"] == "Two weeks late."


def test_a_measure_is_read_and_corrected_and_shows_how_far_along_its_line_it_is(late):
    late.ok(f"measure add {REF} Calls --unit day --baseline 2140@2017-03-31 --target 1800@2019-01-31 --as officer")
    wrong = late.json(f"measure read {REF} Calls --value 1200@2017-10-31 --as partner.fednw")
    late.ok(f"measure read {REF} Calls --value 2100@2017-10-31 --replaces {wrong['id']} --as partner.fednw")
    shown = late.json(f"measure list {REF}")[0]
    assert (shown["expected"], shown["reading"], shown["percent"]) == ("2021.4", "2100", "96.7")
    assert late.run(f"measure read {REF} Cals --value 1@2017-10-31 --as officer")[2].startswith("there is no measure")
    assert "2140@2017-03-31" in late.run(f"measure read {REF} Calls --value 5 --as officer")[2]


def test_a_return_is_sent_back_sent_again_and_accepted_by_somebody_else(late):
    paper = late.file("q1.yaml", SAID)
    short = late.file("short.yaml", "Risks: none\n")
    assert late.refused(["return", "submit", REF, "Q1 2017/18", short, "--as", "partner.fednw"]) == ["return_complete"]
    late.ok(["return", "submit", REF, "Q1 2017/18", paper, "--as", "partner.fednw"])
    late.ok(["return", "send-back", REF, "Q1 2017/18", "--as", "officer", "--reason", "No figure for the rota."])
    assert late.json(["return", "show", REF, "Q1 2017/18"])["state"] == "overdue"
    late.ok(["return", "submit", REF, "Q1 2017/18", paper, "--as", "partner.fednw"])
    assert late.refused(["return", "accept", REF, "Q1 2017/18", "--as", "partner.fednw"]) == ["may_act"]
    assert late.json(["return", "accept", REF, "Q1 2017/18", "--as", "officer"])["state"] == "accepted"
    assert len(late.json(["return", "show", REF, "Q1 2017/18"])["sent"]) == 2
    assert [one["label"] for one in late.json("return list")] == ["Q2 2017/18"]


def test_a_return_is_reminded_of_warned_about_and_only_then_proposed_to_an_officer(award):
    swept(award, "2017-07-24 09:01")  # five working days before Monday 31 July
    assert (letters(award, "N7"), letters(award, "L13"), tasks(award)) == (1, 0, [])
    swept(award, "2017-08-14 09:01")
    assert letters(award, "L13") == 1
    assert tasks(award) == [f"A return of {REF} is overdue (Q1 2017/18, due Monday 31 July 2017): ring the recipient"]
    swept(award, "2017-08-29 09:01")  # the bank holiday of 28 August does not count
    assert award.json(f"application show {REF}")["state"] == "active"
    assert "20 working days late" in tasks(award)[1]
    award.ok(["return", "snooze", REF, "Q1 2017/18", "--until", "2017-09-11", "--as", "officer"], "--reason", "Ill.")
    assert tasks(award) == []
    swept(award, "2017-09-11 09:01")
    assert "29 working days late" in tasks(award)[0]
    award.at("2017-09-12 09:00")
    award.ok(["return", "submit", REF, "Q1 2017/18", award.file("q1.yaml", SAID), "--as", "partner.fednw"])
    assert award.json("return list") == []


def test_more_time_takes_the_old_dates_off(award):
    award.ok(["return", "extend", REF, "Q1 2017/18", "--until", "2017-08-31", "--as", "officer"], "--reason", "Flood.")
    swept(award, "2017-08-14 09:01")
    assert (letters(award, "L13"), letters(award, "N7"), tasks(award)) == (0, 0, [])
    swept(award, "2017-09-14 09:01")
    assert (letters(award, "L13"), letters(award, "N7")) == (1, 1)
    assert award.refused(["return", "extend", REF, "Q1 2017/18", "--until", "2017-08-01", "--as", "officer"])


def test_an_event_is_noted_and_the_rating_can_be_corrected_with_a_reason(late):
    late.ok(f"event add {REF} --on 2017-10-01 --kind for_improvement --as partner.fednw --text", "A clinic was missed.")
    assert late.json(f"event list {REF}")[0]["kind"] == "for_improvement"
    assert late.run(f"event add {REF} --on 2017-10-01 --kind good --text x --as officer")[0] == 1
    assert late.json("report monitoring")["rows"][0]["rating"] == "red"
    assert late.refused(f"award rate {REF} amber --reason= --as officer") == ["reason_given"]
    late.ok(f"award rate {REF} amber --as officer --reason", "Rung today: both come this week.")
    assert late.json("report monitoring")["rows"][0]["rating"] == "amber"
