"""The first revision makes exactly what the tables say, on both databases."""

import pkgutil
import re

from sqlalchemy import text

import fundflow
from fundflow import database, migrations
from fundflow.migrations import first
from fundflow.migrations.tables import METADATA

POSTGRESQL = {
    "constraints": "SELECT conrelid::regclass::text || ': ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE connamespace = to_regnamespace(:schema) AND conrelid <> 0",
    "indexes": "SELECT indexdef FROM pg_indexes WHERE schemaname = :schema",
    "columns": "SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default, collation_name) "
    "FROM information_schema.columns WHERE table_schema = :schema",
    "sequences": "SELECT sequence_name FROM information_schema.sequences WHERE sequence_schema = :schema",
}


def test_the_newest_revision_is_the_one_that_commands_ask_for():
    files = sorted(migrations.FOLDER.joinpath("versions").glob("[0-9]*.py"))
    assert files[-1].name.split("_")[0] == migrations.HEAD
    assert migrations.Status(None).head == migrations.HEAD


def test_every_domain_with_tables_is_brought_together():
    domains = {found.name for found in pkgutil.iter_modules(fundflow.__path__) if found.ispkg}
    folder = migrations.FOLDER.parent
    with_tables = {
        name for name in domains if (folder / name / "tables.py").exists() or (folder / name / "tables").is_dir()
    }
    imported = set(
        re.findall(r"^import fundflow\.(\w+)\.tables", (migrations.FOLDER / "tables.py").read_text(), re.MULTILINE)
    )
    assert imported == with_tables - {"migrations"} == set(first.FLOORS)


def test_the_first_revision_is_written_from_the_tables_as_they_are():
    assert first.FILE.read_text(encoding="utf-8") == first.text(), "run: python -m fundflow.migrations.first"


def test_the_same_tables_always_give_the_same_file():
    assert first.text() == first.text()


def test_every_constraint_has_a_name():
    nameless = [
        f"{table.name}: {constraint}"
        for table in METADATA.tables.values()
        for constraint in (*table.constraints, *table.indexes)
        if not constraint.name
    ]
    assert nameless == []


def test_no_name_is_longer_than_postgresql_keeps():
    names = [str(item.name) for table in METADATA.tables.values() for item in (*table.constraints, *table.indexes)]
    assert [name for name in names if len(name) > 63] == []


def test_alembic_finds_nothing_to_change(engine):
    assert migrations.differences(engine) == []


def test_a_table_that_has_moved_on_is_found(engine):
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE note ADD COLUMN surprise INTEGER"))
    assert [found for found in migrations.differences(engine) if "surprise" in found]


def lines(create):
    """The parts of a CREATE statement, whatever their order."""
    return sorted(line.strip().rstrip(",") for line in create.splitlines())


def test_sqlite_gets_word_for_word_what_the_tables_say(sqlite_engine):
    plain = database.connect("sqlite://")
    with plain.begin() as connection:
        METADATA.create_all(connection)
        asked = "SELECT name, sql FROM sqlite_master WHERE type <> 'trigger' AND sql IS NOT NULL AND name <> 'alembic_version'"
        wanted = {name: lines(sql) for name, sql in connection.execute(text(asked))}
    with sqlite_engine.connect() as connection:
        made = {name: lines(sql) for name, sql in connection.execute(text(asked))}
    plain.dispose()
    assert made == wanted
    assert len([name for name in made if name in METADATA.tables]) == len(METADATA.tables) > 90


def test_postgresql_gets_what_the_tables_say(postgres_engine):
    def shape(connection, schema):
        connection.execute(text(f"SET LOCAL search_path TO {schema}"))
        return {
            what: sorted(
                row.replace(f"{schema}.", "")
                for row in connection.execute(text(asked), {"schema": schema}).scalars()
                if "alembic_version" not in row
            )
            for what, asked in POSTGRESQL.items()
        }

    with postgres_engine.begin() as connection:
        made = shape(connection, "public")
        connection.execute(text("CREATE SCHEMA plain"))
        connection.execute(text("SET LOCAL search_path TO plain"))
        METADATA.create_all(connection)
        wanted = shape(connection, "plain")
    assert made == wanted
    assert next(row for row in made["columns"] if row.startswith("position commissioner")).endswith(" C")
