"""What the database itself refuses, whoever asks."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, IntegrityError

from fundflow import audit, database, ledger
from tests.ledger.books import CAPITAL, HOLDER, Books

TRIGGERS = (*audit.TRIGGERS, *ledger.TRIGGERS)


@pytest.fixture
def written(engine):
    with database.writing(engine) as session:
        books = Books(session)
        books.write("ALLOCATE 100; ALLOCATE 100 at fund; ALLOCATE 100 at capital; RESERVE 60; COMMIT 60; ACCRUE 20")
        books.write("ALLOCATE 1 at next; LAPSE 1 at next; CLOSE at next")
    return engine


def refused(engine, statement, error=DatabaseError, words=None):
    with pytest.raises(error, match=words), engine.begin() as connection:
        connection.execute(text(statement))


def test_what_is_written_is_never_changed_or_removed(written):
    columns = {"entry": "reason", "posting": "delivery_year", "audit_event": "actor", "period_close": "reason"}
    for table, column in columns.items():
        refused(written, f"UPDATE {table} SET {column} = 'x'", words="append-only")
        refused(written, f"DELETE FROM {table}", words="append-only")


@pytest.mark.postgres
def test_postgresql_does_not_truncate_either(postgres_engine):
    for table in ("entry", "posting", "audit_event", "period_close"):
        refused(postgres_engine, f"TRUNCATE {table} CASCADE", words="append-only")


def test_sqlite_does_not_replace_either(sqlite_engine):
    with database.writing(sqlite_engine) as session:
        Books(session).write("ALLOCATE 100")
    refused(sqlite_engine, "INSERT OR REPLACE INTO entry SELECT * FROM entry", words="append-only")


def test_the_triggers_that_stand_are_those_that_are_listed(engine):
    asked = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = cast(:table AS regclass)",
    }[engine.dialect.name]
    with engine.connect() as connection:
        for guarded in TRIGGERS:
            found = connection.execute(text(asked), {"table": guarded.table}).scalars().all()
            assert sorted(found) == sorted(guarded.names(engine.dialect.name))


def test_the_listed_statements_make_the_triggers_again(engine):
    with engine.begin() as connection:
        for guarded in TRIGGERS:
            for name in guarded.names(engine.dialect.name):
                on = f" ON {guarded.table}" if engine.dialect.name == "postgresql" else ""
                connection.exec_driver_sql(f"DROP TRIGGER {name}{on}")
            for statement in guarded.statements(engine.dialect.name):
                connection.exec_driver_sql(statement)
    test_the_triggers_that_stand_are_those_that_are_listed(engine)


IMPOSSIBLE = [
    "UPDATE position SET uncommitted = uncommitted - 4001, reserved = reserved + 4001 WHERE fund = 'transformation'",
    "UPDATE position SET allocated = allocated + 1",
    "UPDATE position SET uncommitted = uncommitted + 1",
    "UPDATE position SET accrued = 6001 WHERE fund = 'transformation'",
    "UPDATE position SET cut_due = -1",
    "UPDATE position SET recurrence = 'sometimes'",
    "UPDATE holding SET unclaimed = unclaimed - 6001",
    "UPDATE holding SET unclaimed = 1999",
    "UPDATE holding SET accrued = 6001",
]


def test_no_account_goes_below_nought_and_the_sum_holds(written):
    for statement in IMPOSSIBLE:
        refused(written, statement, IntegrityError)


def test_the_ring_fence_and_the_colour_of_money_are_foreign_keys(written):
    insert = (
        "INSERT INTO holding (commissioner, period, fund, holder, capital) VALUES ('05J', '2017/18', '{}', '{}', {})"
    )
    refused(written, insert.format("resilience", HOLDER, "FALSE"), IntegrityError)
    refused(written, insert.format(CAPITAL.fund, HOLDER, "TRUE"), IntegrityError)
    with database.writing(written) as session:
        ledger.register_holder(session, "E-1/05J", fund=CAPITAL.fund, capital=False)
    refused(written, insert.format(CAPITAL.fund, "E-1/05J", "FALSE"), IntegrityError)
    refused(written, insert.format(CAPITAL.fund, "E-1/05J", "TRUE"), IntegrityError)


@pytest.mark.parametrize("change", ["pence = 0", "pence = -5", "kind = 'GIVE'", "reverses_id = 1"])
def test_an_entry_that_says_nothing_possible_is_not_stored(sqlite_engine, change):
    with database.writing(sqlite_engine) as session:
        Books(session).write("ALLOCATE 100")
    name, _, value = change.partition(" = ")
    columns = (
        "kind, pence, effective_on, recorded_at, actor_id, actor, case_ref, source, reason, idempotency_key, "
        "reverses_id, asked, fingerprint"
    )
    statement = f"INSERT INTO entry ({columns}) SELECT {columns.replace(name, value)} FROM entry WHERE id = 1"
    if name == "reverses_id":
        with sqlite_engine.begin() as connection:
            connection.execute(text(statement))
    refused(sqlite_engine, statement, IntegrityError)
