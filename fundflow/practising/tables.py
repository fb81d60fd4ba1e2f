"""The one row that makes a database a practice database."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from fundflow.audit import attach
from fundflow.practising.triggers import TRIGGERS


class PracticeMarker(SQLModel, table=True):
    """Which round this database is a copy of, of which database, by whom and when.

    The database lets the row in only before anything was ever done in it, and never lets it be changed or removed.
    """

    __tablename__ = "practice_marker"
    __table_args__ = (CheckConstraint("id = 1", name="ck_practice_marker_one"),)

    id: int = Field(default=1, primary_key=True, sa_column_kwargs={"autoincrement": False})
    round_ref: str
    copied_from: str
    made_at: datetime
    made_by: str


for _guarded in TRIGGERS:
    attach(SQLModel.metadata.tables[_guarded.table], _guarded)
