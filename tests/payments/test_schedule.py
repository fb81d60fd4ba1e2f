"""Tranches add up, advances stay within their cap, and a varied award re-spreads without touching what is claimed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fundflow import payments
from fundflow.definitions.fund import Payment
from fundflow.errors import BadInput, Refused
from fundflow.payments.queries.claims import claimed_parts
from fundflow.payments.rules.schedule import Slice, respread
from tests.payments.world import AMOUNTS, PAYMENT, PRIYA, RB, SW, Y1, Y2, act, cost

KINDS = ("advance", "milestone", "arrears", "retention")


def fund(*percents: tuple[str, int], cap: int = 100) -> Payment:
    rows = [
        {"key": f"t{at}", "kind": kind, "title": f"T{at}", "percent": percent, "evidence": "e"}
        for at, (kind, percent) in enumerate(percents)
    ]
    return Payment.model_validate(
        {"tranches": rows, "advance_cap_percent": cap, "route": "r", "invoice_to": "i", "claim_cut_off": "c"}
    )


percents = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(1, 100)), min_size=1, max_size=7).filter(
    lambda rows: sum(percent for kind, percent in rows if kind == "advance") <= 100
)
keys = st.dictionaries(
    st.tuples(st.sampled_from(["05J", "05T", "06D"]), st.sampled_from([Y1, Y2, "2017/18-2018/19"])),
    st.integers(0, 10**12),
    max_size=9,
)


@given(percents, keys)
def test_tranches_add_up_to_the_award_for_any_percents_and_keys(rows, amounts):
    planned = payments.schedule(fund(*rows), amounts)
    for key, pence in amounts.items():
        assert sum(tranche.amounts.get(key, 0) for tranche in planned) == pence
    assert [tranche.number for tranche in planned] == list(range(1, len(planned) + 1))
    assert all(pence > 0 for tranche in planned for pence in tranche.amounts.values())


@given(percents.filter(lambda rows: any(kind != "advance" for kind, _ in rows)), keys)
def test_an_advance_never_passes_its_percentage_of_any_key(rows, amounts):
    whole = sum(percent for _, percent in rows)
    for tranche in payments.schedule(fund(*rows), amounts):
        percent = rows[int(tranche.key[1:])][1]
        if tranche.kind == "advance":
            assert all(pence * whole <= amounts[key] * percent for key, pence in tranche.amounts.items())


def test_the_fund_of_the_county_is_cut_as_its_rules_say():
    planned = payments.schedule(PAYMENT, {(RB, Y1): 4_000_001}, earliest={"start": date(2017, 6, 1)})
    assert [(row.key, row.pence) for row in planned] == [
        ("start", 1_000_000),
        ("midpoint", 1_400_001),
        ("actual_cost", 1_200_000),
        ("final", 400_000),
    ]
    assert [row.earliest_on for row in planned] == [date(2017, 6, 1), None, None, None]


def test_advances_above_the_cap_are_refused_with_both_figures():
    with pytest.raises(Refused, match=r"come to 26 % and the fund allows 25 %"):
        payments.schedule(fund(("advance", 26), ("arrears", 74), cap=25), AMOUNTS)
    assert payments.schedule(fund(("advance", 25), ("arrears", 75), cap=25), AMOUNTS)


def test_a_fund_without_a_percentage_cannot_be_cut():
    with pytest.raises(BadInput):
        payments.schedule(fund(("arrears", 0)), AMOUNTS)


@given(
    st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)), min_size=1, max_size=6), st.integers(0, 10**10)
)
def test_a_changed_award_never_cuts_what_is_claimed(pairs, pence):
    slices = [Slice(at, at, used + left, left) for at, (used, left) in enumerate(pairs)]
    used = sum(used for used, _ in pairs)
    if pence < used:
        with pytest.raises(Refused, match="already claimed"):
            respread(slices, key=(RB, Y1), pence=pence)
        return
    changed = respread(slices, key=(RB, Y1), pence=pence)
    assert sum(changed.values()) == pence
    assert all(changed[row.tranche_id] >= row.pence - row.left for row in slices)


def test_a_schedule_is_made_once(world):
    assert payments.scheduled(world.session, 1) == AMOUNTS
    with pytest.raises(Refused, match="has one already"):
        payments.plan_tranches(world.session, 1, payments.schedule(PAYMENT, AMOUNTS))


def test_a_variation_to_other_keys_and_sums_keeps_the_schedule_whole(world):
    world.sent(cost(pence=300_000), tranches=("actual_cost",))
    varied = {(RB, Y1): 2_000_000, (SW, Y1): 8_000_000, (RB, Y2): 3_000_001, ("06D", Y2): 777}
    diff = payments.respread_tranches(world.session, 1, varied)
    assert diff["before"] == AMOUNTS
    assert {key: pence for key, pence in diff["after"].items() if pence} == varied
    assert all(row.pence >= 0 for row in payments.room(world.session, 1))


def test_money_that_is_claimed_cannot_be_varied_away(world):
    world.sent(cost(pence=300_000))
    with pytest.raises(Refused, match="already claimed from 05J in 2017/18"):
        payments.respread_tranches(world.session, 1, dict.fromkeys(AMOUNTS, 0))


def test_ending_early_frees_all_that_is_not_claimed(world):
    sent = world.sent(cost(pence=300_000))
    freed = payments.cancel_rest(world.session, 1)
    claimed = {part.key: part.pence for part in claimed_parts(world.session, sent.id)}
    assert {key: freed[key] + claimed.get(key, 0) for key in freed} == AMOUNTS
    assert payments.scheduled(world.session, 1) == {**dict.fromkeys(AMOUNTS, 0), **claimed}
    assert {row.key: row.state for row in payments.tranches(world.session, 1)} == {
        "start": "cancelled",
        "midpoint": "cancelled",
        "actual_cost": "claimed",
        "final": "cancelled",
    }


def test_retention_opens_with_the_final_report_only(world):
    states = {row.key: row.state for row in payments.tranches(world.session, 1)}
    assert states["start"] == "claimable"
    assert states["final"] == "planned"
    opened = payments.open_tranches(world.session, 1, on=date(2019, 4, 1), final_report=True)
    assert [row.key for row in opened] == ["final"]


def test_a_tranche_waits_for_its_day(world):
    why = act(PRIYA, "2017-06-01", reason="The rota begins in September.")
    payments.date_tranche(world.session, 1, "actual_cost", earliest_on=date(2017, 9, 2), act=why)
    with pytest.raises(Refused, match=r"'Costs paid' cannot be claimed yet: it opens on Saturday 2 September 2017"):
        world.sent(cost())
    assert payments.claims_of(world.session, 1)[0].state == "draft"
    assert world.sent(cost(), day="2017-09-02").state == "submitted"
