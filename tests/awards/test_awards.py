from datetime import date, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from fundflow import applications, awards, database
from fundflow.errors import BadInput, Refused
from tests.applications.builders import LICKEY, act
from tests.awards.builders import ACCEPTED, AMOUNTS, awarded, offered
from tests.awards.test_conditions import terms

LONG_STOP = ACCEPTED + timedelta(days=84)


def test_an_award_is_what_was_accepted(engine: Engine) -> None:
    with database.writing(engine) as session:
        case = awarded(session).application_id
    with database.reading(engine) as session:
        facts = awards.award_dossiers(session, [case])[case].award
        assert facts is not None
        assert facts.amounts == AMOUNTS
        assert facts.pence == 1_500_000
        assert (facts.accepted_at, facts.ends, facts.open_variation) == (ACCEPTED, date(2019, 3, 31), None)


def test_an_open_offer_is_not_an_award(session: Session) -> None:
    offer = offered(session)
    bid = applications.get_by_id(session, offer.application_id)
    day = date(2017, 8, 1)
    with pytest.raises(Refused, match="offer 1 of TF-17-0001 is open"):
        awards.create_award(
            session, bid, offer, recipient="x", starts=day, ends=day, last_claim_on=day, act=act(ACCEPTED)
        )


def test_dates_of_an_award_run_forward(session: Session) -> None:
    with pytest.raises(BadInput, match="put these dates in order"):
        awarded(session, ends=date(2019, 5, 1))


def test_conditions_of_the_case_become_the_awards(session: Session) -> None:
    award = awarded(session)
    bid = applications.get_by_id(session, award.application_id)
    awards.add_conditions(session, bid, [terms()])
    assert [row.kind for row in awards.precedents_waiting(session, award.application_id)] == ["precedent"]
    found = awards.award_dossiers(session, [award.application_id, 999])
    assert [one.commissioner for one in found[award.application_id].conditions] == ["05J"]
    assert (found[999].offer, found[999].award, found[999].conditions) == (None, None, ())


def test_duties_are_stated_once_and_end_on_a_day(session: Session) -> None:
    award = awarded(session)
    awards.set_duty(session, award, organisation=LICKEY, duty="Host the hub", pence=100)
    awards.set_duty(session, award, organisation=LICKEY, duty="Host the hub daily")
    awards.end_duty(session, award, organisation=LICKEY, on=date(2018, 1, 31))
    awards.end_duty(session, award, organisation="nobody", on=date(2018, 1, 31))
    (row,) = awards.duties(session, award.id or 0)
    assert (row.duty, row.pence, row.ended_on) == ("Host the hub daily", None, date(2018, 1, 31))
    with pytest.raises(BadInput):
        awards.set_duty(session, award, organisation=LICKEY, duty=" ")


def test_payments_stop_once_and_run_again(session: Session) -> None:
    award = awarded(session)
    with pytest.raises(Refused, match="say why"):
        awards.suspend(session, award, long_stop_at=LONG_STOP, act=act(ACCEPTED))
    awards.suspend(session, award, long_stop_at=LONG_STOP, act=act(ACCEPTED, reason="No return"))
    facts = awards.award_dossiers(session, [award.application_id])[award.application_id].award
    assert facts is not None
    assert (facts.suspended_since, facts.suspension_reason) == (ACCEPTED, "No return")
    with pytest.raises(Refused, match="payments have stopped since Monday 10 July 2017"):
        awards.suspend(session, award, long_stop_at=LONG_STOP, act=act(ACCEPTED, reason="Again"))
    awards.resume(session, award, act=act(ACCEPTED, reason="Return came"))
    with pytest.raises(Refused, match="is not suspended"):
        awards.resume(session, award, act=act(ACCEPTED))


def test_a_review_is_opened_for_a_cause_and_closed_with_an_outcome(session: Session) -> None:
    award = awarded(session)
    with pytest.raises(BadInput):
        awards.start_review(session, award, cause=" ", act=act(ACCEPTED))
    awards.start_review(session, award, cause="A partner left", act=act(ACCEPTED))
    with pytest.raises(Refused, match="one has been open since"):
        awards.start_review(session, award, cause="Again", act=act(ACCEPTED))
    assert awards.end_review(session, award, outcome="continue", act=act(ACCEPTED)).outcome == "continue"
    with pytest.raises(Refused, match="no review"):
        awards.end_review(session, award, outcome="continue", act=act(ACCEPTED))


def test_a_returned_report_is_followed_by_another_and_closing_waits_until_it_is_accepted(session: Session) -> None:
    award = awarded(session)
    with pytest.raises(Refused, match="final report has not been accepted"):
        awards.close_award(session, award, act=act(ACCEPTED))
    with pytest.raises(Refused, match="no final report"):
        awards.return_final_report(session, award, missing="Figures", act=act(ACCEPTED))
    awards.submit_final_report(session, award, text="Done", act=act(ACCEPTED))
    with pytest.raises(Refused, match="we have your final report"):
        awards.submit_final_report(session, award, text="Done again", act=act(ACCEPTED))
    awards.return_final_report(session, award, missing="Figures", act=act(ACCEPTED))
    with pytest.raises(Refused, match="final report has not been accepted"):
        awards.close_award(session, award, act=act(ACCEPTED))
    awards.submit_final_report(session, award, text="Done, with figures", outcomes={"hub": 1}, act=act(ACCEPTED))
    awards.accept_final_report(session, award, act=act(ACCEPTED))
    awards.close_award(session, award, act=act(ACCEPTED))
    assert [row.state for row in awards.final_reports(session, award.id or 0)] == ["returned", "accepted"]
    assert (award.settled, award.closed_at) == (True, ACCEPTED)
    with pytest.raises(Refused, match="was closed on Monday 10 July 2017"):
        awards.close_award(session, award, act=act(ACCEPTED))


def test_an_ended_award_takes_its_open_business_with_it(session: Session) -> None:
    award = awarded(session)
    with pytest.raises(Refused, match="still running"):
        awards.settle_award(session, award, act=act(ACCEPTED))
    awards.suspend(session, award, long_stop_at=LONG_STOP, act=act(ACCEPTED, reason="No return"))
    awards.start_review(session, award, cause="A partner left", act=act(ACCEPTED))
    awards.request_variation(session, award, kind="remedy", percent=10, least_pence=1, act=act(ACCEPTED, reason="Plan"))
    with pytest.raises(Refused, match="Give the reason"):
        awards.end_award(session, award, on=date(2017, 9, 1), clause="14", act=act(ACCEPTED))
    awards.end_award(session, award, on=date(2017, 9, 1), clause="14", act=act(ACCEPTED, reason="Closed"))
    assert awards.open_suspension(session, award.id or 0) is None
    assert awards.open_review(session, award.id or 0) is None
    assert awards.open_variation(session, award.id or 0) is None
    with pytest.raises(Refused, match="ended on Friday 1 September 2017"):
        awards.end_award(session, award, on=date(2017, 9, 2), clause="14", act=act(ACCEPTED, reason="Closed"))
    assert awards.settle_award(session, award, act=act(ACCEPTED)).settled
