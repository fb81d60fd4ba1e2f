"""The whole life of a bid in a real browser: five roles, a desk and a phone, with script and without."""

import pytest

from fundflow.engine import due
from tests.stories.stages import REF, ROUND, recommend, table
from tests.stories.world import CRITERIA

CASE = f"/cases/{REF}"
BID = f"/bids/{REF}"
ITEM = "/meetings/pccc/items/1"
FORECAST = {"name": "forecast.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 a forecast"}


class Walk:
    """People who take a bid along, each in their own browser; the clock moves between their days."""

    def __init__(self, live, width, script) -> None:
        self.live, self.width, self.script = live, width, script
        self.seats, self.away = {}, set()

    def sit(self, name):
        """Somebody's page; they sign in again when days have gone by."""
        if name not in self.seats:
            self.seats[name] = self.live.person(name, width=self.width, script=self.script)
        elif name in self.away:
            self.live.sign_in(self.seats[name], name)
        self.away.discard(name)
        return self.seats[name]

    def later(self, **gone) -> None:
        self.live.at.clock.later(**gone)
        self.away = set(self.seats)
        due.sweep(self.live.at.engine, now=self.live.at.clock.now, worker="test")

    def behind(self, play) -> None:
        """What is done elsewhere than in this test's browsers."""
        with self.live.at.place.at(self.live.at.clock.now).living() as world:
            play(world)

    def press(self, page, label) -> None:
        """Press a button and see that nothing was refused."""
        page.locator("main").get_by_role("button", name=label, exact=True).first.click()
        page.wait_for_load_state()
        problem = page.locator(".nhsuk-error-summary")
        assert problem.count() == 0, problem.inner_text()

    def step(self, name, step, **typed) -> None:
        """Take a step from its own page, reached from the case."""
        page = self.sit(name)
        page.goto(CASE)
        page.locator(f"a[href='{CASE}/steps/{step}']").first.click()
        for field, text in typed.items():
            page.locator(f"[name='{field}']").fill(text)
        self.press(page, page.locator("h1").inner_text())

    def stands(self) -> str:
        page = self.sit("officer")
        page.goto(CASE)
        return page.locator("main .nhsuk-tag").first.inner_text()


def write_and_sign(walk) -> None:
    writer = walk.sit("writer.fednw")
    writer.goto("/bids")
    writer.goto(BID)
    writer.locator(f"a[href^='{BID}/questions/plan']").first.click()
    writer.locator("textarea").first.fill("Two hubs from May, four evenings a week each.")
    walk.press(writer, "Save and go back to the bid")
    writer.goto(f"{BID}/sign")
    writer.fill("#interests", "none")
    walk.press(writer, "Sign")
    partner = walk.sit("partner.fednw")
    partner.goto(f"{BID}/sign")
    assert "£100,000.00" in partner.locator("main").inner_text()
    walk.press(partner, "Sign and send")
    assert walk.stands() == "Screening"


def assess(walk) -> None:
    officer = walk.sit("officer")
    officer.goto(f"/rounds/{ROUND}/seats")
    for kind, name in (
        ("clinical", "gp_far"),
        ("finance_aware", "accountant"),
        ("only", "gp_far"),
        ("only", "accountant"),
    ):
        officer.locator(f"[name={kind}][value={name}]").check()
    walk.press(officer, "Share them out")
    for name in ("gp_far", "accountant"):
        page = walk.sit(name)
        page.goto(f"/scoring/rounds/{ROUND}/declare")
        page.locator(f"[name='answer.{REF}'][value=none]").check()
        walk.press(page, "Keep my answers")
        page.goto(f"/scoring/{REF}")
        walk.press(page, "Open the papers")
        for key, mark in zip(CRITERIA, (4, 3, 5, 2, 4, 3), strict=True):
            page.locator(f"[name='score.{key}'][value='{mark}']").check()
            for field, words in {
                "justification": "Because of page 2.",
                "strength": "Clear plan.",
                "gap": "No baseline.",
            }.items():
                page.locator(f"[name='{field}.{key}']").fill(words)
        walk.press(page, "Save and lock this bid")
        assert "You locked these scores" in page.locator("main").inner_text()


