"""What a practice is shown before it agrees, and which changes make an agreement one to an earlier version."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from fundflow import money
from fundflow.applications.rules.content import CostLine
from fundflow.applications.rules.freezing import ListFact, fingerprint, plain
from fundflow.applications.rules.shares import by_period
from fundflow.clock import day_words

TAKEN_OVER = "taken_over"
"""How a bid was entered, and an organisation's part agreed, that lived elsewhere: nobody here saw it."""

CONFIRMED = frozenset({"agreed", "by_letter"})
"""States in which a participant counts as having agreed to the bid as it stands."""

PRESENT = frozenset({"invited", "agreed", "agreed_to_earlier", "by_letter", "conditional"})
"""States in which an organisation is still named in the bid."""

DATA_USE = (
    "The commissioners named here, the people who assess the bid and their auditors see it. "
    "The names of practices in awarded bids are published. No patient's data is used."
)


@dataclass(frozen=True)
class Shown:
    """Exactly what one participant was shown, and its fingerprint."""

    content: dict[str, Any]
    sha256: str


def shown(
    *,
    title: str,
    lead: str,
    organisation: str,
    role: str,
    list_size: ListFact | None,
    lines: Sequence[CostLine],
    commitments: str,
    others: Iterable[str],
    declaration: str = "",
) -> Shown:
    """Build what is shown: title, lead, role, list size and date, money by year, commitments, data use, who else.

    `declaration` is the sentence by which a person says that they may bind the organisation (journeys 3.5).
    """
    mine = by_period(line for line in lines if line.organisation == organisation)
    content = plain(
        {
            "title": title,
            "lead": lead,
            "organisation": organisation,
            "role": role,
            "list": None
            if list_size is None
            else {
                "patients": list_size.patients,
                "on": list_size.on,
                "basis": list_size.basis,
                "source": list_size.source,
            },
            "mine_pence": mine,
            "whole_pence": by_period(lines),
            "commitments": commitments,
            "data_use": DATA_USE,
            "others": sorted(set(others) - {organisation}),
            "declaration": declaration,
        }
    )
    return Shown(content, fingerprint(content))


def _moved(before: Mapping[str, int], after: Mapping[str, int], percent: int) -> tuple[str, int, int] | None:
    for period in sorted({*before, *after}):
        was, is_now = before.get(period, 0), after.get(period, 0)
        if abs(is_now - was) * 100 > was * percent:
            return period, was, is_now
    return None


def material_changes(before: Mapping[str, Any], after: Mapping[str, Any], *, percent: int) -> tuple[str, ...]:
    """What changed so much that consent is asked again, in sentences; a mended typing error is not among it.

    An amount counts from more than `percent` of what was shown for its year; role, lead, partners and commitments
    always count (journeys 3.2).
    """
    found = []
    for key, words in (("mine_pence", "your practice's money"), ("whole_pence", "the whole bid's money")):
        moved = _moved(before[key], after[key], percent)
        if moved:
            period, was, is_now = moved
            found.append(f"{words} for {period} was {money.pounds(was)} and is now {money.pounds(is_now)}")
    if before["role"] != after["role"]:
        found.append(f"your part was '{before['role']}' and is now '{after['role']}'")
    if before["lead"] != after["lead"]:
        found.append(f"the lead was {before['lead']} and is now {after['lead']}")
    joined = sorted(set(after["others"]) - set(before["others"]))
    gone = sorted(set(before["others"]) - set(after["others"]))
    if joined:
        found.append(f"{', '.join(joined)} joined the bid")
    if gone:
        found.append(f"{', '.join(gone)} left the bid")
    if " ".join(before["commitments"].split()) != " ".join(after["commitments"].split()):
        found.append("what your practice commits itself to was rewritten")
    return tuple(found)


_LABELS = {
    "title": "Title",
    "lead": "Led by",
    "role": "Your part",
    "list": "Your list",
    "mine_pence": "Your practice's money",
    "whole_pence": "The whole bid's money",
    "commitments": "What you commit yourself to",
    "others": "Who else takes part",
    "declaration": "Who may sign",
}


def _read(value: Any) -> str:
    if isinstance(value, Mapping):
        if "patients" in value:
            on = day_words(date.fromisoformat(value["on"]))
            return f"{value['patients']:,} patients ({value['basis']}, {on}, {value['source']})"
        return "; ".join(f"{period} {money.pounds(pence)}" for period, pence in sorted(value.items())) or "nothing"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(map(str, value)) or "nobody"
    return str(value or "nothing")


def before_and_after(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> list[dict[str, str]]:
    """What was shown and what would be shown now, side by side, each line that differs marked (`changed`: yes)."""
    told = []
    for key, label in _LABELS.items():
        now, was = _read(after.get(key)), _read((before or {}).get(key)) if before else ""
        told.append({"what": label, "agreed_to": was, "now": now, "changed": "yes" if before and was != now else ""})
    return told


def state_after_review(state: str, channel: str, changes: Sequence[str]) -> str:
    """Where a consent stands once the bid has been compared with what was shown; changing it back restores it."""
    if state not in CONFIRMED | {"agreed_to_earlier"}:
        return state
    if changes:
        return "agreed_to_earlier"
    return "by_letter" if channel == "letter" else "agreed"
