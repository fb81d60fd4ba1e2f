"""Every row of the table of postings: its printed effect, and when it is refused."""

from dataclasses import replace

import pytest

from fundflow import ledger
from fundflow.errors import BadInput, Conflict, NotFound, Refused
from fundflow.ledger import Account, Kind, Line
from tests.ledger.books import ANOTHER_FUND, CAPITAL, HOLDER, KEY, NAMES, NEXT, OTHER, Books, act, printed, sound

AGREED = "ALLOCATE 100; RESERVE 60; COMMIT 60"
PAID = f"{AGREED}; CLAIM 40; APPROVE_CLAIM 40; PAY 40"

EFFECTS = [
    ("", "ALLOCATE 100", "allocated +100 uncommitted +100"),
    ("ALLOCATE 100", "ALLOCATE 5", "allocated +5 uncommitted +5"),
    ("ALLOCATE 100", "ADJUST_ALLOCATION_UP 10", "allocated +10 uncommitted +10"),
    ("ALLOCATE 100", "ADJUST_ALLOCATION_DOWN 10", "allocated -10 uncommitted -10"),
    (AGREED, "ADJUST_ALLOCATION_DOWN 50", "allocated -40 uncommitted -40 cut_due +10"),
    (f"{AGREED}; ADJUST_ALLOCATION_DOWN 50", "ADJUST_ALLOCATION_UP 4", "cut_due -4"),
    (f"{AGREED}; ADJUST_ALLOCATION_DOWN 50", "ADJUST_ALLOCATION_UP 14", "cut_due -10 allocated +4 uncommitted +4"),
    (
        f"{AGREED}; ADJUST_ALLOCATION_DOWN 50; DECOMMIT 8",
        "APPLY_CUT 8",
        "cut_due -8 allocated -8 uncommitted -8",
    ),
    ("ALLOCATE 100; ALLOCATE 50 at other", "VIRE 30 to other", "allocated -30 uncommitted -30"),
    ("ALLOCATE 100", "VIRE 30 to other", "allocated -30 uncommitted -30"),
    ("ALLOCATE 100", "CARRY_FORWARD 30 to next", "allocated -30 uncommitted -30"),
    ("ALLOCATE 100", "LAPSE 30", "allocated -30 uncommitted -30"),
    ("", "PIPELINE_UP 10", "pipeline +10"),
    ("PIPELINE_UP 10", "PIPELINE_DOWN 4", "pipeline -4"),
    ("", "CONTINGENT_UP 10", "contingent +10"),
    ("CONTINGENT_UP 10", "CONTINGENT_DOWN 10", "contingent -10"),
    ("ALLOCATE 100", "RESERVE 60", "reserved +60 uncommitted -60"),
    ("ALLOCATE 100; RESERVE 60 for pool", "RESERVE 20 pool", ""),
    ("ALLOCATE 100; RESERVE 60 for pool; RESERVE 20 pool", "RELEASE 20 pool", ""),
    ("ALLOCATE 100; RESERVE 60", "RELEASE 20", "reserved -20 uncommitted +20"),
    ("ALLOCATE 100; RESERVE 60", "COMMIT 60", "reserved -60 committed +60 remaining +60"),
    (AGREED, "DECOMMIT 10", "committed -10 remaining -10 uncommitted +10"),
    (AGREED, "CLAIM 40", "claimed +40"),
    (f"{AGREED}; CLAIM 40", "REVERSE_CLAIM", "claimed -40"),
    (f"{AGREED}; CLAIM 40", "APPROVE_CLAIM 40", "approved +40"),
    (f"{AGREED}; CLAIM 40", "APPROVE_CLAIM 35 back 5", "approved +35 claimed -5"),
    (f"{AGREED}; CLAIM 40; APPROVE_CLAIM 35 back 5", "REVERSE_APPROVE_CLAIM", "approved -35 claimed +5"),
    (AGREED, "ACCRUE 20", "accrued +20 expenditure +20 remaining -20"),
    (f"{AGREED}; ACCRUE 20", "REVERSE_ACCRUAL", "accrued -20 expenditure -20 remaining +20"),
    (f"{AGREED}; CLAIM 40; APPROVE_CLAIM 40", "PAY 40", "paid +40 expenditure +40 remaining -40"),
    (PAID, "PAYMENT_FAILED", "paid -40 expenditure -40 remaining +40"),
    (PAID, "RECOVERY_DUE 10", "recoverable +10"),
    (f"{PAID}; RECOVERY_DUE 10", "REVERSE_RECOVERY_DUE", "recoverable -10"),
    (
        f"{PAID}; RECOVERY_DUE 10",
        "RECOVERY_RECEIVED 6",
        "paid -6 expenditure -6 approved -6 claimed -6 committed -6 recoverable -6 uncommitted +6",
    ),
    (
        f"{PAID}; RECOVERY_DUE 10",
        "RECOVERY_RECEIVED_ENTITLED 6",
        "paid -6 expenditure -6 approved -6 claimed -6 recoverable -6 remaining +6",
    ),
    (f"{PAID}; RECOVERY_DUE 10", "WRITE_OFF 4", "recoverable -4"),
    ("ALLOCATE 100", "OPENING 60 in reserved", "reserved +60 uncommitted -60"),
    ("ALLOCATE 100", "OPENING 60 in unclaimed", "committed +60 remaining +60 uncommitted -60"),
    (
        "ALLOCATE 100; OPENING 60 for second in unclaimed",
        "OPENING 20 in paid_out",
        "committed +20 claimed +20 approved +20 paid +20 expenditure +20 uncommitted -20",
    ),
    (
        "ALLOCATE 100; OPENING 20 in paid_out",
        "REVERSE_OPENING",
        "committed -20 claimed -20 approved -20 paid -20 expenditure -20 uncommitted +20",
    ),
    (
        "ALLOCATE 100; ADJUST_ALLOCATION_DOWN 30; OPENING 70 in unclaimed; ADJUST_ALLOCATION_DOWN 5; REVERSE_OPENING",
        "OPENING 60 in unclaimed",
        "committed +60 remaining +60 uncommitted -60",
    ),
]


