"""The register of interests over its years: confirmed, asked for, ended, published and kept."""

from datetime import UTC, date, datetime, timedelta

import pytest

from fundflow import applications, due, engine, people, reporting
from fundflow.audit import Act
from fundflow.definitions import load_library
from fundflow.engine import desk, interests
from fundflow.errors import NotFound, Refused
from tests.stories.world import World

NOW = datetime(2017, 4, 3, 9, 0, tzinfo=UTC)
LIBRARY = load_library()[0]


@pytest.fixture
def act(now):
    return Act(1, "Admin", now, "user add", "people")


@pytest.fixture
def shah(session, act):
    """A committee's doctor, with a line in the register."""
    row = people.add(session, sign_in_name="dr.shah", name="Dr Meera Shah", email="", act=act)
    people.grant(session, row.id, "committee", starts=date(2017, 4, 1), act=act)
    return row


def actor(session, name, now=NOW):
    return people.actor(session, name, now=now)


def declared(session, person, *, nature="partner in Heron Surgery", starts=date(2017, 4, 1), now=NOW):
    return desk.declare(
        session,
        person.sign_in_name,
        organisation="Z90001",
        kind="financial",
        nature=nature,
        starts=starts,
        actor=actor(session, person.sign_in_name),
        now=now,
    )


def published(session, on, *, names=False):
    now = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    return reporting.run(session, "interests", library=LIBRARY, now=now, as_at=on, names=names).rows


@pytest.mark.parametrize(
    ("declared_on", "confirmed_on", "by"),
    [
        (date(2017, 4, 3), None, date(2018, 4, 3)),
        (date(2017, 4, 3), date(2018, 3, 1), date(2019, 3, 1)),
        (date(2016, 2, 29), None, date(2017, 2, 28)),
    ],
)
def test_a_line_is_confirmed_again_within_a_year(declared_on, confirmed_on, by):
    at = datetime(declared_on.year, declared_on.month, declared_on.day, 12, tzinfo=UTC)
    row = people.RegisteredInterest(
        person_id=1, organisation="X", kind="indirect", nature="n", starts=declared_on, declared_at=at,
        declared_by="A", confirmed_on=confirmed_on,
    )  # fmt: skip
    assert people.confirm_by(row) == by
    assert not people.unconfirmed(row, on=by)
    assert people.unconfirmed(row, on=by + timedelta(days=1))
    row.ends = by
    assert not people.unconfirmed(row, on=by + timedelta(days=1))


@pytest.mark.parametrize(("starts", "late"), [(date(2017, 3, 6), 0), (date(2017, 3, 5), 1), (date(2017, 4, 3), 0)])
def test_an_interest_declared_after_28_days_is_late(session, shah, starts, late):
    assert people.days_late(declared(session, shah, starts=starts)) == late


def test_a_year_later_the_secretary_is_asked_once_and_a_confirmation_settles_it(session, shah):
    row = declared(session, shah)
    later = datetime(2018, 3, 16, 9, 0, tzinfo=UTC)
    payload = {"interest": row.id, "by": "2018-04-03"}
    for _ in range(2):
        assert interests.ask(session, payload, later) == "confirmation asked for"
    (task,) = applications.tasks(session, roles=["committee_secretary"])
    assert "Ask Dr Meera Shah to confirm by Tuesday 3 April 2018" in task.text
    interests.confirm(session, None, person=None, actor=actor(session, "dr.shah", later), now=later)
    assert applications.tasks(session, roles=["committee_secretary"]) == []
    assert people.interest(session, row.id).confirmed_on == date(2018, 3, 16)
    assert interests.ask(session, payload, later) == "it was confirmed or has ended"


def test_the_reminder_falls_due_ten_working_days_before_the_year_is_out(session, shah):
    row = declared(session, shah)
    assert due_of(session, row) == datetime(2018, 3, 16, 0, 0, tzinfo=UTC)  # Good Friday and Easter Monday lie between


def due_of(session, row):
    (one,) = due.waiting(session, subject=f"interest {row.id}")
    return one.run_at


def test_an_ended_interest_is_not_asked_for_nor_confirmed(session, shah):
    row = declared(session, shah)
    interests.end(
        session, row.id, on=date(2017, 6, 1), reason="Left the practice", actor=actor(session, "dr.shah"), now=NOW
    )
    later = datetime(2018, 3, 16, 9, 0, tzinfo=UTC)
    assert interests.ask(session, {"interest": row.id, "by": "2018-04-03"}, later) == "it was confirmed or has ended"
    with pytest.raises(Refused, match=r"ended on Thursday 1 June 2017. If it began again, declare it anew"):
        interests.confirm(session, row.id, person=None, actor=actor(session, "dr.shah", later), now=later)


def test_nobody_confirms_or_ends_another_s_line_without_keeping_the_register(session, shah, act):
    row = declared(session, shah)
    people.add(session, sign_in_name="lee", name="Pat Lee", email="", act=act)
    for verb in (
        lambda: interests.confirm(session, row.id, person=None, actor=actor(session, "lee"), now=NOW),
        lambda: interests.end(session, row.id, on=NOW.date(), reason="", actor=actor(session, "lee"), now=NOW),
    ):
        with pytest.raises(Refused, match="Confirming or ending another's interest is for"):
            verb()
    with pytest.raises(NotFound, match="There is no line 999 in the register of interests"):
        people.interest(session, 999)


def test_only_people_who_decide_are_published_and_the_office_sees_all(session, shah, act):
    plain = people.add(session, sign_in_name="clerk", name="A Clerk", email="", act=act)
    declared(session, shah)
    declared(session, plain)
    assert [row["person"] for row in published(session, date(2017, 5, 1))] == ["Dr Meera Shah"]
    assert len(published(session, date(2017, 5, 1), names=True)) == 2


def test_a_leaver_s_interests_are_published_for_six_months_and_kept_for_six_years_and_more(session, shah, act):
    declared(session, shah)
    people.leave(session, shah.id, on=date(2017, 6, 30), act=act)
    assert len(published(session, date(2017, 12, 30))) == 1
    assert published(session, date(2018, 1, 2)) == []
    (kept,) = published(session, date(2024, 1, 1), names=True)
    assert kept["ends"] == date(2017, 6, 30)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Lives at 4 Heron Lane, Malvern, WR14 0AA", "Lives at (address left out)"),
        ("Write to jo@home.example or ring 01905 000000", "Write to (address left out) or ring (address left out)"),
        ("Partner since 2014, 25 per cent", "Partner since 2014, 25 per cent"),
    ],
)
def test_no_private_address_is_published(session, shah, said, shown):
    declared(session, shah, nature=said)
    assert published(session, date(2017, 5, 1))[0]["nature"] == shown
    assert published(session, date(2017, 5, 1), names=True)[0]["nature"] == said


def test_who_agrees_for_a_practice_may_declare_in_the_same_breath(session):
    world = World(session).settle()
    ref = world.bid(world.open_round())
    partner = world.who("partner.z10001")
    engine.consents.answer(
        session, ref, "Z10001", answer="agree", interest="partner in the practice", actor=partner, now=world.now
    )
    (line,) = people.interests(session, partner.id)
    assert (line.organisation, line.nature, line.kind) == ("Z10001", "partner in the practice", "financial")
