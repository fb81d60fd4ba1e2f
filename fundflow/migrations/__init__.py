"""The schema's history: bringing a database up to date, and saying where it stands."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, inspect, text

from fundflow.errors import SchemaMissing

HEAD = "0001"
"""The newest revision; a test holds it equal to the newest file in `versions`."""


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
    """The revision that a database has."""
    with engine.execution_options(readonly=True).connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return Status(None)
        return Status(connection.execute(text("SELECT version_num FROM alembic_version")).scalar())


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


def upgrade(engine: Engine) -> None:
    """Bring a database to the newest revision, in one transaction; doing it again changes nothing."""
    from alembic import command  # noqa: PLC0415 - Alembic is slow to import and seldom needed
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["engine"] = engine
    command.upgrade(config, "head")
