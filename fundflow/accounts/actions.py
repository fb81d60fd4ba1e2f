"""Verbs that let people and programs in, and shut them out."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, true, update
from sqlmodel import Session, col, select

from fundflow.accounts import queries, rules
from fundflow.accounts.tables import Account, Attempt, KeptForm, Link, Reply, SignIn, Token
from fundflow.database import IntegrityError
from fundflow.errors import BadInput, NotFound


def set_password(session: Session, person_id: int, password: str, *, about: Sequence[str], now: datetime) -> Account:
    """Give a person a password; every stay of theirs ends.

    Raises:
        BadInput: the password may not be used.
    """
    rules.good_password(password, about=about)
    row = queries.account(session, person_id) or Account(person_id=person_id, opened_at=now)
    row.password_hash, row.password_set_at, row.closed_at = rules.hashed(password), now, None
    session.add(row)
    end_all(session, person_id, now=now)
    return row


def close_account(session: Session, person_id: int, *, now: datetime) -> None:
    """Shut a person out: no sign-in works any more, those that run end, and so do their programs' tokens."""
    row = queries.account(session, person_id) or Account(person_id=person_id, opened_at=now)
    row.closed_at = now
    session.add(row)
    end_all(session, person_id, now=now)
    session.execute(
        update(Token).where(col(Token.person_id) == person_id, col(Token.revoked_at).is_(None)).values(revoked_at=now)
    )


def open_account(session: Session, person_id: int, *, now: datetime) -> None:
    """Let a person in who has no password here, also one who was shut out before."""
    row = queries.account(session, person_id) or Account(person_id=person_id, opened_at=now)
    row.closed_at = None
    session.add(row)
    session.flush()


def note_attempt(session: Session, sign_in_name: str, *, succeeded: bool, place: str = "", now: datetime) -> None:
    """Keep that a name was tried, from where, and whether it was let in; what is older than `rules.TRIES_KEPT` goes."""
    session.execute(delete(Attempt).where(col(Attempt.at) < now - rules.TRIES_KEPT))
    session.add(Attempt(sign_in_name=sign_in_name, at=now, succeeded=succeeded, address=place))


def start(session: Session, person_id: int, *, how: str, now: datetime) -> tuple[SignIn, str]:
    """Begin a stay; gives its row and the token that only the browser keeps."""
    token = secrets.token_urlsafe(32)
    row = SignIn(
        token_sha256=rules.sha256(token),
        secret=secrets.token_hex(32),
        person_id=person_id,
        started_at=now,
        ends_at=now + rules.LONGEST,
        how=how,
    )
    session.add(row)
    session.flush()
    return row, token


def end(session: Session, sign_in_id: int, *, now: datetime) -> None:
    """End a stay; ending it twice is harmless."""
    session.execute(
        update(SignIn).where(col(SignIn.id) == sign_in_id, col(SignIn.ended_at).is_(None)).values(ended_at=now)
    )


def end_all(session: Session, person_id: int | None, *, now: datetime) -> None:
    """End every stay of a person, on every device; everybody's where no person is named."""
    whose = col(SignIn.person_id) == person_id if person_id is not None else true()
    session.execute(update(SignIn).where(whose, col(SignIn.ended_at).is_(None)).values(ended_at=now))


def view_as(session: Session, sign_in_id: int, person_id: int | None) -> None:
    """See what another person sees for the rest of this stay, or (with none) be oneself again."""
    session.execute(update(SignIn).where(col(SignIn.id) == sign_in_id).values(viewed_id=person_id))


def stand_in(session: Session, sign_in_id: int, person_id: int | None) -> None:
    """Act for another person for the rest of this stay, or (with none) for oneself again."""
    session.execute(update(SignIn).where(col(SignIn.id) == sign_in_id).values(stands_in_for_id=person_id))


def make_link(
    session: Session, *, purpose: str, person_id: int | None, lasts: timedelta, now: datetime
) -> tuple[Link, str]:
    """Make a one-time link; gives its row and the token that stands in the address."""
    token = secrets.token_urlsafe(24)
    row = Link(
        token_sha256=rules.sha256(token), purpose=purpose, person_id=person_id, made_at=now, expires_at=now + lasts
    )
    session.add(row)
    session.flush()
    return row, token


