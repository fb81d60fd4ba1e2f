"""An assessor in the browser: declares from summaries, scores beside the papers, saves as they go, locks, hands back."""

import io

import pytest
from openpyxl import load_workbook

from fundflow import engine
from fundflow.engine.assessment import Mark
from tests.stories.stages import REF, ROUND
from tests.stories.world import CRITERIA, OFFICE

BID = f"/scoring/{REF}"
LIST = f"/scoring/rounds/{ROUND}"
SECRET = "only the first assessor wrote this"


@pytest.fixture
def panel(served):
    """A bid with two assessors; the first has scored and not locked."""
    at = served("in_assessment")
    with at.place.living() as world:
        world.assign(REF, "gp_far", "accountant")
        first = world.who("gp_far")
        engine.assessment.declare(world.session, REF, answer="none", actor=first, now=world.now)
        engine.assessment.open_papers(world.session, REF, actor=first, now=world.now)
        marks = {key: Mark(4, SECRET, SECRET, SECRET, SECRET) for key in CRITERIA}
        engine.assessment.score(world.session, REF, marks, actor=first, now=world.now, lock=False)
    return at


def said(page):
    return page.get_text(" ", strip=True)


def typed(score="4", words="Page 2 says so.", keys=CRITERIA):
    found = {}
    for key in keys:
        found |= {
            f"score.{key}": score,
            f"justification.{key}": words,
            f"strength.{key}": "Clear.",
            f"gap.{key}": "No date.",
        }
    return found


def press(browser, do, status=303, **fields):
    page = browser.get(BID)
    form = next(f for f in page.find_all("form", {"action": BID}) if do in str(f))
    hidden = {one["name"]: one.get("value", "") for one in form.find_all("input", {"type": "hidden"})}
    answer = browser.http.post(BID, data={**hidden, "do": do, **fields})
    assert answer.status_code == status, answer.text[:3000]
    return answer


def ready(at, name="accountant"):
    browser = at.browser(name)
    browser.send(f"{LIST}/declare", **{f"answer.{REF}": "none"})
    press(browser, "open")
    return browser


def test_every_bid_of_a_round_is_declared_on_one_page_from_its_summary_alone(panel):
    browser = panel.browser("accountant")
    page = said(browser.get(f"{LIST}/declare"))
    assert "North federation" in page
    assert "Alder Practice" in page
    assert "£100,000.00" in page
    assert "An answer to" not in page, "a summary holds no answers"
    browser.send(f"{LIST}/declare", **{f"answer.{REF}": "none"})
    assert "You have answered for every bid" in said(browser.get(f"{LIST}/declare"))


def test_an_interest_without_a_word_about_it_is_refused_and_the_choice_stays(panel):
    browser = panel.browser("accountant")
    page = browser.send(f"{LIST}/declare", 422, **{f"answer.{REF}": "declare"})
    assert "Say whom you are tied to" in said(page)
    assert page.find("input", {"id": f"answer.{REF}.declare"}).has_attr("checked")


def test_papers_are_shut_until_the_assessor_has_declared(panel):
    page = said(panel.browser("accountant").get(BID))
    assert "The papers are shut" in page
    assert "An answer to" not in page


def test_the_bid_stands_beside_each_criterion_with_its_anchors_and_what_is_sent(panel):
    page = ready(panel).get(BID)
    words = said(page)
    assert "An answer to accomplish" in words
    assert "bid 1 of 1" in words
    assert "Your interest: no interest" in words
    assert len(page.find_all("section", class_="ff-criterion")) == len(CRITERIA)
    assert words.count("Sent to the applicant") == 2 * len(CRITERIA)
    assert words.count("Not sent: for the panel") == len(CRITERIA)
    assert "Before you can lock" in words


def test_saving_as_one_goes_keeps_what_is_whole_and_what_is_not(panel):
    browser = ready(panel)
    half = {**typed(keys=CRITERIA[:1]), f"justification.{CRITERIA[1]}": "I have only begun"}
    answer = press(browser, "save", 200, autosave="1", **half).json()
    assert answer["said"].startswith("Saved")
    page = browser.get(BID)
    assert page.find("textarea", {"name": f"justification.{CRITERIA[1]}"}).text == "I have only begun"
    assert page.find("input", {"id": f"score.{CRITERIA[0]}.4"}).has_attr("checked")
    assert "I have only begun" not in said(panel.browser("gp_far").get(BID))


