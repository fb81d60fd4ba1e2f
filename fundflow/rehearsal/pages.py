"""The pages of the reference that are made from plays: what is covered, and refusals as a person sees them."""

from collections.abc import Sequence

from fundflow.definitions import Library
from fundflow.rehearsal import coverage, refusals
from fundflow.rehearsal.record import Record, all_seen

MADE = "<!-- Made by `fundflow coverage --pages` from the plays; edit the scenarios, not this page. -->\n\n"


def pages(library: Library, records: Sequence[Record]) -> dict[str, str]:
    """Each page's text by its file name."""
    rows = coverage.covered(library, all_seen(records))
    refused = [one for kept in records for one in kept.refused]
    return {"coverage.md": MADE + coverage.page(rows), "refusals.md": MADE + refusals.page(refused)}
