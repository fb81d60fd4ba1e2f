"""Makes, extends and amends offers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from fundflow import money
from fundflow.applications import Application, get_by_id
from fundflow.audit import Act
from fundflow.awards.actions.acceptance import end_offer, may_become
from fundflow.awards.queries import conditions, offer_amounts, offers, open_offer, stored_id
from fundflow.awards.rules import offers as rules
from fundflow.awards.rules.conditions import Terms, contradictions
from fundflow.awards.tables import Condition, Offer, OfferLine
from fundflow.clock import moment_words
from fundflow.errors import BadInput, Refused


def issue_offer(
    session: Session,
    application: Application,
    *,
    amounts: Mapping[str, Mapping[str, int]],
    limit: Mapping[str, Mapping[str, int]],
    act: Act,
    working_days: int = 20,
    terms: Mapping[str, Any] | None = None,
    cut: str = "",
    scope: str = "",
    decided_by: str = "",
) -> Offer:
    """Make an offer (pence by commissioner and period) inside what was decided (`limit`); it expires by itself.

    Raises:
        Refused: an offer is open, it is above the decision, conditions contradict, or the money's year has ended.
        BadInput: it offers nothing, or an amount below nought.
    """
    assert application.id is not None
    waiting = open_offer(session, application.id)
    if waiting is not None:
        raise Refused.because(
            "no_open_offer",
            f"No offer was made: offer {waiting.number} of {application.ref} is open until "
            f"{moment_words(waiting.expires_at)}. Amend that one, or wait for the answer.",
        )
    _check_amounts(application, amounts, limit)
    _check_conditions(session, application)
    return _write(
        session,
        application,
        amounts,
        expires_at=_expiry(application, amounts, act.now, working_days),
        terms=terms,
        cut=cut,
        scope=scope,
        decided_by=decided_by,
        act=act,
    )


def _check_amounts(
    application: Application, amounts: Mapping[str, Mapping[str, int]], limit: Mapping[str, Mapping[str, int]]
) -> None:
    for commissioner, row in amounts.items():
        for period, pence in row.items():
            if pence < 0:
                raise BadInput(f"{money.pounds(pence)} cannot be offered", place=f"{commissioner} {period}")
    if not money.total(amounts):
        raise BadInput("this offers £0.00: reject the bid instead, or offer an amount", place="amounts")
    over = rules.above(amounts, limit)
    if over is not None:
        commissioner, period, pence, decided = over
        raise Refused.because(
            "within_decision",
            f"This offer of {application.ref} was not made. It needs {money.pounds(pence)} from {commissioner} for "
            f"{period}, and {money.pounds(decided)} was decided. You can lower it by {money.pounds(pence - decided)}, "
            "or take it back to the committee.",
        )


def _check_conditions(session: Session, application: Application) -> None:
    assert application.id is not None
    clashes = contradictions([_terms(row) for row in conditions(session, application.id)])
    if clashes:
        first, second = clashes[0]
        raise Refused.because(
            "conditions_agree",
            f"The offer of {application.ref} was not made: two conditions about {first.topic} cannot both be kept. "
            f"{first.commissioner or 'The fund'} asks: {first.demand}. {second.commissioner or 'The fund'} asks: "
            f"{second.demand}. The commissioners agree on one; then it can go out.",
        )


def _terms(row: Condition) -> Terms:
    return Terms(**{name: getattr(row, name) for name in Terms.__dataclass_fields__})


def _expiry(
    application: Application, amounts: Mapping[str, Mapping[str, int]], now: datetime, working_days: int
) -> datetime:
    periods = [period for _, period in rules.cells(amounts)]
    last = rules.last_expiry(periods)
    if last <= now:
        raise Refused.because(
            "year_open",
            f"The offer of {application.ref} was not made: its money was for a year that ended on "
            f"{moment_words(last)}. The committee must approve it again for another year.",
        )
    return rules.expiry(now, periods, working_days=working_days)


def _write(
    session: Session,
    application: Application,
    amounts: Mapping[str, Mapping[str, int]],
    *,
    expires_at: datetime,
    terms: Mapping[str, Any] | None,
    cut: str,
    scope: str,
    decided_by: str,
    act: Act,
) -> Offer:
    assert application.id is not None
    row = Offer(
        application_id=application.id,
        number=len(offers(session, application.id)) + 1,
        issued_at=act.now,
        issued_by=act.actor_id,
        expires_at=expires_at,
        terms=dict(terms or {}),
        cut=cut,
        scope=scope,
        decided_by=decided_by,
    )
    return put_offer(session, row, amounts)


def put_offer(session: Session, row: Offer, amounts: Mapping[str, Mapping[str, int]]) -> Offer:
    """Keep an offer with a line for each commissioner and period (pence)."""
    session.add(row)
    session.flush()
    assert row.id is not None
    for (commissioner, period), pence in rules.cells(amounts).items():
        session.add(OfferLine(offer_id=row.id, commissioner=commissioner, period=period, pence=pence))
    session.flush()
    return row


def extend_offer(session: Session, offer: Offer, *, expires_at: datetime, act: Act) -> Offer:
    """Give more time, once, before the offer expires, and never past 31 March of the money's first year to end.

    Raises:
        Refused: it is not open, was extended before, has expired, or the new time is not later or too late.
    """
    may_become(session, offer, "accepted", act, "The offer was not extended")
    last = rules.last_expiry([period for _, period in rules.cells(offer_amounts(session, stored_id(offer)))])
    if offer.extended:
        raise Refused.because(
            "extend_once",
            f"The offer was not extended: it was before, to {moment_words(offer.expires_at)}, and that is done once.",
        )
    if expires_at <= offer.expires_at:
        raise Refused.because(
            "later_deadline",
            f"The offer was not extended: {moment_words(expires_at)} is not later than "
            f"{moment_words(offer.expires_at)}. Choose a later time.",
        )
    if expires_at > last:
        raise Refused.because(
            "within_year",
            f"The offer was not extended: its money is for a year that ends on {moment_words(last)}. "
            "Choose a time up to then.",
        )
    offer.expires_at, offer.extended = expires_at, True
    session.add(offer)
    session.flush()
    return offer


def amend_offer(
    session: Session,
    offer: Offer,
    *,
    amounts: Mapping[str, Mapping[str, int]],
    act: Act,
    working_days: int = 20,
    terms: Mapping[str, Any] | None = None,
    cut: str = "",
    scope: str = "",
) -> tuple[Offer, rules.Amounts]:
    """Replace an open or queried offer by a new version inside it; return it and the pence to release.

    Raises:
        Refused: it is above the present offer (that is a matter for the committee), or is no longer open.
    """
    may_become(session, offer, "superseded", act, "The offer was not amended", expired=True)
    application = get_by_id(session, offer.application_id)
    before = offer_amounts(session, stored_id(offer))
    _check_amounts(application, amounts, before)
    _check_conditions(session, application)
    expires_at = _expiry(application, amounts, act.now, working_days)
    end_offer(session, offer, "superseded", act)
    row = _write(
        session,
        application,
        amounts,
        expires_at=expires_at,
        terms=offer.terms if terms is None else terms,
        cut=cut or offer.cut,
        scope=scope or offer.scope,
        decided_by=offer.decided_by,
        act=act,
    )
    return row, rules.freed(before, amounts)
