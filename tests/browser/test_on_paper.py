"""What Chromium prints: whole tables, nothing to press, and who saw it when."""

from tests.stories.stages import REF, ROUND
from tests.stories.world import FUND

UPRIGHT, ACROSS = 698, 1024
"""Pixels between the margins of a sheet of A4."""
LOOK = """([which, width]) => [...document.querySelectorAll(which)]
  .filter(one => one.checkVisibility() && one.getBoundingClientRect().right > width)
  .map(one => one.outerHTML.slice(0, 120))"""
PRESSED = "button, nav a, main form:not(.ff-prints):not(:has(table)):not([data-section])"
LINKED = """() => [...document.querySelectorAll('main a')]
  .filter(one => getComputedStyle(one, '::after').content.includes('Link')).length"""
PAGES = {
    "the fund": (None, f"/funds/{FUND}", UPRIGHT),
    "a bid": ("writer.fednw", f"/bids/{REF}", UPRIGHT),
    "the round": ("officer", f"/rounds/{ROUND}", UPRIGHT),
    "a case": ("officer", f"/cases/{REF}", UPRIGHT),
    "the ranked list": ("officer", f"/rounds/{ROUND}/ranking", UPRIGHT),
    "decisions": (None, "/register/decisions", ACROSS),
    "awards": (None, "/register", ACROSS),
    "finance": ("finance", "/finance", ACROSS),
    "allocations": ("finance", "/finance/allocations", ACROSS),
}


def test_a_printed_page_is_whole_and_says_who_saw_it_when(live):
    at = live("active")
    for name, (person, path, width) in PAGES.items():
        page = at.person(person, width=width)
        page.goto(path)
        page.emulate_media(media="print")
        assert page.evaluate(LOOK, ["main *", width + 1]) == [], name
        assert page.evaluate(LOOK, [PRESSED, 0]) == [], name
        head = page.locator(".ff-printed").inner_text()
        assert head.startswith("On the screen"), name
        assert (person is None) == head.startswith("On the screen:"), name
        assert page.evaluate(LINKED) == 0, name
        page.context.close()
        at.contexts.remove(page.context)
