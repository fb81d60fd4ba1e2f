"""A month's end: what was delivered and is not paid is proposed, explained, booked by two people, and raced."""

import threading
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from fundflow import audit, database, engine, finance, ledger
from fundflow.errors import Refused
from fundflow.ledger import BudgetKey, Kind, Month
from tests.stories.stages import REF, Place
from tests.stories.world import FUND, World, library

NORTH = BudgetKey("05J", "2017/18", FUND)
REASON = {f"05J/2017/18/{FUND}": "The first claim."}


def a_month(world: World) -> Month:
    """The month in which the world stands, ended yesterday and not closed for a week."""
    today = world.now.date()
    month = Month(
        "05J", "M", today - timedelta(days=30), today - timedelta(days=1), today + timedelta(days=3),
        today + timedelta(days=9),
    )  # fmt: skip
    ledger.add_month(world.session, month)
    return month


def claimed(place: Place, pence: int = 1_500_000) -> Place:
    """The day after a month in which a claim of costs paid was sent in; nobody has looked at it."""
    with place.living() as world:
        world.claim(REF, ["actual_cost"], pence)
        world.now += timedelta(days=1)
        a_month(world)
    return place.at(place.now + timedelta(days=1))


def proposal(world: World):
    return engine.month_end.prepared(world.session, "05J", "M", library=library(), now=world.now)


def accept(world: World, by: str, **because: str):
    return engine.month_end.accept(
        world.session,
        "05J",
        "M",
        because=because or REASON,
        library=library(),
        actor=world.who(by),
        now=world.now,
    )


def test_what_was_sent_and_is_not_paid_is_proposed_with_its_paper(county):
    place = claimed(county("active"))
    with place.living() as world:
        found = proposal(world)
        assert [(one.case, one.key, one.proposed_pence) for one in found.accruals] == [(REF, NORTH, 1_000_000)]
        assert found.accruals[0].evidence == f"claim {REF}/C1, submitted"
        assert sum(row.pence for row in found.journal) == 0


def test_an_advance_and_what_is_still_to_come_are_no_delivery(county):
    place = county("active")
    with place.living() as world:
        world.claim(REF, ["start"], 1_500_000)
        world.now += timedelta(days=1)
        a_month(world)
        assert proposal(world).accruals == ()


def test_a_paid_claim_leaves_nothing_to_accrue(county):
    place = county("active")
    with place.living() as world:
        world.pay(world.claim(REF, ["actual_cost"], 1_500_000))
        world.now += timedelta(days=1)
        a_month(world)
        assert proposal(world).proposed_pence == 0


def test_two_people_book_a_month_once_and_the_ledger_and_the_journal_say_the_same(county_anywhere):
    place = claimed(county_anywhere("active"))
    with place.living() as world:
        assert accept(world, "finance").waiting is not None
        assert finance.journals(world.session, "05J", "M") == {}
    with place.living() as world, pytest.raises(Refused) as again:
        accept(world, "finance")
    assert again.value.refusals[0].guard == "second_person"
    with place.living() as world:
        done = accept(world, "finance2")
        assert [one.effective_on for one in done.entries] == [proposal(world).month.ends]
    with place.living() as world, pytest.raises(Refused) as nothing:
        accept(world, "finance")
    assert nothing.value.refusals[0].guard == "something_to_accrue"
    with database.reading(place.engine) as session:
        booked = finance.journals(session, "05J", "M")[1]
        held = ledger.position(session, NORTH)
        assert held.accrued == sum(row.pence for row in booked if row.case_ref and row.side == "accrual") == 1_000_000
        assert ledger.check(session) == []
        assert audit.verify(session) == []


def test_what_somebody_agreed_to_is_what_is_booked(county):
    """A claim that comes in between makes the first person's request void: nobody books what nobody saw."""
    place = claimed(county("active"))
    with place.living() as world:
        accept(world, "finance")
    with place.living() as world:
        world.now -= timedelta(days=1)
        world.claim(REF, ["actual_cost"], 300_000, number="A2")
    with place.living() as world:
        done = accept(world, "finance2")
        assert done.waiting is not None
        assert done.month_end.proposed_pence == 1_200_000


