"""Codes of the outside ledger: which code a payment's line gets, and which are missing (journeys 7.1)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from fundflow.calendar import in_force
from fundflow.errors import Refusal

ANY: Final = ""
PAYEE_TYPES: Final = ("practice", "super_practice", "federation", "network", "supplier")
_TYPES: Final = {"other": "supplier", "commissioner": "supplier"}


@dataclass(frozen=True)
class Code:
    """One row of the coding table: texts as the outside ledger writes them, valid from a day up to and with a day.

    An empty `payee_type` or `cost_line` stands for any; a more exact row wins.
    """

    fund: str
    commissioner: str
    year: str
    capital: bool
    payee_type: str
    cost_line: str
    entity: str
    cost_centre: str
    subjective: str
    analysis_1: str
    analysis_2: str
    tax_code: str
    starts: date
    ends: date | None = None

    @property
    def place(self) -> tuple[str, str, str, bool, str, str]:
        """What the code is for."""
        return self.fund, self.commissioner, self.year, self.capital, self.payee_type, self.cost_line

    @property
    def texts(self) -> tuple[str, ...]:
        """The codes themselves, in the order of their columns."""
        return (
            self.entity,
            self.cost_centre,
            self.subjective,
            self.analysis_1,
            self.analysis_2,
            self.tax_code,
        )

    def holds(self, on: date) -> bool:
        """Whether it is in use on a day."""
        return in_force(self.starts, self.ends, on=on)


@dataclass(frozen=True)
class CodingNeed:
    """What a code is wanted for; `title` is what people call the fund."""

    fund: str
    title: str
    commissioner: str
    year: str
    capital: bool
    payee_type: str
    cost_line: str = ANY


def payee_type_of(kind: str) -> str:
    """The payee type of an organisation's kind: those that are no practice and no group of them are suppliers."""
    return _TYPES.get(kind, kind)


def code_for(codes: Iterable[Code], need: CodingNeed, *, on: date) -> Code | None:
    """The most exact code in use on a day: payee type before cost line, both before any."""
    fits = [
        one
        for one in codes
        if (one.fund, one.commissioner, one.year, one.capital)
        == (need.fund, need.commissioner, need.year, need.capital)
        and one.payee_type in (need.payee_type, ANY)
        and one.cost_line in (need.cost_line, ANY)
        and one.holds(on)
    ]
    return max(fits, key=lambda one: (one.payee_type != ANY, one.cost_line != ANY), default=None)


def coding_gaps(codes: Sequence[Code], needs: Iterable[CodingNeed], *, on: date) -> list[Refusal]:
    """What has no code on a day, each in one sentence."""
    return [
        Refusal(
            "coding_complete",
            f"There is no code for {need.title}, {need.commissioner}, {need.year}, {coding_said(need)}. "
            "Nothing has changed. Ask finance for it, and load it (fundflow import coding FILE).",
        )
        for need in needs
        if code_for(codes, need, on=on) is None
    ]


def coding_said(need: CodingNeed) -> str:
    """Who is paid for what, as a sentence names it: `supplier`, `federation for project management`."""
    line = f" for {need.cost_line.replace('_', ' ')}" if need.cost_line else ""
    return f"{need.payee_type.replace('_', ' ')}{line}"


def shortened(text: str, others: Iterable[str]) -> bool:
    """Whether a code looks as if a spreadsheet had dropped its leading zeros: all digits, shorter than every other."""
    lengths = {len(other) for other in others if other.isdigit() and other != text}
    return text.isdigit() and bool(lengths) and len(text) < min(lengths)
