"""Finance's pages: whose turn it is, runs and their files, claims with their papers, and each key down to its entries."""

import io

import pytest
from openpyxl import load_workbook

from tests.stories.stages import REF
from tests.stories.world import FUND
from tests.web.cost import MOST_QUERIES, queries


def begin(at, **more):
    browser = at.browser("writer.fednw")
    path = f"/cases/{REF}/claims/new"
    page = browser.get(path)
    tranche = page.find("input", {"name": "tranche"})["value"]
    kind = page.find("select", {"name": "type.0"}).find("option")["value"]
    typed = {
        "tranche": tranche,
        "period_from": "2017-07-01",
        "period_to": "2017-07-31",
        "type.0": kind,
        "what.0": "A nurse for two days",
        "pounds.0": "100",
    }
    return browser, path, {**typed, **more}


def test_a_claim_is_begun_with_its_papers_and_they_come_back_as_they_were(served):
    at = served("active")
    browser, path, typed = begin(at)
    key = browser.key(path)
    answer = browser.http.post(
        path,
        data={**typed, "form_key": key, "redacted": "yes"},
        files={"file": ("receipt.pdf", b"%PDF-1.4 a receipt", "application/pdf")},
    )
    assert answer.status_code == 303, answer.text[:3000]
    claim = answer.headers["location"]
    page = browser.get(claim)
    assert "A nurse for two days" in page.get_text()
    link = page.find("a", string="receipt.pdf")["href"]
    kept = browser.http.get(link)
    assert kept.content == b"%PDF-1.4 a receipt"
    assert kept.headers["content-disposition"].startswith("attachment")
    assert at.browser("writer.fedsw").http.get(link).status_code == 404


@pytest.mark.parametrize(
    ("name", "media_type", "says"),
    [
        ("run.html", "text/html", "we cannot open that kind of file"),
        ("run.html", "application/pdf", "we cannot open that kind of file"),
        ("run.pdf", "application/pdf", "it is not the .pdf file that its name says"),
    ],
)
def test_a_file_that_runs_is_not_taken_whatever_is_said_of_it_and_nothing_is_begun(name, media_type, says, served):
    at = served("active")
    browser, path, typed = begin(at)
    answer = browser.http.post(
        path,
        data={**typed, "form_key": browser.key(path)},
        files={"file": (name, b"<script>", media_type)},
    )
    assert answer.status_code == 422
    assert says in answer.text
    assert "/claims/1" not in str(browser.get(f"/cases/{REF}"))


