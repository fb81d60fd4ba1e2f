"""Turns templates into pages: our own words strictly, the design system's components as functions."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from jinja2 import ChainableUndefined, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from fundflow import committees, letters
from fundflow.clock import day_words, london_day, moment_words, time_words
from fundflow.errors import plainly
from fundflow.money import pounds
from fundflow.people import role_words

STATIC = Path(__file__).parent / "static"
_FOLDERS = {"table": "tables", "image": "images", "doDontList": "do-dont-list", "tabs": "tabs"}
_KEBAB = {
    "actionLink": "action-link",
    "backLink": "back-link",
    "characterCount": "character-count",
    "dateInput": "date-input",
    "errorMessage": "error-message",
    "errorSummary": "error-summary",
    "fileUpload": "file-upload",
    "insetText": "inset-text",
    "notificationBanner": "notification-banner",
    "passwordInput": "password-input",
    "skipLink": "skip-link",
    "summaryList": "summary-list",
    "taskList": "task-list",
    "warningCallout": "warning-callout",
}


class Components:
    """The design system's macros as functions: `nhs.errorSummary({...})`."""

    def __getattr__(self, name: str) -> Any:
        """A macro by its name."""
        if name.startswith("_"):
            raise AttributeError(name)
        macro = _macro(name)
        return lambda params=None: Markup(macro(params or {}))  # noqa: S704 - the component has escaped its parts


@cache
def _parts() -> Environment:
    return Environment(
        loader=PackageLoader("nhsuk_frontend_jinja"), autoescape=True, undefined=ChainableUndefined, trim_blocks=True
    )


@cache
def _macro(name: str) -> Any:
    folder = _FOLDERS.get(name) or _KEBAB.get(name) or name
    return getattr(_parts().get_template(f"nhsuk/components/{folder}/macro.jinja").module, name)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("fundflow.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(nhs=Components(), static=static)
    made.filters.update(
        pounds=pounds,
        plainly=plainly,
        day=lambda value: day_words(value) if isinstance(value, date) else str(value),
        short_day=_short_day,
        moment=moment_words,
        time=time_words,
        zulu=lambda value: (
            value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if isinstance(value, datetime) else value
        ),
        role=role_words,
        words=lambda value: str(value).replace("_", " "),
        lines=_lines,
        claim_path=claim_path,
        roles=lambda held: ", ".join(committees.role_words(one) for one in held),
        seat=committees.role_words,
        letter=letters.kind,
        initial=lambda text: f"{text[:1].upper()}{text[1:]}",
        mean=lambda value: f"{float(Fraction(value)):.1f}",
    )
    return made


def _short_day(value: date) -> str:
    """`12 May 2017`; of a moment, its day in London."""
    day = london_day(value) if isinstance(value, datetime) else value
    return f"{day.day} {day:%b %Y}"


def claim_path(ref: str) -> str:
    """Where a claim's page is: `TF-17-0001/C1` stands under its case."""
    return "/cases/" + ref.replace("/", "/claims/", 1)


def _lines(text: str) -> Markup:
    """Paragraphs as they were typed."""
    parts = [part.strip() for part in str(text).split("\n") if part.strip()]
    return Markup("").join(Markup("<p>{}</p>").format(part) for part in parts)


def render(template: str, facts: Mapping[str, Any]) -> str:
    """A page's text."""
    return _environment().get_template(template).render(**facts)


@cache
def static(name: str) -> str:
    """The address of a file of ours, with a mark that changes when the file does."""
    mark = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?v={mark}"


def quoted(text: str) -> str:
    """Words as a cookie can carry them."""
    return quote(text[:400], safe="")


def unquoted(text: str) -> str:
    """Words out of a cookie."""
    return unquote(text)[:400]
