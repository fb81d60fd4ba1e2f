"""A case's whole payments with the ledger beside it, on both databases: after every step schedule and books agree."""

from datetime import date

import pytest

from fundflow import ledger, payments
from fundflow.ledger import Kind
from fundflow.payments.queries.claims import KeyTotals
from tests.payments.test_recoveries import FINANCE
from tests.payments.world import AMOUNTS, ASH, BELL, DEAN, EVE, FINN, RB, REF, SHAH, SW, Y1, act, cost, key


def agree(world) -> None:
    """Schedule = committed (I3), room = unclaimed, and the domain's totals = the ledger's columns, by key."""
    scheduled = payments.scheduled(world.session, 1)
    room: dict[tuple[str, str], int] = {}
    for row in payments.room(world.session, 1):
        room[row.commissioner, row.period] = room.get((row.commissioner, row.period), 0) + row.pence
    totals = payments.totals(world.session, 1)
    for at, held in world.balances().items():
        assert held.committed == scheduled[at]
        assert held.accounts.unclaimed == room.get(at, 0)
        mine = totals.get(at, KeyTotals())
        assert held.approved <= held.claimed <= held.committed
        assert mine.paid <= mine.approved <= mine.claimed
    # The trail of the audit is chained when the transaction ends, so it is looked at there.
    assert [fault for fault in ledger.check(world.session) if "audit" not in fault.sentence] == []


def test_from_claim_to_recovery_schedule_and_books_agree(books):
    world = books
    agree(world)
    world.payee()
    first = world.payable(cost(1, 1_200_001), cost(2, 33, "2017-08-01", "2017-08-20"))
    agree(world)
    run = world.run(first.ref)
    world.released(run.ref)
    agree(world)
    head = "payment_ref,result,date,reason\n"
    world.results(run.ref, head + f"{REF}/P1,paid,2017-09-11,\n{REF}/P2,failed,2017-09-11,closed\n")
    agree(world)
    for person in (EVE, FINN):
        payments.verify_payee(world.session, f"{REF}/P2", how="rang", act=act(person, "2017-09-12"), roles=("finance",))
    again = world.run(first.ref, day="2017-09-13")
    world.released(again.ref, day="2017-09-13")
    world.results(again.ref, head + f"{REF}/P3,paid,2017-09-15,\n")
    assert first.state == "paid"
    agree(world)
    second = world.sent(cost(1, 500_000), cost(2, 777, "2018-03-30", "2018-04-03"), day="2018-05-01")
    world.checked(second.ref)
    world.approved(second.ref, cut={1: 400_001})
    agree(world)
    back = world.demanded(payments.unspent(paid=1_200_034, eligible=900_000), outcome="forfeited")
    agree(world)
    moved = payments.set_off_recovery(world.session, back.ref, claim_ref=second.ref, consent="clause 14", **FINANCE)
    world.post(Kind.RECOVERY_RECEIVED, moved.parts, "2018-07-02")
    agree(world)
    world.paid(second.ref)
    agree(world)
    owed = world.demanded(payments.unspent(paid=100_001, eligible=0), outcome="entitlement_stands")
    part = payments.receive_recovery
    days = [date(2018, 8, 31), date(2018, 9, 30)]
    payments.agree_instalments(world.session, owed.ref, plan=payments.plan_instalments(100_001, days), **FINANCE)
    for pence in (60_000, 40_001):
        moved = part(world.session, owed.ref, pence=pence, reference="BACS", **FINANCE)
        world.post(Kind.RECOVERY_RECEIVED_ENTITLED, moved.parts, "2018-09-01")
        agree(world)
    lost = world.demanded(payments.unspent(paid=5_000, eligible=0))
    moved = payments.write_off_recovery(
        world.session, lost.ref, reason="dissolved", act=act(ASH, "2018-10-01"), roles=("delegate",)
    )
    world.post(Kind.WRITE_OFF, moved.parts, "2018-10-01")
    agree(world)
    freed = payments.cancel_rest(world.session, 1)
    world.post(
        Kind.DECOMMIT,
        tuple(payments.Part(*at, "", pence) for at, pence in freed.items()),
        "2018-10-02",
    )
    agree(world)
    assert all(held.accounts.unclaimed == 0 for held in world.balances().values())


def test_a_refused_a_lapsed_and_a_reversed_claim_leave_the_books_as_they_were(books):
    world = books
    before = world.balances()
    first = world.sent(cost(pence=250_000))
    gone = payments.withdraw_claim(world.session, first.ref, act=act(SHAH, "2017-09-02"), roles=("signatory",))
    world.post(Kind.REVERSE_CLAIM, (), "2017-09-02", reverses=gone.reverses[0])
    second = world.sent(cost(pence=300_001))
    world.checked(second.ref)
    world.approved(second.ref, cut={1: 200_000})
    agree(world)
    payments.hold_claim(world.session, second.ref, reason="asked", act=act(DEAN, "2017-09-06"), roles=("finance",))
    undone = payments.reverse_claim(
        world.session, second.ref, reason="false", act=act(BELL, "2017-09-07"), roles=("claim_approver",), ties={}
    )
    for kind, entry in zip((Kind.REVERSE_APPROVE_CLAIM, Kind.REVERSE_CLAIM), undone.reverses, strict=True):
        world.post(kind, (), "2017-09-07", reverses=entry)
    agree(world)
    assert {at: held.accounts for at, held in world.balances().items()} == {
        at: held.accounts for at, held in before.items()
    }


def test_a_bounced_payment_and_an_upheld_reply_undo_their_entries(books):
    world = books
    world.payee()
    claim = world.payable(cost(pence=90_000))
    run = world.paid(claim.ref)
    owed = world.recovery(payments.unspent(paid=10_000, eligible=0), parts=[payments.Part(SW, Y1, Y1, 10_000)])
    world.noticed(owed.ref)
    payments.represent_recovery(world.session, owed.ref, reply="no", act=act(SHAH, "2018-05-03"), roles=("signatory",))
    panel = [payments.Person(FINN, "Finn"), payments.Person(ASH, "Ash")]
    upheld = payments.uphold_recovery(
        world.session,
        owed.ref,
        panel=panel,
        reason="right",
        act=act(FINN, "2018-05-09"),
        roles=("reconsideration_panel",),
    )
    world.post(Kind.REVERSE_RECOVERY_DUE, (), "2018-05-09", reverses=upheld.reverses[0])
    agree(world)
    world.results(run.ref, f"payment_ref,result,date,reason\n{REF}/P1,failed,2017-09-14,returned\n")
    agree(world)
    held = ledger.holding(world.session, key(RB, Y1), f"{REF}/{RB}")
    assert (held.accounts.payable, held.paid) == (30_000, 0)


@pytest.mark.parametrize("pence", [1, 3_600_000])
def test_a_varied_award_moves_schedule_and_books_together(books, pence):
    world = books
    world.sent(cost(pence=pence))
    varied = {**AMOUNTS, (RB, Y1): AMOUNTS[RB, Y1] - 10_007}
    payments.respread_tranches(world.session, 1, varied)
    world.post(Kind.DECOMMIT, (payments.Part(RB, Y1, "", 10_007),), "2017-10-01")
    agree(world)
