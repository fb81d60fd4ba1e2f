"""The machine of a share, the outcome of a tabling, conditions, amounts, delegation and clear days."""

from datetime import date
from itertools import product

import pytest

from fundflow.committees.rules import amounts
from fundflow.committees.rules.interests import Relation, propose
from fundflow.committees.rules.outcome import Share, contradictions, outcome_of, union
from fundflow.committees.rules.share import OUTCOMES, STATES, TRANSITIONS, step
from fundflow.committees.rules.terms import beyond_delegation, clear_days, papers_refusal, signers, who_decides
from fundflow.committees.rules.voting import count, material
from fundflow.errors import BadInput, Refused
from tests.committees.builders import terms
from tests.stories.world import library

ACTIONS = sorted({action for _, action in TRANSITIONS})
ALLOWED = {
    "start": {"table": "pending"},
    "pending": {
        "approve": "approved",
        "approve_less": "reduced",
        "reserve": "reserve",
        "defer": "deferred",
        "reject": "rejected",
        "not_quorate": "pending",
    },
    "approved": {"void_vote": "pending", "parent_final": "final"},
    "reduced": {"void_vote": "pending", "parent_final": "final"},
    "rejected": {"void_vote": "pending", "parent_final": "final"},
    "deferred": {"bring_back": "pending", "parent_final": "final"},
    "reserve": {"money_freed": "pending", "parent_final": "final"},
    "final": {},
}


@pytest.mark.parametrize(("state", "action"), list(product(ALLOWED, ACTIONS)))
def test_the_machine_goes_where_the_life_cycle_says_and_nowhere_else(state: str, action: str) -> None:
    if action in ALLOWED[state]:
        assert step(state, action) == ALLOWED[state][action]
        return
    with pytest.raises(Refused) as refused:
        step(state, action, whose="05J's share")
    assert refused.value.refusals[0].guard == "share_state"
    assert str(refused.value).startswith("05J's share was not ")
    assert "_" not in str(refused.value)


def shares(*states: str, asked: int = 100, part: int = 40) -> list[Share]:
    money = {"approved": asked, "reduced": part}
    return [Share(f"C{at}", state, asked, money.get(state, 0)) for at, state in enumerate(states)]


@pytest.mark.parametrize(
    ("states", "severable", "minimum", "deferred", "result"),
    [
        (("approved",), False, None, 0, "approved"),
        (("approved", "approved", "approved"), False, 300, 0, "approved"),
        (("approved", "reduced"), False, 140, 0, "partially_approved"),
        (("reduced",), False, None, 0, "partially_approved"),
        (("approved", "reduced"), False, 141, 0, "deferred"),
        (("approved", "reduced"), True, 141, 1, "rejected"),
        (("approved", "rejected"), True, 100, 0, "partially_approved"),
        (("approved", "rejected"), True, 101, 0, "deferred"),
        (("approved", "rejected"), False, 50, 0, "deferred"),
        (("approved", "rejected"), False, 50, 1, "rejected"),
        (("approved", "deferred"), True, 100, 0, "partially_approved"),
        (("approved", "deferred"), False, 100, 1, "deferred"),
        (("approved", "deferred"), False, 100, 2, "rejected"),
        (("reserve", "reserve"), False, None, 0, "on_reserve_list"),
        (("approved", "reserve"), False, None, 0, "on_reserve_list"),
        (("approved", "reserve"), True, 100, 0, "partially_approved"),
        (("reduced", "reserve"), True, 41, 0, "on_reserve_list"),
        (("reserve", "rejected"), True, 10, 0, "rejected"),
        (("reserve", "deferred"), True, 10, 0, "deferred"),
        (("deferred",), False, None, 1, "deferred"),
        (("deferred",), False, None, 2, "rejected"),
        (("rejected", "rejected"), True, None, 0, "rejected"),
        (("rejected", "deferred"), False, None, 0, "deferred"),
        (("approved", "pending"), True, 1, 0, None),
    ],
)
def test_the_outcome_of_a_tabling(
    states: tuple[str, ...], severable: bool, minimum: int | None, deferred: int, result: str | None
) -> None:
    found = outcome_of(shares(*states), severable=severable, minimum_viable_pence=minimum, deferral_count=deferred)
    assert found.result == result


