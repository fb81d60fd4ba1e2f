"""The triggers that keep the mark of a practice database: it stays for ever, and no database in use can be given one.

A database is in use from its first audit event on, for every act leaves one.
"""

from dataclasses import replace

from fundflow.audit import append_only

_TABLE = "practice_marker"
_SAID = "a database in use is never made a practice database"
_IN_USE = "EXISTS (SELECT 1 FROM audit_event)"
_KEPT = append_only(_TABLE)

TRIGGERS = (
    replace(
        _KEPT,
        sqlite_names=(*_KEPT.sqlite_names, f"{_TABLE}_only_new"),
        postgresql_names=(*_KEPT.postgresql_names, f"{_TABLE}_only_new"),
        sqlite=(
            *_KEPT.sqlite,
            (
                f"CREATE TRIGGER {_TABLE}_only_new BEFORE INSERT ON {_TABLE} WHEN {_IN_USE} "
                f"BEGIN SELECT RAISE(ABORT, '{_SAID}'); END"
            ),
        ),
        postgresql=(
            *_KEPT.postgresql,
            (
                "CREATE OR REPLACE FUNCTION fundflow_practice_only_new() RETURNS trigger LANGUAGE plpgsql AS $body$\n"
                f"BEGIN\n  IF {_IN_USE} THEN\n    RAISE EXCEPTION USING MESSAGE = '{_SAID}', ERRCODE = 'restrict_violation';\n"
                "  END IF;\n  RETURN NEW;\nEND $body$"
            ),
            (
                f"CREATE TRIGGER {_TABLE}_only_new BEFORE INSERT ON {_TABLE} "
                "FOR EACH ROW EXECUTE FUNCTION fundflow_practice_only_new()"
            ),
        ),
    ),
)
