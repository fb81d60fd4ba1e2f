"""Takes the applicant's answer to an offer, and ends offers that get none."""

from sqlmodel import Session

from fundflow import money
from fundflow.applications import get_by_id
from fundflow.audit import Act
from fundflow.awards.queries import offer_amounts, stored_id
from fundflow.awards.rules import offers as rules
from fundflow.awards.tables import Offer
from fundflow.clock import moment_words
from fundflow.errors import BadInput, Refused


def query_offer(session: Session, offer: Offer, *, query: str, act: Act) -> Offer:
    """The applicant accepts in part or disputes a term: that is a question, never an acceptance (section 5).

    Raises:
        Refused: the offer is not open or has expired. BadInput: nothing is asked.
    """
    may_become(session, offer, "queried", act, "Your question was not recorded")
    if not query.strip():
        raise BadInput("say what you cannot accept as it stands", place="query")
    offer.state, offer.query, offer.queried_at = "queried", query.strip(), act.now
    session.add(offer)
    session.flush()
    return offer


def stand_by_offer(session: Session, offer: Offer, *, act: Act, working_days: int = 5) -> Offer:
    """Answer a query with the same offer; the applicant has at least five working days from now.

    Raises:
        Refused: the offer is not being queried.
    """
    if offer.state != "queried":
        raise Refused.because("offer_queried", f"Offer {offer.number} has no question to answer. Nothing changed.")
    periods = [period for _, period in rules.cells(offer_amounts(session, stored_id(offer)))]
    offer.expires_at = rules.stand_by_expiry(offer.expires_at, act.now, periods, working_days=working_days)
    offer.state = "open"
    session.add(offer)
    session.flush()
    return offer


def accept_offer(session: Session, offer: Offer, *, act: Act, unqualified: bool = True) -> Offer:
    """Accept the whole offer as it stands, before it expires; `act` is the signatory's.

    Raises:
        Refused: it is qualified (then it is a query), not open, or expired.
    """
    may_become(session, offer, "accepted", act, "The offer was not accepted")
    if not unqualified:
        raise Refused.because(
            "unqualified",
            f"The offer was not accepted: {money.pounds(money.total(offer_amounts(session, stored_id(offer))))} is "
            "offered as a whole. If you accept only part of it or dispute a term, send that as a question: the offer "
            "stays.",
        )
    offer.accepted_by, offer.unqualified = act.actor_id, True
    return end_offer(session, offer, "accepted", act)


def decline_offer(session: Session, offer: Offer, *, act: Act) -> Offer:
    """The applicant does not want it.

    Raises:
        Refused: it is no longer open.
    """
    may_become(session, offer, "declined", act, "The offer was not declined", expired=True)
    return end_offer(session, offer, "declined", act)


def withdraw_offer(session: Session, offer: Offer, *, act: Act) -> Offer:
    """The commissioner takes it back to the committee: money lost, a false statement, a lead that failed.

    Raises:
        Refused: it is no longer open.
    """
    may_become(session, offer, "withdrawn", act, "The offer was not taken back", expired=True)
    return end_offer(session, offer, "withdrawn", act)


def lapse_offer(session: Session, offer: Offer, *, act: Act) -> Offer:
    """End an offer whose time has passed.

    Raises:
        Refused: the applicant still has time, or it is no longer open.
    """
    may_become(session, offer, "lapsed", act, "The offer has not lapsed", expired=True)
    if act.now <= offer.expires_at:
        raise Refused.because(
            "offer_expired",
            f"The offer has not lapsed: it can be accepted until {moment_words(offer.expires_at)}. It stands.",
        )
    return end_offer(session, offer, "lapsed", act)


def may_become(session: Session, offer: Offer, to: str, act: Act, what: str, *, expired: bool = False) -> None:
    """Refuse a move that an offer may not make, or that comes after it expired unless `expired` allows that."""
    ref = get_by_id(session, offer.application_id).ref
    if to not in rules.MOVES.get(offer.state, frozenset()):
        since = f" on {moment_words(offer.closed_at)}" if offer.closed_at else ""
        raise Refused.because(
            "offer_open", f"{what}: offer {offer.number} of {ref} is {offer.state}{since}. Ask the officer for help."
        )
    if not expired and act.now > offer.expires_at:
        raise Refused.because(
            "offer_in_time",
            f"{what}: offer {offer.number} of {ref} could be accepted until {moment_words(offer.expires_at)}. "
            "Ask the officer whether the money is still there.",
        )


def end_offer(session: Session, offer: Offer, state: str, act: Act) -> Offer:
    """Write an offer's end and why."""
    offer.state, offer.closed_at, offer.close_reason = state, act.now, act.reason
    session.add(offer)
    session.flush()
    return offer