def test_a_big_move_without_a_reason_is_not_booked(county):
    place = claimed(county("active"), 2_400_000)
    with place.living() as world, pytest.raises(Refused, match=r"£16,000\.00 more than the month before") as said:
        accept(world, "finance", other="x")
    assert [one.guard for one in said.value.refusals] == ["variance_explained"]


def test_accrued_work_is_not_proposed_again_and_what_no_paper_shows_is_said(county):
    place = claimed(county("active"))
    with place.living() as world:
        engine.years.accrue(
            world.session,
            REF,
            NORTH,
            pence=1_400_000,
            evidence="Rota of the month",
            on=proposal(world).month.ends,
            actor=world.who("finance"),
            now=world.now,
        )
        found = proposal(world).accruals[0]
        assert (found.proposed_pence, found.over_pence, found.whole_pence) == (0, 400_000, 1_400_000)
        assert found.by_cost_line() == {"backfill": 1_000_000, "": 400_000}


def raced(place: Place, label: str) -> dict[str, object]:
    """One person closes a month while another accrues work in it; what each of them got."""
    barrier, broken, done = threading.Barrier(2), list[BaseException](), dict[str, object]()

    def close(world: World) -> object:
        who = world.who("finance")
        month = engine.years.close_month(
            world.session, "05J", label, reason="The accounts are wanted.", actor=who, now=world.now
        )
        return repr(ledger.positions_as_at(world.session, as_at=month.ends))

    def accrue(world: World) -> object:
        ends = next(one.ends for one in ledger.months(world.session) if one.label == label)
        return engine.years.accrue(
            world.session,
            REF,
            NORTH,
            pence=100_000,
            evidence=f"Rota {label}",
            on=ends,
            actor=world.who("finance2"),
            now=world.now,
        )

    def run(name: str, play: Callable[[World], object]) -> None:
        try:
            barrier.wait(timeout=60)
            with place.living() as world:
                done[name] = play(world)
        except BaseException as error:  # noqa: BLE001 - shown by the test
            broken.append(error)

    threads = [threading.Thread(target=run, args=one) for one in (("close", close), ("accrue", accrue))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert broken == []
    return done


def test_a_month_that_closes_while_work_is_accrued_in_it_keeps_its_report(county_anywhere):
    """Either the accrual is in before the close, or it is dated after the month; never in a month that was closed."""
    place = claimed(county_anywhere("active"))
    for number in range(1, 7):
        with place.living() as world:
            last = ledger.months(world.session)[-1]
            starts = last.ends + timedelta(days=1)
            days = [starts + timedelta(days=more) for more in (0, 6, 9, 20)]
            ledger.add_month(world.session, Month("05J", f"N{number}", *days))
        place = place.at(place.now + timedelta(days=7))
        done = raced(place, f"N{number}")
        with database.reading(place.engine) as session:
            month = next(one for one in ledger.months(session) if one.label == f"N{number}")
            entry = ledger.entries(session, kind=Kind.ACCRUE)[-1]
            assert month.closed_on is not None
            assert repr(ledger.positions_as_at(session, as_at=month.ends)) == done["close"]
            assert (entry.effective_on <= month.ends) == (entry.relates_to is None)
            assert ledger.check(session) == []
            assert audit.verify(session) == []


def test_a_month_is_accepted_only_between_its_end_and_its_close(county):
    place = claimed(county("active"))
    with place.living() as world:
        world.now -= timedelta(days=1)
        with pytest.raises(Refused, match="it runs until"):
            accept(world, "finance")
        world.now += timedelta(days=30)
        with pytest.raises(Refused, match="is closed since"):
            accept(world, "finance")
    assert date(2017, 4, 1) < place.now.date()
