from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from fundflow import awards
from fundflow.awards import LineChange
from fundflow.awards.rules.variations import beyond_tolerance, differences
from fundflow.errors import BadInput, Refused, Stale
from tests.applications.builders import act
from tests.awards.builders import ACCEPTED, AMOUNTS, awarded

TOLERANCE: dict[str, Any] = {"percent": 10, "least_pence": 100_000}


def change(before: int, after: int, cost_type: str = "", period: str = "2017/18", who: str = "05J") -> LineChange:
    return LineChange(who, period, before, after, cost_type)


@pytest.mark.parametrize(
    ("kind", "changes", "within"),
    [
        ("budget", [change(500_000, 600_000, "backfill"), change(500_000, 400_000, "training")], True),
        ("budget", [change(500_000, 600_001, "backfill"), change(500_000, 399_999, "training")], False),
        ("budget", [change(2_000_000, 2_200_000, "a"), change(9_000_000, 8_800_000, "b")], True),
        ("budget", [change(2_000_000, 2_200_001, "a"), change(9_000_000, 8_799_999, "b")], False),
        ("value", [change(1_000_000, 900_000)], True),
        ("value", [change(1_000_000, 899_999)], False),
        ("value", [change(1_000_000, 1_000_001)], False),
        ("profile", [change(1_000_000, 950_000), change(500_000, 550_000, period="2018/19")], False),
        ("value", [change(1_000_000, 950_000), change(500_000, 550_000, who="05T")], False),
        ("remedy", [], True),
        ("partner", [], False),
        ("novation", [], False),
        ("dates", [], False),
        ("outcome", [], False),
    ],
)
def test_what_an_officer_may_allow_alone(kind: Any, changes: list[LineChange], within: bool) -> None:
    assert (beyond_tolerance(kind, changes, **TOLERANCE) == ()) is within


def test_the_reason_names_the_line_and_both_figures() -> None:
    why = beyond_tolerance("budget", [change(500_000, 300_000, "backfill")], **TOLERANCE)
    assert why == ("backfill, 05J 2017/18 moves by £2,000.00, and £1,000.00 is the most for it",)


@given(
    st.lists(
        st.builds(
            LineChange,
            st.sampled_from(["05J", "05T"]),
            st.sampled_from(["2017/18", "2018/19"]),
            st.integers(0, 10**9),
            st.integers(0, 10**9),
        )
    )
)
def test_differences_are_the_sum_of_the_lines(changes: list[LineChange]) -> None:
    moved = sum(pence for row in differences(changes).values() for pence in row.values())
    assert moved == sum(one.after - one.before for one in changes)


def request(session: Session, award: awards.Award, *changes: LineChange, **given: Any) -> awards.Variation:
    usual: dict[str, Any] = {"kind": "value", "changes": changes, "act": act(ACCEPTED, reason="Nurse left")}
    return awards.request_variation(session, award, **(usual | TOLERANCE | given))


def approve(session: Session, award: awards.Award, row: awards.Variation, **given: Any) -> Any:
    usual: dict[str, Any] = {"authority": "PCCC 6/17", "by_officer": False, "act": act(ACCEPTED)}
    return awards.approve_variation(session, award, row, **(usual | TOLERANCE | given))


def test_a_change_is_asked_for_from_what_the_award_says(session: Session) -> None:
    award = awarded(session)
    for changes, said in (
        ([change(900_000, 800_000)], r"the award says £10,000\.00 and the change starts from £9,000\.00"),
        ([change(0, 5, period="2018/19", who="05T")], r"the award says £5,000\.00 and the change starts from £0\.00"),
        ([change(1_000_000, -1)], "below £0.00"),
    ):
        with pytest.raises(BadInput, match=said):
            request(session, award, *changes)
    with pytest.raises(Refused, match="say why it is needed"):
        request(session, award, change(1_000_000, 5), act=act(ACCEPTED))


