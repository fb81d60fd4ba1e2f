"""Partners of an award: one leaves, one joins, and the award passes to another lead; duties that outlive it."""

from tests.cli.conftest import REF

NOVATION = ["--kind", "novation", "--as", "partner.fednw", "--reason", "The federation is wound up."]


def states(terminal) -> dict[str, str]:
    return {one["organisation"]: one["state"] for one in terminal.json(f"application show {REF}")["participants"]}


def tasks(terminal) -> list[str]:
    return [one["text"] for one in terminal.json(f"application show {REF}")["tasks"]]


def test_what_leaving_means_is_shown_before_it_is_done(award):
    shown = award.json(f"award leave {REF} Z10002 --as officer")
    assert (shown["done"], shown["breaks"], shown["partners_left"]) == (False, [], 2)
    assert states(award)["Z10002"] == "agreed"
    assert award.refused(f"award leave {REF} Z10002 --as officer --confirm") == ["reason_given"]
    assert award.refused(f"award leave {REF} FEDNW --as officer --confirm --reason x") == ["partner_leaves"]
    assert award.refused(f"award leave {REF} Z10002 --as partner.fednw --confirm --reason x") == ["may_act"]
    award.ok(f"award duty {REF} Z10002 --as officer --amount 5,000 --does", "Hosts the hub")
    leaves = ["award", "leave", REF, "Z10002", "--as", "officer", "--confirm", "--on", "2017-07-31"]
    assert award.refused([*leaves, "--reason", "Its partners retired."]) == ["lead_shown"]
    award.ok(f"award leave {REF} Z10002 --as writer.fednw")
    award.ok([*leaves, "--reason", "Its partners retired."])
    assert states(award)["Z10002"] == "left"
    assert award.json(f"award history {REF}")["duties"][0]["ended_on"] == "2017-07-31"


def test_a_partner_of_an_award_does_not_leave_by_itself_but_asks_an_officer(award):
    award.ok(f"application consent {REF} Z10002 --answer leave --as partner.z10002")
    assert states(award)["Z10002"] == "agreed"
    assert any("Z10002 asks to leave" in text for text in tasks(award))
    award.ok(f"award leave {REF} Z10002 --as officer --confirm --reason Asked --told", "Rang them on 19 June")
    assert not any("asks to leave" in text for text in tasks(award))


def test_a_rule_that_breaks_asks_an_officer_for_a_review_which_ends_with_its_outcome(award):
    award.ok("organisation close Z10001 --on 2017-06-19 --as officer --reason=Retired")
    assert "Alder Practice (Z10001) closed on Monday 19 June 2017" in tasks(award)[-1]
    award.ok(f"step {REF} trigger_review --as officer --reason", "A practice has closed.")
    assert not any("closed on" in text for text in tasks(award))
    award.ok(f"step {REF} continue --as committee --reason", "Two practices go on.")
    found = award.json(f"award history {REF}")["reviews"]
    assert [(one["cause"], one["outcome"]) for one in found] == [("A practice has closed.", "continue")]


def test_a_partner_that_joins_must_agree_before_the_change_is_made(award):
    asked = ["award", "vary", REF, "--kind", "partner", "--to", "joins=[Z10004]", "--as", "partner.fednw"]
    award.ok([*asked, "--reason", "It lends a room."])
    assert states(award)["Z10004"] == "invited"
    assert award.refused(f"step {REF} approve --as committee --with minute=P/1") == ["partners_agreed"]
    award.ok(f"application consent {REF} Z10004 --as partner.z10004")
    award.ok(f"step {REF} approve --as committee --with minute=P/1")
    assert states(award)["Z10004"] == "agreed"


def test_a_partner_that_was_to_join_is_not_asked_any_more_when_the_change_is_refused(award):
    asked = ["award", "vary", REF, "--kind", "partner", "--to", "joins=[Z10004]", "--as", "partner.fednw"]
    award.ok([*asked, "--reason", "It lends a room."])
    award.ok(f"step {REF} refuse --as officer --reason", "It is in another county.")
    assert states(award)["Z10004"] == "removed"
    assert award.json(f"award history {REF}")["changes"][0]["state"] == "refused"


