"""Which records of the register are of one organisation, and by which code it goes now."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from fundflow.organisations.tables import Organisation, OrganisationSameness


def _said_now(session: Session) -> dict[str, str]:
    """Every alias of today and the code that stands for it: few, so they are read whole and, where nothing is written, once."""
    rows = session.exec(
        select(OrganisationSameness.alias, OrganisationSameness.keep).where(
            col(OrganisationSameness.ended_at).is_(None)
        )
    )
    return dict(rows.all())


def stands_for(session: Session, wanted: Iterable[str]) -> dict[str, str]:
    """Each code and the code by which its organisation goes now, which is mostly itself."""
    keeps = _said_now(session)
    return {code: keeps.get(code, code) for code in wanted}


def current(session: Session, code: str) -> str:
    """The code by which the organisation of a code goes now."""
    return stands_for(session, [code])[code]


def one_with(session: Session, wanted: Iterable[str]) -> set[str]:
    """These codes, and every other code of the same organisations."""
    given, keeps = set(wanted), _said_now(session)
    kept = {keeps.get(code, code) for code in given}
    return given | kept | {alias for alias, keep in keeps.items() if keep in kept}


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
