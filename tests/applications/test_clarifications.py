from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session

from fundflow import applications
from fundflow.applications import Query, Revision
from fundflow.errors import BadInput, Refused
from tests.applications.builders import LICKEY, SENT, TEME, act, line, submitted_bid

DUE = SENT + timedelta(days=14)
SECOND = timedelta(seconds=1)


def asked(session: Session) -> applications.Application:
    bid, _ = submitted_bid(session)
    questions = [Query("How many nurses?", "plan"), Query("Since when?")]
    applications.ask_clarification(session, bid, questions=questions, due_at=DUE, act=act(SENT))
    return bid


def test_questions_are_numbered_and_one_set_is_open_at_a_time(session: Session) -> None:
    bid = asked(session)
    row = applications.open_clarification(session, bid.id)
    assert row is not None
    assert [(one["number"], one["field"]) for one in row.questions] == [(1, "plan"), (2, "")]
    with pytest.raises(Refused, match="2 unanswered since Friday 12 May 2017"):
        applications.ask_clarification(session, bid, questions=[Query("More?")], due_at=DUE, act=act(SENT))


def test_questions_need_words_and_time(session: Session) -> None:
    bid, _ = submitted_bid(session)
    for questions, due in (([], DUE), ([Query("  ")], DUE), ([Query("Why?")], SENT)):
        with pytest.raises(BadInput):
            applications.ask_clarification(session, bid, questions=questions, due_at=due, act=act(SENT))


def test_more_time_is_given_once_and_before_the_end(session: Session) -> None:
    bid = asked(session)
    with pytest.raises(Refused, match="is not later than"):
        applications.extend_clarification(session, bid, due_at=DUE, act=act(DUE))
    with pytest.raises(Refused, match="assess the bid as it is"):
        applications.extend_clarification(session, bid, due_at=DUE + timedelta(days=9), act=act(DUE + SECOND))
    applications.extend_clarification(session, bid, due_at=DUE + timedelta(days=5), act=act(DUE))
    with pytest.raises(Refused, match="that is done once"):
        applications.extend_clarification(session, bid, due_at=DUE + timedelta(days=9), act=act(DUE))


def test_every_question_is_answered_or_none(session: Session) -> None:
    bid = asked(session)
    for answers in ({1: "Two"}, {1: "Two", 2: "  "}, {1: "Two", 2: "May", 3: "?"}):
        with pytest.raises(BadInput):
            applications.answer_clarification(session, bid, answers=answers, act=act(SENT))
    row = applications.answer_clarification(session, bid, answers={1: "Two", 2: "May"}, act=act(SENT))
    assert (row.outcome, row.answers, row.fields_changed) == ("answered", {"1": "Two", "2": "May"}, [])
    with pytest.raises(Refused, match="waits for an answer"):
        applications.answer_clarification(session, bid, answers={}, act=act(SENT))


def test_an_answer_may_mend_the_bid_on_the_same_list_sizes(session: Session) -> None:
    bid = asked(session)
    lines = [line(900_000, commissioner="05J", organisation=LICKEY), line(500_000, period="2018/19")]
    revision = Revision(answers={"plan": "Two nurses from May"}, lines=lines)
    answers = {1: "Two", 2: "May"}
    row = applications.answer_clarification(session, bid, answers=answers, revision=revision, act=act(DUE))
    assert row.fields_changed == ["answers.plan", "budget"]
    first, second = applications.versions(session, bid.id)
    assert (first.state, second.state, bid.submitted_version_id) == ("superseded", "submitted", second.id)
    assert first.frozen is not None
    assert second.frozen is not None
    assert second.frozen["snapshot"] == first.frozen["snapshot"]
    assert (second.submitted_at, bid.ask_pence) == (SENT, 1_400_000)
    assert applications.intact(second)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (line(1_000_001, organisation=LICKEY), "asks for £10,000.01"),
        (line(1, organisation=TEME), "gives money to M81003"),
    ],
)
def test_an_answer_raises_no_ask_and_brings_in_nobody(session: Session, changed: object, said: str) -> None:
    bid = asked(session)
    version = applications.current_version(session, bid.id)
    before = applications.content_of(session, version)
    assert before.ask_pence == 1_500_000
    lines = [changed] if "M81003" in said else [changed, line(500_000)]
    with pytest.raises(Refused, match=said.replace("£10,000.01", r"£15,000\.01")):
        applications.answer_clarification(
            session,
            bid,
            answers={1: "a", 2: "b"},
            revision=Revision(lines=lines),  # type: ignore[arg-type]
            act=act(DUE),
        )
    assert applications.open_clarification(session, bid.id) is not None


def test_an_answer_keeps_to_the_form(session: Session) -> None:
    bid = asked(session)
    revision = Revision(answers={"plan": "word " * 801})
    with pytest.raises(BadInput, match="801 words and may have 800"):
        applications.answer_clarification(session, bid, answers={1: "a", 2: "b"}, revision=revision, act=act(DUE))
    with pytest.raises(BadInput, match="no money for '2019/20'"):
        applications.answer_clarification(
            session,
            bid,
            answers={1: "a", 2: "b"},
            revision=Revision(lines=[replace(line(1), period="2019/20")]),
            act=act(DUE),
        )


def test_going_on_without_an_answer_waits_for_the_deadline(session: Session) -> None:
    bid = asked(session)
    with pytest.raises(Refused, match="may answer until Friday 26 May 2017"):
        applications.close_clarification(session, bid, outcome="as_is", act=act(DUE))
    assert applications.close_clarification(session, bid, outcome="as_is", act=act(DUE + SECOND)).outcome == "as_is"


def test_a_withdrawn_bid_has_no_open_question(session: Session) -> None:
    bid = asked(session)
    applications.close_clarification(session, bid, outcome="void", act=act(SENT))
    assert applications.open_clarification(session, bid.id) is None
    assert [row.number for row in applications.clarifications(session, bid.id)] == [1]
