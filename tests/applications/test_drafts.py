from datetime import date

import pytest
from sqlmodel import Session

from fundflow import applications
from fundflow.errors import BadInput, Refused, Stale
from tests.applications.builders import ELGAR, LICKEY, TEME, act, fill, line, new_bid, submitted_bid


def test_a_new_case_is_a_draft_with_its_lead_in_it(session: Session) -> None:
    bid = new_bid(session, title="  A   hub ")
    assert (bid.ref, bid.title, bid.state, bid.version) == ("TF-17-0001", "A hub", "draft", 1)
    assert bid.confirmed_at is not None
    (lead,) = applications.participants(session, bid.id)
    assert (lead.organisation, lead.role) == (ELGAR, "lead")


@pytest.mark.parametrize("title", ["", "   ", "x" * 201])
def test_a_case_needs_a_title_of_sensible_length(session: Session, title: str) -> None:
    with pytest.raises(BadInput, match="1 to 200 characters"):
        new_bid(session, title=title)


def test_saving_one_answer_keeps_the_others(session: Session) -> None:
    bid = new_bid(session)
    applications.save_answers(session, bid, answers={"accomplish": "One"}, act=act())
    version = applications.save_answers(session, bid, answers={"measure": "Two"}, exit_plan="Stop", act=act())
    assert version.answers == {"accomplish": "One", "measure": "Two"}
    assert (version.exit_plan, version.saved_by, bid.version) == ("Stop", 1, 3)


def test_what_is_refused_leaves_the_draft_as_it_was(session: Session) -> None:
    bid = new_bid(session)
    with pytest.raises(BadInput, match=r"answers\.accomplish: .*501 words.*\(1 more like this\)"):
        applications.save_answers(
            session, bid, answers={"accomplish": "word " * 501, "measure": "word " * 501, "plan": "Good"}, act=act()
        )
    assert applications.current_version(session, bid.id).answers == {}
    assert bid.version == 1


def test_two_editors_cannot_overwrite_each_other(session: Session) -> None:
    bid = new_bid(session)
    applications.save_answers(session, bid, answers={"accomplish": "Mine"}, expected_version=1, act=act())
    with pytest.raises(Stale, match=r"TF-17-0001 was changed by somebody else .*\(version 1\)"):
        applications.save_answers(session, bid, answers={"accomplish": "Yours"}, expected_version=1, act=act())
    session.rollback()


def test_the_ask_is_the_sum_of_the_lines_and_shows_on_the_case(session: Session) -> None:
    bid = new_bid(session)
    applications.save_budget(session, bid, lines=[line(), line(1, period="2018/19")], act=act())
    assert bid.ask_pence == 1_000_001
    applications.save_budget(session, bid, lines=[line(7)], act=act())
    assert bid.ask_pence == 7
    version = applications.current_version(session, bid.id)
    assert [row.pence for row in applications.budget_lines(session, version.id)] == [7]


def test_money_for_a_practice_outside_the_bid_is_refused(session: Session) -> None:
    bid = new_bid(session)
    with pytest.raises(BadInput, match=rf"budget\.1\.organisation: {TEME} is not in this bid"):
        applications.save_budget(session, bid, lines=[line(organisation=TEME)], act=act())


def test_the_outline_says_how_far_a_bid_may_be_cut(session: Session) -> None:
    bid = new_bid(session)
    applications.save_outline(session, bid, severable=True, minimum_viable_pence=100, title="New", act=act())
    assert (bid.severable, bid.minimum_viable_pence, bid.title) == (True, 100, "New")
    applications.save_outline(session, bid, severable=False, act=act())
    assert (bid.severable, bid.minimum_viable_pence) == (False, None)
    with pytest.raises(BadInput, match=r"£0\.00 is not a least workable amount"):
        applications.save_outline(session, bid, minimum_viable_pence=0, act=act())
    with pytest.raises(BadInput, match="before it starts"):
        applications.save_outline(
            session, bid, work_starts_on=date(2017, 7, 1), work_ends_on=date(2017, 6, 30), act=act()
        )


def test_documents_are_named_by_the_form_and_can_be_taken_off(session: Session) -> None:
    bid = new_bid(session)
    applications.save_documents(session, bid, documents={"equality_impact": "f" * 64}, act=act())
    version = applications.save_documents(session, bid, documents={"equality_impact": None}, act=act())
    assert version.documents == {}
    with pytest.raises(BadInput, match=r"documents\.cv"):
        applications.save_documents(session, bid, documents={"cv": "f" * 64}, act=act())


def test_a_submitted_bid_is_not_written_to(session: Session) -> None:
    bid, _ = submitted_bid(session)
    with pytest.raises(Refused, match="was submitted on Friday 12 May 2017, 3:00 pm and its answers are fixed"):
        applications.save_answers(session, bid, answers={"accomplish": "Later"}, act=act())
    with pytest.raises(Refused, match="The partners were not changed"):
        applications.save_participants(session, bid, partners=[], act=act())


def test_starting_from_an_earlier_bid_copies_answers_to_be_checked(session: Session) -> None:
    earlier, _ = submitted_bid(session)
    bid = new_bid(session, applications.round_by_id(session, earlier.round_id), title="Again")
    applications.save_answers(session, bid, answers={"plan": "New plan"}, act=act())
    version = applications.start_from(session, bid, earlier=earlier, act=act())
    assert version.answers["plan"] == "New plan"
    assert version.copied == ["accomplish", "measure", "unintended"]
    assert version.documents == {}
    version = applications.save_answers(session, bid, answers={"measure": "Checked"}, act=act())
    assert version.copied == ["accomplish", "unintended"]


def test_another_leads_bid_is_not_copied(session: Session) -> None:
    earlier, _ = submitted_bid(session)
    bid = new_bid(session, applications.round_by_id(session, earlier.round_id), lead=TEME)
    with pytest.raises(Refused, match="Start from a bid of your own"):
        applications.start_from(session, bid, earlier=earlier, act=act())


def test_a_typed_in_bid_counts_once_it_is_confirmed(session: Session) -> None:
    first = new_bid(session)
    round_ = applications.round_by_id(session, first.round_id)
    bid = applications.create(session, round_, lead=LICKEY, title="By post", act=act(), entered_from="paper")
    assert bid.confirmed_at is None
    assert applications.confirm_entry(session, bid, act=act()).confirmed_at == act().now
    with pytest.raises(BadInput, match="not a way of entry"):
        applications.create(session, round_, lead=LICKEY, title="By owl", act=act(), entered_from="owl")


def test_a_filled_bid_is_complete(session: Session) -> None:
    bid = new_bid(session)
    fill(session, bid)
    content = applications.content_of(session, applications.current_version(session, bid.id))
    form = applications.fund_of(session, bid).form
    assert form is not None
    assert applications.incomplete(form, content) == ()
