"""Milestones, measures and returns through their verbs."""

from datetime import date
from fractions import Fraction

import pytest

from fundflow import monitoring
from fundflow.errors import BadInput, NotFound, Refused
from fundflow.monitoring import Window, rag
from tests.monitoring.test_rules import QUARTERLY, day
from tests.payments.world import ASH, PRIYA, SHAH, act, build

OFFICER = {"act": act(ASH, "2017-11-01"), "roles": ("officer",)}


@pytest.fixture
def case(session):
    """A session with a case of number 1."""
    build(session)
    return session


def add_milestone(session, *, due: str = "2017-12-31", items: int = 1):
    return monitoring.add_milestone(
        session,
        1,
        title="Rota agreed",
        windows=[Window(day("2017-07-01"), day(due))],
        act=act(PRIYA, "2017-06-01"),
        items=items,
    )


def test_a_milestone_is_met_part_by_part_with_evidence(case):
    row = add_milestone(case, items=3)
    monitoring.start_milestone(case, row.id, act=act(PRIYA, "2017-07-02"), roles=("applicant",))
    with pytest.raises(Refused, match="no evidence is named"):
        monitoring.meet_milestone(case, row.id, items_met=1, evidence=" ", **OFFICER)
    assert monitoring.meet_milestone(case, row.id, items_met=2, evidence="minutes", **OFFICER).state == "partially_met"
    assert monitoring.meet_milestone(case, row.id, items_met=3, evidence="minutes", **OFFICER).state == "met"
    assert monitoring.reopen_milestone(case, row.id, **OFFICER).items_met == 0
    with pytest.raises(BadInput):
        monitoring.meet_milestone(case, row.id, items_met=4, evidence="minutes", **OFFICER)
    with pytest.raises(Refused, match="it is for the officer"):
        monitoring.meet_milestone(
            case, row.id, items_met=3, evidence="x", act=act(PRIYA, "2017-11-01"), roles=("applicant",)
        )


def test_a_milestone_goes_overdue_by_itself_and_a_new_window_brings_it_back(case):
    row = add_milestone(case)
    states = {on: monitoring.milestones_shown(case, 1, on=day(on))[0].state for on in ("2017-12-31", "2018-01-01")}
    assert states == {"2017-12-31": "not_started", "2018-01-01": "overdue"}
    monitoring.extend_milestone(case, row.id, window=Window(day("2018-01-01"), day("2018-03-31")))
    assert monitoring.milestones_shown(case, 1, on=day("2018-01-01"))[0].state == "not_started"
    assert len(monitoring.windows(case, row.id)) == 2


def test_the_cross_tab_counts_partly_met_as_in_progress(case):
    first, second = add_milestone(case, items=2), add_milestone(case)
    add_milestone(case, due="2017-09-30")
    monitoring.meet_milestone(case, first.id, items_met=1, evidence="x", **OFFICER)
    monitoring.meet_milestone(case, second.id, items_met=1, evidence="x", **OFFICER)
    (table,) = monitoring.cross_tab(case, [1], on=day("2017-12-01")).values()
    assert table == {"in_progress": 1, "met": 1, "overdue": 1}


def test_a_cancelled_milestone_stays_and_one_without_a_window_is_refused(case):
    row = add_milestone(case)
    assert monitoring.cancel_milestone(case, row.id, **OFFICER).state == "cancelled"
    with pytest.raises(BadInput):
        monitoring.add_milestone(case, 1, title="x", windows=[], act=OFFICER["act"])
    with pytest.raises(NotFound):
        monitoring.milestone(case, 999)


def add_measure(session, **change):
    facts = {
        "name": "appointments",
        "definition": "a week",
        "unit": "appointments",
        "direction": "up",
        "baseline": "100",
        "baseline_on": date(2018, 1, 1),
        "target": "200",
        "target_on": date(2018, 1, 11),
    }
    return monitoring.add_measure(session, 1, **(facts | change))


def test_a_reading_is_corrected_by_another_and_both_stay(case):
    row = add_measure(case)
    wrong = monitoring.record_reading(case, row.id, read_on=day("2018-01-06"), value="15", act=act(PRIYA, "2018-01-07"))
    assert rag(monitoring.rag_facts(case, 1, on=day("2018-01-07"))) == "red"
    monitoring.record_reading(
        case, row.id, read_on=day("2018-01-06"), value="150", act=act(PRIYA, "2018-01-08"), replaces=wrong.id
    )
    assert [reading.value for reading in monitoring.readings(case, row.id)] == ["150"]
    assert monitoring.attainments(case, 1, on=day("2018-01-07")) == {"appointments": Fraction(100)}
    with pytest.raises(BadInput, match="no standing reading"):
        monitoring.record_reading(
            case, row.id, read_on=day("2018-01-06"), value="1", act=act(PRIYA, "2018-01-08"), replaces=wrong.id
        )
    with pytest.raises(BadInput, match="still to come"):
        monitoring.record_reading(case, row.id, read_on=day("2018-02-01"), value="1", act=act(PRIYA, "2018-01-08"))


