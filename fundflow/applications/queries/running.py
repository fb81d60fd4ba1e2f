"""Cases whose life goes on, as somebody who looks for their own work reads them."""

from collections.abc import Collection

from sqlmodel import Session, col, select

from fundflow.applications.tables import Application, Signature


def running(
    session: Session, person_id: int, *, ended: Collection[str]
) -> tuple[list[Application], set[tuple[int, str]]]:
    """Every case that stands in none of these states and was not set aside, by reference; and what a person has signed.

    What was signed is told as case and step, where the step still waits for others.
    """
    live = select(Application).where(
        col(Application.state).not_in(sorted(ended)), col(Application.set_aside).is_(False)
    )
    signed = select(Signature.application_id, Signature.step).where(
        Signature.person_id == person_id, col(Signature.cleared_at).is_(None)
    )
    return list(session.exec(live.order_by(col(Application.ref)))), set(session.exec(signed))
