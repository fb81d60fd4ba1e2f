"""Bids while they are written: who writes in which section, and the links by which partners answer."""

from fundflow.drafting.actions import mark_saved, note_writing
from fundflow.drafting.links import (
    MOST_TRIES,
    fits,
    make_link,
    note_sent,
    note_try,
    queue_message,
    usable_holder,
    usable_link,
    use_link,
)
from fundflow.drafting.queries import links_of, message, section_marks, waiting_messages
from fundflow.drafting.rules import QUIET, section_of, section_print
from fundflow.drafting.tables import ConsentLink, Message, SectionMark

__all__ = [
    "MOST_TRIES",
    "QUIET",
    "ConsentLink",
    "Message",
    "SectionMark",
    "fits",
    "links_of",
    "make_link",
    "mark_saved",
    "message",
    "note_sent",
    "note_try",
    "note_writing",
    "queue_message",
    "section_marks",
    "section_of",
    "section_print",
    "usable_holder",
    "usable_link",
    "use_link",
    "waiting_messages",
]
