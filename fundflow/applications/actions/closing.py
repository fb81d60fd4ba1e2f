"""When a round closes: given more time, opened again, closed, cancelled."""

from datetime import datetime

from sqlmodel import Session

from fundflow.applications.actions.rounds import dates, record, still_there
from fundflow.applications.rules import rounds as rules
from fundflow.applications.tables import Round
from fundflow.audit import Act
from fundflow.clock import moment_words
from fundflow.errors import Refused


def extend_round(session: Session, round_: Round, *, closes_at: datetime, act: Act) -> Round:
    """Move the closing time later, for everybody, while the round still takes bids (journeys H4, 4.4).

    Raises:
        Refused: it has closed, or the new time is not later.
    """
    may_extend(round_, closes_at=closes_at, now=act.now)
    return _move_closing(session, round_, closes_at, "extended", act)


def may_extend(round_: Round, *, closes_at: datetime, now: datetime) -> None:
    """Whether a round can be given more time now.

    Raises:
        Refused: it has closed, or the new time is not later.
    """
    still_there(round_)
    if now > round_.closes_at or round_.state == "closed":
        last = rules.reopening_ends(round_.closes_at)
        way = (
            f"If our service was at fault you can reopen it for everyone until {moment_words(last)}."
            if now <= last
            else "You can plan another round."
        )
        raise Refused.because(
            "round_open",
            f"The time was not extended: {round_.title} closed on {moment_words(round_.closes_at)}. Nothing has "
            f"changed. {way}",
        )
    _later(round_, closes_at, now)


def reopen_round(session: Session, round_: Round, *, closes_at: datetime, act: Act, evidence: str = "") -> Round:
    """Open a closed round again for everybody after a fault of ours, within two working days (journeys 4.4).

    Raises:
        Refused: it has not closed, no reason is given, or more than two working days have passed.
    """
    may_reopen(round_, closes_at=closes_at, act=act)
    return _move_closing(session, round_, closes_at, "reopened", act, evidence=evidence)


def may_reopen(round_: Round, *, closes_at: datetime, act: Act) -> None:
    """Whether a closed round can be opened again now.

    Raises:
        Refused: it has not closed, no reason is given, or more than two working days have passed.
    """
    still_there(round_)
    last = rules.reopening_ends(round_.closes_at)
    if act.now <= round_.closes_at and round_.state != "closed":
        raise Refused.because(
            "round_closed",
            f"{round_.title} was not reopened: it is open until {moment_words(round_.closes_at)}. "
            "You can extend its closing time.",
        )
    if act.now > last:
        raise Refused.because(
            "reopening_in_time",
            f"{round_.title} was not reopened: that could be done until {moment_words(last)}, two working days after "
            "it closed. You can plan another round.",
        )
    if not act.reason.strip():
        raise Refused.because(
            "reason_given",
            f"{round_.title} was not reopened: a reopening needs its evidence. Say what was out of order, and when.",
        )
    _later(round_, closes_at, act.now)


def _later(round_: Round, closes_at: datetime, now: datetime) -> None:
    if closes_at <= round_.closes_at or closes_at <= now:
        raise Refused.because(
            "closes_later",
            f"The closing time was not changed: {moment_words(closes_at)} is not later than "
            f"{moment_words(max(round_.closes_at, now))}. Choose a later time; a round is never shortened.",
        )


def _move_closing(
    session: Session, round_: Round, closes_at: datetime, kind: str, act: Act, *, evidence: str = ""
) -> Round:
    before = dates(round_)
    round_.closes_at, round_.closed_at, round_.state = closes_at, None, "open"
    session.add(round_)
    session.flush()
    after = {**dates(round_), **({"evidence": evidence} if evidence else {})}
    record(session, round_, kind, before=before, after=after, act=act)
    return round_


def close_round(session: Session, round_: Round, *, act: Act) -> Round:
    """Close a round whose time has passed; harmless when repeated.

    Raises:
        Refused: it is still open by the clock, or was cancelled.
    """
    still_there(round_)
    if round_.state == "closed":
        return round_
    if act.now <= round_.closes_at:
        raise Refused.because(
            "round_closed",
            f"{round_.title} was not closed: bids are in time until {moment_words(round_.closes_at)}. "
            "It closes by itself then.",
        )
    before = dates(round_)
    round_.state, round_.closed_at = "closed", act.now
    session.add(round_)
    session.flush()
    record(session, round_, "closed", before=before, after=dates(round_), act=act)
    return round_


def cancel_round(session: Session, round_: Round, *, act: Act) -> Round:
    """Cancel a round for good, with a reason; its cases are moved by the engine.

    Raises:
        Refused: no reason is given, or it was cancelled before.
    """
    may_cancel(round_, act=act)
    before = dates(round_)
    round_.state = "cancelled"
    session.add(round_)
    session.flush()
    record(session, round_, "cancelled", before=before, after=dates(round_), act=act)
    return round_


def may_cancel(round_: Round, *, act: Act) -> None:
    """Whether a round can be cancelled now.

    Raises:
        Refused: no reason is given, or it was cancelled before.
    """
    still_there(round_)
    if not act.reason.strip():
        raise Refused.because(
            "reason_given", f"{round_.title} was not cancelled: everybody who wrote a bid is told why. Give the reason."
        )
