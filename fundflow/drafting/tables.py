"""Rows of a draft's sections: who saved each last, and who is writing in it."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel


class SectionMark(SQLModel, table=True):
    """One section of one bid (`answers.plan`, `budget`): the last save, and whoever writes in it now.

    Names are kept as they were on the day; `heard_at` is when the writer's page last said that it is still open.
    """

    __tablename__ = "section_mark"
    __table_args__ = (UniqueConstraint("application_id", "section", name="uq_section_mark"),)

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    section: str
    saved_at: datetime | None = None
    saved_by: int | None = None
    saved_name: str = ""
    editing_by: int | None = None
    editing_name: str = ""
    editing_since: datetime | None = None
    heard_at: datetime | None = None
