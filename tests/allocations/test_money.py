"""Receiving, adjusting and moving money: the paper and the ledger say the same."""

from datetime import date

import pytest

from fundflow import allocations, audit, database, ledger, organisations
from fundflow.audit import Act
from fundflow.errors import BadInput, Conflict, NotFound, Refused
from fundflow.ledger import BudgetKey

FUND, ONLINE, ETTF = "worcestershire-transformation", "worcestershire-online-consultation", "worcestershire-ettf"
LINE = {
    "fund": FUND,
    "commissioner": "05J",
    "period": "2017/18",
    "recurrence": "non-recurrent",
    "capital": False,
    "source": "7.2",
}
KEY = BudgetKey("05J", "2017/18", FUND)


def act(now, reason="", key=""):
    return Act(1, "Jo Ash", now, "allocation", FUND, reason=reason, key=key)


@pytest.fixture
def office(session, now):
    for code in ("05J", "05T", "18C"):
        organisations.add(session, code=code, name=f"Body {code}", kind="commissioner", act=act(now))
    return session


@pytest.fixture
def funded(office, now):
    allocations.receive(office, **LINE, pence=26_364_100, act=act(now))
    allocations.receive(office, **{**LINE, "fund": ONLINE}, pence=4_532_000, ring_fence="online", act=act(now))
    allocations.receive(office, **{**LINE, "fund": ETTF, "capital": True}, pence=50_600_000, act=act(now))
    return office


def total(session):
    return sum(one.allocated for one in ledger.positions(session))


def test_a_line_received_is_allocated_and_free(funded):
    held = ledger.position(funded, KEY)
    assert (held.allocated, held.uncommitted, held.recurrence, held.capital) == (
        26_364_100,
        26_364_100,
        "non-recurrent",
        False,
    )
    line = allocations.get(funded, fund=FUND, commissioner="05J", period="2017/18", source="7.2")
    assert ledger.entry(funded, line.entry_id).kind is ledger.Kind.ALLOCATE
    assert (line.received_by, line.effective_on) == ("Jo Ash", date(2017, 4, 3))


def test_the_same_line_again_changes_nothing_and_another_amount_is_a_conflict(funded, now):
    allocations.receive(funded, **LINE, pence=26_364_100, act=act(now))
    assert ledger.position(funded, KEY).allocated == 26_364_100
    with pytest.raises(Conflict, match=r"was received before as £263,641.00; this says £263,641.01"):
        allocations.receive(funded, **LINE, pence=26_364_101, act=act(now))


@pytest.mark.parametrize("pence", [0, -1])
def test_nothing_is_not_received(office, now, pence):
    with pytest.raises(BadInput, match="cannot be received"):
        allocations.receive(office, **LINE, pence=pence, act=act(now))


def test_money_for_nobody_is_refused(office, now):
    with pytest.raises(NotFound, match=r"There is no organisation '06X'"):
        allocations.receive(office, **{**LINE, "commissioner": "06X"}, pence=1, act=act(now))


@pytest.mark.parametrize("change", [{"recurrence": "recurrent"}, {"capital": True}])
def test_a_key_holds_money_of_one_recurrence_and_one_colour(sqlite_engine, now, change):
    with database.writing(sqlite_engine) as session:
        organisations.add(session, code="05J", name="Body", kind="commissioner", act=act(now))
        allocations.receive(session, **LINE, pence=100, act=act(now))
    with pytest.raises(Refused), database.writing(sqlite_engine) as session:
        allocations.receive(session, **{**LINE, **change, "source": "other"}, pence=100, act=act(now))


