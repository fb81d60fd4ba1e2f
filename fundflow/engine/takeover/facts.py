"""What a file says of a bid that lived elsewhere, as plain facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from fundflow import audit

REQUIRED: Final = ("round", "their_ref", "organisation", "title", "state", "commissioner", "year", "asked")
OPTIONAL: Final = (
    *("agreed", "paid", "payment_refs", "received_on", "decided_on", "minute", "offered_on", "accepted_on"),
    *("starts", "ends", "until", "partners", "conditions", "note"),
)
"""The columns of a position, those that must be there first."""


@dataclass(frozen=True)
class Source:
    """The file, its SHA-256, and the day as at which it says where everything stands."""

    file: str
    sha256: str
    as_at: date


@dataclass(frozen=True)
class Line:
    """One row: what one commissioner was asked for, agreed and paid in one period, in pence, and its cells as written."""

    line: int
    commissioner: str
    period: str
    asked: int
    agreed: int
    paid: int
    payment_refs: tuple[str, ...] = ()
    cells: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        """The fingerprint of what is written in the row."""
        return audit.sha256(audit.canonical(dict(self.cells)))


@dataclass(frozen=True)
class Position:
    """One bid: where it stands and since when, in the words of its rows."""

    round: str
    their_ref: str
    lead: str
    title: str
    state: str
    lines: tuple[Line, ...]
    partners: tuple[str, ...] = ()
    received_on: date | None = None
    decided_on: date | None = None
    minute: str = ""
    offered_on: date | None = None
    accepted_on: date | None = None
    starts: date | None = None
    ends: date | None = None
    until: date | None = None
    conditions: tuple[str, ...] = ()
    note: str = ""

    @property
    def asked(self) -> dict[str, dict[str, int]]:
        """Pence asked, by commissioner and period."""
        return _by_key(self.lines, "asked")

    @property
    def agreed(self) -> dict[str, dict[str, int]]:
        """Pence agreed, by commissioner and period."""
        return _by_key(self.lines, "agreed")

    @property
    def paid(self) -> dict[tuple[str, str], int]:
        """Pence paid, by commissioner and period."""
        return {(one.commissioner, one.period): one.paid for one in self.lines if one.paid}

    @property
    def agreed_pence(self) -> int:
        """All that was agreed."""
        return sum(one.agreed for one in self.lines)

    @property
    def where(self) -> str:
        """Its rows in words: `row 4`, `rows 4, 5`."""
        return rows_said([one.line for one in self.lines])


def rows_said(numbers: Sequence[int]) -> str:
    """Rows of a file in words."""
    return f"row{'s' * (len(numbers) > 1)} {', '.join(map(str, sorted(numbers)))}"


def _by_key(lines: tuple[Line, ...], name: str) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for one in lines:
        if pence := getattr(one, name):
            found.setdefault(one.commissioner, {})[one.period] = pence
    return found
