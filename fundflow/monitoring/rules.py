"""What is late, on track or not: milestones, measures, the RAG rating, and the calendar of returns."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Literal

from fundflow.calendar import financial_year
from fundflow.clock import day_words
from fundflow.definitions.fund import ReturnRule
from fundflow.errors import BadInput, Refused

Rag = Literal["green", "amber", "red"]

MILESTONE: Mapping[tuple[str, str], tuple[str, tuple[str, ...]]] = {
    ("not_started", "start"): ("in_progress", ("applicant", "signatory", "officer")),
    ("not_started", "part"): ("partially_met", ("officer",)),
    ("not_started", "meet"): ("met", ("officer",)),
    ("in_progress", "part"): ("partially_met", ("officer",)),
    ("in_progress", "meet"): ("met", ("officer",)),
    ("partially_met", "part"): ("partially_met", ("officer",)),
    ("partially_met", "meet"): ("met", ("officer",)),
    ("met", "reopen"): ("in_progress", ("officer",)),
    ("not_started", "cancel"): ("cancelled", ("officer",)),
    ("in_progress", "cancel"): ("cancelled", ("officer",)),
    ("partially_met", "cancel"): ("cancelled", ("officer",)),
}
"""Milestone states (domain 2(f)): (state, action) to (state, roles); cancelled only by a variation."""

RETURN: Mapping[tuple[str, str], tuple[str, tuple[str, ...]]] = {
    ("due", "submit"): ("submitted", ("signatory",)),
    ("submitted", "accept"): ("accepted", ("officer",)),
    ("submitted", "send_back"): ("returned", ("officer",)),
    ("returned", "submit"): ("submitted", ("signatory",)),
}
"""Returns: (state, action) to (state, roles); overdue is derived."""


def take(
    ways: Mapping[tuple[str, str], tuple[str, tuple[str, ...]]],
    state: str,
    action: str,
    roles: Collection[str],
    *,
    what: str,
) -> str:
    """The state that an action leads to.

    Raises:
        Refused: there is no such way from here, or it belongs to others.
    """
    way = ways.get((state, action))
    if way is None:
        can = ", ".join(name.replace("_", " ") for start, name in ways if start == state) or "nothing more"
        raise Refused.because(
            "monitoring_state",
            f"{what} was not changed. It is {state.replace('_', ' ')}, so it cannot {action.replace('_', ' ')}. "
            f"From here it can: {can}.",
        )
    if not set(way[1]) & set(roles):
        who = " or ".join(way[1])
        raise Refused.because(
            "monitoring_role",
            f"{what} was not changed. To {action.replace('_', ' ')} it is for the {who}. Ask them to do it.",
        )
    return way[0]


@dataclass(frozen=True)
class Window:
    """One span in which a milestone is to be delivered."""

    starts_on: date
    due_on: date
    label: str = ""


def milestone_due(windows: Sequence[Window]) -> date | None:
    """The last day on which a milestone is due."""
    return max((window.due_on for window in windows), default=None)


def milestone_shown(state: str, windows: Sequence[Window], *, on: date) -> str:
    """A milestone's state as shown: `overdue` when its last window passed and it is not met; never stored."""
    due = milestone_due(windows)
    if state in ("met", "cancelled") or due is None or on <= due:
        return state
    return "overdue"


def source_label(shown: str, *, style: Literal["wolverhampton", "leicester"], windows: Sequence[Window]) -> str:
    """The wording of a paper for a state: Wolverhampton's tab counts partly met as in progress (WV 3.2, LE T1)."""
    if style == "wolverhampton":
        words = {
            "not_started": "Not Started",
            "in_progress": "In Progress",
            "partially_met": "In Progress",
            "met": "Achieved and Closed",
            "overdue": "Overdue",
        }
        return words.get(shown, "Cancelled")
    due = milestone_due(windows)
    quarter = quarter_words(due) if due else "a later quarter"
    words = {
        "not_started": f"For delivery in {quarter}",
        "in_progress": f"In scope to be delivered during {quarter}",
        "partially_met": "Partially met",
        "met": "Met",
        "overdue": f"Overdue since {quarter}",
    }
    return words.get(shown, "Cancelled")


def quarter_words(day: date) -> str:
    """`Q1 2017/18`, by the financial year."""
    return f"Q{(day.month - 4) % 12 // 3 + 1} {financial_year(day)}"