@pytest.mark.parametrize(("pence", "kind"), [(26_364_200, "ADJUST_ALLOCATION_UP"), (1, "ADJUST_ALLOCATION_DOWN")])
def test_a_change_notice_changes_the_line_and_the_ledger(funded, now, pence, kind):
    change = allocations.adjust(
        funded, **natural(), pence=pence, act=act(now, "Notice 4"), effective_on=date(2017, 5, 1)
    )
    assert ledger.position(funded, KEY).allocated == pence
    assert (change.before_pence, change.after_pence, change.reason) == (26_364_100, pence, "Notice 4")
    entry = ledger.entry(funded, change.entry_id)
    assert (entry.kind, entry.effective_on) == (kind, date(2017, 5, 1))


def natural(**change):
    return {"fund": FUND, "commissioner": "05J", "period": "2017/18", "source": "7.2", **change}


@pytest.mark.parametrize(
    ("pence", "reason", "source", "error"),
    [
        (1, "", "7.2", "an allocation is adjusted with a reason only"),
        (-1, "x", "7.2", "-£0.01 does not change the line"),
        (26_364_100, "x", "7.2", "£263,641.00 does not change the line, which stands at £263,641.00"),
        (
            1,
            "x",
            "8.1",
            "No line of worcestershire-transformation for 05J in 2017/18 was adjusted: say from which source: '7.2'",
        ),
    ],
)
def test_an_adjustment_that_is_none_is_refused(funded, now, pence, reason, source, error):
    with pytest.raises((BadInput, NotFound), match=error):
        allocations.adjust(funded, **natural(source=source), pence=pence, act=act(now, reason))


def test_a_change_notice_needs_no_source_where_the_key_has_one_line_and_names_them_where_it_has_two(funded, now):
    assert allocations.adjust(funded, **natural(source=""), pence=5, act=act(now, "Notice 4")).after_pence == 5
    allocations.receive(funded, **{**LINE, "source": "8.1"}, pence=7, act=act(now))
    with pytest.raises(NotFound, match=r"say from which source: '7\.2'; '8\.1'"):
        allocations.adjust(funded, **natural(source=""), pence=6, act=act(now, "Notice 5"))
    with pytest.raises(NotFound, match="Receive it first"):
        allocations.adjust(funded, **natural(period="2018/19", source=""), pence=6, act=act(now, "Notice 5"))


def test_a_virement_moves_money_and_keeps_the_sum(funded, now):
    before = total(funded)
    to = BudgetKey("05J", "2017/18", ONLINE)
    paper = allocations.vire(
        funded, from_key=KEY, to_key=to, pence=100, minute="PCCC 17/06 item 4", act=act(now, "WO 7.7 top-up")
    )
    assert (ledger.position(funded, KEY).allocated, ledger.position(funded, to).allocated) == (26_364_000, 4_532_100)
    assert total(funded) == before
    assert (paper.minute, paper.reason, paper.vired_by) == ("PCCC 17/06 item 4", "WO 7.7 top-up", "Jo Ash")
    assert [one.id for one in allocations.virements(funded, fund=ONLINE)] == [paper.id]
    assert [one.pence for one in allocations.lines(funded, fund=FUND, commissioner="05J", period=None)][:1] == [
        26_364_100
    ]


def test_one_pound_without_a_minute_is_not_vired(funded, now):
    with pytest.raises(Refused) as refused:
        allocations.vire(funded, from_key=KEY, to_key=BudgetKey("05J", "2017/18", ONLINE), pence=100, act=act(now, "x"))
    assert [one.guard for one in refused.value.refusals] == ["virement_minute"]
    assert allocations.virements(funded) == []


def test_capital_is_never_vired_to_revenue(funded, now):
    capital = BudgetKey("05J", "2017/18", ETTF)
    with pytest.raises(Refused, match="capital may not pay for revenue"):
        allocations.vire(funded, from_key=capital, to_key=KEY, pence=100, minute="4", act=act(now, "x"))


