"""Accruals put right: written back while the year is open, adjusted under two names once it is closed."""

from datetime import date, timedelta

import pytest

from fundflow import audit, database, engine, ledger, reporting
from fundflow.errors import BadInput, Refused
from fundflow.exchange import exports
from fundflow.ledger import BudgetKey, Kind, Month, State
from tests.engine.test_accrued_work import accrue, close, pay, ready
from tests.stories.stages import REF, Place
from tests.stories.world import FUND, World, library

NORTH = BudgetKey("05J", "2017/18", FUND)
WHY = "Eight sessions were counted twice."
REPORTS = ("finance", "outturn", "trial-balance", "award-ledger", "year-end", "year-lists", "journal", "accruals")


def write_back(world: World, actual: int, *, reason: str = WHY, by: str = "finance"):
    return engine.adjusting.write_back(
        world.session, REF, NORTH, actual=actual, reason=reason, actor=world.who(by), now=world.now
    )


def adjust(world: World, by: str, reason: str = ""):
    return engine.adjusting.adjust_prior_year(
        world.session, REF, NORTH, reason=reason, actor=world.who(by), now=world.now
    )


def guard_of(error) -> str:
    return error.value.refusals[0].guard


def test_an_accrual_is_undone_whole_and_the_actual_figure_stands(county_anywhere):
    place = county_anywhere("active")
    with place.living() as world:
        accrue(world, 1_800_000)
        assert write_back(world, 1_500_000).pence == 300_000
    with database.reading(place.engine) as session:
        kinds = [one.kind for one in ledger.entries(session, case=REF)][-3:]
        assert kinds == [Kind.ACCRUE, Kind.REVERSE_ACCRUAL, Kind.ACCRUE]
        assert ledger.position(session, NORTH).accrued == 1_500_000
        assert ledger.check(session) == []
        assert audit.verify(session) == []


def test_what_cannot_be_written_back_is_said(county):
    place = county("active")
    with place.living() as world:
        with pytest.raises(Refused, match=r"£0\.00 is accrued") as nothing:
            write_back(world, 0)
        assert guard_of(nothing) == "something_accrued"
        accrue(world, 1_800_000)
        with pytest.raises(BadInput, match="say in words"):
            write_back(world, 0, reason=" ")
        with pytest.raises(Refused) as role:
            write_back(world, 0, by="officer")
        assert guard_of(role) == "may_act"
        with pytest.raises(Refused, match="is open for") as early:
            adjust(world, "finance", WHY)
        assert guard_of(early) == "year_closed"


def test_a_closed_year_changes_only_under_two_names(county_anywhere):
    place = county_anywhere("active")
    with place.living() as world:
        accrue(world, 6_000_000)
    close(place, NORTH)
    with place.living() as world, pytest.raises(Refused, match="prior-year adjustment") as alone:
        write_back(world, 0)
    assert guard_of(alone) == "prior_year"
    with place.living() as world:
        assert adjust(world, "finance", WHY).waiting is not None
    with place.living() as world, pytest.raises(Refused) as same:
        adjust(world, "finance")
    assert guard_of(same) == "second_person"
    with place.living() as world:
        assert adjust(world, "finance2").waiting is None
    with database.reading(place.engine) as session:
        held = ledger.position(session, NORTH)
        assert (held.closed, held.accrued, held.allocated) == (True, 0, 0)
        last = ledger.entries(session, case=REF)[-1]
        assert (last.kind, last.source) == (Kind.LAPSE, engine.adjusting.ADJUSTMENT)
        assert "asked for by" in last.reason
        assert ledger.check(session) == []
        assert reporting.schedule_faults(session) == []
        assert audit.verify(session) == []


def bytes_of(place: Place, day: date) -> dict[str, bytes]:
    with database.reading(place.engine) as session:
        return {
            name: exports.as_csv(reporting.run(session, name, as_at=day, library=library(), now=place.now))
            for name in REPORTS
        }


def test_nothing_that_comes_later_changes_a_closed_month_s_reports_byte_for_byte(county):
    """A claim, its payment, a failed one, an accrual, its write-back and a move of money: all after the close."""
    place = county("active")
    with place.living() as world:
        world.pay(world.claim(REF, ["start"], 600_000))
        today = world.now.date()
        starts, ends = today.replace(day=1), today + timedelta(days=1)
        for code in ("05J", "05T"):
            days = (starts, ends, ends + timedelta(days=1), ends + timedelta(days=2))
            ledger.add_month(world.session, Month(code, "M", *days))
    place = place.at(place.now + timedelta(days=3))
    before = bytes_of(place, ends)
    with place.living() as world:
        assert ledger.state_of(ledger.months(world.session)[0], world.now.date()) is State.CLOSED
        world.claim(REF, ["actual_cost"], 300_000, number="A7")
        accrue(world, 1_200_000)
        write_back(world, 900_000)
        adding = {"pence": 100_000, "evidence": "Rota", "on": ends, "actor": world.who("finance"), "now": world.now}
        engine.years.accrue(world.session, REF, NORTH, **adding)
    pay(place, ready(place, 200_000), "failed")
    assert bytes_of(place, ends) == before
    assert bytes_of(place, ends + timedelta(days=5)) != before
