"""Rows of mail: how this office sends it, and every message with what became of it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, Table, UniqueConstraint
from sqlmodel import Field, SQLModel


class MailSetting(SQLModel, table=True):
    """How this office sends mail: the one row, absent until somebody sets it. The password is never kept here.

    `site` is the address under which people reach the service; the contact closes messages that belong to no fund.
    """

    __tablename__ = "mail_setting"
    __table_args__ = (
        CheckConstraint("id = 1", name="ck_mail_setting_one"),
        CheckConstraint("security IN ('starttls', 'tls', 'none')", name="ck_mail_setting_security"),
    )

    id: int = Field(default=1, primary_key=True, sa_column_kwargs={"autoincrement": False})
    host: str
    port: int
    security: str = "starttls"
    user_name: str = ""
    from_name: str
    from_address: str
    reply_to: str
    site: str
    contact_name: str
    contact_telephone: str
    contact_hours: str
    on: bool = True
    set_at: datetime
    set_by: str


class Message(SQLModel, table=True):
    """One message to one mailbox. `key` says what it tells whom, so that it is written once.

    `path` (an address within the service) and `code` let somebody in or answer for somebody: both are dropped once the
    message has left. `handed_at` is set just before the text goes to the mail server: from then on only a person may
    have it sent again, until the server has said that it did not take it.
    """

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("key", name="uq_message_key"),
        CheckConstraint("state IN ('waiting', 'sending', 'sent', 'failed', 'bounced')", name="ck_message_state"),
        CheckConstraint("state <> 'sending' OR lease_until IS NOT NULL", name="ck_message_lease"),
        CheckConstraint("state <> 'sent' OR sent_at IS NOT NULL", name="ck_message_sent"),
        CheckConstraint("attempts >= 0", name="ck_message_attempts"),
        Index("ix_message_state_next", "state", "next_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str
    kind: str
    about: str = Field(index=True)
    thing: str = Field(default="", index=True)
    fund: str = ""
    to_name: str
    to_email: str
    subject: str
    text: str
    closing: str
    path: str = ""
    code: str = ""
    made_at: datetime
    made_by: str
    state: str = "waiting"
    next_at: datetime
    attempts: int = 0
    worker: str | None = None
    lease_until: datetime | None = None
    handed_at: datetime | None = None
    token: str
    sent_at: datetime | None = None
    sent_by: str = ""
    last_error: str = ""


MESSAGE: Table = SQLModel.metadata.tables["message"]
