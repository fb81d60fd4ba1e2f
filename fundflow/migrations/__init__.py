"""The schema's history: bringing a database up to date, and saying where it stands."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from fundflow.errors import BadInput, SchemaMissing

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0001"
"""The newest revision; a test holds it equal to the newest file in `versions`."""

FOLDER = Path(__file__).parent
"""Where Alembic finds `env.py` and `versions`."""

_LOCK = 7_311_702
"""PostgreSQL's advisory lock that keeps two upgrades apart; on SQLite the transaction itself does."""


@dataclass(frozen=True)
class Status:
    """Where a database stands: its revision (none: no schema) and the product's own."""

    revision: str | None
    head: str = HEAD

    @property
    def current(self) -> bool:
        """Whether nothing is left to do."""
        return self.revision == self.head


def status(engine: Engine) -> Status:
    """The revision that a database has; a SQLite file that is not there is not made."""
    if engine.dialect.name == "sqlite" and _is_file(engine) and not Path(str(engine.url.database)).exists():
        return Status(None)
    with engine.execution_options(readonly=True).connect() as connection:
        return Status(_revision(connection))


def has_tables(engine: Engine) -> bool:
    """Whether anything stands in a database, made by this product or by another; a SQLite file that is not there is not made."""
    if engine.dialect.name == "sqlite" and _is_file(engine) and not Path(str(engine.url.database)).exists():
        return False
    with engine.execution_options(readonly=True).connect() as connection:
        return bool(inspect(connection).get_table_names())


def require_current(engine: Engine) -> None:
    """Go on only with an up-to-date schema.

    Raises:
        SchemaMissing: there is none, or another; the message names the command that mends it.
    """
    found = status(engine)
    shown = engine.url.render_as_string(hide_password=True)
    if found.revision is None:
        raise SchemaMissing(f"{shown} has no fundflow tables yet: run 'fundflow database upgrade' first")
    if not found.current:
        raise SchemaMissing(
            f"{shown} is at revision {found.revision} and this program needs {found.head}: "
            "run 'fundflow database upgrade' (make a copy of the database first)"
        )


def upgrade(engine: Engine) -> Status:
    """Bring a database to the newest revision and make its triggers anew, all of it or nothing; twice is harmless.

    Returns where it stood before.

    Raises:
        BadInput: a newer program made this database, or something else did.
    """
    from alembic import command  # noqa: PLC0415 - Alembic is slow to import and seldom needed

    with _whole(engine) as connection:
        before = Status(_revision(connection))
        _refuse_strangers(connection, before, engine.url.render_as_string(hide_password=True))
        command.upgrade(_config(connection), "head")
        _refuse_orphans(connection)
    return before


def differences(engine: Engine) -> list[str]:
    """What Alembic would change to make a database as the tables are; nothing, after an upgrade."""
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415
    from alembic.migration import MigrationContext  # noqa: PLC0415

    from fundflow.migrations.tables import METADATA  # noqa: PLC0415 - it imports every domain

    with engine.execution_options(readonly=True).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "target_metadata": METADATA})
        return [str(found) for found in compare_metadata(context, METADATA)]


def missing_triggers(engine: Engine) -> list[str]:
    """The triggers that a database must have and has not, or has switched off; `upgrade` puts them back."""
    from fundflow.migrations import triggers  # noqa: PLC0415 - it imports domains

    with engine.execution_options(readonly=True).connect() as connection:
        lacking = triggers.listed(connection.dialect.name) - triggers.found(connection)
    return sorted(f"{table}: {name}" for name, table in lacking)


def _config(connection: Connection) -> "Config":
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@contextmanager
def _whole(engine: Engine) -> Iterator[Connection]:
    """One transaction in which SQLite does not mind foreign keys: a rebuilt table would take its children with it."""
    with engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            _foreign_keys(connection, on=False)
        try:
            with connection.begin():
                if not sqlite:
                    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
                yield connection
        finally:
            if sqlite:
                _foreign_keys(connection, on=True)


def _foreign_keys(connection: Connection, *, on: bool) -> None:
    """SQLite takes this only outside a transaction, so it goes past the engine that would begin one."""
    raw = connection.connection.dbapi_connection
    assert raw is not None
    raw.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def _is_file(engine: Engine) -> bool:
    name = engine.url.database
    return bool(name) and name != ":memory:" and not str(name).startswith("file:")


def _refuse_strangers(connection: Connection, found: Status, shown: str) -> None:
    known = {name.name.split("_")[0] for name in (FOLDER / "versions").glob("[0-9]*.py")}
    if found.revision is not None and found.revision not in known:
        raise BadInput(
            f"it is at revision {found.revision}, which this program (revision {found.head}) does not know: "
            "install the newer fundflow",
            place=shown,
        )
    if found.revision is None and inspect(connection).has_table("application"):
        raise BadInput("it has tables that no fundflow upgrade made: give an empty database", place=shown)


def _refuse_orphans(connection: Connection) -> None:
    """After a rebuild without foreign keys, every row must still find the row that it names."""
    if connection.dialect.name != "sqlite":
        return
    orphan = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if orphan is not None:
        raise BadInput(
            f"row {orphan[1]} of table '{orphan[0]}' names a row of '{orphan[2]}' that is not there: nothing was changed",
            place=str(connection.engine.url),
        )
