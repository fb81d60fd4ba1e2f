from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from fundflow import applications, awards
from fundflow.awards.rules.offers import above, cells, expiry, freed, last_expiry, stand_by_expiry, table
from fundflow.errors import BadInput, Refused
from fundflow.money import total
from tests.applications.builders import act
from tests.awards.builders import ACCEPTED, AMOUNTS, ISSUED, approved_bid, offered

SECOND = timedelta(seconds=1)
EXPIRES = datetime(2017, 7, 31, 22, 59, 59, tzinfo=UTC)
YEAR_END = datetime(2018, 3, 31, 22, 59, 59, tzinfo=UTC)

Pounds = st.dictionaries(
    st.sampled_from(["05J", "05T", "06D"]),
    st.dictionaries(st.sampled_from(["2017/18", "2018/19"]), st.integers(0, 10**9)),
)


@pytest.mark.parametrize(
    ("periods", "last"),
    [
        (["2017/18"], YEAR_END),
        (["2018/19", "2017/18"], YEAR_END),
        (["2018/19"], datetime(2019, 3, 31, 22, 59, 59, tzinfo=UTC)),
        (["2017/18-2018/19"], datetime(2019, 3, 31, 22, 59, 59, tzinfo=UTC)),
    ],
)
def test_an_offer_ends_with_the_first_of_its_years(periods: list[str], last: datetime) -> None:
    assert last_expiry(periods) == last


@pytest.mark.parametrize(
    ("issued", "expires"),
    [(ISSUED, EXPIRES), (datetime(2018, 3, 12, 9, tzinfo=UTC), YEAR_END)],
)
def test_twenty_working_days_are_given_unless_the_year_ends_first(issued: datetime, expires: datetime) -> None:
    assert expiry(issued, ["2017/18"], working_days=20) == expires


@pytest.mark.parametrize(
    ("now", "expires"),
    [
        (ISSUED, EXPIRES),
        (datetime(2017, 7, 31, 9, tzinfo=UTC), datetime(2017, 8, 7, 22, 59, 59, tzinfo=UTC)),
        (datetime(2018, 3, 29, 9, tzinfo=UTC), YEAR_END),
    ],
)
def test_standing_by_an_offer_leaves_five_working_days(now: datetime, expires: datetime) -> None:
    assert stand_by_expiry(EXPIRES, now, ["2017/18"]) == expires


@given(Pounds, Pounds)
def test_what_is_freed_and_what_is_offered_are_what_was_held(before: Any, after: Any) -> None:
    inside = {key: min(pence, cells(before).get(key, 0)) for key, pence in cells(after).items()}
    assert above(table(inside), before) is None
    assert total(table(inside)) + total(freed(before, table(inside))) == total(before)


@given(Pounds)
def test_a_penny_more_than_was_decided_is_above_it(amounts: Any) -> None:
    for commissioner, period in cells(amounts):
        more = {name: dict(row) for name, row in amounts.items()}
        more[commissioner][period] += 1
        assert above(more, amounts) == (
            commissioner,
            period,
            more[commissioner][period],
            amounts[commissioner][period],
        )


def test_an_offer_is_numbered_and_expires_by_itself(session: Session) -> None:
    offer = offered(session, scope="All of it", decided_by="PCCC 14 June, minute 6")
    assert (offer.number, offer.state, offer.expires_at) == (1, "open", EXPIRES)
    assert awards.offer_amounts(session, offer.id or 0) == AMOUNTS
    with pytest.raises(Refused, match="offer 1 of TF-17-0001 is open until Monday 31 July 2017"):
        offered(session, applications.get_by_id(session, offer.application_id))


def test_an_offer_stays_inside_the_decision(session: Session) -> None:
    bid = approved_bid(session)
    with pytest.raises(Refused, match=r"£10,000\.01 from 05J for 2017/18, and £10,000\.00 was decided.*£0\.01"):
        offered(session, bid, amounts={"05J": {"2017/18": 1_000_001}})
    with pytest.raises(BadInput, match=r"£0\.00"):
        offered(session, bid, amounts={"05J": {"2017/18": 0}})
    with pytest.raises(BadInput, match="cannot be offered"):
        offered(session, bid, amounts={"05J": {"2017/18": -1}})


def test_money_of_a_year_that_has_ended_is_not_offered(session: Session) -> None:
    with pytest.raises(Refused, match="a year that ended on Saturday 31 March 2018"):
        offered(session, act=act(YEAR_END + SECOND))


