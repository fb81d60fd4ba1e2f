"""People whom an identity provider recognises: how it is set, ways to it and back, and who is meant by a subject."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col

from fundflow.accounts import queries, rules
from fundflow.accounts.tables import Identity, IdentityProvider, Link, Visit
from fundflow.errors import NotFound, Refused

AWAY = timedelta(minutes=10)
"""How long somebody may take at the provider."""


def keep_provider(session: Session, given: IdentityProvider) -> IdentityProvider:
    """Keep who recognises people, in place of what was set before."""
    row: IdentityProvider = session.merge(given)
    session.flush()
    return row


def leave_for_provider(session: Session, *, wanted: str, link: Link | None, now: datetime) -> tuple[Visit, str]:
    """Begin a way to the provider; gives its row and the state that only this browser and the provider's answer carry."""
    state = secrets.token_urlsafe(32)
    row = Visit(
        state_sha256=rules.sha256(state),
        nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(48),
        wanted=wanted,
        link_id=link.id if link else None,
        made_at=now,
    )
    session.add(row)
    session.flush()
    return row, state


def return_from_provider(session: Session, state: str, *, now: datetime) -> Visit:
    """The way by which somebody comes back: there is one, it is not old, and nobody came back by it before.

    Raises:
        NotFound: none of that.
    """
    row = queries.visit(session, state)
    if row is not None and now - row.made_at <= AWAY:
        first = update(Visit).where(col(Visit.id) == row.id, col(Visit.used_at).is_(None)).values(used_at=now)
        if session.connection().execute(first).rowcount == 1:
            return row
    raise NotFound(
        "You are not signed in: this answer was used before, or you were away for more than 10 minutes. Go to the sign-in "
        "page and begin again."
    )


def bind_identity(
    session: Session, provider: IdentityProvider, subject: str, person_id: int, *, by: str, now: datetime
) -> None:
    """Say whom the provider means by a subject; the person's earlier one ends.

    Raises:
        Refused: the subject is somebody else already.
    """
    known = queries.identity(session, provider.issuer, subject)
    if known is not None and known.person_id != person_id:
        raise Refused.because(
            "one_subject_one_person",
            f"Nobody was bound: that account at {provider.title} belongs to somebody else here already. Nothing has "
            "changed. Sign out there and use your own, or ask your administrator.",
        )
    unbind_identity(session, provider, person_id)
    session.add(Identity(issuer=provider.issuer, subject=subject, person_id=person_id, bound_at=now, bound_by=by))
    session.flush()


def unbind_identity(session: Session, provider: IdentityProvider, person_id: int) -> bool:
    """Have a person recognised no more; whether they were."""
    known = queries.identity_of(session, provider.issuer, person_id)
    if known is not None:
        session.delete(known)
        session.flush()
    return known is not None
