"""Months close, and nothing that is posted afterwards is dated in one that is closed."""

import threading
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fundflow import audit, database, ledger
from fundflow.errors import BadInput, Refused
from fundflow.ledger import Month, State
from fundflow.ledger.actions import posting
from tests.ledger.books import HOLDER, KEY, Books, act

APRIL = Month("05J", "M01", date(2017, 4, 1), date(2017, 4, 30), date(2017, 5, 2), date(2017, 5, 8))
MAY = Month("05J", "M02", date(2017, 5, 1), date(2017, 5, 31), date(2017, 6, 2), date(2017, 6, 8))
JUNE = Month("05J", "M03", date(2017, 6, 1), date(2017, 6, 30), date(2017, 7, 4), date(2017, 7, 10))
CALENDAR = (APRIL, MAY, JUNE)
OPEN = "ALLOCATE 100; RESERVE 60; COMMIT 60; CLAIM 30; APPROVE_CLAIM 30"


def on(month, day):
    return datetime(2017, month, day, 10, 0, tzinfo=UTC)


def begun(engine):
    with database.writing(engine) as session:
        for month in CALENDAR:
            ledger.add_month(session, month)
        Books(session, now=on(4, 3)).write(OPEN)


def as_it_stood(engine, day):
    with database.reading(engine) as session:
        return repr((ledger.positions_as_at(session, as_at=day), ledger.holdings_as_at(session, as_at=day)))


@pytest.mark.parametrize(
    ("today", "wanted", "late", "gets"),
    [
        (date(2017, 5, 1), date(2017, 4, 30), False, date(2017, 4, 30)),
        (date(2017, 5, 2), date(2017, 4, 30), False, date(2017, 5, 1)),
        (date(2017, 5, 2), date(2017, 4, 30), True, date(2017, 4, 30)),
        (date(2017, 5, 8), date(2017, 4, 30), True, date(2017, 5, 1)),
        (date(2017, 5, 8), date(2016, 1, 1), True, date(2017, 5, 1)),
        (date(2017, 6, 5), date(2017, 4, 2), False, date(2017, 6, 1)),
        (date(2017, 12, 1), date(2017, 4, 2), False, date(2017, 7, 1)),
    ],
)
def test_an_entry_gets_the_first_day_that_is_open_for_it(today, wanted, late, gets):
    assert ledger.first_open(CALENDAR, wanted, today=today, late=late) == gets


@given(st.dates(date(2017, 3, 1), date(2017, 9, 1)), st.dates(date(2017, 3, 1), date(2017, 9, 1)), st.booleans())
def test_no_entry_is_ever_dated_before_the_end_of_a_closed_month(today, wanted, late):
    day = ledger.first_open(CALENDAR, wanted, today=today, late=late)
    assert day >= wanted
    assert all(day > month.ends for month in CALENDAR if ledger.state_of(month, today) is State.CLOSED)


def test_nothing_that_happens_later_changes_a_closed_month(engine):
    begun(engine)
    with database.writing(engine) as session:
        ledger.close_month(session, "05J", "M01", act=act("year.close_month", now=on(5, 3)))
    before = as_it_stood(engine, APRIL.ends)
    with database.writing(engine) as session:
        books = Books(session, now=on(5, 4))
        paid = books.write("RESERVE 5; PAY 30", effective_on=date(2017, 4, 28))
        accrued = books.write("ACCRUE 10", effective_on=date(2017, 4, 29))
        vired = books.write("VIRE 2 to other as non-recurrent", effective_on=date(2017, 4, 29))
    for entry, day in ((paid, 28), (accrued, 29), (vired, 29)):
        assert (entry.effective_on, entry.relates_to) == (date(2017, 5, 1), date(2017, 4, day))
    assert as_it_stood(engine, APRIL.ends) == before
    assert as_it_stood(engine, date(2017, 5, 1)) != before
    with database.reading(engine) as session:
        assert ledger.entry(session, paid.id).relates_to == date(2017, 4, 28)
        assert ledger.check(session) == []
        assert audit.verify(session) == []


def test_a_soft_closed_month_takes_an_accrual_and_sends_a_payment_on(sqlite_engine):
    begun(sqlite_engine)
    with database.writing(sqlite_engine) as session:
        books = Books(session, now=on(5, 3))
        accrued = books.write("ACCRUE 10", effective_on=date(2017, 4, 30))
        paid = books.write("PAY 30", effective_on=date(2017, 4, 30))
    assert (accrued.effective_on, accrued.relates_to) == (date(2017, 4, 30), None)
    assert (paid.effective_on, paid.relates_to) == (date(2017, 5, 1), date(2017, 4, 30))


def test_another_commissioners_calendar_closes_nothing_here(sqlite_engine):
    begun(sqlite_engine)
    with database.writing(sqlite_engine) as session:
        entry = Books(session, now=on(9, 1)).write("ALLOCATE 5 at other", effective_on=date(2017, 4, 5))
    assert (entry.effective_on, entry.relates_to) == (date(2017, 4, 5), None)


def test_the_same_asked_again_after_the_close_is_the_first_entry(sqlite_engine):
    begun(sqlite_engine)
    asked = {"effective_on": date(2017, 4, 20), "key": "once"}
    with database.writing(sqlite_engine) as session:
        first = Books(session, now=on(4, 20)).write("RESERVE 5", **asked)
    with database.writing(sqlite_engine) as session:
        again = Books(session, now=on(7, 20)).write("RESERVE 5", **asked)
    assert (again.id, again.effective_on) == (first.id, date(2017, 4, 20))


