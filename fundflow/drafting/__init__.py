"""Bids while several people write them: what stands in each section, who saved it last, who writes there now."""

from fundflow.drafting.actions import mark_saved, note_writing
from fundflow.drafting.queries import section_marks
from fundflow.drafting.rules import QUIET, section_of, section_print
from fundflow.drafting.tables import SectionMark

__all__ = ["QUIET", "SectionMark", "mark_saved", "note_writing", "section_marks", "section_of", "section_print"]
