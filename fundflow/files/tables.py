"""The table of stored files, each under the hash of its contents."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, LargeBinary, Table
from sqlmodel import Field, SQLModel


class StoredFileRow(SQLModel, table=True):
    """One file's contents; the same contents are kept once.

    With `keep_until` it was only looked at: it goes after that, unless it is put away for good meanwhile.
    """

    __tablename__ = "stored_file"
    __table_args__ = (
        CheckConstraint("length(sha256) = 64", name="ck_stored_file_sha256"),
        CheckConstraint("size >= 0", name="ck_stored_file_size"),
    )

    sha256: str = Field(primary_key=True)
    name: str
    media_type: str
    size: int = Field(sa_type=BigInteger)
    stored_at: datetime
    content: bytes = Field(sa_type=LargeBinary)
    keep_until: datetime | None = None


FILE: Table = SQLModel.metadata.tables["stored_file"]
