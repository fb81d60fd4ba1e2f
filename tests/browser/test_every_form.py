"""Every form that is refused, in a real browser: the reader is put at a summary that leads to fields, and nothing is cut off."""

import shutil

import pytest

from fundflow import database
from fundflow.web.typed import PRESSED
from tests.browser.conftest import Live, running
from tests.browser.looking import WIDER, complaints
from tests.stories.stages import Place
from tests.web.conftest import over
from tests.web.forms import Form, Sent
from tests.web.grounds import GROUNDS, Grounds

SEND = """([at, typed]) => {
  const form = [...document.querySelectorAll("form[method=post]")][at];
  const queues = {};
  for (const [name, value] of typed) (queues[name] ??= []).push(value);
  for (const one of form.elements) {
    if (!one.name || one.type === "hidden" || one.type === "file") continue;
    if (one.type === "radio" || one.type === "checkbox") one.checked = (queues[one.name] ?? []).includes(one.value);
    else if (one.tagName !== "BUTTON" && queues[one.name]?.length) one.value = queues[one.name].shift();
  }
  form.noValidate = true;
  const buttons = [...form.querySelectorAll("button")].filter(one => one.type === "submit");
  const named = buttons.find(one => one.name && (queues[one.name] ?? []).includes(one.value));
  form.requestSubmit(named ?? buttons.find(one => !one.name) ?? buttons[0]);
}"""
"""Fills a page's form as a person would and presses its button."""


def refused(grounds: Grounds, ground: str) -> list[Sent]:
    """A refusal of each form of a ground that has a field; one without may be refused for what stands beside it alone."""
    answered = grounds.of(ground).answered.values()
    found = (
        next((one for one in answers if one.refused and {name for name, _ in one.typed} - {"form_key", PRESSED}), None)
        for answers in answered
    )
    return [one for one in found if one is not None]


def problems(page, form: Form) -> list[str]:
    """What is wrong with the refusal that the browser shows."""
    wrong = []
    if not page.title().startswith("Error: "):
        wrong.append(f"its title is {page.title()}")
    if "nhsuk-error-summary" not in page.evaluate("document.activeElement.className"):
        wrong.append("the summary has no focus")
    for link in page.locator(".nhsuk-error-summary a[href^='#']").all():
        key = (link.get_attribute("href") or "#")[1:]
        if page.locator(f"[id='{key}']").count() != 1:
            wrong.append(f"#{key} leads nowhere")
    page.set_viewport_size({"width": 390, "height": 900})
    if (more := page.evaluate(WIDER)) > 0:
        wrong.append(f"{more} px too wide on a phone")
    return [*wrong, *complaints(page)]


ALWAYS = ("a fund before sign-in", "a partner's link", "claims")
"""Grounds whose forms are looked at in every run; the others where there is time."""


@pytest.mark.parametrize(
    "ground", [one if one in ALWAYS else pytest.param(one, marks=pytest.mark.slow) for one in GROUNDS]
)
def test_a_form_that_is_refused_puts_the_reader_at_its_summary_and_reads_well(ground, grounds, chromium, tmp_path):
    met, wrong = grounds.of(ground), {}
    file = tmp_path / "ground.db"
    shutil.copyfile(met.file, file)
    engine = database.connect(f"sqlite:///{file}")
    at = over(Place(engine, met.now), demonstration=met.demonstration)
    with running(at.house) as url:
        live = Live(at, url, chromium)
        seats: dict[str | None, object] = {}
        for sent in refused(grounds, ground):
            form = sent.form
            page = seats.get(form.person) or seats.setdefault(form.person, live.person(form.person))
            page.set_viewport_size({"width": 1280, "height": 900})
            page.goto(form.page)
            with page.expect_navigation():
                page.evaluate(SEND, [form.at, sent.typed])
            if found := problems(page, form):
                wrong[f"{form.name} as {form.person}"] = found
        for context in live.contexts:
            context.close()
    engine.dispose()
    assert wrong == {}, "\n".join(f"{name}: {one}" for name, found in wrong.items() for one in found)
    assert live.wrong == []
