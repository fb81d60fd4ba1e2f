"""Opening a round with its definitions pinned, and closing it when its time has come; each recorded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from fundflow import allocations, applications, audit, committees, due, finance, organisations, people
from fundflow.audit import Act
from fundflow.clock import london_day, moment_words, wire
from fundflow.definitions import Library, Pinned, unpin
from fundflow.definitions.fund import Fund
from fundflow.engine import coding, round_settings
from fundflow.errors import Refused
from fundflow.people import Actor

CLOSING = "close_round"
BEGINNING = "begin_round"


def act_of(actor: Actor, *, now: datetime, what: str, subject: str, reason: str = "", key: str = "") -> audit.Act:
    """Who does what, when and why, for a verb that is not a step of one case."""
    return audit.Act(actor.id, actor.name, now, what, subject, reason, key)


def must_hold(actor: Actor, *roles: str, fund: str | None = None, doing: str) -> None:
    """Let only holders of one of some roles go on.

    Raises:
        Refused: the person holds none of them (`may_act`).
    """
    if any(actor.has(role, fund=fund) for role in (*roles, "administrator")):
        return
    who = " or ".join(people.role_words(role) for role in roles or ("administrator",))
    raise Refused.because(
        "may_act",
        f"{doing} is for the {who}, and {actor.name} does not have that role. Nothing has changed. "
        "Ask that person, or ask your administrator for the role.",
    )


@dataclass(frozen=True)
class RoundPlan:
    """What a person states when opening a round; moments in UTC."""

    fund: str
    opens_at: datetime
    closes_at: datetime
    title: str = ""
    reserve_until: date | None = None
    snapshot_on: date | None = None
    next_round: str = ""
    settings: Mapping[str, Any] | None = None


def must_take_bids(library: Library, name: str) -> None:
    """Let nobody bid, or ask whether a bid would suit, where a fund is no money for those who ask (domain, case 62).

    A name that is no fund's may be a round's, and passes.

    Raises:
        Refused: the fund buys for everybody together, or shares by a rule: it has no life cycle for bids.
    """
    fund = library.funds.get(name)
    if fund is None or fund.workflow is not None:
        return
    raise Refused.because(
        "takes_bids", f"Nothing was tested or opened: {no_bids(fund)} Nothing has changed. {_ways_on(fund)}"
    )


def no_bids(fund: Fund) -> str:
    """What whoever wants to bid for such a fund is told: that it takes no bids, what it buys, and what it is not for."""
    not_for = f" It is not for: {fund.not_for.strip()}" if fund.not_for else ""
    return f"{fund.title} takes no bids. {fund.purpose.strip()}{not_for}"


def _ways_on(fund: Fund) -> str:
    contact = f"ring {fund.contact.name}, {fund.contact.telephone}, {fund.contact.hours}" if fund.contact else "ask us"
    return f"To take part or to learn of other money, {contact}."


def enter_bodies(session: Session, pinned: Pinned, *, starts: date, act: Act) -> None:
    """The commissioners and committees of a round's definitions, where they are not there yet."""
    organisations.ensure_commissioners(session, pinned.office, act=act)
    for terms in pinned.committees.values():
        committees.ensure(session, terms, act=act, starts=starts)


