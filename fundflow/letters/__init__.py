"""Letters: what each one states, the Word templates that say it, and the issue of files that never change."""

from fundflow.letters.actions import (
    DRAFT_MARK,
    PRACTICE_MARK,
    WORD,
    add_template,
    approve,
    content,
    deliver,
    draft,
    file_name,
    filled,
    preview,
    reissue,
    release,
    restore_template,
    template_content,
    void,
    void_unreleased_of,
)
from fundflow.letters.check import check_content, check_template
from fundflow.letters.facts import MODELS, Addressee, Common, Contact, Decision, Sender, facts_of, model_for
from fundflow.letters.gather import GATHERERS, gather
from fundflow.letters.queries import find, get, replaced_by, template_in_use, template_versions
from fundflow.letters.rendering import render
from fundflow.letters.tables import Letter, LetterTemplate
from fundflow.letters.templates import describe, folder, load
from fundflow.letters.triggers import TRIGGERS
from fundflow.letters.watermark import across, lay

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
    "LetterTemplate",
    "Sender",
    "across",
    "add_template",
    "approve",
    "check_content",
    "check_template",
    "content",
    "deliver",
    "describe",
    "draft",
    "facts_of",
    "file_name",
    "filled",
    "find",
    "folder",
    "gather",
    "get",
    "lay",
    "load",
    "model_for",
    "preview",
    "reissue",
    "release",
    "render",
    "replaced_by",
    "restore_template",
    "template_content",
    "template_in_use",
    "template_versions",
    "void",
    "void_unreleased_of",
]
