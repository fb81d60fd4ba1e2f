"""Entering the months of a commissioner's books, and closing one before its day."""

from dataclasses import asdict, replace

from sqlalchemy import insert, update
from sqlmodel import Session

from fundflow import audit
from fundflow.clock import day_words, london_day
from fundflow.errors import BadInput, NotFound, Refused
from fundflow.ledger.queries import months as reads
from fundflow.ledger.rules.months import Month, State, state_of
from fundflow.ledger.tables import MONTH


def add_month(session: Session, month: Month, *, dry_run: bool = False) -> bool:
    """Enter a month; whether it was new. The same again is harmless; one on record is never changed.

    Raises:
        BadInput: its days are out of order, or it differs from one on record or shares days with one.
    """
    if month.ends < month.starts:
        raise BadInput(f"the month ends on {day_words(month.ends)}, before it starts", place="ends")
    if month.soft_closes_on <= month.starts:
        raise BadInput("the soft close is not after the month's first day", place="soft_closes_on")
    if month.closes_on <= month.ends or month.closes_on < month.soft_closes_on:
        raise BadInput(
            "the close must come after the month's last day, and not before the soft close", place="closes_on"
        )
    for one in reads.months(session, commissioner=month.commissioner):
        if replace(one, closed_on=None, closed_by="", reopened_on=None, reopened_by="") == month:
            return False
        if one.label == month.label:
            raise BadInput(f"'{one.label}' is on record with other days, and months on record stay", place="month")
        if one.starts <= month.ends and month.starts <= one.ends:
            raise BadInput(f"it shares days with '{one.label}'", place="starts")
    if not dry_run:
        session.connection().execute(insert(MONTH).values(**asdict(month)))
    return True


def close_month(session: Session, commissioner: str, label: str, *, act: audit.Act) -> Month:
    """Close a month and all before it, for good.

    Raises:
        NotFound: the calendar does not have it.
        Refused: it is not over yet (`month_over`), or it is closed already (`month_open`).
    """
    today = london_day(act.now)
    found = reads.for_closing(session, commissioner)
    month = _named(found, commissioner, label)
    if state_of(month, today) is State.CLOSED:
        since = day_words(month.closed_on or month.closes_on)
        raise Refused.because(
            "month_open",
            f"{label} of {commissioner} is closed since {since}. Nothing has changed. "
            "Post what is late for it as usual: it goes into the next open month and says which day it is about.",
        )
    if today <= month.ends:
        raise Refused.because(
            "month_over",
            f"{label} of {commissioner} was not closed: it runs until {day_words(month.ends)}. Nothing has changed. "
            "Close it from the day after.",
        )
    earlier = [one for one in found if one.starts <= month.starts and state_of(one, today) is not State.CLOSED]
    closed = [one.label for one in earlier]
    mine = (MONTH.c.commissioner == commissioner) & MONTH.c.label.in_(closed)
    session.connection().execute(update(MONTH).where(mine).values(closed_on=today, closed_by=act.actor))
    audit.record(session, act, after={"closed": closed, "ends": month.ends.isoformat()})
    return replace(month, closed_on=today, closed_by=act.actor)


def reopen_month(session: Session, commissioner: str, label: str, *, act: audit.Act) -> Month:
    """Let anything be dated in a soft-closed month again, until its close; a closed month is never opened.

    Raises:
        NotFound: the calendar does not have it.
        Refused: it is open (`month_soft_closed`), or closed for good (`month_not_closed`).
    """
    today = london_day(act.now)
    month = _named(reads.for_closing(session, commissioner), commissioner, label)
    state = state_of(month, today)
    if state is State.CLOSED:
        since = day_words(month.closed_on or month.closes_on)
        raise Refused.because(
            "month_not_closed",
            f"{label} of {commissioner} was not reopened: it is closed for good since {since}. Nothing has changed. "
            "Post what is late for it as usual: it goes into the next open month and says which day it is about.",
        )
    if state is State.OPEN:
        raise Refused.because(
            "month_soft_closed",
            f"{label} of {commissioner} was not reopened: it is open, and its soft close is on "
            f"{day_words(month.soft_closes_on)}. Nothing has changed. Post in it as usual until {day_words(month.closes_on)}.",
        )
    mine = (MONTH.c.commissioner == commissioner) & (MONTH.c.label == label)
    session.connection().execute(update(MONTH).where(mine).values(reopened_on=today, reopened_by=act.actor))
    audit.record(session, act, before={"soft_closed_on": month.soft_closes_on}, after={"until": month.closes_on})
    return replace(month, reopened_on=today, reopened_by=act.actor)


def _named(found: list[Month], commissioner: str, label: str) -> Month:
    month = next((one for one in found if one.label == label), None)
    if month is None:
        known = ", ".join(one.label for one in found) or "none. Load the year's months (fundflow import periods FILE)"
        raise NotFound(f"There is no month '{label}' in the calendar of {commissioner}. Its months: {known}.")
    return month
