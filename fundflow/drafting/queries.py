"""Reads who saved the sections of a draft, and who writes there."""

from sqlmodel import Session, col, select

from fundflow.drafting.tables import SectionMark


def section_marks(session: Session, application_id: int) -> dict[str, SectionMark]:
    """The marks of a bid by section; a section that nobody saved or opened has none."""
    rows = session.exec(select(SectionMark).where(col(SectionMark.application_id) == application_id))
    return {row.section: row for row in rows}
