"""Asks for and decides changes of an award."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session

from fundflow import money
from fundflow.audit import Act
from fundflow.awards.queries import award_amounts, award_lines, open_variation, stored_id, variations
from fundflow.awards.rules import variations as rules
from fundflow.awards.rules.offers import Amounts, cells
from fundflow.awards.rules.variations import Kind, LineChange
from fundflow.awards.tables import Award, AwardLine, Variation
from fundflow.clock import moment_words, parse_day
from fundflow.errors import BadInput, Refused, Stale


def request_variation(
    session: Session,
    award: Award,
    *,
    kind: Kind,
    changes: Sequence[LineChange] = (),
    details: Mapping[str, Any] | None = None,
    percent: int,
    least_pence: int,
    act: Act,
) -> Variation:
    """Ask for one change; `changes` state every line of each commissioner's year that they touch, in pence.

    `details` may hold `ends`, `starts` and `last_claim_on` as dates, or a `recipient`. Whether an officer may decide
    it is worked out now and again when it is decided.

    Raises:
        Refused: another one waits, or no reason is given. BadInput: an amount below nought, `before` is not what the
        award says, or the dates are out of order.
    """
    _may_ask(session, award, act)
    stated = {name: str(value) if isinstance(value, date) else value for name, value in (details or {}).items()}
    _check(award_amounts(session, stored_id(award)), changes)
    _new_dates(award, stated)
    row = Variation(
        award_id=stored_id(award),
        number=len(variations(session, stored_id(award))) + 1,
        kind=kind,
        requested_by=act.actor_id,
        requested_at=act.now,
        reason=act.reason,
        before=rules.as_rows(changes, "before"),
        after=rules.as_rows(changes, "after"),
        details=stated,
        within_tolerance=not rules.beyond_tolerance(kind, changes, percent=percent, least_pence=least_pence),
    )
    session.add(row)
    session.flush()
    return row


def _may_ask(session: Session, award: Award, act: Act) -> None:
    waiting = open_variation(session, stored_id(award))
    if waiting is not None:
        raise Refused.because(
            "one_variation_open",
            f"The change was not asked for: change {waiting.number} waits for a decision since "
            f"{moment_words(waiting.requested_at)}. It is decided or withdrawn first.",
        )
    if not act.reason.strip():
        raise Refused.because("reason_given", "The change was not asked for: say why it is needed.")


def _check(held: Amounts, changes: Sequence[LineChange]) -> None:
    for number, change in enumerate(changes, 1):
        if change.after < 0 or change.before < 0:
            raise BadInput("an amount cannot be below £0.00", place=f"changes.{number}")
    before, now = cells(rules.totals(changes, "before")), cells(held)
    for (commissioner, period), pence in before.items():
        if now.get((commissioner, period), 0) != pence:
            raise BadInput(
                f"the award says {money.pounds(now.get((commissioner, period), 0))} and the change starts from "
                f"{money.pounds(pence)}: state every line of that year",
                place=f"{commissioner} {period}",
            )
    for commissioner, period in cells(rules.totals(changes, "after")):
        if (commissioner, period) not in before and now.get((commissioner, period), 0):
            raise BadInput(
                f"the award says {money.pounds(now[commissioner, period])} and the change starts from £0.00: "
                "state every line of that year",
                place=f"{commissioner} {period}",
            )


def line_changes(variation: Variation) -> tuple[LineChange, ...]:
    """The lines of a variation, before and after."""
    return rules.from_rows(variation.before, variation.after)


def approve_variation(
    session: Session,
    award: Award,
    variation: Variation,
    *,
    authority: str,
    by_officer: bool,
    percent: int,
    least_pence: int,
    act: Act,
) -> Amounts:
    """Apply a change and return by how many pence each commissioner's year rose or fell, for the ledger.

    Raises:
        Refused: it is not waiting, or is beyond what an officer may decide. Stale: the award changed meanwhile.
    """
    _waiting(variation)
    changes = line_changes(variation)
    if by_officer:
        _within(variation, changes, percent, least_pence)
    try:
        _check(award_amounts(session, stored_id(award)), changes)
    except BadInput as changed:
        raise Stale(f"The award changed after this was asked for: {changed.reason}. Ask for it again.") from None
    dates = _new_dates(award, variation.details)
    moved = rules.differences(changes)
    held = award_lines(session, stored_id(award))
    for (commissioner, period), pence in cells(moved).items():
        line = held.get((commissioner, period)) or AwardLine(
            award_id=stored_id(award), commissioner=commissioner, period=period, pence=0
        )
        line.pence += pence
        session.add(line)
    for name, day in dates.items():
        setattr(award, name, day)
    award.recipient = str(variation.details.get("recipient") or award.recipient)
    session.add(award)
    variation.authority = authority
    _decide(session, variation, "approved", act)
    return moved


def _within(variation: Variation, changes: Sequence[LineChange], percent: int, least_pence: int) -> None:
    kind: Any = variation.kind
    why = rules.beyond_tolerance(kind, changes, percent=percent, least_pence=least_pence)
    if why:
        raise Refused.because(
            "within_tolerance",
            f"You cannot allow this change alone: {why[0]}. The committee decides it: put it on the next agenda.",
        )


def _new_dates(award: Award, details: Mapping[str, Any]) -> dict[str, date]:
    dates = {"starts": award.starts, "ends": award.ends, "last_claim_on": award.last_claim_on}
    for name in dates:
        if name in details:
            dates[name] = parse_day(str(details[name]), place=name)
    rules.in_order(**dates)
    return dates


def add_to_variation(session: Session, variation: Variation, *, facts: Mapping[str, str]) -> Variation:
    """Add what must be known before a change that waits is decided: the due diligence, who takes the award over.

    Raises:
        Refused: it does not wait any more.
    """
    _waiting(variation)
    variation.details = {**variation.details, **facts}
    session.add(variation)
    session.flush()
    return variation


def novated(session: Session, award: Award, *, act: Act) -> Award:
    """Keep when an award passed to another lead: how that one is paid must have been checked since."""
    award.novated_at = act.now
    session.add(award)
    session.flush()
    return award


def refuse_variation(session: Session, variation: Variation, *, authority: str, act: Act) -> Variation:
    """Say no, with the reason that the recipient is told.

    Raises:
        Refused: it is not waiting, or no reason is given.
    """
    _waiting(variation)
    if not act.reason.strip():
        raise Refused.because("reason_given", "The change was not refused: the recipient is told why. Give the reason.")
    variation.authority = authority
    return _decide(session, variation, "refused", act)


def withdraw_variation(session: Session, variation: Variation, *, act: Act) -> Variation:
    """The recipient no longer asks for it, or the award ends first.

    Raises:
        Refused: it is not waiting.
    """
    _waiting(variation)
    return _decide(session, variation, "withdrawn", act)


def _waiting(variation: Variation) -> None:
    if variation.state != "requested":
        raise Refused.because(
            "variation_open",
            f"Nothing was changed: change {variation.number} is {variation.state} already. You can ask for another.",
        )


def _decide(session: Session, variation: Variation, state: str, act: Act) -> Variation:
    variation.state, variation.decided_at, variation.decided_by = state, act.now, act.actor_id
    variation.decision_reason = act.reason
    session.add(variation)
    session.flush()
    return variation
