"""Money that comes back, moves, or is paid to changed details; the outside ledger and figures that do not agree."""

import re

import pytest

from fundflow import allocations, database, engine, finance, ledger, payments
from fundflow.money import pounds
from tests.stories.stages import REF
from tests.stories.world import FUND
from tests.web.pressing import offered, press, said_of

NORTH, SOUTH = f"05J|2017/18|{FUND}", f"05T|2017/18|{FUND}"
RECOVER = f"/cases/{REF}/recover"
ASKED = {"cause": "unspent", "clause": "section 14", "paid": "100", "spent": "40", "outcome": "forfeited"}


def paid(at):
    """An award of which a claim was paid."""
    with at.place.living() as world:
        claim = world.claim(REF, ["actual_cost"], 1_500_000)
        world.pay(claim)
        at.clock.now = world.now
    return at


def test_money_is_asked_back_by_two_people_and_its_recipient_agrees_on_their_own_page(served):
    at = paid(served("active"))
    officer, money = at.browser("officer"), at.browser("finance")
    wrong = press(officer, RECOVER, "propose", 422, **{**ASKED, "paid": "a lot"})
    assert wrong.find(id="paid-error") is not None
    assert wrong.find(id="clause")["value"] == "section 14"
    press(officer, RECOVER, "propose", **ASKED)
    assert "agree" not in offered(officer.get(RECOVER)), "nobody agrees to what they asked for"
    assert "£60.00" in money.get(RECOVER).get_text()
    press(money, RECOVER, "agree")
    place = f"/cases/{REF}/recoveries/R1"
    assert "Proposed" in money.get(place).find(class_="nhsuk-tag").get_text()
    assert "give the reason" in said_of(money.send(f"{place}/drop", 422))
    assert at.browser("partner.fednw").get(f"/bids/{REF}").find(id="owed") is None
    assert at.browser("partner.fednw").get(f"/cases/{REF}").find(id="recoveries") is None
    at.browser("partner.fednw").get(place, status=404)
    money.send(f"{place}/give_notice")
    bid = at.browser("partner.fednw").get(f"/bids/{REF}")
    assert (
        "£60.00 is owed back. If you think that this is wrong, tell us by"
        in bid.find(id="owed").find_next("ul").get_text()
    )
    assert "There is nothing for you to do now" not in bid.get_text()
    steps = at.browser("partner.fednw").get(place)
    assert {one["href"].rsplit("/", 1)[1] for one in steps.select("#now + ul a")} == {"represent", "agree"}
    at.browser("partner.fednw").send(f"{place}/agree")
    money.send(f"{place}/receive", 422, pence="a lot", reference="BACS 1")
    money.send(f"{place}/receive", pence="60", reference="BACS 1")
    assert "£0.00 is owed back" in money.get(place).get_text()
    assert "settled" in at.browser("partner.fednw").get(f"/bids/{REF}").find(id="owed").find_next("ul").get_text()
    with database.reading(at.engine) as session:
        assert payments.recovery(session, f"{REF}/R1").state == "received"
        assert ledger.check(session) == []
    at.browser("writer.fedsw").get(place, status=404)


def test_a_change_of_payee_takes_three_people_and_holds_what_is_not_paid(served):
    at = served("active")
    path = "/finance/payees"
    first, second, third = (at.browser(name) for name in ("finance", "officer", "claim_checker"))
    press(first, path, "request", organisation="FEDNW", vendor_reference="V-40199", route="invoice", came_by="letter")
    assert "V-40199" in first.get(path).find(id="open").find_next("h3").get_text()
    call = {"number": "01905 000000", "held_since": at.clock.now.date().isoformat(), "spoke_to": "The manager"}
    assert "must be held for more than 90 days" in said_of(press(second, path, "call", 422, **call))
    call["held_since"] = "2015-01-01"
    assert "each step needs another person" in said_of(press(first, path, "call", 422, **call))
    press(second, path, "call", **call)
    assert "each step needs another person" in said_of(press(second, path, "confirm", 422))
    press(third, path, "confirm")
    page = first.get(path)
    assert "On hold:" in page.get_text()
    with database.reading(at.engine) as session:
        assert payments.payee(session, "FEDNW").vendor_reference == "V-40199"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"vendor_reference": "12345612345678"}, "reads like a bank account"),
        ({"vendor_reference": ""}, "Give the vendor's reference"),
        ({"organisation": "NOBODY"}, "is not in the register"),
    ],
)
def test_a_change_of_payee_that_cannot_be_is_refused_where_it_is_asked_for(typed, said, served):
    first = served("active").browser("finance")
    asked = {"organisation": "FEDSW", "vendor_reference": "V-1", "route": "invoice", "came_by": "letter"}
    assert said in said_of(press(first, "/finance/payees", "request", 422, **{**asked, **typed}))


