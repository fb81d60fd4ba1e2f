"""Presses a button of a page that has several forms, by what its form says that it does."""

from typing import Any

from bs4 import BeautifulSoup


def press(
    browser, path: str, do: str, status: int = 303, *, at: int = 0, files: Any = None, **typed: Any
) -> BeautifulSoup:
    """Open a page, fill in the form that does something (the first of several, or another), and send it."""
    page = browser.get(path)
    forms = [one for one in page.find_all("form") if one.find("input", {"name": "do", "value": do})]
    assert len(forms) > at, f"no form of {path} does '{do}'"
    hidden = {one["name"]: one.get("value", "") for one in forms[at].find_all("input", {"type": "hidden"})}
    hidden |= {one["name"]: one.get_text() for one in forms[at].find_all("textarea", {"hidden": True})}
    answer = browser.http.post(forms[at]["action"], data={**hidden, **typed}, files=files)
    assert answer.status_code == status, (answer.status_code, said_of(BeautifulSoup(answer.text, "html.parser")))
    return BeautifulSoup(answer.text, "html.parser")


def said_of(page: BeautifulSoup) -> str:
    """What a page says is wrong, or its words."""
    found = page.find(class_="nhsuk-error-summary") or page.find("main") or page
    return " ".join(found.get_text().split())[:1_500]


def offered(page: BeautifulSoup) -> set[str]:
    """What the forms of a page do."""
    return {str(one["value"]) for one in page.select('form input[name="do"]')}
