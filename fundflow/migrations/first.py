"""Writes the first revision anew from the tables, while the product is unreleased: `python -m fundflow.migrations.first`.

Run it after any change of a `tables.py`, and commit what it writes. It needs `ruff` (the extra `dev`), so that the file
reads as everything else does; the same tables always give the same file. As soon as a second revision exists, or an
office has a database that must be kept, the first one is history and stays as it is: write the next revision instead
(`versions/0002_<what>.py`, from `script.py.mako`). The triggers are not in it: `triggers.py` puts them there after
every upgrade.
"""

import re
import subprocess
import sys
from pathlib import Path

from alembic.autogenerate.api import AutogenContext
from alembic.autogenerate.render import render_op_text
from alembic.migration import MigrationContext
from alembic.operations.ops import CreateIndexOp, CreateTableOp
from sqlalchemy import Table
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

from fundflow.errors import Conflict
from fundflow.ledger.tables import KEY_TEXT
from fundflow.migrations.tables import METADATA

VERSIONS = Path(__file__).parent / "versions"
FILE = VERSIONS / "0001_first.py"

FLOORS = (
    *(
        "audit",
        "due",
        "organisations",
        "people",
        "ledger",
        "files",
        "finance",
        "practising",
        "mail",
        "accounts",
        "allocations",
        "applications",
    ),
    *("awards", "scoring", "committees", "support", "drafting", "takeovers", "payments", "monitoring", "letters"),
)
"""The domains from the ground up: a table's foreign keys name tables above it in the file."""

_HEAD = '''"""The first schema: every table of the product, domain by domain, from the ground up."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0001"
down_revision = None

KEY_TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
'''


def text() -> str:
    """The first revision as the tables are now."""
    bodies = {domain: _body(domain) for domain in FLOORS}
    calls = "".join(f"    {domain}()\n" for domain in bodies)
    functions = "".join(f"\n\ndef {domain}() -> None:\n{body}\n" for domain, body in bodies.items())
    return _formatted(_HEAD + calls + functions)


def _body(domain: str) -> str:
    context = AutogenContext(
        MigrationContext.configure(dialect_name="sqlite"),
        opts={
            "sqlalchemy_module_prefix": "sa.",
            "alembic_module_prefix": "op.",
            "user_module_prefix": None,
            "render_item": _type,
            "render_as_batch": False,
        },
    )
    lines: list[str] = []
    for table in _tables(domain):
        lines.append(render_op_text(context, CreateTableOp.from_table(table)))
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        lines += [render_op_text(context, CreateIndexOp.from_index(index)) for index in indexes]
    return "\n".join("    " + _plain(line) for line in lines)


def _tables(domain: str) -> list[Table]:
    inside = f"fundflow.{domain}.tables"
    mine = {
        str(mapper.local_table)
        for mapper in SQLModel._sa_registry.mappers  # noqa: SLF001 - the registry has no public name
        if mapper.class_.__module__.startswith(inside)
    }
    return [table for table in METADATA.sorted_tables if table.name in mine]


def _type(kind: str, item: object, _context: AutogenContext) -> str | bool:
    """How a type is written in the file; False leaves it to Alembic."""
    if kind != "type":
        return False
    if item is KEY_TEXT:
        return "KEY_TEXT"
    if isinstance(item, AutoString):
        return "sa.String()"
    return "UTCDateTime()" if isinstance(item, UTCDateTime) else False


def _plain(rendered: str) -> str:
    named = re.sub(r"op\.f\(('[^']*')\)", r"\1", rendered)
    return named.replace(", unique=False", "")


def _formatted(source: str) -> str:
    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", str(FILE.with_name("first.py")), "-"]
    done = subprocess.run(command, input=source, capture_output=True, text=True, check=True)  # noqa: S603 - our own tool
    return done.stdout


def main() -> None:
    """Write the file.

    Raises:
        Conflict: there is a later revision already.
    """
    later = [found.name for found in sorted(VERSIONS.glob("[0-9]*.py")) if found != FILE]
    if later:
        raise Conflict(f"The first revision stays as it is: {later[0]} follows it. Write the next revision instead.")
    FILE.write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
