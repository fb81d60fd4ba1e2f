"""Bids while they are written: who writes in which section, and the links by which partners answer."""

from fundflow.drafting.actions import mark_saved, note_writing
from fundflow.drafting.links import (
    MOST_TRIES,
    fits,
    make_link,
    note_try,
    usable_holder,
    usable_link,
    use_link,
)
from fundflow.drafting.queries import section_marks
from fundflow.drafting.rules import QUIET, section_of, section_print
from fundflow.drafting.tables import ConsentLink, SectionMark

__all__ = [
    "MOST_TRIES",
    "QUIET",
    "ConsentLink",
    "SectionMark",
    "fits",
    "make_link",
    "mark_saved",
    "note_try",
    "note_writing",
    "section_marks",
    "section_of",
    "section_print",
    "usable_holder",
    "usable_link",
    "use_link",
]
