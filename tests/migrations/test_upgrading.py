"""Bringing a database up to date: whole or not at all, twice without harm, its triggers always in place."""

import shutil
import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DatabaseError

from fundflow import database, ledger, migrations, people
from fundflow.audit import Act
from fundflow.errors import BadInput, SchemaMissing
from fundflow.ledger import BudgetKey, Kind, Line
from fundflow.migrations import triggers

NOW = datetime(2017, 4, 3, 8, 0, tzinfo=UTC)
KEY = BudgetKey("05J", "2017/18", "worcestershire-transformation")

REVISION = """
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
"""

REBUILD = """
    with op.batch_alter_table("entry") as table:
        table.add_column(sa.Column("added", sa.Integer(), nullable=True))
        table.alter_column("reason", existing_type=sa.String(), nullable=True)
"""


@pytest.fixture
def later(tmp_path, monkeypatch):
    """The product as it may be one day: its migrations, and a second one with this body."""

    def write(body):
        folder = tmp_path / "migrations"
        shutil.copytree(migrations.FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "versions" / "0002_later.py").write_text(REVISION + body)
        monkeypatch.setattr(migrations, "FOLDER", folder)

    return write


def with_an_entry(engine):
    with database.writing(engine) as session:
        system = people.system(session)
        act = Act(system.id, system.name, NOW, "allocate", "05J")
        line = Line(KEY, 100, recurrence="non-recurrent", capital=False)
        ledger.post(session, Kind.ALLOCATE, [line], act=act, source="WO 7.2")


def one(engine, asked):
    with engine.connect() as connection:
        return connection.execute(text(asked)).scalar()


def sound(engine):
    with database.reading(engine) as session:
        return ledger.check(session) == [] and ledger.position(session, KEY).allocated == 100


def test_a_second_upgrade_changes_nothing(engine):
    with_an_entry(engine)
    assert migrations.status(engine).current
    before = migrations.upgrade(engine)
    assert (before.revision, before.current) == (migrations.HEAD, True)
    assert sound(engine)
    assert migrations.differences(engine) == []
    assert one(engine, "SELECT count(*) FROM alembic_version") == 1


def test_an_upgrade_says_where_the_database_stood_and_nothing_else(tmp_path, capfd):
    engine = database.connect(f"sqlite:///{tmp_path}/new.db")
    assert migrations.upgrade(engine).revision is None
    assert migrations.upgrade(engine).revision == migrations.HEAD
    assert capfd.readouterr() == ("", "")


def test_a_database_in_memory_can_be_upgraded():
    engine = database.connect("sqlite://")
    assert not migrations.status(engine).current
    migrations.upgrade(engine)
    assert migrations.status(engine).current
    with_an_entry(engine)
    assert sound(engine)


def test_a_file_in_the_current_folder_can_be_upgraded(tmp_path, monkeypatch):
    folder = tmp_path / "an office 100% ours"
    folder.mkdir()
    monkeypatch.chdir(folder)
    engine = database.connect("sqlite:///fundflow.db")
    migrations.upgrade(engine)
    engine.dispose()
    assert migrations.status(database.connect(f"sqlite:///{folder}/fundflow.db")).current


def test_the_triggers_of_a_database_are_those_of_the_list(engine):
    with engine.connect() as connection:
        assert triggers.found(connection) == triggers.listed(engine.dialect.name)
    assert {table for _, table in triggers.listed(engine.dialect.name)} == {
        *("audit_event", "entry", "posting", "period_close", "letter", "letter_template", "consent_answer"),
        *("letter_signature", "practice_marker"),
    }


def test_a_trigger_that_somebody_took_off_is_missed_and_put_back(engine):
    on = " ON entry" if engine.dialect.name == "postgresql" else ""
    name = "entry_no_change" if on else "entry_no_update"
    with engine.begin() as connection:
        connection.execute(text(f"DROP TRIGGER {name}{on}"))
    assert migrations.missing_triggers(engine) == [f"entry: {name}"]
    migrations.upgrade(engine)
    assert migrations.missing_triggers(engine) == []


def test_a_trigger_that_somebody_emptied_is_made_anew(sqlite_engine):
    with_an_entry(sqlite_engine)
    with sqlite_engine.begin() as connection:
        connection.execute(text("DROP TRIGGER entry_no_update"))
        connection.execute(text("CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry BEGIN SELECT 1; END"))
    migrations.upgrade(sqlite_engine)
    with pytest.raises(DatabaseError, match="append-only"), sqlite_engine.begin() as connection:
        connection.execute(text("UPDATE entry SET pence = 1"))


@pytest.mark.postgres
def test_a_trigger_that_is_switched_off_is_missed_and_put_back(postgres_engine):
    with postgres_engine.begin() as connection:
        connection.execute(text("ALTER TABLE posting DISABLE TRIGGER posting_no_change"))
    assert migrations.missing_triggers(postgres_engine) == ["posting: posting_no_change"]
    migrations.upgrade(postgres_engine)
    assert migrations.missing_triggers(postgres_engine) == []


