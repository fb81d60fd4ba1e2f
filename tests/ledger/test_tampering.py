"""Whatever is changed, removed or put in, in any column of the five tables, is found by one of the two checks."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Boolean, text
from sqlmodel import Session, SQLModel

from fundflow import audit, database, ledger
from fundflow.audit.rules import link
from fundflow.ledger import Kind
from tests.ledger.books import Books, act

TABLES = ("entry", "posting", "position", "holding", "audit_event")
ALSO = ("audit_head", "period_close", "holder")
STORY = """
ALLOCATE 100; ALLOCATE 50 at other; VIRE 10 to next; RESERVE 60; COMMIT 60; CLAIM 40; APPROVE_CLAIM 35 back 5
PAY 35; PAYMENT_FAILED; PAY 30; ACCRUE 20; PIPELINE_UP 3; RESERVE 9 for second; ADJUST_ALLOCATION_DOWN 50
"""


def disarm(connection):
    """As somebody with the database's own password would: no triggers, no constraints but primary keys."""
    if connection.dialect.name == "sqlite":
        names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
        for name in names:
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text("PRAGMA ignore_check_constraints=ON"))
        connection.execute(text("PRAGMA defer_foreign_keys=ON"))
        return
    for table in (*TABLES, *ALSO):
        connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
    found = connection.execute(
        text(
            "SELECT relname, conname FROM pg_constraint JOIN pg_class c ON c.oid = conrelid "
            "WHERE contype IN ('c', 'f', 'u') AND relname = ANY(:tables)"
        ),
        {"tables": list(TABLES + ALSO)},
    ).all()
    for table, name in found:
        connection.execute(text(f'ALTER TABLE {table} DROP CONSTRAINT IF EXISTS "{name}" CASCADE'))
    for table in TABLES:
        for column in SQLModel.metadata.tables[table].columns:
            if not column.primary_key and not column.nullable:
                connection.execute(text(f"ALTER TABLE {table} ALTER COLUMN {column.name} DROP NOT NULL"))


@pytest.fixture
def tampered(engine):
    """A disarmed transaction on told books, and a way back to before each change."""
    with database.writing(engine) as session:
        Books(session).write(STORY, case="TF-17-0001", source="table 7.2", reason="as decided", key=None)
        audit.record(session, act("submit"), before={"state": "draft"}, after={"state": "submitted"})
    with engine.connect() as connection:
        disarm(connection)
        yield connection
        connection.rollback()


def faults(connection):
    with Session(connection, autoflush=False, join_transaction_mode="create_savepoint") as session:
        return [*ledger.check(session), *audit.verify(session)]


def rows_of(connection, table):
    return [dict(row) for row in connection.execute(SQLModel.metadata.tables[table].select()).mappings()]


def other_values(column, value):
    """Values that the column could hold instead."""
    if isinstance(column.type, Boolean):
        others = [not value if value is not None else True]
    elif isinstance(value, int):
        others = [value + 1000] if column.primary_key else [value + 1, value - 1]
    elif isinstance(value, datetime):
        others = [value + timedelta(microseconds=1)]
    elif isinstance(value, date):
        others = [value + timedelta(days=1)]
    elif isinstance(value, str):
        others = [value + "x", ""] if value else ["x"]
    else:
        others = {"INTEGER": [1], "BIGINT": [1], "DATE": [date(2017, 4, 1)]}.get(str(column.type), ["x"])
    if column.nullable and value is not None:
        others.append(None)
    return others


def where(table, row):
    return [column == row[column.name] for column in table.primary_key.columns]