@pytest.mark.parametrize(
    "change",
    [
        {"target": "50"},
        {"direction": "down"},
        {"baseline": "many"},
        {"target_on": date(2018, 1, 1)},
    ],
)
def test_a_measure_that_leads_nowhere_is_refused(case, change):
    with pytest.raises(BadInput):
        add_measure(case, **change)


def returns(session):
    return monitoring.plan_returns(
        session, 1, [QUARTERLY], starts=day("2017-06-01"), ends=day("2017-12-31"), act=act(ASH, "2017-06-01")
    )


def test_a_return_is_sent_in_sent_back_sent_again_and_accepted(case):
    first = returns(case)[0]
    sign = {"act": act(SHAH, "2017-07-10"), "roles": ("signatory",)}
    monitoring.submit_return(case, first.id, content={"Spend": "£1"}, **sign)
    with pytest.raises(BadInput):
        monitoring.send_return_back(case, first.id, reason=" ", **OFFICER)
    back = monitoring.send_return_back(case, first.id, reason="no forecast", due_on=day("2017-08-10"), **OFFICER)
    assert (back.state, back.due_on, back.returned_reason) == ("returned", day("2017-08-10"), "no forecast")
    monitoring.submit_return(case, first.id, content={"Spend": "£2"}, **sign)
    assert [row.content for row in monitoring.versions(case, first.id)] == [{"Spend": "£1"}, {"Spend": "£2"}]
    with pytest.raises(Refused, match="You are Shah, who certified it"):
        monitoring.accept_return(case, first.id, act=act(SHAH, "2017-08-01"), roles=("officer",))
    assert monitoring.accept_return(case, first.id, **OFFICER).state == "accepted"
    with pytest.raises(Refused, match="It is accepted"):
        monitoring.submit_return(case, first.id, content={"Spend": "£3"}, **sign)


def test_a_return_is_overdue_from_the_day_after_until_it_is_in(case):
    first = returns(case)[0]
    assert monitoring.overdue_returns(case, on=day("2017-07-31")) == []
    assert monitoring.overdue_returns(case, on=day("2017-08-01"), application_id=1) == [first]
    assert rag(monitoring.rag_facts(case, 1, on=day("2017-08-30"))) == "amber"
    assert rag(monitoring.rag_facts(case, 1, on=day("2017-08-31"))) == "red"
    monitoring.extend_return(case, first.id, due_on=day("2017-09-15"), roles=("officer",))
    assert monitoring.overdue_returns(case, on=day("2017-08-31")) == []
    with pytest.raises(Refused, match="Choose a later day"):
        monitoring.extend_return(case, first.id, due_on=day("2017-09-15"), roles=("officer",))


def test_a_return_is_complete_and_not_before_its_time(case):
    first = returns(case)[0]
    first.asks = ["Risks", "Spend"]
    case.add(first)
    case.flush()
    sign = {"act": act(SHAH, "2017-06-30"), "roles": ("signatory",)}
    with pytest.raises(Refused, match="'Risks' is empty, and 1 more"):
        monitoring.submit_return(case, first.id, content={}, **sign)
    with pytest.raises(Refused, match="covers the time to Friday 30 June 2017"):
        monitoring.submit_return(case, first.id, content={"Risks": "none", "Spend": "none"}, **sign)


def test_a_longer_life_adds_returns_and_a_shorter_one_takes_unsent_ones_away(case):
    assert len(returns(case)) == 3
    assert returns(case) == []
    longer = monitoring.plan_returns(
        case, 1, [QUARTERLY], starts=day("2017-06-01"), ends=day("2018-06-30"), act=act(ASH, "2017-06-01")
    )
    assert [row.label for row in longer] == ["Q4 2017/18", "Q1 2018/19"]
    assert monitoring.drop_returns(case, 1, after=day("2017-12-31")) == 2
    assert len(monitoring.returns_of(case, 1)) == 3


def test_a_rating_by_judgement_needs_a_reason_and_the_latest_counts(case):
    assert monitoring.rating_override(case, 1) is None
    facts = {"derived": "amber", "act": act(ASH, "2017-11-01")}
    with pytest.raises(Refused, match="from amber to green: there is no reason"):
        monitoring.override_rag(case, 1, rating="green", reason="", **facts)
    monitoring.override_rag(case, 1, rating="green", reason="paper was late, work was not", **facts)
    monitoring.override_rag(case, 1, rating="red", reason="lead left", **facts)
    assert monitoring.rating_override(case, 1).rating == "red"
