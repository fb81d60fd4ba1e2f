"""Registering who may hold money."""

from sqlmodel import Session

from fundflow.errors import BadInput, Conflict
from fundflow.ledger.actions.rows import add_holder
from fundflow.ledger.queries import balances


def register_holder(session: Session, holder: str, *, fund: str, capital: bool) -> None:
    """Let a share of a case, or the pool of a round, hold money of one fund and one colour; again is harmless.

    Raises:
        BadInput: an empty name.
        Conflict: it was registered for another fund, or the other colour.
    """
    if not holder.strip():
        raise BadInput("a holder needs a name", place="holder")
    if add_holder(session, holder, fund=fund, capital=capital):
        return
    if balances.colours(session, {holder})[holder] != (fund, capital):
        raise Conflict(f"{holder} holds money of another fund, or of the other colour. Nothing has changed.")
