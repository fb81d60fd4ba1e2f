"""The triggers that keep an issued letter as it was issued, as plain DDL for events and for migrations."""

from fundflow.audit import Guarded, append_only

FROM_THE_START = (
    "ref", "code", "number", "application_id", "subject", "facts", "template_sha256", "drafted_at", "drafted_by",
    "replaces_id", "signs",
)  # fmt: skip
"""What never changes from the first draft on: to mend a letter, void it and draft another."""

ISSUED = (
    "id", "decision", "addressee", "addressee_code", "template", "template_version", "state", "approved_at",
    "approved_by", "released_at", "released_by", "voided_at", "voided_by", "void_reason", "file_sha256",
)  # fmt: skip
"""What never changes once a letter is released or voided; its delivery is still followed."""

_KEPT = "an issued letter is never changed"
_THERE = "a letter is voided, never deleted"


def _sqlite(columns: tuple[str, ...]) -> str:
    return " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in columns)


def _postgresql(columns: tuple[str, ...]) -> str:
    return " OR ".join(f"NEW.{name}::text IS DISTINCT FROM OLD.{name}::text" for name in columns)


def _function(name: str, body: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$\nBEGIN\n  {body}\nEND $body$"
    )


def _refuse(message: str) -> str:
    return f"RAISE EXCEPTION USING MESSAGE = '{message}', ERRCODE = 'restrict_violation';"


_CLOSED = "OLD.state IN ('released', 'voided')"

TRIGGERS = (
    Guarded(
        table="letter",
        sqlite_names=("letter_keeps_content", "letter_no_delete"),
        postgresql_names=("letter_keeps_content", "letter_no_delete", "letter_no_truncate"),
        sqlite=(
            (
                f"CREATE TRIGGER letter_keeps_content BEFORE UPDATE ON letter "
                f"WHEN ({_CLOSED} AND ({_sqlite(ISSUED)})) OR {_sqlite(FROM_THE_START)} "
                f"BEGIN SELECT RAISE(ABORT, '{_KEPT}'); END"
            ),
            f"CREATE TRIGGER letter_no_delete BEFORE DELETE ON letter BEGIN SELECT RAISE(ABORT, '{_THERE}'); END",
        ),
        postgresql=(
            _function(
                "fundflow_letter_keeps_content",
                f"IF ({_CLOSED} AND ({_postgresql(ISSUED)})) OR {_postgresql(FROM_THE_START)} THEN\n    "
                f"{_refuse(_KEPT)}\n  END IF;\n  RETURN NEW;",
            ),
            _function("fundflow_letter_no_delete", _refuse(_THERE)),
            (
                "CREATE TRIGGER letter_keeps_content BEFORE UPDATE ON letter "
                "FOR EACH ROW EXECUTE FUNCTION fundflow_letter_keeps_content()"
            ),
            (
                "CREATE TRIGGER letter_no_delete BEFORE DELETE ON letter "
                "FOR EACH ROW EXECUTE FUNCTION fundflow_letter_no_delete()"
            ),
            (
                "CREATE TRIGGER letter_no_truncate BEFORE TRUNCATE ON letter "
                "FOR EACH STATEMENT EXECUTE FUNCTION fundflow_letter_no_delete()"
            ),
        ),
    ),
    append_only("letter_template"),
    append_only("letter_signature"),
)
