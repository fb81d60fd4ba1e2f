"""The award's odd cases: ended with money unspent, a practice that moves to another payer, a last date put off."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fundflow import applications, awards, due, engine, ledger, payments
from fundflow.clock import day_words, london_day
from fundflow.engine.claims import Claiming
from fundflow.errors import BadInput, Refused
from fundflow.payments import Cost
from tests.stories.stages import Place, attempt
from tests.stories.world import World

REF = "TF-17-0001"


@pytest.mark.parametrize(
    ("lines", "pence"),
    [
        ([], 0),
        ([(300, date(2017, 7, 1), date(2017, 7, 31))], 300),
        ([(300, date(2017, 8, 16), date(2017, 8, 31))], 0),
        ([(310, date(2017, 8, 1), date(2017, 8, 31))], 150),
        ([(100, date(2017, 8, 14), date(2017, 8, 16))], 67),
        ([(100, date(2017, 8, 15), date(2017, 8, 15)), (100, date(2017, 8, 16), date(2017, 8, 16))], 100),
    ],
)
def test_a_cost_counts_by_its_days_until_the_last_day(lines: list[tuple[int, date, date]], pence: int) -> None:
    assert payments.eligible_until(lines, on=date(2017, 8, 15)) == pence


DAYS = st.dates(date(2017, 4, 1), date(2019, 3, 31))


@given(st.lists(st.tuples(st.integers(0, 10**8), DAYS, DAYS), max_size=6), DAYS, DAYS)
def test_a_later_last_day_never_asks_for_more(lines: Any, one: date, other: date) -> None:
    costs = [(pence, min(first, last), max(first, last)) for pence, first, last in lines]
    early, late = sorted((one, other))
    assert 0 <= payments.eligible_until(costs, on=early) <= payments.eligible_until(costs, on=late)
    assert payments.eligible_until(costs, on=late) <= sum(pence for pence, _, _ in costs)


@pytest.fixture
def active(county: Callable[[str], Place]) -> Iterator[World]:
    """An award that runs; nothing is paid yet."""
    with county("active").living() as world:
        yield world


def advance(world: World, pence: int, *, until: date) -> None:
    """Pay the first instalment for work from today to a day."""
    first = world.now.date()
    claiming = Claiming(
        tranches=["start"],
        period_from=first,
        period_to=until,
        costs=[Cost(1, "backfill", "Locum GPs", first, until, pence)],
        invoices=[],
        evidence=[("forecast", "the forecast")],
    )
    lead = world.who("partner.fednw")
    made = engine.claims.begin(world.session, REF, claiming, actor=lead, now=world.now)
    world.on_claim(made, "submit", "partner.fednw", declaration="True and not paid elsewhere.")
    world.pay(made)


def tasks(world: World, kind: str) -> list[str]:
    return [one.text for one in applications.tasks(world.session, application_id=1) if one.kind == kind]


def recover(world: World, **more: Any) -> str:
    given: dict[str, Any] = {"cause": "unspent", "clause": "Section 14", "second": world.who("finance")}
    return engine.recoveries.propose(world.session, REF, **given, **more, actor=world.who("officer"), now=world.now)


def test_ending_an_award_proposes_to_ask_back_what_was_not_delivered_by_then(active: World) -> None:
    world, begun = active, active.now.date()
    advance(world, 1_000_000, until=begun + timedelta(days=99))
    world.now += timedelta(days=24)
    attempt(world, REF, "terminate", cause="not_delivered", ends_on=world.now.date().isoformat())
    (said,) = tasks(world, "propose_recovery")
    assert "We paid £10,000.00 and £2,500.00 was spent" in said
    assert "£7,500.00 is to be returned" in said
    assert payments.recoveries_of(world.session, 1) == [], "a timer or an end proposes, a person asks"
    made = recover(world)
    row = payments.recovery(world.session, made)
    assert sum(one.pence for one in payments.recovery_shares(world.session, row.id)) == 750_000
    assert tasks(world, "propose_recovery") == []
    with pytest.raises(Refused, match="nothing is to come back"):
        recover(world)


def test_an_end_after_which_everything_was_delivered_proposes_nothing(active: World) -> None:
    advance(active, 1_000_000, until=active.now.date())
    attempt(active, REF, "terminate", cause="not_delivered")
    assert tasks(active, "propose_recovery") == []


def test_a_recipient_that_gives_the_award_up_is_asked_back_what_it_had_in_advance(active: World) -> None:
    advance(active, 1_000_000, until=active.now.date() + timedelta(days=9))
    attempt(active, REF, "recipient_withdraws")
    (said,) = tasks(active, "propose_recovery")
    assert "£9,000.00 is to be returned" in said


def rekey(world: World, pence: int = 1_000_000, taken: int | None = None, practice: str = "Z10001") -> None:
    changes = [
        {"commissioner": "05J", "period": "2018/19", "before_pence": 1_000_000, "after_pence": 1_000_000 - pence},
        {"commissioner": "05T", "period": "2018/19", "before_pence": 0, "after_pence": taken or pence},
    ]
    details = {"practice": practice}
    attempt(world, REF, "request_variation", kind="rekeying", changes=changes, details=details)


def move(world: World, to: str = "05T") -> None:
    given: dict[str, Any] = {"on": world.now.date(), "reason": "It joins the south.", "actor": world.who("officer")}
    engine.register.move(world.session, "Z10001", to=to, **given, now=world.now)


BOTH = {"05J": "PCCC-2018-02/3/05J", "05T": "PCCC-2018-02/5/05T"}


def test_what_is_to_come_is_paid_by_the_new_commissioner_and_what_was_paid_stays(active: World) -> None:
    world = active
    advance(world, 2_000_000, until=world.now.date())
    world.now += timedelta(days=7)
    move(world)
    world.now += timedelta(days=1)
    paid = {one.key: one.paid for one in ledger.holdings(world.session, holder_prefix=f"{REF}/") if one.paid}
    rekey(world)
    world.step(REF, "approve", "committee", minutes=BOTH)
    held = awards.award_amounts(world.session, 1)
    assert (held["05J"].get("2018/19", 0), held["05T"]["2018/19"]) == (0, 1_000_000)
    assert sum(pence for row in held.values() for pence in row.values()) == 10_000_000
    after = {one.key: one.paid for one in ledger.holdings(world.session, holder_prefix=f"{REF}/") if one.paid}
    assert after == paid
    variation = awards.variations(world.session, 1)[-1]
    assert variation.authority == "; ".join(BOTH.values())


@pytest.mark.parametrize(
    ("change", "moves", "minutes", "says"),
    [
        ({}, True, {"05J": "PCCC/1"}, "has not agreed. Name a minute of each"),
        ({}, True, {}, "and South"),
        ({}, False, BOTH, "belongs to"),
        ({"taken": 900_000}, True, BOTH, "£10,000.00 would be given up and £9,000.00 taken on"),
        ({"practice": "Z10004"}, True, BOTH, "'Z10004' takes no part in it"),
    ],
)
def test_money_is_not_moved_between_commissioners_without_the_move_or_without_one_of_them(
    active: World, change: dict[str, Any], moves: bool, minutes: dict[str, str], says: str
) -> None:
    if moves:
        move(active)
        active.now += timedelta(days=1)
    rekey(active, **change)
    with pytest.raises(Refused) as refused:
        active.step(REF, "approve", "committee", minute="PCCC/1", minutes=minutes)
    said = " ".join(one.reason for one in refused.value.refusals if one.guard == "rekeying_agreed")
    assert says in said
    assert awards.award_amounts(active.session, 1)["05J"]["2018/19"] == 1_000_000


def put_off(world: World, days: int, reason: str = "The lead is ill until then.", by: str = "officer") -> str:
    until = london_day(world.now) + timedelta(days=days)
    return engine.long_stops.snooze(world.session, REF, until=until, reason=reason, actor=world.who(by), now=world.now)


def sweep(place: Place, moment: datetime) -> None:
    engine.due.sweep(place.engine, now=moment, worker="test")


@pytest.mark.parametrize(("stage", "kind"), [("awarded", "precedents_overdue"), ("suspended", "suspension_overdue")])
def test_what_a_timer_proposes_at_a_last_date_is_put_off_until_a_day_and_proposed_again(
    county: Callable[[str], Place], stage: str, kind: str
) -> None:
    place = county(stage)
    with place.living() as world:
        with pytest.raises(Refused, match="nothing is proposed about TF-17-0001"):
            put_off(world, 7)
        stops = [one.run_at for one in due.waiting(world.session) if one.payload.get("task") == kind]
        assert len(stops) == 1, f"one last date stands for {stage}"
    moment = stops[0]
    sweep(place, moment)
    with place.living() as world:
        world.now = moment
        assert len(tasks(world, kind)) == 1
        for reason, by in (("", "officer"), ("x", "partner.fednw")):
            with pytest.raises(Refused):
                put_off(world, 7, reason, by)
        with pytest.raises(BadInput, match=f"is not after today, {day_words(london_day(moment))}"):
            put_off(world, 0)
        put_off(world, 7)
        assert tasks(world, kind) == []
    sweep(place, moment + timedelta(days=6))
    with place.living() as world:
        assert tasks(world, kind) == []
    sweep(place, moment + timedelta(days=8))
    with place.living() as world:
        assert len(tasks(world, kind)) == 1
        world.now = moment + timedelta(days=8)
        put_off(world, 7)
        assert tasks(world, kind) == []
