"""Pay and close the month on one page, a month's end and a year's end on screen, and every figure down to its entries."""

import re
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from fundflow import database, engine, ledger
from fundflow.people import RegisteredInterest
from tests.engine.test_month_end import a_month
from tests.stories.stages import REF
from tests.stories.world import FUND
from tests.web.cost import MOST_QUERIES, queries
from tests.web.pressing import offered, press, said_of

KEY = f"fund={FUND}&commissioner=05J&period=2017/18"
NORTH, SOUTH = f"05J|2017/18|{FUND}", f"05T|2017/18|{FUND}"
MONTH = "/finance/month?commissioner=05J&month=M"
YEAR = f"/finance/year?{KEY}"


def claimed(at, pence: int = 1_500_000):
    """The day after a month in which a claim was sent in, and not looked at."""
    with at.place.living() as world:
        world.claim(REF, ["actual_cost"], pence)
        world.now += timedelta(days=1)
        a_month(world)
    at.clock.later(days=1)
    return at


def accrue(at) -> None:
    """£500 of the award's work is accrued on the day."""
    key = ledger.BudgetKey("05J", "2017/18", FUND)
    with at.place.living() as world:
        facts = {"pence": 50_000, "evidence": "A rota", "on": world.now.date(), "now": at.clock.now}
        engine.years.accrue(world.session, REF, key, actor=world.who("finance"), **facts)


def test_a_month_is_accepted_by_two_people_with_the_reason_that_it_asks_for_and_gives_its_journal(served):
    at = claimed(served("active"), 2_400_000)
    first, second = at.browser("finance"), at.browser("finance2")
    page = first.get(MONTH)
    assert "claim TF-17-0001/C1, submitted" in page.get_text()
    assert "£16,000.00" in page.find(id="accruals").find_next("table").get_text()
    wrong = press(first, MONTH, "accept", 422)
    assert "somebody says why" in said_of(wrong)
    why = page.find("input", {"name": re.compile("^because")})["name"]
    press(first, MONTH, "accept", **{why: "The first claim came."})
    assert "waits for a second person" in said_of(first.get(MONTH))
    assert "you asked for it yourself" in said_of(press(first, MONTH, "accept", 422, **{why: "The first claim came."}))
    assert "The first claim came." in second.get(MONTH).get_text()
    press(second, MONTH, "accept")
    page = second.get(MONTH)
    assert "Journal 1, booked" in page.get_text()
    assert "The first claim came." in page.get_text(), "the reason stays where the month is looked at"
    link = page.find("a", string=re.compile("Journal 1"))["href"]
    lines = second.http.get(link)
    assert lines.headers["content-disposition"].startswith("attachment")
    assert "16000.00" in lines.text
    assert second.http.get(f"{link}&format=xlsx").content.startswith(b"PK")
    assert second.http.get(f"{link.replace('batch=1', 'batch=7')}").status_code == 404
    with database.reading(at.engine) as session:
        assert sum(one.accrued for one in ledger.positions(session)) == 1_600_000


def test_a_month_is_closed_early_with_a_reason_and_never_opened_again(served):
    at = claimed(served("active"))
    finance = at.browser("finance")
    assert "Say in words" in said_of(press(finance, MONTH, "close", 422))
    press(finance, MONTH, "close", reason="The accounts are wanted early.")
    page = finance.get(MONTH)
    assert "Closed" in page.find(class_="nhsuk-tag").get_text()
    assert offered(page) & {"close", "reopen"} == set()


def test_a_soft_closed_month_is_opened_again_until_its_close(served):
    at = claimed(served("active"))
    at.clock.later(days=4)
    finance = at.browser("finance")
    assert "Soft-closed" in finance.get(MONTH).get_text()
    press(finance, MONTH, "reopen", reason="One more invoice of the month.")
    assert "Open" in finance.get(MONTH).find(class_="nhsuk-tag").get_text()