def test_a_span_is_split_by_year_with_a_reason_alone(office, now):
    span, year = "2017/18-2018/19", "2018/19"
    allocations.receive(office, **{**LINE, "period": span}, pence=3_000_000, act=act(now))
    allocations.vire(
        office,
        from_key=BudgetKey("05J", span, FUND),
        to_key=BudgetKey("05J", year, FUND),
        pence=1_000_000,
        act=act(now, "profile of June"),
    )
    there = ledger.position(office, BudgetKey("05J", year, FUND))
    assert (there.allocated, there.recurrence, there.capital) == (1_000_000, "non-recurrent", False)


def test_a_successor_takes_over_next_years_money(funded, now):
    allocations.receive(funded, **{**LINE, "period": "2020/21"}, pence=500, act=act(now))
    allocations.vire(
        funded,
        from_key=BudgetKey("05J", "2020/21", FUND),
        to_key=BudgetKey("18C", "2020/21", FUND),
        pence=500,
        minute="Merger of 1 April 2020",
        act=act(now, "merger"),
    )
    assert ledger.position(funded, BudgetKey("18C", "2020/21", FUND)).uncommitted == 500
    assert ledger.position(funded, BudgetKey("05J", "2020/21", FUND)).allocated == 0


def test_a_key_without_money_is_named(funded, now):
    empty = BudgetKey("05T", "2017/18", FUND)
    with pytest.raises(NotFound, match="none has been received for worcestershire-transformation, 05T, 2017/18"):
        allocations.vire(funded, from_key=empty, to_key=KEY, pence=1, minute="4", act=act(now, "x"))
    other = BudgetKey("05T", "2017/18", "another-fund")
    with pytest.raises(NotFound, match="none has been received for another-fund, 05T"):
        allocations.vire(funded, from_key=KEY, to_key=other, pence=1, minute="4", act=act(now, "x"))


def test_more_than_is_free_is_not_vired(sqlite_engine, now):
    with database.writing(sqlite_engine) as session:
        for code in ("05J", "05T"):
            organisations.add(session, code=code, name=f"Body {code}", kind="commissioner", act=act(now))
            allocations.receive(session, **{**LINE, "commissioner": code}, pence=100, act=act(now))
    to = BudgetKey("05T", "2017/18", FUND)
    with pytest.raises(Refused) as refused, database.writing(sqlite_engine) as session:
        allocations.vire(session, from_key=KEY, to_key=to, pence=101, minute="4", act=act(now, "x"))
    assert [one.guard for one in refused.value.refusals] == ["within_allocation"]
    assert "£1.01" in str(refused.value)
    assert "£1.00" in str(refused.value)


def test_a_virement_pressed_twice_is_one_virement(funded, now):
    to = BudgetKey("05J", "2017/18", ONLINE)
    twice = [
        allocations.vire(funded, from_key=KEY, to_key=to, pence=100, minute="4", act=act(now, "x", key="form-1"))
        for _ in range(2)
    ]
    assert twice[0].id == twice[1].id
    assert ledger.position(funded, to).allocated == 4_532_100


def test_a_whole_year_of_papers_agrees_with_the_ledger(engine, now):
    with database.writing(engine) as session:
        for code in ("05J", "05T"):
            organisations.add(session, code=code, name=f"Body {code}", kind="commissioner", act=act(now))
        allocations.receive_many(
            session,
            [
                allocations.Receipt(FUND, code, "2017/18", pence, "non-recurrent", False, "7.2")
                for code, pence in (("05T", 300), ("05J", 200))
            ],
            act=act(now),
        )
        allocations.adjust(session, **natural(), pence=150, act=act(now, "cut"))
        allocations.vire(
            session,
            from_key=KEY,
            to_key=BudgetKey("05T", "2017/18", FUND),
            pence=50,
            minute="4",
            act=act(now, "lead commissioner"),
        )
    with database.reading(engine) as session:
        assert {one.key.commissioner: one.allocated for one in ledger.positions(session)} == {"05J": 100, "05T": 350}
        assert ledger.check(session) == []
        assert audit.verify(session) == []
