"""Reading stored files."""

from collections.abc import Collection

from sqlalchemy import select
from sqlmodel import Session

from fundflow.errors import NotFound
from fundflow.files.rules import FileFacts, StoredFile, address
from fundflow.files.tables import FILE

_FACTS = (FILE.c.sha256, FILE.c.name, FILE.c.media_type, FILE.c.size, FILE.c.stored_at)


def get(session: Session, sha256: str) -> StoredFile:
    """A file, whole.

    Raises:
        NotFound: no file has this address.
    """
    row = (
        session.connection()
        .execute(select(*_FACTS, FILE.c.content).where(FILE.c.sha256 == sha256))
        .mappings()
        .one_or_none()
    )
    if row is None:
        raise NotFound(f"There is no stored file {sha256}.")
    return StoredFile(**row)


def facts(session: Session, addresses: Collection[str]) -> dict[str, FileFacts]:
    """Names, types and sizes of several files without their contents, by address; unknown ones are left out."""
    found = session.connection().execute(select(*_FACTS).where(FILE.c.sha256.in_(addresses)))
    return {row["sha256"]: FileFacts(**row) for row in found.mappings()}


def changed(session: Session) -> list[FileFacts]:
    """Files whose contents no longer give their address: they were changed inside the database."""
    wrong = []
    for each in session.connection().execute(select(*_FACTS).order_by(FILE.c.sha256)).mappings().all():
        content = session.connection().execute(select(FILE.c.content).where(FILE.c.sha256 == each["sha256"])).scalar()
        if not isinstance(content, bytes) or address(content) != each["sha256"] or len(content) != each["size"]:
            wrong.append(FileFacts(**each))
    return wrong