@pytest.mark.parametrize(("before", "step", "effect"), EFFECTS, ids=[f"{case[1]} after {case[0]}" for case in EFFECTS])
def test_an_entry_has_its_printed_effect_and_no_other(session, before, step, effect):
    books = Books(session)
    books.write(before)
    old = printed(ledger.position(session, KEY))
    books.write(step)
    found = ledger.position(session, KEY)
    words = effect.split()
    expected = dict(zip(words[::2], map(int, words[1::2]), strict=True))
    new = printed(found)
    assert {name: new.get(name, 0) - old.get(name, 0) for name in {*old, *new}} == {
        name: expected.get(name, 0) for name in {*old, *new}
    }
    sound(found)


def test_every_kind_of_entry_has_its_case():
    assert {step.split()[0] for _, step, _ in EFFECTS} == set(Kind)


REFUSALS = [
    ("ALLOCATE 100", "ALLOCATE 5 as recurrent", "one_colour_of_money", "non-recurrent"),
    ("ALLOCATE 100 at capital; ALLOCATE 1", "VIRE 5 at capital to key", "one_colour_of_money", "capital"),
    ("", "ADJUST_ALLOCATION_UP 5", "within_allocation", "Nothing has been allocated"),
    ("", "ADJUST_ALLOCATION_DOWN 5", "within_allocation", "Nothing has been allocated"),
    ("", "VIRE 5 to other", "within_allocation", "Nothing has been allocated"),
    ("ALLOCATE 100", "VIRE 101 to other", "within_allocation", "£101.00 and £100.00 is left"),
    ("ALLOCATE 100", "CARRY_FORWARD 101 to next", "within_allocation", "£101.00 and £100.00 is left"),
    ("ALLOCATE 100", "LAPSE 101", "within_allocation", "£101.00 and £100.00 is left"),
    ("ALLOCATE 100", "APPLY_CUT 1", "within_cut", "£0.00"),
    (f"{AGREED}; ADJUST_ALLOCATION_DOWN 50", "APPLY_CUT 5", "within_allocation", "£5.00 and £0.00"),
    ("PIPELINE_UP 5", "PIPELINE_DOWN 6", "within_pipeline", "£6.00 and £5.00"),
    ("CONTINGENT_UP 5", "CONTINGENT_DOWN 6", "within_contingent", "£6.00 and £5.00"),
    ("", "RESERVE 1", "within_allocation", "£1.00 and £0.00 is left for Redditch and Bromsgrove in 2017/18"),
    ("ALLOCATE 100; RESERVE 60", "RESERVE 41 for second", "within_allocation", "£41.00 and £40.00 is left"),
    (
        f"{AGREED}; ADJUST_ALLOCATION_DOWN 50; DECOMMIT 5",
        "RESERVE 1",
        "no_cut_due",
        "A cut of £10.00 for Redditch and Bromsgrove in 2017/18",
    ),
    ("ALLOCATE 100; RESERVE 60 for pool", "RESERVE 61 pool", "within_reserve", "£61.00 and £60.00"),
    ("ALLOCATE 100; RESERVE 60 for second", "RELEASE 1", "within_reserve", "£1.00 and £0.00"),
    ("ALLOCATE 100; RESERVE 60", "RELEASE 61", "within_reserve", "£61.00 and £60.00"),
    ("ALLOCATE 100; RESERVE 60 for second", "COMMIT 1", "within_reserve", HOLDER),
    (AGREED, "DECOMMIT 61", "within_commitment", "£61.00 and £60.00"),
    (f"{AGREED}; ACCRUE 55", "DECOMMIT 10", "covers_accrual", "£55.00 would be accrued"),
    (AGREED, "CLAIM 61", "within_commitment", "£61.00 and £60.00"),
    (f"{AGREED}; CLAIM 40", "APPROVE_CLAIM 40 back 1", "within_claimed", "£41.00 and £40.00"),
    (f"{AGREED}; CLAIM 40; APPROVE_CLAIM 40", "REVERSE_CLAIM", "within_claimed", "£40.00 and £0.00"),
    (PAID + "; DECOMMIT 20", "ACCRUE 1", "covers_accrual", "£1.00 would be accrued"),
    (AGREED, "ACCRUE 61", "covers_accrual", "£60.00 would be"),
    (
        f"{AGREED}; CLAIM 40; APPROVE_CLAIM 35 back 5; DECOMMIT 25",
        "REVERSE_APPROVE_CLAIM",
        "within_commitment",
        "£5.00",
    ),
    (f"{AGREED}; CLAIM 40; APPROVE_CLAIM 35 back 5; PAY 35", "REVERSE_APPROVE_CLAIM", "within_payable", "£35.00"),
    (f"{AGREED}; ACCRUE 5; REVERSE_ACCRUAL", "REVERSE_ACCRUAL", "undone_once", "has been undone before"),
    (f"{AGREED}; CLAIM 40", "PAY 1", "within_payable", "£1.00 and £0.00"),
    (f"{PAID}; PAYMENT_FAILED", "PAYMENT_FAILED", "undone_once", "has been undone before"),
    (f"{PAID}; RECOVERY_DUE 10", "PAYMENT_FAILED", "within_paid", "£40.00 and £30.00"),
    (PAID, "RECOVERY_DUE 41", "within_paid", "£41.00 and £40.00"),
    (f"{PAID}; RECOVERY_DUE 10; RECOVERY_RECEIVED 6", "REVERSE_RECOVERY_DUE", "within_owed", "£10.00 and £4.00"),
    (f"{PAID}; RECOVERY_DUE 10", "RECOVERY_RECEIVED 11", "within_owed", "£11.00 and £10.00"),
    (f"{PAID}; RECOVERY_DUE 10", "RECOVERY_RECEIVED_ENTITLED 11", "within_owed", "£11.00 and £10.00"),
    (f"{PAID}; RECOVERY_DUE 10", "WRITE_OFF 11", "within_owed", "£11.00 and £10.00"),
    ("ALLOCATE 100", "OPENING 101 in unclaimed", "within_allocation", "£101.00 and £100.00 is left"),
    ("", "OPENING 1 in reserved", "within_allocation", "£1.00 and £0.00 is left"),
    (AGREED, "OPENING 5 in unclaimed", "opened_once", f"{HOLDER} has £60.00 from Redditch and Bromsgrove"),
    ("ALLOCATE 100; OPENING 5 in paid_out", "OPENING 5 in reserved", "opened_once", "£5.00"),
    ("ALLOCATE 100; OPENING 5 in unclaimed; CLAIM 1", "REVERSE_OPENING", "within_commitment", "£5.00 and £4.00"),
]


