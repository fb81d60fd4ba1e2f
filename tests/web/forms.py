"""Every form that people come to: found on the pages that links lead to, and sent with nothing in it or with what cannot be."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from tests.web.walks import patterns, walk

_POSTS = patterns("POST")
TYPED = ("text", "date", "number", "email", "tel", "search", "password", "time")
NONSENSE = "what it cannot be"


def route_of(action: str) -> str | None:
    """The route to which a form sends."""
    return next((name for name, pattern in _POSTS if pattern.match(action.partition("?")[0])), None)


@dataclass(frozen=True)
class Form:
    """One form on a page: who sees it where, to where it sends, and which of the page's forms it is."""

    ground: str
    person: str | None
    page: str
    action: str
    at: int
    does: str

    @property
    def name(self) -> str:
        """Its route, and what tells it from others of that route: the step, or what it does."""
        route = route_of(self.action) or self.action
        last = self.action.rsplit("/", 1)[1] if route.endswith(("{step}", "{action}", "{change}")) else ""
        return " ".join(filter(None, (route, last, self.does)))


def forms_on(soup: BeautifulSoup) -> list[Tag]:
    """The forms of a page that change something."""
    return soup.select("form[method=post]")


def seen(at, ground: str, person: str | None, places: Sequence[str]) -> Iterator[Form]:
    """Each form of some pages; a place that ends with a stroke stands for all below it to which links lead somebody."""
    browser = at.browser(person)
    below = tuple(one for one in places if one.endswith("/"))
    answers = [(one, browser.http.get(one)) for one in places if one not in below]
    if below:
        answers += walk(browser, at.statements, under=below)
    for path, answer in answers:
        if answer.status_code == 200 and answer.headers.get("content-type", "").startswith("text/html"):
            for number, form in enumerate(forms_on(BeautifulSoup(answer.text, "html.parser"))):
                does = form.find("input", {"name": "do"}) or form.find("button", {"name": "do"})
                yield Form(ground, person, path, form.get("action") or path, number, str(does["value"]) if does else "")


def filled(form: Tag, text: str) -> list[tuple[str, str]]:
    """What a form sends where nothing is chosen and every text is `text`; what the page carries unseen stays."""
    found = []
    for one in form.find_all(["input", "select", "textarea"]):
        kind = one.get("type", "text") if one.name == "input" else one.name
        if not one.get("name"):
            continue
        if kind == "hidden":
            found.append((one["name"], one.get("value", "")))
        elif kind == "textarea" or kind in TYPED:
            found.append((one["name"], f"{text} {len(found)}" if text else ""))
        elif kind == "select":
            found.append((one["name"], _choice(one, last=bool(text))))
        elif text and kind in ("radio", "checkbox") and not _away(one["name"]) and one["name"] not in dict(found):
            found.append((one["name"], one.get("value", "on")))
    button = form.find("button", {"name": True})
    unseen = {one["name"] for one in form.find_all("input", {"type": "hidden"})}
    chosen = button and (button["name"] == "do" or {name for name, _ in found} <= unseen)
    return [*found, (button["name"], button.get("value", ""))] if chosen else found


def _away(name: str) -> bool:
    """Whether a box takes a row away, with what was typed in it."""
    return bool(re.search(r"\b(gone|drop)\b", name))


def _choice(select: Tag, *, last: bool) -> str:
    options = select.find_all("option")
    return str(options[-1 if last else 0].get("value", "")) if options else ""


@dataclass
class Sent:
    """What came back when a form was sent."""

    form: Form
    typed: list[tuple[str, str]]
    status: int
    text: str
    kind: str = "empty"
    secret: frozenset[str] = frozenset()
    """What was typed that no page may give back."""

    @property
    def refused(self) -> bool:
        return 400 <= self.status < 500


def send(browser, form: Form, text: str) -> Sent:
    """Open a form's page and send the form with every text alike; with a text it brings a file that is none."""
    page = browser.http.get(form.page)
    found = forms_on(BeautifulSoup(page.text, "html.parser"))
    assert len(found) > form.at, form
    tag = found[form.at]
    typed = filled(tag, text)
    files = [one["name"] for one in tag.find_all("input", {"type": "file"}) if text]
    data: dict[str, list[str]] = {}
    for name, value in typed:
        data.setdefault(name, []).append(value)
    sending = dict.fromkeys(files, ("wrong.exe", b"MZ not a paper", "application/x-msdownload"))
    answer = browser.http.post(form.action, data=data, files=sending or None)
    secret = {one["name"] for one in tag.find_all("input", {"type": "password"})}
    hidden = frozenset(value for name, value in typed if name in secret)
    return Sent(form, typed, answer.status_code, answer.text, "wrong" if text else "empty", hidden)
