"""Putting a backup back: looked through before it is used, never over what is there unless told, and on record."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from sqlalchemy import URL, Engine

from fundflow import accounts, audit, database, database_file, mail, migrations, people
from fundflow.engine import backup
from fundflow.engine.rounds import act_of
from fundflow.errors import BadInput

KEPT = "%Y-%m-%dT%H%M%S"


@dataclass(frozen=True)
class Restored:
    """What was put back: where its chain ended, where what stood there is kept (if anything did), and mail that waits."""

    file: str
    anchor: audit.Anchor
    kept: str
    waiting: int


def restore(opened: Engine, path: Path, *, over: bool, now: datetime) -> Restored:
    """Put a backup where a SQLite database stands, once a copy of it was looked through; everybody signs in again.

    What stood there is kept beside it under a name with the moment. The chain goes on with who put what back.

    Raises:
        BadInput: it is PostgreSQL, no sound backup, from a newer program; or the database holds something and `over` was
            not said, or is in use. Then nothing has changed.
    """
    place = _place(opened)
    held = _held(opened, place)
    if held and not over:
        raise BadInput(
            f"it holds {held} events, so nothing was put back: say --over to put the backup in its place; what is there now "
            "is kept beside it",
            place=str(place),
        )
    with _copied(path, place) as copy:
        anchor = _sound(copy, path)
        kept = place.with_name(f"{place.stem}.before-{now:{KEPT}}{place.suffix}") if held else None
        after = {
            "file": path.name,
            "to_event": anchor.seq,
            "in_place_of_events": held,
            "kept": kept.name if kept else "",
        }
        waiting = _begun_anew(copy, after, now=now)
        database_file.put_in_place(opened, copy, keep=kept)
    return Restored(str(path), anchor, str(kept) if kept else "", waiting)


def _begun_anew(copy: Path, after: Mapping[str, Any], *, now: datetime) -> int:
    """End every sign-in of a copy and put on record what it will stand in for, before it does; how much mail waits in it."""
    made = database.connect(URL.create("sqlite", database=str(copy)))
    try:
        with database.writing(made) as session:
            accounts.end_all(session, None, now=now)
            act = act_of(people.system(session), now=now, what="database.restore", subject="database")
            audit.record(session, act, after=after)
            return len(mail.messages(session, states=["waiting", "sending"]))
    finally:
        made.dispose()


def _place(opened: Engine) -> Path:
    if opened.dialect.name != "sqlite":
        raise BadInput(
            "a database of PostgreSQL is put back by its own tool: run pg_restore into an empty database, then 'fundflow "
            "database upgrade', 'fundflow ledger check' and 'fundflow audit verify'",
            place="database",
        )
    return Path(str(opened.url.database))


def _held(opened: Engine, place: Path) -> int:
    """How many events a database holds; none where there is none, or only its tables.

    Raises:
        BadInput: it is no database of fundflow, or so damaged that nobody can tell what would be lost.
    """
    try:
        return _events(opened, place)
    except database.OperationalError:
        raise
    except database.DatabaseError as error:
        raise BadInput(
            f"what stands there cannot be read ({str(error.orig).strip()}), so nothing was put there: move it and what lies "
            "beside it under its name elsewhere, keep them, and put the backup back then",
            place=str(place),
        ) from None


def _events(opened: Engine, place: Path) -> int:
    if migrations.status(opened).revision is None:
        if migrations.has_tables(opened):
            raise BadInput("it is no database of fundflow and stays as it is: name another", place=str(place))
        return 0
    with database.reading(opened) as session:
        return audit.anchor(session).seq


@contextmanager
def _copied(path: Path, place: Path) -> Iterator[Path]:
    """A copy of a backup beside the place where it is to stand, that only its owner reads; gone afterwards."""
    if not path.is_file():
        raise BadInput("there is no such file, so nothing was put back: name a backup", place=str(path))
    if place.exists() and path.samefile(place):
        raise BadInput("it is the database itself, so nothing was put back: name a backup", place=str(path))
    running = path.with_name(f"{path.name}-wal")
    if running.exists() and running.stat().st_size:
        raise BadInput(
            f"some program is writing it ({running.name} lies beside it), so nothing was put back: name a file that "
            "'fundflow database backup' made",
            place=str(path),
        )
    try:
        with NamedTemporaryFile(dir=place.parent, prefix=f".{place.name}.", delete=False) as made:
            copy = Path(made.name)
    except OSError as error:
        raise BadInput(
            f"nothing was put back ({error.strerror}): look at the folder of the database", place=str(place)
        ) from None
    try:
        shutil.copyfile(path, copy)
        yield copy
    except OSError as error:
        raise BadInput(
            f"nothing was put back ({error.strerror}): look at the disk and at the file", place=str(path)
        ) from None
    finally:
        copy.unlink(missing_ok=True)


def _sound(copy: Path, path: Path) -> audit.Anchor:
    """Where the chain of a copy ends, brought to this program's schema.

    Raises:
        BadInput: it is no database of fundflow, a newer program made it, or its books or its chain do not agree.
    """
    opened = database.connect(URL.create("sqlite", database=str(copy)))
    try:
        _bring_up(opened)
        lacking = migrations.missing_triggers(opened)
    except database.DatabaseError as error:
        raise database.unreachable(error, str(path)) from None
    except BadInput as error:
        raise BadInput(error.reason, place=str(path)) from None
    finally:
        opened.dispose()
    faults, anchor = backup.look_through(copy)
    faults += [f"it lacks what guards {one}" for one in lacking]
    if faults:
        raise BadInput(
            f"nothing was put back: {len(faults)} things in it do not agree, first {faults[0]}. Take an earlier backup",
            place=str(path),
        )
    return anchor


def _bring_up(copy: Engine) -> None:
    found = migrations.status(copy)
    if found.revision is None:
        raise BadInput("it is no backup of fundflow, so nothing was put back: name another file")
    if not found.current:
        migrations.upgrade(copy)
