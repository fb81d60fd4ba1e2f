"""Seats, moderation and the ranked list on pages: cover and rulings, scores settled with a reason, what-if beside the real list."""

import pytest

from fundflow import engine, people, scoring
from tests.engine.test_sight import holds, tied
from tests.stories.stages import REF, ROUND, rank
from tests.stories.world import ASSESSORS
from tests.web.cost import MOST_QUERIES, queries

RANKING = f"/rounds/{ROUND}/ranking"
SEATS = f"/rounds/{ROUND}/seats"
BID = f"/moderation/{REF}"
DISPUTED = "federation_development"


def said(page):
    return page.get_text(" ", strip=True)


def press(browser, path, mark, status=303, **fields):
    """Press the button of the form that holds a mark."""
    form = next(one for one in browser.get(path).find_all("form", {"action": path}) if mark in str(one))
    hidden = {one["name"]: one.get("value", "") for one in form.find_all("input", {"type": "hidden"})}
    answer = browser.http.post(path, data={**hidden, **fields})
    assert answer.status_code == status, answer.text[:3000]
    return answer


@pytest.fixture
def ranked(served):
    at = served("scored")
    with at.place.living() as world:
        engine.assessment.rank(world.session, ROUND, actor=world.who("officer"), now=world.now)
    return at


def test_a_plan_is_shown_with_cover_and_load_before_any_seat_is_given(served):
    at = served("in_assessment")
    browser = at.browser("officer")
    kinds = {"clinical": ["gp_far", "nurse"], "finance_aware": ["accountant"]}
    plan = press(browser, SEATS, "most", 200, do="plan", **kinds).text
    assert "Nothing was written" in plan
    assert "(now 0)" in plan
    assert "Nobody" in said(browser.get(SEATS))
    press(browser, SEATS, "most", do="assign", **kinds)
    page = said(browser.get(SEATS))
    assert "Complete" in page
    assert "Replace an assessor" in page


def test_an_interest_is_ruled_on_where_the_officer_sees_the_panel(served):
    at = served("seated")
    with at.place.living() as world:
        who = world.who("gp_far")
        engine.assessment.declare(
            world.session, REF, answer="not_sure", detail="An old friend", actor=who, now=world.now
        )
    browser = at.browser("officer")
    assert "An old friend" in said(browser.get(SEATS))
    press(browser, SEATS, "An old friend" and 'value="rule"', 422, ruling="may", reason="")
    press(browser, SEATS, 'value="rule"', ruling="may_not", reason="They share a house.")
    assert "An old friend" not in said(browser.get(SEATS))


def test_a_moderator_sees_who_differs_why_and_who_is_lenient(served):
    at = served("moderation")
    page = said(at.browser("moderation_chair").get(f"/rounds/{ROUND}/moderation"))
    assert "scores run from 2 to 5, 3 apart" in page
    assert "To agree" in page
    assert "+3.0" in page
    assert "-3.0" in page


def test_a_score_is_agreed_with_a_reason_and_the_first_scores_stay(served):
    at = served("moderation")
    browser = at.browser("moderation_chair")
    assert "Because of page 2." in said(browser.get(BID))
    assert "choose a score" in press(browser, BID, DISPUTED, 422, reason="Between the two").text
    assert "Between the two" in press(browser, BID, DISPUTED, 422, agreed="", reason="Between the two").text
    press(browser, BID, DISPUTED, agreed="4", reason="Both saw the same plan.")
    page = said(browser.get(BID))
    assert "Agreed at 4: Both saw the same plan." in page
    assert "Gp Far: 5." in page
    assert "Record the agreed scores" in page
    assert "Set a score aside" in page


def test_locked_scores_are_opened_again_while_others_still_score_without_being_seen(served):
    at = served("in_assessment")
    with at.place.living() as world:
        clinical, finance = ASSESSORS["accountant"]
        engine.assessment.assign(
            world.session,
            REF,
            "accountant",
            clinical=clinical,
            finance_aware=finance,
            actor=world.who("officer"),
            now=world.now,
        )
        world.score(REF, {"gp_far": (4, 3, 5, 2, 4, 3)})
    browser = at.browser("moderation_chair")
    page = said(browser.get(BID))
    assert "Gp Far: has locked" in page
    assert "Because of page 2." not in page
    press(
        browser, BID, 'value="unlock"', who=str(at.place and _person(at, "gp_far")), reason="A criterion was misread."
    )
    assert "Gp Far: is scoring" in said(browser.get(BID))


def _person(at, name):
    with at.place.living() as world:
        return world.who(name).id


def test_the_ranked_list_says_where_the_line_falls_at_every_key(ranked):
    page = said(ranked.browser("officer").get(RANKING))
    assert "List 1" in page
    assert "Not frozen" in page
    assert "70.0" in page
    assert "£263,641.00" in page
    assert "None: all fit" in page


