"""What happened to a case as people read it: each event in words, and those among them that somebody looks for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from fundflow.audit import Event
from fundflow.clock import london_day
from fundflow.definitions import Workflow

SIGNED = ".signed"


@dataclass(frozen=True)
class Happened:
    """One event: when, who did it, what in words, and why, if a reason was given."""

    at: datetime
    who: str
    what: str
    why: str


def lines(events: Iterable[Event], workflow: Workflow) -> list[Happened]:
    """Events in words, the newest first; steps are called as their buttons are."""
    labels = {step.step: step.label for step in workflow.steps}
    found = [
        Happened(one.at, one.actor, _words(one.what, labels), str(one.contents.get("reason") or "")) for one in events
    ]
    return found[::-1]


def _words(what: str, labels: dict[str, str]) -> str:
    """`letter_released` is 'Letter released'; a step is its label, and `.signed` after it says that it waits for others."""
    step = what.removesuffix(SIGNED)
    if step in labels:
        return labels[step] + (" (signed, and waits for others)" if what.endswith(SIGNED) else "")
    text = what.replace("_", " ").replace(".", ": ").lower()
    return text[:1].upper() + text[1:]


def narrowed(
    found: Sequence[Happened], *, words: str = "", who: str = "", since: date | None = None, until: date | None = None
) -> list[Happened]:
    """Those that hold every word, were done by one person, and lie between two days."""
    wanted = words.casefold().split()
    return [
        one
        for one in found
        if who in ("", one.who)
        and (since is None or since <= london_day(one.at))
        and (until is None or london_day(one.at) <= until)
        and all(word in f"{one.who} {one.what} {one.why}".casefold() for word in wanted)
    ]
