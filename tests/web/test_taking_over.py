"""A round taken over on pages: begun, its file taken in, its figures side by side, and two people who let it go live."""

import csv
import io

import pytest
from openpyxl import load_workbook

from fundflow import allocations, database, takeovers
from tests.engine.test_takeover import AS_AT, AWARD, DEFERRED, NOW
from tests.stories.stages import ROUND as BEGUN_HERE
from tests.stories.world import FUND
from tests.web.cost import MOST_QUERIES, queries
from tests.wording import COMMAND

ROUND = f"{FUND}-2017-2"
PAGE = f"/take-overs/{ROUND}"
BEGUN = {"opens_on": "2017-04-03", "opens_at": "09:00", "closes_on": "2017-05-12", "closes_at": "17:00"}
UNPAID = {**AWARD, "paid": ""}


def begin(at, **typed):
    """An officer takes a round over in December."""
    at.clock.now = NOW
    return at.browser("officer").send("/take-overs", **{"fund": FUND, "title": "Spring bids", **BEGUN, **typed})


def bring(at, *rows):
    """An officer sends the file in, looks at it and applies it."""
    browser, out = at.browser("officer"), io.StringIO()
    table = csv.DictWriter(out, fieldnames=list(dict.fromkeys(name for row in rows for name in row)))
    table.writeheader()
    table.writerows({**row, "round": ROUND} for row in rows)
    typed = {"form_key": browser.key("/imports/position"), "as_at": AS_AT.isoformat()}
    sent = {"file": ("november.csv", out.getvalue().encode(), "text/csv")}
    looked = browser.http.post("/imports/position", data={**typed, "do": "check"}, files=sent).text
    kept = looked.split('name="kept_file" value="')[1].split('"')[0]
    browser.http.post("/imports/position", data={**typed, "do": "apply", "kept_file": kept}, files={"file": ("", b"")})


def taken_over(at, *rows):
    """A round of December with these bids."""
    begin(at)
    bring(at, *rows)
    return at


def text(soup) -> str:
    return " ".join(soup.find("main").get_text(" ").split())


def live_by(at) -> str:
    with database.reading(at.engine) as session:
        return takeovers.of_round(session, ROUND).live_by


def test_a_round_is_begun_and_leads_to_its_page_with_an_empty_sheet(served):
    at = served("draft")
    begin(at)
    officer = at.browser("officer")
    listed = text(officer.get("/take-overs"))
    assert "Spring bids" in listed
    assert "None yet" in listed
    assert "Not yet" in listed
    page = officer.get(PAGE)
    assert "nothing to compare" in text(page)
    assert page.find("form", {"action": PAGE}) is None, "nothing is taken in that could go live"
    answer = officer.http.get(page.find("a", string="An empty sheet (.xlsx)")["href"])
    assert answer.headers["content-disposition"].endswith(f"{ROUND}-empty.xlsx")
    sheet = load_workbook(io.BytesIO(answer.content))["Position"]
    assert (sheet.max_row, sheet["A1"].value) == (1, "Round")


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"opens_on": ""}, "opens_on", "Say when bids could first be sent"),
        ({"closes_on": "May"}, "closes_on", "is not a date and time"),
        ({"closes_at": ""}, "closes_at", "Say at what time"),
        ({"closes_on": "2017-04-01"}, "", "before it opens"),
        ({"fund": ""}, "fund", "Choose the fund"),
    ],
)
def test_what_cannot_be_begun_is_told_at_its_field_and_nothing_is_kept(typed, field, said, served):
    at = served("draft")
    at.clock.now = NOW
    page = at.browser("officer").send("/take-overs", 422, **{"fund": FUND, "title": "Spring bids", **BEGUN, **typed})
    assert said in text(page)
    assert not field or page.find(id=f"{field}-error") is not None, page.find(class_="nhsuk-error-summary")
    assert page.find("input", {"name": "title"})["value"] == "Spring bids"
    with database.reading(at.engine) as session:
        assert takeovers.take_overs(session) == []


def test_figures_stand_side_by_side_and_one_that_differs_is_accepted_by_name_before_two_go_live(served):
    at = taken_over(served("draft"), AWARD, DEFERRED)
    officer, money = at.browser("officer"), at.browser("finance")
    told = text(officer.get(PAGE))
    for words in ("november.csv", "30 November 2017", "£50,000.00", "£10,000.00", "£0.00 in the outside ledger"):
        assert words in told, words
    assert "1 keeps the round from going live" in told
    with database.reading(at.engine) as session:
        [row] = [one for one in allocations.discrepancies(session) if one.kind == "take_over"]
    assert f"To be accepted, number {row.id}" in told
    refused = officer.send(PAGE, 422)
    assert "£10,000.00 in the file and £0.00 in the outside ledger" in text(refused)
    assert COMMAND.search(text(refused)) is None
    money.send("/finance/discrepancies", number=str(row.id), do="accept", reason="Journal 31 of August.")
    told = text(officer.get(PAGE))
    assert "None keeps the round from going live" in told
    assert "Accepted: Journal 31 of August." in told


