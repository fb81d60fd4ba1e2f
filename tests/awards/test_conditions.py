from datetime import date

import pytest
from sqlmodel import Session

from fundflow import applications, awards
from fundflow.awards import Terms
from fundflow.awards.rules.conditions import contradictions, from_rules, union
from fundflow.errors import BadInput, Refused
from tests.applications.builders import act, fund
from tests.awards.builders import ACCEPTED, approved_bid, awarded, offered


def terms(**changes: object) -> Terms:
    given: dict[str, object] = {
        "kind": "precedent",
        "text": "Sign an agreement",
        "evidence": "The agreement",
        "owner": "Jo Ash",
        "commissioner": "05J",
    }
    return Terms(**(given | changes))  # type: ignore[arg-type]


def test_every_owner_keeps_its_own_condition_and_precedents_come_first() -> None:
    later = terms(kind="subsequent", text="Report")
    found = union([later, terms(), terms(text="Sign  an AGREEMENT"), terms(commissioner="05T")])
    assert [(one.kind, one.commissioner) for one in found] == [
        ("precedent", "05J"),
        ("precedent", "05T"),
        ("subsequent", "05J"),
    ]


@pytest.mark.parametrize(
    ("first", "second", "clash"),
    [
        ({"topic": "opening", "demand": "Saturdays"}, {"topic": "opening", "demand": "weekdays only"}, True),
        ({"topic": "Opening", "demand": "Saturdays"}, {"topic": "opening", "demand": "saturdays "}, False),
        ({"topic": "opening", "demand": "Saturdays"}, {"topic": "rota", "demand": "weekly"}, False),
        ({}, {"text": "Anything"}, False),
        ({"demand": "Saturdays"}, {"demand": "weekdays"}, False),
    ],
)
def test_one_topic_with_two_demands_is_a_contradiction(
    first: dict[str, object], second: dict[str, object], clash: bool
) -> None:
    pair = [terms(**first), terms(commissioner="05T", **second)]
    assert bool(contradictions(pair)) is clash


def test_contradictory_conditions_block_the_offer_and_name_both(session: Session) -> None:
    bid = approved_bid(session)
    pair = [terms(topic="opening", demand="Saturdays"), terms(commissioner="05T", topic="opening", demand="weekdays")]
    awards.add_conditions(session, bid, pair)
    with pytest.raises(Refused, match=r"two conditions about opening.*05J asks: Saturdays\. 05T asks: weekdays"):
        offered(session, bid)
    awards.drop_conditions(session, bid, asked=pair[:1], act=act(ACCEPTED, reason="Agreed on Saturdays"))
    assert [row.commissioner for row in awards.conditions(session, bid.id or 0)] == ["05J"]
    assert offered(session, bid).state == "open"


def test_conditions_are_numbered_and_not_added_twice(session: Session) -> None:
    bid = approved_bid(session)
    awards.add_conditions(session, bid, [terms(), terms(commissioner="05T")])
    assert awards.add_conditions(session, bid, [terms(), terms(text="Another")])[0].number == 3
    assert [row.number for row in awards.conditions(session, bid.id or 0)] == [1, 2, 3]
    with pytest.raises(BadInput, match=r"conditions\.1\.evidence"):
        awards.add_conditions(session, bid, [terms(evidence=" ")])


def test_the_funds_own_conditions_fall_due_after_acceptance() -> None:
    award = fund().award
    assert award is not None
    found = from_rules(award.conditions, accepted_on=date(2017, 7, 10))
    assert found[0].kind == "precedent"
    assert found[0].due_on == date(2017, 9, 5)
    assert {one.commissioner for one in found} == {None}


def test_a_condition_is_met_with_evidence_or_a_reason(session: Session) -> None:
    bid = approved_bid(session)
    (row,) = awards.add_conditions(session, bid, [terms()])
    with pytest.raises(Refused, match="it asks for The agreement"):
        awards.meet_condition(session, row, act=act(ACCEPTED))
    awards.meet_condition(session, row, evidence_file="c" * 64, act=act(ACCEPTED))
    assert (row.state, row.evidence_file) == ("met", "c" * 64)
    with pytest.raises(Refused, match="it is met already"):
        awards.waive_condition(session, row, authority="PCCC", act=act(ACCEPTED, reason="x"))


def test_only_its_authority_waives_a_condition(session: Session) -> None:
    bid = approved_bid(session)
    (row,) = awards.add_conditions(session, bid, [terms(waiver_authority="PCCC")])
    with pytest.raises(Refused, match="only PCCC may waive it, and this was officer"):
        awards.waive_condition(session, row, authority="officer", act=act(ACCEPTED, reason="Soon"))
    with pytest.raises(Refused, match="give the reason"):
        awards.waive_condition(session, row, authority="PCCC", act=act(ACCEPTED))
    with pytest.raises(Refused, match="the recipient may ask why"):
        awards.fail_condition(session, row, act=act(ACCEPTED))
    awards.fail_condition(session, row, act=act(ACCEPTED, reason="Nothing came"))
    assert awards.waive_condition(session, row, authority="PCCC", act=act(ACCEPTED, reason="Soon")).state == "waived"


def test_work_starts_when_every_precedent_is_met_or_waived(session: Session) -> None:
    award = awarded(session)
    bid = applications.get_by_id(session, award.application_id)
    first, second, _ = awards.add_conditions(
        session, bid, [terms(), terms(commissioner="05T"), terms(kind="subsequent")]
    )
    with pytest.raises(Refused, match=r"condition 1 and 1 more must be met first\. It asks for The agreement"):
        awards.authorise_start(session, award, act=act(ACCEPTED))
    awards.meet_condition(session, first, act=act(ACCEPTED, reason="Seen"))
    awards.fail_condition(session, second, act=act(ACCEPTED, reason="Nothing came"))
    with pytest.raises(Refused, match="condition 2 must be met first"):
        awards.authorise_start(session, award, act=act(ACCEPTED))
    awards.waive_condition(session, second, authority="PCCC", act=act(ACCEPTED, reason="Small"))
    assert awards.authorise_start(session, award, act=act(ACCEPTED)).start_authorised_at == ACCEPTED
