"""Posting twice, in savepoints, and by many at once."""

import threading
from datetime import date, timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from fundflow import audit, database, ledger
from fundflow.errors import Conflict, Refused
from fundflow.ledger import Kind, Line
from fundflow.ledger.rules.changes import changes_of
from fundflow.ledger.rules.lines import Place, Posting
from fundflow.ledger.tables import Account
from tests.ledger.books import HOLDER, KEY, MOMENT, NAMES, NEXT, OTHER, SECOND, Books, act, printed


def test_the_same_key_with_the_same_content_is_the_same_entry(engine):
    with database.writing(engine) as session:
        books = Books(session)
        books.write("ALLOCATE 100; RESERVE 60")
    with database.writing(engine) as session:
        first = ledger.post(session, Kind.COMMIT, [Line(KEY, 60_00, HOLDER)], act=act(), key="offer-1/accept")
    later = act(now=MOMENT + timedelta(days=3))
    with database.writing(engine) as session:
        again = ledger.post(session, Kind.COMMIT, [Line(KEY, 60_00, HOLDER)], act=later, key="offer-1/accept")
        assert again == first
        with pytest.raises(Conflict, match=f"entry {first.id}"):
            ledger.post(session, Kind.COMMIT, [Line(KEY, 59_00, HOLDER)], act=later, key="offer-1/accept")
        assert ledger.position(session, KEY).committed == 60_00
    with database.reading(engine) as session:
        assert ledger.entry_by_key(session, "offer-1/accept") == first
        assert [entry.kind for entry in ledger.entries(session)] == ["ALLOCATE", "RESERVE", "COMMIT"]
        assert ledger.check(session) == []


def test_a_reversal_and_a_cut_can_be_asked_for_twice_too(session):
    books = Books(session)
    claim = books.write("ALLOCATE 100; RESERVE 60; COMMIT 60; CLAIM 60")
    for _ in range(2):
        ledger.post(session, Kind.REVERSE_CLAIM, (), reverses=claim.id, act=act(), key="withdraw")
        ledger.post(session, Kind.ADJUST_ALLOCATION_DOWN, [Line(KEY, 50_00)], act=act(), key="cut")
    assert printed(ledger.position(session, KEY)) == {
        "allocated": 60,
        "committed": 60,
        "remaining": 60,
        "cut_due": 10,
    }


def test_a_refused_entry_cannot_be_committed_by_a_caller_that_carries_on(engine):
    with database.writing(engine) as session:
        Books(session).write("ALLOCATE 100")
    with pytest.raises(Refused), database.writing(engine) as session:
        with pytest.raises(Refused):
            ledger.post(session, Kind.RESERVE, [Line(KEY, 101_00, HOLDER)], act=act())
        ledger.post(session, Kind.RESERVE, [Line(KEY, 1_00, HOLDER)], act=act())
    with database.reading(engine) as session:
        assert len(ledger.entries(session)) == 1


def test_what_is_rolled_back_to_a_savepoint_leaves_no_event(engine):
    with database.writing(engine) as session:
        books = Books(session)
        books.write("ALLOCATE 100")
        savepoint = session.begin_nested()
        with pytest.raises(Refused):
            books.write("RESERVE 10; RESERVE 100")
        savepoint.rollback()
        kept = session.begin_nested()
        books.write("RESERVE 20")
        kept.commit()
    with database.reading(engine) as session:
        assert [entry.kind for entry in ledger.entries(session)] == ["ALLOCATE", "RESERVE"]
        assert ledger.check(session) == []
        assert audit.verify(session) == []


def test_a_rehearsed_step_leaves_nothing(engine):
    with database.writing(engine) as session:
        Books(session).write("ALLOCATE 100")
        database.dry_run(session)
        audit.record(session, act("looked"))
    with database.reading(engine) as session:
        assert ledger.positions(session) == []
        assert [one.what for one in audit.recent(session)] == ["looked"]
        assert ledger.check(session) == []