def test_every_combination_has_one_outcome_or_names_who_is_awaited() -> None:
    decided = [state for state in STATES if state != "final"]
    for states in (combination for size in (1, 2, 3) for combination in product(decided, repeat=size)):
        for severable, minimum, before in product((False, True), (None, 40, 150, 10_000), (0, 1, 2)):
            found = outcome_of(
                shares(*states), severable=severable, minimum_viable_pence=minimum, deferral_count=before
            )
            if "pending" in states:
                assert found.result is None
                assert len(found.awaited) == states.count("pending")
                continue
            assert found.result in {"approved", "partially_approved", "on_reserve_list", "deferred", "rejected"}
            assert (found.result == "approved") is (set(states) == {"approved"})
            assert before < 2 or found.result != "deferred"
            if found.result == "partially_approved":
                assert found.approved_pence >= (minimum or 1)
                assert severable or set(states) <= {"approved", "reduced"}


def test_a_share_that_is_not_quorate_is_awaited_by_name_and_the_others_stand() -> None:
    waiting = [Share("05J", "approved", 100, 100), Share("05T", "pending", 100, waiting="not quorate on 14 June")]
    found = outcome_of(waiting, severable=True, minimum_viable_pence=None, deferral_count=0)
    assert found.awaited == ("05T",)
    assert found.why == "No outcome yet: 05T has not decided (not quorate on 14 June). The other shares stand."


@pytest.mark.parametrize("states", [(), ("final",), ("lost",)])
def test_an_outcome_needs_shares_in_known_states(states: tuple[str, ...]) -> None:
    with pytest.raises(BadInput):
        outcome_of(shares(*states), severable=False, minimum_viable_pence=None, deferral_count=0)


def test_conditions_are_united_and_contradictory_ones_are_named() -> None:
    start = {"kind": "precedent", "topic": "start date", "text": "Start by 1 July."}
    later = {"kind": "precedent", "topic": "start date", "text": "Do not start before 1 September."}
    rota = {"kind": "subsequent", "topic": "", "text": "Send the rota."}
    assert union({"05J": [start, rota], "05T": [rota]}) == [
        {**start, "commissioners": ["05J"]},
        {**rota, "commissioners": ["05J", "05T"]},
    ]
    assert contradictions({"05J": [start, rota], "05T": [start]}) == []
    clash = contradictions({"05J": [start], "05T": [later]})
    assert [(one.topic, one.one, one.other) for one in clash] == [("start date", "05J", "05T")]


ASKED = amounts.listed({"2017/18": 100, "2018/19": 50})


@pytest.mark.parametrize(
    ("outcome", "given", "cut", "why"),
    [
        ("approve", {"2017/18": 101, "2018/19": 49}, "", "more than the £1.00 asked"),
        ("approve", {"2017/18": 100}, "", "less than the £1.50"),
        ("approve_less", {"2017/18": 100, "2018/19": 50}, "rota", "no part of"),
        ("approve_less", {}, "rota", "no part of"),
        ("approve_less", {"2017/18": 100}, " ", "nothing says what"),
        ("approve_less", {"2019/20": 1}, "rota", "more than the £0.00"),
        ("reject", {"2017/18": 1}, "", "only with an approval"),
    ],
)
def test_amounts_that_do_not_fit_the_ask_are_refused(outcome: str, given: dict[str, int], cut: str, why: str) -> None:
    with pytest.raises(Refused) as refused:
        amounts.approved(outcome, ASKED, amounts.listed(given), cut_lines=cut, whose="Redditch")
    assert refused.value.refusals[0].guard == "share_amounts"
    assert why in str(refused.value)


def test_an_approval_takes_the_ask_unless_told() -> None:
    assert amounts.approved("approve", ASKED, None, cut_lines="", whose="Redditch") == ASKED
    less = amounts.approved(
        "approve_less", ASKED, amounts.listed({"2017/18": 60, "2018/19": 0}), cut_lines="2018/19", whose="Redditch"
    )
    assert less == [{"period": "2017/18", "pence": 60}]
    assert amounts.approved("reserve", ASKED, None, cut_lines="", whose="Redditch") == []


@pytest.mark.parametrize("given", [{"2017/18": -1}, {"2017/18": 1.5}, {"2017/18": True}])
def test_amounts_are_integer_pence(given: dict[str, int]) -> None:
    with pytest.raises(BadInput):
        amounts.listed(given)


@pytest.mark.parametrize(
    ("votes", "casting", "allowed", "carried", "words"),
    [
        ("ffa", None, True, True, "2 for, 1 against"),
        ("fa", None, True, False, "1 for, 1 against"),
        ("fa", "for", True, True, "1 for, 1 against, and the chair's casting vote for"),
        ("fa", "against", True, False, "1 for, 1 against, and the chair's casting vote against"),
        ("fa", "for", False, False, "1 for, 1 against"),
        ("ffa", "against", True, True, "2 for, 1 against"),
        ("fxx", None, True, True, "1 for, 0 against, 2 abstentions"),
        ("xx", "for", True, False, "0 for, 0 against, 2 abstentions"),
        ("", None, True, False, "0 for, 0 against"),
        ("faax", None, True, False, "1 for, 2 against, 1 abstention"),
    ],
)
def test_counting(votes: str, casting: str | None, allowed: bool, carried: bool, words: str) -> None:
    choice = {"f": "for", "a": "against", "x": "abstain"}
    counted = count({at: choice[one] for at, one in enumerate(votes)}, casting=casting, casting_allowed=allowed)
    assert counted.carried is carried
    assert counted.words() == words


