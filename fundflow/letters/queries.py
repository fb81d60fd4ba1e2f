"""Every SELECT over letters."""

from collections.abc import Collection

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from fundflow.errors import NotFound
from fundflow.letters.tables import Letter, LetterSignature, LetterTemplate


def get(session: Session, ref: str) -> Letter:
    """One letter by its reference.

    Raises:
        NotFound: there is no such letter.
    """
    found = session.exec(select(Letter).where(Letter.ref == ref)).one_or_none()
    if found is None:
        raise NotFound(f"there is no letter {ref}")
    return found


def locked(session: Session, ref: str) -> Letter:
    """One letter by its reference, its row locked until the transaction ends.

    Raises:
        NotFound: there is no such letter.
    """
    found = session.exec(select(Letter).where(Letter.ref == ref).with_for_update()).one_or_none()
    if found is None:
        raise NotFound(f"there is no letter {ref}")
    return found


def find(
    session: Session,
    *,
    application_id: int | None = None,
    subject: str | None = None,
    state: str | None = None,
    code: str | None = None,
    decision: str | None = None,
) -> list[Letter]:
    """Letters by any of these, oldest first."""
    query = select(Letter).order_by(col(Letter.id))
    asked = {
        "application_id": application_id,
        "subject": subject,
        "state": state,
        "code": code,
        "decision": decision,
    }
    for name, value in asked.items():
        if value is not None:
            query = query.where(getattr(Letter, name) == value)
    return list(session.exec(query))


def count_of(session: Session, subject: str, code: str) -> int:
    """How many letters of one code were ever drafted about a subject, voided ones too."""
    query = select(func.count()).select_from(Letter).where(Letter.subject == subject, Letter.code == code)
    return session.exec(query).one()


def unreleased(session: Session, *, application_id: int | None, decision: str | None) -> list[Letter]:
    """Drafted and approved letters of a case or a decision, locked, oldest first."""
    query = select(Letter).where(col(Letter.state).in_(("draft", "approved")))
    if application_id is not None:
        query = query.where(Letter.application_id == application_id)
    if decision is not None:
        query = query.where(Letter.decision == decision)
    return list(session.exec(query.order_by(col(Letter.id)).with_for_update()))


def replaced_by(session: Session, letter_id: int) -> list[Letter]:
    """Letters that replace this one, oldest first."""
    return list(session.exec(select(Letter).where(Letter.replaces_id == letter_id).order_by(col(Letter.id))))


def signatures(session: Session, letter_id: int) -> list[LetterSignature]:
    """Who signed a letter, in the order in which they did."""
    query = select(LetterSignature).where(LetterSignature.letter_id == letter_id)
    return list(session.exec(query.order_by(col(LetterSignature.id))))


def signed_for(session: Session, letter_ids: Collection[int]) -> dict[int, set[str]]:
    """For which commissioners each of some letters is signed already; a letter that nobody signed is left out."""
    query = select(LetterSignature.letter_id, LetterSignature.commissioner)
    found: dict[int, set[str]] = {}
    for letter_id, commissioner in session.exec(query.where(col(LetterSignature.letter_id).in_(letter_ids))):
        found.setdefault(letter_id, set()).add(commissioner)
    return found


def template_versions(session: Session, *, code: str | None = None, fund: str | None = None) -> list[LetterTemplate]:
    """Every version of the office's own templates, of one letter and fund if asked, oldest first."""
    query = select(LetterTemplate).order_by(LetterTemplate.code, LetterTemplate.fund, col(LetterTemplate.number))
    if code is not None:
        query = query.where(LetterTemplate.code == code)
    if fund is not None:
        query = query.where(LetterTemplate.fund == fund)
    return list(session.exec(query))


def hold_file(session: Session, sha256: str) -> bool:
    """Whether a stored file is a letter that was released, or a template of one."""
    mine = select(Letter.id).where((col(Letter.file_sha256) == sha256) | (col(Letter.template_sha256) == sha256))
    own = select(LetterTemplate.id).where(LetterTemplate.sha256 == sha256)
    return bool(session.exec(select(or_(mine.exists(), own.exists()))).one())


def template_in_use(session: Session, code: str, *, fund: str) -> LetterTemplate | None:
    """The office's own template for a letter of a fund, else its own for every fund; nothing where neither is."""
    newest = {row.fund: row for row in template_versions(session, code=code) if row.fund in ("", fund)}
    return next((newest[one] for one in (fund, "") if one in newest and newest[one].sha256), None)
