"""Reads who saved the sections of a draft, and who writes there."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from fundflow import together
from fundflow.drafting.tables import ConsentLink, SectionMark
from fundflow.people import Person, RoleGrant


def section_marks(session: Session, application_id: int) -> dict[str, SectionMark]:
    """The marks of a bid by section; a section that nobody saved or opened has none."""
    rows = session.exec(select(SectionMark).where(col(SectionMark.application_id) == application_id))
    return {row.section: row for row in rows}


def link_by_token(session: Session, token_sha256: str) -> ConsentLink | None:
    """A link by its token as it is kept."""
    return session.exec(select(ConsentLink).where(ConsentLink.token_sha256 == token_sha256)).first()


@dataclass(frozen=True)
class Holder:
    """A link with the person whose it is and the roles that they hold, for looking at."""

    link: ConsentLink
    person: Person
    grants: list[RoleGrant]


def holder_of(session: Session, token_sha256: str) -> Holder | None:
    """A link and its person, in one round trip."""
    mine = col(ConsentLink.token_sha256) == token_sha256
    whose = select(ConsentLink.person_id).where(mine)
    found = together.read(
        session,
        [(ConsentLink, mine), (Person, col(Person.id).in_(whose)), (RoleGrant, col(RoleGrant.person_id).in_(whose))],
    )
    if not found[ConsentLink]:
        return None
    return Holder(found[ConsentLink][0], found[Person][0], found[RoleGrant])


def links_for(session: Session, application_id: int, organisation: str, person_id: int) -> list[ConsentLink]:
    """The links of one person about one organisation's part in a bid that were not used."""
    query = select(ConsentLink).where(
        ConsentLink.application_id == application_id,
        ConsentLink.organisation == organisation,
        ConsentLink.person_id == person_id,
        col(ConsentLink.used_at).is_(None),
    )
    return list(session.exec(query))
