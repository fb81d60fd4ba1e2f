"""Marks the sections of a draft: saved by whom and when, and who is writing there."""

from collections.abc import Iterable

from sqlmodel import Session

from fundflow.applications import Application
from fundflow.audit import Act
from fundflow.drafting.queries import section_marks
from fundflow.drafting.rules import QUIET
from fundflow.drafting.tables import SectionMark


def mark_saved(session: Session, application: Application, sections: Iterable[str], *, act: Act) -> None:
    """Note that somebody saved some sections; they are still writing there if they were."""
    known = section_marks(session, application.id or 0)
    for section in sections:
        row = known.get(section) or _new(application, section)
        row.saved_at, row.saved_by, row.saved_name = act.now, act.actor_id, act.actor
        session.add(row)
    session.flush()


def note_writing(session: Session, application: Application, section: str, *, act: Act) -> SectionMark:
    """Note that somebody's page is open on a section; who came first stays named until they are quiet.

    Nothing is locked: two who write at once are both told, and a save that would overwrite is refused.
    """
    row = section_marks(session, application.id or 0).get(section) or _new(application, section)
    quiet = row.heard_at is None or act.now - row.heard_at > QUIET
    if quiet or row.editing_by == act.actor_id:
        if quiet or row.editing_since is None:
            row.editing_since = act.now
        row.editing_by, row.editing_name, row.heard_at = act.actor_id, act.actor, act.now
        session.add(row)
        session.flush()
    return row


def _new(application: Application, section: str) -> SectionMark:
    return SectionMark(application_id=application.id or 0, section=section)
