"""Storing files, for good or for a second look."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from fundflow.errors import BadInput
from fundflow.files.rules import address
from fundflow.files.tables import FILE


def put(session: Session, *, name: str, media_type: str, content: bytes, now: datetime) -> str:
    """Store a file and return its address (SHA-256). Contents that are stored already keep their first name.

    Raises:
        BadInput: the name or the media type is empty.
    """
    if not name.strip() or not media_type.strip():
        raise BadInput("a stored file needs a name and a media type", place=name or "file")
    return _store(session, name=name, media_type=media_type, content=content, now=now, keep_until=None)


def hold(session: Session, *, name: str, media_type: str, content: bytes, now: datetime, until: datetime) -> str:
    """Store a file until a moment, for somebody who only looks at it, and return its address.

    Contents that are kept for good stay so; those that are held already are held until the later moment.
    """
    return _store(session, name=name, media_type=media_type, content=content, now=now, keep_until=until)


def _store(
    session: Session, *, name: str, media_type: str, content: bytes, now: datetime, keep_until: datetime | None
) -> str:
    sha256 = address(content)
    connection = session.connection()
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(FILE).values(
        sha256=sha256,
        name=name,
        media_type=media_type,
        size=len(content),
        stored_at=now,
        content=content,
        keep_until=keep_until,
    )
    held = FILE.c.keep_until.is_not(None)
    connection.execute(
        statement.on_conflict_do_update(index_elements=[FILE.c.sha256], set_={"keep_until": keep_until}, where=held)
    )
    return sha256


def remove(session: Session, sha256: str, *, needed: Callable[[], bool]) -> bool:
    """Delete a file's contents for ever unless another paper needs them; whether they are gone.

    The file is locked before `needed` is asked: whoever stores the same contents at this moment has either done so, and is
    counted, or waits until they are gone and stores them anew.
    """
    session.connection().execute(select(FILE.c.sha256).where(FILE.c.sha256 == sha256).with_for_update())
    if needed():
        return False
    session.connection().execute(delete(FILE).where(FILE.c.sha256 == sha256))
    return True


def drop(session: Session, sha256: str, *, now: datetime) -> bool:
    """Remove a file that was only looked at and whose time has passed; whether there was one."""
    gone = delete(FILE).where(FILE.c.sha256 == sha256, FILE.c.keep_until <= now)
    return session.connection().execute(gone).rowcount == 1
