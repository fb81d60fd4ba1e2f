"""A form that comes back: filled in as it was sent, each problem marked at its field and linked to it from the top."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import html

from fundflow.engine import GUARDS
from fundflow.errors import plainly
from fundflow.web.typed import Typed

FORM = "sent-form"
"""What a problem leads to that is about no field: the form that was sent."""
ABOUT: Mapping[str, str] = {
    "reason_given": "reason",
    "sign_in": "name",
    "casting_vote": "casting",
    "rules_on_interest": "ruled_by",
}
"""The field that a rule's refusal is about, where its sentence does not say so in brackets and it asks for nothing."""
_GIVEN = re.compile(r" \((\w+)=[^)]*\)")
"""How a sentence names a value for the terminal: `(assessor=...)`; a page shows the field itself instead."""
_UNTYPED = ("hidden", "password", "file", "submit", "button")
_GROUPED = ("radio", "checkbox")
_UNFIT = re.compile(r"[^\t\n\r -\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
"""What stands in no page, like the line breaks that Word copies out as a control character."""


@dataclass(frozen=True)
class Problem:
    """One reason why something was not done, as the top of a page lists it; `field` is the one that it is about, if one is.

    `guard` is the code of the rule that refused, for reading out to the office; empty where no rule did.
    """

    guard: str
    reason: str
    field: str = ""


def problem(guard: str, reason: str, field: str = "") -> Problem:
    """A problem as a page tells it: a whole sentence, the value that is asked for linked and not named."""
    named = _GIVEN.search(reason)
    asked = GUARDS[guard].asks if guard in GUARDS else ()
    about = field or (named[1] if named else next(iter(asked), ABOUT.get(guard, "")))
    said = re.sub(r"^'' is not [^:]+:", "Nothing is filled in here:", plainly(reason))
    if said.split(" ", 1)[0].isalpha():
        said = said[:1].upper() + said[1:]
    return Problem(guard, said if said.endswith((".", "?")) else f"{said}.", about)


def returned(page: str, *, action: str, typed: Typed, problems: Sequence[Problem]) -> str:
    """A page whose form for an address has come back with what was typed, its problems in the order of the summary.

    A page without that form stays as it is: what was sent cannot be sent again from there.
    """
    root = html.document_fromstring(page)
    form = _sent(root, action, typed)
    if form is None:
        return page
    _fill(form, typed)
    links = root.xpath("//*[contains(@class, 'nhsuk-error-summary__list')]/li")
    for line, problem in zip(links, problems, strict=False):
        _lead(line, _marked(root, form, problem))
    if problems:
        _ask_again(form, typed)
        for one in form.iterancestors("details"):
            one.set("open", "open")
    return str(html.tostring(root, encoding="unicode", doctype="<!DOCTYPE html>"))


def _sent(root: html.HtmlElement, action: str, typed: Typed) -> html.HtmlElement | None:
    """The form that was sent: of those for its address the one that agrees best in what it carries unseen."""
    found = [one for one in root.iter("form") if (one.get("action") or action).partition("?")[0] == action]
    return max(found, key=lambda one: _likeness(one, typed), default=None)


def _likeness(form: html.HtmlElement, typed: Typed) -> tuple[int, int]:
    carried = [(one.get("name"), one.get("value", "")) for one in form.iter("input") if one.get("type") == "hidden"]
    named = {one.get("name") for one in _controls(form)}
    sent = {name for name, _ in (*typed.fields, *typed.files)}
    agree = sum((name, value) in typed.fields for name, value in carried)
    return agree - sum(value not in typed.all(name) for name, value in carried), -len(named ^ sent)


def _controls(form: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """What is typed into, ticked, chosen or pressed by name, in the page's order; a control elsewhere may name its form."""
    for one in form.getroottree().iter("input", "select", "textarea", "button"):
        mine = one.get("form") == form.get("id") if one.get("form") else form in one.iterancestors("form")
        if mine and one.get("name"):
            yield one


def _kind(control: html.HtmlElement) -> str:
    return str(control.get("type", "text")) if control.tag == "input" else str(control.tag)


def _fill(form: html.HtmlElement, typed: Typed) -> None:
    """Put back what was typed; a box that came unticked is unticked, and what did not come at all is left."""
    nth: dict[str, int] = {}
    for control in _controls(form):
        name, kind = str(control.get("name")), _kind(control)
        if kind in _UNTYPED:
            continue
        texts = [value for known, value in typed.fields if known == name]
        if kind in _GROUPED:
            _flag(control, "checked", on=control.get("value", "on") in texts)
            continue
        at = nth.setdefault(name, 0)
        nth[name] += 1
        if at < len(texts):
            _put(control, texts[at])


def _fit(text: str) -> str:
    return _UNFIT.sub(" ", text)


def _put(control: html.HtmlElement, text: str) -> None:
    text = _fit(text)
    if control.tag == "textarea":
        control.text = f"\n{text}" if text.startswith("\n") else text
    elif control.tag == "select":
        for option in control.iter("option"):
            _flag(option, "selected", on=option.get("value", option.text_content()) == text)
    else:
        control.set("value", text)


def _flag(element: html.HtmlElement, name: str, *, on: bool) -> None:
    if on:
        element.set(name, name)
    else:
        element.attrib.pop(name, None)


def _marked(root: html.HtmlElement, form: html.HtmlElement, problem: Problem) -> str:
    """Mark the field that a problem is about; what its link leads to."""
    control = _about(form, problem.field)
    if control is None:
        form.set("id", form.get("id") or FORM)
        return str(form.get("id"))
    key = control.get("id") or f"sent-{problem.field}"
    control.set("id", key)
    if root.find(f".//*[@id='{key}-error']") is None:
        _say(control, f"{key}-error", problem.reason)
    _describe(_owner(control), f"{key}-error")
    return str(key)


def _about(form: html.HtmlElement, field: str) -> html.HtmlElement | None:
    """The first control of a name, or of those that begin or end with it (`pounds` for `pounds.0`, `aim` for `score.aim`).

    A place that is no field (a line, a column) is in the file, where a file is all that the form takes.
    """
    if not field:
        return None
    seen = [one for one in _controls(form) if _kind(one) not in ("hidden", "submit", "button")]
    named = (
        lambda name: name in (field, field.lower()),
        lambda name: name.startswith(f"{field}."),
        lambda name: name.endswith(f".{field}"),
    )
    for fits in named:
        found = next((one for one in seen if fits(str(one.get("name")))), None)
        if found is not None:
            return found
    return seen[0] if [_kind(one) for one in seen] == ["file"] else None


def _owner(control: html.HtmlElement) -> html.HtmlElement:
    """What a message describes: of radios and boxes that have a fieldset, the fieldset."""
    if _kind(control) in _GROUPED:
        return next(control.iterancestors("fieldset"), control)
    return control


def _say(control: html.HtmlElement, key: str, reason: str) -> None:
    """The message above the field, and the marks of the design system around it."""
    said = html.fragment_fromstring(
        '<span class="nhsuk-error-message"><span class="nhsuk-u-visually-hidden">Error:</span> </span>'
    )
    said.set("id", key)
    said[0].tail = f" {_fit(reason)}"
    place = control
    if _kind(control) in _GROUPED:
        kinds = ("nhsuk-radios", "nhsuk-checkboxes")
        around = (one for one in control.iterancestors("div") if set(str(one.get("class", "")).split()) & {*kinds})
        place = next(around, control)
    else:
        _class(control, f"nhsuk-{control.tag}--error")
        place = control.getparent() if _has(control.getparent(), "nhsuk-input-wrapper") else control
    place.addprevious(said)
    for group in control.iterancestors("div"):
        if _has(group, "nhsuk-form-group"):
            _class(group, "nhsuk-form-group--error")
            break


def _has(element: html.HtmlElement | None, name: str) -> bool:
    return element is not None and name in str(element.get("class", "")).split()


def _class(element: html.HtmlElement, name: str) -> None:
    if not _has(element, name):
        element.set("class", f"{element.get('class', '')} {name}".strip())


def _describe(element: html.HtmlElement, key: str) -> None:
    known = str(element.get("aria-describedby", "")).split()
    if key not in known:
        element.set("aria-describedby", " ".join([*known, key]))


def _lead(line: html.HtmlElement, key: str) -> None:
    """Make a line of the summary a link."""
    link = line.find("a")
    if link is None:
        link = html.fragment_fromstring("<a></a>")
        link.text, line.text = (line.text or "").strip(), None
        link.tail = " "
        line.insert(0, link)
    link.set("href", f"#{key}")


def _ask_again(form: html.HtmlElement, typed: Typed) -> None:
    """Say at each field for files that what was chosen must be chosen again: no page can give a browser its file back."""
    chosen: dict[str, list[str]] = {}
    for name, file in typed.files:
        if file.name:
            chosen.setdefault(name, []).append(f"'{file.name}'")
    for control in _controls(form):
        names = chosen.pop(str(control.get("name")), [])
        if _kind(control) == "file" and names:
            said = html.fragment_fromstring('<div class="nhsuk-hint"></div>')
            said.text = (
                f"Choose {_fit(' and '.join(names))} again: a browser does not keep a file when a form comes back."
            )
            key = f"{control.get('id') or control.get('name')}-again"
            said.set("id", key)
            control.addprevious(said)
            _describe(control, key)
