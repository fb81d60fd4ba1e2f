"""A month's end: what was delivered and is not paid is proposed, explained, agreed by two people, and booked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from fundflow import applications, audit, finance, ledger, people, reporting
from fundflow.calendar import months_after
from fundflow.clock import day_words, london_day
from fundflow.definitions import Library
from fundflow.definitions.committee import Office
from fundflow.engine import month_journal, seconding, years
from fundflow.engine.rounds import act_of, must_hold
from fundflow.engine.seconding import Request, Waiting
from fundflow.errors import NotFound, Refusal, Refused, Stale
from fundflow.finance import JournalRow
from fundflow.ledger import BudgetKey, Month, State
from fundflow.money import Pence, pounds
from fundflow.people import Actor, Proposal
from fundflow.reporting import Accrual, Movement

_VERB = "accept_accruals"
_ROLES = ("finance",)


@dataclass(frozen=True)
class MonthEnd:
    """A month as finance sees it before it is booked; `journal` is what is still to go to the outside ledger.

    `booked` are the journals that it has had, by number; `gaps` why the journal cannot be made yet.
    """

    month: Month
    state: State
    accruals: tuple[Accrual, ...]
    movements: tuple[Movement, ...]
    explain_above: Pence
    journal: tuple[JournalRow, ...]
    booked: Mapping[int, list[JournalRow]]
    gaps: tuple[Refusal, ...] = ()

    @property
    def proposed_pence(self) -> Pence:
        """What the month still accrues."""
        return sum(one.proposed_pence for one in self.accruals)

    @property
    def to_explain(self) -> tuple[Movement, ...]:
        """What differs from the month before by more than the setting."""
        return tuple(one for one in self.movements if one.asks(self.explain_above))

    @property
    def fingerprint(self) -> str:
        """The hash of all that a second person agrees to."""
        return audit.sha256(
            audit.canonical(
                [
                    [[one.case, str(one.key), one.delivery_year, one.proposed_pence] for one in self.accruals],
                    [[str(one.key), one.last_pence, one.pence] for one in self.movements],
                    [[row.number, row.pence, *row.cost, row.entity, row.subjective] for row in self.journal],
                ]
            )
        )


@dataclass(frozen=True)
class Accepted:
    """What came of accepting: done with its entries and the journal's number, or waiting for a second person."""

    month_end: MonthEnd
    waiting: Waiting | None
    entries: tuple[ledger.Entry, ...] = ()
    batch: int = 0


def prepared(session: Session, commissioner: str, label: str, *, library: Library, now: datetime) -> MonthEnd:
    """Everything about a month's end, worked out now; nothing is written.

    Raises:
        NotFound: the calendar does not have the month.
    """
    found = ledger.months(session, commissioner=commissioner)
    at = next((number for number, one in enumerate(found) if one.label == label), None)
    if at is None:
        known = ", ".join(one.label for one in found) or "none. Load the year's months (fundflow import periods FILE)"
        raise NotFound(f"There is no month '{label}' in the calendar of {commissioner}. Its months: {known}.")
    month = found[at]
    last_starts = found[at - 1].starts if at else months_after(month.starts, -1)
    accruals = tuple(reporting.accruals_due(session, commissioner, until=month.ends))
    proposed: dict[BudgetKey, Pence] = {}
    for one in accruals:
        proposed[one.key] = proposed.get(one.key, 0) + one.proposed_pence
    office = _office(library, commissioner)
    booked, codes = finance.month_papers(session, commissioner, label)
    rows, gaps = month_journal.proposed(
        session, library, office, month, accruals, every=codes, booked=[row for rows in booked.values() for row in rows]
    )
    return MonthEnd(
        month,
        ledger.state_of(month, london_day(now)),
        accruals,
        tuple(reporting.month_movements(session, month, last_starts=last_starts, proposed=proposed)),
        office.explain_above,
        tuple(rows),
        booked,
        tuple(gaps),
    )


def accept(
    session: Session,
    commissioner: str,
    label: str,
    *,
    because: Mapping[str, str],
    library: Library,
    actor: Actor,
    now: datetime,
) -> Accepted:
    """Accept a month's accruals: one person of finance asks, a second agrees to the very same, and they are booked.

    `because` gives a reason by key for every month that differs from the one before by more than the setting; the
    second person need not repeat them.

    Raises:
        Refused: no role, the month is not over or closed, nothing to book, no reason, no code, the same person twice.
        Stale: an award came in meanwhile.
    """
    must_hold(actor, *_ROLES, doing="Accepting a month's accruals")
    found = _locked(session, commissioner, label, library=library, now=now)
    subject = f"{commissioner} {label}"
    said = because or _said_before(session, subject)
    _may_accept(found, said, library=library, today=london_day(now))
    act = act_of(actor, now=now, what="year.accept_accruals", subject=subject, reason=_reason(said))
    request = _request(found, subject, said)
    standing = seconding.seconded(session, request, actor=actor, act=act)
    if standing is None:
        return Accepted(found, seconding.waiting(request, act))
    entries = _accrue(session, found, actor=actor, now=now)
    batch = finance.keep_journal(session, commissioner, label, found.journal, act=act)
    after = {"journal": batch, "entries": [one.id for one in entries], "agreed": seconding.together(standing, act)}
    audit.record(session, act, after={**after, "fingerprint": found.fingerprint})
    return Accepted(found, None, entries, batch)


