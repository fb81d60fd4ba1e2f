"""Seats, interests and blind scores in the database."""

import re

import pytest
from sqlalchemy.exc import IntegrityError

from fundflow import database, organisations, people, scoring
from fundflow.errors import BadInput, NotFound, Refused
from fundflow.scoring import Candidate, Parties
from tests.scoring.conftest import ASK, CLINICAL, FINANCE, OWN, PARTIES, THIRD, Desk, add_round
from tests.scoring.schemes import KEYS, SCHEME

ALL3 = (3, 3, 3, 3, 3, 3)


def test_a_partner_of_a_bidding_practice_is_not_assigned_and_the_tie_is_named(session, bids, act):
    lee = Candidate(12, "Dr Lee", clinical=True, ties={"M81001": "Dr Lee is a partner"})
    with pytest.raises(Refused, match="Elmsgate Surgery is part of this bid") as refused:
        scoring.assign(session, bids[0], lee, parties=PARTIES, act=act())
    assert "Nothing has changed" in str(refused.value)
    assert scoring.assignments(session, bids[0]) == []


def test_ties_come_from_the_registers_and_reach_the_federation(session, bids, act, now):
    on = now.date()
    by = act()
    for code, name, kind in (
        ("M81001", "Elmsgate", "practice"),
        ("M81009", "Abbey", "practice"),
        ("SWHC", "Stay Well", "federation"),
    ):
        session.add(organisations.Organisation(code=code, name=name, kind=kind))
    session.flush()
    for code in ("M81001", "M81009"):
        session.add(organisations.Membership(organisation=code, group_code="SWHC", starts=on))
    person = people.add(session, sign_in_name="roe", name="Dr Roe", email="r@x.example", organisation="M81009", act=by)
    session.flush()
    roe = scoring.candidate(session, person.id, on=on, clinical=True)
    found = Parties({"M81001": "Elmsgate", "SWHC": "Stay Well"})
    with pytest.raises(Refused, match=r"Stay Well is part of this bid.*tied to Abbey, a member of Stay Well"):
        scoring.assign(session, bids[0], roe, parties=found, act=by)


def test_nobody_sits_twice_on_a_bid_in_code_or_in_the_database(session, bids, act, desk):
    row = desk.seat(bids[0])
    with pytest.raises(Refused, match="assesses this bid already"):
        desk.seat(bids[0])
    with pytest.raises(IntegrityError), session.begin_nested():
        session.add(
            scoring.Assignment(
                application_id=bids[0], person_id=11, person="x", assigned_by=1, assigned_at=row.assigned_at
            )
        )
        session.flush()


def test_balanced_assignment_seats_complete_panels(session, bids, act):
    asks = {bids[0]: ASK, bids[1]: ASK, bids[2]: 20_000_000}
    everybody = [FINANCE, CLINICAL, THIRD, Candidate(14, "Tied", True, True, {"SWHC": "director"})]
    plan = scoring.plan_assignment(session, asks, everybody, parties=dict.fromkeys(bids, PARTIES), criteria=SCHEME)
    for bid, person in plan.pairs:
        scoring.assign(
            session, bid, next(one for one in everybody if one.person_id == person), parties=PARTIES, act=act()
        )
    assert plan.gaps == {}
    assert scoring.load(session, bids) == {11: 3, 12: 2, 13: 2}


def test_papers_stay_shut_until_declared(session, bids, act, desk):
    desk.seat(bids[0])
    with pytest.raises(Refused, match="papers of this bid are shut: you have not said") as refused:
        scoring.open_papers(session, bids[0], bodies=OWN, version_id=None, act=act(11))
    assert "Elmsgate Surgery" in str(refused.value)
    with pytest.raises(Refused, match="you have not said whether you have an interest"):
        desk.score(bids[0], 11, ALL3)
    assert [row.state for row in scoring.assigned_to(session, 11)] == ["assigned"]


@pytest.mark.parametrize(("may", "state", "outside"), [(True, "declared", False), (False, "void", True)])
def test_a_declared_interest_waits_for_a_ruling_by_somebody_else(session, bids, act, desk, may, state, outside):
    row = desk.seat(bids[0])
    scoring.declare(session, bids[0], answer="declare", detail="was a partner in 2015", bodies=OWN, act=act(11))
    with pytest.raises(Refused, match="waits for the officer's ruling"):
        scoring.open_papers(session, bids[0], bodies=OWN, version_id=None, act=act(11))
    with pytest.raises(Refused, match="a new one cannot take its place"):
        scoring.declare(session, bids[0], answer="none", bodies=OWN, act=act(11))
    with pytest.raises(Refused, match="cannot rule on it"):
        scoring.rule_on_declaration(session, bids[0], 11, may_assess=True, reason="fine", act=act(11))
    scoring.rule_on_declaration(session, bids[0], 11, may_assess=may, reason="ended two years ago", act=act())
    assert (row.state, row.outside) == (state, outside)