def test_one_line_costs_five_statements_and_its_event_three(engine):
    with database.writing(engine) as session:
        Books(session).write("ALLOCATE 100; RESERVE 60")
    statements = []
    event.listen(engine, "before_cursor_execute", lambda *said: statements.append(said[2]))
    with database.writing(engine) as session:
        ledger.post(session, Kind.COMMIT, [Line(KEY, 60_00, HOLDER)], act=act(), key="once")
    written = [one for one in statements if not one.startswith(("BEGIN", "PRAGMA"))]
    assert len(written) == 8, written


def run_together(works):
    """Run works at once; what each returned or raised."""
    results, gate = [None] * len(works), threading.Barrier(len(works))

    def one(at, work):
        gate.wait()
        try:
            results[at] = work()
        except Exception as error:  # noqa: BLE001 - the error is the result
            results[at] = error

    threads = [threading.Thread(target=one, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def reserving(engine, pence, holder, key=KEY, idempotency=""):
    def work():
        with database.writing(engine) as session:
            line = Line(key, pence, holder)
            return ledger.post(session, Kind.RESERVE, [line], act=act(), key=idempotency, names=NAMES)

    return work


def test_of_two_who_want_the_last_pound_one_gets_it_and_one_gets_the_figures(engine):
    with database.writing(engine) as session:
        Books(session).write("ALLOCATE 1")
    results = run_together([reserving(engine, 100, HOLDER), reserving(engine, 100, SECOND)])
    (error,) = [result for result in results if isinstance(result, Exception)]
    assert isinstance(error, Refused)
    assert "It needs £1.00 and £0.00 is left for Redditch and Bromsgrove in 2017/18" in str(error)
    with database.reading(engine) as session:
        assert ledger.position(session, KEY).reserved == 100
        assert ledger.check(session) == []


def test_of_eight_at_once_exactly_as_many_succeed_as_there_is_money(engine):
    with database.writing(engine) as session:
        Books(session).write("ALLOCATE 20")
    works = [reserving(engine, 100, holder) for _ in range(4) for holder in (HOLDER, SECOND)]

    def several(work):
        def attempts():
            outcomes = []
            for _ in range(4):
                try:
                    outcomes.append(work())
                except Refused as error:
                    outcomes.append(error)
            return outcomes

        return attempts

    results = run_together([several(work) for work in works])
    entries = [one for result in results for one in result if isinstance(one, ledger.Entry)]
    assert len(entries) == 20
    assert sum(isinstance(one, Refused) for result in results for one in result) == 12
    with database.reading(engine) as session:
        assert (ledger.position(session, KEY).reserved, ledger.position(session, KEY).uncommitted) == (2000, 0)
        assert ledger.check(session) == []
        assert audit.verify(session) == []


def test_of_eight_with_one_key_one_posts_and_all_get_its_entry(engine):
    with database.writing(engine) as session:
        Books(session).write("ALLOCATE 20")
    results = run_together([reserving(engine, 1500, HOLDER, idempotency="once")] * 8)
    assert {result.id for result in results} == {results[0].id}
    with database.reading(engine) as session:
        assert ledger.position(session, KEY).reserved == 1500


def test_many_keys_in_any_order_never_lock_one_another_out(engine):
    with database.writing(engine) as session:
        Books(session).write("ALLOCATE 1000; ALLOCATE 1000 at other; ALLOCATE 1000 at next")
    lines = [Line(key, 100, holder) for key in (KEY, OTHER, NEXT) for holder in (HOLDER, SECOND)]

    def posting(order):
        def work():
            for _ in range(6):
                with database.writing(engine) as session:
                    ledger.lock(session, [line.key for line in order], [HOLDER, SECOND])
                    ledger.post(session, Kind.RESERVE, order, act=act())
                    ledger.post(session, Kind.COMMIT, order[:3], act=act())
                with database.writing(engine) as session:
                    ledger.post(session, Kind.RELEASE, order[3:], act=act())

        return work

    results = run_together([posting(lines), posting(lines[::-1]), posting(lines[3:] + lines[:3]), posting(lines[::-1])])
    assert not [result for result in results if isinstance(result, OperationalError)]
    assert results == [None] * 4
    with database.reading(engine) as session:
        assert ledger.check(session) == []
        assert audit.verify(session) == []


def test_rows_are_changed_in_one_order_positions_first_then_holdings():
    free = [
        Posting(Place(Account.UNCOMMITTED, key), Place(Account.RESERVED, key, holder), 1)
        for key in (OTHER, NEXT, KEY)
        for holder in (SECOND, HOLDER)
    ]
    order = [(change.key, change.holder) for change in changes_of(Kind.RESERVE, free)]
    keys = sorted([KEY, NEXT, OTHER])
    assert order == [*((key, None) for key in keys), *((key, holder) for key in keys for holder in (HOLDER, SECOND))]


def test_reports_answer_as_at_a_day_and_as_known_at_a_moment(engine):
    march, april = date(2018, 3, 31), date(2018, 4, 20)
    with database.writing(engine) as session:
        books = Books(session)
        books.write("ALLOCATE 100; RESERVE 60; COMMIT 60")
        late = MOMENT + timedelta(days=400)
        books.write("CLAIM 10; APPROVE_CLAIM 10; PAY 10", effective_on=march, act=act(now=late))
        books.write("RECOVERY_DUE 4", effective_on=april, act=act(now=late))
        books.write("ALLOCATE 5 at next", effective_on=april)
    with database.reading(engine) as session:

        def paid(**at):
            return [(row.key.period, row.paid, row.recoverable) for row in ledger.positions_as_at(session, **at)]

        assert paid() == [("2017/18", 1000, 400), ("2018/19", 0, 0)]
        assert paid(as_at=april) == paid()
        assert paid(as_at=march) == [("2017/18", 1000, 0)]
        assert paid(as_at=march, known_at=MOMENT) == [("2017/18", 0, 0)]
        assert paid(as_at=date(2017, 4, 2)) == []
        assert ledger.positions_as_at(session, as_at=april) == ledger.positions(session)
        assert ledger.holdings_as_at(session, as_at=april) == ledger.holdings(session)
        assert [row.paid for row in ledger.holdings_as_at(session, as_at=march)] == [1000]


def test_entries_are_found_by_case_key_kind_and_holder(session):
    books = Books(session)
    books.write(
        "ALLOCATE 100; ALLOCATE 50 at other; RESERVE 10; RESERVE 5 for second", source="table 7.2", case="TF-17-0001"
    )
    books.write("COMMIT 10", reason="signed")
    assert [one.kind for one in ledger.entries(session, case="TF-17-0001")] == [
        "ALLOCATE",
        "ALLOCATE",
        "RESERVE",
        "RESERVE",
    ]
    assert [one.pence for one in ledger.entries(session, key=OTHER)] == [50_00]
    assert [one.pence for one in ledger.entries(session, kind=Kind.RESERVE)] == [10_00, 5_00]
    assert [one.pence for one in ledger.entries(session, kind=[Kind.RESERVE, Kind.COMMIT])] == [10_00, 5_00, 10_00]
    assert [one.kind for one in ledger.entries(session, holder=HOLDER)] == ["RESERVE", "COMMIT"]
    first = ledger.entries(session, key=KEY)[0]
    assert (first.source, ledger.entry(session, first.id)) == ("table 7.2", first)
    assert ledger.entries(session)[-1].reason == "signed"


def test_holdings_of_a_case_are_found_by_its_prefix_alone(session):
    books = Books(session)
    ledger.register_holder(session, "TF-17-00011/05J", fund=KEY.fund, capital=False)
    books.write("ALLOCATE 100; RESERVE 10; RESERVE 5 for second")
    ledger.post(session, Kind.RESERVE, [Line(KEY, 1, "TF-17-00011/05J")], act=act())
    assert [row.holder for row in ledger.holdings(session, holder_prefix="TF-17-0001/")] == [HOLDER]
    assert [row.reserved for row in ledger.holdings(session, holders=[HOLDER, SECOND])] == [1000, 500]
    assert len(ledger.holdings(session, key=KEY)) == 3
    assert [row.holder for row in ledger.holdings(session, holder=SECOND)] == [SECOND]
    assert ledger.holding(session, NEXT, HOLDER) is None
    assert [row.key for row in ledger.positions(session, keys=[KEY, NEXT])] == [KEY]
    assert ledger.positions(session, fund="other", period="2017/18", commissioner="05J") == []
