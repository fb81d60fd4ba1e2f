"""A SQLite database as a file: copied whole while people work, and put in the place of another one."""

import shutil
import sqlite3
from pathlib import Path

from sqlalchemy import Engine

from fundflow.errors import BadInput


def copy_into(engine: Engine, path: Path) -> None:
    """Write the whole of a SQLite database, as it is at one moment, into a new file while others go on writing.

    Only whoever writes it may read the file, for it holds everything.

    Raises:
        BadInput: it is PostgreSQL, the file is there already, or cannot be written; then nothing of it stays.
    """
    if engine.dialect.name != "sqlite":
        raise BadInput(
            "a database of PostgreSQL is copied by its own tool: run pg_dump, then 'fundflow database backed-up'",
            place="database",
        )
    try:
        path.touch(mode=0o600, exist_ok=False)
    except FileExistsError:
        raise BadInput("that file is there already and stays as it is: name a new one", place=str(path)) from None
    except (OSError, ValueError) as error:
        raise _not_copied(path, error) from None
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute("PRAGMA query_only=OFF")  # what read last on this connection may have left it on
        cursor.execute("VACUUM INTO ?", (str(path),))
    except sqlite3.DatabaseError as error:
        for one in (path, path.with_name(f"{path.name}-journal")):
            one.unlink(missing_ok=True)
        raise _not_copied(path, error) from None
    finally:
        raw.close()


def _not_copied(path: Path, why: Exception) -> BadInput:
    said = (why.strerror if isinstance(why, OSError) else "") or str(why)
    return BadInput(f"the copy cannot be written there ({said}): name a folder that may be", place=str(path))


def put_in_place(engine: Engine, copy: Path, *, keep: Path | None) -> None:
    """Put a file where a SQLite database stands, in one move; what stood there is kept under another name, if one is given.

    Raises:
        BadInput: some other program has it open, and would lose what it writes; or its journal lies there without it.
    """
    place = Path(str(engine.url.database))
    engine.dispose()
    if not place.exists():
        _must_be_alone(place)
    else:
        raw = sqlite3.connect(place, timeout=1, isolation_level=None)
        try:
            if raw.execute("PRAGMA journal_mode=DELETE").fetchone()[0] != "delete":
                raise _in_use(place)
            raw.execute("BEGIN EXCLUSIVE")
            if keep is not None:
                keep.touch(mode=0o600, exist_ok=False)
                try:
                    shutil.copyfile(place, keep)
                except OSError:
                    keep.unlink(missing_ok=True)  # half of it would be taken for the whole
                    raise
        except sqlite3.OperationalError:
            raise _in_use(place) from None
        finally:
            raw.close()
    copy.replace(place)


def _must_be_alone(place: Path) -> None:
    for beside in (place.with_name(f"{place.name}-wal"), place.with_name(f"{place.name}-journal")):
        if beside.exists() and beside.stat().st_size:
            raise BadInput(
                f"{beside.name} lies there without its database, so nothing was put there: move it to where the database "
                "went, and try again",
                place=str(place),
            )


def _in_use(place: Path) -> BadInput:
    return BadInput(
        "some other program has it open, so nothing was put there: end 'fundflow serve' and the worker, and try again",
        place=str(place),
    )
