"""What Alembic runs: one transaction, foreign keys left unchecked while tables are rebuilt."""

from alembic import context
from sqlalchemy import Connection, Engine, event
from sqlalchemy.pool import NullPool
from sqlmodel import SQLModel

from fundflow import database
from fundflow.migrations import tables  # noqa: F401 - every table must be known before they are compared


def _without_foreign_keys(connection: object, _record: object) -> None:
    connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[attr-defined]


def migrate(connection: Connection) -> None:
    """Run what is asked on one connection."""
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=True,
        transactional_ddl=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given: Engine = context.config.attributes["engine"]
engine = database.connect(given.url.render_as_string(hide_password=False), poolclass=NullPool)
if engine.dialect.name == "sqlite":
    event.listen(engine, "connect", _without_foreign_keys)
with engine.begin() as opened:
    migrate(opened)
engine.dispose()