def open_round(
    session: Session, plan: RoundPlan, *, library: Library, actor: Actor, now: datetime
) -> applications.Round:
    """Open a round of a fund: its definitions are pinned, its committees and commissioners are entered.

    Raises:
        Refused: material discrepancies that nobody has accepted (`discrepancies_accepted`), codes that are missing where
            the fund requires them (`coding_complete`), a fund that takes no bids (`takes_bids`), or no role.
        NotFound: there is no such fund. BadInput: its dates are out of order.
    """
    must_hold(actor, "officer", fund=plan.fund, doing="Opening a round")
    fund = library.fund(plan.fund)
    must_take_bids(library, plan.fund)
    waiting = allocations.blocking(session, fund=plan.fund)
    if waiting:
        raise Refused.because(
            "discrepancies_accepted",
            f"The round was not opened: {len(waiting)} figures of {fund.title} do not agree, first '{waiting[0].what}'. "
            "Accept each by name with a reason (fundflow discrepancy accept), or mend it.",
        )
    _coded(session, fund, now)
    snapshot = library.pin(plan.fund)
    pinned = unpin(snapshot)
    act = act_of(actor, now=now, what="open_round", subject=plan.fund)
    enter_bodies(session, pinned, starts=plan.opens_at.date(), act=act)
    opened = applications.open_round(
        session,
        pinned=snapshot,
        opens_at=plan.opens_at,
        closes_at=plan.closes_at,
        title=plan.title,
        reserve_until=plan.reserve_until,
        snapshot_on=plan.snapshot_on,
        next_round=plan.next_round,
        settings=round_settings.checked(plan.settings, pinned),
        act=act,
    )
    arm(session, opened)
    after = {"opens_at": wire(opened.opens_at), "closes_at": wire(opened.closes_at), "pinned": opened.pinned_sha256}
    audit.record(session, act, subject=opened.ref, after=after)
    return opened


def opened_words(row: applications.Round) -> str:
    """What came of opening a round, as every door says it after the round's name."""
    closes = moment_words(row.closes_at)
    return (
        f"opens {moment_words(row.opens_at)} and closes {closes}"
        if row.state == "planned"
        else f"is open until {closes}"
    )


def _coded(session: Session, fund: Fund, now: datetime) -> None:
    """Every payment has its code before a round opens, where the fund requires it (journeys 7.1)."""
    if fund.payment is None or fund.payment.coding != "required":
        return
    missing = coding.uncoded(session, fund, on=london_day(now))
    if missing:
        first = missing[0]
        raise Refused.because(
            "coding_complete",
            f"The round was not opened: {len(missing)} codes of {fund.title} are missing, first {first.commissioner}, "
            f"{first.year}, {finance.coding_said(first)}. Nothing has changed. Look at them all "
            f"(fundflow coding check {fund.fund}) and load them (fundflow import coding FILE).",
        )


def arm(session: Session, row: applications.Round) -> None:
    """Put the closing of a round at its closing time, its beginning if that is to come, and take off what was before."""
    due.cancel(session, subject=row.ref, kind=CLOSING)
    if row.state == "planned":
        due.cancel(session, subject=row.ref, kind=BEGINNING)
        due.put(
            session,
            BEGINNING,
            key=f"{row.ref}:begins:{wire(row.opens_at)}",
            run_at=row.opens_at,
            payload={"round": row.ref},
            subject=row.ref,
        )
    due.put(
        session,
        CLOSING,
        key=f"{row.ref}:closes:{wire(row.closes_at)}",
        run_at=row.closes_at + timedelta(seconds=1),  # a bid at the closing second is in time
        payload={"round": row.ref},
        subject=row.ref,
    )


def begin_round(session: Session, ref: str, *, actor: Actor, now: datetime) -> applications.Round:
    """Let a planned round be open, once its time has come; harmless when repeated."""
    row = applications.lock_round(session, ref)
    act = act_of(actor, now=now, what=BEGINNING, subject=ref)
    before = row.state
    applications.begin_round(session, row, act=act)
    if before != row.state:
        audit.record(session, act, before={"state": before}, after={"state": row.state})
    return row


def close_round(session: Session, ref: str, *, actor: Actor, now: datetime) -> applications.Round:
    """Close a round whose time has come; harmless when repeated."""
    row = applications.lock_round(session, ref)
    act = act_of(actor, now=now, what="close_round", subject=ref)
    before = row.state
    applications.close_round(session, row, act=act)
    if before != row.state:
        audit.record(session, act, before={"state": before}, after={"state": row.state})
    return row
