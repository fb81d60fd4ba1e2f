"""A link that needs no account, written to one person about a bid, and the code that must come back with it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from fundflow import drafting
from fundflow.clock import day_words, london_day
from fundflow.engine import mailing
from fundflow.engine.case import Case
from fundflow.people import Actor


def write(
    case: Case, to: Actor, *, organisation: str, kind: str, subject: str, path: str, says: Callable[[str], str]
) -> None:
    """Make a link for one person who acts for an organisation, and write it to them; `says` is told until when it works."""
    row, token, code = drafting.make_link(
        case.session, application_id=case.id, ref=case.ref, organisation=organisation, person_id=to.id, act=case.act()
    )
    mailing.with_link(
        case.session,
        to,
        kind=kind,
        link=row.id or 0,
        fund=case.fund,
        subject=f"{case.ref}: {subject}",
        text=says(day_words(london_day(row.expires_at))),
        path=f"{path}/{token}",
        code=code,
        act=case.act(),
    )


@dataclass(frozen=True)
class WrongCode:
    """What was not done because of a wrong code and what is left, as a sentence, and how many tries that is."""

    said: str
    left: int


def opened(
    session: Session, token: str, *, code: str, kept: str, renew: str, now: datetime
) -> tuple[drafting.ConsentLink, WrongCode | None]:
    """The link of a token, and what to say where the code that came with it is wrong: that is counted, and not raised.

    Raises:
        NotFound: the link cannot be used.
    """
    row = drafting.usable_link(session, token, now=now)
    if drafting.fits(row, token, code):
        return row, None
    left = drafting.note_try(session, row)
    ways = f"You can try {left} more time{'s' if left != 1 else ''}." if left else renew
    return row, WrongCode(f"{kept}: the code is not the one in our message. {ways}", left)
