"""Rates against table 7.2, the weight of a difference, and what may be vired (domain 1.1, 1.5, 2(d))."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fundflow import allocations
from fundflow.allocations import KeyFacts
from fundflow.definitions.loading import load_library
from fundflow.errors import BadInput, Refused
from fundflow.money import NothingToShareBy
from fundflow.organisations import ListSize

LISTS = {
    "2017/18": {"05J": 175_761, "05T": 303_610, "06D": 114_585},
    "2018/19": {"05J": 176_511, "05T": 304_935, "06D": 114_810},
}
PRINTED = {
    "worcestershire-transformation": {
        "2017/18": (263_641, 455_415, 171_878),
        "2018/19": (264_766, 457_403, 172_215),
    },
    "worcestershire-care-navigator": {
        "2017/18": (30_213, 52_190, 19_697),
        "2018/19": (30_125, 52_044, 19_595),
        "2019/20": (30_125, 52_044, 19_595),
        "2020/21": (30_125, 52_044, 19_595),
    },
    "worcestershire-online-consultation": {
        "2017/18": (45_320, 78_285, 29_546),
        "2018/19": (60_251, 104_087, 39_189),
    },
}


@pytest.fixture(scope="module")
def library():
    return load_library()[0]


def lists(periods, basis="registered"):
    return {
        (code, period): ListSize(code, patients, basis, date(2017, 4, 1), "implied by 7.2")
        for period in periods
        for code, patients in LISTS["2017/18" if period == "2017/18" else "2018/19"].items()
    }


@pytest.mark.parametrize("name", PRINTED)
def test_the_rates_give_every_printed_share_in_whole_pounds(library, name):
    due = allocations.compute_entitlements(library.funds[name], lists(PRINTED[name]))
    for period, (rb, sw, wf) in PRINTED[name].items():
        assert [due[code, period] for code in ("05J", "05T", "06D")] == [rb * 100, sw * 100, wf * 100]
    assert len(due) == 3 * len(PRINTED[name])


def with_rate(fund, **change):
    rate = fund.rates[0].model_copy(update=change)
    return fund.model_copy(update={"rates": (rate,)})


def test_ties_to_the_first_listed_do_not_give_the_printed_shares(library):
    fund = with_rate(library.funds["worcestershire-transformation"], ties="first")
    due = allocations.compute_entitlements(fund, lists(["2017/18", "2018/19"]))
    assert [due[code, "2017/18"] for code in ("05J", "05T", "06D")] == [26_364_200, 45_541_500, 17_187_700]


def test_shares_by_the_penny_keep_the_half_pennies_together(library):
    fund = with_rate(
        library.funds["worcestershire-transformation"], rounding_unit_pence=1, rate=1, periods=("2017/18",)
    )
    odd = {
        (code, "2017/18"): ListSize(code, 101, "registered", date(2017, 4, 1), "x", 50) for code in fund.commissioners
    }
    due = allocations.compute_entitlements(fund, odd)
    assert sorted(due.values()) == [101, 102, 102]


def test_a_list_of_nought_is_due_nothing(library):
    fund = with_rate(library.funds["worcestershire-transformation"], periods=("2017/18",))
    given_lists = lists(["2017/18"])
    given_lists["06D", "2017/18"] = ListSize("06D", 0, "registered", date(2017, 4, 1), "x")
    due = allocations.compute_entitlements(fund, given_lists)
    assert due["06D", "2017/18"] == 0
    assert sum(due.values()) == 71_905_700  # £1.50 x 479,371 = £719,056.50, half up


def test_nothing_but_lists_of_nought_has_nothing_to_share_by(library):
    fund = with_rate(library.funds["worcestershire-transformation"], periods=("2017/18",))
    nought = {key: ListSize(key[0], 0, "registered", date(2017, 4, 1), "x") for key in lists(["2017/18"])}
    with pytest.raises(NothingToShareBy):
        allocations.compute_entitlements(fund, nought)


def test_a_missing_list_blocks_the_run_and_is_named(library):
    given_lists = lists(["2017/18", "2018/19"])
    del given_lists["05T", "2018/19"]
    with pytest.raises(
        Refused, match="Nothing was worked out for 2018/19: there is no registered list of 05T"
    ) as refused:
        allocations.compute_entitlements(library.funds["worcestershire-transformation"], given_lists)
    assert refused.value.refusals[0].guard == "list_known"


def test_a_list_of_another_basis_is_refused(library):
    with pytest.raises(Refused, match="counts weighted patients") as refused:
        allocations.compute_entitlements(
            library.funds["worcestershire-transformation"], lists(["2017/18", "2018/19"], "weighted")
        )
    assert refused.value.refusals[0].guard == "same_basis"


def test_two_rates_for_one_key_are_a_fault_of_the_definition(library):
    fund = library.funds["worcestershire-transformation"]
    with pytest.raises(BadInput, match="two rates give 05J an amount for 2017/18"):
        allocations.compute_entitlements(
            fund.model_copy(update={"rates": fund.rates * 2}), lists(["2017/18", "2018/19"])
        )


def test_weighted_hundredths_count(library):
    """£6 a weighted patient for South Worcestershire in 2017/18: 292,461.33 patients are £1,754,768 (row 8)."""
    fund = with_rate(
        library.funds["worcestershire-transformation"],
        rate=600,
        basis="weighted",
        periods=("2017/18",),
        commissioners=("05T",),
    )
    size = ListSize("05T", 292_461, "weighted", date(2017, 4, 1), "implied by 7.2", 33)
    assert allocations.compute_entitlements(fund, {("05T", "2017/18"): size}) == {("05T", "2017/18"): 175_476_800}


@pytest.mark.parametrize(
    ("name", "a", "b", "addends", "weight"),
    [
        ("D-01, one pound on four lines", 12_058_800, 12_058_900, 4, "info"),
        ("D-05, one pound on two lines", 10_557_100, 10_557_000, 2, "info"),
        ("D-08", 1_147_715_000, 1_147_715_100, 14, "info"),
        ("D-10, the county", 178_531_800, 178_200_000, 6, "material"),
        ("D-10, Redditch and Bromsgrove", 52_840_700, 52_700_000, 2, "material"),
        ("D-10, South Worcestershire", 91_281_800, 91_100_000, 2, "material"),
        ("D-10, Wyre Forest", 34_409_300, 34_400_000, 2, "warning"),
        ("exactly £1,000 and under 0.5 %", 100_000_000, 100_100_000, None, "warning"),
        ("a penny over £1,000", 100_000_000, 100_100_001, None, "material"),
        ("exactly 0.5 % of the larger", 199_00, 200_00, None, "warning"),
        ("just over 0.5 %", 198_99, 200_00, None, "material"),
        ("three pounds on four lines is more than rounding", 12_058_800, 12_059_100, 4, "warning"),
        ("two pounds fifty on four lines is rounding", 12_058_800, 12_059_050, 4, "info"),
        ("unknown addends are never rounding", 12_058_800, 12_058_900, None, "warning"),
        ("small sums: one pound in ten is material first", 900, 1_000, 4, "material"),
        ("no difference", 500, 500, None, "info"),
    ],
)
def test_the_weight_of_a_difference(name, a, b, addends, weight):
    assert allocations.severity(a, b, addends=addends) == weight, name
    assert allocations.severity(b, a, addends=addends) == weight, name


def test_a_conflict_of_basis_is_material_whatever_its_size():
    assert allocations.severity(100, 100, conflict=True) == "material"


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(1, 50))
def test_more_than_a_thousand_pounds_is_always_material(a, b, addends):
    weight = allocations.severity(a, b, addends=addends)
    if abs(a - b) > 100_000:
        assert weight == "material"
    if weight == "info" and a != b:
        assert 2 * abs(a - b) <= 100 * (addends + 1)


REVENUE = KeyFacts("transformation", "05J", "2017/18", "non-recurrent", False, None)
FENCED = KeyFacts("navigator", "05J", "2017/18", "non-recurrent", False, "training")
CAPITAL = KeyFacts("ettf", "05J", "2017/18", "non-recurrent", True, None)
ONLINE = KeyFacts("online", "05J", "2017/18", "non-recurrent", False, "online")


def other(facts, **change):
    return KeyFacts(**{**facts.__dict__, **change})


@pytest.mark.parametrize(
    ("source", "target", "minute", "guards"),
    [
        (REVENUE, ONLINE, "PCCC 17/06 item 4", []),
        (REVENUE, ONLINE, "", ["virement_minute"]),
        (REVENUE, other(REVENUE, commissioner="05T"), "", ["virement_minute"]),
        (REVENUE, other(REVENUE, commissioner="05T"), "PCCC 4", []),
        (REVENUE, other(REVENUE, period="2018/19"), "", []),
        (FENCED, other(FENCED, period="2018/19"), "", []),
        (FENCED, REVENUE, "", ["ring_fence"]),
        (FENCED, REVENUE, "PCCC 4", []),
        (CAPITAL, REVENUE, "PCCC 4", ["capital_stays_capital"]),
        (CAPITAL, REVENUE, "", ["capital_stays_capital", "virement_minute"]),
        (REVENUE, CAPITAL, "PCCC 4", []),
        (REVENUE, REVENUE, "PCCC 4", ["virement_amount"]),
    ],
)
def test_what_may_be_vired_and_under_which_paper(source, target, minute, guards):
    against = allocations.refusals(source, target, pence=100, minute=minute, reason="top up the online offer")
    assert [one.guard for one in against] == guards


def test_a_refused_virement_says_the_figure_and_a_way_out():
    (against,) = allocations.refusals(FENCED, REVENUE, pence=1_969_700, minute=" ", reason="unspent")
    assert against.reason == (
        "£19,697.00 was not moved: navigator, 05J, 2017/18 is ring-fenced (training), so it leaves only by a "
        "committee's decision. Give the minute number."
    )


@pytest.mark.parametrize("pence", [0, -1])
def test_nothing_is_no_virement_and_every_one_has_a_reason(pence):
    against = allocations.refusals(REVENUE, ONLINE, pence=pence, minute="4", reason=" ")
    assert [one.guard for one in against] == ["virement_amount", "virement_reason"]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("N/R", "non-recurrent"),
        ("Recurrent", "recurrent"),
        (" non-recurrent ", "non-recurrent"),
        ("Non Recurrent", "non-recurrent"),
    ],
)
def test_recurrence_is_read_in_its_printed_forms(text, read):
    assert allocations.parse_recurrence(text) == read
