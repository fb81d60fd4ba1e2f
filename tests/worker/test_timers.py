"""Timers as a worker runs them: on time, late after a night, and never twice."""

from datetime import UTC, datetime, timedelta

import pytest

from fundflow import applications, audit, database, engine, ledger, letters
from tests.stories.world import CLOSES, FUND, World

SECOND = timedelta(seconds=1)
KEY = ledger.BudgetKey("05J", "2017/18", FUND)


def at(month, day, hour=9):
    return datetime(2017, month, day, hour, tzinfo=UTC)


def state(where, ref):
    with database.reading(where) as session:
        return applications.get(session, ref).state


def codes(where, ref):
    with database.reading(where) as session:
        return [letter.code for letter in letters.find(session, subject=ref)]


def sound(where):
    with database.reading(where) as session:
        return ledger.check(session) == [] and audit.verify(session) == []


def submitted(where):
    """A county with one bid sent and one still being written."""
    with database.writing(where) as session:
        world = World(session).settle()
        round_ref = world.open_round()
        sent = world.bid(round_ref)
        world.submit(sent)
        draft = world.bid(round_ref, lead="FEDSW", title="Halves", partners=("Z10003",))
    return round_ref, sent, draft


def questioned(where):
    """A bid whose applicant was asked a question on 15 May."""
    round_ref, sent, _ = submitted(where)
    with database.writing(where) as session:
        World(session, at(5, 15)).step(sent, "query", "officer", questions=["Which rooms?"])
        asked = applications.open_clarification(session, applications.get(session, sent).id)
    return round_ref, sent, asked.due_at


def offered(where):
    """A bid for £100,000 with an offer sent on 16 June."""
    with database.writing(where) as session:
        world = World(session).settle()
        ref = world.bid(round_ref := world.open_round())
        world.submit(ref)
        world.now = at(5, 15)
        world.step(ref, "accept_eligible", "officer")
        world.score(ref)
        world.now = at(6, 1)
        engine.assessment.rank(session, round_ref, actor=world.who("officer"), now=world.now, freeze=True)
        world.group_meeting("group-june", ref)
        world.recommend(ref, "group-june")
        world.now = at(6, 14, 13)
        world.committee("june", ref, bodies=("05J",))
        world.decide("june", 1, "05J", reason="")
        world.apply("june")
        world.now = at(6, 16)
        world.payee("FEDNW")
        world.step(ref, "issue_offer", "officer")
        world.step(ref, "issue_offer", "finance")
    return ref


def test_a_round_closes_and_its_drafts_with_it_while_sent_bids_stand(engine, sweep):
    round_ref, sent, draft = submitted(engine)
    assert sweep(engine, CLOSES) == []
    assert state(engine, draft) == "draft"
    assert sweep(engine, CLOSES + SECOND) == [
        (round_ref, "close_round", "closed"),
        (draft, "round_closes", "not_submitted"),
    ]
    assert (state(engine, draft), state(engine, sent)) == ("not_submitted", "submitted")
    assert codes(engine, draft) == ["N1"]
    assert sound(engine)


def test_an_applicant_is_reminded_of_a_question_and_the_officer_when_no_answer_came(engine, sweep):
    _, ref, due_at = questioned(engine)
    sweep(engine, CLOSES + SECOND)
    assert sweep(engine, due_at - timedelta(days=2)) == [(ref, "L03b", "reminder drafted")]
    assert sweep(engine, due_at) == []
    assert sweep(engine, due_at + SECOND) == [(ref, "clarification_overdue", "task raised")]
    assert codes(engine, ref).count("L03b") == 1
    with database.reading(engine) as session:
        (task,) = applications.tasks(session, roles=["officer"])
    assert (task.kind, task.text) == (
        "clarification_overdue",
        f"The answer on {ref} is overdue: go on without it, or rule on it",
    )
    assert state(engine, ref) == "clarification_requested"


def test_an_answer_in_time_takes_its_timers_off(sqlite_engine, sweep):
    _, ref, due_at = questioned(sqlite_engine)
    with database.writing(sqlite_engine) as session:
        World(session, due_at - timedelta(days=4)).step(ref, "respond", "writer.fednw", answers={"1": "Rooms 2 and 3."})
    done = sweep(sqlite_engine, due_at + timedelta(days=30))
    assert [what for subject, what, _ in done if subject == ref] == []


def test_an_offer_that_nobody_answers_lapses_and_its_money_comes_back(engine, sweep):
    ref = offered(engine)
    with database.reading(engine) as session:
        assert ledger.position(session, KEY).reserved == 10_000_000
    sweep(engine, at(6, 17))
    done = sweep(engine, at(8, 1))
    assert [(what, outcome) for subject, what, outcome in done if subject == ref] == [
        ("N7", "too late to remind"),
        ("lapse", "offer_lapsed"),
    ]
    assert codes(engine, ref)[-1] == "L18"
    with database.reading(engine) as session:
        position = ledger.position(session, KEY)
    assert (position.reserved, position.uncommitted) == (0, 26_364_100)
    assert sound(engine)


def test_a_second_sweep_changes_nothing(sqlite_engine, sweep, pieces):
    ref = offered(sqlite_engine)
    assert sweep(sqlite_engine, at(8, 1))
    before = (pieces(sqlite_engine), codes(sqlite_engine, ref), state(sqlite_engine, ref))
    assert sweep(sqlite_engine, at(8, 1)) == []
    assert sweep(sqlite_engine, at(8, 1) + timedelta(minutes=5)) == []
    assert (pieces(sqlite_engine), codes(sqlite_engine, ref), state(sqlite_engine, ref)) == before


def test_work_missed_overnight_is_done_in_due_order_with_both_times_kept(engine, sweep, pieces):
    _, _, due_at = questioned(engine)
    morning = at(6, 30, 7)
    done = sweep(engine, morning)
    assert [what for _, what, _ in done] == ["close_round", "round_closes", "L03b", "clarification_overdue"]
    ran = sorted((one for one in pieces(engine).values() if one.ran_at), key=lambda one: (one.run_at, one.id))
    assert [one.subject for one in ran] == [subject for subject, _, _ in done]
    assert [one.run_at for one in ran][0::3] == [CLOSES + SECOND, due_at + SECOND]
    assert all(one.state == "done" and one.run_at < one.ran_at == morning for one in ran)


@pytest.mark.parametrize("late", [timedelta(0), timedelta(days=400)])
def test_a_late_closing_still_bars_drafts_and_says_when_it_was_due(sqlite_engine, sweep, pieces, late):
    round_ref, _, draft = submitted(sqlite_engine)
    sweep(sqlite_engine, CLOSES + SECOND + late)
    assert state(sqlite_engine, draft) == "not_submitted"
    closing = next(one for one in pieces(sqlite_engine).values() if one.subject == round_ref)
    assert (closing.run_at, closing.ran_at) == (CLOSES + SECOND, CLOSES + SECOND + late)
