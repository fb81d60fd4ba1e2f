"""Letters: frozen facts, the template's own fingerprint, and what became of each one."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from fundflow.audit import attach
from fundflow.letters.triggers import TRIGGERS


class Letter(SQLModel, table=True):
    """One letter about one subject. Once released, nothing in it changes; only its delivery is still followed.

    `signs` are the codes of those who must have signed before it leaves, frozen with its facts; empty where none must.
    """

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("subject", "code", "number", name="uq_letter_number"),
        CheckConstraint("state IN ('draft', 'approved', 'released', 'voided')", name="ck_letter_state"),
        CheckConstraint(
            "delivery IN ('none', 'waiting', 'sent', 'opened', 'bounced', 'by_hand')", name="ck_letter_delivery"
        ),
        CheckConstraint("number >= 1", name="ck_letter_number"),
        CheckConstraint(
            "state <> 'released' OR (file_sha256 IS NOT NULL AND released_at IS NOT NULL)", name="ck_letter_released"
        ),
        CheckConstraint("state <> 'voided' OR void_reason <> ''", name="ck_letter_voided"),
    )

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    code: str = Field(index=True)
    number: int
    application_id: int | None = Field(default=None, foreign_key="application.id", index=True)
    subject: str = Field(index=True)
    decision: str = ""
    addressee: str
    addressee_code: str
    facts: dict[str, object] = Field(sa_column=Column(JSON, nullable=False))
    template: str
    template_version: str
    template_sha256: str
    state: str = Field(default="draft", index=True)
    drafted_at: datetime
    drafted_by: int
    approved_at: datetime | None = None
    approved_by: int | None = None
    released_at: datetime | None = None
    released_by: int | None = None
    voided_at: datetime | None = None
    voided_by: int | None = None
    void_reason: str = ""
    file_sha256: str | None = None
    replaces_id: int | None = Field(default=None, foreign_key="letter.id", index=True)
    signs: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    delivery: str = "none"
    delivered_at: datetime | None = None


class LetterSignature(SQLModel, table=True):
    """One commissioner's signature under one letter: who gave it, in which seat, and when. Added, never changed."""

    __tablename__ = "letter_signature"
    __table_args__ = (UniqueConstraint("letter_id", "commissioner", name="uq_letter_signature"),)

    id: int | None = Field(default=None, primary_key=True)
    letter_id: int = Field(foreign_key="letter.id", index=True)
    commissioner: str
    person_id: int = Field(foreign_key="person.id", index=True)
    name: str
    title: str
    signed_at: datetime


class LetterTemplate(SQLModel, table=True):
    """One version of an office's own template of a letter; the newest of a code and fund is the one in use.

    Rows are added, never changed. `sha256` names the stored file; an empty one puts the packaged template back in use.
    An empty fund means every fund.
    """

    __tablename__ = "letter_template"
    __table_args__ = (
        UniqueConstraint("code", "fund", "number", name="uq_letter_template_number"),
        CheckConstraint("number >= 1", name="ck_letter_template_number"),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(index=True)
    fund: str = ""
    number: int
    file_name: str = ""
    sha256: str = ""
    restores: int | None = None
    reason: str = ""
    added_at: datetime
    added_by: str


for _guarded in TRIGGERS:
    attach(SQLModel.metadata.tables[_guarded.table], _guarded)
