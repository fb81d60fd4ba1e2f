"""Taking a round over that lived in a spreadsheet: where each bid stands, checked against the books, until go-live."""

from fundflow.engine.takeover.adopting import FACT
from fundflow.engine.takeover.before import Before, before
from fundflow.engine.takeover.checking import adoptable
from fundflow.engine.takeover.declaring import Plan, declare
from fundflow.engine.takeover.differing import Difference, differences
from fundflow.engine.takeover.facts import OPTIONAL, REQUIRED, Line, Position, Source
from fundflow.engine.takeover.live import Lived, asked, go_live
from fundflow.engine.takeover.standing import rows
from fundflow.engine.takeover.taking import Result, take

__all__ = [
    "FACT",
    "OPTIONAL",
    "REQUIRED",
    "Before",
    "Difference",
    "Line",
    "Lived",
    "Plan",
    "Position",
    "Result",
    "Source",
    "adoptable",
    "asked",
    "before",
    "declare",
    "differences",
    "go_live",
    "rows",
    "take",
]