def number(text: str, *, place: str) -> Fraction:
    """Read a decimal exactly.

    Raises:
        BadInput: it is no number.
    """
    try:
        return Fraction(Decimal(text.strip().replace(",", "").rstrip("%")))
    except (InvalidOperation, ValueError, OverflowError):
        raise BadInput(f"'{text}' is not a number: write it as 1234.5", place=place) from None


@dataclass(frozen=True)
class Trajectory:
    """A measure's straight line from baseline to target."""

    direction: Literal["up", "down"]
    baseline: Fraction
    baseline_on: date
    target: Fraction
    target_on: date

    def expected(self, on: date) -> Fraction:
        """The value on the line on a day; flat before the baseline's day and after the target's."""
        if on <= self.baseline_on:
            return self.baseline
        if on >= self.target_on:
            return self.target
        part = Fraction((on - self.baseline_on).days, (self.target_on - self.baseline_on).days)
        return self.baseline + (self.target - self.baseline) * part

    def attainment(self, value: Fraction, on: date) -> Fraction | None:
        """Percent of the trajectory reached on a day: value over expected, upside down where less is better.

        None where the line is at nought and says nothing.
        """
        expected = self.expected(on)
        above, below = (value, expected) if self.direction == "up" else (expected, value)
        if below == 0:
            return Fraction(100) if above >= 0 and self.direction == "down" else None
        return above * 100 / below


@dataclass(frozen=True)
class RagFacts:
    """What a rating rests on: attainment percents, days overdue, forecast off by percent, a high risk."""

    attainments: tuple[Fraction, ...] = ()
    overdue_days: tuple[int, ...] = ()
    forecast_off_percent: Fraction = Fraction(0)
    high_risk: bool = False


def rag(facts: RagFacts) -> Rag:
    """Green from 95 % and nothing overdue; amber from 80 % and every overdue item at most 30 days late; else red.

    A forecast more than 5 % off, or an open high risk, is red (domain 2(f), corrected by 5, 1.23). The measure furthest
    behind decides; without one, attainment does not.
    """
    lowest = min(facts.attainments, default=Fraction(100))
    if abs(facts.forecast_off_percent) > 5 or facts.high_risk:
        return "red"
    if lowest >= 95 and not facts.overdue_days:
        return "green"
    if lowest >= 80 and all(days <= 30 for days in facts.overdue_days):
        return "amber"
    return "red"


@dataclass(frozen=True)
class PlannedReturn:
    """A return before it has a row: its rule, span, and the last day to send it in."""

    rule: str
    title: str
    label: str
    starts_on: date
    ends_on: date
    due_on: date
    asks: tuple[str, ...]


def returns_calendar(rule: ReturnRule, *, starts: date, ends: date) -> tuple[PlannedReturn, ...]:
    """The returns that an award owes from its first to its last day, one a quarter or a financial year.

    The first and the last cover only the award's own days; each is due so many days after its quarter or year ends.
    """
    step = 3 if rule.every == "quarter" else 12
    begin = _span_start(starts, step)
    planned = []
    while begin <= ends:
        after = _months_later(begin, step)
        last = after - timedelta(days=1)
        label = quarter_words(last) if step == 3 else financial_year(last)
        planned.append(
            PlannedReturn(
                rule.key,
                rule.title,
                label,
                max(begin, starts),
                min(last, ends),
                due_after(last, rule.due_days),
                tuple(ask.title for ask in rule.asks),
            )
        )
        begin = after
    return tuple(planned)


def due_after(last: date, days: int) -> date:
    """So many days after a span's last day; thirty are one calendar month.

    Thirty days after the quarters' ends are 31 July, 31 October, 31 January and 30 April (domain 2(f)).
    """
    if days and days % 30 == 0:
        first = last + timedelta(days=1)
        return _months_later(first, days // 30) - timedelta(days=1)
    return last + timedelta(days=days)


def _span_start(day: date, step: int) -> date:
    months = (day.month - 4) % 12 % step
    return _months_later(date(day.year, day.month, 1), -months)


def _months_later(first: date, months: int) -> date:
    at = first.year * 12 + first.month - 1 + months
    return date(at // 12, at % 12 + 1, 1)


def submission_gaps(asks: Sequence[str], content: Mapping[str, object]) -> list[str]:
    """The headings of a return that have nothing under them."""
    return [ask for ask in asks if not str(content.get(ask, "") or "").strip()]


def late_words(label: str, due_on: date) -> str:
    """`Q1 2017/18 (due Monday 31 July 2017)`."""
    return f"{label} (due {day_words(due_on)})"