def test_an_approved_change_moves_the_award_and_says_by_how_much(session: Session) -> None:
    award = awarded(session)
    row = request(session, award, change(1_000_000, 700_000), change(0, 300_000, period="2018/19"), kind="profile")
    assert not row.within_tolerance
    with pytest.raises(Refused, match="change 1 waits for a decision"):
        request(session, award, change(1_000_000, 5))
    with pytest.raises(Refused, match="The committee decides it"):
        approve(session, award, row, by_officer=True)
    assert approve(session, award, row) == {"05J": {"2017/18": -300_000, "2018/19": 300_000}}
    assert awards.award_amounts(session, award.id or 0) == {
        "05J": {"2017/18": 700_000, "2018/19": 300_000},
        "05T": {"2018/19": 500_000},
    }
    assert (row.state, row.authority) == ("approved", "PCCC 6/17")
    with pytest.raises(Refused, match="is approved already"):
        approve(session, award, row)


def test_a_small_change_is_an_officers(session: Session) -> None:
    award = awarded(session)
    row = request(session, award, change(600_000, 650_000, "backfill"), change(400_000, 350_000, "training"))
    assert row.within_tolerance
    assert approve(session, award, row, by_officer=True) == {}
    assert awards.award_amounts(session, award.id or 0) == AMOUNTS


def test_an_open_change_is_seen_in_the_facts_by_commissioner_and_year(session: Session) -> None:
    award = awarded(session)
    request(session, award, change(600_000, 500_000, "backfill"), change(400_000, 350_000, "training"))
    facts = awards.award_dossiers(session, [award.application_id])[award.application_id].award
    assert facts is not None
    assert facts.open_variation is not None
    assert facts.open_variation.after == ({"commissioner": "05J", "period": "2017/18", "pence": 850_000},)
    assert len(facts.open_variation.changes) == 2


def test_a_change_of_dates_and_recipient_is_applied(session: Session) -> None:
    award = awarded(session)
    details = {"ends": date(2018, 12, 31), "recipient": "M81009"}
    row = request(session, award, kind="novation", details=details)
    approve(session, award, row)
    assert (award.ends, award.recipient) == (date(2018, 12, 31), "M81009")
    for ends, said in ((date(2019, 6, 1), "put these dates in order"), ("soon", "'soon' is not a day")):
        with pytest.raises(BadInput, match=said):
            request(session, award, kind="dates", details={"ends": ends})


def test_an_award_that_changed_meanwhile_is_stale(session: Session) -> None:
    award = awarded(session)
    row = request(session, award, change(1_000_000, 900_000))
    line = awards.queries.award_lines(session, award.id or 0)["05J", "2017/18"]
    line.pence = 950_000
    session.flush()
    with pytest.raises(Stale, match=r"The award changed after this was asked for"):
        approve(session, award, row)


def test_a_refusal_needs_its_reason_and_a_request_can_be_withdrawn(session: Session) -> None:
    award = awarded(session)
    row = request(session, award, change(1_000_000, 900_000))
    with pytest.raises(Refused, match="Give the reason"):
        awards.refuse_variation(session, row, authority="officer", act=act(ACCEPTED))
    awards.refuse_variation(session, row, authority="officer", act=act(ACCEPTED, reason="Too early"))
    assert row.state == "refused"
    again = request(session, award, change(1_000_000, 900_000))
    assert awards.withdraw_variation(session, again, act=act(ACCEPTED)).state == "withdrawn"
    assert awards.open_variation(session, award.id or 0) is None


@pytest.mark.parametrize(
    ("ended", "last"),
    [
        (None, "2019-04-30"),
        ("2018-03-01", "2018-03-29"),  # twenty working days, none of them a bank holiday
        ("2018-03-02", "2018-04-03"),  # Good Friday and Easter Monday lie between
        ("2019-04-15", "2019-04-30"),  # the day that was agreed comes first
    ],
)
def test_the_last_claim_comes_twenty_working_days_after_an_early_end(ended: str | None, last: str) -> None:
    ends = date.fromisoformat(ended) if ended else None
    assert awards.last_claim_day(date(2019, 4, 30), ended_on=ends) == date.fromisoformat(last)
