"""Storing files."""

from datetime import datetime

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
    sha256 = address(content)
    connection = session.connection()
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(FILE).values(
        sha256=sha256, name=name, media_type=media_type, size=len(content), stored_at=now, content=content
    )
    connection.execute(statement.on_conflict_do_nothing(index_elements=[FILE.c.sha256]))
    return sha256
