"""What is wrong with a page that a browser shows: read by axe, without one heading, or too wide for its window."""

from collections.abc import Sequence

from axe_playwright_python.sync_playwright import Axe

KNOWN = ("aria-allowed-attr", "nhsuk-radios__input")
"""The design system's own exception: `aria-expanded` on a radio that opens a further question."""
WIDTHS = {"a small window": 1280, "200 % zoom": 640, "a phone": 390}
WIDER = """() => new Promise(done => {
  const ends = performance.now() + 2000;
  const look = () => {
    const more = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (more <= 0 || performance.now() > ends) done(more); else requestAnimationFrame(look);
  };
  look();
})"""
"""How many pixels a page is too wide for its window; the menu of the design system folds itself a moment after a change."""


def complaints(page) -> list[str]:
    """What axe finds wrong with the page that is shown, but for the known exception."""
    return [
        f"{rule['id']}: {node['html'][:160]} ({node['failureSummary'][:200]})"
        for rule in Axe().run(page).response["violations"]
        for node in rule["nodes"]
        if not (rule["id"] == KNOWN[0] and KNOWN[1] in node["html"])
    ]


def told(wrong: dict[str, list[str]]) -> str:
    return "\n".join(f"{page}: {one}" for page, said in wrong.items() for one in said)


def misfits(page) -> list[str]:
    """The widths at which the whole page would have to be pushed sideways, once its menu has folded itself."""
    said = []
    for name, width in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": 900})
        more = page.evaluate(WIDER)
        if more > 0:
            said.append(f"{name}: {more} px too wide")
    page.set_viewport_size({"width": 1280, "height": 900})
    return said


def faults(page, paths: Sequence[str], *, status: int | None = None) -> dict[str, list[str]]:
    """What is wrong with each page that somebody's browser opens in turn; all answer with `status`, if one is given."""
    found = {}
    for path in paths:
        answer = page.goto(path)
        assert answer is not None and status in (None, answer.status), path
        assert page.locator("h1").count() == 1, path
        if said := complaints(page) + misfits(page):
            found[path] = said
    return found
