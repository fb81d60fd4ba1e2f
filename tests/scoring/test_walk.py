"""Down the list with money in several keys: nothing overspent, and no key blocked by a bid that does not touch it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fundflow import scoring
from fundflow.errors import Refused
from fundflow.scoring import Ask, Choice, rules

RB, SW, WF = ("05J", "2017/18"), ("05T", "2017/18"), ("06D", "2017/18")
SKIP, HOLD, PART = Choice("skip_to_next"), Choice("hold_balance"), Choice("partial_award")


def ask(number, rank=None, least=None, **shares):
    names = {"rb": RB, "sw": SW, "wf": WF}
    return Ask(number, f"B{number}", rank or number, {names[key]: pence for key, pence in shares.items()}, least)


def statuses(asks, free, **options):
    return {one.id: one.status for one in scoring.walk(asks, free, **options)}


CASES = [
    ("exactly enough fits", [ask(1, rb=100)], {RB: 100}, {}, {1: "fits"}),
    ("a penny short does not", [ask(1, rb=101)], {RB: 100}, {}, {1: "does_not_fit"}),
    ("a key without money has nought", [ask(1, rb=1)], {}, {}, {1: "does_not_fit"}),
    (
        "an empty key does not block another",
        [ask(1, rb=10), ask(2, sw=10)],
        {RB: 0, SW: 10},
        {},
        {1: "does_not_fit", 2: "fits"},
    ),
    (
        "the list stops in the keys of the bid that does not fit",
        [ask(1, rb=60), ask(2, rb=60), ask(3, rb=10), ask(4, sw=5)],
        {RB: 100, SW: 5},
        {},
        {1: "fits", 2: "does_not_fit", 3: "waits", 4: "fits"},
    ),
    (
        "a joint bid stops every key that it touches",
        [ask(1, rb=60, sw=60), ask(2, sw=10), ask(3, wf=10)],
        {RB: 50, SW: 100, WF: 10},
        {},
        {1: "does_not_fit", 2: "waits", 3: "fits"},
    ),
    (
        "a waiting bid is not overtaken in its other keys",
        [ask(1, rb=60), ask(2, rb=10, sw=10), ask(3, sw=10)],
        {RB: 50, SW: 15},
        {},
        {1: "does_not_fit", 2: "waits", 3: "waits"},
    ),
    (
        "skipping goes on to the next that fits",
        [ask(1, rb=60), ask(2, rb=60), ask(3, rb=10)],
        {RB: 100},
        {"choices": {2: SKIP}},
        {1: "fits", 2: "skipped", 3: "fits"},
    ),
    (
        "holding the balance keeps the key stopped",
        [ask(1, rb=60), ask(2, rb=60), ask(3, rb=10)],
        {RB: 100},
        {"choices": {2: HOLD}},
        {1: "fits", 2: "held", 3: "waits"},
    ),
    (
        "a part goes on with what is left",
        [ask(1, rb=60), ask(2, rb=60, least=30), ask(3, rb=10)],
        {RB: 100},
        {"choices": {2: Choice("partial_award", {RB: 30})}},
        {1: "fits", 2: "partial", 3: "fits"},
    ),
    (
        "a part below what is viable is not made",
        [ask(1, rb=60), ask(2, rb=60, least=41)],
        {RB: 100},
        {"choices": {2: PART}},
        {1: "fits", 2: "does_not_fit"},
    ),
    ("equals that fit together both fit", [ask(1, 1, rb=50), ask(2, 1, rb=50)], {RB: 100}, {}, {1: "fits", 2: "fits"}),
    (
        "a tie at the cut line shows both and stops",
        [ask(1, 1, rb=60), ask(2, 1, rb=60), ask(3, 3, rb=1)],
        {RB: 100},
        {},
        {1: "tied", 2: "tied", 3: "waits"},
    ),
    (
        "equals in different keys do not compete",
        [ask(1, 1, rb=60), ask(2, 1, sw=60)],
        {RB: 50, SW: 60},
        {},
        {1: "does_not_fit", 2: "fits"},
    ),
    (
        "equals that are both too big do not fit, whichever comes first",
        [ask(1, 1, rb=101), ask(2, 1, rb=102), ask(3, 3, rb=1)],
        {RB: 100},
        {},
        {1: "does_not_fit", 2: "does_not_fit", 3: "waits"},
    ),
    (
        "a bid that is too big can be skipped even behind a stop",
        [ask(1, rb=60), ask(2, rb=60, sw=10), ask(3, sw=10)],
        {RB: 50, SW: 10},
        {"choices": {2: SKIP}},
        {1: "does_not_fit", 2: "skipped", 3: "fits"},
    ),
    (
        "a part never overtakes a bid at which the list stopped",
        [ask(1, rb=60), ask(2, rb=60, least=10)],
        {RB: 50},
        {"choices": {2: PART}},
        {1: "does_not_fit", 2: "does_not_fit"},
    ),
    (
        "a decided tie takes the one put first",
        [ask(1, 1, rb=60), ask(2, 1, rb=60)],
        {RB: 100},
        {"tie_order": [2]},
        {1: "does_not_fit", 2: "fits"},
    ),
    (
        "a tied bid that is skipped leaves the money to its equal",
        [ask(1, 1, rb=60), ask(2, 1, rb=60)],
        {RB: 100},
        {"choices": {1: SKIP}},
        {1: "skipped", 2: "fits"},
    ),
]


@pytest.mark.parametrize(("name", "asks", "free", "options", "expected"), CASES, ids=[case[0] for case in CASES])
def test_the_walk(name, asks, free, options, expected):
    assert statuses(asks, free, **options) == expected


def test_each_row_shows_every_key_before_and_after_and_who_stopped_it():
    first, second, third = scoring.walk([ask(1, rb=60, sw=1), ask(2, rb=60), ask(3, rb=10)], {RB: 100, SW: 5})
    assert [(test.key, test.before, test.given, test.after) for test in first.keys] == [
        (RB, 100, 60, 40),
        (SW, 5, 1, 4),
    ]
    assert (second.short, second.pence) == ((RB,), 0)
    assert (third.stopped_by, third.keys[0].after) == (("B2",), 40)


def test_a_part_without_stated_amounts_is_all_that_is_free():
    outcome = scoring.walk([ask(1, rb=60, sw=60, least=70)], {RB: 20, SW: 100}, choices={1: PART})[0]
    assert {test.key: test.given for test in outcome.keys} == {RB: 20, SW: 60}


REFUSED = [
    ("it fits", ask(1, rb=10), {RB: 10}, "skip_to_next", {}, "it fits in full"),
    ("no tie", ask(1, rb=10), {RB: 5}, "decide_tie", {}, "not in a tie"),
    ("no smaller sum", ask(1, rb=10), {RB: 5}, "partial_award", {}, "named no smaller sum"),
    ("too little", ask(1, rb=10, least=8), {RB: 5}, "partial_award", {}, "£0.05 is below the £0.08"),
    ("more than is free", ask(1, rb=10, least=2), {RB: 5}, "partial_award", {RB: 6}, "£0.06 is more than the £0.05"),
    ("a key that it does not ask for", ask(1, rb=10, least=2), {RB: 5, SW: 9}, "partial_award", {SW: 6}, "more than"),
]


@pytest.mark.parametrize(("name", "bid", "free", "option", "amounts", "says"), REFUSED, ids=[one[0] for one in REFUSED])
def test_an_option_is_refused_where_it_answers_nothing(name, bid, free, option, amounts, says):
    outcome = scoring.walk([bid], free)[0]
    with pytest.raises(Refused, match=says):
        rules.check_option(bid, outcome, option, amounts)


keys = st.sampled_from([RB, SW, WF])
shares = st.dictionaries(keys, st.integers(0, 60), min_size=1, max_size=3)
bids = st.lists(st.tuples(shares, st.integers(0, 3), st.one_of(st.none(), st.integers(1, 40))), max_size=8)
money = st.dictionaries(keys, st.integers(0, 120), max_size=3)
picks = st.dictionaries(st.integers(0, 7), st.sampled_from([SKIP, HOLD, PART, Choice("partial_award", {RB: 7})]))


def listed(drawn):
    return [Ask(n, f"B{n}", rank, share, least) for n, (share, rank, least) in enumerate(drawn)]


@given(bids, money, picks, st.permutations(range(8)))
def test_no_key_is_ever_overspent_and_every_bid_has_one_outcome(drawn, free, choices, order):
    asks = listed(drawn)
    found = scoring.walk(asks, free, choices=choices, tie_order=order[:3])
    assert sorted(one.id for one in found) == [one.id for one in asks]
    for key in (RB, SW, WF):
        given_out = sum(test.given for one in found for test in one.keys if test.key == key)
        assert 0 <= given_out <= free.get(key, 0)
    by_id = {one.id: one for one in asks}
    for one in found:
        assert all(0 <= test.given <= test.asked and test.after >= 0 for test in one.keys)
        if one.status == "fits":
            assert one.pence == sum(by_id[one.id].shares.values())
        elif one.status == "partial":
            assert by_id[one.id].minimum_viable_pence <= one.pence
        else:
            assert one.pence == 0


@given(bids, money, picks, st.randoms())
def test_the_order_in_which_bids_come_does_not_matter(drawn, free, choices, chance):
    asks = listed(drawn)
    shuffled = list(asks)
    chance.shuffle(shuffled)
    assert scoring.walk(asks, free, choices=choices) == scoring.walk(shuffled, free, choices=choices)


@given(bids, money, st.integers(0, 3), shares)
def test_skipping_a_bid_that_does_not_fit_changes_nothing_for_the_others(drawn, free, rank, share):
    asks = listed(drawn)
    big = {key: pence + 1_000 for key, pence in share.items()}
    extra = Ask(99, "B99", rank, big)
    with_it = statuses([*asks, extra], free, choices={99: SKIP})
    assert {number: one for number, one in with_it.items() if number != 99} == statuses(asks, free)


@given(bids, money, st.integers(0, 3))
def test_a_bid_never_blocks_a_key_that_neither_it_nor_one_behind_it_touches(drawn, free, rank):
    asks = [one for one in listed(drawn) if RB not in rules.touched(one)]
    blocker = Ask(99, "B99", rank, {RB: 10_000})
    with_it = statuses([*asks, blocker], free)
    assert {number: one for number, one in with_it.items() if number != 99} == statuses(asks, free)


@given(bids, money)
def test_nobody_is_overtaken_in_a_key_without_a_recorded_choice(drawn, free):
    asks = {one.id: one for one in listed(drawn)}
    found = scoring.walk(asks.values(), free)
    for stopped in (one for one in found if one.status != "fits"):
        mine = rules.touched(asks[stopped.id]).keys()
        behind = [one for one in found if one.rank > stopped.rank and mine & rules.touched(asks[one.id]).keys()]
        assert all(one.status != "fits" for one in behind)