@pytest.mark.parametrize(
    ("before", "step", "guard", "words"), REFUSALS, ids=[f"{case[1]} after {case[0]}" for case in REFUSALS]
)
def test_an_entry_that_does_not_fit_is_refused_with_its_figures(session, before, step, guard, words):
    books = Books(session)
    books.write(before)
    old = ledger.positions(session), ledger.holdings(session)
    savepoint = session.begin_nested()
    with pytest.raises(Refused) as refused:
        books.write(step)
    savepoint.rollback()
    assert [refusal.guard for refusal in refused.value.refusals] == [guard]
    reason = refused.value.refusals[0].reason
    assert words in reason
    assert reason.endswith("Nothing has changed.")
    assert guard not in reason
    assert len(reason.split()) <= 60
    assert (ledger.positions(session), ledger.holdings(session)) == old


def test_a_penny_too_much_is_refused_with_both_figures(session):
    books = Books(session)
    line = Line(KEY, 26_364_100, recurrence="non-recurrent", capital=False)
    ledger.post(session, Kind.ALLOCATE, [line], act=act())
    savepoint = session.begin_nested()
    with pytest.raises(Refused) as refused:
        ledger.post(session, Kind.RESERVE, [Line(KEY, 26_364_101, HOLDER)], act=act(), names=NAMES)
    savepoint.rollback()
    assert str(refused.value) == (
        "No money was moved. It needs £263,641.01 and £263,641.00 is left for Redditch and Bromsgrove in 2017/18. "
        "You can lower it by £0.01, or ask finance to move money. Nothing has changed."
    )
    ledger.post(session, Kind.RESERVE, [Line(KEY, 26_364_100, HOLDER)], act=act())
    assert ledger.position(session, KEY).uncommitted == 0
    assert books


