"""A change of payment details that resists a fraudster, and a store that could not pay one."""

import re
from datetime import date

import pytest

from fundflow import payments
from fundflow.errors import BadInput, Refused
from fundflow.exchange.imports import KINDS
from fundflow.migrations.tables import METADATA
from tests.payments.test_claims import guards
from tests.payments.world import COLE, DEAN, EVE, FINN, GALE, LEAD, act, cost

OFFICE = ("finance",)
BANK = re.compile(r"sort_?code|iban|bic|account_(number|name|no)|bank_(account|number|name)|card")


def ask(world, day: str = "2017-09-05", vendor: str = "V-200", **more: str) -> payments.Payee:
    return payments.request_payee(
        world.session, LEAD, vendor_reference=vendor, route="invoice", act=act(DEAN, day), **more
    )


def call(world, row: payments.Payee, person: int = EVE, held: date = date(2015, 1, 1), day: str = "2017-09-05"):
    facts = {"number": "01905 000001", "held_since": held, "spoke_to": "the manager"}
    return payments.call_payee(world.session, row.id, act=act(person, day), roles=OFFICE, **facts)


def confirm(world, row: payments.Payee, person: int = FINN, day: str = "2017-09-05", **more: int):
    return payments.confirm_payee(world.session, row.id, act=act(person, day), roles=OFFICE, **more)


def test_no_column_and_no_file_holds_a_bank_number():
    columns = [f"{table.name}.{column.name}" for table in METADATA.tables.values() for column in table.columns]
    assert [name for name in columns if BANK.search(name)] == []
    taken = [column for kind in KINDS.values() for column in (*kind.required, *kind.optional)]
    assert [name for name in taken if BANK.search(name)] == []


@pytest.mark.parametrize("typed", ["20-00-00 12345678", "200000/12345678", "20000012345678", "GB29NWBK60161331926819"])
def test_what_reads_like_a_bank_account_is_not_stored(world, typed):
    with pytest.raises(Refused) as refused:
        ask(world, vendor=typed)
    assert guards(refused) == ["no_bank_numbers"]
    assert payments.payees(world.session, LEAD) == []


@pytest.mark.parametrize("vendor", ["V-40101", "40101", "12345678", "GB-PCSE-01"])
def test_a_vendor_s_reference_is_no_bank_account(world, vendor):
    assert ask(world, vendor=vendor).state == "requested"


def test_a_request_by_e_mail_is_refused_and_an_unknown_way_is_named(world):
    with pytest.raises(Refused, match="which anybody can send"):
        ask(world, came_by="email")
    with pytest.raises(BadInput, match="choose one of letter, form, telephone, visit"):
        ask(world, came_by="pigeon")


def test_one_change_at_a_time(world):
    first = ask(world)
    with pytest.raises(Refused, match=f"payee refuse {first.id}"):
        ask(world)
    payments.refuse_payee(world.session, first.id, act=act(EVE, "2017-09-05"), roles=OFFICE)
    assert ask(world).state == "requested"


def test_nothing_is_paid_while_a_change_is_open_and_a_refused_one_sets_it_free(world):
    world.payee()
    claim = world.payable(cost())
    run = world.run(claim.ref)
    asked = ask(world, "2017-09-07")
    with pytest.raises(Refused) as refused:
        world.released(run.ref)
    assert set(guards(refused)) == {"payee_change_open"}
    assert "asked for on Thursday 7 September 2017 and is not checked yet" in str(refused.value)
    payments.refuse_payee(world.session, asked.id, act=act(EVE, "2017-09-07"), roles=OFFICE)
    assert world.released(run.ref).run.state == "released"


@pytest.mark.parametrize(("days", "until"), [(5, date(2017, 9, 12)), (0, date(2017, 9, 5)), (10, date(2017, 9, 19))])
def test_releases_wait_for_the_office_s_working_days_after_the_change(world, days, until):
    world.payee()
    row = ask(world)
    call(world, row)
    assert confirm(world, row, hold_working_days=days).hold_until == until


@pytest.mark.parametrize("hand", ["asks", "calls", "confirms"])
def test_nobody_who_changed_how_a_payee_is_paid_lets_the_payment_go(world, hand):
    people = [DEAN, EVE, FINN]
    people[["asks", "calls", "confirms"].index(hand)] = COLE
    row = payments.request_payee(
        world.session, LEAD, vendor_reference="V-200", route="invoice", act=act(people[0], "2017-09-01")
    )
    call(world, row, person=people[1])
    confirm(world, row, person=people[2])
    run = world.run(world.payable(cost()).ref)
    with pytest.raises(Refused, match="had a hand in how"):
        world.released(run.ref, person=COLE)
    assert world.released(run.ref, person=GALE).run.state == "released"


def test_a_first_payment_to_new_details_is_flagged_until_one_arrived(world):
    world.payee()
    run = world.run(world.payable(cost()).ref)
    paid = payments.payments_of_run(world.session, run.id)
    assert [payments.first_to(world.session, one) for one in paid] == [True, True]
    world.released(run.ref)
    results = [payments.Result(one.ref, "paid", date(2017, 9, 11)) for one in paid[:1]]
    payments.record_results(world.session, run.ref, results, act=act(DEAN, "2017-09-11"), roles=OFFICE)
    assert [payments.first_to(world.session, one) for one in paid] == [True, False]
