"""Lists what the money bought that lasts, with the duties that outlive the award, and ends those duties."""

from datetime import date

from sqlmodel import Session

from fundflow.audit import Act
from fundflow.awards.queries import assets, stored_id
from fundflow.awards.tables import Asset, Award
from fundflow.clock import day_words, london_day
from fundflow.errors import BadInput, NotFound, Refused


def add_asset(
    session: Session, award: Award, *, what: str, pence: int, bought_on: date, life_years: int, duty: str, act: Act
) -> Asset:
    """List something bought with the money; the duty holds for its agreed life, counted in years from the purchase.

    Raises:
        BadInput: no words or no duty, an amount below nought, no life, or a day that has not come.
    """
    if not what.strip() or not duty.strip():
        raise BadInput("say what it is, and what must be done or not done with it", place="asset")
    if pence < 0 or life_years < 1 or bought_on > london_day(act.now):
        raise BadInput("give what it cost, a day that has come, and a life of one year or more", place=what)
    row = Asset(
        award_id=stored_id(award),
        number=len(assets(session, stored_id(award))) + 1,
        what=what.strip(),
        pence=pence,
        bought_on=bought_on,
        life_years=life_years,
        until=_years_later(bought_on, life_years),
        duty=duty.strip(),
        recorded_at=act.now,
        recorded_by=act.actor_id,
    )
    session.add(row)
    session.flush()
    return row


def _years_later(day: date, years: int) -> date:
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return date(day.year + years, day.month, last)


def end_asset(session: Session, award: Award, number: int, *, on: date, act: Act) -> Asset:
    """End the duty on something before its life is over: sold, used up or given back, with the reason.

    Raises:
        NotFound: nothing of this number is listed. Refused: it ended before, or no reason is given.
    """
    row = next((one for one in assets(session, stored_id(award)) if one.number == number), None)
    if row is None:
        raise NotFound(f"nothing of number {number} is listed under this award")
    if row.ended_on is not None or not act.reason.strip():
        why = f"it ended on {day_words(row.ended_on)} already" if row.ended_on else "the reason is missing"
        raise Refused.because(
            "asset_ended", f"The duty on {row.what} was not ended: {why}. Nothing has changed. Say why it ends, once."
        )
    row.ended_on, row.end_reason = on, act.reason.strip()
    session.add(row)
    session.flush()
    return row
