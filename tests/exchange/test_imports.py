"""What imports do beside reading: adjust, recognise names, compare printed totals, end memberships, give roles."""

import time
from datetime import date

import pytest

from fundflow import allocations, ledger, organisations, people
from fundflow.errors import BadInput
from fundflow.ledger import BudgetKey

GOOD = {
    "fund": "worcestershire-transformation",
    "commissioner": "05J",
    "period": "2017/18",
    "amount": "£263,641",
    "recurrence": "non-recurrent",
}
KEY = BudgetKey("05J", "2017/18", "worcestershire-transformation")


@pytest.mark.parametrize(("amount", "pence"), [("£263,642.50", 26_364_250), ("200000", 20_000_000), ("0", 0)])
def test_a_changed_amount_with_adjust_and_a_reason_is_posted(session, load, amount, pence):
    load("allocations", [GOOD])
    report = load("allocations", [{**GOOD, "amount": amount}], adjust=True, reason="Notice 4 of May 2017")
    assert (report.written, report.rejected) == (1, [])
    assert ledger.position(session, KEY).allocated == pence
    line = allocations.lines(session)[0]
    assert line.pence == pence
    assert [(one.before_pence, one.after_pence, one.reason) for one in allocations.changes(session)] == [
        (26_364_100, pence, "Notice 4 of May 2017")
    ]
    again = load("allocations", [{**GOOD, "amount": amount}], adjust=True, reason="Notice 4 of May 2017")
    assert (again.written, again.unchanged) == (0, 1)


def test_two_sources_of_one_key_are_two_lines_and_one_balance(session, load):
    load("allocations", [{**GOOD, "source": "first"}, {**GOOD, "source": "second", "amount": "1"}])
    assert ledger.position(session, KEY).allocated == 26_364_200
    assert len(allocations.lines(session)) == 2


@pytest.mark.parametrize("name", ["05J", "05j", "RB", "R&B", "Redditch and Bromsgrove", " rb "])
def test_a_commissioner_is_known_by_its_other_names(session, load, name):
    assert load("allocations", [{**GOOD, "commissioner": name}]).rejected == []
    assert allocations.lines(session)[0].commissioner == "05J"


def test_a_file_may_bring_names_of_its_own(session, load):
    rows = [{"fund": "transformation", "year": "2017/18", "North": "263641", "recurrence": "N/R"}]
    assert load("allocations", rows, aliases={"North": "05J"}).written == 1
    assert allocations.lines(session)[0].commissioner == "05J"


@pytest.mark.parametrize("name", ["WF", "WE"])
def test_wyre_forest_is_read_as_the_paper_misprints_it(session, load, name):
    rows = [{"fund": "transformation", "year": "2017/18", "RB": "-", name: "171878", "recurrence": "N/R"}]
    assert load("allocations", rows).rejected == []
    assert [line.commissioner for line in allocations.lines(session)] == ["06D"]


def test_a_row_of_a_wide_file_is_taken_or_left_whole(session, load):
    rows = [{"fund": "transformation", "year": "2017/18", "RB": "263641", "SW": "x", "recurrence": "N/R"}]
    assert len(load("allocations", rows).rejected) == 1
    assert allocations.lines(session) == []


def test_a_cell_that_becomes_nil_in_a_wide_file_is_a_changed_amount(session, load):
    row = {"fund": "transformation", "year": "2017/18", "RB": "263641", "SW": "455415", "recurrence": "N/R"}
    load("allocations", [row])
    report = load("allocations", [{**row, "RB": "-"}])
    assert "is on record with £263,641.00; this says £0.00" in report.rejected[0][1]


def test_a_printed_total_far_off_is_material_and_blocks_the_fund(session, load):
    load("allocations", [{**GOOD, "printed_total": "890934"}])
    (found,) = allocations.discrepancies(session)
    assert (found.kind, found.severity, found.difference_pence) == ("total_differs", "material", 62_729_300)
    assert allocations.blocking(session, fund="worcestershire-transformation") == [found]
    assert allocations.blocking(session, fund="worcestershire-ettf") == []


def test_the_missing_lines_settle_what_the_first_file_raised(session, load):
    load("allocations", [{**GOOD, "printed_total": "719056"}])
    report = load("allocations", [{**GOOD, "commissioner": "05T", "amount": "455415", "printed_total": "719056"}])
    assert report.discrepancies == 0
    assert [row.status for row in allocations.discrepancies(session)] == ["resolved"]