@pytest.mark.parametrize("pence", [0, -1, True, 1.5, 10**16])
def test_what_is_not_an_amount_is_a_typed_error(session, pence):
    with pytest.raises(ledger.NotAnAmount):
        ledger.post(session, Kind.RESERVE, [Line(KEY, pence, HOLDER)], act=act())


@pytest.mark.parametrize(
    ("kind", "lines", "options"),
    [
        (Kind.RESERVE, [], {}),
        (Kind.RESERVE, [Line(KEY, 1)], {}),
        (Kind.RESERVE, [Line(KEY, 1, HOLDER, to=NEXT)], {}),
        (Kind.RESERVE, [Line(KEY, 1, HOLDER, pool=HOLDER)], {}),
        (Kind.COMMIT, [Line(KEY, 1, HOLDER, pool="pool")], {}),
        (Kind.COMMIT, [Line(KEY, 1, HOLDER, released=1)], {}),
        (Kind.APPROVE_CLAIM, [Line(KEY, 1, HOLDER, released=-1)], {}),
        (Kind.LAPSE, [Line(KEY, 1, HOLDER)], {}),
        (Kind.VIRE, [Line(KEY, 1)], {}),
        (Kind.VIRE, [Line(KEY, 1, to=KEY)], {}),
        (Kind.CARRY_FORWARD, [Line(KEY, 1, to=ANOTHER_FUND)], {}),
        (Kind.ALLOCATE, [Line(KEY, 1)], {}),
        (Kind.OPENING, [Line(KEY, 1, HOLDER)], {}),
        (Kind.OPENING, [Line(KEY, 1, HOLDER, account=Account.ACCRUED)], {}),
        (Kind.RESERVE, [Line(KEY, 1, HOLDER, account=Account.RESERVED)], {}),
        (Kind.PAYMENT_FAILED, [], {}),
        (Kind.PAYMENT_FAILED, [Line(KEY, 1, HOLDER)], {"reverses": 1}),
        (Kind.PAY, [Line(KEY, 1, HOLDER)], {"reverses": 1}),
    ],
)
def test_lines_that_a_kind_cannot_mean_are_bad_input(session, kind, lines, options):
    with pytest.raises(BadInput):
        ledger.post(session, kind, lines, act=act(), **options)


@pytest.mark.parametrize(
    ("period", "says"),
    [
        ("NIL", "not a financial year"),
        ("", "not a financial year"),
        ("2017/19x", "not"),
        ("2017/19", "2017/18-2018/19"),
    ],
)
def test_no_money_goes_to_what_is_no_financial_year_or_is_written_another_way(session, period, says):
    Books(session).write(AGREED)
    with pytest.raises(BadInput, match=says):
        ledger.post(session, Kind.VIRE, [Line(KEY, 1, to=replace(KEY, period=period))], act=act())


def test_only_the_right_kind_undoes_an_entry(session):
    entry = Books(session).write(f"{AGREED}; CLAIM 5")
    with pytest.raises(BadInput, match="is a CLAIM and not a PAY"):
        ledger.post(session, Kind.PAYMENT_FAILED, (), reverses=entry.id, act=act())
    with pytest.raises(NotFound):
        ledger.post(session, Kind.PAYMENT_FAILED, (), reverses=999, act=act())


def test_a_holder_that_nobody_registered_holds_nothing(session):
    Books(session).write("ALLOCATE 100")
    for kind in (Kind.RESERVE, Kind.PIPELINE_UP):
        savepoint = session.begin_nested()
        with pytest.raises(NotFound, match="not registered"):
            ledger.post(session, kind, [Line(KEY, 1, "nobody")], act=act())
        savepoint.rollback()


