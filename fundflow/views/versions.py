"""Two versions of a bid side by side: which they are, and every place in which they differ."""

from collections.abc import Sequence
from dataclasses import dataclass

from fundflow import applications
from fundflow.applications import ApplicationVersion, Difference
from fundflow.engine.case import Case
from fundflow.errors import NotFound


@dataclass(frozen=True)
class Comparison:
    """An earlier and a later version of one bid, and what differs between them."""

    earlier: ApplicationVersion
    later: ApplicationVersion
    differences: Sequence[Difference]


def compared(case: Case, *, first: int | None = None, second: int | None = None) -> Comparison | None:
    """Two versions by number, the last two unless told otherwise; nothing where a bid has only one.

    Raises:
        NotFound: it has no version of such a number.
    """
    rows = {row.number: row for row in applications.versions(case.session, case.id)}
    numbers = sorted(rows)
    if len(numbers) == 1 and first is None and second is None:
        return None
    later = second or numbers[-1]
    wanted = sorted((first or next((one for one in reversed(numbers) if one < later), later), later))
    for number in wanted:
        if number not in rows:
            told = f"versions 1 to {numbers[-1]}" if len(numbers) > 1 else "version 1 alone"
            raise NotFound(f"{case.ref} has no version {number}: it has {told}. Choose among those.")
    earlier, last = (rows[number] for number in wanted)
    old, new = (applications.content_of(case.session, row) for row in (earlier, last))
    return Comparison(earlier, last, applications.differences(old, new, case.fund.form))
