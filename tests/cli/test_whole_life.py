"""One bid from an open round to its first payment, every step typed at the terminal."""

import json

from tests.cli.conftest import Terminal
from tests.stories.world import BODIES, COVER, CRITERIA, FUND, HIAS, SEATS

BID = """
answers: {accomplish: An answer of 42., measure: An answer of 42., plan: An answer of 42., unintended: None of 42.}
actions: {%s}
documents: {equality_impact: eia.txt}
participants: [Z10001, Z10002]
budget:
- {period: 2017/18, type: backfill, what: GP time, amount: "£100,000.00", commissioner: "05J"}
"""
CLAIM = """
tranches: [start]
period_from: 2017-06-16
period_to: 2017-06-16
costs:
- {type: backfill, what: GP time, delivered_from: 2017-06-16, delivered_to: 2017-06-16, amount: "£25,000.00"}
invoices:
- {supplier: Locums Ltd, number: A1, dated: 2017-06-16, amount: "£25,000.00"}
evidence: {forecast: the forecast}
"""


def begun(county: Terminal) -> str:
    """A bid that is written and agreed, in a round that takes bids."""
    opened = county.json(
        f"round open --fund {FUND} --as officer", "--closes", "2017-05-12 17:00", "--snapshot-on", "2017-01-01"
    )
    assert opened["closes_at"] == "2017-05-12T16:00:00Z"
    helps = ", ".join(f"{key}: {'It helps.' if key == HIAS[0] else '{no: It does not.}'}" for key in HIAS)
    county.file("eia.txt", "No harm.")
    paper = county.file("bid.yaml", BID % helps)
    made = county.json(f"application new {opened['ref']} --lead FEDNW --title Hubs --from {paper} --as writer.fednw")
    assert made["ask_pence"] == 10_000_000
    for code in ("Z10001", "Z10002"):
        county.ok(f"application consent {made['ref']} {code} --as partner.{code.lower()}")
    return str(made["ref"])


def submitted(county: Terminal) -> str:
    ref = begun(county)
    county.ok(f"step {ref} submit --as writer.fednw --with interests=none")
    assert county.json(f"step {ref} submit --as partner.fednw")["state"] == "submitted"
    return ref


def assessed(county: Terminal) -> str:
    ref = submitted(county)
    county.at("2017-05-15 10:00")
    county.ok("worker --once")
    county.ok(f"step {ref} accept_eligible --as officer")
    county.ok(f"assign {ref} gp_far --clinical --as officer")
    county.ok(f"assign {ref} accountant --finance-aware --as officer")
    marks = [f"--mark={key}=4" for key in CRITERIA]
    words = ["--reason", "Because of page 2.", "--strength", "Clear plan.", "--gap", "No baseline."]
    for name in ("gp_far", "accountant"):
        county.ok(f"declare {ref} none --as {name}")
        done = county.json(f"score {ref} --lock --as {name}", *marks, *words)
    assert done["state"] == "scored"
    return ref


def recommended(county: Terminal) -> str:
    ref = assessed(county)
    county.at("2017-06-01 10:00")
    round_ref = county.json("round list")[0]["ref"]
    assert county.json(f"rank {round_ref} --freeze --as officer")[0]["status"] == "fits"
    county.ok(
        "meeting call june-group --body gpfv-implementation-group --papers-out 2017-05-20 --as group_secretary",
        "--title", "Group", "--starts", "2017-06-01 10:00",
    )  # fmt: skip
    county.ok(f"meeting item june-group --case {ref} --as group_secretary")
    county.ok("meeting open june-group --as group_secretary")
    for number in range(6):
        county.ok(f"meeting attend june-group group{number} --as group_secretary")
    county.ok(f"recommend {ref} approve --meeting june-group --as implementation_group", "--reasons", "It fits.")
    return ref