@pytest.mark.parametrize("kind", [Kind.RESERVE, Kind.PIPELINE_UP])
def test_the_ring_fence_holds(session, kind):
    Books(session).write("ALLOCATE 100 at fund")
    savepoint = session.begin_nested()
    with pytest.raises(Refused) as refused:
        ledger.post(session, kind, [Line(ANOTHER_FUND, 1, HOLDER)], act=act())
    savepoint.rollback()
    assert refused.value.refusals[0].guard == "ring_fence"


@pytest.mark.parametrize("kind", [Kind.RESERVE, Kind.PIPELINE_UP])
def test_a_holder_of_revenue_cannot_hold_capital(session, kind):
    Books(session).write("ALLOCATE 100 at capital")
    ledger.register_holder(session, "E-1/05J", fund=CAPITAL.fund, capital=False)
    savepoint = session.begin_nested()
    with pytest.raises(Refused) as refused:
        ledger.post(session, kind, [Line(CAPITAL, 1, "E-1/05J")], act=act())
    savepoint.rollback()
    assert refused.value.refusals[0].guard == "one_colour_of_money"


def test_several_lines_are_one_entry_all_or_none(session):
    books = Books(session)
    books.write("ALLOCATE 100; ALLOCATE 10 at other")
    lines = [Line(KEY, 50_00, HOLDER), Line(OTHER, 11_00, HOLDER), Line(KEY, 51_00, HOLDER)]
    savepoint = session.begin_nested()
    with pytest.raises(Refused) as refused:
        ledger.post(session, Kind.RESERVE, lines, act=act(), names=NAMES)
    savepoint.rollback()
    assert len(refused.value.refusals) == 2
    assert "£101.00 and £100.00 is left for Redditch and Bromsgrove" in str(refused.value)
    assert "£11.00 and £10.00 is left for South Worcestershire" in str(refused.value)
    entry = ledger.post(session, Kind.RESERVE, [lines[0], Line(OTHER, 10_00, HOLDER)], act=act())
    assert entry.pence == 60_00
    assert ledger.position(session, OTHER).uncommitted == 0
    assert ledger.position(session, KEY).uncommitted == 50_00


def test_a_virement_moves_between_keys_and_keeps_the_sum(session):
    books = Books(session)
    books.write("ALLOCATE 100; ALLOCATE 50 at other; VIRE 30 to other")
    assert [row.allocated // 100 for row in ledger.positions(session)] == [70, 80]
    books.write("VIRE 20 to next")
    new = ledger.position(session, NEXT)
    assert (new.allocated, new.recurrence, new.capital) == (20_00, "non-recurrent", False)


def test_money_promised_for_a_year_without_allocation_waits_for_it(session):
    books = Books(session)
    ledger.post(session, Kind.CONTINGENT_UP, [Line(NEXT, 5_00, HOLDER)], act=act())
    waiting = ledger.position(session, NEXT)
    assert (waiting.recurrence, waiting.allocated, waiting.forecast()) == (None, 0, 5_00)
    books.write("ALLOCATE 100 at next")
    assert ledger.position(session, NEXT).recurrence == "non-recurrent"


def test_the_forecast_counts_what_is_likely(session):
    books = Books(session)
    books.write(f"{PAID}; RESERVE 11; CONTINGENT_UP 7")
    assert ledger.position(session, KEY).forecast(50) == 40_00 + 15_50 + 7_00


def test_a_holder_is_registered_once_for_one_fund_and_colour(session):
    ledger.register_holder(session, "X", fund="f", capital=False)
    ledger.register_holder(session, "X", fund="f", capital=False)
    for fund, capital in (("g", False), ("f", True)):
        with pytest.raises(Conflict):
            ledger.register_holder(session, "X", fund=fund, capital=capital)
    with pytest.raises(BadInput):
        ledger.register_holder(session, " ", fund="f", capital=False)


def test_an_approval_may_cut_one_key_to_nought_while_another_keeps_its_part(session):
    books = Books(session)
    books.write(
        f"{AGREED}; CLAIM 40; ALLOCATE 100 at other; RESERVE 60 at other; COMMIT 60 at other; CLAIM 20 at other"
    )
    lines = [Line(KEY, 0, holder=HOLDER, released=4_000), Line(OTHER, 2_000, holder=HOLDER)]
    ledger.post(session, Kind.APPROVE_CLAIM, lines, act=act())
    assert ledger.position(session, KEY).claimed == 0
    assert ledger.position(session, OTHER).approved == 2_000


def test_an_approval_of_nothing_at_all_is_no_entry(session):
    Books(session).write(f"{AGREED}; CLAIM 40")
    with pytest.raises(ledger.NotAnAmount):
        ledger.post(session, Kind.APPROVE_CLAIM, [Line(KEY, 0, holder=HOLDER, released=4_000)], act=act())
