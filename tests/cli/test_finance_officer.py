"""A finance officer closes a month and meets the outside ledger with commands alone, reading what each prints."""

import csv
import shlex
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from tests.cli.conftest import REF
from tests.stories.world import FUND

CALENDAR = """commissioner,month,starts,ends,soft_closes_on,closes_on
05J,2017/18 M03,2017-06-01,2017-06-30,2017-07-05,2017-07-14
05J,2017/18 M04,2017-07-01,2017-07-31,2017-08-03,2017-08-14
"""
CODES = "fund,commissioner,year,payee_type,cost_line,entity,cost_centre,subjective,analysis_1,starts\n" + "".join(
    f"{FUND},{code},{year},,,0{code},014170,52161045,00417,2017-04-01\n"
    for code in ("05J", "05T", "06D")
    for year in ("2017/18", "2018/19")
)
CLAIM = """
tranches: [actual_cost]
period_from: 2017-06-20
period_to: 2017-06-30
costs:
- {type: backfill, what: Sessions of June, delivered_from: 2017-06-20, delivered_to: 2017-06-30, amount: "12,000"}
evidence: {rota: "Rota of June, signed"}
"""
MONTH = "--commissioner 05J --month '2017/18 M03'"


@pytest.fixture
def desk(award):
    """The finance officer types a line as it stands; what is printed comes back, messages after the answer."""
    award.monkeypatch.setenv("COLUMNS", "200")
    award.monkeypatch.setenv("FUNDFLOW_USER", "finance")

    class Desk:
        terminal = award

        def types(self, line, *, says="", by=""):
            code, out, err = award.run(shlex.split(line), *(["--as", by] if by else []))
            assert code == 0, err or out
            assert says in out + err, out + err
            return out + err

        def refused(self, line, *, says, by=""):
            code, out, err = award.run(shlex.split(line), *(["--as", by] if by else []))
            assert code == 1, out
            assert says in err, err
            return err

    return Desk()


def calendar(desk):
    desk.types(f"import periods {desk.terminal.file('months.csv', CALENDAR)}", says="2 written")
    desk.types(f"import coding {desk.terminal.file('codes.csv', CODES)}", says="6 written")


def claimed(desk):
    desk.terminal.at("2017-07-03 09:00")
    desk.types(
        f"claim new {REF} {desk.terminal.file('claim.yaml', CLAIM)}", by="partner.fednw", says=f"{REF}/C2 is begun"
    )
    desk.types(f"claim submit {REF}/C2 --declaration 'True and complete'", by="partner.fednw")


def test_codes_are_read_in_a_table_that_fits_and_keep_their_noughts(desk):
    calendar(desk)
    shown = desk.types(f"coding list --fund {FUND} --commissioner 05J --year 2017/18")
    assert shown.count("005J 014170 52161045 00417") == 1
    assert "05T" not in shown
    assert desk.terminal.json("coding list --commissioner 05T --year 2018/19")[0]["cost_centre"] == "014170"
    desk.types(f"coding check {FUND}", says="has a code")
    rejected = desk.terminal.file(
        "bad.csv", CODES.splitlines()[0] + f"\n{FUND},05J,2019/20,,,05J0,,52161045,00417,2017-04-01\n"
    )
    desk.refused(f"import coding {rejected}", says="bad.csv:2: cost_centre: this cell is empty")


def test_a_month_is_accrued_with_its_evidence_and_its_reason_by_two_and_undone_by_the_payment(desk):
    calendar(desk)
    desk.types(
        f"year month-end {MONTH}", says="Nothing is left to accrue: what was delivered by Friday 30 June 2017 is paid"
    )
    claimed(desk)
    shown = desk.types(f"year month-end {MONTH}", says="£12,000.00 is proposed")
    assert f"claim {REF}/C2, submitted" in shown
    assert "005J 014170 52161045 00417" in shown
    accept = f"year accept-accruals {MONTH}"
    desk.refused(accept, says=f"Give the reason (--because 05J/2017/18/{FUND}=...)")
    desk.types(f"{accept} --because '05J/2017/18/{FUND}=The first sessions of June'", says="waits for a second person")
    desk.refused(
        f"{accept} --because '05J/2017/18/{FUND}=The first sessions of June'", says="you asked for it yourself"
    )
    (waits,) = [one for one in desk.terminal.json("tasks --as finance2") if one["kind"] == "second person"]
    said = desk.types(
        waits["type"].removeprefix("fundflow "), by="finance2", says="£12,000.00 accrued for 1 award, journal 1"
    )
    desk.types(
        said.partition("Write it: fundflow ")[2].strip().replace("DIR", "books"), says="The first sessions of June"
    )
    (path,) = Path("books").glob("*.csv")
    rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert [(row["cost_centre"], row["amount"]) for row in rows[:1]] == [("014170", "12000.00")]
    assert sum(float(row["amount"]) for row in rows) == 0
    sheet = load_workbook(path.with_suffix(".xlsx")).active
    assert any(cell.value == "014170" and cell.data_type == "s" for row in sheet.iter_rows() for cell in row)
    pay(desk)
    (undone,) = desk.terminal.json("report accruals")["rows"]
    assert (undone["accrued_pence"], undone["standing_pence"], undone["reversed_on"]) == (1_200_000, 0, "2017-07-03")