def test_a_virement_is_asked_for_by_one_and_done_by_another_who_gives_the_same(served):
    at = served("active")
    path, first, second = "/finance/virements", at.browser("finance"), at.browser("finance2")
    asked = {"source": NORTH, "target": SOUTH, "amount": "100", "minute": "PCCC-2017-06/9", "reason": "A top-up."}
    assert "give the committee's minute" in said_of(press(first, path, "ask", 422, **{**asked, "minute": ""}))
    assert "is free" in said_of(press(first, path, "ask", 422, **{**asked, "amount": "99000000"}))
    press(first, path, "ask", **asked)
    assert "agree" not in offered(first.get(path)), "nobody agrees to what they asked for"
    assert "A top-up." in second.get(path).get_text()
    press(second, path, "agree")
    with database.reading(at.engine) as session:
        moved = allocations.virements(session)
        assert [(one.pence, one.minute) for one in moved] == [(10_000, "PCCC-2017-06/9")]
        assert "agreed by" in moved[0].reason
    assert "Nothing waits." in first.get(path).get_text()


@pytest.mark.parametrize(
    ("who", "other", "path", "do", "typed"),
    [
        ("officer", "finance", RECOVER, "propose", ASKED),
        (
            "finance",
            "finance2",
            "/finance/virements",
            "ask",
            {"source": NORTH, "target": SOUTH, "amount": "100", "minute": "PCCC-2017-06/9", "reason": "A top-up."},
        ),
    ],
    ids=["money asked back", "a virement"],
)
def test_who_asked_takes_it_back_from_the_page_where_it_shows(who, other, path, do, typed, served):
    at = paid(served("active"))
    first, second = at.browser(who), at.browser(other)
    press(first, path, do, **typed)
    (link,) = first.get(path).find_all("a", string="Take it back")
    assert second.get(path).find("a", string="Take it back") is None
    assert "Only" in second.get(link["href"]).get_text()
    at.statements.clear()
    assert first.get("/requests").find("a", href=link["href"]) is not None
    assert len(at.statements) <= 12
    press(first, link["href"], "withdraw", reason="Too early.")
    assert "no longer waits" in said_of(first.get(link["href"]))
    assert first.get(path).find("a", string="Take it back") is None
    assert "agree" not in offered(second.get(path))
    for wrong in ("/requests/9999", "/requests/x"):
        first.get(wrong, status=404)


