"""The triggers that every database must have, and putting them there after each migration."""

from sqlalchemy import DDL, Connection, text
from sqlalchemy.schema import ExecutableDDLElement

from fundflow.applications.triggers import TRIGGERS as APPLICATIONS
from fundflow.audit.triggers import TRIGGERS as AUDIT
from fundflow.audit.triggers import Guarded
from fundflow.ledger.triggers import TRIGGERS as LEDGER
from fundflow.letters.triggers import TRIGGERS as LETTERS
from fundflow.practising.triggers import TRIGGERS as PRACTISING

TRIGGERS: tuple[Guarded, ...] = (*AUDIT, *LEDGER, *LETTERS, *APPLICATIONS, *PRACTISING)

_FOUND = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
    "WHERE NOT t.tgisinternal AND t.tgenabled = 'O' AND c.relnamespace = current_schema()::regnamespace",
}


def found(connection: Connection) -> set[tuple[str, str]]:
    """The triggers that a database has and minds, as (name, table)."""
    return {(row[0], row[1]) for row in connection.execute(text(_FOUND[connection.dialect.name]))}


def listed(dialect: str) -> set[tuple[str, str]]:
    """The triggers that it must have, as (name, table)."""
    return {(name, guarded.table) for guarded in TRIGGERS for name in guarded.names(dialect)}


def put(connection: Connection) -> None:
    """Make the listed triggers anew, in the transaction of the migration.

    A rebuilt table has lost its triggers on SQLite, and the text of a trigger may have changed: so each is taken off and
    put back. Nobody sees a table without them, because nothing is committed in between. A trigger that leaves the list
    must be dropped by the migration that does without it.
    """
    dialect = connection.dialect.name
    for name, table in sorted(listed(dialect)):
        on_table = f" ON {table}" if dialect == "postgresql" else ""
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}{on_table}")
    for guarded in TRIGGERS:
        for statement in guarded.statements(dialect):
            make: ExecutableDDLElement = DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]
            connection.execute(make)
