import pytest
from sqlmodel import Session

from fundflow import applications
from fundflow.applications import Partner, Snapshot
from fundflow.errors import Refused
from tests.applications.builders import (
    ELGAR,
    LICKEY,
    SENT,
    TEME,
    act,
    agree,
    line,
    lists,
    new_bid,
    submitted_bid,
)


def states(session: Session, bid: applications.Application) -> list[tuple[int, str]]:
    return [(version.number, version.state) for version in applications.versions(session, bid.id)]


def test_submission_freezes_content_partners_and_list_sizes(session: Session) -> None:
    bid, version = submitted_bid(session)
    session.expire_all()
    assert version.frozen is not None
    assert version.frozen["content"]["lines"][0]["pence"] == 1_000_000
    assert version.frozen["snapshot"]["lists"][0]["on"] == "2017-01-01"
    assert [one["state"] for one in version.frozen["participants"]] == ["agreed", "agreed"]
    assert applications.intact(version)
    assert (bid.submitted_version_id, bid.submitted_at, version.signed_by) == (version.id, SENT, 2)
    assert Snapshot.from_json(version.frozen["snapshot"]) == lists()


def test_a_frozen_version_that_was_changed_shows(session: Session) -> None:
    _, version = submitted_bid(session)
    frozen = dict(version.frozen or {})
    frozen["content"] = {**frozen["content"], "title": "Other"}
    version.frozen = frozen
    assert not applications.intact(version)


def test_a_recalled_bid_that_is_not_sent_again_stands_as_it_was(session: Session) -> None:
    bid, version = submitted_bid(session)
    applications.recall(session, bid, act=act(SENT))
    applications.save_outline(session, bid, title="Half done", act=act(SENT))
    applications.save_participants(session, bid, partners=[Partner(TEME)], act=act(SENT))
    applications.save_budget(session, bid, lines=[line(5)], act=act(SENT))
    assert (bid.title, bid.ask_pence) == ("Half done", 5)
    assert states(session, bid) == [(1, "submitted"), (2, "draft")]
    assert applications.restore_submitted(session, bid, act=act(SENT)) is version
    assert (bid.title, bid.ask_pence) == ("Hub", 1_500_000)
    assert states(session, bid) == [(1, "submitted"), (2, "dropped")]
    present = {row.organisation: row.state for row in applications.participants(session, bid.id)}
    assert present == {ELGAR: "agreed", LICKEY: "agreed", TEME: "removed"}
    assert applications.intact(version)


def test_a_partner_that_left_meanwhile_stays_out(session: Session) -> None:
    bid, _ = submitted_bid(session)
    applications.recall(session, bid, act=act(SENT))
    applications.leave(session, bid, LICKEY, act=act(SENT, reason="No staff"))
    applications.restore_submitted(session, bid, act=act(SENT))
    assert applications.participant(session, bid, LICKEY).state == "left"


def test_a_partner_taken_off_and_named_again_has_still_agreed_to_the_same_bid(session: Session) -> None:
    bid, _ = submitted_bid(session)
    applications.recall(session, bid, act=act(SENT))
    applications.save_participants(session, bid, partners=[], act=act(SENT))
    applications.save_participants(session, bid, partners=[Partner(LICKEY, "Lend two nurses")], act=act(SENT))
    assert applications.participant(session, bid, LICKEY).state == "agreed"
    applications.save_participants(session, bid, partners=[Partner(LICKEY, "Lend ten nurses")], act=act(SENT))
    assert applications.participant(session, bid, LICKEY).state == "agreed_to_earlier"
    applications.restore_submitted(session, bid, act=act(SENT))
    assert applications.participant(session, bid, LICKEY).state == "agreed"


def test_a_second_submission_supersedes_the_first(session: Session) -> None:
    bid, first = submitted_bid(session)
    applications.recall(session, bid, act=act(SENT))
    applications.save_answers(session, bid, answers={"plan": "Mended"}, act=act(SENT))
    second = applications.freeze_version(session, bid, snapshot=lists(), signed_by=2, act=act(SENT))
    assert states(session, bid) == [(1, "superseded"), (2, "submitted")]
    assert bid.submitted_version_id == second.id
    assert applications.intact(first)
    assert applications.intact(second)
    assert first.sha256 != second.sha256


def test_only_what_was_submitted_is_recalled_or_restored(session: Session) -> None:
    bid = new_bid(session)
    with pytest.raises(Refused, match="has not been submitted"):
        applications.recall(session, bid, act=act())
    with pytest.raises(Refused, match="never submitted"):
        applications.restore_submitted(session, bid, act=act())


def test_a_bid_is_open_for_editing_once(session: Session) -> None:
    bid, _ = submitted_bid(session)
    applications.recall(session, bid, act=act(SENT))
    with pytest.raises(Refused, match="go on with that draft"):
        applications.recall(session, bid, act=act(SENT))


def test_agreements_are_frozen_as_they_stood(session: Session) -> None:
    bid = new_bid(session)
    applications.save_participants(session, bid, partners=[Partner(LICKEY)], act=act())
    applications.save_budget(session, bid, lines=[line()], act=act())
    agree(session, bid, condition="Only if the hub opens on Saturdays")
    version = applications.freeze_version(session, bid, snapshot=lists(), signed_by=2, act=act(SENT))
    assert version.frozen is not None
    partner = version.frozen["participants"][1]
    assert (partner["state"], partner["condition"]) == ("conditional", "Only if the hub opens on Saturdays")