def test_a_payment_that_failed_is_paid_again_when_two_have_checked_its_payee_on_the_page(served):
    at = served("active")
    with at.place.living() as world:
        claim = world.claim(REF, ["actual_cost"], 1_500_000)
        for name, who in (("check", "claim_checker"), ("approve", "claim_approver")):
            world.on_claim(claim, name, who)
        run = engine.claims.make_run(world.session, [claim], actor=world.who("finance"), now=world.now).ref
        released = engine.claims.release_run(world.session, run, actor=world.who("payment_releaser"), now=world.now)
        failed = payments.payments_of_run(world.session, released.run.id)[0]
        ref, net = failed.ref, pounds(failed.net_pence)
        told = [payments.Result(ref, "failed", world.now.date(), "Account closed")]
        engine.claims.record_results(world.session, run, told, actor=world.who("finance"), now=world.now)
    path, first, second = "/finance/payees", at.browser("finance"), at.browser("finance2")
    page = first.get(path)
    assert f"{ref}: {net} to FEDNW" in page.get_text()
    assert "Account closed" in page.get_text()
    wrong = press(first, path, "verify", 422, payment=ref, how="")
    assert wrong.find(id="how-error") is not None
    press(first, path, "verify", payment=ref, how="Rang Ann Poole on the old number")
    assert "Rang Ann Poole on the old number" in second.get(path).get_text()
    assert "verified by you already" in said_of(press(first, path, "verify", 422, payment=ref, how="Again"))
    press(second, path, "verify", payment=ref, how="Read the vendor's record")
    page = second.get(path)
    assert "put its claim in a run again" in page.get_text()
    assert "verify" not in offered(page)
    with at.place.living() as world:
        engine.claims.make_run(world.session, [claim], actor=world.who("finance"), now=world.now)
    assert "No payment has failed that is not paid again." in first.get(path).get_text()


def file_of(text: str):
    return {"file": ("ledger-june.csv", text.encode(), "text/csv")}


LEDGER = "reference,payee,amount,date,status\nJOURNAL 88,V-90001,1500.00,2017-06-01,paid\nJOURNAL 89,V-1,5.00,2017-06-01,gone\n"


def test_a_file_of_the_outside_ledger_is_tried_first_and_a_difference_gets_an_owner_and_signatures(served):
    at = served("active")
    path, first, second = "/finance/agreement", at.browser("finance"), at.browser("finance2")
    assert "No file was chosen" in said_of(press(first, path, "try", 422))
    page = press(first, path, "try", 200, files=file_of(LEDGER))
    said = page.get_text()
    assert "1 would be taken" in said
    assert "is no status" in said
    with database.reading(at.engine) as session:
        assert finance.transactions(session) == [], "a trial writes nothing"
    form = next(one for one in page.find_all("form") if one.find("input", {"value": "import"}))
    typed = {one["name"]: one.get("value", "") for one in form.find_all("input")}
    typed["text"] = form.find("textarea").get_text().lstrip("\n")
    assert first.http.post(path, data=typed).status_code == 303
    name = first.get(path).select_one("#note ~ form option")["value"]
    assert re.match("L[0-9]+", name)
    at.clock.later(days=40)
    first, second = at.browser("finance"), at.browser("finance2")
    assert "nobody who looks into it" in said_of(press(first, path, "sign", 422, month="2017-06"))
    wrong = press(first, path, "note", 422, difference=name, owner="", note="Another team's.")
    assert wrong.find(id="owner-error") is not None
    press(first, path, "note", difference=name, owner="Ann Poole", note="Another team's journal.")
    assert "Ann Poole" in first.get("/finance").find(id="agreement").find_next("table").get_text()
    press(first, path, "sign", month="2017-06")
    press(first, path, "sign", 422, month="2017-06")
    press(second, path, "sign", month="2017-06")
    assert first.get(f"{path}?month=2017-06").get_text().count("2017-06: signed by") == 2


def test_figures_that_do_not_agree_get_somebody_and_are_accepted_with_a_reason(served):
    at = served("active")
    with at.place.living() as world:
        finding = allocations.Finding(
            key="probe", kind="total", what="The lines add up to £1.00 and £2.00 is printed.", severity="info",
            source_a="the lines", value_a="1.00", source_b="the total", value_b="2.00", fund=FUND,
        )  # fmt: skip
        allocations.raise_many(world.session, [finding], act=world._by("finance"))
    path, money = "/finance/discrepancies", at.browser("finance")
    number = money.get(path).select_one("#own ~ form option")["value"]
    press(money, path, "assign", number=number, owner="Ann Poole")
    assert "Ann Poole" in money.get(path).get_text()
    press(money, path, "accept", 422, number=number, reason="")
    press(money, path, "accept", number=number, reason="Rounding of the paper.")
    assert offered(money.get(path)) == set()
    assert "Rounding of the paper." in money.get(path).get_text()
