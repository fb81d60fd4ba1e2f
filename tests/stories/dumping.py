"""Everything that a database holds, for comparing before with after."""

from typing import Any

from sqlalchemy import Engine, inspect, text


def dump(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, sorted."""
    with engine.connect() as connection:
        names = inspect(connection).get_table_names()
        return {
            name: sorted((tuple(row) for row in connection.execute(text(f'SELECT * FROM "{name}"'))), key=repr)
            for name in names
        }
