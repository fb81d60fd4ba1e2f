"""What the sections of a draft hold, so that two people who write in one of them lose nothing."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from fundflow.applications import Content, fingerprint

QUIET = timedelta(minutes=5)
"""After so long without a word from somebody's page they are taken not to be writing any more."""


_OUTLINE = ("title", "severable", "minimum_viable_pence", "work_starts_on", "work_ends_on")
_WHOLE = ("actions", "outcomes", "priorities", "exit_plan")


def section_of(content: Content, section: str, *, partners: Mapping[str, str] | None = None) -> Any:
    """What stands in a section (`answers.plan`, `actions`, `budget`, `outline`, ...), as plain values."""
    head, _, key = section.partition(".")
    if head in ("answers", "documents") and key:
        return getattr(content, head).get(key, "")
    held: Mapping[str, Any] = {
        "documents": dict(content.documents),
        "budget": [dict(vars(line)) for line in content.lines],
        "outline": {name: getattr(content, name) for name in _OUTLINE},
        "partners": dict(partners or {}),
        **{name: getattr(content, name) for name in _WHOLE},
    }
    return held.get(head, "")


def section_print(content: Content, section: str, *, partners: Mapping[str, str] | None = None) -> str:
    """The fingerprint of what stands in a section: a form carries it and shows what it was filled from."""
    return fingerprint({"section": section, "holds": section_of(content, section, partners=partners)})[:20]
