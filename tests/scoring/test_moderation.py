"""When assessors must meet, and what they may settle."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fundflow import scoring
from fundflow.definitions.criteria import Moderation
from fundflow.errors import BadInput, Refused
from fundflow.scoring import Agreed, Trigger, rules
from fundflow.scoring.rules.moderation import check_entry
from tests.scoring.schemes import OFF, SCHEME, sets

THREE = (3, 3, 3, 3, 3, 3)
CASES = [
    ("a range of two on a criterion", [THREE, (3, 3, 5, 3, 3, 3)], [("criterion_range", "federation_development")]),
    ("a range of one is none", [THREE, (3, 3, 4, 3, 3, 3)], []),
    ("one and two on a minimum", [(4, 4, 4, 4, 1, 4), (4, 4, 4, 4, 2, 4)], [("straddles_minimum", "value_quality")]),
    ("two and three on a minimum pass it", [(4, 4, 4, 4, 2, 4), (4, 4, 4, 4, 3, 4)], []),
    ("nought and one without a minimum", [(4, 4, 4, 4, 4, 0), (4, 4, 4, 4, 4, 1)], []),
    ("both below the minimum", [(4, 4, 4, 4, 0, 4), (4, 4, 4, 4, 1, 4)], []),
    ("totals fifteen apart", [(4, 4, 3, 4, 3, 3), (3, 3, 3, 3, 3, 3)], []),
    ("own totals either side of 60", [(3, 3, 3, 3, 3, 2), THREE], [("straddles_threshold", "")]),
    (
        "totals exactly fifteen apart",
        [(4, 4, 4, 4, 4, 4), (3, 3, 3, 4, 3, 4)],
        [("total_range", "")],
    ),
    ("totals fourteen apart", [(4, 4, 4, 4, 4, 3), (3, 3, 3, 4, 3, 4)], []),
]


@pytest.mark.parametrize(("name", "panel", "fires"), CASES, ids=[case[0] for case in CASES])
def test_triggers(name, panel, fires):
    found = scoring.triggers(SCHEME, sets(*panel))
    assert [(one.kind, one.criterion) for one in found] == fires


def test_the_panel_that_reaches_sixty_exactly_goes_to_moderation_with_the_defaults_and_not_without_them():
    panel = sets((3, 2, 3, 4, 4, 2), (3, 3, 4, 4, 2, 2), (4, 2, 2, 2, 4, 3))
    kinds = {one.kind for one in scoring.triggers(SCHEME, panel)}
    assert kinds == {"criterion_range", "straddles_threshold"}
    assert scoring.triggers(SCHEME, panel, settings=OFF) == ()


@pytest.mark.parametrize(
    ("switch", "kind"),
    [
        ({"criterion_range": None}, "criterion_range"),
        ({"total_range_tenths": None}, "total_range"),
        ({"straddles_minimum": False}, "straddles_minimum"),
        ({"straddles_threshold": False}, "straddles_threshold"),
    ],
)
def test_each_trigger_can_be_switched_off_alone(switch, kind):
    panel = sets((1, 1, 1, 1, 1, 1), (5, 5, 5, 5, 5, 5))
    every = {one.kind for one in scoring.triggers(SCHEME, panel)}
    left = {one.kind for one in scoring.triggers(SCHEME, panel, settings=Moderation(**switch))}
    assert every == {"criterion_range", "total_range", "straddles_minimum", "straddles_threshold"}
    assert left == every - {kind}


def test_a_trigger_says_why_with_its_figures():
    found = scoring.triggers(SCHEME, sets((4, 4, 4, 4, 1, 4), (4, 4, 4, 4, 2, 4)))
    assert found[0].why == "Value quality: scores of 1 and 2 lie either side of the minimum of 2"
    total = scoring.triggers(SCHEME, sets((3, 3, 3, 3, 3, 2), THREE))[0]
    assert total.why == "the assessors' own totals, 58.0 to 60.0, lie either side of 60.0"


@given(st.lists(st.tuples(*[st.integers(0, 5)] * 6), min_size=2, max_size=4), st.randoms())
def test_triggers_do_not_depend_on_the_order_of_assessors(panel, chance):
    shuffled = list(panel)
    chance.shuffle(shuffled)
    assert scoring.triggers(SCHEME, sets(*panel)) == scoring.triggers(SCHEME, sets(*shuffled))


RANGE = (Trigger("criterion_range", "impact_gain", "far apart"),)
TOTAL = (Trigger("total_range", "", "far apart"),)
REFUSED = [
    ("no reason", RANGE, ("impact_gain", Agreed(3, " ")), "has no reason"),
    ("confirming a dispute", RANGE, ("impact_gain", Agreed(None, "fine")), "needs one agreed score"),
    ("not in dispute", RANGE, ("sustainability", Agreed(3, "why")), "was not in dispute"),
    ("nothing in dispute", (), ("impact_gain", Agreed(3, "why")), "no score of this bid is in dispute"),
]


@pytest.mark.parametrize(("name", "found", "agreed", "says"), REFUSED, ids=[case[0] for case in REFUSED])
def test_what_moderators_may_not_settle_is_refused(name, found, agreed, says):
    (key, entry) = agreed
    with pytest.raises(Refused, match=says) as refused:
        check_entry(SCHEME, found, key, entry)
    assert "own scores are unaffected" in str(refused.value)


@pytest.mark.parametrize(
    ("found", "settled", "left"),
    [
        (RANGE, (), "1 of 1 criteria in dispute are not settled: Impact gain"),
        (TOTAL, (), "no criterion was confirmed or changed"),
        (RANGE, ("impact_gain",), ""),
        (TOTAL, ("value_quality",), ""),
        ((), (), ""),
    ],
)
def test_what_is_left_to_settle_is_named(found, settled, left):
    assert scoring.left_to_agree(SCHEME, found, settled) == left


def test_a_dispute_over_totals_is_settled_by_confirming_or_changing_any_criterion():
    check_entry(SCHEME, TOTAL, "sustainability", Agreed(None, "both read the plan the same way"))
    check_entry(SCHEME, TOTAL, "value_quality", Agreed(3, "the cost was misread"))


def test_an_agreed_score_is_a_whole_mark_of_the_scale():
    with pytest.raises(BadInput, match="9 is not a score"):
        check_entry(SCHEME, RANGE, "impact_gain", Agreed(9, "why"))


def test_spread_and_leniency_show_how_assessors_differ():
    panel = sets((4, 4, 4, 4, 4, 4), (3, 3, 3, 3, 3, 3))
    assert scoring.spread(SCHEME, panel)["impact_gain"] == 1
    assert rules.leniency(SCHEME, [panel, sets((5, 5, 5, 5, 5, 5))]) == {1: 10, 2: -10}