def vote_and_decide(walk) -> None:
    page = walk.sit("committee_secretary")
    page.goto("/meetings")
    page.locator("a[href='/meetings/pccc']").first.click()
    page.locator(f"a[href='{ITEM}']").first.click()
    for body in (0, 1):
        _open(page, body, "Take the vote")
        _press_in(walk, page, body, "Record the vote")
        _open(page, body, "Record what was decided")
        page.locator("section.ff-body").nth(body).locator("[name=outcome][value=approve]").check()
        page.locator("section.ff-body").nth(body).locator("[name=reason]").fill("It fits the fund.")
        _press_in(walk, page, body, "Stage the decision")
    page.goto("/meetings/pccc")
    walk.press(page, "Apply all")


def _open(page, body, summary) -> None:
    found = page.locator("section.ff-body").nth(body).locator("details").filter(has_text=summary).first
    if found.get_attribute("open") is None:
        found.locator("summary").click()


def _press_in(walk, page, body, label) -> None:
    page.locator("section.ff-body").nth(body).get_by_role("button", name=label).click()
    page.wait_for_load_state()
    problem = page.locator(".nhsuk-error-summary")
    assert problem.count() == 0, problem.inner_text()


def claim_and_pay(walk) -> None:
    writer = walk.sit("writer.fednw")
    writer.goto(f"{CASE}/claims/new")
    writer.locator("[name=tranche]").first.check()
    day = walk.live.at.clock.now.date().isoformat()
    for field, text in {"period_from": day, "period_to": day, "what.0": "A nurse", "pounds.0": "100"}.items():
        writer.locator(f"[name='{field}']").fill(text)
    writer.set_input_files("[name=file]", FORECAST)
    writer.locator("[name=redacted]").check()
    walk.press(writer, "Begin the claim")
    claim = writer.url
    signatory = walk.sit("partner.fednw")
    signatory.goto(f"{claim}/submit")
    signatory.locator("[name=declaration]").fill("These costs were met for this award and claimed nowhere else.")
    walk.press(signatory, signatory.locator("h1").inner_text())
    for name, action in (("claim_checker", "check"), ("claim_approver", "approve")):
        page = walk.sit(name)
        page.goto("/finance")
        page.locator("a[href*='/claims/']").first.click()
        page.locator(f"a[href$='/{action}']").click()
        walk.press(page, page.locator("h1").inner_text())
    finance = walk.sit("finance")
    finance.goto("/finance")
    finance.locator("[name=claim]").check()
    walk.press(finance, "Make a payment run of the ticked claims")
    run = finance.url
    releaser = walk.sit("payment_releaser")
    releaser.goto(run)
    walk.press(releaser, "Release £100.00")
    rows = releaser.locator("tbody tr th .ff-ref").all_inner_texts()
    results = "payment_ref,result,date,reason\n" + "".join(f"{ref},paid,{day},\n" for ref in rows)
    finance.goto(run)
    finance.set_input_files("[name=file]", {"name": "bank.csv", "mimeType": "text/csv", "buffer": results.encode()})
    walk.press(finance, "Book the results")
    writer.goto(claim)
    assert "Paid" in writer.locator("main .nhsuk-tag").first.inner_text()


@pytest.mark.parametrize(
    ("width", "script"),
    [
        pytest.param(1280, True, id="at a desk with script"),
        pytest.param(390, False, id="on a phone without script"),
        pytest.param(1280, False, id="at a desk without script", marks=pytest.mark.slow),
        pytest.param(390, True, id="on a phone with script", marks=pytest.mark.slow),
    ],
)
def test_a_bid_lives_its_whole_life_in_the_browser(width, script, live):
    walk = Walk(live("draft"), width, script)
    write_and_sign(walk)
    walk.later(days=30)
    walk.step("officer", "accept_eligible")
    walk.later(days=14)
    assess(walk)
    walk.later(days=14)
    walk.behind(recommend)
    walk.later(days=14)
    walk.behind(table)
    vote_and_decide(walk)
    walk.step("officer", "issue_offer")
    walk.step("finance", "issue_offer")
    walk.later(days=2)
    partner = walk.sit("partner.fednw")
    partner.goto(f"{BID}/offer")
    assert "£100,000.00" in partner.locator("main").inner_text()
    walk.step("partner.fednw", "accept")
    walk.later(days=2)
    walk.behind(lambda world: [world.meet(REF, one) for one in world.open_precedents(REF)])
    walk.step("officer", "satisfy_precedents")
    walk.later(days=1)
    claim_and_pay(walk)
