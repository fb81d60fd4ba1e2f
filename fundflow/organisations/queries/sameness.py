"""Which records of the register are of one organisation, and by which code it goes now."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from fundflow.organisations import rules
from fundflow.organisations.tables import Organisation, OrganisationSameness


def stands_for(session: Session, wanted: Iterable[str]) -> dict[str, str]:
    """Each code and the code by which its organisation goes now, which is mostly itself."""
    codes = list(dict.fromkeys(wanted))
    found = {code: code for code in codes}
    for batch in rules.batches(codes):
        rows = session.exec(
            select(OrganisationSameness.alias, OrganisationSameness.keep).where(
                col(OrganisationSameness.alias).in_(batch), col(OrganisationSameness.ended_at).is_(None)
            )
        )
        found.update(dict(rows.all()))
    return found


def current(session: Session, code: str) -> str:
    """The code by which the organisation of a code goes now."""
    return stands_for(session, [code])[code]


def one_with(session: Session, wanted: Iterable[str]) -> set[str]:
    """These codes, and every other code of the same organisations."""
    given = set(wanted)
    kept = set(stands_for(session, given).values())
    found = given | kept
    for batch in rules.batches(sorted(kept)):
        rows = session.exec(
            select(OrganisationSameness.alias).where(
                col(OrganisationSameness.keep).in_(batch), col(OrganisationSameness.ended_at).is_(None)
            )
        )
        found |= set(rows)
    return found


def samenesses(session: Session, code: str) -> list[OrganisationSameness]:
    """All that was ever said of a code being the same as another, what was taken back too, oldest first."""
    wanted = select(OrganisationSameness).where(
        (col(OrganisationSameness.alias) == code) | (col(OrganisationSameness.keep) == code)
    )
    return list(session.exec(wanted.order_by(col(OrganisationSameness.id))))


def lock(session: Session, wanted: Iterable[str]) -> list[Organisation]:
    """Organisations locked in the order of their codes until the transaction ends; on SQLite it is the lock itself."""
    query = select(Organisation).where(col(Organisation.code).in_(sorted(set(wanted)))).order_by(Organisation.code)
    return list(session.exec(query.with_for_update()))
