"""Links for signatories: made with a code, found by token, counted when a code is wrong, used once."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlmodel import Session

from fundflow.audit import Act
from fundflow.drafting.queries import Holder, holder_of, link_by_token, links_for
from fundflow.drafting.tables import ConsentLink
from fundflow.errors import NotFound

LASTS = timedelta(days=21)
MOST_TRIES = 5
"""Wrong codes after which a link answers no more: a new one can be sent."""
DIGITS = 6


def sha256(text: str) -> str:
    """A token or a code as it is kept."""
    return hashlib.sha256(text.encode()).hexdigest()


def make_link(
    session: Session, *, application_id: int, ref: str, organisation: str, person_id: int, act: Act
) -> tuple[ConsentLink, str, str]:
    """A new link with its token and its code; earlier ones of the same person about the same bid end."""
    for earlier in links_for(session, application_id, organisation, person_id):
        earlier.expires_at = min(earlier.expires_at, act.now)
        session.add(earlier)
    token, code = secrets.token_urlsafe(24), f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    row = ConsentLink(
        token_sha256=sha256(token),
        code_sha256=sha256(f"{token}:{code}"),
        application_id=application_id,
        ref=ref,
        organisation=organisation,
        person_id=person_id,
        made_at=act.now,
        made_by=act.actor_id,
        expires_at=act.now + LASTS,
    )
    session.add(row)
    session.flush()
    return row, token, code


def usable_link(session: Session, token: str, *, now: datetime) -> ConsentLink:
    """A link by its token, however often it was opened before.

    Raises:
        NotFound: there is none, it was used, has ended, or had too many wrong codes.
    """
    return _usable(link_by_token(session, sha256(token)), now=now)


def usable_holder(session: Session, token: str, *, now: datetime) -> Holder:
    """The same with the person whose it is, for looking at.

    Raises:
        NotFound: as `usable_link`.
    """
    found = holder_of(session, sha256(token))
    _usable(found.link if found else None, now=now)
    assert found is not None
    return found


def _usable(row: ConsentLink | None, *, now: datetime) -> ConsentLink:
    if row is None or row.used_at is not None or row.expires_at <= now or row.tries >= MOST_TRIES:
        raise NotFound(
            "This link cannot be used: it was answered already, is older than 21 days, or a newer one was sent. Ask the "
            "practice that leads the bid to send you another."
        )
    return row


def fits(row: ConsentLink, token: str, code: str) -> bool:
    """Whether a code is the one that went with a link."""
    plain = "".join(char for char in code if char.isdigit())
    return secrets.compare_digest(row.code_sha256, sha256(f"{token}:{plain}"))


def note_try(session: Session, row: ConsentLink) -> int:
    """Count a wrong code; how many tries are left."""
    row.tries += 1
    session.add(row)
    session.flush()
    return MOST_TRIES - row.tries


def use_link(session: Session, row: ConsentLink, *, now: datetime) -> None:
    """Use a link up."""
    row.used_at = now
    session.add(row)
    session.flush()
