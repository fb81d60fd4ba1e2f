"""One bid walked from draft to closure through the engine's own verbs."""

from datetime import UTC, datetime

from fundflow import audit, database, engine, ledger
from tests.stories.world import FUND, World


def test_one_bid_from_draft_to_closure(session):
    world = World(session).settle()
    round_ref = world.open_round()
    ref = world.bid(round_ref)
    assert world.submit(ref).state == "submitted"
    world.now = datetime(2017, 5, 15, 9, tzinfo=UTC)
    assert world.step(ref, "accept_eligible", "officer").state == "in_assessment"
    world.score(ref)
    assert engine.open_case(session, ref, actor=world.who("officer"), now=world.now).application.state == "scored"
    world.now = datetime(2017, 6, 1, 9, tzinfo=UTC)
    engine.assessment.rank(session, round_ref, actor=world.who("officer"), now=world.now, freeze=True)
    world.group_meeting("group-june", ref)
    assert world.recommend(ref, "group-june").state == "recommended"
    world.now = datetime(2017, 6, 14, 13, tzinfo=UTC)
    world.committee("june", ref, bodies=("05J",))
    world.decide("june", 1, "05J", reason="")
    assert [one.state for one in world.apply("june")] == ["at_committee", "approved"]
    key = ledger.BudgetKey("05J", "2017/18", FUND)
    assert ledger.position(session, key).reserved == 10_000_000
    world.now = datetime(2017, 6, 16, 9, tzinfo=UTC)
    world.payee("FEDNW")
    world.step(ref, "issue_offer", "officer")
    assert world.step(ref, "issue_offer", "finance").state == "offer_issued"
    assert world.step(ref, "accept", "partner.fednw").state == "awarded"
    assert ledger.position(session, key).committed == 10_000_000
    for condition in world.open_precedents(ref):
        world.meet(ref, condition)
    assert world.step(ref, "satisfy_precedents", "officer").state == "active"
    claim = world.claim(ref, ["start"], 2_500_000)
    world.pay(claim)
    assert ledger.position(session, key).paid == 2_500_000
    world.now = datetime(2019, 4, 2, 9, tzinfo=UTC)
    world.step(ref, "end_date_reached", "system")
    world.step(ref, "submit_final_report", "partner.fednw", report="Done, 42 clinics.")
    world.step(ref, "accept_final_report", "officer")
    world.step(ref, "close", "officer", assets="none", outcomes_recorded="yes")
    assert world.step(ref, "close", "finance").state == "closed"
    position = ledger.position(session, key)
    assert (position.committed, position.paid, position.uncommitted) == (2_500_000, 2_500_000, 23_864_100)


def test_nothing_is_left_to_explain_after_a_whole_life(sqlite_engine):
    with database.writing(sqlite_engine) as session:
        test_one_bid_from_draft_to_closure(session)
    with database.reading(sqlite_engine) as session:
        assert ledger.check(session) == []
        assert audit.verify(session) == []
