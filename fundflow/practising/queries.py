"""Whether a database is for practice."""

from sqlmodel import Session, select

from fundflow.errors import Refused
from fundflow.practising.tables import PracticeMarker

_READ = "practising.marker"


def marker(session: Session) -> PracticeMarker | None:
    """The mark of a practice database, none in a real one; asked once in a session, for it never changes."""
    if _READ not in session.info:
        session.info[_READ] = session.exec(select(PracticeMarker)).first()
    found: PracticeMarker | None = session.info[_READ]
    return found


def must_pay_nobody(session: Session, *, what: str) -> None:
    """Let nothing out of a practice database that a bank or a ledger could take for an order to pay.

    Raises:
        Refused: this is a practice database (`practice_pays_nobody`).
    """
    found = marker(session)
    if found is not None:
        raise Refused.because(
            "practice_pays_nobody",
            f"{what} was not written: this is a practice copy of {found.round_ref}, and a practice round pays nobody. "
            "Nothing has changed. You can go on as if it had been paid: book its results (fundflow pay results).",
        )