def test_a_declaration_lasts_until_somebody_joins_the_bid(session, bids, act, desk):
    desk.open(bids[0])
    with pytest.raises(Refused, match="Abbey joined it after you answered"):
        scoring.open_papers(session, bids[0], bodies={**OWN, "M81009": "Abbey"}, version_id=None, act=act(11))
    scoring.declare(session, bids[0], answer="none", bodies=[*OWN, "M81009"], act=act(11))
    row = scoring.open_papers(session, bids[0], bodies={**OWN, "M81009": "Abbey"}, version_id=None, act=act(11))
    assert row.state == "open"


def test_declaring_after_opening_voids_the_scores_and_keeps_them(session, bids, act, desk):
    desk.lock(bids[0], FINANCE, ALL3)
    said = scoring.declare(session, bids[0], answer="declare", detail="my wife bids", bodies=OWN, act=act(11))
    row = scoring.assignments(session, bids[0])[0]
    assert (said.late, row.state, row.why) == (True, "void", "undeclared")
    assert scoring.locked_sets(session, bids[0]) == []
    assert len(scoring.sheets(session, bids[0], with_void=True)[0].scores) == 6


def test_a_doubt_after_opening_shuts_the_papers_until_the_ruling(session, bids, act, desk):
    desk.panel(bids[0], ALL3, ALL3)
    desk.complete(bids[0])
    scoring.declare(session, bids[0], answer="not_sure", bodies=OWN, act=act(11))
    assert scoring.locked_sets(session, bids[0])[0].assessor == 12
    assert scoring.consolidation(session, bids[0]) is None
    scoring.rule_on_declaration(session, bids[0], 11, may_assess=True, reason="no tie found", act=act())
    row = scoring.open_papers(session, bids[0], bodies=OWN, version_id=None, act=act(11))
    assert (row.state, row.outside) == ("open", True)


def test_a_score_needs_open_papers_a_reason_and_a_mark_of_the_scale(session, bids, act, desk):
    desk.open(bids[0])
    with pytest.raises(Refused, match="was not saved: it has no reason"):
        scoring.save_score(session, bids[0], KEYS[0], criteria=SCHEME, score=3, justification=" ", act=act(11))
    with pytest.raises(BadInput, match="6 is not a score"):
        scoring.save_score(session, bids[0], KEYS[0], criteria=SCHEME, score=6, justification="x", act=act(11))
    with pytest.raises(BadInput, match="'charm' is not a criterion"):
        scoring.save_score(session, bids[0], "charm", criteria=SCHEME, score=3, justification="x", act=act(11))
    with pytest.raises(NotFound, match="does not assess this bid"):
        scoring.save_score(session, bids[0], KEYS[0], criteria=SCHEME, score=3, justification="x", act=act(12))


def test_a_changed_score_keeps_what_it_was(session, bids, act, desk):
    row = desk.open(bids[0])
    desk.score(bids[0], 11, ALL3)
    desk.score(bids[0], 11, (4, 3, 3, 3, 3, 3), minutes=5)
    desk.score(bids[0], 11, (4, 3, 3, 3, 3, 3), minutes=6)
    assert scoring.revisions(session, row.id) == []
    scoring.lock(session, bids[0], criteria=SCHEME, act=act(11))
    assert [(one.criterion, one.score) for one in scoring.revisions(session, row.id)] == [("working_at_scale", 3)]
    assert scoring.locked_sets(session, bids[0])[0].scores["working_at_scale"] == 4


def test_a_lock_says_what_is_missing_and_then_holds(session, bids, act, desk):
    row = desk.open(bids[0])
    scoring.save_score(
        session, bids[0], KEYS[0], criteria=SCHEME, score=3, justification="x", strength="clear", act=act(11)
    )
    with pytest.raises(Refused, match=r"6 of the things needed are missing \(Working at scale: no gap") as refused:
        scoring.lock(session, bids[0], criteria=SCHEME, act=act(11))
    assert refused.value.refusals[0].guard == "sheet_complete"
    assert len(scoring.why_not_lock(session, row, criteria=SCHEME)) == 6
    desk.score(bids[0], 11, ALL3)
    scoring.lock(session, bids[0], criteria=SCHEME, act=act(11))
    with pytest.raises(Refused, match="locked since 03 April 2017"):
        desk.score(bids[0], 11, (5, 5, 5, 5, 5, 5))


def seen(session, bid, person):
    sheets = scoring.sheets_seen_by(session, bid, person, criteria=SCHEME, ask_pence=ASK)
    return sorted(sheet.assignment.person_id for sheet in sheets)