def test_what_if_stands_beside_the_real_list_and_changes_nothing(ranked):
    browser = ranked.browser("officer")
    asked = f"{RANKING}?try=1&money.05J.2017/18=1000&threshold=60"
    page = said(browser.get(asked))
    assert "The real list" in page
    assert "What it would be" in page
    assert "Stops here" in page
    assert "was not ranked" not in page
    high = said(browser.get(f"{RANKING}?try=1&threshold=90"))
    assert "below 90.0" in high
    with ranked.place.living() as world:
        kept = scoring.rankings(world.session, 1)
        assert [one.number for one in kept] == [1]
        assert kept[0].budget[0]["pence"] == 26_364_100
    assert "What it would be" not in said(browser.get(RANKING))


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("weight.sustainability=90", "must sum to 100"),
        ("threshold=lots", "is not a threshold"),
        ("money.05J.2017/18=x", "not an amount"),
    ],
)
def test_a_what_if_that_cannot_be_says_what_to_write(ranked, asked, told):
    page = said(ranked.browser("officer").get(f"{RANKING}?try=1&{asked}"))
    assert told in page
    assert "The real list is unaffected" in page


def test_a_list_is_ranked_and_frozen_by_those_who_may(ranked):
    browser = ranked.browser("officer")
    press(browser, RANKING, 'value="freeze"', do="freeze")
    assert "Frozen" in said(browser.get(RANKING))
    auditor = ranked.browser("auditor")
    assert auditor.get(RANKING).find("form", {"action": RANKING, "method": "post"}) is None
    refused = auditor.http.post(RANKING, data={"form_key": auditor.key(RANKING), "do": "freeze"})
    assert refused.status_code == 403
    assert "Ranking a round is for" in refused.text


def test_what_is_chosen_where_the_list_stops_is_recorded_with_its_reason(served):
    at = served("scored")
    with at.place.living() as world:
        rank(world)
        made = scoring.rankings(world.session, 1)[-1]
        made.budget = [
            {**one, "pence": 3_000_000 if one["commissioner"] == "05J" else one["pence"]} for one in made.budget
        ]
        world.session.add(made)
    browser = at.browser("officer")
    assert "Stops here" in said(browser.get(RANKING))
    with at.place.living() as world:
        tied(world, people.named(world.session, "officer2").id)
    colleague = at.browser("officer2")
    typed = {
        "form_key": colleague.key(RANKING),
        "do": "choose",
        "bid": REF,
        "option": "hold_balance",
        "reason": "Mine.",
    }
    refused = colleague.http.post(RANKING, data=typed)
    assert refused.status_code in (403, 422)
    assert "Ask a colleague without a tie" in refused.text
    press(browser, RANKING, 'value="choose"', bid=REF, option="hold_balance", reason="Wait for the next round.")
    page = said(browser.get(RANKING))
    assert "hold the balance. Wait for the next round." in page
    assert "Held" in page


@pytest.mark.parametrize("path", [RANKING, f"{RANKING}?try=1&threshold=50", SEATS, f"/rounds/{ROUND}/moderation", BID])
def test_pages_over_a_whole_round_ask_few_questions(ranked, path):
    browser = ranked.browser("officer")
    ranked.statements.clear()
    browser.get(path)
    assert queries(ranked) <= MOST_QUERIES, "\n".join(one[:200] for one in ranked.statements)


@pytest.mark.parametrize("name", ["gp_far", "writer.fednw", "partner.fednw", "lay_chair.05J"])
@pytest.mark.parametrize("path", [RANKING, SEATS, f"/rounds/{ROUND}/moderation", BID])
def test_who_is_not_of_the_office_sees_none_of_it(ranked, name, path):
    assert ranked.browser(name).http.get(path).status_code in (403, 404)


def test_one_of_the_group_who_is_tied_to_a_bid_finds_neither_its_score_nor_its_place(ranked):
    with ranked.place.living() as world:
        holds("implementation_group")(world, people.named(world.session, "nurse").id)
    browser = ranked.browser("nurse")
    assert browser.get(RANKING).select_one("td.ff-figures").get_text()[0].isdigit()
    with ranked.place.living() as world:
        tied(world, people.named(world.session, "nurse").id)
    for path in (RANKING, f"{RANKING}?try=1"):
        page = browser.get(path)
        assert "You are tied to it" in said(page)
        assert not page.select_one("td.ff-figures").get_text()[0].isdigit()
        assert REF not in said(page.find_all("table")[1])


def test_a_moderator_who_is_tied_to_a_bid_does_not_read_how_its_scores_differ(served):
    at = served("moderation")
    path, browser = f"/rounds/{ROUND}/moderation", at.browser("moderation_chair")
    assert "3 apart" in said(browser.get(path))
    with at.place.living() as world:
        tied(world, people.named(world.session, "moderation_chair").id)
    page = said(browser.get(path))
    assert "3 apart" not in page
    assert REF not in page