@pytest.mark.parametrize("name", TABLES)
def test_a_change_of_any_column_is_found(tampered, name):
    assert faults(tampered) == []
    table = SQLModel.metadata.tables[name]
    rows = rows_of(tampered, name)
    missed = []
    for row in (rows[0], rows[len(rows) // 2], rows[-1]):
        for column in table.columns:
            for value in other_values(column, row[column.name]):
                savepoint = tampered.begin_nested()
                changed = tampered.execute(table.update().where(*where(table, row)).values({column.name: value}))
                assert changed.rowcount == 1
                if not faults(tampered):
                    missed.append((column.name, row[column.name], value))
                savepoint.rollback()
    assert missed == []


@pytest.mark.parametrize("name", TABLES)
def test_a_row_taken_away_is_found(tampered, name):
    table = SQLModel.metadata.tables[name]
    for row in rows_of(tampered, name):
        savepoint = tampered.begin_nested()
        tampered.execute(table.delete().where(*where(table, row)))
        assert faults(tampered), row
        savepoint.rollback()


@pytest.mark.parametrize("name", TABLES)
def test_a_row_put_in_is_found(tampered, name):
    table = SQLModel.metadata.tables[name]
    changes = {
        "entry": {"id": 999, "idempotency_key": None, "reverses_id": None},
        "posting": {"line": 99},
        "position": {"commissioner": "zzz"},
        "holding": {"holder": "zzz"},
        "audit_event": {"seq": 999, "hash": "f" * 64},
    }[name]
    nothing = {column.name: 0 for column in table.columns if str(column.type) == "BIGINT"}
    zeros = [{}, nothing] if name in ("position", "holding") else [{}]
    for row in (rows_of(tampered, name)[0], rows_of(tampered, name)[-1]):
        for zero in zeros:
            savepoint = tampered.begin_nested()
            tampered.execute(table.insert().values({**row, **zero, **changes}))
            assert faults(tampered), row
            savepoint.rollback()


def test_a_whole_entry_taken_away_with_all_its_traces_is_found(tampered):
    last = rows_of(tampered, "entry")[-1]["id"]
    tampered.execute(text("DELETE FROM posting WHERE entry_id = :id"), {"id": last})
    tampered.execute(text("DELETE FROM entry WHERE id = :id"), {"id": last})
    assert any(f"entry {last}" in str(fault) for fault in faults(tampered))


def test_a_penny_moved_consistently_is_found_at_its_entry(tampered):
    first = rows_of(tampered, "entry")[0]["id"]
    tampered.execute(text("UPDATE posting SET pence = pence + 1 WHERE entry_id = :id"), {"id": first})
    tampered.execute(
        text(
            "UPDATE position SET allocated = allocated + 1, uncommitted = uncommitted + 1 WHERE commissioner = '05J' "
            "AND period = '2017/18'"
        )
    )
    found = [str(fault) for fault in faults(tampered)]
    assert found == [f"entry {first}: its columns and postings do not give its fingerprint: one of them was changed"]


def test_two_entries_that_swap_their_numbers_are_found(tampered):
    for table, column in (("entry", "id"), ("posting", "entry_id")):
        for old, new in ((1, 901), (2, 1), (901, 2)):
            tampered.execute(text(f"UPDATE {table} SET {column} = {new} WHERE {column} = {old}"))
    assert faults(tampered)


def test_two_events_that_swap_places_are_found(tampered):
    for old, new in ((1, 901), (2, 1), (901, 2)):
        tampered.execute(text(f"UPDATE audit_event SET seq = {new} WHERE seq = {old}"))
    assert faults(tampered)


def test_an_unreadable_value_is_a_fault_and_not_a_crash(sqlite_engine):
    with database.writing(sqlite_engine) as session:
        Books(session).write(STORY)
    for table, column in (
        ("entry", "recorded_at"),
        ("entry", "kind"),
        ("entry", "pence"),
        ("audit_event", "at"),
        ("position", "pipeline"),
        ("entry", "effective_on"),
        ("posting", "pence"),
    ):
        with sqlite_engine.connect() as connection:
            disarm(connection)
            connection.execute(text(f"UPDATE {table} SET {column} = 'nonsense'"))
            assert faults(connection), (table, column)
            connection.rollback()


def test_a_head_or_a_closing_that_was_changed_is_found(engine):
    with database.writing(engine) as session:
        Books(session).write("ALLOCATE 10; LAPSE 10; CLOSE")
    with engine.connect() as connection:
        disarm(connection)
        for change in (
            "UPDATE audit_head SET seq = seq - 1",
            "DELETE FROM audit_head",
            "DELETE FROM period_close",
            "UPDATE period_close SET reason = 'x'",
            "UPDATE position SET closed = NOT closed",
        ):
            savepoint = connection.begin_nested()
            connection.execute(text(change))
            assert faults(connection), change
            savepoint.rollback()
        connection.rollback()


def test_every_entry_stands_in_the_trail_with_its_fingerprint(session):
    books = Books(session)
    entry = books.write(STORY, case="TF-17-0001")
    database._finish(session)
    event = audit.history(session, "TF-17-0001")[-1]
    assert (event.what, event.item, event.fingerprint) == (
        f"ledger.{entry.kind}",
        f"entry {entry.id}",
        entry.fingerprint,
    )
    assert event.contents["after"]["fingerprint"] == entry.fingerprint
    assert entry.kind is Kind.ADJUST_ALLOCATION_DOWN


def rechain(connection):
    """Give the trail numbers and hashes that agree again, as a patient forger would."""
    table, previous = SQLModel.metadata.tables["audit_event"], "0" * 64
    rows = sorted(rows_of(connection, "audit_event"), key=lambda row: row["seq"])
    connection.execute(table.delete())
    for seq, row in enumerate(rows, start=1):
        row |= {"seq": seq, "previous": previous}
        row["hash"] = previous = link(row)
        connection.execute(table.insert().values(row))
    connection.execute(text("UPDATE audit_head SET seq = :seq, hash = :hash"), {"seq": len(rows), "hash": previous})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("UPDATE audit_event SET actor = 'Sam' WHERE seq = 3", "tells another kind, moment or person"),
        ("UPDATE audit_event SET what = 'ledger.PAY' WHERE seq = 3", "tells another kind, moment or person"),
        ("UPDATE audit_event SET fingerprint = 'x' WHERE seq = 3", "its fingerprint is not the one in event 3"),
        ("DELETE FROM audit_event WHERE seq = 3", "the audit trail tells of it 0 times and not once"),
        ("UPDATE audit_event SET item = 'entry 1' WHERE seq = 3", "entry 1: the audit trail tells of it 2 times"),
    ],
)
def test_a_trail_forged_whole_still_disagrees_with_the_ledger(tampered, change, words):
    tampered.execute(text(change))
    rechain(tampered)
    found = [str(fault) for fault in faults(tampered)]
    assert found
    assert any(words in fault for fault in found), found


def test_a_holder_forged_with_its_holding_is_found(tampered):
    tampered.execute(text("UPDATE holder SET capital = NOT capital"))
    tampered.execute(text("UPDATE holding SET capital = NOT capital"))
    assert any("its capital flag is not its key's" in str(fault) for fault in faults(tampered))