def said_of(session: Session, commissioner: str, label: str) -> tuple[Proposal | None, Mapping[str, str]]:
    """What one person has asked for of a month and nobody has agreed to yet, and the reasons given last, by key."""
    asked = [one for one in people.proposals(session, subject=f"{commissioner} {label}") if one.verb == _VERB]
    waiting = next((one for one in asked if one.state == "open"), None)
    last = next((one for one in reversed(asked) if one.state in ("open", "agreed")), None)
    return waiting, dict(last.values["because"]) if last else {}


def _locked(session: Session, commissioner: str, label: str, *, library: Library, now: datetime) -> MonthEnd:
    """The month's end worked out while its awards and months stand still: awards first, as every lock goes."""
    first = prepared(session, commissioner, label, library=library, now=now)
    cases = sorted({one.case for one in first.accruals})
    applications.lock_all(session, cases)
    ledger.lock_months(session, commissioner)
    found = prepared(session, commissioner, label, library=library, now=now)
    if {one.case for one in found.accruals} - set(cases):
        raise Stale("Another award came in meanwhile. Nothing has changed: look at the proposal again.")
    return found


def _request(found: MonthEnd, subject: str, said: Mapping[str, str]) -> Request:
    values = {"because": dict(said), "accrued_pence": found.proposed_pence, "fingerprint": found.fingerprint}
    return Request(
        _VERB,
        subject,
        found.fingerprint,
        values,
        f"{pounds(found.proposed_pence)} of accruals",
        "Accepting a month's accruals",
        _ROLES,
        _ROLES,
    )


def _accrue(session: Session, found: MonthEnd, *, actor: Actor, now: datetime) -> tuple[ledger.Entry, ...]:
    return tuple(
        years.accrue(
            session,
            one.case,
            one.key,
            pence=one.proposed_pence,
            evidence=one.evidence,
            on=found.month.ends,
            delivery_year=one.delivery_year,
            actor=actor,
            now=now,
        )
        for one in found.accruals
        if one.proposed_pence
    )


def _office(library: Library, commissioner: str) -> Office:
    library.commissioner(commissioner)
    return next(one for one in library.offices.values() if commissioner in {body.code for body in one.commissioners})


def _said_before(session: Session, subject: str) -> Mapping[str, str]:
    standing = seconding.standing(session, _VERB, subject)
    return dict(standing.values["because"]) if standing else {}


def _reason(said: Mapping[str, str]) -> str:
    return "; ".join(f"{key}: {why}" for key, why in sorted(said.items()))


def _may_accept(found: MonthEnd, said: Mapping[str, str], *, library: Library, today: date) -> None:
    month = found.month
    name = f"{month.label} of {library.commissioner(month.commissioner).short_name}"
    if today <= month.ends:
        raise Refused.because(
            "month_over",
            f"The accruals of {name} were not accepted: it runs until {day_words(month.ends)}. Nothing has changed. "
            "Accept them from the day after; until then you can look at them as they stand (fundflow year month-end).",
        )
    if found.state is State.CLOSED:
        since = day_words(month.closed_on or month.closes_on)
        raise Refused.because(
            "month_open",
            f"The accruals of {name} were not accepted: it is closed since {since}. Nothing has changed. "
            "Accept them in the next open month.",
        )
    if found.gaps:
        raise Refused(found.gaps)
    if not found.proposed_pence and not found.journal:
        raise Refused.because(
            "something_to_accrue",
            f"Nothing of {name} was accepted: all that was delivered by {day_words(month.ends)} is paid or accrued, "
            "£0.00 is left. Nothing has changed. Close the month when you are ready (fundflow year close-month).",
        )
    silent = [one for one in found.to_explain if not said.get(one.name, "").strip()]
    if silent:
        raise Refused(
            [Refusal("variance_explained", _unexplained(name, one, library, found.explain_above)) for one in silent]
        )


def _unexplained(name: str, one: Movement, library: Library, above: Pence) -> str:
    more = "more" if one.variance_pence > 0 else "less"
    fund = library.funds.get(one.key.fund)
    return (
        f"The accruals of {name} were not accepted: {fund.short_title if fund else one.key.fund} spends "
        f"{pounds(one.pence)} of {one.key.period}, {pounds(abs(one.variance_pence))} {more} than the month before. "
        f"Above {pounds(above)} somebody says why. Nothing has changed. Give the reason (--because {one.name}=...)."
    )
