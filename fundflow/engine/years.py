"""The end of a financial year for a key: stale promises released, delivered work accrued, the rest carried or lapsed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from fundflow import applications, audit, ledger, organisations, takeovers
from fundflow.calendar import Period
from fundflow.definitions import Library
from fundflow.engine.case import open_case
from fundflow.engine.rounds import act_of, must_hold
from fundflow.errors import BadInput, Refused
from fundflow.ledger import Balances, BudgetKey, Kind, Line
from fundflow.money import pounds
from fundflow.people import Actor


@dataclass(frozen=True)
class Closing:
    """What closing a key did, in pence."""

    key: BudgetKey
    released: int
    accrued: int
    handed_back: int
    lapsed: int


def accrue(
    session: Session,
    ref: str,
    key: BudgetKey,
    *,
    pence: int,
    evidence: str,
    on: date,
    delivery_year: str | None = None,
    actor: Actor,
    now: datetime,
) -> ledger.Entry:
    """Accrue work of an award that was delivered and is not paid at the end of its year (`delivery_year`; else `on`'s).

    Raises:
        Refused: no role, or more than is agreed and unpaid.
    """
    must_hold(actor, "finance", fund=key.fund, doing="Accruing")
    case = open_case(session, ref, actor=actor, now=now, step="year.accrue", reason=evidence, lock=True)
    year = delivery_year or Period.of(on).years[0]
    line = Line(key, pence, holder=case.holder(key.commissioner), delivery_year=year)
    before = len(ledger.entries(session, case=ref, kind=Kind.ACCRUE))
    made = ledger.post(
        session,
        Kind.ACCRUE,
        [line],
        act=case.act(),
        effective_on=on,
        case=ref,
        source=evidence,
        key=f"{ref}:accrue:{before}:{key}",
        names=case.names,
    )
    audit.record(session, case.act(), after={"key": str(key), "pence": pence, "evidence": evidence})
    return made


def carry(
    session: Session,
    from_key: BudgetKey,
    to_period: str,
    *,
    pence: int,
    reason: str,
    library: Library,
    on: date,
    actor: Actor,
    now: datetime,
) -> ledger.Entry:
    """Carry free money into a later year, where the fund's rules let it.

    Raises:
        Refused: no role, the fund does not carry money forward, or less is free.
    """
    must_hold(actor, "finance", fund=from_key.fund, doing="Carrying money forward")
    fund = library.fund(from_key.fund)
    if not fund.money.carry_forward:
        raise Refused.because(
            "carries_forward",
            f"{pounds(pence)} was not carried: {fund.title} does not carry money into another year. Nothing has changed. "
            "Let it lapse at the close, or ask the committee to move it by a virement.",
        )
    to_key = BudgetKey(from_key.commissioner, str(Period.parse(to_period)), from_key.fund)
    act = act_of(actor, now=now, what="year.carry", subject=str(from_key), reason=reason)
    made = ledger.post(
        session,
        Kind.CARRY_FORWARD,
        [Line(from_key, pence, to=to_key)],
        act=act,
        effective_on=on,
        reason=reason,
        key=f"carry:{from_key}:{to_key}:{now.isoformat()}",
        names=_names(session, from_key),
    )
    audit.record(session, act, after={"to": str(to_key), "pence": pence})
    return made


def _names(session: Session, key: BudgetKey) -> dict[str, str]:
    return organisations.names(session, [key.commissioner])


def close(session: Session, key: BudgetKey, *, reason: str, on: date, actor: Actor, now: datetime) -> Closing:
    """Close a key's year in the ledger's order, in one transaction, and lock its books.

    Delivered work must be accrued first: what is promised and neither paid nor accrued has slipped, and is refused
    here with the awards that hold it, because only people can decide whether it moves on or is handed back.

    Raises:
        Refused: no role, money that somebody must decide about, or a round of the fund that is being taken over.
    """
    must_hold(actor, "finance", fund=key.fund, doing="Closing a year")
    act = act_of(actor, now=now, what="year.close", subject=str(key), reason=reason)
    names = _names(session, key)
    _stands_still(session, key, names)
    held = ledger.holdings(session, key=key)
    ledger.lock(session, [key], [str(one.holder) for one in held])
    slipped = [one for one in held if one.remaining]
    if slipped:
        raise Refused.because("close_in_order", _slipped(key, slipped, names))
    stamp = f"close:{key}:{now.isoformat()}"
    reserved = [Line(key, one.reserved, holder=one.holder) for one in held if one.reserved]
    if reserved:
        ledger.post(session, Kind.RELEASE, reserved, act=act, effective_on=on, key=f"{stamp}:release", names=names)
    position = ledger.position(session, key)
    lapsed = position.uncommitted if position else 0
    if lapsed:
        lines, day = [Line(key, lapsed)], _lapses_on(session, key, lapsed, on)
        ledger.post(session, Kind.LAPSE, lines, act=act, effective_on=day, key=f"{stamp}:lapse", names=names)
    closed = ledger.close_period(session, key, act=act, names=names)
    done = Closing(key, sum(line.pence for line in reserved), closed.accrued, 0, lapsed)
    audit.record(session, act, after={"released": done.released, "lapsed": lapsed, "accrued": done.accrued})
    return done


def _stands_still(session: Session, key: BudgetKey, names: dict[str, str]) -> None:
    """Close no year while bids of the fund are being taken over: what they hold would be given back under them."""
    for over in takeovers.take_overs(session, fund=key.fund):
        taken = any(one.application_id for one in takeovers.lines(session, [over.id]))
        if over.live_at is None and taken and applications.get_round(session, over.round).state != "cancelled":
            raise Refused.because(
                "before_go_live",
                f"{names.get(key.commissioner, key.commissioner)} {key.period} was not closed: {over.round} is being "
                "taken over, and closing would give back what its bids hold. Nothing has changed. Let it go live first.",
            )


def _lapses_on(session: Session, key: BudgetKey, pence: int, on: date) -> date | None:
    """The day on which free money lapses: what came back after the day named was not free then, and lapses today."""
    then = next((one for one in ledger.positions_as_at(session, as_at=on) if one.key == key), None)
    return on if then is not None and then.uncommitted >= pence else None


def _slipped(key: BudgetKey, held: Sequence[Balances], names: dict[str, str]) -> str:
    total = sum(one.remaining for one in held)
    who = ", ".join(f"{str(one.holder).split('/')[0]} {pounds(one.remaining)}" for one in held[:5])
    return (
        f"{names.get(key.commissioner, key.commissioner)} {key.period} was not closed: {pounds(total)} is agreed and "
        f"neither paid nor accrued ({who}). Nothing has changed. Accrue what was delivered, and move or hand back the rest."
    )


def close_month(
    session: Session, commissioner: str, label: str, *, reason: str, actor: Actor, now: datetime
) -> ledger.Month:
    """Close a month of a commissioner's books before the calendar does; it is never opened again.

    Raises:
        Refused: no role, no reason, the month is not over, or it is closed already.
        NotFound: the calendar does not have it.
    """
    must_hold(actor, "finance", doing="Closing a month")
    if not reason.strip():
        raise BadInput("say in words why the month closes before its day", place="reason")
    act = act_of(actor, now=now, what="year.close_month", subject=f"{commissioner} {label}", reason=reason)
    return ledger.close_month(session, commissioner, label, act=act)


def reopen_month(
    session: Session, commissioner: str, label: str, *, reason: str, actor: Actor, now: datetime
) -> ledger.Month:
    """Open a soft-closed month of a commissioner's books again, until its close; who and why stands on record.

    Raises:
        Refused: no role, no reason, the month is open, or it is closed for good.
        NotFound: the calendar does not have it.
    """
    must_hold(actor, "finance", doing="Reopening a month")
    if not reason.strip():
        raise BadInput("say in words why the month is opened again", place="reason")
    act = act_of(actor, now=now, what="year.reopen_month", subject=f"{commissioner} {label}", reason=reason)
    return ledger.reopen_month(session, commissioner, label, act=act)
