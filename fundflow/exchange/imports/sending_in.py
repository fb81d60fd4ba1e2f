"""Files that people send in on a page: who may import which kind, first for show and then the same file in earnest."""

import tempfile
from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from sqlmodel import Session

from fundflow.audit import Act
from fundflow.definitions.library import Library
from fundflow.engine.rounds import must_hold
from fundflow.errors import BadInput
from fundflow.exchange import imports
from fundflow.exchange.imports import ImportReport
from fundflow.people import Actor

MAY: Final[Mapping[str, tuple[str, ...]]] = {
    "allocations": ("officer", "finance"),
    "organisations": ("officer", "data_officer"),
    "memberships": ("officer", "data_officer"),
    "lists": ("officer", "data_officer"),
    "register": ("officer", "data_officer"),
    "people": (),
    "interests": ("officer", "committee_secretary", "group_secretary"),
    "coding": ("finance",),
    "periods": ("finance",),
    "ledger": ("finance",),
    "discrepancies": ("officer", "finance"),
    "position": ("officer",),
}
"""Who may import each kind of file; administrators may import every kind, and people only they."""


def may_import(actor: Actor) -> list[str]:
    """The kinds of file that somebody may import, in the order in which an office needs them."""
    return [kind for kind, roles in MAY.items() if any(actor.holds(role) for role in (*roles, "administrator"))]


def take(
    session: Session,
    kind: str,
    content: bytes,
    *,
    file_name: str,
    library: Library,
    actor: Actor,
    act: Act,
    dry_run: bool = True,
    adjust: bool = False,
    year: str = "",
    as_at: date | None = None,
) -> ImportReport:
    """Import a file's contents, or (unless told otherwise) say what importing them would do; see `imports.run`.

    Raises:
        Refused: this person may not import this kind. BadInput: it is no such file.
    """
    must_hold(actor, *MAY.get(kind, ()), "administrator", doing=f"Importing {kind}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (Path(file_name.replace("\\", "/")).name or "file.csv")
        path.write_bytes(content)
        try:
            with session.begin_nested() as attempt:
                run = partial(imports.run, library=library, dry_run=dry_run, adjust=adjust)
                report = run(session, kind, path, act=act, year=year, as_at=as_at)
                if dry_run:
                    attempt.rollback()
        except BadInput as wrong:
            raise BadInput(
                f"{path.name} was not imported: {wrong.reason}. Nothing has changed. Choose another file.", place="file"
            ) from None
    return report
