"""Who may assess, how many and of what kind, and the balanced assignment."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fundflow import scoring
from fundflow.definitions.criteria import Assessors
from fundflow.errors import Refused
from fundflow.scoring import BidToSeat, Candidate, Parties, Seat, rules

DEFAULT = Assessors()
OWN = {"M81001": "Elmsgate Surgery", "SWHC": "Stay Well Health Care"}


def seat(person, state="locked", kinds="", outside=True):
    return Seat(person, state, "f" in kinds, "c" in kinds, outside)


CASES = [
    ("two, finance and clinical", 10_000_000, [seat(1, kinds="f"), seat(2, kinds="c")], []),
    ("a penny over £100,000", 10_000_001, [seat(1, kinds="f"), seat(2, kinds="c")], ["number"]),
    ("three over £100,000", 10_000_001, [seat(1, kinds="f"), seat(2, kinds="c"), seat(3)], []),
    ("nobody knows finance", 100, [seat(1), seat(2, kinds="c")], ["finance_aware"]),
    ("the clinician has a tie", 100, [seat(1, kinds="f"), seat(2, kinds="c", outside=False)], ["clinical_outside"]),
    ("one person of both kinds is one", 100, [seat(1, kinds="fc")], ["number"]),
    ("both kinds in one of two", 100, [seat(1, kinds="fc"), seat(2)], []),
    ("a void seat is missing", 100, [seat(1, "void", "f"), seat(2, kinds="c")], ["number", "finance_aware"]),
    (
        "a handed back seat is missing",
        100,
        [seat(1, kinds="f"), seat(2, "handed_back", "c")],
        ["number", "clinical_outside"],
    ),
    ("an unlocked seat is missing", 100, [seat(1, "open", "f"), seat(2, kinds="c")], ["number", "finance_aware"]),
    ("nobody", 100, [], ["number", "finance_aware", "clinical_outside"]),
]


@pytest.mark.parametrize(("name", "ask", "seats", "lacks"), CASES, ids=[case[0] for case in CASES])
def test_a_panel(name, ask, seats, lacks):
    assert [gap.kind for gap in scoring.panel_gaps(DEFAULT, ask, seats)] == lacks


def test_a_tie_to_a_participant_or_its_federation_bars_and_is_named():
    lee = Candidate(1, "Dr Lee", ties={"M81001": "Dr Lee is a partner there"})
    with pytest.raises(Refused, match=r"Elmsgate Surgery is part of this bid.*partner there") as refused:
        rules.check_untied(lee, Parties(OWN))
    assert refused.value.refusals[0].guard == "assessor_unconflicted"
    member = Candidate(2, "Dr Roe", ties={"SWHC": "Dr Roe is tied to its member M81009"})
    assert [tie.code for tie in scoring.ties_to(member, Parties(OWN))] == ["SWHC"]


@pytest.mark.parametrize(
    ("rule", "local", "barred"),
    [
        ("exclude", frozenset(), True),
        ("declare_and_allow", frozenset({"M81020"}), False),
        ("allow_outside_locality", frozenset({"M81020"}), True),
        ("allow_outside_locality", frozenset(), False),
    ],
)
def test_a_rival_in_the_same_round_is_barred_as_the_fund_says(rule, local, barred):
    rival = Candidate(1, "Dr Lee", ties={"M81020": "Dr Lee works for it"})
    parties = Parties(OWN, rivals={"M81020": "Rival House"}, local=local, rule=rule)
    assert bool(scoring.ties_to(rival, parties)) is barred


def test_a_seat_moves_only_along_its_life():
    assert rules.next_state("declared", "open_papers") == "open"
    for state, action in (("assigned", "open_papers"), ("locked", "hand_back"), ("void", "void"), ("open", "unlock")):
        with pytest.raises(Refused, match="Nothing has changed"):
            rules.next_state(state, action)


PEOPLE = [
    Candidate(1, "A", finance_aware=True),
    Candidate(2, "B", clinical=True),
    Candidate(3, "C", finance_aware=True, clinical=True),
    Candidate(4, "D"),
    Candidate(5, "E", clinical=True, ties={"M81001": "partner"}),
]


def test_bids_are_spread_so_that_panels_are_complete_untied_and_level():
    bids = [BidToSeat(number, 20_000_000 if number % 3 == 0 else 100, Parties(OWN)) for number in range(1, 7)]
    plan = scoring.balance(bids, PEOPLE, DEFAULT)
    load = {person: sum(pair[1] == person for pair in plan.pairs) for person in (1, 2, 3, 4, 5)}
    assert plan.gaps == {}
    assert load[5] == 0
    assert len(plan.pairs) == 14
    assert max(load[person] for person in (1, 2, 3)) - min(load[person] for person in (1, 2, 3)) <= 2


def test_a_bid_that_nobody_untied_can_complete_says_what_it_lacks():
    only_tied = [Candidate(1, "A", finance_aware=True), Candidate(5, "E", clinical=True, ties={"SWHC": "director"})]
    plan = scoring.balance([BidToSeat(1, 100, Parties(OWN))], only_tied, DEFAULT)
    assert plan.pairs == ((1, 1),)
    assert [gap.kind for gap in plan.gaps[1]] == ["number", "clinical_outside"]


def test_seats_already_given_are_kept_and_people_who_left_do_not_return():
    bid = BidToSeat(1, 100, Parties(OWN), (seat(1, "open", "f"),), barred=frozenset({2}))
    assert scoring.balance([bid], PEOPLE, DEFAULT).pairs == ((1, 3),)


def test_nobody_gets_more_than_they_can_take():
    people = [Candidate(1, "A", True, True, most=1), Candidate(2, "B", True, True, most=3)]
    plan = scoring.balance([BidToSeat(n, 100, Parties({})) for n in (1, 2, 3)], people, DEFAULT)
    assert sum(person == 1 for _, person in plan.pairs) == 1
    assert sum(person == 2 for _, person in plan.pairs) == 3


kinds = st.tuples(st.booleans(), st.booleans(), st.sets(st.sampled_from(["P1", "P2", "P3"]), max_size=2))
asks = st.lists(
    st.tuples(st.sampled_from([100, 20_000_000]), st.sampled_from(["P1", "P2", "P3"])), min_size=1, max_size=6
)


@given(st.lists(kinds, max_size=6), asks, st.randoms())
def test_a_balanced_plan_has_no_ties_and_completes_whatever_can_be_completed(drawn, wanted, chance):
    people = [
        Candidate(number, str(number), finance, clinical, dict.fromkeys(ties, "tie"))
        for number, (finance, clinical, ties) in enumerate(drawn, start=1)
    ]
    bids = [BidToSeat(number, ask, Parties({code: code})) for number, (ask, code) in enumerate(wanted, start=1)]
    plan = scoring.balance(bids, people, DEFAULT)
    by_id = {one.person_id: one for one in people}
    assert len(set(plan.pairs)) == len(plan.pairs)
    for bid in bids:
        untied = [one for one in people if not scoring.ties_to(one, bid.parties)]
        chosen = [by_id[person] for number, person in plan.pairs if number == bid.id]
        assert set(chosen_ids := [one.person_id for one in chosen]) <= {one.person_id for one in untied}
        everybody = [Seat(one.person_id, "locked", one.finance_aware, one.clinical, True) for one in untied]
        possible = not scoring.panel_gaps(DEFAULT, bid.ask_pence, everybody)
        assert (bid.id not in plan.gaps) == possible, chosen_ids
    shuffled = list(people)
    chance.shuffle(shuffled)
    assert scoring.balance(list(reversed(bids)), shuffled, DEFAULT).pairs == plan.pairs


@given(st.integers(2, 8), st.integers(1, 12))
def test_equal_people_get_equal_work(people, bids):
    everybody = [Candidate(number, str(number), True, True) for number in range(people)]
    plan = scoring.balance([BidToSeat(n, 100, Parties({})) for n in range(bids)], everybody, DEFAULT)
    load = [sum(person == one.person_id for _, person in plan.pairs) for one in everybody]
    assert max(load) - min(load) <= 1
    assert all(len(list(group)) == 2 for _, group in itertools.groupby(plan.pairs, key=lambda pair: pair[0]))