def test_one_pound_in_a_long_file_is_rounding(session, load):
    load("allocations", [{**GOOD, "printed_total": "263642"}])
    assert [(row.kind, row.severity) for row in allocations.discrepancies(session)] == [("rounding", "info")]


def test_totals_in_a_long_file_are_claims_and_not_money(session, load):
    rows = [
        GOOD,
        {**GOOD, "period": "total", "amount": "263642"},
        {**GOOD, "commissioner": "Total", "amount": "263641"},
    ]
    report = load("allocations", rows)
    assert (report.read, report.written, report.unchanged, report.rejected) == (3, 2, 1, [])
    assert ledger.position(session, KEY).allocated == 26_364_100
    assert [row.value_b for row in allocations.discrepancies(session)] == ["£263,642.00"]


def test_an_unsplit_period_is_one_key(session, load):
    load("allocations", [{**GOOD, "fund": "worcestershire-resilience", "period": "2017/19", "amount": "30000"}])
    key = BudgetKey("05J", "2017/18-2018/19", "worcestershire-resilience")
    assert ledger.position(session, key).allocated == 3_000_000


def test_a_successor_may_receive_money_of_the_fund(session, load, act):
    load("organisations", [{"code": "18C", "name": "Herefordshire and Worcestershire", "kind": "commissioner"}])
    organisations.merge(session, "05J", into="18C", on=date(2020, 4, 1), act=act)
    row = {**GOOD, "fund": "worcestershire-improving-access", "commissioner": "18C", "period": "2020/21"}
    assert load("allocations", [{**row, "recurrence": "Recurrent"}]).rejected == []


PRACTICE = {
    "code": "m81001",
    "name": "Elmsgate Surgery",
    "kind": "practice",
    "commissioner": "05J",
    "opened": "1999-04-01",
    "address": "1 High Street; Redditch",
    "alias": "Elmsgate; Elms Gate",
}


def test_a_practice_comes_with_its_commissioner_address_and_other_names(session, load):
    assert load("organisations", [PRACTICE]).written == 1
    row = organisations.require(session, "M81001")
    assert (row.legal_entity, row.address) == (True, ["1 High Street", "Redditch"])
    assert organisations.commissioner_of(session, "M81001", on=date(2017, 4, 1)) == "05J"
    assert organisations.commissioner_of(session, "M81001", on=date(1999, 3, 31)) is None
    assert [alias.alias for alias in organisations.aliases(session, "M81001")] == ["Elms Gate", "Elmsgate"]
    again = load("organisations", [PRACTICE])
    assert (again.written, again.unchanged, again.rejected) == (0, 1, [])


def test_an_adjusted_register_keeps_the_old_name_and_moves_the_practice(session, load):
    load("organisations", [PRACTICE])
    changed = {
        **PRACTICE,
        "name": "Elmsgate Health",
        "commissioner": "05T",
        "commissioner_from": "2018-04-01",
        "closed": "2019-03-31",
        "telephone": "01905 000000",
        "postcode": "B97 0AA",
        "signing_rule": "all partners",
    }
    report = load("organisations", [changed], adjust=True, reason="Register of May")
    assert (report.written, report.rejected) == (1, [])
    row = organisations.require(session, "M81001")
    assert (row.name, row.closed, row.telephone, row.postcode, row.signing_rule) == (
        "Elmsgate Health",
        date(2019, 3, 31),
        "01905 000000",
        "B97 0AA",
        "all_partners",
    )
    assert organisations.commissioner_of(session, "M81001", on=date(2018, 3, 31)) == "05J"
    assert organisations.commissioner_of(session, "M81001", on=date(2018, 4, 1)) == "05T"
    again = load("organisations", [changed], adjust=True, reason="Register of May")
    assert (again.written, again.unchanged, again.rejected) == (0, 1, [])


def test_a_move_needs_its_day_and_a_kind_never_changes(load):
    load("organisations", [PRACTICE])
    moved = load("organisations", [{**PRACTICE, "commissioner": "05T"}], adjust=True, reason="x")
    assert moved.rejected == [(1, "M81001 falls to 05J: say from which day it moves in commissioner_from")]
    other = load("organisations", [{**PRACTICE, "kind": "federation"}], adjust=True, reason="x")
    assert other.rejected == [(1, "M81001 is on record with the kind 'practice'; this says 'federation'")]