@pytest.mark.parametrize(
    ("votes", "person", "is_material"),
    [
        ({1: "for", 2: "for", 3: "for"}, 1, False),
        ({1: "for", 2: "for", 3: "against"}, 1, True),
        ({1: "for", 2: "for", 3: "against"}, 3, False),
        ({1: "for", 2: "against", 3: "against"}, 2, True),
        ({1: "for", 2: "for", 3: "for", 4: "against"}, 1, False),
        ({1: "for", 2: "abstain"}, 2, False),
    ],
)
def test_a_vote_is_material_when_the_result_could_differ(votes: dict[int, str], person: int, is_material: bool) -> None:
    assert material(votes, person) is is_material


@pytest.mark.parametrize(
    ("relation", "competition", "actions"),
    [
        (Relation.participant, True, {"leave_room", "withhold_papers"}),
        (Relation.federation_of_participant, False, {"leave_room", "withhold_papers"}),
        (Relation.spouse_of_participant, False, {"leave_room", "withhold_papers"}),
        (Relation.same_area, True, {"stay_discuss_no_vote"}),
        (Relation.same_area, False, {"stay_and_vote"}),
        (Relation.non_voting_attendee, True, {"leave_room", "withhold_papers"}),
        (Relation.none, True, {"no_action_noted"}),
    ],
)
def test_what_is_proposed_for_a_tie(relation: Relation, competition: bool, actions: set[str]) -> None:
    assert set(propose(relation, competition=competition).actions) == actions


@pytest.mark.parametrize(
    ("pence", "decider", "role"),
    [
        (0, "officers", "delegate"),
        (1_000_000, "officers", "delegate"),
        (1_000_001, "group chair and finance officer", "implementation_group_chair"),
        (9_999_999_999, "committee", "committee"),
    ],
)
def test_who_may_decide_an_amount(pence: int, decider: str, role: str) -> None:
    band = who_decides(terms(), pence)
    assert band is not None
    assert band.decides == decider
    assert beyond_delegation(terms(), pence, [role]) is None


def test_an_amount_beyond_a_delegation_is_refused_with_both_figures() -> None:
    said = beyond_delegation(terms(), 1_000_001, ["delegate"])
    assert said is not None
    assert "£10,000.01" in said
    assert "£10,000.00" in said
    assert "for group chair and finance officer: take it there" in said
    assert "delegates no such amount to you" in str(beyond_delegation(terms(), 1, ["implementation_group_chair"]))
    assert who_decides(terms(delegation=()), 1) is None
    assert "delegates no such amount" in str(beyond_delegation(terms(delegation=()), 1, ["delegate"]))


@pytest.mark.parametrize(
    ("pence", "roles"),
    [
        (200_000, ("delegate",)),
        (200_001, ("delegate", "delegate")),
        (1_000_000, ("delegate", "delegate")),
        (1_000_001, ("implementation_group_chair", "chief_finance_officer")),
        (5_000_000, ("implementation_group_chair", "chief_finance_officer")),
        (5_000_001, ()),
    ],
)
def test_each_band_of_worcestershire_says_who_signs_together(pence: int, roles: tuple[str, ...]) -> None:
    assert signers(library().committee("south-worcestershire-pccc"), pence) == roles


def test_papers_must_be_out_five_clear_days_before() -> None:
    held = date(2017, 6, 14)
    assert clear_days(date(2017, 6, 8), held) == 5
    assert papers_refusal(date(2017, 6, 8), held, needed=5, committee="South Worcestershire") is None
    late = papers_refusal(date(2017, 6, 9), held, needed=5, committee="South Worcestershire")
    assert late is not None
    assert "by Thursday 8 June 2017, and they went out on Friday 9 June 2017" in late
    assert "have not gone out" in str(papers_refusal(None, held, needed=5, committee="South Worcestershire"))


def test_every_outcome_is_an_action_of_the_machine() -> None:
    assert {TRANSITIONS["pending", outcome] for outcome in OUTCOMES} == {
        "approved",
        "reduced",
        "reserve",
        "deferred",
        "rejected",
    }
