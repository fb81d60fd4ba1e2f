"""Every way of the two life cycles, and every way that is not one."""

import itertools

import pytest

from fundflow.errors import Refused
from fundflow.payments import CLAIM, RECOVERY

ROLES = (
    "applicant",
    "signatory",
    "claim_checker",
    "claim_approver",
    "payment_releaser",
    "finance",
    "officer",
    "delegate",
    "committee",
    "reconsideration_panel",
    "system",
    "auditor",
)
LIVES = {"claim": CLAIM, "recovery": RECOVERY}
ACTIONS = [(name, action) for name, life in LIVES.items() for action in life.actions]


@pytest.mark.parametrize(("name", "action"), ACTIONS)
def test_only_the_ways_of_the_table_are_open(name, action):
    life = LIVES[name]
    for state, role in itertools.product(life.states, ROLES):
        way = life.ways.get((state, action))
        if way and role in way.roles:
            assert life.take(state, action, (role,), ref="X/1") == way.to
            continue
        with pytest.raises(Refused) as refused:
            life.take(state, action, (role,), ref="X/1")
        assert refused.value.refusals[0].guard == f"{name}_{'role' if way else 'state'}"


@pytest.mark.parametrize(("name", "size"), [("claim", 23), ("recovery", 16)])
def test_the_tables_are_whole_graphs(name, size):
    life = LIVES[name]
    assert len(life.ways) == size
    left = {state for state, _ in life.ways}
    reached = {"start"}
    while new := {way.to for (state, _), way in life.ways.items() if state in reached} - reached:
        reached |= new
    assert reached == set(life.states)
    assert set(life.states) - left == life.ends


def test_a_refusal_says_where_the_claim_is_and_what_can_be_done():
    with pytest.raises(Refused, match=r"TF-17-0001/C1 was not changed\. It is paid, and from there it cannot approve"):
        CLAIM.take("paid", "approve", ("claim_approver",), ref="TF-17-0001/C1")
    with pytest.raises(Refused, match="Ask the claim approver to do it"):
        CLAIM.take("checked", "approve", ("claim_checker",), ref="TF-17-0001/C1")


def test_the_open_actions_of_a_role_are_listed():
    assert CLAIM.open("checked", ("claim_approver",)) == ("approve", "return_to_checker", "refuse")
    assert RECOVERY.open("demanded", ("delegate",)) == ("write_off",)