def pay(desk):
    desk.types(f"claim check {REF}/C2", by="claim_checker")
    desk.types(f"claim approve {REF}/C2", by="claim_approver")
    run = desk.types(f"pay run {REF}/C2", says="1 payment, control total £12,000.00").partition(":")[0]
    desk.types(f"pay release {run}", by="payment_releaser")


def test_what_comes_for_a_closed_month_falls_to_the_next_and_its_report_stays(desk):
    calendar(desk)
    claimed(desk)
    before = desk.terminal.ok("report finance --as-at 2017-06-30 --json")
    desk.types("year close-month 05J '2017/18 M03' --reason 'All invoices of June are in'", says="is closed")
    desk.types(
        f"year accrue {REF} 05J/2017/18/{FUND} --amount 1,000 --evidence 'Rota of June' --on 2017-06-30",
        says="£1,000.00",
    )
    assert desk.terminal.ok("report finance --as-at 2017-06-30 --json") == before
    entry = desk.terminal.json("report journal")["rows"][-1]
    assert (entry["effective_on"], entry["relates_to"]) == ("2017-07-01", "2017-06-30")


def test_the_outside_ledger_says_what_is_paid_and_each_difference_has_an_owner_before_two_sign(desk):
    desk.terminal.at("2017-07-03 09:00")
    first = desk.terminal.json("report payments")["rows"][0]
    lines = (
        "reference,payee,amount,date,status\n"
        f"{first['payment']},{first['vendor_reference']},24999.00,2017-06-19,paid\n"
        "JOURNAL 88,V-90001,1500.00,2017-06-20,paid\n"
    )
    desk.types(
        f"import ledger {desk.terminal.file('june.csv', lines)}",
        says="the ledger has £24,999.00 and fundflow £25,000.00",
    )
    shown = desk.types("report agreement", says="1 differs, 1 in the ledger only")
    assert "JOURNAL 88" in shown
    desk.refused("agreement sign 2017-06", says="nobody who looks into it")
    desk.types(f"agreement note {first['payment']} --owner 'Ann Poole' --note 'Bank asked about £1.00'")
    desk.types("agreement note L2 --owner 'Ann Poole' --note 'A journal of another team'")
    assert "Bank asked about £1.00" in desk.types("report agreement")
    desk.refused("agreement sign 2017-07", says="the month ends on Monday 31 July 2017")
    desk.types("agreement sign 2017-06", says="one signature is still needed")
    desk.refused("agreement sign 2017-06", says="the other signature is another person's")
    desk.types("agreement sign 2017-06", by="finance2")
    desk.types("agreement sheet 2017-06 --out sheet.xlsx", says="2 lines, 2 of 2 signatures")


def test_a_claim_s_file_that_lacks_things_is_told_of_all_of_them_at_once(desk):
    paper = desk.terminal.file("short.yaml", "tranches: actual_cost\nperiod_to: 2017-06-30\n")
    said = desk.refused(
        f"claim new {REF} {paper}", by="partner.fednw", says="tranches: write a list, e.g. [actual_cost]"
    )
    assert "period_from is missing; costs is missing. This file may hold: tranches, period_from" in said


def test_a_change_of_payee_is_called_back_on_an_old_number_by_others_and_flagged_on_the_run(desk):
    claimed(desk)
    desk.refused("payee request FEDNW --vendor 12345612345678 --came-by letter", says="reads like a bank account")
    desk.types("payee request FEDNW --vendor V-40199 --came-by letter", says="FEDNW")
    number = next(one["id"] for one in desk.terminal.json("payee list FEDNW") if one["state"] == "requested")
    call = f"payee call {number} --telephone '01905 000111' --spoke-to 'Ann Poole' --held-since"
    desk.refused(f"{call} 2017-05-20", says="90 days", by="finance2")
    desk.refused(f"{call} 2015-01-01", says="each step needs another person")
    desk.types(f"{call} 2015-01-01", by="finance2")
    desk.refused(f"payee confirm {number}", says="each step needs another person", by="finance2")
    desk.types(f"payee confirm {number}", by="officer")
    desk.types(f"claim check {REF}/C2", by="claim_checker")
    desk.types(f"claim approve {REF}/C2", by="claim_approver")
    desk.refused(f"pay run {REF}/C2", says="of FEDNW changed, and releases wait until Monday 10 July 2017")
    desk.terminal.at("2017-07-11 09:00")
    run = desk.types(f"pay run {REF}/C2").partition(":")[0]
    (paid,) = desk.terminal.json(f"pay show {run}")["payments"]
    assert paid["first_to_these_details"] is True
    desk.types(f"pay release {run}", by="payment_releaser")


def test_an_auditor_draws_the_same_sample_twice_and_is_told_what_is_missing(desk):
    desk.terminal.at("2017-07-03 09:00")
    line = "audit sample --from 2017-06-01 --to 2017-06-30 --count 25 --seed 7 --method monetary-unit --out"
    shown = desk.types(f"{line} one.zip", by="auditor")
    desk.types(f"{line} two.zip", by="auditor")
    assert Path("one.zip").read_bytes() == Path("two.zip").read_bytes()
    assert "1 of 1 payments" in shown
    (drawn,) = desk.terminal.json(f"{line} three.zip --as auditor")
    assert "Coding and line of the payment file" in drawn["missing"]
    with ZipFile("one.zip") as kept:
        names = kept.namelist()
    assert any(name.endswith(".xlsx") for name in names)
    assert len({name.split("/")[0] for name in names if "/" in name}) == 1
