"""Agreement with the outside ledger: what is whose payment, what differs, and that it never guesses between two."""

from dataclasses import replace
from datetime import date

import pytest

from fundflow.errors import BadInput
from fundflow.finance import Sent, Transaction, agree, month_of, payment_of

PAID = Sent("TF-17-0001/P1", "05T", "V-1", 900_000, date(2017, 9, 6))
LINE = Transaction("TF-17-0001/P1", "V-1", 900_000, date(2017, 9, 8), "paid", payment_ref=PAID.ref, number=1)


@pytest.mark.parametrize(
    ("changes", "taken", "found"),
    [
        ({}, [], True),
        ({"pence": 1, "payee": "V-2"}, [], True),
        ({"reference": ""}, [], True),
        ({"reference": "", "pence": 899_999}, [], False),
        ({"reference": "", "payee": "V-2"}, [], False),
        ({"reference": "", "dated": date(2017, 9, 5)}, [], False),
        ({"reference": "", "dated": date(2017, 9, 16)}, [], True),
        ({"reference": "", "dated": date(2017, 9, 17)}, [], False),
        ({"reference": ""}, [PAID.ref], False),
    ],
)
def test_a_line_is_a_payment_s_by_reference_else_by_amount_payee_and_day(changes, taken, found):
    assert payment_of(replace(LINE, **changes), {PAID.ref: PAID}, taken=taken) == (PAID if found else None)


def test_two_payments_that_fit_are_none():
    twin = replace(PAID, ref="TF-17-0001/P2")
    assert payment_of(replace(LINE, reference=""), {PAID.ref: PAID, twin.ref: twin}) is None


@pytest.mark.parametrize(
    ("lines", "agreements"),
    [
        ([], ["in fundflow only"]),
        ([LINE], ["matched"]),
        ([replace(LINE, pence=899_000)], ["differs"]),
        ([replace(LINE, payee="V-2")], ["differs"]),
        ([replace(LINE, payment_ref="", number=7)], ["in fundflow only", "in the ledger only"]),
        ([LINE, replace(LINE, status="accepted", dated=date(2017, 9, 7), number=2)], ["matched"]),
    ],
)
def test_every_payment_and_every_line_has_one_place(lines, agreements):
    assert [one.agreement for one in agree([PAID], lines)] == agreements


def test_the_last_that_the_ledger_said_counts():
    (one,) = agree([PAID], [LINE, replace(LINE, status="rejected", dated=date(2017, 9, 12), number=2)])
    assert one.transaction.status == "rejected"


def test_a_month_is_typed_as_year_and_month():
    assert month_of("2018-02") == ("2018-02", date(2018, 2, 28))
    with pytest.raises(BadInput, match="write it as 2017-09"):
        month_of("Sept 2017")
