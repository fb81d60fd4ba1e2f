"""The guides by role: each a Markdown file of `fundflow/guides`, shown with the design system's headings, lists and tables."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup

from fundflow.errors import NotFound

FOLDER = Path(str(files("fundflow.guides")))
SEATED = "committee member"
"""Stands beside the roles for somebody with a seat on a body: a seat is no role."""
FOR: dict[str, tuple[str, ...]] = {
    "practices-and-federations": ("applicant", "signatory", "nominator"),
    "officers": ("officer", "group_secretary", "data_officer", "foi_officer", "support_provider"),
    "assessors-and-moderators": ("assessor", "moderation_chair"),
    "committees": (
        *(SEATED, "committee_secretary", "committee", "lay_member", "delegate", "nhs_england"),
        *("implementation_group", "implementation_group_chair", "reconsideration_panel", "chief_finance_officer"),
    ),
    "finance": ("finance", "claim_checker", "claim_approver", "payment_releaser"),
    "auditors": ("auditor",),
    "administrators": ("administrator",),
    "set-up-a-fund": ("officer", "administrator"),
}
"""Every guide, in the order in which they are listed, and whose it is."""

_CLASSES = {
    "h2": "nhsuk-heading-m",
    "h3": "nhsuk-heading-s",
    "ul": "nhsuk-list nhsuk-list--bullet",
    "ol": "nhsuk-list nhsuk-list--number",
    "table": "nhsuk-table",
    "thead": "nhsuk-table__head",
    "tbody": "nhsuk-table__body",
    "td": "nhsuk-table__cell",
}
_PAGE = re.compile(r"/[a-z/.-]*")
_GUIDE = re.compile(r"[a-z-]+\.md")


@dataclass(frozen=True)
class Guide:
    """One guide: its name in addresses, its title, what it is for in a sentence, and everything below its title."""

    name: str
    title: str
    about: str
    body: Markup


def guides(does: Collection[str] = ()) -> tuple[Sequence[Guide], Sequence[Guide]]:
    """The guides of whoever does these things, and all others."""
    mine = [name for name, roles in FOR.items() if any(role in does for role in roles)]
    return [guide(name) for name in mine], [guide(name) for name in FOR if name not in mine]


@cache
def guide(name: str) -> Guide:
    """A guide by its name.

    Raises:
        NotFound: there is none.
    """
    if name not in FOR:
        raise NotFound("There is no such guide. All of them are listed under Help.")
    return shown(name, (FOLDER / f"{name}.md").read_text(encoding="utf-8"))


def shown(name: str, text: str) -> Guide:
    """A guide from its Markdown: its first line is the title, its first paragraph what it is for."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    parts = reader.parse(text)
    title, about = [one.content for one in parts if one.type == "inline"][:2]
    below = next(at for at, one in enumerate(parts) if one.type == "heading_close") + 1
    rendered = _Drawing().render(_dressed(parts[below:]), reader.options, {})
    return Guide(name, title, about, Markup(rendered))  # noqa: S704 - the renderer has escaped what the file says


class _Drawing(RendererHTML):
    """HTML as the design system has it: a page that is named is a link to it, and a table can be pushed sideways."""

    def code_inline(self, tokens: Sequence[Token], idx: int, *_: object) -> str:
        """Words of a screen or a command; the address of a page is a link."""
        text = tokens[idx].content
        said = f"<code>{escape(text)}</code>"
        return f'<a href="{escape(text)}">{escape(text)}</a>' if _PAGE.fullmatch(text) else said

    def table_open(self, *_: object) -> str:
        """A table in a frame of its own."""
        return '<div class="ff-scroll" tabindex="0" role="region" aria-label="Table"><table class="nhsuk-table">'

    def table_close(self, *_: object) -> str:
        """The end of both."""
        return "</table></div>"


def _dressed(parts: Sequence[Token]) -> list[Token]:
    """The same parts with the design system's classes, and links to other guides as addresses."""
    for one in parts:
        if one.nesting == 1 and one.tag in _CLASSES:
            one.attrSet("class", _CLASSES[one.tag])
        if one.type == "th_open":
            one.attrSet("scope", "col")
        for link in one.children or ():
            if link.type == "link_open" and _GUIDE.fullmatch(str(link.attrGet("href"))):
                link.attrSet("href", f"/about/help/{str(link.attrGet('href')).removesuffix('.md')}")
    return list(parts)
