"""Writes what each commissioner is asked for and has approved."""

from collections.abc import Mapping

from sqlalchemy import delete
from sqlmodel import Session, col

from fundflow import money
from fundflow.applications.queries.content import share_amounts, shares
from fundflow.applications.rules.shares import Basis
from fundflow.applications.tables import Application, Share, ShareAmount
from fundflow.errors import BadInput, NotFound, Refused


def set_shares(
    session: Session,
    application: Application,
    amounts: Mapping[str, Mapping[str, int]],
    *,
    basis: Basis,
    patients: Mapping[str, int] | None = None,
) -> list[Share]:
    """Write the pence asked of each commissioner in each period; together they are the ask, to the penny.

    Raises:
        BadInput: an amount of nought or less, or a sum that is not the ask. Refused: a commissioner has decided.
    """
    assert application.id is not None
    _whole(application, amounts)
    _undecided(session, application)
    held = {row.commissioner: row for row in shares(session, application.id)}
    _clear(session, held, amounts)
    for commissioner in sorted(amounts):
        row = held.get(commissioner) or Share(
            application_id=application.id,
            commissioner=commissioner,
            fund=application.fund,
            capital=application.capital,
            holder=holder(application.ref, commissioner),
        )
        row.basis, row.patients = basis, (patients or {}).get(commissioner)
        session.add(row)
        session.flush()
        assert row.id is not None
        for period, pence in sorted(amounts[commissioner].items()):
            session.add(ShareAmount(share_id=row.id, period=period, asked_pence=pence))
    session.flush()
    return shares(session, application.id)


def _undecided(session: Session, application: Application) -> None:
    assert application.id is not None
    decided = [
        commissioner
        for commissioner, rows in share_amounts(session, application.id).items()
        if any(row.approved_pence is not None for row in rows)
    ]
    if decided:
        raise Refused.because(
            "share_undecided",
            f"The shares of {application.ref} were not changed: {decided[0]} has decided its share. "
            "Rescind that decision first.",
        )


def _clear(session: Session, held: Mapping[str, Share], amounts: Mapping[str, object]) -> None:
    for row in held.values():
        session.exec(delete(ShareAmount).where(col(ShareAmount.share_id) == row.id))
        if row.commissioner not in amounts:
            session.delete(row)
    session.flush()


def holder(ref: str, commissioner: str) -> str:
    """The name of a share in the ledger: `TF-17-0001/05J`."""
    return f"{ref}/{commissioner}"


def _whole(application: Application, amounts: Mapping[str, Mapping[str, int]]) -> None:
    for commissioner, row in amounts.items():
        for period, pence in row.items():
            if pence <= 0:
                raise BadInput(f"{money.pounds(pence)} is not an amount: use more", place=f"{commissioner} {period}")
        if not row:
            raise BadInput("this commissioner has no amount: leave it out", place=commissioner)
    if money.total(amounts) != application.ask_pence:
        raise BadInput(
            f"the shares add up to {money.pounds(money.total(amounts))} and the bid asks for "
            f"{money.pounds(application.ask_pence)}: they must agree to the penny",
            place="shares",
        )


def approve_share(
    session: Session, application: Application, commissioner: str, amounts: Mapping[str, int]
) -> dict[str, tuple[int, int]]:
    """Write what one commissioner approves, in pence by period; a period left out is nought.

    Returns asked and approved by period.

    Raises:
        NotFound: it has no share. BadInput: more than was asked, below nought, or for a period not asked.
    """
    rows = _rows(session, application, commissioner)
    for period, pence in amounts.items():
        row = rows.get(period)
        if row is None:
            raise BadInput(f"nothing was asked of {commissioner} for {period}", place=f"{commissioner} {period}")
        if not 0 <= pence <= row.asked_pence:
            raise BadInput(
                f"{money.pounds(pence)} cannot be approved: {money.pounds(row.asked_pence)} was asked of "
                f"{commissioner} for {period}",
                place=f"{commissioner} {period}",
            )
    for period, row in rows.items():
        row.approved_pence = amounts.get(period, 0)
        session.add(row)
    session.flush()
    return {period: (row.asked_pence, row.approved_pence or 0) for period, row in rows.items()}


def clear_approval(
    session: Session, application: Application, commissioner: str | None = None
) -> dict[str, dict[str, int]]:
    """Undo what one commissioner approved, or all did; return the pence that had been approved, for the release."""
    assert application.id is not None
    undone: dict[str, dict[str, int]] = {}
    for name, rows in share_amounts(session, application.id).items():
        if commissioner not in (None, name):
            continue
        for row in rows:
            if row.approved_pence:
                undone.setdefault(name, {})[row.period] = row.approved_pence
            row.approved_pence = None
            session.add(row)
    session.flush()
    return undone


def _rows(session: Session, application: Application, commissioner: str) -> dict[str, ShareAmount]:
    assert application.id is not None
    rows = share_amounts(session, application.id).get(commissioner)
    if rows is None:
        raise NotFound(f"{commissioner} has no share of {application.ref}")
    return {row.period: row for row in rows}