def test_two_open_pages_of_one_sheet_lose_nothing(panel):
    browser = ready(panel)
    page = browser.get(BID)
    was = page.find("input", {"name": "was"})["value"]
    press(browser, "save", **typed())
    answer = press(browser, "save", 409, **{**typed(words="From the other page"), "was": was})
    assert "Page 2 says so." in answer.text
    assert "From the other page" in answer.text


def test_a_sheet_that_is_not_whole_is_not_locked_and_says_what_is_missing(panel):
    browser = ready(panel)
    answer = press(browser, "lock", 422, **typed(keys=CRITERIA[:5]))
    assert "missing" in answer.text
    assert "Greatest impact and gain: no score" in answer.text


def test_what_is_written_in_part_is_never_lost_by_a_lock(panel):
    browser = ready(panel)
    press(browser, "save", **typed())
    gone = {**typed(), f"justification.{CRITERIA[0]}": ""}
    answer = press(browser, "lock", 422, **gone)
    assert "written in part" in answer.text


def test_locking_the_last_sheet_finishes_the_scoring(panel):
    browser = ready(panel)
    press(browser, "lock", **typed())
    panel.browser("gp_far").send(LIST)
    with panel.place.living() as world:
        assert (
            engine.open_case(world.session, REF, actor=world.who("system"), now=world.now).application.state == "scored"
        )


@pytest.mark.parametrize("name", ["accountant", "nurse", *OFFICE, "writer.fednw", "partner.fednw"])
def test_nobody_sees_anothers_scores_before_the_lock(panel, name):
    browser = panel.browser(name)
    for path in (
        BID,
        LIST,
        f"{LIST}/declare",
        f"/cases/{REF}",
        f"/moderation/{REF}",
        f"/rounds/{ROUND}/moderation",
        f"/rounds/{ROUND}/ranking",
        f"/rounds/{ROUND}/seats",
        f"/rounds/{ROUND}",
    ):
        answer = browser.http.get(path)
        assert answer.status_code in (200, 303, 403, 404), (path, answer.status_code)
        assert SECRET not in answer.text, path


@pytest.mark.parametrize("name", ["nurse", "officer", "writer.fednw"])
def test_who_has_no_seat_finds_no_bid_to_score(panel, name):
    assert panel.browser(name).http.get(BID).status_code in (403, 404)


def test_handing_back_keeps_the_draft_sealed_and_tells_the_officer_who_could_take_over(panel):
    browser = panel.browser("gp_far")
    press(browser, "hand_back", why="ill", reason="A child is ill")
    assert browser.http.get(BID).status_code == 404
    assert f"handed {REF} back" in said(panel.browser("officer").get("/work"))


def test_the_pack_and_the_sheet_are_files_and_a_sheet_is_checked_before_it_is_saved(panel):
    browser = ready(panel)
    key = browser.key(LIST)
    pack = browser.http.post(f"{LIST}/pack", data={"form_key": key})
    assert pack.content[:2] == b"PK"
    book = load_workbook(io.BytesIO(browser.http.get(f"{LIST}/sheet.xlsx").content))
    for row in book.active.iter_rows(min_row=2):
        row[4].value, row[5].value, row[6].value, row[7].value = 3, "On paper.", "Clear.", "No date."
    raw = io.BytesIO()
    book.save(raw)
    for do, told in (
        ("check", "Nothing was saved yet. 6 rows read: 6 would be saved"),
        ("save", "6 rows read: 6 saved"),
    ):
        answer = browser.http.post(
            f"{LIST}/sheet",
            data={"form_key": key, "do": do},
            files={"sheet": ("s.xlsx", raw.getvalue(), "application/octet-stream")},
        )
        assert told in answer.text
        shown = "On paper." in browser.http.get(BID).text
        assert shown == (do == "save")


@pytest.mark.parametrize("path", [LIST, f"{LIST}/declare", BID])
def test_an_assessors_pages_ask_few_questions(panel, path):
    browser = panel.browser("gp_far")
    panel.statements.clear()
    browser.get(path)
    reads = [one for one in panel.statements if one.split()[0] == "SELECT" or one.startswith("WITH")]
    assert len(reads) <= 12, "\n".join(one[:300] for one in reads)
