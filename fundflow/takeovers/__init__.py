"""Rounds that began on paper or in a spreadsheet: what was handed over, row by row, and when the office went over."""

from fundflow.takeovers.actions import declare, go_live, link, note_file, replace_lines
from fundflow.takeovers.queries import (
    compared,
    find,
    lines,
    lines_of_case,
    of_round,
    outside_paid,
    standing_still,
    take_overs,
)
from fundflow.takeovers.rules import Compared
from fundflow.takeovers.tables import TakenLine, TakeOver

__all__ = [
    "Compared",
    "TakeOver",
    "TakenLine",
    "compared",
    "declare",
    "find",
    "go_live",
    "lines",
    "lines_of_case",
    "link",
    "note_file",
    "of_round",
    "outside_paid",
    "replace_lines",
    "standing_still",
    "take_overs",
]
