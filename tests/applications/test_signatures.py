import pytest
from sqlmodel import Session

from fundflow import applications
from fundflow.errors import Refused
from tests.applications.builders import act, new_bid

PAIR = ("officer", "officer")


def test_two_different_people_sign_the_same_thing(session: Session) -> None:
    bid = new_bid(session)
    applications.sign(session, bid, step="redirect", role="officer", values={"gate": "E6"}, act=act(person=1))
    with pytest.raises(Refused, match="A different person must sign too"):
        applications.sign(session, bid, step="redirect", role="officer", values={"gate": "E6"}, act=act(person=1))
    with pytest.raises(Refused, match="Priya Shah signed other figures"):
        applications.sign(session, bid, step="redirect", role="officer", values={"gate": "E4"}, act=act(person=2))
    applications.sign(session, bid, step="redirect", role="officer", values={"gate": "E6"}, act=act(person=2))
    assert [row.role for row in applications.signatures(session, bid.id, step="redirect")] == list(PAIR)
    assert applications.signatures(session, bid.id, step="close") == []


def test_a_signature_does_not_outlive_the_content_it_was_given_to(session: Session) -> None:
    bid = new_bid(session)
    row = applications.sign(session, bid, step="submit", role="signatory", values={}, act=act())
    applications.save_answers(session, bid, answers={"plan": "Changed"}, act=act())
    assert applications.signatures(session, bid.id) == []
    assert row.cleared_because == "the content changed"


def test_a_signature_ends_with_the_move_it_was_given_for(session: Session) -> None:
    bid = new_bid(session)
    applications.sign(session, bid, step="submit", role="signatory", values={}, act=act())
    applications.move(session, bid, to="submitted", act=act())
    assert applications.signatures(session, bid.id, step="submit") == []
    assert applications.dossier(session, bid.ref).signatures == ()


def test_signatures_can_be_cleared_to_start_again(session: Session) -> None:
    bid = new_bid(session)
    applications.sign(session, bid, step="close", role="officer", values={"a": 1}, act=act())
    assert applications.clear_signatures(session, bid, because="wrong figure", act=act(), step="close") == 1
    applications.sign(session, bid, step="close", role="officer", values={"a": 2}, act=act())
    assert [row.values for row in applications.signatures(session, bid.id)] == [{"a": 2}]
