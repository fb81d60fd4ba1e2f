"""Whether a fund suits some practices, before anything is written: each rule tested on figures that can be challenged."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from fundflow import applications, audit, ledger, organisations, people
from fundflow.applications import Round
from fundflow.clock import london_day
from fundflow.definitions import Pinned
from fundflow.definitions.fund import Fund, Gate
from fundflow.engine.guards import gates
from fundflow.engine.rounds import act_of
from fundflow.errors import BadInput
from fundflow.money import pounds


@dataclass(frozen=True)
class Answer:
    """What one rule of the fund says of some practices: `pass`, `fail`, or `ask us`, with the figure."""

    rule: str
    title: str
    verdict: str
    said: str


@dataclass(frozen=True)
class ListUsed:
    """The list size on which a rule was tested: whose, how many patients, of which day, by which count, from where."""

    practice: str
    name: str
    patients: int | None
    on: date | None
    basis: str
    source: str


@dataclass(frozen=True)
class Left:
    """What one commissioner has left in the fund for one year (pence)."""

    commissioner: str
    name: str
    period: str
    left_pence: int


@dataclass(frozen=True)
class Suits:
    """Everything that a practice manager wants to know before beginning a bid."""

    fund: str
    round: str
    purpose: str
    not_for: str
    opens_at: datetime
    closes_at: datetime
    rules: tuple[Answer, ...]
    lists: tuple[ListUsed, ...]
    money: tuple[Left, ...]
    contact: str


def current_round(session: Session, name: str) -> Round:
    """A round by its reference, or the latest round of a fund that is open or to come.

    Raises:
        NotFound: there is none.
    """
    found = [one for one in applications.rounds(session, fund=name) if one.state in ("open", "planned")]
    if found:
        return found[-1]
    closed = applications.rounds(session, fund=name)
    if closed:
        return closed[-1]
    return applications.get_round(session, name)


def suits(session: Session, name: str, practices: Sequence[str], *, lead: str | None = None, now: datetime) -> Suits:
    """Test a fund's rules on some practices, by the code that screening uses; what depends on a bid's words is asked.

    Raises:
        NotFound: no such fund, round or practice. BadInput: no practices.
    """
    row = current_round(session, name)
    pinned = applications.definitions(row)
    fund = pinned.fund
    if not practices:
        raise BadInput("name the practices that would take part (--practices Z10001,Z10002)", place="practices")
    for code in (*practices, *([lead] if lead else [])):
        organisations.require(session, code)
    now_is = organisations.stands_for(session, [*practices, *([lead] if lead else [])])
    practices, lead = list(dict.fromkeys(now_is[code] for code in practices)), now_is[lead] if lead else None
    on = row.snapshot_on or london_day(now)
    money = tuple(_left(session, pinned, practices, on=london_day(now)))
    assert fund.contact is not None
    return Suits(
        fund=fund.title,
        round=row.ref,
        purpose=fund.purpose,
        not_for=fund.not_for,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        rules=tuple(
            _answer(session, gate, fund=fund, practices=practices, lead=lead, money=money, on=on) for gate in fund.gates
        ),
        lists=tuple(_lists(session, practices, on=on)),
        money=money,
        contact=f"{fund.contact.name}, {fund.contact.telephone}, {fund.contact.hours}",
    )


def _left(session: Session, pinned: Pinned, practices: Sequence[str], *, on: date) -> Iterator[Left]:
    belongs = set(organisations.commissioners_of(session, practices, on=on).values())
    for one in ledger.positions(session, fund=pinned.fund.fund):
        code = one.key.commissioner
        if code in belongs:
            yield Left(code, pinned.commissioner(code).short_name, one.key.period, one.uncommitted)


def _lists(session: Session, practices: Sequence[str], *, on: date) -> Iterator[ListUsed]:
    found = organisations.footprint(session, practices, basis="registered", on=on)
    sizes = organisations.list_sizes(session, found.practices, basis="registered", on=on)
    names = organisations.names(session, found.practices)
    for code in found.practices:
        size = sizes.get(code)
        yield ListUsed(
            code,
            names.get(code, code),
            size.patients if size else None,
            size.on if size else None,
            "registered",
            size.source if size else "none on record",
        )


def _answer(
    session: Session,
    gate: Gate,
    *,
    fund: Fund,
    practices: Sequence[str],
    lead: str | None,
    money: Sequence[Left],
    on: date,
) -> Answer:
    verdict, said = "ask us", "It depends on what the bid says."
    match gate.test.name:
        case "at_scale":
            scale = gates.scale_of_practices(session, practices, fund, on=on)
            verdict, said = {"pass": "pass", "fail": "fail"}.get(scale.verdict, "ask us"), scale.sentence
        case "practices_active":
            why = gates.closed_or_outside(session, practices, fund, on=on)
            verdict, said = (
                ("fail", why) if why else ("pass", "Each is open and belongs to a commissioner of the fund.")
            )
        case "fund_has_balance":
            dry = [one for one in money if one.left_pence <= 0]
            shown = "; ".join(f"{pounds(one.left_pence)} for {one.name} in {one.period}" for one in money)
            verdict = "pass" if money and not dry else "ask us"
            said = f"Left now: {shown}." if money else "None of the practices belongs to a commissioner of the fund."
        case "lead_can_hold_public_money" if lead:
            why = gates.cannot_hold_money(session, lead)
            verdict, said = ("fail", why) if why else ("pass", f"{lead} is a legal body.")
        case "lead_can_hold_public_money":
            said = "Say who would lead the bid."
        case _:
            pass
    return Answer(gate.code, gate.title, verdict, said)


def challenge(
    session: Session, name: str, practices: Sequence[str], said: str, *, contact: str, now: datetime
) -> applications.CaseTask:
    """Somebody says that the figures are wrong: an officer gets a task, and nothing is held up by it.

    Raises:
        BadInput: nothing is said, or nobody can be rung back. NotFound: no such fund or round.
    """
    if not said.strip() or not contact.strip():
        raise BadInput("say what is wrong and how we can reach you (--wrong '...' --contact '...')", place="wrong")
    row = current_round(session, name)
    system = people.system(session)
    act = act_of(system, now=now, what="figures_challenged", subject=row.ref, reason=said.strip())
    mark = hashlib.sha256(f"{row.ref} {sorted(practices)} {said.strip()}".encode()).hexdigest()[:16]
    task = applications.raise_task(
        session,
        key=f"figures_challenged:{mark}",
        kind="figures_challenged",
        role="officer",
        fund=row.fund,
        text=f"{contact.strip()} says that our figures for {', '.join(practices)} are wrong: {said.strip()}",
        act=act,
        round_id=row.id,
        payload={"practices": list(practices), "contact": contact.strip()},
    )
    audit.record(session, act, after={"practices": list(practices), "contact": contact.strip()})
    return task
