"""What needs two people at the API: each with a token of their own."""

import pytest

from fundflow import allocations, database
from tests.stories.stages import REF
from tests.stories.world import FUND

MOVE = {
    "from_key": {"commissioner": "05T", "period": "2017/18", "fund": FUND},
    "to_key": {"commissioner": "05J", "period": "2017/18", "fund": FUND},
    "pence": 10_000,
    "minute": "PCCC-2017-06/9",
    "reason": "A top-up.",
}
ASK = {"cause": "unspent", "clause": "14", "paid_pence": 2_000_000, "spent_pence": 1_500_000}


def test_money_is_moved_when_a_second_program_sends_the_same(served):
    at = served("active")
    first, second = at.program("finance"), at.program("finance2")
    told = first.post("/allocations/vire-together", MOVE)
    assert told["waiting"]["agrees"] == ["finance"]
    assert first.post("/allocations/vire-together", MOVE, 422)["refused"][0]["guard"] == "second_person"
    assert second.post("/allocations/vire-together", MOVE)["waiting"] is None
    with database.reading(at.engine) as session:
        assert [one.pence for one in allocations.virements(session)] == [10_000]


def test_money_is_asked_back_when_the_other_role_agrees(served):
    at = served("active")
    with at.place.living() as world:
        world.pay(world.claim(REF, ["start"], 2_000_000))
    officer, finance = at.program("officer"), at.program("finance")
    path = f"/applications/{REF}/recoveries"
    assert officer.post(path, ASK) == {"recovery": "", "waits_for_second": True}
    assert finance.post(path, {**ASK, "spent_pence": 1}, 422)["refused"][0]["guard"] == "same_values"
    assert finance.post(f"{path}/agree") == {"recovery": f"{REF}/R1", "waits_for_second": False}
    assert officer.get(f"/recoveries/{REF}/R1")["state"] == "proposed"
    assert officer.post(path, {"cause": "unspent", "clause": "14", "paid_pence": 1}, 422)
    lead = at.program("partner.fednw")
    lead.get(f"/recoveries/{REF}/R1", 404)
    assert lead.get(f"/applications/{REF}")["recoveries"] == [], "a proposal is the office's own until notice"


@pytest.mark.parametrize("verb", ["vire", "vire-together"])
def test_money_moves_to_no_period_that_is_not_a_financial_year(served, verb):
    move = {**MOVE, "to_key": {**MOVE["from_key"], "period": "NIL"}, "reason": "why"}
    told = served("active").program("finance").post(f"/allocations/{verb}", move, 422)
    assert "'NIL' is not a financial year: write it as 2017/18" in told["detail"]
    move["to_key"] = {**move["to_key"], "fund": "worcestershire-improving-access"}
    told = served("active").program("finance").post(f"/allocations/{verb}", move, 422)
    assert "'NIL' is no period of this fund's money: write one of 2017/18" in told["detail"]
