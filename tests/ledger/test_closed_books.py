"""After the lock only what was accrued is claimed and paid, and what comes back leaves at once."""

from datetime import timedelta

import pytest

from fundflow import audit, database, ledger
from fundflow.errors import NotFound, Refused
from tests.ledger.books import HOLDER, KEY, Books, act

OPEN = "ALLOCATE 100; RESERVE 60; COMMIT 60; CLAIM 30; APPROVE_CLAIM 30; PAY 30"
CLOSED = f"{OPEN}; ACCRUE 20; DECOMMIT 10; LAPSE 50; CLOSE"
CLAIMED = f"{CLOSED}; CLAIM 20; APPROVE_CLAIM 18 back 2"


def refused(session, books, text):
    savepoint = session.begin_nested()
    with pytest.raises(Refused) as error:
        books.write(text)
    savepoint.rollback()
    return [refusal.guard for refusal in error.value.refusals]


@pytest.mark.parametrize(
    ("before", "step"),
    [
        (CLOSED, "CLAIM 20"),
        (f"{CLOSED}; CLAIM 20", "REVERSE_CLAIM; CLAIM 5"),
        (f"{CLOSED}; CLAIM 20", "APPROVE_CLAIM 18 back 2"),
        (CLAIMED, "REVERSE_APPROVE_CLAIM; REVERSE_CLAIM"),
        (CLAIMED, "REVERSE_ACCRUAL; PAY 18; DECOMMIT 2; LAPSE 2"),
        (f"{CLOSED}; CLAIM 8; APPROVE_CLAIM 8", "REVERSE_ACCRUAL; PAY 8; ACCRUE 12"),
        (f"{CLAIMED}; REVERSE_ACCRUAL; PAY 18", "PAYMENT_FAILED; ACCRUE 18"),
        (CLOSED, "RECOVERY_DUE 10; RECOVERY_RECEIVED 6; LAPSE 6; WRITE_OFF 4"),
        (CLOSED, "RECOVERY_DUE 10; RECOVERY_RECEIVED_ENTITLED 6; REVERSE_ACCRUAL; DECOMMIT 26; LAPSE 26"),
        (CLOSED, "RECOVERY_DUE 10; REVERSE_RECOVERY_DUE"),
        (CLOSED, "REVERSE_ACCRUAL; DECOMMIT 20; LAPSE 20"),
    ],
)
def test_what_the_lock_allows_is_posted(sqlite_engine, before, step):
    with database.writing(sqlite_engine) as session:
        books = Books(session)
        books.write(before)
    with database.writing(sqlite_engine) as session:
        books.session = session
        books.write(step)
    with database.reading(sqlite_engine) as session:
        assert ledger.check(session) == []
        assert audit.verify(session) == []


@pytest.mark.parametrize(
    ("before", "step", "guard"),
    [
        (CLOSED, "ALLOCATE 1", "period_open"),
        (CLOSED, "ADJUST_ALLOCATION_UP 1", "period_open"),
        (CLOSED, "ADJUST_ALLOCATION_DOWN 1", "period_open"),
        (f"{CLOSED}; ALLOCATE 5 at other", "VIRE 1 at other to key", "period_open"),
        (CLOSED, "RESERVE 1", "period_open"),
        (CLOSED, "PIPELINE_UP 1", "period_open"),
        (CLOSED, "CONTINGENT_UP 1", "period_open"),
        (CLOSED, "CLAIM 21", "within_accrued"),
        (f"{OPEN}; CLAIM 30; ACCRUE 30; LAPSE 40; CLOSE; REVERSE_ACCRUAL", "APPROVE_CLAIM 30", "within_accrued"),
        (CLOSED, "ACCRUE 1", "within_accrued"),
        (f"{CLOSED}; REVERSE_ACCRUAL", "CLAIM 1", "within_accrued"),
        (CLAIMED, "PAY 18", "within_accrued"),
        (f"{CLOSED}; CLAIM 8; APPROVE_CLAIM 8", "REVERSE_ACCRUAL; PAY 8; ACCRUE 13", "within_accrued"),
        (f"{CLOSED}; CLAIM 8; APPROVE_CLAIM 8", "REVERSE_ACCRUAL; ACCRUE 12", "within_accrued"),
        (CLOSED, "CLOSE", "period_open"),
    ],
)
def test_what_the_lock_forbids_is_refused(session, before, step, guard):
    books = Books(session)
    books.write(before)
    assert refused(session, books, step)[0] == guard


def test_a_payment_of_closed_work_needs_its_reversal_in_the_same_transaction(engine):
    with database.writing(engine) as session:
        books = Books(session)
        books.write(CLAIMED)
    with pytest.raises(Refused) as error, database.writing(engine) as session:
        books.session = session
        books.write("PAY 18")
    assert "£18.00 and £0.00 of what was accrued for TF-17-0001/05J" in str(error.value)
    with database.reading(engine) as session:
        assert ledger.holding(session, KEY, HOLDER).paid == 30_00


def test_money_that_comes_back_to_closed_books_must_leave_in_the_same_transaction(engine):
    with database.writing(engine) as session:
        books = Books(session)
        books.write(CLOSED)
    with pytest.raises(Refused) as error, database.writing(engine) as session:
        books.session = session
        books.write("REVERSE_ACCRUAL; DECOMMIT 20")
    assert error.value.refusals[0].guard == "lapse_what_comes_back"
    with database.reading(engine) as session:
        assert ledger.position(session, KEY).accrued == 20_00
        assert ledger.check(session) == []


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ("ALLOCATE 100", "£100.00 is free"),
        ("ALLOCATE 100; RESERVE 100", "£100.00 is reserved"),
        ("ALLOCATE 100; RESERVE 100; COMMIT 100; ACCRUE 40", "£60.00 is agreed and neither paid nor accrued"),
        ("PIPELINE_UP 5", "£5.00 is supported in principle"),
        ("CONTINGENT_UP 5", "£5.00 waits for an allocation"),
    ],
)
def test_books_with_loose_money_cannot_be_closed(session, before, words):
    books = Books(session)
    books.write(before)
    savepoint = session.begin_nested()
    with pytest.raises(Refused) as error:
        books.write("CLOSE")
    savepoint.rollback()
    assert error.value.refusals[0].guard == "close_in_order"
    assert words in str(error.value)


def test_books_that_nobody_opened_cannot_be_closed(session):
    with pytest.raises(NotFound):
        ledger.close_period(session, KEY, act=act())


def test_a_closing_says_when_and_by_whom(session):
    books = Books(session)
    books.write(CLOSED)
    (closing,) = ledger.closures(session)
    assert (closing["actor"], closing["closed_at"]) == ("Jo Ash", books.now)
    assert ledger.position(session, KEY).closed


def test_books_stand_closed_from_the_day_and_the_moment_of_their_closing(session):
    books = Books(session)
    books.write(CLOSED.removesuffix("; CLOSE"))
    late = books.now + timedelta(days=9)
    books.write("CLOSE", act=act(now=late))
    day, second = late.date(), timedelta(seconds=1)

    def closed(**at):
        (found,) = [row.closed for row in ledger.positions_as_at(session, **at) if row.key == KEY]
        return found

    assert closed(as_at=day)
    assert closed(known_at=late)
    assert not closed(as_at=day - timedelta(days=1))
    assert not closed(known_at=late - second)
    assert not closed(as_at=day, known_at=late - second)
