"""Every question asked of fund money's papers; what is left of it is the ledger's to say."""

from collections.abc import Iterable

from sqlmodel import Session, col, func, select

from fundflow.allocations import rules
from fundflow.allocations.tables import Allocation, AllocationChange, Discrepancy, Virement
from fundflow.errors import NotFound
from fundflow.money import Pence

NaturalKey = tuple[str, str, str, str]


def get(session: Session, *, fund: str, commissioner: str, period: str, source: str) -> Allocation | None:
    """One line by its natural key, or nothing."""
    return session.exec(
        select(Allocation).where(
            Allocation.fund == fund,
            Allocation.commissioner == commissioner,
            Allocation.period == period,
            Allocation.source == source,
        )
    ).first()


def lines(
    session: Session, *, fund: str | None = None, commissioner: str | None = None, period: str | None = None
) -> list[Allocation]:
    """The lines received, in order of fund, commissioner, period and source."""
    wanted = select(Allocation).order_by(Allocation.fund, Allocation.commissioner, Allocation.period, Allocation.source)
    for column, value in (
        (Allocation.fund, fund),
        (Allocation.commissioner, commissioner),
        (Allocation.period, period),
    ):
        wanted = wanted if value is None else wanted.where(column == value)
    return list(session.exec(wanted))


def received(
    session: Session, *, fund: str | None = None, commissioner: str | None = None
) -> list[tuple[Allocation, Pence]]:
    """The lines received, each with what it was before any change notice, in pence."""
    first = (
        select(AllocationChange.before_pence)
        .where(AllocationChange.allocation_id == Allocation.id)
        .order_by(col(AllocationChange.id))
        .limit(1)
        .scalar_subquery()
    )
    wanted = select(Allocation, func.coalesce(first, Allocation.pence)).order_by(
        Allocation.fund, Allocation.commissioner, Allocation.period, Allocation.source
    )
    for column, value in ((Allocation.fund, fund), (Allocation.commissioner, commissioner)):
        wanted = wanted if value is None else wanted.where(column == value)
    return [(line, int(pence)) for line, pence in session.exec(wanted)]


def of_funds(session: Session, funds: Iterable[str]) -> dict[NaturalKey, Allocation]:
    """Every line of some funds by natural key."""
    rows = session.exec(select(Allocation).where(col(Allocation.fund).in_(sorted(set(funds)))))
    return {(row.fund, row.commissioner, row.period, row.source): row for row in rows}


def key_facts(session: Session, *, fund: str, commissioner: str, period: str) -> rules.KeyFacts | None:
    """What the money received at one key is; nothing if none has been received there."""
    row = session.exec(
        select(Allocation)
        .where(Allocation.fund == fund, Allocation.commissioner == commissioner, Allocation.period == period)
        .order_by(col(Allocation.id))
    ).first()
    if row is None:
        return None
    return rules.KeyFacts(fund, commissioner, period, row.recurrence, row.capital, row.ring_fence)


def changes(session: Session) -> list[AllocationChange]:
    """Every change notice to a line, oldest first."""
    return list(session.exec(select(AllocationChange).order_by(col(AllocationChange.id))))


def virements(session: Session, *, fund: str | None = None) -> list[Virement]:
    """The virement log, oldest first; of one fund, whether the money left it or came to it."""
    wanted = select(Virement).order_by(col(Virement.id))
    if fund is not None:
        wanted = wanted.where((Virement.from_fund == fund) | (Virement.to_fund == fund))
    return list(session.exec(wanted))


def virement_of(session: Session, entry_id: int) -> Virement | None:
    """The paper of one entry, if it is a virement's."""
    return session.exec(select(Virement).where(Virement.entry_id == entry_id)).first()


def discrepancies(
    session: Session, *, fund: str | None = None, status: str | None = None, severity: str | None = None
) -> list[Discrepancy]:
    """The register of figures that do not agree, oldest first."""
    wanted = select(Discrepancy).order_by(col(Discrepancy.id))
    for column, value in ((Discrepancy.fund, fund), (Discrepancy.status, status), (Discrepancy.severity, severity)):
        wanted = wanted if value is None else wanted.where(column == value)
    return list(session.exec(wanted))


def discrepancy(session: Session, discrepancy_id: int) -> Discrepancy:
    """One line of the register.

    Raises:
        NotFound: there is no such line.
    """
    row = session.get(Discrepancy, discrepancy_id)
    if row is None:
        raise NotFound(
            f"There is no discrepancy number {discrepancy_id}. Look at the list for the numbers (fundflow discrepancy list)."
        )
    return row


def discrepancies_by_key(session: Session, keys: Iterable[str]) -> dict[str, Discrepancy]:
    """Those lines of the register that have one of these keys."""
    wanted, found = list(dict.fromkeys(keys)), dict[str, Discrepancy]()
    for start in range(0, len(wanted), 500):
        batch = wanted[start : start + 500]
        found.update({row.key: row for row in session.exec(select(Discrepancy).where(col(Discrepancy.key).in_(batch)))})
    return found


def blocking(session: Session, *, fund: str) -> list[Discrepancy]:
    """The material discrepancies of a fund, or of no fund in particular, that nobody has accepted yet.

    They stop a round from opening until a named person accepts them with a reason (domain 1.5).
    """
    return list(
        session.exec(
            select(Discrepancy)
            .where(
                Discrepancy.severity == "material",
                Discrepancy.status == "open",
                (col(Discrepancy.fund) == fund) | col(Discrepancy.fund).is_(None),
            )
            .order_by(col(Discrepancy.id))
        )
    )
