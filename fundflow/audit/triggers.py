"""The triggers that keep rows from being rewritten, as plain DDL for events and for migrations."""

from dataclasses import dataclass

from sqlalchemy import DDL, Table, event
from sqlalchemy.schema import ExecutableDDLElement


@dataclass(frozen=True)
class Guarded:
    """One table's triggers: their names as the database lists them, and what makes them, by dialect."""

    table: str
    sqlite_names: tuple[str, ...]
    postgresql_names: tuple[str, ...]
    sqlite: tuple[str, ...]
    postgresql: tuple[str, ...]

    def statements(self, dialect: str) -> tuple[str, ...]:
        """What makes the triggers on `sqlite` or `postgresql`, in order; it may be run on a new table at any time."""
        return self.sqlite if dialect == "sqlite" else self.postgresql

    def names(self, dialect: str) -> tuple[str, ...]:
        """The triggers that stand on the table afterwards."""
        return self.sqlite_names if dialect == "sqlite" else self.postgresql_names


_REFUSE = """CREATE OR REPLACE FUNCTION fundflow_append_only() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only', ERRCODE = 'restrict_violation';
END $body$"""


def _sqlite_refusal(table: str, verb: str, when: str = "") -> str:
    return (
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} {when} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )


def _postgresql_trigger(table: str, name: str, when: str, function: str = "fundflow_append_only") -> str:
    each = "STATEMENT" if when == "TRUNCATE" else "ROW"
    return f"CREATE TRIGGER {table}_{name} BEFORE {when} ON {table} FOR EACH {each} EXECUTE FUNCTION {function}()"


def append_only(table: str) -> Guarded:
    """Triggers by which rows of a table can be inserted and never changed, removed or truncated."""
    return Guarded(
        table=table,
        sqlite_names=(f"{table}_no_update", f"{table}_no_delete"),
        postgresql_names=(f"{table}_no_change", f"{table}_no_truncate"),
        sqlite=(_sqlite_refusal(table, "UPDATE"), _sqlite_refusal(table, "DELETE")),
        postgresql=(
            _REFUSE,
            _postgresql_trigger(table, "no_change", "UPDATE OR DELETE"),
            _postgresql_trigger(table, "no_truncate", "TRUNCATE"),
        ),
    )


def attach(table: Table, guarded: Guarded) -> None:
    """Have the triggers made whenever the table is created."""
    for dialect in ("sqlite", "postgresql"):
        for statement in guarded.statements(dialect):
            ddl: ExecutableDDLElement = DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]
            event.listen(table, "after_create", ddl.execute_if(dialect=dialect))


_KEPT = ("seq", "previous", "hash", "at", "actor_id", "actor", "what", "subject", "item", "fingerprint", "digest")


_REDACTION = "(SELECT 1 FROM audit_event r WHERE r.what = 'audit.redact' AND r.item = 'event ' || OLD.seq)"


def _blanking(same: str) -> str:
    """The one change that an event allows: payload and salt blanked once, its redaction being in the chain."""
    kept = " AND ".join(f"NEW.{column} {same} OLD.{column}" for column in _KEPT)
    return f"{kept} AND NEW.payload IS NULL AND NEW.salt IS NULL AND OLD.payload IS NOT NULL AND EXISTS {_REDACTION}"


def _events() -> Guarded:
    plain = append_only("audit_event")
    function = f"""CREATE OR REPLACE FUNCTION fundflow_redaction_only() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  IF {_blanking("IS NOT DISTINCT FROM")} THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION USING MESSAGE = 'audit_event is append-only', ERRCODE = 'restrict_violation';
END $body$"""
    return Guarded(
        table="audit_event",
        sqlite_names=plain.sqlite_names,
        postgresql_names=("audit_event_no_change", "audit_event_no_delete", "audit_event_no_truncate"),
        sqlite=(_sqlite_refusal("audit_event", "UPDATE", f"WHEN NOT ({_blanking('IS')})"), plain.sqlite[1]),
        postgresql=(
            _REFUSE,
            function,
            _postgresql_trigger("audit_event", "no_change", "UPDATE", "fundflow_redaction_only"),
            _postgresql_trigger("audit_event", "no_delete", "DELETE"),
            plain.postgresql[2],
        ),
    )


TRIGGERS = (_events(),)