@pytest.mark.parametrize(
    ("moment", "label", "guard"), [(on(4, 30), "M01", "month_over"), (on(5, 9), "M01", "month_open")]
)
def test_a_month_is_closed_once_and_not_before_it_is_over(sqlite_engine, moment, label, guard):
    begun(sqlite_engine)
    with database.writing(sqlite_engine) as session, pytest.raises(Refused) as error:
        ledger.close_month(session, "05J", label, act=act(now=moment))
    assert [one.guard for one in error.value.refusals] == [guard]


def test_closing_a_month_closes_those_before_it(sqlite_engine):
    begun(sqlite_engine)
    with database.writing(sqlite_engine) as session:
        ledger.close_month(session, "05J", "M02", act=act(now=on(6, 1)))
        found = ledger.months(session, commissioner="05J")
    assert [ledger.state_of(one, date(2017, 6, 1)) for one in found] == [State.CLOSED, State.CLOSED, State.OPEN]


def test_months_on_record_stay_and_the_same_file_again_changes_nothing(sqlite_engine):
    begun(sqlite_engine)
    with database.writing(sqlite_engine) as session:
        assert not ledger.add_month(session, APRIL)
        with pytest.raises(BadInput, match="other days"):
            ledger.add_month(session, Month("05J", "M01", *(MAY.starts, MAY.ends, MAY.soft_closes_on, MAY.closes_on)))


@pytest.mark.parametrize(
    ("label", "starts", "ends", "soft", "closes", "said"),
    [
        ("M04", (7, 31), (7, 1), (8, 2), (8, 8), "before it starts"),
        ("M04", (7, 1), (7, 31), (7, 1), (8, 8), "soft close is not after"),
        ("M04", (7, 1), (7, 31), (8, 2), (7, 31), "close must come after"),
        ("M04", (7, 1), (7, 31), (8, 9), (8, 8), "close must come after"),
        ("M04", (6, 30), (7, 31), (8, 2), (8, 8), "shares days with 'M03'"),
        ("M00", (3, 1), (4, 1), (4, 4), (4, 8), "shares days with 'M01'"),
    ],
)
def test_a_month_whose_days_are_out_of_order_or_anothers_is_not_entered(
    sqlite_engine, label, starts, ends, soft, closes, said
):
    begun(sqlite_engine)
    days = (date(2017, *one) for one in (starts, ends, soft, closes))
    with database.writing(sqlite_engine) as session:
        with pytest.raises(BadInput, match=said):
            ledger.add_month(session, Month("05J", label, *days))
        assert ledger.months(session, commissioner="05J") == list(CALENDAR)


def test_months_may_touch_and_another_commissioners_are_its_own(sqlite_engine):
    begun(sqlite_engine)
    with database.writing(sqlite_engine) as session:
        july = (date(2017, 7, 1), date(2017, 7, 31), date(2017, 7, 31), date(2017, 8, 1))
        assert ledger.add_month(session, Month("05J", "M04", *july))
        assert ledger.add_month(session, Month("05T", "M01", APRIL.ends, *july[1:]))


def test_closing_a_month_closes_an_earlier_one_whose_own_day_has_not_come(sqlite_engine):
    wide = [Month("05J", one.label, one.starts, one.ends, date(2017, 7, 4), date(2017, 7, 10)) for one in (APRIL, MAY)]
    with database.writing(sqlite_engine) as session:
        for month in wide:
            ledger.add_month(session, month)
        Books(session, now=on(4, 3)).write(OPEN)
    with database.writing(sqlite_engine) as session:
        ledger.close_month(session, "05J", "M02", act=act(now=on(6, 1)))
        found = ledger.months(session, commissioner="05J")
    assert [(one.label, one.closed_on) for one in found] == [("M01", date(2017, 6, 1)), ("M02", date(2017, 6, 1))]


def test_a_payment_under_way_is_in_its_month_before_it_closes_or_comes_after_it(engine, monkeypatch):
    """The payment has looked at the calendar and not yet posted; then somebody closes the month, in another connection."""
    begun(engine)
    looked, closed = threading.Event(), threading.Event()
    broken: list[BaseException] = []
    real = posting.first_open

    def slowly(*given, **more):
        day = real(*given, **more)
        if threading.current_thread().name == "pay":
            looked.set()
            closed.wait(timeout=1)  # never set while the months are held, so this takes its time and goes on
        return day

    monkeypatch.setattr(posting, "first_open", slowly)

    def run(play):
        try:
            with database.writing(engine) as session:
                play(session)
        except BaseException as error:  # noqa: BLE001 - shown by the test
            broken.append(error)

    def pay(session):
        lines = [ledger.Line(KEY, 30_00, HOLDER)]
        given = {"act": act(now=on(5, 1)), "key": "pay", "effective_on": date(2017, 4, 28)}
        ledger.post(session, ledger.Kind.PAY, lines, **given)

    def close(session):
        ledger.close_month(session, "05J", "M01", act=act("year.close_month", now=on(5, 1)))

    paying = threading.Thread(target=run, args=(pay,), name="pay")
    paying.start()
    assert looked.wait(timeout=30)
    closing = threading.Thread(target=lambda: (run(close), closed.set()))
    closing.start()
    for thread in (paying, closing):
        thread.join(timeout=60)
    assert broken == []
    with database.reading(engine) as session:
        events = {one.what: one.seq for one in audit.recent(session, limit=50)}
        (paid,) = [entry for entry in ledger.entries(session) if entry.kind == "PAY"]
        assert ledger.check(session) == []
    assert events["ledger.PAY"] < events["year.close_month"]
    assert paid.effective_on == date(2017, 4, 28)
