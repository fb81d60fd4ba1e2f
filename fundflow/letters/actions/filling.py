"""What a letter's template is filled with: its facts and its marks; and a letter as it would look, of which nothing is kept."""

from collections.abc import Mapping

from fundflow import practising
from fundflow.letters import rendering, rules, templates
from fundflow.letters.facts import Common, facts_of
from fundflow.letters.watermark import across

DRAFT_MARK = "Draft: not approved and not sent"
PRACTICE_MARK = practising.MARK


def filling(
    facts: Common, template: templates.Template, *, mark: str, practice: bool
) -> tuple[bytes, dict[str, object]]:
    """What is filled with what; for practice it also says so, in words above the letter and across every page."""
    said = ". ".join(part for part in (mark, PRACTICE_MARK if practice else "") if part)
    issue = {"mark": said, "template": template.name, "version": template.version, "sha256": template.sha256[:8]}
    content = across(template.content, PRACTICE_MARK) if practice else template.content
    return content, {**facts.model_dump(), "issue": issue}


def filled(
    code: str, facts: Common | Mapping[str, object], template: templates.Template, *, practice: bool = False
) -> bytes:
    """Facts in a template that need not be in use, marked as a draft (and for practice, if it is); nothing is kept.

    Raises:
        BadInput: a fact is missing, or the template asks for one that does not exist.
    """
    checked = facts_of(code, facts)
    shown = checked.model_copy(
        update={"code": code, "reference": checked.reference or rules.reference(checked.case_ref, code, 1)}
    )
    return rendering.render(*filling(shown, template, mark=DRAFT_MARK, practice=practice))