def test_an_offer_is_extended_once_before_it_expires_and_within_the_year(session: Session) -> None:
    offer = offered(session)
    for expires_at, said in (
        (EXPIRES, "is not later than"),
        (YEAR_END + SECOND, "a year that ends on Saturday 31 March 2018"),
    ):
        with pytest.raises(Refused, match=said):
            awards.extend_offer(session, offer, expires_at=expires_at, act=act(ISSUED))
    with pytest.raises(Refused, match="could be accepted until"):
        awards.extend_offer(session, offer, expires_at=YEAR_END, act=act(EXPIRES + SECOND))
    awards.extend_offer(session, offer, expires_at=YEAR_END, act=act(EXPIRES))
    assert (offer.expires_at, offer.extended) == (YEAR_END, True)
    with pytest.raises(Refused, match="that is done once"):
        awards.extend_offer(session, offer, expires_at=YEAR_END, act=act(EXPIRES))


def test_acceptance_is_all_or_nothing_and_in_time(session: Session) -> None:
    offer = offered(session)
    with pytest.raises(Refused, match=r"£15,000\.00 is offered as a whole"):
        awards.accept_offer(session, offer, act=act(ACCEPTED), unqualified=False)
    with pytest.raises(Refused, match="could be accepted until Monday 31 July 2017, 11:59 pm"):
        awards.accept_offer(session, offer, act=act(EXPIRES + SECOND))
    awards.accept_offer(session, offer, act=act(EXPIRES, person=2))
    assert (offer.state, offer.accepted_by, offer.unqualified) == ("accepted", 2, True)
    with pytest.raises(Refused, match="is accepted on"):
        awards.decline_offer(session, offer, act=act(EXPIRES))


def test_a_question_holds_the_offer_until_it_is_answered(session: Session) -> None:
    offer = awards.query_offer(session, offered(session), query="We cannot do 2018/19", act=act(ISSUED))
    with pytest.raises(Refused, match="offer 1 of TF-17-0001 is queried"):
        awards.accept_offer(session, offer, act=act(ACCEPTED))
    awards.stand_by_offer(session, offer, act=act(datetime(2017, 7, 31, 9, tzinfo=UTC)))
    assert (offer.state, offer.expires_at.day) == ("open", 7)
    with pytest.raises(Refused, match="no question to answer"):
        awards.stand_by_offer(session, offer, act=act(ACCEPTED))
    with pytest.raises(BadInput):
        awards.query_offer(session, offer, query=" ", act=act(ACCEPTED))


def test_an_amended_offer_is_a_new_version_inside_the_old_one(session: Session) -> None:
    offer = awards.query_offer(session, offered(session), query="We cannot do 2018/19", act=act(ISSUED))
    with pytest.raises(Refused, match="take it back to the committee"):
        awards.amend_offer(session, offer, amounts={"06D": {"2017/18": 1}}, act=act(ACCEPTED))
    new, released = awards.amend_offer(session, offer, amounts={"05J": {"2017/18": 900_000}}, act=act(ACCEPTED))
    assert released == {"05J": {"2017/18": 100_000}, "05T": {"2018/19": 500_000}}
    assert [(row.number, row.state) for row in awards.offers(session, offer.application_id)] == [
        (1, "superseded"),
        (2, "open"),
    ]
    facts = awards.award_dossiers(session, [offer.application_id])[offer.application_id].offer
    assert facts is not None
    assert (facts.number, facts.pence) == (2, 900_000)
    assert awards.open_offer(session, offer.application_id) is new


def test_an_offer_lapses_only_after_its_time(session: Session) -> None:
    offer = offered(session)
    with pytest.raises(Refused, match="It stands"):
        awards.lapse_offer(session, offer, act=act(EXPIRES))
    awards.lapse_offer(session, offer, act=act(EXPIRES + SECOND))
    assert offer.state == "lapsed"
    assert offered(session, applications.get_by_id(session, offer.application_id)).number == 2


@pytest.mark.parametrize(("verb", "state"), [("decline_offer", "declined"), ("withdraw_offer", "withdrawn")])
def test_either_side_can_end_an_open_offer(session: Session, verb: str, state: str) -> None:
    offer = getattr(awards, verb)(session, offered(session), act=act(ACCEPTED, reason="No staff"))
    assert (offer.state, offer.close_reason) == (state, "No staff")
