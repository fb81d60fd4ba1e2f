"""A payment of accrued work undoes the accrual: without that, work would count twice, and something says so."""

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from fundflow import database, engine, ledger, payments
from fundflow.engine import accruals
from fundflow.engine.posting import post
from fundflow.errors import Refused
from fundflow.ledger import BudgetKey, Kind
from tests.stories.stages import REF, Place
from tests.stories.world import FUND, World

NORTH = BudgetKey("05J", "2017/18", FUND)
ACCRUED, PAID = 1_800_000, 1_500_000
"""Of £15,000.00 claimed of the first year, Redditch and Bromsgrove's part is two thirds."""


def accrue(world: World, pence: int) -> None:
    engine.years.accrue(
        world.session,
        REF,
        NORTH,
        pence=pence,
        evidence="The quarterly return",
        on=date(2018, 3, 31),
        actor=world.who("finance"),
        now=world.now,
    )


def ready(place: Place, accrued: int) -> str:
    """A claim of the start, approved and in a draft run, after the year's end accrued some of the same work."""
    with place.living() as world:
        claim = world.claim(REF, ["start"], PAID)
        world.on_claim(claim, "check", "claim_checker")
        world.on_claim(claim, "approve", "claim_approver")
        accrue(world, accrued)
        return engine.claims.make_run(world.session, [claim], actor=world.who("finance"), now=world.now).ref


def pay(place: Place, run: str, result: str = "paid") -> None:
    with place.living() as world:
        engine.claims.release_run(world.session, run, actor=world.who("payment_releaser"), now=world.now)
        made = payments.runs(world.session)[0]
        results = [
            payments.Result(one.ref, result, world.now.date())
            for one in payments.payments_of_run(world.session, made.id)
        ]
        engine.claims.record_results(world.session, run, results, actor=world.who("finance"), now=world.now)


def counted_once(place: Place) -> None:
    """The accrual has gone down by what was paid, so what was spent is what was delivered."""
    with database.reading(place.engine) as session:
        held = ledger.position(session, NORTH)
        kinds = [one.kind for one in ledger.entries(session, case=REF)]
        assert held.paid == 1_000_000
        assert held.accrued == ACCRUED - held.paid
        assert held.expenditure == ACCRUED
        assert kinds.index(Kind.REVERSE_ACCRUAL) < kinds.index(Kind.PAY)
        assert ledger.check(session) == []


def only_pay(case, lines, *, source):
    """The mutant: the payment without the reversal."""
    return post(case, Kind.PAY, lines, source=source, key=f"{source}:pay")


def test_a_payment_of_accrued_work_undoes_the_accrual_and_accrues_what_is_left(county):
    place = county("active")
    pay(place, ready(place, ACCRUED))
    counted_once(place)


def test_a_payment_without_the_reversal_is_seen_in_the_figures(county, monkeypatch):
    place = county("active")
    run = ready(place, ACCRUED)
    monkeypatch.setattr(accruals, "pay", only_pay)
    pay(place, run)
    with pytest.raises(AssertionError):
        counted_once(place)


def test_a_payment_without_the_reversal_is_refused_by_the_database_where_nothing_hides_it(county, monkeypatch):
    place = county("active")
    run = ready(place, 6_000_000)
    monkeypatch.setattr(accruals, "pay", only_pay)
    with pytest.raises((Refused, IntegrityError)):
        pay(place, run)


def test_several_accruals_are_used_up_one_after_another(county):
    place = county("active")
    with place.living() as world:
        accrue(world, 600_000)
        world.now += timedelta(days=1)
        engine.years.accrue(
            world.session,
            REF,
            NORTH,
            pence=900_000,
            evidence="A second return",
            on=date(2018, 3, 30),
            actor=world.who("finance"),
            now=world.now,
        )
        claim = world.claim(REF, ["start"], PAID)
        world.pay(claim)
        held = ledger.position(world.session, NORTH)
        assert (held.paid, held.accrued) == (1_000_000, 500_000)


def test_a_payment_that_fails_leaves_the_work_to_be_paid_again(county):
    place = county("active")
    run = ready(place, ACCRUED)
    pay(place, run, "failed")
    with database.reading(place.engine) as session:
        held = ledger.position(session, NORTH)
        assert (held.paid, held.approved) == (0, 1_000_000)
        assert ledger.check(session) == []


def close(place: Place, year: BudgetKey) -> None:
    with place.living() as world:
        engine.years.close(
            world.session,
            year,
            reason="Accounts for the year",
            on=date(2018, 3, 31),
            actor=world.who("finance"),
            now=world.now,
        )


def test_a_payment_that_fails_after_its_year_was_closed_is_accrued_again(county):
    """What the payment had undone stands once more, so that the closed year's expenditure is what it was."""
    place = county("active")
    run = ready(place, 6_000_000)
    close(place, NORTH)
    with database.reading(place.engine) as session:
        before = ledger.position(session, NORTH)
        assert (before.closed, before.accrued, before.expenditure) == (True, 6_000_000, 6_000_000)
    pay(place, run, "failed")
    with database.reading(place.engine) as session:
        held = ledger.position(session, NORTH)
        assert (held.paid, held.accrued, held.expenditure) == (0, 6_000_000, before.expenditure)
        assert [one.kind for one in ledger.entries(session, case=REF, key=NORTH)][-2:] == [
            Kind.PAYMENT_FAILED,
            Kind.ACCRUE,
        ]
        assert ledger.check(session) == []


def test_a_payment_that_fails_in_an_open_year_is_not_accrued_again(county):
    place = county("active")
    run = ready(place, 6_000_000)
    pay(place, run, "failed")
    with database.reading(place.engine) as session:
        held = ledger.position(session, NORTH)
        assert (held.closed, held.paid, held.accrued) == (False, 0, 5_000_000)
