"""Codes: the most exact one wins, what is missing is named, and their leading zeros survive every file."""

import csv
import io
from datetime import date, timedelta

import openpyxl
import pytest

from fundflow import finance, payments
from fundflow.engine import readiness
from fundflow.errors import BadInput
from fundflow.exchange import imports
from fundflow.exchange.exports import payment_file
from fundflow.finance import ANY, Code, CodingNeed, code_for, coding_gaps
from tests.payments.world import DEAN, FUND, RB, SW, TERMS, Y1, Y2, act, cost

DAY = date(2017, 9, 6)


def code(centre: str = "001234", **changes: object) -> Code:
    given: dict[str, object] = {
        "fund": FUND,
        "commissioner": RB,
        "year": Y1,
        "capital": False,
        "payee_type": ANY,
        "cost_line": ANY,
        "entity": "05J0",
        "cost_centre": centre,
        "subjective": "52161020",
        "analysis_1": "",
        "analysis_2": "",
        "tax_code": "00",
        "starts": date(2017, 4, 1),
    }
    return Code(**(given | changes))  # type: ignore[arg-type]


def need(**changes: object) -> CodingNeed:
    given = {"fund": FUND, "title": "Transformation", "commissioner": RB, "year": Y1, "capital": False}
    return CodingNeed(**(given | {"payee_type": "federation", "cost_line": "training"} | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ([code("1")], "1"),
        ([code("1"), code("2", cost_line="training")], "2"),
        ([code("1", cost_line="training"), code("2", payee_type="federation")], "2"),
        ([code("1", payee_type="federation"), code("2", payee_type="federation", cost_line="training")], "2"),
        ([code("1", payee_type="practice"), code("2", cost_line="backfill")], None),
        ([code("1", capital=True)], None),
        ([code("1", year=Y2)], None),
        ([code("1", commissioner=SW)], None),
        ([code("1", ends=DAY - timedelta(days=1)), code("2", starts=DAY)], "2"),
        ([code("1", ends=DAY)], "1"),
        ([code("1", starts=DAY + timedelta(days=1))], None),
    ],
)
def test_the_most_exact_code_of_the_day_wins(rows, wanted):
    found = code_for(rows, need(), on=DAY)
    assert (found.cost_centre if found else None) == wanted


def test_a_gap_is_said_by_fund_commissioner_year_and_payee():
    (gap,) = coding_gaps(
        [code()], [need(), need(commissioner="06D", year=Y2, payee_type="supplier", cost_line=ANY)], on=DAY
    )
    assert gap.reason.startswith("There is no code for Transformation, 06D, 2018/19, supplier. Nothing has changed.")


def test_a_new_code_ends_the_one_before_and_none_is_written_over(world):
    session = world.session
    who = act(DEAN, "2017-09-06")
    assert finance.add_code(session, code("001234"), act=who)
    assert not finance.add_code(session, code("001234"), act=who)
    with pytest.raises(BadInput, match="give the new code a later first day"):
        finance.add_code(session, code("009999"), act=who)
    assert finance.add_code(session, code("009999", starts=date(2017, 10, 1)), act=who)
    assert [(one.cost_centre, one.ends) for one in finance.codes(session)] == [
        ("001234", date(2017, 9, 30)),
        ("009999", None),
    ]


@pytest.fixture
def load(world, library):
    def run(*rows: dict[str, str]) -> imports.ImportReport:
        given = {"fund": FUND, "commissioner": "05J", "year": Y1, "cost_centre": "001234", "subjective": "52161020"}
        return imports.run(
            world.session,
            "coding",
            [given | row for row in rows],
            act=act(DEAN, "2017-04-03", "import.coding"),
            library=library,
        )

    return run


def test_a_file_of_codes_loads_once(load):
    assert (load({"starts": "2017-04-01"}).written, load({"starts": "2017-04-01"}).unchanged) == (1, 1)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"fund": "worcestershire-transformatio"}, "there is no fund 'worcestershire-transformatio'"),
        ({"commissioner": "05X"}, "has no share of"),
        ({"year": "2017/18-2018/19"}, "more than one year"),
        ({"money": "both"}, "neither capital nor revenue"),
        ({"payee_type": "charity"}, "no type of payee"),
        ({"cost_line": "lunch"}, "no kind of cost 'lunch'"),
        ({"subjective": ""}, "empty"),
        ({"starts": "April"}, "not a day"),
    ],
)
def test_a_row_that_cannot_be_a_code_is_named(load, row, reason):
    report = load(row)
    assert (report.written, len(report.rejected)) == (0, 1)
    assert reason in report.rejected[0][1]


def test_a_code_that_lost_its_leading_zeros_is_flagged(load):
    report = load({"commissioner": "05J"}, {"commissioner": "05T", "cost_centre": "1234"})
    assert report.written == 2
    assert report.flagged == [(2, "cost_centre '1234' is shorter than the others: was a leading zero lost?")]


def test_a_round_is_not_ready_until_every_payment_has_a_code(world, library, load):
    fund = library.fund(FUND)

    def finding():
        return next(one for one in readiness.findings(world.session, library, FUND, on=DAY) if one.what == "coding")

    assert not finding().ready
    assert "no code for Transformation fund, 05J, 2017/18, practice" in finding().said
    load(*({"commissioner": body, "year": year} for body in fund.commissioners for year in (Y1, Y2)))
    assert finding().ready


def test_costs_of_another_code_are_a_line_of_their_own_and_the_sum_stays(world):
    world.payee()
    claim = world.payable(cost(1, 200_001), cost(2, 99_999, kind="training"))
    exact = [code("777777", commissioner=body, cost_line="training") for body in (RB, SW)]
    terms = {FUND: payments.Terms("Fund", (*TERMS[FUND].codes, *exact))}
    run = payments.make_run(world.session, [claim.ref], terms=terms, act=act(DEAN, "2017-09-06"), roles=("finance",))
    file = payments.file_of_run(world.session, run.ref)
    by_centre: dict[str, int] = {}
    for row in file.rows:
        by_centre[row.cost_centre] = by_centre.get(row.cost_centre, 0) + row.gross
    assert by_centre == {"001234": 66_667, "005678": 133_334, "777777": 99_999}
    assert {row.cost_line for row in file.rows} == {"backfill", "training"}
    for paid in payments.payments_of_run(world.session, run.id):
        assert sum(part.pence for part in payments.payment_parts(world.session, paid)) == paid.gross_pence
        assert len(payments.payment_parts(world.session, paid)) == 1


def test_columns_and_their_order_are_settings_and_leading_zeros_survive_both_files(world):
    world.payee()
    claim = world.payable(cost())
    shape = payments.FileShape("ISFE", (("Cost Centre", "cost_centre"), ("Amount", "gross"), ("Ref", "payment_ref")))
    run = payments.make_run(
        world.session, [claim.ref], terms=TERMS, act=act(DEAN, "2017-09-06"), roles=("finance",), shape=shape
    )
    file = payments.file_of_run(world.session, run.ref)
    rows = list(csv.reader(io.StringIO(file.text)))
    assert rows[0] == ["Cost Centre", "Amount", "Ref"]
    assert rows[1][0] == "001234"
    book = openpyxl.load_workbook(io.BytesIO(payment_file.as_xlsx(run, file)))
    cells = list(book.active.iter_rows(min_row=2))
    assert [(row[0].value, row[0].data_type, row[0].number_format) for row in cells] == [
        ("001234", "s", "@"),
        ("005678", "s", "@"),
    ]
    assert sum(row[1].value for row in cells) == pytest.approx(run.control_pence / 100)
    assert {row[1].data_type for row in cells} == {"n"}
