"""How many patients, by which count, on which day."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import func
from sqlmodel import Session, col, select

from fundflow.organisations import rules
from fundflow.organisations.queries.register import get
from fundflow.organisations.queries.relations import members
from fundflow.organisations.tables import ListSnapshot


def list_size(session: Session, code: str, *, basis: str, on: date) -> rules.ListSize | None:
    """The latest list by one count on or before a day."""
    return list_sizes(session, [code], basis=basis, on=on).get(code)


def list_sizes(session: Session, wanted: Iterable[str], *, basis: str, on: date) -> dict[str, rules.ListSize]:
    """The latest list of each on or before a day, in one query; who has none is left out."""
    latest = (
        select(ListSnapshot.organisation, func.max(ListSnapshot.taken_on).label("latest"))
        .where(ListSnapshot.basis == basis, ListSnapshot.taken_on <= on)
        .group_by(col(ListSnapshot.organisation))
        .subquery()
    )
    found: dict[str, rules.ListSize] = {}
    for batch in rules.batches(wanted):
        rows = session.exec(
            select(ListSnapshot)
            .join(
                latest,
                (latest.c.organisation == ListSnapshot.organisation) & (latest.c.latest == ListSnapshot.taken_on),
            )
            .where(ListSnapshot.basis == basis, col(ListSnapshot.organisation).in_(batch))
        )
        found.update({row.organisation: as_list_size(row) for row in rows})
    return found


def as_list_size(row: ListSnapshot) -> rules.ListSize:
    """A stored snapshot as a fact."""
    return rules.ListSize(row.organisation, row.patients, row.basis, row.taken_on, row.source, row.hundredths)


def list_history(session: Session, code: str) -> list[rules.ListSize]:
    """Every list of an organisation, oldest first."""
    rows = session.exec(
        select(ListSnapshot)
        .where(ListSnapshot.organisation == code)
        .order_by(col(ListSnapshot.taken_on), ListSnapshot.basis)
    )
    return [as_list_size(row) for row in rows]


def snapshots_on(
    session: Session, keys: Iterable[tuple[str, str, date]]
) -> dict[tuple[str, str, date], rules.ListSize]:
    """The lists on record of exactly these organisations, counts and days."""
    wanted = set(keys)
    days = {on for _, _, on in wanted}
    columns = (
        ListSnapshot.organisation,
        ListSnapshot.patients,
        ListSnapshot.basis,
        ListSnapshot.taken_on,
        ListSnapshot.source,
        ListSnapshot.hundredths,
    )
    found: dict[tuple[str, str, date], rules.ListSize] = {}
    for batch in rules.batches(code for code, _, _ in wanted):
        stored = select(*columns).where(col(ListSnapshot.organisation).in_(batch))  # type: ignore[call-overload]
        if len(days) == 1:
            stored = stored.where(col(ListSnapshot.taken_on).in_(days))
        for code, patients, basis, on, source, hundredths in session.exec(stored):
            if (code, basis, on) in wanted:
                found[code, basis, on] = rules.ListSize(code, patients, basis, on, source, hundredths)
    return found


def stored_snapshot(session: Session, code: str, *, basis: str, on: date) -> ListSnapshot | None:
    """The row of one list, to be corrected."""
    return session.exec(
        select(ListSnapshot).where(
            ListSnapshot.organisation == code, ListSnapshot.basis == basis, ListSnapshot.taken_on == on
        )
    ).first()


def footprint(
    session: Session, wanted: Iterable[str], *, basis: str, on: date, least: int = 30_000, most: int = 50_000
) -> rules.Footprint:
    """How many practices and patients some organisations bring together on a day.

    A group counts as its members, each practice once (domain, cases 13 and 15); a super-partnership with a list of its
    own counts as one practice (row 21).
    """
    practices: list[str] = []
    for code in dict.fromkeys(wanted):
        practices.extend(_practices_in(session, code, basis=basis, on=on))
    lists = list_sizes(session, practices, basis=basis, on=on)
    return rules.footprint(practices, lists, basis=basis, on=on, least=least, most=most)


def _practices_in(session: Session, code: str, *, basis: str, on: date) -> list[str]:
    row = get(session, code)
    if row is None or row.kind not in rules.GROUPS:
        return [code]
    if row.kind == rules.MERGED and list_size(session, code, basis=basis, on=on) is not None:
        return [code]
    return members(session, code, on=on) or [code]