def usable_link(session: Session, token: str, *, now: datetime) -> Link:
    """A link that can still be used.

    Raises:
        NotFound: there is none, it was used, or its time has passed.
    """
    row = queries.link(session, token)
    if row is None or row.used_at is not None or row.expires_at < now:
        raise NotFound("This link cannot be used any more: it was used, or its time has passed. Ask for a new one.")
    return row


def use_link(session: Session, row: Link, *, now: datetime) -> None:
    """Use a link up."""
    row.used_at = now
    session.add(row)


def keep_form(
    session: Session,
    person_id: int,
    path: str,
    *,
    fields: Sequence[tuple[str, str]],
    now: datetime,
    lasts: timedelta = rules.KEPT,
) -> KeptForm:
    """Keep what somebody had typed: whose sign-in had ended, or whose sheet is not whole yet."""
    row = KeptForm(
        person_id=person_id,
        path=path,
        fields=[[name, value] for name, value in fields],
        kept_at=now,
        expires_at=now + lasts,
    )
    session.add(row)
    return row


def take_forms(session: Session, person_id: int, path: str, *, now: datetime) -> None:
    """Put away what was kept for a page, because it was sent again or is no longer wanted."""
    for row in session.exec(
        select(KeptForm).where(KeptForm.person_id == person_id, KeptForm.path == path, col(KeptForm.taken_at).is_(None))
    ):
        row.taken_at = now
        session.add(row)


def make_token(
    session: Session, person_id: int, *, name: str, scopes: Sequence[str], lasts: timedelta, now: datetime
) -> tuple[Token, str]:
    """Make a program's token; its text is shown once and never kept.

    Raises:
        BadInput: a scope that there is not, or none.
    """
    unknown = [scope for scope in scopes if scope not in rules.SCOPES]
    if unknown or not scopes:
        raise BadInput(f"a token needs one or both of {', '.join(rules.SCOPES)}", place="scopes")
    text = f"ff_{secrets.token_urlsafe(32)}"
    row = Token(
        token_sha256=rules.sha256(text),
        name=name,
        person_id=person_id,
        scopes=list(scopes),
        made_at=now,
        expires_at=now + lasts,
    )
    session.add(row)
    session.flush()
    return row, text


def revoke_token(session: Session, person_id: int, token_id: int, *, now: datetime) -> Token:
    """Shut a program out.

    Raises:
        NotFound: the person has no such token.
    """
    row = session.get(Token, token_id)
    if row is None or row.person_id != person_id:
        raise NotFound(f"you have no token {token_id}: the list shows those that you have")
    row.revoked_at = row.revoked_at or now
    session.add(row)
    return row


def take_key(session: Session, person_id: int, key: str, *, fingerprint: str, now: datetime) -> bool:
    """Take a key for this transaction; whoever has the same one waits for its end. False: it was taken before."""
    if queries.reply(session, person_id, key) is not None:
        return False
    session.add(Reply(person_id=person_id, key=key, fingerprint=fingerprint, status=0, body={}, at=now))
    try:
        session.flush()
    except IntegrityError:
        return False
    return True


def forget_replies(session: Session, person_id: int, *, keys: str, before: datetime) -> None:
    """Forget what a person was told before a moment for keys that begin alike: nobody sends them any more."""
    old = delete(Reply).where(
        col(Reply.person_id) == person_id, col(Reply.key).startswith(keys), col(Reply.at) < before
    )
    session.execute(old)


def drop_key(session: Session, person_id: int, key: str) -> None:
    """Give back a key that was taken in this transaction, for there is nothing to be told again."""
    session.execute(delete(Reply).where(col(Reply.person_id) == person_id, col(Reply.key) == key))


def finish_reply(session: Session, person_id: int, key: str, *, status: int, body: dict[str, Any]) -> None:
    """Keep what a program is told for a key that it took at the beginning of this transaction."""
    session.execute(
        update(Reply).where(col(Reply.person_id) == person_id, col(Reply.key) == key).values(status=status, body=body)
    )
