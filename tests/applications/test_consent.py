from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from fundflow import applications
from fundflow.applications import Partner
from fundflow.applications.rules.consent import material_changes, shown, state_after_review
from fundflow.errors import BadInput, NotFound, Refused, Stale
from tests.applications.builders import ELGAR, LICKEY, TEME, act, agree, fill, line, lists, new_bid


def content(**changes: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "title": "Hub",
        "lead": ELGAR,
        "organisation": LICKEY,
        "role": "partner",
        "list_size": lists().lists[1],
        "lines": [line(100_000, organisation=LICKEY), line(900_000)],
        "commitments": "Lend two nurses",
        "others": [ELGAR, LICKEY],
    }
    return shown(**(usual | changes)).content


@pytest.mark.parametrize(
    ("changes", "material"),
    [
        ({}, 0),
        ({"title": "The Hub"}, 0),
        ({"commitments": "Lend  two nurses "}, 0),
        ({"list_size": None}, 0),
        ({"lines": [line(105_000, organisation=LICKEY), line(900_000)]}, 0),
        ({"lines": [line(105_001, organisation=LICKEY), line(900_000)]}, 1),
        ({"lines": [line(94_999, organisation=LICKEY), line(900_000)]}, 1),
        ({"lines": [line(100_000, organisation=LICKEY), line(950_000)]}, 0),
        ({"lines": [line(100_000, organisation=LICKEY), line(950_001)]}, 1),
        ({"lines": [line(100_000, organisation=LICKEY, period="2018/19"), line(900_000)]}, 2),
        ({"role": "lead"}, 1),
        ({"lead": TEME}, 1),
        ({"others": [ELGAR, LICKEY, TEME]}, 1),
        ({"others": [LICKEY]}, 1),
        ({"commitments": "Lend three nurses"}, 1),
    ],
)
def test_consent_is_asked_again_for_money_role_partners_and_commitments(changes: dict[str, Any], material: int) -> None:
    assert len(material_changes(content(), content(**changes), percent=5)) == material


def test_a_change_is_told_with_both_figures() -> None:
    (sentence,) = material_changes(
        content(), content(lines=[line(120_000, organisation=LICKEY), line(900_000)]), percent=5
    )
    assert "£1,000.00 and is now £1,200.00" in sentence


@given(st.integers(1, 10**9), st.integers(0, 100))
def test_up_to_the_stated_percentage_no_change_is_material(pence: int, percent: int) -> None:
    allowed = pence * percent // 100
    before = content(lines=[line(pence)])
    assert material_changes(before, content(lines=[line(pence + allowed)]), percent=percent) == ()
    assert material_changes(before, content(lines=[line(pence + allowed + 1)]), percent=percent) != ()


@pytest.mark.parametrize(
    ("state", "channel", "changes", "then"),
    [
        ("agreed", "online", (), "agreed"),
        ("agreed", "online", ("x",), "agreed_to_earlier"),
        ("by_letter", "letter", ("x",), "agreed_to_earlier"),
        ("agreed_to_earlier", "online", (), "agreed"),
        ("agreed_to_earlier", "letter", (), "by_letter"),
        ("refused", "online", ("x",), "refused"),
        ("left", "online", (), "left"),
        ("invited", "", (), "invited"),
        ("conditional", "online", (), "conditional"),
    ],
)
def test_a_change_taken_back_restores_the_agreement(state: str, channel: str, changes: Any, then: str) -> None:
    assert state_after_review(state, channel, changes) == then


def standing(session: Session, bid: applications.Application, organisation: str = LICKEY) -> str:
    return applications.participant(session, bid, organisation).state


def test_agreeing_keeps_exactly_what_was_shown(session: Session) -> None:
    bid = new_bid(session)
    fill(session, bid)
    shown_now = applications.shown_for(session, bid, LICKEY, list_size=lists().lists[1])
    agree(session, bid, shown=shown_now, expected_sha256=shown_now.sha256)
    row = applications.participant(session, bid, LICKEY)
    assert row.shown is not None
    assert row.shown["list"] == {
        "patients": 12_190,
        "on": "2017-01-01",
        "basis": "registered",
        "source": "NHS Digital",
    }
    assert row.shown["mine_pence"] == {"2017/18": 1_000_000}
    assert row.shown["whole_pence"] == {"2017/18": 1_000_000, "2018/19": 500_000}
    assert (row.state, row.consent_by, row.shown_sha256) == ("agreed", "Dr Patel", shown_now.sha256)


