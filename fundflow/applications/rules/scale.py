"""Whether a bid works at scale, and whether two bids of one lead look like the same bid."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from fundflow.applications.rules.content import CostLine
from fundflow.definitions.fund import Footprint


@dataclass(frozen=True)
class Scale:
    """The result of the at-scale test: `ask` means that a person decides; `sentence` says why with the figures."""

    verdict: Literal["pass", "fail", "ask"]
    practices: int
    patients: int | None
    sentence: str


def footprint(
    lists: Mapping[str, int | None], rule: Footprint, *, on: date | None = None, practices: int | None = None
) -> Scale:
    """Test for a group of practices, or one area's population (WO 7.4; WO 1.5 with a minimum of six).

    `lists` holds each practice's patients (None: no list is loaded); `practices` counts them where one code stands for
    several, as a super-partnership's does not. More patients than the range is a warning for a person, never a refusal.
    """
    count = len(lists) if practices is None else practices
    known = [patients for patients in lists.values() if patients is not None]
    patients = sum(known) if len(known) == len(lists) else None
    who = f"{count} practice{'s' if count != 1 else ''}"
    dated = f" (list of {on.day} {on:%B %Y})" if on else ""
    size = f"{patients:,} patients{dated}" if patients is not None else "a list size that we do not hold"
    wanted = (
        f"The fund is for {rule.group_minimum} or more practices working together, or an area of "
        f"{rule.least_patients:,} to {rule.most_patients:,} patients."
    )
    if count >= rule.group_minimum:
        return Scale("pass", count, patients, f"The bid is from {who} with {size}.")
    if patients is None:
        return Scale("ask", count, patients, f"The bid is from {who} with {size}. {wanted} Tell us the list size.")
    if patients > rule.most_patients:
        return Scale("ask", count, patients, f"The bid is from {who} with {size}. {wanted} An officer decides.")
    if patients >= rule.least_patients:
        return Scale("pass", count, patients, f"The bid covers {size}.")
    return Scale("fail", count, patients, f"The bid is from {who} with {size}. {wanted}")


@dataclass(frozen=True)
class Outline:
    """What of a bid is compared to warn of a duplicate."""

    ref: str
    lead: str
    title: str
    participants: frozenset[str]
    lines: tuple[CostLine, ...]


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def cost_line_key(line: CostLine) -> tuple[str, str, str, str]:
    """What makes two cost lines the same cost: whose, when, which kind and the same words (gate E8)."""
    return (line.organisation or "", line.period, line.cost_type, _letters(line.description))


def alike(first: Outline, second: Outline) -> str | None:
    """Why two bids of one lead look like one, or nothing; a warning for an officer and never a replacement."""
    if first.ref == second.ref or first.lead != second.lead:
        return None
    if _letters(first.title) == _letters(second.title):
        return f"{second.ref} by the same lead has the same title, '{second.title}'."
    same_lines = sorted((cost_line_key(line), line.pence) for line in first.lines) == sorted(
        (cost_line_key(line), line.pence) for line in second.lines
    )
    if first.lines and same_lines and first.participants == second.participants:
        return f"{second.ref} by the same lead has the same practices and the same cost lines."
    return None


def same_costs(mine: Iterable[CostLine], theirs: Iterable[CostLine]) -> tuple[tuple[CostLine, CostLine], ...]:
    """Pairs of lines that are one cost asked twice; joint lines (of no named practice) are not compared (case 15)."""
    others = {cost_line_key(line): line for line in theirs if line.organisation}
    return tuple((line, others[key]) for line in mine if line.organisation and (key := cost_line_key(line)) in others)


def same_joint_costs(mine: Iterable[CostLine], theirs: Iterable[CostLine]) -> tuple[tuple[CostLine, CostLine], ...]:
    """Pairs of joint lines of one lead in the same words: perhaps one cost asked twice, so they are asked about."""
    others = {cost_line_key(line): line for line in theirs if not line.organisation}
    return tuple(
        (line, others[key]) for line in mine if not line.organisation and (key := cost_line_key(line)) in others
    )
