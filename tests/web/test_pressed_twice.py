"""A button that is pressed twice: what it does is done once, and the second press is told so."""

import threading
from urllib.parse import unquote

import pytest
from sqlmodel import select

from fundflow import accounts, allocations, database, people
from fundflow.accounts.tables import Reply
from tests.mail.conftest import with_administrator
from tests.web.test_money_moves import NORTH, SOUTH

PATH = "/finance/virements"
ASKED = {"source": NORTH, "target": SOUTH, "amount": "100", "minute": "PCCC-2017-06/9", "reason": "A top-up."}
TWICE = "You pressed twice, and it was done once."


def form(browser, do: str) -> dict[str, str]:
    """What a form of the page carries, whatever is typed into it."""
    button = browser.get(PATH).find("button", value=do) or browser.get(PATH).find(
        "form", {"method": "post", "action": PATH}
    )
    found = button if button.name == "form" else button.find_parent("form")
    return {one["name"]: one.get("value", "") for one in found.find_all("input", {"type": "hidden"})}


def moved(at) -> tuple[list[int], int]:
    """What was moved, and how many requests wait."""
    with database.reading(at.engine) as session:
        waiting = people.proposals(session, state="open")
        return [one.pence for one in allocations.virements(session)], len(waiting)


@pytest.fixture
def asked(served):
    """A virement for which one of finance asks, and the form by which a colleague agrees."""
    at = served("active")
    first, second = at.browser("finance"), at.browser("finance2")
    sent = {**form(first, "ask"), **ASKED}
    assert first.http.post(PATH, data=sent).status_code == 303
    return at, first, second, sent


def test_who_asks_twice_asks_once_and_who_agrees_twice_moves_the_money_once(asked):
    at, first, second, sent = asked
    again = first.http.post(PATH, data=sent)
    assert (again.status_code, again.headers["location"]) == (303, PATH)
    assert TWICE in first.get(PATH).get_text()
    assert moved(at) == ([], 1)
    agreed = {**form(second, "ask"), **ASKED}
    assert [second.http.post(PATH, data=agreed).status_code for _ in range(3)] == [303] * 3
    assert moved(at) == ([10_000], 0), "the second press would have asked for it anew"


def test_two_presses_at_the_same_moment_do_it_once(asked):
    at, _, second, _ = asked
    agreed, codes = {**form(second, "ask"), **ASKED}, []
    barrier = threading.Barrier(4)

    def press() -> None:
        barrier.wait(timeout=30)
        codes.append(second.http.post(PATH, data=agreed).status_code)

    threads = [threading.Thread(target=press) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=60)
    assert codes == [303] * 4
    assert moved(at) == ([10_000], 0)


def test_the_same_typed_on_the_page_shown_anew_is_meant_and_so_is_other_typing_on_the_same_page(asked):
    at, first, second, _ = asked
    assert second.http.post(PATH, data={**form(second, "ask"), **ASKED}).status_code == 303
    assert first.http.post(PATH, data={**form(first, "ask"), **ASKED}).status_code == 303
    assert moved(at) == ([10_000], 1), "a second virement of the same sum is asked for"
    shown = form(first, "ask")
    for amount in ("200", "300"):
        assert first.http.post(PATH, data={**shown, **ASKED, "amount": amount}).status_code in (303, 409, 422)


def test_a_press_that_was_refused_is_no_press(asked):
    _, first, _, _ = asked
    sent = {**form(first, "ask"), **ASKED, "minute": ""}
    assert [first.http.post(PATH, data=sent).status_code for _ in range(2)] == [422, 422]
    assert "You pressed twice" not in first.get(PATH).get_text()


def test_what_was_pressed_is_forgotten_after_some_days(asked):
    at, *_ = asked
    with database.writing(at.engine) as session:
        (row,) = session.exec(select(Reply)).all()
        person, key = row.person_id, row.key
        accounts.forget_replies(session, person, keys="press ", before=row.at)
        assert accounts.reply(session, person, key) is not None
        accounts.forget_replies(session, person, keys="press ", before=row.at.replace(year=2030))
        assert accounts.reply(session, person, key) is None


def test_a_link_that_lets_somebody_in_is_shown_once_and_kept_nowhere(asked):
    at, *_ = asked
    with_administrator(at.engine)
    keeper = at.browser("root")
    page = keeper.get("/people/finance")
    button = page.find("input", {"name": "do", "value": "invite"}).find_parent("form")
    sent = {one["name"]: one.get("value", "") for one in button.find_all("input", {"type": "hidden"})}
    first = keeper.http.post("/people/finance", data=sent)
    assert "which works once" in unquote(first.cookies["said"])
    token = unquote(first.cookies["said"]).rsplit("/", 1)[-1]
    with database.reading(at.engine) as session:
        assert token not in str([one.body for one in session.exec(select(Reply)).all()])
    again = unquote(keeper.http.post("/people/finance", data=sent).cookies["said"])
    assert TWICE in again
    assert "if you did not see it, ask for another" in again
    assert token not in again
