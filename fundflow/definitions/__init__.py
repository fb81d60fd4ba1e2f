"""Funds, workflows, criteria, committees and offices: YAML made typed, with every problem at its place."""

from fundflow.definitions.check.letters import letter_codes
from fundflow.definitions.committee import Commissioner, CommissionerType, Office, Terms
from fundflow.definitions.copied import (
    Copied,
    copied,
    later,
    off,
    title_moved_on,
    with_copied,
    written_out,
    years_between,
)
from fundflow.definitions.criteria import Criteria
from fundflow.definitions.diagram import mermaid
from fundflow.definitions.edited import with_edited
from fundflow.definitions.fund import Form, Fund
from fundflow.definitions.library import Library
from fundflow.definitions.loading import load_library
from fundflow.definitions.pinned import Pinned, kept, pinned_snapshot, unpin
from fundflow.definitions.reshaped import QuestionText, Reshaping, reshaped
from fundflow.definitions.schema import SCHEMAS, schema
from fundflow.definitions.shape import Call, Problem
from fundflow.definitions.wording import unknown
from fundflow.definitions.workflow import SAME, Opening, State, Step, Timer, Workflow

__all__ = [
    "SAME",
    "SCHEMAS",
    "Call",
    "Commissioner",
    "CommissionerType",
    "Copied",
    "Criteria",
    "Form",
    "Fund",
    "Library",
    "Office",
    "Opening",
    "Pinned",
    "Problem",
    "QuestionText",
    "Reshaping",
    "State",
    "Step",
    "Terms",
    "Timer",
    "Workflow",
    "copied",
    "kept",
    "later",
    "letter_codes",
    "load_library",
    "mermaid",
    "off",
    "pinned_snapshot",
    "reshaped",
    "schema",
    "title_moved_on",
    "unknown",
    "unpin",
    "with_copied",
    "with_edited",
    "written_out",
    "years_between",
]
