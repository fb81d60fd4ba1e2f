"""What happens to practices over time, through the engine: lists challenged, put right, spread; names confirmed."""

from datetime import UTC, date, datetime

import pytest

from fundflow import applications, organisations, people
from fundflow.audit import Act
from fundflow.engine import register
from fundflow.errors import BadInput, NotFound, Refused

NOW = datetime(2017, 5, 2, 9, 0, tzinfo=UTC)
JANUARY = date(2017, 1, 1)


@pytest.fixture
def town(session):
    """Three practices with lists, an officer, and somebody who acts for the first."""
    act = Act(1, "Admin", NOW, "setting", "town", reason="setting")
    for code, name, patients in (("Z1", "Heron Surgery", 5000), ("Z2", "Heron Surgery", 6000), ("Z3", "Wren", 0)):
        organisations.add(session, code=code, name=name, kind="practice", act=act)
        organisations.snapshot(
            session, code, basis="registered", on=JANUARY, patients=patients, source="Quarter", act=act
        )
    officer = people.add(session, sign_in_name="jo", name="Jo Ash", email="", act=act)
    people.grant(session, officer.id, "officer", starts=JANUARY, act=act)
    manager = people.add(session, sign_in_name="pat", name="Pat Lee", email="", act=act)
    people.grant(session, manager.id, "applicant", organisation="Z1", starts=JANUARY, act=act)
    return {name: people.actor(session, name, now=NOW) for name in ("jo", "pat")}


def challenge(session, actor, code="Z1", patients=5200):
    return register.challenge_list(
        session, code, basis="registered", patients=patients, why="Our own count", actor=actor, now=NOW
    )


def test_a_practice_says_that_its_list_is_wrong_and_one_officer_s_task_waits(session, town):
    said = challenge(session, town["pat"])
    assert said == (
        "An officer is asked to check the registered list of Z1: 5,000 patients (Quarter, Sunday 1 January 2017) on "
        "record, 5,200 by you."
    )
    challenge(session, town["pat"])
    (task,) = applications.tasks(session, roles=["officer"])
    assert task.text.startswith("Pat Lee says that the registered list of Z1 is 5,200, not 5,000 patients")
    assert organisations.list_size(session, "Z1", basis="registered", on=NOW.date()).patients == 5000


def test_somebody_else_cannot_challenge_and_the_same_figure_is_no_challenge(session, town):
    with pytest.raises(Refused, match="Only somebody who acts for Z2, or an officer"):
        challenge(session, town["pat"], code="Z2")
    with pytest.raises(BadInput, match="Z1 has 5,000 registered patients on record already"):
        challenge(session, town["pat"], patients=5000)


def correct(session, actor, reason="Statement"):
    return register.correct_list(
        session,
        "Z1",
        basis="registered",
        on=JANUARY,
        patients=5200,
        source="Statement",
        reason=reason,
        actor=actor,
        now=NOW,
    )


def test_a_corrected_list_counts_at_once_ends_the_task_and_keeps_the_figure_before(session, town):
    challenge(session, town["pat"])
    correct(session, town["jo"])
    assert organisations.footprint(session, ["Z1"], basis="registered", on=NOW.date()).patients == 5200
    assert applications.tasks(session, roles=["officer"]) == []
    assert "5000 (Quarter) became 5200" in organisations.events(session, "Z1")[-1].detail
    challenge(session, town["pat"], patients=5300)


def test_a_list_is_corrected_by_those_who_keep_the_register_and_with_a_reason(session, town):
    with pytest.raises(Refused, match="Changing the register of organisations"):
        correct(session, town["pat"])
    with pytest.raises(BadInput, match="with a reason only"):
        correct(session, town["jo"], reason="")


def spread(session, actor, **to):
    return register.disperse(session, "Z1", to=to, on=date(2017, 5, 31), reason="Closed", actor=actor, now=NOW)


def test_a_closed_practice_s_patients_are_spread_from_the_day_after(session, town):
    with pytest.raises(Refused, match=r"it is still open on Thursday 1 June 2017. Close it first"):
        spread(session, town["jo"], Z2=100)
    register.close(session, "Z1", on=date(2017, 5, 31), reason="Retired", handed_back=True, actor=town["jo"], now=NOW)
    with pytest.raises(Refused, match="5,001 patients were given and it had 5,000 patients"):
        spread(session, town["jo"], Z2=5001)
    with pytest.raises(NotFound):
        spread(session, town["jo"], Z9=10)
    spread(session, town["jo"], Z2=3000, Z3=1500)
    sizes = [
        organisations.list_size(session, "Z2", basis="registered", on=on).patients
        for on in (date(2017, 5, 31), date(2017, 6, 1))
    ]
    assert sizes == [6000, 9000]
    assert organisations.list_size(session, "Z3", basis="registered", on=date(2017, 6, 1)).patients == 1500


def test_two_practices_of_one_name_are_two_until_a_person_says_otherwise(session, town):
    assert [row.code for row in organisations.called(session, "Heron Surgery")] == ["Z1", "Z2"]
    facts = {"starts": date(2016, 4, 1), "ends": None, "actor": town["jo"], "now": NOW}
    row = register.alias(session, "Z2", called="Heron Surgery, Malvern", **facts)
    assert (row.confirmed_by, row.starts) == ("Jo Ash", date(2016, 4, 1))
    assert [one.code for one in organisations.called(session, "heron surgery, malvern")] == ["Z2"]
    with pytest.raises(BadInput, match="say the other name"):
        register.alias(session, "Z2", called="  ", **facts)
    with pytest.raises(Refused):
        register.alias(session, "Z2", called="X", **{**facts, "actor": town["pat"]})
