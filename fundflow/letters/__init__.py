"""Letters: what each one states, the Word templates that say it, and the issue of files that never change."""

from fundflow.letters.actions import (
    DRAFT_MARK,
    PRACTICE_MARK,
    WORD,
    approve,
    content,
    deliver,
    draft,
    facts_of,
    file_name,
    preview,
    reissue,
    release,
    void,
    void_unreleased_of,
)
from fundflow.letters.check import check_template
from fundflow.letters.facts import MODELS, Addressee, Common, Contact, Decision, Sender, model_for
from fundflow.letters.gather import GATHERERS, gather
from fundflow.letters.queries import find, get, replaced_by
from fundflow.letters.rendering import render
from fundflow.letters.tables import Letter
from fundflow.letters.templates import folder, load
from fundflow.letters.triggers import TRIGGERS

__all__ = [
    "DRAFT_MARK",
    "GATHERERS",
    "MODELS",
    "PRACTICE_MARK",
    "TRIGGERS",
    "WORD",
    "Addressee",
    "Common",
    "Contact",
    "Decision",
    "Letter",
    "Sender",
    "approve",
    "check_template",
    "content",
    "deliver",
    "draft",
    "facts_of",
    "file_name",
    "find",
    "folder",
    "gather",
    "get",
    "load",
    "model_for",
    "preview",
    "reissue",
    "release",
    "render",
    "replaced_by",
    "void",
    "void_unreleased_of",
]
