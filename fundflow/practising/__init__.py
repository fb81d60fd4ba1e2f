"""Practice databases: what marks one for ever, and what is copied into it."""

from fundflow.practising.actions import copy_rows, mark_new
from fundflow.practising.queries import marker, must_pay_nobody
from fundflow.practising.rules import MARK, TITLE, address_of, banner, doubled
from fundflow.practising.tables import PracticeMarker

__all__ = [
    "MARK",
    "TITLE",
    "PracticeMarker",
    "address_of",
    "banner",
    "copy_rows",
    "doubled",
    "mark_new",
    "marker",
    "must_pay_nobody",
]