def test_an_award_passes_to_another_lead_with_its_money_and_its_claims(award):
    before = award.json(f"application show {REF}")["money"]
    award.ok(["award", "vary", REF, *NOVATION, "--to", "recipient=Z10001"])
    approve = f"step {REF} approve --as committee --with minute=P/2"
    assert award.refused(approve) == ["novation_ready"]
    assert award.refused(f"award take-over {REF} --as partner.z10002") == ["may_act"]
    award.ok(f"award take-over {REF} --as partner.z10001")
    assert "nobody has looked into its standing" in award.run(approve)[2]
    award.ok(f"award due-diligence {REF} --as officer --found", "Accounts to March 2017, two references.")
    assert award.json(approve)["state"] == "active"
    now = award.json(f"application show {REF}")
    assert (now["lead"], now["money"]) == ("Z10001", before)
    assert {one["organisation"]: one["role"] for one in now["participants"]} == {
        "Z10001": "lead",
        "FEDNW": "partner",
        "Z10002": "partner",
    }
    assert "Z10001" in next(one["addressee"] for one in now["letters"] if one["code"] == "L11")
    assert award.refused(f"step {REF} recipient_withdraws --as partner.fednw --reason x") == ["may_act"]


def test_a_change_that_states_nothing_or_outlives_its_money_is_refused(award):
    asked = ["award", "vary", REF, "--as", "partner.fednw", "--reason", "Late."]
    assert award.refused([*asked, "--kind", "novation"]) == ["variation_described"]
    assert award.refused([*asked, "--kind", "bigger", "--to", "ends=2018-12-31"]) == ["variation_described"]
    code, _, said = award.run(
        [*asked, "--kind", "dates", "--to", "ends=2019-06-30", "--to", "last_claim_on=2019-07-31"]
    )
    assert code == 1
    assert "until Saturday 31 March 2018, not until Sunday 30 June 2019" in said


def test_new_dates_bring_new_returns_and_take_the_later_ones_away(award):
    asked = ["award", "vary", REF, "--kind", "dates", "--as", "partner.fednw", "--reason", "Done sooner."]
    award.ok([*asked, "--to", "ends=2018-09-30", "--to", "last_claim_on=2018-10-31"])
    award.ok(f"step {REF} approve --as committee --with minute=P/3")
    labels = [one["label"] for one in award.json(f"return list {REF}")]
    assert (labels[-1], len(labels)) == ("Q2 2018/19", 6)
    assert award.json(f"award history {REF}")["ends"] == "2018-09-30"


def test_milestones_are_cancelled_and_given_more_time_by_a_change_only(award):
    for title in ("Rota", "Record"):
        award.ok(f"milestone add {REF} --window 2017-06-01/2017-06-19 --title {title} --as officer")
    asked = ["award", "vary", REF, "--kind", "outcome", "--as", "partner.fednw", "--reason", "The supplier is late."]
    window = "milestone_windows=[{milestone: 2, from: 2017-09-01, to: 2017-12-31}]"
    award.ok([*asked, "--to", "cancel_milestones=[1]", "--to", window])
    award.ok(f"step {REF} approve --as committee --with minute=P/4")
    assert [one["state"] for one in award.json(f"milestone list {REF}")] == ["cancelled", "not_started"]


def test_a_duty_on_something_bought_outlives_the_award_and_is_ended_once(award):
    bought = ["--amount", "12,000", "--bought", "2017-06-19", "--life", "10", "--duty", "Ask before it is sold"]
    award.ok(["award", "asset", REF, "--what", "A van", *bought, "--as", "officer"])
    listed = award.json("award assets")
    assert [(one["what"], one["until"], one["ended_on"]) for one in listed] == [("A van", "2027-06-19", None)]
    assert award.refused(f"award end-asset {REF} 1 --on 2021-06-19 --reason= --as officer") == ["asset_ended"]
    award.ok(f"award end-asset {REF} 1 --on 2021-06-19 --as finance --reason", "Sold; £30,000 asked back.")
    assert award.refused(f"award end-asset {REF} 1 --on 2021-06-20 --reason x --as officer") == ["asset_ended"]
    assert award.run(f"award end-asset {REF} 7 --on 2021-06-20 --reason x --as officer")[0] == 1
