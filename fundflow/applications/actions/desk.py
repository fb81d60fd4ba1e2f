"""Keeps what officers work with: results of gates, tasks and notes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from fundflow.applications.queries.cases import task_by_key
from fundflow.applications.queries.content import current_version
from fundflow.applications.rules.freezing import plain
from fundflow.applications.tables import Application, CaseTask, GateResult, Note
from fundflow.audit import Act
from fundflow.errors import BadInput, NotFound


def record_gate(
    session: Session,
    application: Application,
    *,
    code: str,
    passed: bool,
    detail: str,
    act: Act,
    warning: bool = False,
    curable: bool = False,
) -> GateResult:
    """Write one result of one gate on the version that counts; the latest of a code counts.

    Raises:
        BadInput: a result without its reason.
    """
    assert application.id is not None
    if not detail.strip():
        raise BadInput("say why, with the figure that was tested", place=f"gate {code}")
    version = current_version(session, application.id)
    assert version.id is not None
    row = GateResult(
        application_id=application.id,
        version_id=version.id,
        code=code,
        passed=passed,
        warning=warning,
        detail=detail,
        curable=curable,
        at=act.now,
        by=act.actor_id,
    )
    session.add(row)
    session.flush()
    return row


def raise_task(
    session: Session,
    *,
    key: str,
    kind: str,
    role: str,
    fund: str,
    text: str,
    act: Act,
    application_id: int | None = None,
    round_id: int | None = None,
    due_at: datetime | None = None,
    payload: Mapping[str, Any] | None = None,
) -> CaseTask:
    """Give a role something to do; the same `key` again returns the first task."""
    found = task_by_key(session, key)
    if found is not None:
        return found
    row = CaseTask(
        key=key,
        kind=kind,
        role=role,
        fund=fund,
        text=text,
        application_id=application_id,
        round_id=round_id,
        due_at=due_at,
        payload=plain(dict(payload or {})),
        raised_at=act.now,
    )
    session.add(row)
    session.flush()
    return row


def finish_task(session: Session, key: str, *, act: Act) -> CaseTask:
    """Mark a task done; harmless when repeated.

    Raises:
        NotFound: there is no such task.
    """
    row = task_by_key(session, key)
    if row is None:
        raise NotFound(f"there is no task '{key}'")
    if row.done_at is None:
        row.done_at, row.done_by = act.now, act.actor_id
        session.add(row)
        session.flush()
    return row


def add_note(session: Session, application: Application, text: str, *, act: Act) -> Note:
    """Write a remark on a case; the reader is told that it may be asked for under freedom of information.

    Raises:
        BadInput: it is empty.
    """
    assert application.id is not None
    if not text.strip():
        raise BadInput("the note is empty: write it", place="note")
    row = Note(application_id=application.id, text=text.strip(), by=act.actor_id, author=act.actor, at=act.now)
    session.add(row)
    session.flush()
    return row