def test_the_page_of_pay_and_close_says_what_is_missing_and_who_may_not(served):
    at = claimed(served("active"))
    place = f"/cases/{REF}/claims/C1"
    checker = at.browser("claim_checker")
    page = checker.get("/finance")
    assert "£15,000.00" in page.find(id="submitted").find_next("table").get_text()
    checker.send(f"{place}/check")
    own = checker.get("/finance").find(id="checked").find_next("table").get_text()
    assert "You checked it: a colleague takes the next step" in own
    at.browser("claim_approver").send(f"{place}/approve")
    finance = at.browser("finance")
    page = finance.get("/finance")
    claim = page.find("input", {"name": "claim"})["value"]
    made = finance.http.post("/finance", data={"form_key": finance.key("/finance"), "claim": claim})
    run = made.headers["location"].rsplit("/", 1)[1]
    page = at.browser("payment_releaser").get("/finance")
    row = page.find(id="runs").find_next("table").find("tbody").get_text(" ")
    assert (run in row, "to release" in row, "£15,000.00" in row) == (True, True, True)
    mine = finance.get("/finance").find(id="runs").find_next("table").get_text()
    assert "You had a hand in how" in mine, "finance asked for the payee's details"
    months = page.find(id="months").find_next("table").get_text()
    assert "M" in months
    assert "see the month" in months


def test_who_has_an_interest_in_a_claim_reads_so_where_it_waits(served):
    at = claimed(served("active"))
    with at.place.living() as world:
        person, day = world.who("claim_approver").id, date(2017, 1, 1)
        facts = {"kind": "financial", "nature": "Owns the building", "starts": day, "declared_by": person}
        world.session.add(RegisteredInterest(person_id=person, organisation="Z10002", declared_at=world.now, **facts))
    said = at.browser("claim_approver").get("/finance").find(id="submitted").find_next("table").get_text()
    assert "You have an interest in" in said


def test_in_every_row_the_equation_holds_and_so_do_the_four_lists(served):
    at = claimed(served("active"))
    page = at.browser("finance").get("/finance")
    with database.reading(at.engine) as session:
        held = {one.key: one for one in ledger.positions(session)}
    assert all(
        one.allocated == one.expenditure + one.remaining + one.reserved + one.uncommitted for one in held.values()
    )
    totals = page.find(id="year-end").find_next("table").find_all("tr")[-1]
    figures = [pence(one.get_text()) for one in totals.find_all("td")]
    assert figures[0] == sum(figures[1:]), "allocated is what is paid and the four lists"


def pence(text: str) -> int:
    return round(float(text.replace("£", "").replace(",", "")) * 100)


@pytest.mark.parametrize(
    "more", ["", "&as_at=2017-06-30", "&known_at=2017-06-30", "&as_at=2017-07-31&known_at=2017-07-01"]
)
def test_each_figure_opens_to_entries_that_add_up_to_it_and_the_filters_go_along(more, served):
    at = claimed(served("active"))
    accrue(at)
    at.clock.later(days=60)
    finance = at.browser("finance")
    page = finance.get(f"/finance/allocations?fund={FUND}{more}")
    links = page.find_all("a", href=re.compile("figure="))
    assert links
    for link in links:
        opened = finance.get(link["href"])
        total = opened.find(class_="ff-total").find(class_="ff-figures").get_text()
        assert total == link.get_text(), link["href"]
        query = parse_qs(urlsplit(link["href"]).query)
        for name in ("as_at", "known_at"):
            assert query.get(name) == parse_qs(more).get(name)
            for further in opened.find_all("a", href=re.compile("figure=")):
                assert parse_qs(urlsplit(further["href"]).query).get(name) == query.get(name)


def test_what_was_recorded_later_is_not_known_before(served):
    at = claimed(served("active"))
    accrue(at)
    day = at.clock.now.date()
    finance = at.browser("finance")
    path = f"/finance/entries?{KEY}&figure=accrued"
    assert finance.get(path).find(class_="ff-total").find(class_="ff-figures").get_text() == "£500.00"
    at.clock.later(days=1)
    finance = at.browser("finance")
    before = finance.get(f"{path}&known_at={day - timedelta(days=1)}")
    assert before.find(class_="ff-total").find(class_="ff-figures").get_text() == "£0.00"