def test_rows_are_added_and_added_up_without_script_and_without_loss(served):
    at = served("active")
    browser, path, typed = begin(at, **{"pounds.1": "20.50", "what.1": "Mileage", "add_up": "1"})
    answer = browser.http.post(path, data={**typed, "form_key": browser.key(path)})
    assert "Together £120.50" in answer.text
    assert 'value="Mileage"' in answer.text
    more = browser.http.post(
        path, data={**{k: v for k, v in typed.items() if k != "add_up"}, "more": "1", "form_key": browser.key(path)}
    )
    assert 'name="pounds.4"' in more.text


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("pounds.0", "a lot", "a lot"),
        ("pounds.0", "", "No cost has an amount"),
        ("period_from", "July", "is not a day"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field_and_everything_stays(field, text, said, served):
    at = served("active")
    browser, path, typed = begin(at, **{field: text})
    answer = browser.http.post(path, data={**typed, "form_key": browser.key(path)})
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="A nurse for two days"' in answer.text


def sent(at):
    """A claim on its way to be checked."""
    browser, path, typed = begin(at)
    papers = {"file": ("forecast.pdf", b"%PDF-1.4 a forecast", "application/pdf")}
    answer = browser.http.post(path, data={**typed, "form_key": browser.key(path), "redacted": "yes"}, files=papers)
    place = answer.headers["location"]
    signatory = at.browser("partner.fednw")
    signatory.send(f"{place}/submit", declaration="These costs were met for this award and are claimed nowhere else.")
    return place


def test_a_claim_stands_beside_the_budget_with_its_papers_and_conditions_for_whoever_checks_it(served):
    at = served("active")
    place = sent(at)
    browser = at.browser("claim_checker")
    at.statements.clear()
    page = browser.get(place)
    assert queries(at) <= MOST_QUERIES, "\n".join(one[:90] for one in at.statements)
    assert "Pass it as checked: the claim checker" in page.get_text(" ", strip=True)
    assert [one.get_text(strip=True) for one in page.select(".ff-steps a")] == ["Pass it as checked", "Ask about it"]
    said = page.find(id="checks").find_parent("main").get_text(" ", strip=True)
    for words in ("In this claim £100.00", "Claimed before £0.00", "Within", "1 paper came with it", "no invoice"):
        assert words in said, words
    assert at.browser("writer.fednw").get(place).find(id="checks") is None


def test_a_claim_goes_through_three_peoples_hands_to_a_run_and_its_file(served):
    at = served("active")
    place = sent(at)
    assert "A nurse" not in at.browser("claim_checker").get("/finance").get_text()
    at.browser("claim_checker").send(f"{place}/check")
    assert "Checked by" in at.browser("claim_approver").get("/finance").get_text()
    at.browser("claim_approver").send(f"{place}/approve")
    finance = at.browser("finance")
    page = finance.get("/finance")
    claim = page.find("input", {"name": "claim"})["value"]
    answer = finance.http.post("/finance", data={"form_key": finance.key("/finance"), "claim": claim})
    assert answer.status_code == 303, answer.text[:2000]
    run = answer.headers["location"]
    assert "£100.00" in finance.get(run).get_text()
    assert claim in finance.http.get(f"{run}/file").text
    book = load_workbook(io.BytesIO(finance.http.get(f"{run}/file?format=xlsx").content))
    assert book.active.max_row >= 2
    releaser = at.browser("payment_releaser")
    released = releaser.http.post(run, data={"form_key": releaser.key(run), "do": "release"})
    assert released.status_code == 303, released.text[:3000]
    assert "Released" in releaser.get(run).get_text()


def test_whoever_checked_a_claim_reads_on_its_page_why_they_do_not_approve_it(served):
    at = served("active")
    place = sent(at)
    at.browser("claim_checker").send(f"{place}/check")
    approver = at.browser("claim_approver").get(place).get_text()
    assert "Approve it" in approver


def test_part_of_a_line_is_approved_with_its_reason(served):
    at = served("active")
    place = sent(at)
    at.browser("claim_checker").send(f"{place}/check")
    browser = at.browser("claim_approver")
    browser.send(f"{place}/approve", status=422, **{"approved.1": "60"})
    browser.send(f"{place}/approve", **{"approved.1": "60", "reasons.1": "Two days were planned and one was worked."})
    said = browser.get(place).get_text()
    assert "approved £60.00" in said
    assert "one was worked" in said


def test_a_run_with_nothing_ticked_is_refused_in_one_sentence(served):
    finance = served("active").browser("finance")
    answer = finance.http.post("/finance", data={"form_key": key_of(finance)})
    assert answer.status_code == 422
    assert "No claim is ticked" in answer.text


def key_of(browser) -> str:
    """The key that every form of this person carries, from the button that signs out."""
    return str(browser.get("/finance").find("input", {"name": "form_key"})["value"])


def test_each_key_of_money_opens_down_to_its_entries(served):
    at = served("active")
    finance = at.browser("finance")
    link = finance.get("/finance").select_one("#books ~ details a")["href"]
    assert f"fund={FUND}" in link
    page = finance.get(link)
    assert page.find("h1").get_text().startswith("Every entry of")
    assert page.select("tbody tr")
    finance.get("/finance/entries?fund=none&commissioner=none&period=2017%2F18", status=404)


def test_finances_pages_ask_few_questions(served):
    at = served("active")
    place = sent(at)
    finance = at.browser("finance")
    for path in ("/finance", place, f"{place}", "/finance/entries?fund=transformation&commissioner=05J&period=2017/18"):
        at.statements.clear()
        finance.http.get(path)
        assert queries(at) <= MOST_QUERIES, (path, [one[:90] for one in at.statements])


@pytest.mark.parametrize("name", ["writer.fednw", "gp_far", "lay_chair.05J"])
def test_finances_pages_are_not_for_others(name, served):
    at = served("active")
    browser = at.browser(name)
    for path in ("/finance", "/finance/entries", "/runs/PR-1"):
        browser.get(path, status=403)


def test_a_claimant_reads_each_line_beside_its_budget_and_how_far_it_may_be_passed(served):
    at = served("active")
    browser, path, typed = begin(at, **{"pounds.0": "500"})
    place = browser.http.post(path, data={"form_key": browser.key(path), **typed}).headers["location"]

    def line(address: str) -> list[str]:
        row = browser.get(address).find(id="budget").find_next("table").find("tbody").find("tr")
        return [one.get_text(" ", strip=True) for one in row.select("th, td")]

    kind, *amounts, stands = line(place)
    assert kind.endswith("Backfill so that staff can leave their usual work, 2017/18")
    assert amounts == [
        "Agreed £60,000.00",
        "Claimed before £0.00",
        "In this claim £500.00",
        "The most £66,000.00",
    ]
    assert stands == "Stands Within"
    assert "10% or £1,000.00 above it" in browser.get(place).get_text()
    assert line(path)[3] == "Left £60,000.00", "a draft takes nothing yet"
    at.browser("partner.fednw").send(f"{place}/submit", declaration="Met for this award and claimed nowhere else.")
    assert line(path)[2:4] == ["Claimed before £500.00", "Left £59,500.00"]
    for address in (place, path):
        at.statements.clear()
        browser.get(address)
        assert queries(at) <= MOST_QUERIES, address


def test_a_run_waits_for_whoever_releases_it_and_then_for_finance_to_book_the_bank_s_answer(served):
    at = served("active")
    place = sent(at)
    at.browser("claim_checker").send(f"{place}/check")
    at.browser("claim_approver").send(f"{place}/approve")
    finance, releaser = at.browser("finance"), at.browser("payment_releaser")
    claim = finance.get("/finance").find("input", {"name": "claim"})["value"]
    run = finance.http.post("/finance", data={"form_key": key_of(finance), "claim": claim}).headers["location"]
    assert finance.get(run).find("input", {"value": "release"}) is None
    assert "Release the payment run" in releaser.get("/work").find("a", {"href": run}).find_parent("tr").get_text()
    assert "Release the payment run" not in finance.get("/work").get_text()
    releaser.http.post(run, data={"form_key": releaser.key(run), "do": "release"})
    assert releaser.get("/work").find("a", {"href": run}) is None
    assert "Book what the bank says of the run" in finance.get("/work").get_text()