def test_an_officer_asks_another_person_of_finance_agrees_and_what_waits_is_said(served):
    at = taken_over(served("draft"), UNPAID, DEFERRED)
    officer, money = at.browser("officer"), at.browser("finance")
    assert money.get(PAGE).find("form", {"action": PAGE}) is None, "finance agrees, and does not ask"
    button = officer.get(PAGE).find("form", {"action": PAGE}).find("button")
    assert "nhsuk-button--warning" in button["class"]
    officer.send(PAGE, reason="All is agreed.")
    mine = officer.get(PAGE)
    assert "You ask for going live with 2 bids, £50,000.00 agreed and £0.00 paid" in text(mine)
    assert mine.find("form", {"action": PAGE}) is None, "nobody agrees with themselves"
    assert live_by(at) == ""
    theirs = money.get(PAGE)
    assert "Officer asks for going live with 2 bids" in text(theirs)
    assert "All is agreed." in text(theirs)
    money.send(PAGE)
    assert live_by(at) == "Officer and Finance"
    told = officer.get(PAGE)
    assert "by Officer and Finance" in text(told)
    assert told.find("form", {"action": PAGE}) is None
    assert told.find("a", href="/imports/position") is None, "no file is taken in any more"
    assert "Not yet" not in text(officer.get("/take-overs"))


def test_what_was_asked_before_the_file_was_corrected_no_longer_waits_and_is_asked_anew(served):
    at = taken_over(served("draft"), UNPAID)
    officer, money = at.browser("officer"), at.browser("finance")
    officer.send(PAGE)
    bring(at, {**UNPAID, "agreed": "40,000"})
    assert "asks for going live" not in text(money.get(PAGE))
    officer.send(PAGE)
    assert "£40,000.00 agreed" in text(money.get(PAGE))
    money.send(PAGE)
    assert live_by(at) == "Officer and Finance"


def test_a_row_that_is_left_out_is_named_with_why_and_without_a_command(served):
    at = taken_over(served("draft"), UNPAID, {**DEFERRED, "state": "Nowhere"})
    page = at.browser("officer").get(PAGE)
    told = text(page)
    assert "Rows left out" in told
    assert "TRF/09" in told
    assert "cannot be taken over at 'nowhere'" in told.lower()
    assert "fundflow " not in told.partition("Rows left out")[2].partition("The file, here")[0]


def test_the_sheet_holds_where_bids_stand_and_is_read_again_without_a_change(served):
    at = taken_over(served("draft"), UNPAID, DEFERRED)
    answer = at.browser("officer").http.get(f"{PAGE}/sheet.xlsx")
    rows = list(load_workbook(io.BytesIO(answer.content))["Position"].values)
    assert [row[1] for row in rows[1:]] == ["TRF/07", "TRF/09"]


@pytest.mark.parametrize("name", ["writer.fednw", "gp_far"])
def test_strangers_to_the_office_get_none_of_it(name, served):
    browser = taken_over(served("draft"), UNPAID).browser(name)
    for path in ("/take-overs", PAGE, f"{PAGE}/sheet.xlsx"):
        assert browser.http.get(path).status_code == 403, path


def test_an_auditor_reads_and_changes_nothing(served):
    at = taken_over(served("draft"), UNPAID)
    auditor = at.browser("auditor")
    page = auditor.get(PAGE)
    assert page.find("form", {"action": PAGE}) is None
    assert page.find("a", href=f"{PAGE}/sheet.xlsx") is None
    assert auditor.http.get(f"{PAGE}/sheet.xlsx").status_code == 403
    assert auditor.get("/take-overs").find("form", {"action": "/take-overs"}) is None
    answer = auditor.http.post(PAGE, data={"form_key": auditor.key("/account/tokens")})
    assert answer.status_code == 403
    assert live_by(at) == ""


def test_a_round_that_began_here_is_none_of_these(served):
    at = served("draft")
    assert "is taken over" in text(at.browser("officer").get(f"/take-overs/{BEGUN_HERE}", 404))


def test_the_pages_are_read_in_few_queries(served):
    at = taken_over(served("draft"), AWARD, DEFERRED)
    browser = at.browser("officer")
    for path in ("/take-overs", PAGE):
        at.statements.clear()
        browser.get(path)
        assert queries(at) <= MOST_QUERIES, (path, queries(at))