def decided(county: Terminal) -> str:
    ref = recommended(county)
    county.at("2017-06-14 14:00")
    county.ok(
        f"meeting call june --body {BODIES['05J']} --papers-out 2017-06-01 --as committee_secretary",
        "--title", "Committees in common", "--starts", "2017-06-14 14:00",
    )  # fmt: skip
    cover = county.file("cover.json", json.dumps(COVER))
    county.ok(f"step {ref} table --as committee_secretary --with meeting=june --with cover_sheet=@{cover}")
    county.ok(f"meeting item june --case {ref} --as committee_secretary")
    county.ok("meeting open june --as committee_secretary")
    for seat in SEATS:
        county.ok(f"meeting attend june {seat}.05j --as committee_secretary")
    assert county.json("meeting show june")["items"][0]["can_decide"] is True
    votes = [f"--vote={seat}.05j=for" for seat in SEATS]
    assert county.json("meeting vote june 1 05J --text Approve --as committee_secretary", *votes)["carried"] is True
    county.ok("meeting decide june 1 05J --outcome approve --as committee_secretary")
    assert county.json("meeting diff june")[0]["reserves_pence"] == 10_000_000
    taken = county.json("meeting apply june --as committee_secretary")
    assert [one["state"] for one in taken] == ["at_committee", "approved"]
    assert "approve" in county.ok("meeting minutes june 05J").lower()
    county.ok("meeting close june --as committee_secretary")
    return ref


def awarded(county: Terminal) -> str:
    ref = decided(county)
    county.at("2017-06-16 10:00")
    asked = county.json("payee request FEDNW --vendor VFEDNW --as finance")
    county.ok(
        f"payee call {asked['id']} --held-since 2015-01-01 --as officer",
        "--telephone", "01905 111111", "--spoke-to", "the manager",
    )  # fmt: skip
    assert county.json(f"payee confirm {asked['id']} --as finance2")["state"] == "in_use"
    waits = county.json(f"step {ref} issue_offer --as officer")
    assert waits["waiting_for"] == ["finance"]
    county.ok(f"step {ref} issue_offer --as finance")
    county.ok(f"step {ref} accept --as partner.fednw")
    shown = county.json(f"award show {ref}")
    assert shown["money"][0]["committed_pence"] == 10_000_000
    for one in shown["conditions"]:
        if one["kind"] == "precedent":
            county.ok(f"award meet {ref} {one['number']} --reason seen --as officer")
    assert county.json(f"step {ref} satisfy_precedents --as officer")["state"] == "active"
    return ref


def paid(county: Terminal) -> tuple[str, str]:
    ref = awarded(county)
    claim = county.json(f"claim new {ref} {county.file('claim.yaml', CLAIM)} --as partner.fednw")["ref"]
    county.ok(f"claim submit {claim} --as partner.fednw", "--declaration", "True and not paid elsewhere.")
    county.ok(f"claim check {claim} --as claim_checker")
    county.ok(f"claim approve {claim} --as claim_approver")
    run = county.json(f"pay run {claim} --as finance")
    assert run["control_pence"] == 2_500_000
    released = county.json(f"pay release {run['ref']} --as payment_releaser")
    results = county.file(
        "results.csv", f"payment_ref,result,date,reason\n{released['payments'][0]},paid,2017-06-16,\n"
    )
    assert county.json(f"pay results {run['ref']} {results} --as finance")[0]["outcome"] == "paid"
    return ref, run["ref"]


def test_a_bid_lives_from_an_open_round_to_its_first_payment(county):
    ref, run = paid(county)
    shown = county.json(f"application show {ref}")
    assert shown["state"] == "active"
    assert shown["money"][0]["paid_pence"] == 2_500_000
    assert shown["claims"][0]["state"] == "paid"
    assert shown["history"][0]["what"] == "create"
    assert county.json("claim list")[0]["claimed_pence"] == 2_500_000
    assert county.json(f"claim show {shown['claims'][0]['ref']}")["draws"][0]["approved_pence"] == 2_500_000
    assert county.json("pay list")[0]["ref"] == run
    assert county.json(f"pay show {run}")["payments"][0]["net_pence"] == 2_500_000
    assert county.json(f"assessment show {ref}")["result"]["fundable"] is True
    assert county.json("round list")[0]["state"] == "closed"
    for line in (f"application show {ref}", f"claim show {ref}/C1", f"pay show {run}"):
        assert "£25,000.00" in county.ok(line)
    assert "Gp Far" in county.ok(f"assessment show {ref}")
