"""What a case says for life of where it came from, where it lived elsewhere before."""

from dataclasses import dataclass
from datetime import date

from fundflow.engine.case import Case
from fundflow.engine.registry import GUARDS
from fundflow.engine.takeover.adopting import FACT
from fundflow.engine.takeover.facts import rows_said


@dataclass(frozen=True)
class Before:
    """The file and its rows, the day that it is about, and each rule that nobody here could check, in a sentence."""

    their_ref: str
    file: str
    sha256: str
    rows: str
    as_at: date
    not_checked: tuple[str, ...]


def before(case: Case) -> Before | None:
    """Where a bid came from; nothing for one that began here."""
    said = case.application.facts.get(FACT)
    if said is None:
        return None
    means = [GUARDS[name].means for name in said["not_checked"] if name in GUARDS]
    return Before(
        their_ref=case.application.their_ref,
        file=said["file"],
        sha256=said["sha256"],
        rows=rows_said(said["rows"]),
        as_at=date.fromisoformat(said["as_at"]),
        not_checked=tuple(one.partition("\n")[0] for one in means),
    )
