"""Letters: frozen facts, the template's own fingerprint, and what became of each one."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, Column, UniqueConstraint, event
from sqlalchemy.schema import DDL
from sqlmodel import Field, SQLModel


class Letter(SQLModel, table=True):
    """One letter about one subject. Once released, nothing in it changes; only its delivery is still followed."""

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
    delivery: str = "none"
    delivered_at: datetime | None = None


# What may still change once a letter is released or voided: how it reached its reader.
_FREE = {"delivery", "delivered_at"}
# What never changes from the first draft on: to mend a letter, void it and draft another.
_FROM_THE_START = ("ref", "code", "number", "application_id", "subject", "facts", "template_sha256", "replaces_id")
_FROZEN = tuple(column.name for column in Letter.__table__.columns if column.name not in _FREE)  # type: ignore[attr-defined]


def _sqlite_differs(columns: tuple[str, ...]) -> str:
    return " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in columns)


def _postgresql_differs(columns: tuple[str, ...]) -> str:
    return " OR ".join(f"NEW.{name}::text IS DISTINCT FROM OLD.{name}::text" for name in columns)


SQLITE_TRIGGERS = (
    f"""CREATE TRIGGER letter_keeps_its_content BEFORE UPDATE ON letter
WHEN (OLD.state IN ('released', 'voided') AND ({_sqlite_differs(_FROZEN)})) OR {_sqlite_differs(_FROM_THE_START)}
BEGIN SELECT RAISE(ABORT, 'letter_keeps_its_content: an issued letter is never changed'); END""",
    """CREATE TRIGGER letter_is_never_deleted BEFORE DELETE ON letter
BEGIN SELECT RAISE(ABORT, 'letter_is_never_deleted: void a letter, never delete it'); END""",
)
"""Every trigger on this table for SQLite, as the migration must create them."""

POSTGRESQL_TRIGGERS = (
    f"""CREATE FUNCTION letter_keeps_its_content() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF (OLD.state IN ('released', 'voided') AND ({_postgresql_differs(_FROZEN)}))
OR {_postgresql_differs(_FROM_THE_START)} THEN
RAISE EXCEPTION 'letter_keeps_its_content: an issued letter is never changed' USING ERRCODE = 'check_violation';
END IF; RETURN NEW; END $$""",
    """CREATE FUNCTION letter_is_never_deleted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
RAISE EXCEPTION 'letter_is_never_deleted: void a letter, never delete it' USING ERRCODE = 'check_violation';
END $$""",
    """CREATE TRIGGER letter_keeps_its_content BEFORE UPDATE ON letter
FOR EACH ROW EXECUTE FUNCTION letter_keeps_its_content()""",
    """CREATE TRIGGER letter_is_never_deleted BEFORE DELETE ON letter
FOR EACH ROW EXECUTE FUNCTION letter_is_never_deleted()""",
    """CREATE TRIGGER letter_is_never_truncated BEFORE TRUNCATE ON letter
FOR EACH STATEMENT EXECUTE FUNCTION letter_is_never_deleted()""",
)
"""Every function and trigger on this table for PostgreSQL, in order."""

for _dialect, _triggers in (("sqlite", SQLITE_TRIGGERS), ("postgresql", POSTGRESQL_TRIGGERS)):
    for _trigger in _triggers:
        _ddl = DDL(_trigger.replace("%", "%%")).execute_if(dialect=_dialect)
        event.listen(Letter.__table__, "after_create", _ddl)  # type: ignore[attr-defined]
