"""A backup that is proved: copied while people work, opened again, its books and its chain looked through, and noted."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, Engine
from sqlmodel import Session

from fundflow import audit, database, database_file, due, ledger, people
from fundflow.engine.rounds import act_of
from fundflow.errors import BadInput


@dataclass(frozen=True)
class Backup:
    """What was copied, and where its chain ends: print the anchor, it shows later whether anything was rewritten."""

    file: str
    size: int
    anchor: audit.Anchor


def make(opened: Engine, path: Path, *, now: datetime) -> Backup:
    """Copy a SQLite database into a new file, prove the copy, and note that there is one.

    Raises:
        BadInput: it is PostgreSQL, the file cannot be made, or the copy is not sound; then no file stays.
    """
    database_file.copy_into(opened, path)
    try:
        anchor = _proved(path)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    with database.writing(opened) as session:
        note(session, how=path.name, now=now)
    return Backup(str(path), path.stat().st_size, anchor)


def _proved(path: Path) -> audit.Anchor:
    faults, anchor = look_through(path)
    if faults:
        raise BadInput(
            f"no backup was made: {len(faults)} things in the copy do not agree, first {faults[0]}. "
            "Run 'fundflow ledger check' and 'fundflow audit verify', and keep the backups that you have",
            place=str(path),
        )
    return anchor


def look_through(path: Path) -> tuple[list[str], audit.Anchor]:
    """What does not agree in the books and the chain of a file that nobody else has open, and where its chain ends."""
    copy = database.connect(URL.create("sqlite", database=str(path)))
    try:
        with database.reading(copy) as session:
            return [*map(str, ledger.check(session)), *map(str, audit.verify(session))], audit.anchor(session)
    finally:
        copy.dispose()
        for beside in ("-wal", "-shm"):
            path.with_name(path.name + beside).unlink(missing_ok=True)


def note(session: Session, *, how: str, now: datetime) -> None:
    """Keep that a backup was made, here or by another tool; pages and the doctor say when.

    Raises:
        BadInput: nobody said how.
    """
    if not how.strip():
        raise BadInput("say how it was made: it is empty", place="--how")
    due.note_seen(session, "backup", by=how.strip(), now=now)
    act = act_of(people.system(session), now=now, what="database.backup", subject="database")
    audit.record(session, act, after={"how": how.strip()})