def test_a_membership_ends_when_its_last_day_comes(session, load):
    load("organisations", [PRACTICE, {"code": "FED1", "name": "Federation", "kind": "federation"}])
    row = {"organisation": "M81001", "group": "FED1", "starts": "2016-04-01"}
    assert load("memberships", [row]).written == 1
    assert load("memberships", [row]).unchanged == 1
    ended = {**row, "ends": "2017-03-31"}
    assert load("memberships", [ended]).written == 1
    assert load("memberships", [ended]).unchanged == 1
    assert organisations.members(session, "FED1", on=date(2017, 3, 31)) == ["M81001"]
    assert organisations.members(session, "FED1", on=date(2017, 4, 1)) == []


def test_a_corrected_list_needs_adjust_and_keeps_the_old_figure_in_the_history(session, load):
    load("organisations", [PRACTICE])
    row = {"organisation": "M81001", "basis": "weighted", "on": "2017-01-01", "patients": "4771.66", "source": "7.2"}
    load("lists", [row])
    size = organisations.list_size(session, "M81001", basis="weighted", on=date(2017, 4, 1))
    assert (size.patients, size.hundredths) == (4771, 66)
    report = load("lists", [{**row, "patients": "4772.10"}], adjust=True, reason="Corrected by the region")
    assert report.written == 1
    size = organisations.list_size(session, "M81001", basis="weighted", on=date(2017, 4, 1))
    assert (size.patients, size.hundredths) == (4772, 10)
    assert "4771" in organisations.events(session, "M81001")[-1].detail


def test_one_person_with_three_roles_is_three_lines_and_one_person(session, load, now):
    load("organisations", [PRACTICE])
    base = {"sign_in_name": "Pat.Shah", "name": "Dr Pat Shah", "email": "reception@practice.example"}
    rows = [
        {**base, "organisation": "M81001", "role": "signatory"},
        {**base, "role": "assessor", "fund": "worcestershire-transformation"},
        {**base, "role": "committee", "commissioner": "05J", "ends": "2018-03-31"},
    ]
    report = load("people", rows)
    assert (report.read, report.written, report.rejected) == (3, 3, [])
    actor = people.actor(session, "pat.shah", now=now)
    assert actor.organisation == "M81001"
    assert actor.has("signatory", organisation="M81001")
    assert not actor.has("signatory", organisation="M81002")
    assert actor.has("assessor", fund="worcestershire-transformation")
    again = load("people", rows)
    assert (again.written, again.unchanged, again.rejected) == (0, 3, [])


def test_a_dry_run_of_people_writes_nobody(session, load):
    rows = [{"sign_in_name": "jo.ash", "name": "Jo Ash", "email": "", "role": "officer"}]
    assert load("people", rows, dry_run=True).written == 1
    assert people.list_all(session) == []


def test_ten_thousand_lists_take_seconds(session, load, act):
    codes = [f"Z{number:05d}" for number in range(5_000)]
    organisations.add_many(
        session, (organisations.NewOrganisation(code, f"Practice {code}", "practice") for code in codes), act=act
    )
    rows = [
        {"organisation": code, "basis": basis, "on": "2017-01-01", "patients": 9_000, "source": "made up"}
        for code in codes
        for basis in ("registered", "weighted")
    ]
    begun = time.perf_counter()
    assert load("lists", rows).written == 10_000
    assert time.perf_counter() - begun < 10
    assert load("lists", rows).unchanged == 10_000


def test_ten_thousand_bad_lines_take_seconds_too(session, load, act):
    codes = [f"Z{number:05d}" for number in range(7_500)]
    organisations.add_many(
        session, (organisations.NewOrganisation(code, f"Practice {code}", "practice") for code in codes), act=act
    )
    row = {"basis": "registered", "on": "2017-01-01", "patients": 9_000, "source": "made up"}
    rows = [{**row, "organisation": f"Y{number:05d}"} for number in range(10_000)]
    begun = time.perf_counter()
    assert len(load("lists", rows).rejected) == 10_000
    assert time.perf_counter() - begun < 10


def test_an_adjustment_without_a_reason_is_refused_before_anything_is_read(session, load):
    load("allocations", [GOOD])
    with pytest.raises(BadInput, match=r"say why \(--reason\)"):
        load("allocations", [{**GOOD, "amount": "1"}], adjust=True)
    assert ledger.position(session, KEY).allocated == 26_364_100
