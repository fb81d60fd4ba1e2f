"""The audit trail's tables: the chained events, and the head that shows a cut tail."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, Table, Text
from sqlmodel import Field, SQLModel

from fundflow.audit.triggers import TRIGGERS, attach


class AuditEventRow(SQLModel, table=True):
    """One thing that was done. `hash` covers every column but `salt` and `payload`, which `digest` stands for."""

    __tablename__ = "audit_event"
    __table_args__ = (
        CheckConstraint("seq > 0", name="ck_audit_event_seq"),
        CheckConstraint("(salt IS NULL) = (payload IS NULL)", name="ck_audit_event_blanked_whole"),
        Index("ix_audit_event_item", "item"),
    )

    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    previous: str
    hash: str = Field(unique=True)
    at: datetime
    actor_id: int
    actor: str
    what: str
    subject: str = Field(index=True)
    item: str = ""
    fingerprint: str = ""
    digest: str
    salt: str | None = None
    payload: str | None = Field(default=None, sa_type=Text)


class AuditHeadRow(SQLModel, table=True):
    """Where the chain ends: one row, locked while the chain grows, compared by `audit.verify`."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="ck_audit_head_single"),)

    id: int = Field(default=1, primary_key=True, sa_column_kwargs={"autoincrement": False})
    seq: int
    hash: str


EVENT: Table = SQLModel.metadata.tables["audit_event"]
HEAD: Table = SQLModel.metadata.tables["audit_head"]

for _guarded in TRIGGERS:
    attach(SQLModel.metadata.tables[_guarded.table], _guarded)