def test_nobody_sees_anothers_scores_until_every_required_sheet_is_locked(session, bids, act, desk):
    desk.lock(bids[0], FINANCE, ALL3)
    assert seen(session, bids[0], 11) == [11]
    desk.open(bids[0], CLINICAL)
    desk.score(bids[0], 12, ALL3)
    assert (seen(session, bids[0], 11), seen(session, bids[0], 12)) == ([11], [12])
    assert [sheet.assignment.person_id for sheet in scoring.sheets(session, bids[0])] == [11]
    scoring.lock(session, bids[0], criteria=SCHEME, act=act(12))
    assert (seen(session, bids[0], 11), seen(session, bids[0], 12)) == ([11, 12], [11, 12])
    desk.seat(bids[0], THIRD)
    assert seen(session, bids[0], 11) == [11]


def test_handing_back_never_opens_the_others_sheets(session, bids, act, desk):
    desk.panel(bids[0], ALL3, ALL3)
    desk.open(bids[0], THIRD)
    desk.score(bids[0], 13, ALL3)
    scoring.hand_back(session, bids[0], why="ill", reason="child ill", act=act(13))
    assert seen(session, bids[0], 13) == [13]
    assert seen(session, bids[0], 11) == [11, 12]
    assert seen(session, bids[0], 99) == []
    assert 13 not in [sheet.assignment.person_id for sheet in scoring.sheets(session, bids[0], with_void=True)]


def test_a_replaced_assessors_scores_are_void_kept_and_they_do_not_return(session, bids, act, desk):
    desk.panel(bids[0], ALL3, ALL3)
    desk.complete(bids[0])
    scoring.reassign(session, bids[0], 12, THIRD, parties=PARTIES, reason="her practice joined", act=act())
    states = {row.person_id: row.state for row in scoring.assignments(session, bids[0])}
    assert states == {11: "locked", 12: "void", 13: "assigned"}
    assert scoring.consolidation(session, bids[0]) is None
    assert scoring.consolidations(session, bids[0])[0].superseded_because == "her practice joined"
    with pytest.raises(Refused, match=re.escape("ended before (her practice joined)")):
        desk.seat(bids[0], CLINICAL)


def test_a_refused_replacement_leaves_the_old_assessor_in_place(session, bids, act, desk):
    desk.lock(bids[0], FINANCE, ALL3)
    tied = Candidate(13, "Dr Roe", ties={"SWHC": "director"})
    with pytest.raises(Refused):
        scoring.reassign(session, bids[0], 11, tied, parties=PARTIES, reason="ill", act=act())
    assert scoring.assignments(session, bids[0])[0].state == "locked"


def test_a_moderator_unlocks_anothers_sheet_with_a_reason_before_a_result(session, bids, act, desk):
    desk.panel(bids[0], ALL3, ALL3)
    for by, reason in ((2, " "), (11, "mine")):
        with pytest.raises(Refused, match="Nothing was unlocked"):
            scoring.unlock(session, bids[0], 11, reason=reason, act=act(by))
    row = scoring.unlock(session, bids[0], 11, reason="two bids confused", act=act(2))
    assert (row.state, row.locked_at) == ("open", None)
    scoring.lock(session, bids[0], criteria=SCHEME, act=act(11))
    desk.complete(bids[0])
    with pytest.raises(Refused, match=r"this bid's result rests on these scores, total 60.0"):
        scoring.unlock(session, bids[0], 11, reason="again", act=act(2))


def test_a_fresh_panel_sets_everybody_aside(session, bids, act, desk):
    desk.result(bids[0], ALL3)
    scoring.fresh_panel(session, bids[0], reason="process error upheld", act=act())
    assert scoring.locked_sets(session, bids[0]) == []
    assert scoring.consolidation(session, bids[0]) is None
    with pytest.raises(Refused, match="process error upheld"):
        desk.seat(bids[0], FINANCE)


def test_a_rival_of_the_round_is_refused_by_default(session, bids, act):
    rival = Candidate(13, "Dr Roe", ties={"M81020": "Dr Roe works for it"})
    both = Parties(OWN, rivals={"M81020": "Rival House"})
    with pytest.raises(Refused, match="Rival House is in another bid of this round"):
        scoring.assign(session, bids[0], rival, parties=both, act=act())


def test_the_same_holds_on_both_databases(engine, now, act):
    with database.writing(engine) as session:
        bid = add_round(session, now, bids=1)[0]
        desk = Desk(session, act)
        desk.panel(bid, ALL3, (3, 3, 3, 3, 3, 4))
        found = desk.complete(bid)
        assert found.result is not None
        assert found.result.total == "61/1"
        scoring.reopen_scoring(session, bid, reason="a slip", act=act(2))
        assert desk.complete(bid).result is not None
    with database.reading(engine) as session:
        assert [row.superseded_at is None for row in scoring.consolidations(session, bid)] == [False, True]