def test_a_year_is_accrued_written_back_closed_in_order_and_then_adjusted_by_two(served):
    at = served("active")
    finance, second = at.browser("finance"), at.browser("finance2")
    said = said_of(press(finance, YEAR, "close", 422, reason="The year is over."))
    assert "is agreed and neither paid nor accrued" in said
    assert "say what shows" in said_of(press(finance, YEAR, "accrue", 422, case=REF, amount="100"))
    wrong = press(finance, YEAR, "accrue", 422, case=REF, amount="a lot", evidence="A rota")
    assert wrong.find(id="amount-error") is not None, "the message stands at its field"
    assert wrong.find(id="evidence")["value"] == "A rota", "what was typed stays"
    press(finance, YEAR, "accrue", case=REF, amount="100", evidence="A rota")
    press(finance, YEAR, "write_back", case=REF, amount="40", reason="Forty it was.")
    with database.reading(at.engine) as session:
        held = ledger.position(session, ledger.BudgetKey("05J", "2017/18", FUND))
        assert held.accrued == 4_000
    left = held.remaining
    press(finance, YEAR, "accrue", case=REF, amount=f"{left / 100:.2f}", evidence="All the rotas")
    press(finance, YEAR, "close", reason="The year is over.")
    page = finance.get(YEAR)
    assert offered(page) == {"adjust"}
    press(finance, YEAR, "adjust", case=REF, reason="Nobody will claim it.")
    assert "you asked for it yourself" in said_of(press(finance, YEAR, "adjust", 422, case=REF))
    press(second, YEAR, "adjust", case=REF)
    with database.reading(at.engine) as session:
        assert ledger.position(session, ledger.BudgetKey("05J", "2017/18", FUND)).accrued == 0
        assert ledger.check(session) == []


def test_money_that_a_fund_does_not_carry_is_not_offered_to_be_carried(served):
    page = served("active").browser("finance").get(YEAR)
    assert ("carry" in offered(page)) is ("does not carry money" not in page.get_text())


def test_charts_have_their_figures_in_words_and_beside_them_and_need_no_script(served):
    page = claimed(served("active")).browser("auditor").get(f"/finance/charts?fund={FUND}")
    pictures = page.find_all("svg", {"role": "img"})
    assert [one.find_previous("h2")["id"] for one in pictures] == ["spend", "per-head", "age", "forecast"]
    for one in pictures:
        figures = [cell.get_text() for cell in one.find_next("table").select("td")]
        assert figures
        assert all(figure in one["aria-label"] for figure in figures)
        assert not one.find_all(style=True)
        assert one.find("script") is None


BOOKS = ("/finance", MONTH, YEAR, f"/finance/entries?{KEY}", "/finance/charts", f"/finance/allocations?{KEY}")
OTHERS = ("/finance/payees", "/finance/virements", "/finance/agreement", "/finance/discrepancies")


@pytest.mark.parametrize("name", ["finance", "auditor", "claim_checker"])
def test_no_page_of_money_asks_more_than_it_may(name, served):
    at = claimed(served("active"))
    browser = at.browser(name)
    browser.get("/finance")
    for path in (*BOOKS, *OTHERS):
        at.statements.clear()
        browser.get(path)
        assert queries(at) <= MOST_QUERIES, (path, at.statements)


@pytest.mark.parametrize("path", [*BOOKS, *OTHERS])
def test_an_auditor_reads_every_page_and_is_offered_nothing_to_write(path, served):
    at = claimed(served("active"))
    auditor = at.browser("auditor")
    assert offered(auditor.get(path)) == set()


@pytest.mark.parametrize(
    ("path", "do", "typed"),
    [
        (MONTH, "accept", {}),
        (MONTH, "close", {"reason": "Because."}),
        (YEAR, "close", {"reason": "Because."}),
        (YEAR, "accrue", {"case": REF, "amount": "1", "evidence": "A rota"}),
        ("/finance/virements", "ask", {"source": NORTH, "target": SOUTH, "amount": "1", "minute": "PCCC/1"}),
        ("/finance/agreement", "sign", {"month": "2017-05"}),
        ("/finance/payees", "request", {"organisation": "FEDSW", "vendor_reference": "V-1", "came_by": "letter"}),
    ],
)  # fmt: skip
def test_an_auditor_who_sends_a_form_all_the_same_changes_nothing(path, do, typed, served):
    at = claimed(served("active"))
    auditor = at.browser("auditor")
    key = str(auditor.get("/finance").find("input", {"name": "form_key"})["value"])
    at.statements.clear()
    answer = auditor.http.post(path, data={"form_key": key, "do": do, **typed})
    assert answer.status_code == 403, answer.text[:500]
    assert [one for one in at.statements if one.startswith(("INSERT INTO entry", "INSERT INTO proposal"))] == []


@pytest.mark.parametrize("name", ["writer.fednw", "gp_far", "lay_chair.05J"])
def test_strangers_to_the_office_see_no_page_of_money(name, served):
    browser = served("active").browser(name)
    for path in (*BOOKS, *OTHERS, "/finance/month/journal?commissioner=05J&month=M"):
        browser.get(path, status=403)
