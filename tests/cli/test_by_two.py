"""Money is moved and asked back by two people, each at their own terminal; what waits is told with what to type."""

import shlex

import pytest

from tests.cli.conftest import REF
from tests.stories.world import FUND

NORTH, SOUTH = f"05J/2017/18/{FUND}", f"05T/2017/18/{FUND}"
VIRE = f"allocation vire --together --from {SOUTH} --to {NORTH} --amount £100.00 --minute PCCC-2017-06/9"


def free(terminal, commissioner):
    rows = terminal.json("report finance")["rows"]
    return next(
        one["uncommitted_pence"]
        for one in rows
        if (one["commissioner"], one["period"], one["fund"]) == (commissioner, "2017/18", FUND)
    )


def typed(terminal, who):
    """What waits for somebody as a second person, as they would type it."""
    return [one["type"] for one in terminal.json(f"tasks --as {who}") if one["kind"] == "second person"]


def test_money_is_moved_when_a_second_person_types_what_their_list_says(award):
    before = free(award, "05T")
    told = award.ok(f"{VIRE} --as finance", "--reason", "A top-up.")
    assert "a move of £100.00 under PCCC-2017-06/9 is asked for and waits for a second person" in told
    assert free(award, "05T") == before
    assert award.refused(f"{VIRE} --as finance", "--reason", "A top-up.") == ["second_person"]
    assert typed(award, "finance") == []
    (line,) = typed(award, "finance2")
    assert award.refused(line.removeprefix("fundflow ").replace("100.00", "200.00") + " --as finance2") == [
        "same_values"
    ]
    code, out, err = award.run(shlex.split(line.removeprefix("fundflow ")), "--as", "finance2")
    assert code == 0, err
    assert out.startswith("£100.00 moved from 05T 2017/18")
    assert free(award, "05T") == before - 10_000
    assert typed(award, "finance2") == []
    (moved,) = award.json("report virements")["rows"]
    assert moved["minute"] == "PCCC-2017-06/9"
    assert award.json("audit verify")["faults"] == []


@pytest.mark.parametrize(
    ("changed", "guard"),
    [
        ({"£100.00": "£9,000,000.00"}, "within_allocation"),
        ({"--minute PCCC-2017-06/9": ""}, "virement_minute"),
        ({"--reason Why": ""}, "virement_reason"),
        ({NORTH: SOUTH}, "virement_amount"),
        ({"finance": "officer"}, "may_act"),
    ],
)
def test_nobody_is_asked_to_agree_to_a_move_that_cannot_be_made(changed, guard, award):
    line = f"{VIRE} --reason Why --as finance"
    for old, new in changed.items():
        line = line.replace(old, new)
    assert award.refused(line) == [guard]
    assert typed(award, "finance2") == []


def test_one_person_still_moves_money_alone_under_a_minute(award):
    before = free(award, "05T")
    award.ok(VIRE.replace(" --together", "") + " --reason Why --as finance")
    assert free(award, "05T") == before - 10_000


def test_money_is_asked_back_by_two_each_under_their_own_name(award):
    ask = f"award recover {REF} --cause unspent --clause 14 --paid £25,000 --spent £20,000"
    assert award.refused(f"award recover {REF} --agree --as finance") == ["request_open"]
    assert award.refused(f"{ask.replace('25,000', '99,000')} --as officer") == ["within_paid"]
    told = award.ok(f"{ask} --as officer")
    assert "the return of £5,000.00 by 14 is asked for and waits for a second person" in told
    assert told.rstrip().endswith(f"They type: fundflow award recover {REF} --agree")
    assert award.json("recovery list") == []
    assert award.refused(f"award recover {REF} --agree --as officer") == ["second_person"]
    assert award.refused(f"{ask.replace('20,000', '20,001')} --as finance") == ["same_values"]
    assert typed(award, "finance") == [f"fundflow award recover {REF} --agree"]
    assert typed(award, "officer2") == [], "an officer asked, so one of finance agrees"
    assert award.refused(f"award recover {REF} --agree --as officer2") == ["may_act"]
    made = award.json(f"award recover {REF} --agree --as finance")
    assert (made["ref"], made["asked_pence"]) == (f"{REF}/R1", 500_000)
    shown = award.json(f"recovery show {REF}/R1")
    assert (shown["raised_name"], shown["seconded_name"]) == ("Finance", "Officer")
    assert typed(award, "finance") == []


def test_a_recovery_says_what_it_lacks_before_anybody_is_asked(award):
    code, _, err = award.run(f"award recover {REF} --cause unspent --paid £25,000 --spent £20,000 --as officer")
    assert (code, "name the clause" in err) == (1, True)
    code, _, err = award.run(f"award recover {REF} --cause x --clause 14 --paid £25,000 --spent £20,000 --as officer")
    assert (code, "cause" in err) == (1, True)
