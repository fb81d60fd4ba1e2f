"""Every question asked about accounts."""

from datetime import datetime

from sqlmodel import Session, col, distinct, func, select

from fundflow.accounts import rules
from fundflow.accounts.tables import (
    Account,
    Attempt,
    Identity,
    IdentityProvider,
    KeptForm,
    Link,
    Reply,
    Token,
    Visit,
)
from fundflow.errors import NotFound


def account(session: Session, person_id: int) -> Account | None:
    """A person's account, if they were ever given one."""
    return session.get(Account, person_id)


def failures(session: Session, sign_in_name: str, *, since: datetime) -> list[datetime]:
    """When a name was tried in vain since its last success."""
    rows = session.exec(
        select(Attempt).where(Attempt.sign_in_name == sign_in_name, Attempt.at >= since).order_by(col(Attempt.id))
    )
    found: list[datetime] = []
    for row in rows:
        found = [] if row.succeeded else [*found, row.at]
    return found


def failures_from(session: Session, place: str, *, since: datetime) -> list[datetime]:
    """When somebody tried in vain from a network address, by whatever name; a success between does not end the count."""
    wanted = select(Attempt.at).where(Attempt.address == place, Attempt.at >= since, col(Attempt.succeeded).is_(False))
    return list(session.exec(wanted)) if place else []


def tried_from(session: Session, *, since: datetime) -> dict[str, tuple[int, int]]:
    """How often names were tried from each network address, and how many names they were; this computer's own is empty."""
    names = func.count(distinct(col(Attempt.sign_in_name)))
    wanted = select(Attempt.address, func.count(), names).where(Attempt.at >= since).group_by(col(Attempt.address))
    return {place: (tries, many) for place, tries, many in session.exec(wanted)}


def link(session: Session, token: str) -> Link | None:
    """A one-time link by its token, used and expired ones too."""
    return session.exec(select(Link).where(Link.token_sha256 == rules.sha256(token))).first()


def kept_form(session: Session, person_id: int, path: str, *, now: datetime) -> KeptForm | None:
    """The newest form kept for a person and a page, unless it was taken or its day has passed."""
    return session.exec(
        select(KeptForm)
        .where(
            KeptForm.person_id == person_id,
            KeptForm.path == path,
            col(KeptForm.taken_at).is_(None),
            KeptForm.expires_at > now,
        )
        .order_by(col(KeptForm.id).desc())
    ).first()


def token(session: Session, text: str) -> Token | None:
    """A program's token by its text, revoked ones too."""
    return session.exec(select(Token).where(Token.token_sha256 == rules.sha256(text))).first()


def tokens_of(session: Session, person_id: int) -> list[Token]:
    """A person's tokens, newest first."""
    return list(session.exec(select(Token).where(Token.person_id == person_id).order_by(col(Token.id).desc())))


def reply(session: Session, person_id: int, key: str) -> Reply | None:
    """What a person's program was told for a key."""
    return session.exec(select(Reply).where(Reply.person_id == person_id, Reply.key == key)).first()


def provider(session: Session) -> IdentityProvider | None:
    """Who recognises people for this office; none where nobody was set."""
    return session.exec(select(IdentityProvider)).first()


def visit(session: Session, state: str) -> Visit | None:
    """A way to the provider by its state, used and old ones too."""
    return session.exec(select(Visit).where(Visit.state_sha256 == rules.sha256(state))).first()


def identity(session: Session, issuer: str, subject: str) -> Identity | None:
    """Whom a provider means by a subject."""
    return session.exec(select(Identity).where(Identity.issuer == issuer, Identity.subject == subject)).first()


def identity_of(session: Session, issuer: str, person_id: int) -> Identity | None:
    """By which subject a provider means a person."""
    return session.exec(select(Identity).where(Identity.issuer == issuer, Identity.person_id == person_id)).first()


def link_of(session: Session, number: int) -> Link:
    """A one-time link by its number.

    Raises:
        NotFound: there is none.
    """
    found = session.get(Link, number)
    if found is None:
        raise NotFound("This link is not there any more. Ask for a new one.")
    return found
