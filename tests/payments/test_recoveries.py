"""Recoveries: worked out, shared over keys, disputed, paid in parts, set off by consent, given up with authority."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fundflow import payments
from fundflow.errors import BadInput, NotFound, Refused
from fundflow.payments.rules.recovery import DEFAULT_BANDS, PlannedInstalment, instalments, may_write_off, spread
from tests.payments.test_claims import guards
from tests.payments.test_life import ROLES
from tests.payments.world import ASH, BELL, COLE, DEAN, EVE, FINN, GALE, PRIYA, RB, SHAH, SW, Y1, act, cost

PANEL = [payments.Person(FINN, "Finn"), payments.Person(GALE, "Gale")]
SITS = {"act": act(FINN, "2018-06-20"), "roles": ("reconsideration_panel",)}
FINANCE = {"act": act(DEAN, "2018-07-02"), "roles": ("finance",)}


@pytest.fixture
def owing(world):
    """The world after a claim of £18,000 was paid: £6,000 by one commissioner, £12,000 by the other."""
    world.payee()
    world.paid(world.payable(cost(pence=1_800_000)).ref)
    return world


def test_unspent_money_is_paid_less_spent():
    working = payments.unspent(paid=1_800_000, eligible=1_482_000)
    assert working.pence == 318_000
    assert working.sentence == (
        "We paid £18,000.00 and £14,820.00 was spent on the work we agreed, so £3,180.00 is to be returned."
    )
    with pytest.raises(Refused, match="nothing is to come back"):
        payments.unspent(paid=100, eligible=100)


@pytest.mark.parametrize(
    ("cost_pence", "life", "held", "due"),
    [(5_000_000, 10, 4, 3_000_000), (5_000_000, 10, 0, 5_000_000), (100, 3, 1, 66), (100, 3, 2, 33)],
)
def test_an_asset_is_written_down_in_a_straight_line(cost_pence, life, held, due):
    assert payments.asset(cost=cost_pence, life_years=life, held_years=held).pence == due


def test_an_asset_at_the_end_of_its_life_owes_nothing():
    with pytest.raises(Refused, match="its life is 10"):
        payments.asset(cost=100, life_years=10, held_years=10)
    with pytest.raises(BadInput):
        payments.asset(cost=100, life_years=0, held_years=0)


parts = st.lists(st.integers(1, 10**10), min_size=1, max_size=5)


@given(parts, st.data())
def test_a_recovery_is_shared_exactly_and_never_above_what_a_key_paid(pences, data):
    paid = [payments.Part(f"0{at}X", Y1, Y1, pence) for at, pence in enumerate(pences)]
    pence = data.draw(st.integers(0, sum(pences)))
    shares = {part.commissioner: part.pence for part in spread(pence, paid, ref="X")}
    assert sum(shares.values()) == pence
    assert all(0 < shares.get(part.commissioner, 1) <= part.pence for part in paid)
    with pytest.raises(Refused):
        spread(sum(pences) + 1, paid, ref="X")


def test_a_hundred_pounds_and_a_penny_in_three_parts():
    days = [date(2018, 7, 31), date(2018, 8, 31), date(2018, 9, 30)]
    assert [part.pence for part in instalments(10_001, days)] == [3_334, 3_334, 3_333]
    with pytest.raises(BadInput):
        instalments(10_001, list(reversed(days)))


@pytest.mark.parametrize(
    ("pence", "role", "may"),
    [
        (1_000_000, "delegate", True),
        (1_000_001, "delegate", False),
        (1_000_001, "committee", True),
        (1, "finance", False),
    ],
)
def test_who_may_give_a_sum_up(pence, role, may):
    if may:
        may_write_off(pence, (role,), bands=DEFAULT_BANDS, ref="R1")
        return
    with pytest.raises(Refused, match="can be given up only by"):
        may_write_off(pence, (role,), bands=DEFAULT_BANDS, ref="R1")


def test_notice_shares_the_sum_over_the_keys_that_paid(owing):
    row = owing.recovery(payments.unspent(paid=1_800_000, eligible=1_482_000))
    moved = owing.noticed(row.ref)
    assert row.ref == "TF-17-0001/R1"
    assert moved.parts == (payments.Part(RB, Y1, Y1, 106_000), payments.Part(SW, Y1, Y1, 212_000))
    assert row.reply_by == date(2018, 6, 1)
    assert payments.open_recoveries(owing.session) == [row]


def test_no_more_is_asked_back_than_is_paid_and_not_asked_back_yet(owing):
    owing.recovery(payments.unspent(paid=1_800_000, eligible=300_000))
    with pytest.raises(Refused, match=r"£3,000\.01 is asked back and £3,000\.00 is paid on TF-17-0001"):
        owing.recovery(payments.unspent(paid=300_001, eligible=0))
    with pytest.raises(Refused, match=r"£9,999\.00 is asked back for 05J in 2017/18 and £1,000\.00 is paid there"):
        owing.recovery(payments.unspent(paid=999_900, eligible=0), parts=[payments.Part(RB, Y1, Y1, 999_900)])
    with pytest.raises(BadInput, match="do not add up"):
        owing.recovery(payments.unspent(paid=2, eligible=0), parts=[payments.Part(RB, Y1, Y1, 1)])


@pytest.mark.parametrize(
    ("second", "roles"),
    [
        (payments.Person(EVE, "Eve", ("finance",)), ("officer",)),
        (payments.Person(DEAN, "Dean", ("officer",)), ("officer",)),
        (payments.Person(DEAN, "Dean", ("auditor",)), ("officer", "finance")),
    ],
)
def test_an_officer_and_another_person_of_finance_raise_a_recovery(owing, second, roles):
    with pytest.raises(Refused) as refused:
        owing.recovery(payments.unspent(paid=10, eligible=0), second=second, roles=roles)
    assert guards(refused) == ["two_signatures"]


def test_a_reply_in_time_goes_to_a_panel_that_may_lower_the_sum(owing):
    row = owing.recovery(payments.unspent(paid=300_001, eligible=0))
    owing.noticed(row.ref)
    payments.note_entry(owing.session, row.ref, "notice", "77")
    payments.represent_recovery(
        owing.session, row.ref, reply="here are the invoices", act=act(SHAH, "2018-06-01"), roles=("signatory",)
    )
    with pytest.raises(Refused, match="not reduced"):
        payments.reduce_recovery(owing.session, row.ref, pence=300_001, panel=PANEL, reason="some", **SITS)
    moved = payments.reduce_recovery(owing.session, row.ref, pence=100, panel=PANEL, reason="some", **SITS)
    assert moved.reverses == ("77",)
    assert sum(part.pence for part in moved.parts) == 100
    assert row.state == "demanded"
    assert sum(part.pence for part in payments.outstanding(owing.session, row.id)) == 100


def test_a_reply_that_comes_late_is_refused_and_a_demand_that_comes_early_too(owing):
    row = owing.recovery(payments.unspent(paid=10, eligible=0))
    owing.noticed(row.ref)
    system = {"roles": ("system",)}
    with pytest.raises(Refused, match="may reply until Friday 1 June 2018"):
        payments.no_reply_to_recovery(owing.session, row.ref, act=act(ASH, "2018-06-01"), **system)
    with pytest.raises(Refused, match="the last day was Friday 1 June 2018"):
        payments.represent_recovery(
            owing.session, row.ref, reply="no", act=act(SHAH, "2018-06-02"), roles=("signatory",)
        )
    payments.no_reply_to_recovery(owing.session, row.ref, act=act(ASH, "2018-06-02"), **system)
    assert row.state == "demanded"


@pytest.mark.parametrize(
    "panel",
    [
        [payments.Person(FINN, "Finn")],
        [payments.Person(FINN, "Finn"), payments.Person(DEAN, "Dean")],
        [payments.Person(GALE, "Gale"), payments.Person(ASH, "Ash")],
    ],
)
def test_the_panel_is_two_people_who_did_not_raise_it(owing, panel):
    row = owing.recovery(payments.unspent(paid=10, eligible=0))
    owing.noticed(row.ref)
    payments.represent_recovery(owing.session, row.ref, reply="no", act=act(SHAH, "2018-05-03"), roles=("signatory",))
    with pytest.raises(Refused) as refused:
        payments.dismiss_recovery(owing.session, row.ref, panel=panel, reason="why", **SITS)
    assert guards(refused) == ["panel_not_involved"]
    assert row.state == "disputed"


def test_an_upheld_reply_ends_it_and_the_money_can_be_asked_for_again(owing):
    row = owing.recovery(payments.unspent(paid=1_800_000, eligible=0))
    owing.noticed(row.ref)
    payments.note_entry(owing.session, row.ref, "notice", "5")
    payments.represent_recovery(owing.session, row.ref, reply="no", act=act(SHAH, "2018-05-03"), roles=("signatory",))
    moved = payments.uphold_recovery(owing.session, row.ref, panel=PANEL, reason="they are right", **SITS)
    assert (moved.recovery.state, moved.reverses, moved.parts) == ("cancelled", ("5",), ())
    assert sum(part.pence for part in payments.recoverable(owing.session, 1)) == 1_800_000


def test_instalments_add_up_are_filled_in_order_and_fall_back_when_late(owing):
    row = owing.demanded(payments.unspent(paid=10_001, eligible=0))
    days = [date(2018, 7, 31), date(2018, 8, 31), date(2018, 9, 30)]
    plan = payments.plan_instalments(10_001, days)
    with pytest.raises(Refused, match=r"come to £66\.68 and £100\.01 is owed"):
        payments.agree_instalments(owing.session, row.ref, plan=plan[:2], **FINANCE)
    payments.agree_instalments(owing.session, row.ref, plan=plan, **FINANCE)
    moved = payments.receive_recovery(owing.session, row.ref, pence=4_000, reference="BACS 1", **FINANCE)
    assert sum(part.pence for part in moved.parts) == 4_000
    assert [part.received_pence for part in payments.instalments(owing.session, row.id)] == [3_334, 666, 0]
    late = {"roles": ("system",)}
    with pytest.raises(Refused, match="no instalment is late"):
        payments.default_recovery(owing.session, row.ref, act=act(ASH, "2018-08-31"), **late)
    payments.default_recovery(owing.session, row.ref, act=act(ASH, "2018-09-01"), **late)
    assert row.state == "demanded"
    with pytest.raises(Refused, match=r"£60\.00 came and £60\.01 is owed"):
        payments.receive_recovery(owing.session, row.ref, pence=6_000, reference="x", **FINANCE)
    payments.agree_instalments(
        owing.session, row.ref, plan=payments.plan_instalments(6_001, [date(2018, 10, 31)]), **FINANCE
    )
    last = payments.receive_recovery(owing.session, row.ref, pence=6_001, reference="BACS 2", **FINANCE)
    assert last.recovery.state == "received"
    assert [(part.plan, part.received_pence) for part in payments.instalments(owing.session, row.id)] == [
        (1, 3_334),
        (1, 666),
        (1, 0),
        (2, 6_001),
    ]
    assert [receipt.pence for receipt in payments.receipts(owing.session, row.id)] == [4_000, 6_001]


@pytest.mark.parametrize(
    ("outcome", "scheduled", "left"), [("forfeited", -318_000, 0), ("entitlement_stands", 0, 318_000)]
)
def test_money_that_comes_back_is_lost_or_can_be_claimed_again(owing, outcome, scheduled, left):
    before = sum(payments.scheduled(owing.session, 1).values())
    room = sum(row.pence for row in payments.room(owing.session, 1))
    row = owing.demanded(payments.unspent(paid=1_800_000, eligible=1_482_000), outcome=outcome)
    payments.receive_recovery(owing.session, row.ref, pence=318_000, reference="BACS", **FINANCE)
    assert sum(payments.scheduled(owing.session, 1).values()) - before == scheduled
    assert sum(row.pence for row in payments.room(owing.session, 1)) - room == left


def test_set_off_needs_consent_and_a_payment_large_enough_and_the_file_pays_the_net(owing):
    row = owing.demanded(payments.unspent(paid=300_000, eligible=0))
    claim = owing.payable(cost(pence=900_000), day="2018-06-01")
    facts = {"claim_ref": claim.ref, **FINANCE}
    with pytest.raises(Refused) as refused:
        payments.set_off_recovery(owing.session, row.ref, consent=" ", **facts)
    assert guards(refused) == ["set_off_consent"]
    moved = payments.set_off_recovery(owing.session, row.ref, consent="letter of 1 July 2018", **facts)
    assert moved.recovery.state == "received"
    assert sum(part.pence for part in moved.parts) == 300_000
    run = owing.run(claim.ref, day="2018-07-03")
    assert run.control_pence == 600_000
    out = owing.released(run.ref, day="2018-07-04")
    assert sum(part.pence for paid in out.payments for part in paid.parts) == 900_000
    advice = payments.remittance(owing.session, out.payments[0].payment_ref)
    assert (advice.gross, advice.net, advice.deductions) == (300_000, 200_000, (("TF-17-0001/R1", 100_000),))


def test_a_payment_wholly_set_off_never_reaches_the_bank_and_is_booked_with_the_rest(owing):
    row = owing.demanded(payments.unspent(paid=100_000, eligible=0), parts=[payments.Part(RB, Y1, Y1, 100_000)])
    claim = owing.payable(cost(pence=300_000), day="2018-06-01")
    payments.set_off_recovery(owing.session, row.ref, claim_ref=claim.ref, consent="clause 14", **FINANCE)
    run = owing.run(claim.ref, day="2018-07-03")
    assert (run.count, run.control_pence) == (1, 200_000)
    owing.released(run.ref, day="2018-07-04")
    owing.results(run.ref, "payment_ref,result,date,reason\nTF-17-0001/P4,paid,2018-07-09,\n", day="2018-07-09")
    assert claim.state == "paid"
    assert payments.run(owing.session, run.ref).state == "closed"


def test_a_failed_payment_keeps_its_set_off(owing):
    row = owing.demanded(payments.unspent(paid=300_000, eligible=0))
    claim = owing.payable(cost(pence=900_000), day="2018-06-01")
    payments.set_off_recovery(owing.session, row.ref, claim_ref=claim.ref, consent="clause 14", **FINANCE)
    run = owing.run(claim.ref, day="2018-07-03")
    owing.released(run.ref, day="2018-07-04")
    failed = "TF-17-0001/P3,failed,2018-07-09,closed\nTF-17-0001/P4,paid,2018-07-09,\n"
    owing.results(run.ref, "payment_ref,result,date,reason\n" + failed, day="2018-07-09")
    for person in (FINN, EVE):
        payments.verify_payee(
            owing.session, "TF-17-0001/P3", how="call", act=act(person, "2018-07-10"), roles=("finance",)
        )
    again = owing.run(claim.ref, day="2018-07-11")
    assert again.control_pence == 200_000


@pytest.mark.parametrize(("claimed", "guard"), [(290_000, "set_off_fits"), (None, "set_off_claim")])
def test_what_cannot_be_set_off_is_refused(owing, claimed, guard):
    row = owing.demanded(payments.unspent(paid=300_000, eligible=0))
    claim = owing.payable(cost(pence=claimed), day="2018-06-01") if claimed else owing.sent(cost(), day="2018-06-01")
    with pytest.raises(Refused) as refused:
        payments.set_off_recovery(owing.session, row.ref, claim_ref=claim.ref, consent="clause 14", **FINANCE)
    assert guards(refused) == [guard]


def test_a_claim_that_carries_a_set_off_is_not_reversed(owing):
    row = owing.demanded(payments.unspent(paid=300_000, eligible=0))
    claim = owing.payable(cost(pence=900_000), day="2018-06-01")
    payments.set_off_recovery(owing.session, row.ref, claim_ref=claim.ref, consent="clause 14", **FINANCE)
    payments.hold_claim(owing.session, claim.ref, reason="asked", **FINANCE)
    with pytest.raises(Refused) as refused:
        payments.reverse_claim(
            owing.session, claim.ref, reason="x", act=act(BELL, "2018-07-03"), roles=("claim_approver",), ties={}
        )
    assert guards(refused) == ["no_set_off"]


def test_what_is_given_up_is_what_is_still_owed(owing):
    row = owing.demanded(payments.unspent(paid=10_001, eligible=0))
    facts = {"act": act(COLE, "2018-09-01"), "roles": ("delegate",)}
    with pytest.raises(Refused, match="there is no reason"):
        payments.write_off_recovery(owing.session, row.ref, reason="", **facts)
    moved = payments.write_off_recovery(owing.session, row.ref, reason="dissolved", **facts)
    assert sum(part.pence for part in moved.parts) == 10_001
    assert payments.open_recoveries(owing.session, application_id=1) == []
    assert payments.outstanding(owing.session, row.id) == ()


def test_a_recovery_is_dropped_only_before_notice(owing):
    row = owing.recovery(payments.unspent(paid=10, eligible=0))
    payments.drop_recovery(owing.session, row.ref, reason="found", **FINANCE)
    assert row.state == "cancelled"
    with pytest.raises(NotFound):
        payments.recovery(owing.session, "TF-17-0001/R9")


def verbs(session, ref, roles, claim_ref):
    who = {"act": act(PRIYA, "2018-09-04"), "roles": roles}
    panel = {"panel": PANEL, "reason": "why", **who}
    plan = [PlannedInstalment(date(2018, 10, 1), 10)]
    return {
        "drop": lambda: payments.drop_recovery(session, ref, reason="why", **who),
        "give_notice": lambda: payments.give_notice(session, ref, **who),
        "represent": lambda: payments.represent_recovery(session, ref, reply="no", **who),
        "no_reply": lambda: payments.no_reply_to_recovery(session, ref, **who),
        "agree": lambda: payments.agree_recovery(session, ref, **who),
        "uphold": lambda: payments.uphold_recovery(session, ref, **panel),
        "reduce": lambda: payments.reduce_recovery(session, ref, pence=1, **panel),
        "dismiss": lambda: payments.dismiss_recovery(session, ref, **panel),
        "agree_instalments": lambda: payments.agree_instalments(session, ref, plan=plan, **who),
        "set_off": lambda: payments.set_off_recovery(session, ref, claim_ref=claim_ref, consent="x", **who),
        "receive": lambda: payments.receive_recovery(session, ref, pence=5, reference="x", **who),
        "default": lambda: payments.default_recovery(session, ref, **who),
        "write_off": lambda: payments.write_off_recovery(session, ref, reason="why", **who),
    }


def test_no_verb_takes_a_recovery_where_its_life_cycle_does_not_lead(owing):
    row = owing.recovery(payments.unspent(paid=10, eligible=0))
    tried = 0
    for state in payments.RECOVERY.states[1:]:
        for role in ROLES:
            for action, verb in verbs(owing.session, row.ref, (role,), "TF-17-0001/C1").items():
                way = payments.RECOVERY.ways.get((state, action))
                if way and role in way.roles:
                    continue
                row.state = state
                owing.session.add(row)
                owing.session.flush()
                with pytest.raises(Refused) as refused:
                    verb()
                assert guards(refused) == ["recovery_role" if way else "recovery_state"], (state, action, role)
                assert row.state == state
                tried += 1
    assert tried > 1_000