def test_an_answer_to_an_old_page_is_refused(session: Session) -> None:
    bid = new_bid(session)
    fill(session, bid)
    old = applications.shown_for(session, bid, LICKEY).sha256
    applications.save_budget(session, bid, lines=[line(7, organisation=LICKEY)], act=act())
    with pytest.raises(Stale, match="changed after you opened this page"):
        agree(session, bid, expected_sha256=old)
    assert standing(session, bid) == "invited"


def test_typing_errors_keep_an_agreement_and_money_does_not(session: Session) -> None:
    bid = new_bid(session)
    fill(session, bid)
    agree(session, bid)
    applications.save_outline(session, bid, title="Hub, mended", act=act())
    assert standing(session, bid) == "agreed"
    more = [line(2_000_000, commissioner="05J", organisation=LICKEY), line(500_000, period="2018/19")]
    applications.save_budget(session, bid, lines=more, act=act())
    assert standing(session, bid) == "agreed_to_earlier"
    less = [line(commissioner="05J", organisation=LICKEY), line(500_000, period="2018/19")]
    applications.save_budget(session, bid, lines=less, act=act())
    assert standing(session, bid) == "agreed"


def test_a_new_partner_asks_the_others_again(session: Session) -> None:
    bid = new_bid(session)
    fill(session, bid)
    agree(session, bid)
    both = [Partner(LICKEY, "Lend two nurses"), Partner(TEME)]
    applications.save_participants(session, bid, partners=both, act=act())
    assert standing(session, bid) == "agreed_to_earlier"
    applications.save_participants(session, bid, partners=both[:1], act=act())
    assert standing(session, bid) == "agreed"
    assert standing(session, bid, TEME) == "removed"


def test_a_letter_counts_once_an_officer_has_checked_it(session: Session) -> None:
    bid = new_bid(session)
    fill(session, bid)
    with pytest.raises(Refused, match="an officer checks each letter"):
        agree(session, bid, letter_file="b" * 64)
    agree(session, bid, letter_file="b" * 64, letter_checked_by=7)
    assert standing(session, bid) == "by_letter"


def test_a_condition_waits_for_the_lead(session: Session) -> None:
    bid = new_bid(session)
    fill(session, bid)
    agree(session, bid, condition="Only on weekdays")
    assert standing(session, bid) == "conditional"
    applications.accept_condition(session, bid, LICKEY, act=act())
    row = applications.participant(session, bid, LICKEY)
    assert (row.state, row.condition) == ("agreed", "Only on weekdays")
    with pytest.raises(Refused, match="has put no condition"):
        applications.accept_condition(session, bid, LICKEY, act=act())


def test_who_refused_or_left_can_be_invited_again_and_starts_afresh(session: Session) -> None:
    bid = new_bid(session)
    fill(session, bid)
    agree(session, bid)
    applications.refuse(session, bid, LICKEY, act=act(reason="Too far"))
    assert applications.participant(session, bid, LICKEY).reason == "Too far"
    with pytest.raises(Refused, match="no longer in TF-17-0001"):
        agree(session, bid)
    applications.save_participants(session, bid, partners=[Partner(LICKEY)], act=act())
    row = applications.participant(session, bid, LICKEY)
    assert (row.state, row.shown, row.reason, row.consent_by) == ("invited", None, "", "")


def test_the_lead_does_not_leave_its_own_bid_but_may_hand_it_over(session: Session) -> None:
    bid = new_bid(session)
    fill(session, bid)
    agree(session, bid)
    with pytest.raises(Refused, match="leads TF-17-0001"):
        applications.leave(session, bid, ELGAR, act=act())
    applications.new_lead(session, bid, LICKEY, act=act())
    assert bid.lead == LICKEY
    assert standing(session, bid) == "agreed_to_earlier"
    applications.leave(session, bid, ELGAR, act=act())
    assert standing(session, bid, ELGAR) == "left"


def test_partners_are_named_once_and_strangers_are_not_found(session: Session) -> None:
    bid = new_bid(session)
    with pytest.raises(BadInput, match="named twice"):
        applications.save_participants(session, bid, partners=[Partner(LICKEY), Partner(LICKEY)], act=act())
    with pytest.raises(NotFound, match="M81003 is not named in TF-17-0001"):
        applications.shown_for(session, bid, TEME)
