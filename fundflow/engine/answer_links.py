"""A link that needs no account, written to one person about a bid, and the code that must come back with it."""

from collections.abc import Callable

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


def wrong_code(session: Session, row: drafting.ConsentLink, *, kept: str, renew: str) -> tuple[str, int]:
    """Count a wrong code: the sentence that says what was not done and what is left, and how many tries that is."""
    left = drafting.note_try(session, row)
    ways = f"You can try {left} more time{'s' if left != 1 else ''}." if left else renew
    return f"{kept}: the code is not the one in our message. {ways}", left