def test_somebody_elses_trigger_is_left_alone(sqlite_engine):
    with sqlite_engine.begin() as connection:
        connection.execute(text("CREATE TRIGGER theirs AFTER INSERT ON note BEGIN SELECT 1; END"))
    migrations.upgrade(sqlite_engine)
    assert one(sqlite_engine, "SELECT count(*) FROM sqlite_master WHERE name = 'theirs'") == 1


def checks(engine):
    return sorted(found["name"] for found in inspect(engine).get_check_constraints("entry"))


def test_a_rebuilt_table_keeps_its_rows_their_children_its_checks_and_its_triggers(engine, later):
    with_an_entry(engine)
    before = checks(engine)
    later(REBUILD)
    migrations.upgrade(engine)
    assert one(engine, "SELECT version_num FROM alembic_version") == "0002"
    assert checks(engine) == before == ["ck_entry_kind", "ck_entry_pence", "ck_entry_reverses_another"]
    assert one(engine, "SELECT count(*) FROM posting JOIN entry ON entry.id = entry_id WHERE added IS NULL") == 1
    assert sound(engine)
    with engine.connect() as connection:
        assert triggers.found(connection) == triggers.listed(engine.dialect.name)
    with pytest.raises(DatabaseError, match="append-only"), engine.begin() as connection:
        connection.execute(text("UPDATE entry SET pence = 1"))


def test_an_upgrade_that_fails_leaves_everything_as_it_was(engine, later):
    with_an_entry(engine)
    later(REBUILD + "    op.execute('INSERT INTO nowhere VALUES (1)')\n")
    with pytest.raises(DatabaseError, match="nowhere"):
        migrations.upgrade(engine)
    assert migrations.status(engine).revision == "0001"
    assert migrations.differences(engine) == migrations.missing_triggers(engine) == []
    assert sound(engine)


def test_an_upgrade_that_leaves_orphans_is_undone(sqlite_engine, later):
    with_an_entry(sqlite_engine)
    later("    op.execute('DROP TRIGGER entry_no_delete')\n    op.execute('DELETE FROM entry')\n")
    with pytest.raises(BadInput, match="'posting' names a row of 'entry' that is not there: nothing was changed"):
        migrations.upgrade(sqlite_engine)
    assert sound(sqlite_engine)


def test_foreign_keys_hold_again_after_an_upgrade_and_after_a_failed_one(sqlite_engine, later):
    migrations.upgrade(sqlite_engine)
    assert one(sqlite_engine, "PRAGMA foreign_keys") == 1
    later("    op.execute('INSERT INTO nowhere VALUES (1)')\n")
    with pytest.raises(DatabaseError):
        migrations.upgrade(sqlite_engine)
    assert one(sqlite_engine, "PRAGMA foreign_keys") == 1


def test_a_database_of_a_newer_program_is_left_alone(engine):
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0999'"))
    with pytest.raises(SchemaMissing, match="0999"):
        migrations.require_current(engine)
    with pytest.raises(BadInput, match=r"0999, which this program .* does not know: install the newer fundflow"):
        migrations.upgrade(engine)


def test_a_database_with_tables_of_unknown_making_is_left_alone(tmp_path):
    engine = database.connect(f"sqlite:///{tmp_path}/other.db")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE application (id INTEGER)"))
    with pytest.raises(BadInput, match="no fundflow upgrade made: give an empty database"):
        migrations.upgrade(engine)


def test_a_missing_schema_is_said_with_the_command_and_no_file_is_made(tmp_path):
    engine = database.connect(f"sqlite:///{tmp_path}/none.db")
    assert migrations.status(engine) == migrations.Status(None)
    with pytest.raises(SchemaMissing, match="has no fundflow tables yet: run 'fundflow database upgrade' first"):
        migrations.require_current(engine)
    assert list(tmp_path.iterdir()) == []


def test_a_password_is_never_shown(monkeypatch):
    engine = database.connect("postgresql://office:secret@localhost/fundflow")
    monkeypatch.setattr(migrations, "status", lambda _engine: migrations.Status("0000"))
    with pytest.raises(SchemaMissing) as raised:
        migrations.require_current(engine)
    assert "secret" not in str(raised.value)
    assert "office:***@localhost" in str(raised.value)


def upgraded_together(engines):
    line, seen = threading.Barrier(len(engines)), []

    def run(engine):
        line.wait(timeout=60)
        seen.append(migrations.upgrade(engine).revision)

    threads = [threading.Thread(target=run, args=(engine,)) for engine in engines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return sorted(seen, key=str)


def test_two_upgrades_at_once_are_one_after_the_other_on_sqlite(tmp_path):
    engines = [database.connect(f"sqlite:///{tmp_path}/both.db") for _ in range(2)]
    engines[0].connect().close()
    assert upgraded_together(engines) == ["0001", None]
    assert migrations.status(engines[0]).current


@pytest.mark.postgres
def test_two_upgrades_at_once_are_one_after_the_other_on_postgresql(postgres_server):
    admin = database.connect(postgres_server.url("postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("CREATE DATABASE both_at_once"))
    admin.dispose()
    engines = [database.connect(postgres_server.url("both_at_once")) for _ in range(2)]
    try:
        assert upgraded_together(engines) == ["0001", None]
        assert migrations.differences(engines[0]) == []
    finally:
        for engine in engines:
            engine.dispose()
