"""Every verb of letters: a letter's life, and the office's own templates."""

from fundflow.letters.actions.filling import DRAFT_MARK, PRACTICE_MARK, filled
from fundflow.letters.actions.life import (
    WORD,
    approve,
    content,
    deliver,
    draft,
    file_name,
    reissue,
    release,
    void,
    void_unreleased_of,
)
from fundflow.letters.actions.signing import called, copies, sign, unsigned
from fundflow.letters.actions.templates import add_template, restore_template, template_content

__all__ = [
    "DRAFT_MARK",
    "PRACTICE_MARK",
    "WORD",
    "add_template",
    "approve",
    "called",
    "content",
    "copies",
    "deliver",
    "draft",
    "file_name",
    "filled",
    "reissue",
    "release",
    "restore_template",
    "sign",
    "template_content",
    "unsigned",
    "void",
    "void_unreleased_of",
]
