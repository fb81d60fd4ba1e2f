"""Completing, moderating, consolidating, ranking and recommending in the database."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fundflow import scoring
from fundflow.definitions.criteria import Moderation
from fundflow.errors import BadInput, NotFound, Refused
from fundflow.scoring import Entrant
from tests.scoring.conftest import ASK, CLINICAL, FINANCE, THIRD
from tests.scoring.schemes import OFF, SCHEME, scheme, sets

ALL3, ALL4 = (3, 3, 3, 3, 3, 3), (4, 4, 4, 4, 4, 4)
RB, SW = ("05J", "2017/18"), ("05T", "2017/18")


def test_scoring_is_not_complete_while_a_seat_is_unlocked_or_the_panel_lacks_a_kind(session, bids, act, desk):
    desk.lock(bids[0], FINANCE, ALL3)
    desk.open(bids[0], CLINICAL)
    with pytest.raises(Refused, match=r"1 of the assessors of this bid has not locked \(Dr Lee\)"):
        desk.complete(bids[0])
    scoring.hand_back(session, bids[0], why="no_time", act=act(12))
    with pytest.raises(Refused, match=r"needs 2 assessors \(there is 1\) and 1 clinical") as refused:
        desk.complete(bids[0])
    assert refused.value.refusals[0].guard == "all_scores_locked"
    assert "none is ever filled in" in str(refused.value)


def test_a_large_ask_needs_a_third(bids, desk):
    desk.panel(bids[0], ALL3, ALL3)
    with pytest.raises(Refused, match=r"needs 3 assessors \(there are 2\)"):
        desk.complete(bids[0], 10_000_001)
    assert desk.complete(bids[0], 10_000_000).result is not None


def test_agreement_within_the_rules_gives_a_result_at_once_with_exact_figures(session, bids, desk):
    desk.panel(bids[0], ALL3, (4, 3, 3, 3, 3, 3))
    found = desk.complete(bids[0])
    assert found.triggers == ()
    row = found.result
    assert (row.total, row.tenths, row.band, row.means["working_at_scale"]) == ("125/2", 625, "fundable", "7/2")
    assert scoring.result_of(row) == scoring.consolidate(SCHEME, scoring.locked_sets(session, bids[0]))


def test_two_assessors_either_side_of_a_minimum_go_to_moderation_and_originals_stay(session, bids, act, desk):
    desk.panel(bids[0], (4, 4, 4, 4, 1, 4), (4, 4, 4, 4, 2, 4))
    found = desk.complete(bids[0])
    assert [trigger.criterion for trigger in found.triggers] == ["value_quality"]
    assert found.result is None
    with pytest.raises(Refused, match="1 of 1 criteria in dispute are not settled: Value quality"):
        scoring.consolidate_application(session, bids[0], criteria=SCHEME, ask_pence=ASK, act=act(2))
    row = desk.settle(bids[0], {"value_quality": (2, "the cost is set out")})
    assert (row.agreed, row.means["value_quality"], row.fundable) == (["value_quality"], "2/1", True)
    assert sorted(s.scores["value_quality"] for s in scoring.locked_sets(session, bids[0])) == [1, 2]
    assert scoring.moderation(session, bids[0]).agreed_by == 2


def test_moderation_that_is_not_finished_gives_no_result(session, bids, act, desk):
    desk.panel(bids[0], (4, 4, 4, 4, 1, 1), (4, 4, 4, 4, 2, 4))
    record = desk.complete(bids[0]).moderation
    with pytest.raises(Refused, match="1 of 2 criteria"):
        desk.settle(bids[0], {"value_quality": (2, "x")})
    assert scoring.consolidation(session, bids[0]) is None
    assert [row.criterion for row in scoring.agreed(session, record.id)] == ["value_quality"]
    assert "Impact gain" in scoring.why_not_agreed(session, bids[0], criteria=SCHEME)
    scoring.agree_score(session, bids[0], "impact_gain", score=3, reason="y", criteria=SCHEME, act=act(2))
    assert scoring.why_not_agreed(session, bids[0], criteria=SCHEME) == ""
    result = scoring.consolidate_application(session, bids[0], criteria=SCHEME, ask_pence=ASK, act=act(2))
    assert sorted(result.agreed) == ["impact_gain", "value_quality"]


def test_confirming_a_mean_keeps_it_exact(session, bids, act, desk):
    desk.panel(bids[0], (3, 3, 3, 3, 3, 2), ALL3)
    assert [one.kind for one in desk.complete(bids[0]).triggers] == ["straddles_threshold"]
    row = desk.settle(bids[0], {"impact_gain": (None, "read alike")})
    assert (row.means["impact_gain"], row.agreed, row.tenths) == ("5/2", [], 590)


def test_what_was_agreed_does_not_hold_for_sheets_that_changed_since(session, bids, act, desk):
    desk.panel(bids[0], (4, 4, 4, 4, 1, 4), (4, 4, 4, 4, 2, 4))
    desk.complete(bids[0])
    scoring.agree_score(session, bids[0], "value_quality", score=2, reason="x", criteria=SCHEME, act=act(2))
    desk.lock(bids[0], THIRD, (1, 4, 4, 4, 2, 4))
    with pytest.raises(Refused, match="2 of 2 criteria in dispute are not settled: Working at scale, Value quality"):
        scoring.consolidate_application(session, bids[0], criteria=SCHEME, ask_pence=ASK, act=act(2))
    scoring.unlock(session, bids[0], 13, reason="read the wrong bid", act=act(2))
    assert scoring.moderation(session, bids[0]) is None


def test_nothing_is_agreed_where_nothing_is_in_moderation(session, bids, act, desk):
    desk.result(bids[0], ALL3)
    with pytest.raises(Refused, match="0 scores of this bid are in moderation"):
        scoring.agree_score(session, bids[0], "impact_gain", score=3, reason="x", criteria=SCHEME, act=act(2))


def test_a_rounds_own_triggers_overrule_the_schemes_and_the_rate_is_told(session, bids, act, desk):
    far = ((5, 5, 5, 5, 5, 5), (2, 2, 2, 2, 2, 2))
    for bid in bids[:2]:
        desk.panel(bid, *far)
    desk.result(bids[2], ALL3)
    off = desk.complete(bids[0], settings=OFF)
    only = Moderation(criterion_range=None, straddles_minimum=False, straddles_threshold=False)
    some = desk.complete(bids[1], settings=only)
    assert off.result is not None
    assert [one.kind for one in some.triggers] == ["total_range"]
    rate = scoring.trigger_rate(session, bids)
    assert (rate.scored, rate.moderated, dict(rate.by_kind)) == (3, 1, {"total_range": 1})


def test_reopening_keeps_the_first_result_and_lets_a_sheet_be_mended(session, bids, act, desk):
    desk.result(bids[0], ALL3)
    with pytest.raises(Refused, match="has no reason"):
        scoring.reopen_scoring(session, bids[0], reason="", act=act(2))
    assert scoring.reopen_scoring(session, bids[0], reason="wrong annex read", act=act(2))
    scoring.unlock(session, bids[0], 11, reason="wrong annex read", act=act(2))
    desk.score(bids[0], 11, (4, 3, 3, 3, 3, 3), minutes=9)
    scoring.lock(session, bids[0], criteria=SCHEME, act=act(11))
    assert desk.complete(bids[0]).result.tenths == 625
    assert [row.tenths for row in scoring.consolidations(session, bids[0])] == [600, 625]


def test_feedback_is_built_from_assessors_words_and_a_moderator_may_word_it(session, bids, act, desk):
    desk.panel(bids[0], (4, 4, 4, 4, 1, 4), (4, 4, 4, 4, 1, 4))
    desk.complete(bids[0])
    rows = scoring.feedback(session, bids[0])
    assert len(rows) == 6
    value = next(row for row in rows if row.criterion == "value_quality")
    assert (value.band, value.minimum_failed, value.minimum, value.mean) == ("Poor", True, 2, "1.00")
    assert value.strength == "value_quality is clear."
    text = " ".join(f"{row.strength} {row.gap}" for row in rows)
    assert "panel only" not in text
    assert "Ann" not in text
    scoring.edit_feedback(session, bids[0], "value_quality", gap="No number to reach.", act=act(2))
    assert (value.gap, value.strength, value.edited_by) == ("No number to reach.", "value_quality is clear.", 2)
    with pytest.raises(Refused, match="the gap would be empty"):
        scoring.edit_feedback(session, bids[0], "value_quality", gap=" ", act=act(2))


def test_a_band_is_the_word_of_the_nearest_mark_half_up():
    assert [scoring.band_words(SCHEME, Fraction(n, 2)) for n in (3, 5, 10)] == ["Weak", "Adequate", "Excellent"]


def test_a_slip_found_after_committee_is_noted_never_edited(session, bids, act, desk):
    row = desk.result(bids[0], ALL3)
    note = scoring.note_correction(
        session, bids[0], 11, "value_quality", meant=1, reason="typed 3 for 1", criteria=SCHEME, act=act()
    )
    assert (note.stands, note.meant, note.would_be_tenths, note.would_be_band) == (3, 1, 560, "improvable")
    assert scoring.consolidation(session, bids[0]).id == row.id
    assert {s.scores["value_quality"] for s in scoring.locked_sets(session, bids[0])} == {3}
    scoring.tell_committee(session, note.id, meeting="PCCC-2017-06", act=act())
    assert scoring.score_notes(session, bids[0])[0].told_committee == "PCCC-2017-06"


@pytest.fixture
def ranked(session, bids, round_id, act, desk):
    """Bids at 80, 60 and 60; money for the first and one more in Redditch, none in South Worcestershire."""
    desk.result(bids[0], ALL4)
    desk.result(bids[1], ALL3)
    desk.result(bids[2], ALL3)
    shares = [{RB: 60_00}, {RB: 50_00}, {RB: 25_00, SW: 1_00}]
    entrants = [
        Entrant(bid, f"TF-17-{number:04d}", share, 100 if number == 3 else 1000, 20_00 if number == 2 else None)
        for number, (bid, share) in enumerate(zip(bids, shares, strict=True), start=1)
    ]

    def rank(budget=None, criteria=SCHEME, given=entrants):
        return scoring.rank_round(
            session, round_id, given, budget or {RB: 90_00, SW: 5_00}, criteria=criteria, act=act()
        )

    return rank


def status(session, row):
    return [(one.ref[-1], one.status) for one in scoring.outcomes(session, row)]


def test_a_ranked_list_shows_ranks_and_where_the_money_ends(session, ranked):
    row = ranked()
    assert [(one["ref"], one["rank"], one["tenths"], one["broken_by"]) for one in row.rows] == [
        ("TF-17-0001", 1, 800, []),
        ("TF-17-0002", 2, 600, ["cost_per_head"]),
        ("TF-17-0003", 3, 600, ["cost_per_head"]),
    ]
    assert status(session, row) == [("1", "fits"), ("2", "does_not_fit"), ("3", "waits")]


def test_options_are_recorded_with_reasons_and_the_list_goes_on(session, ranked, round_id, bids, act):
    row = ranked()

    def record(bid, option, reason="minuted", **more):
        return scoring.record_option(session, round_id, bid, option, reason=reason, act=act(), **more)

    with pytest.raises(Refused, match="the choice has no reason"):
        record(bids[1], "skip_to_next", reason="")
    with pytest.raises(Refused, match="it waits behind TF-17-0002"):
        record(bids[2], "skip_to_next")
    with pytest.raises(Refused, match="it fits in full"):
        record(bids[0], "hold_balance")
    with pytest.raises(BadInput, match="not an option"):
        record(bids[1], "toss_a_coin")
    with pytest.raises(NotFound, match="no rank"):
        record(999, "skip_to_next")
    record(bids[1], "partial_award", amounts={RB: 25_00})
    assert status(session, row) == [("1", "fits"), ("2", "partial"), ("3", "does_not_fit")]
    with pytest.raises(Refused, match="named no smaller sum"):
        record(bids[2], "partial_award")
    record(bids[1], "skip_to_next")
    assert status(session, row) == [("1", "fits"), ("2", "skipped"), ("3", "fits")]
    assert [one.option for one in scoring.options(session, row.id)] == ["partial_award", "skip_to_next"]


def test_a_frozen_list_holds_and_another_gets_the_next_number(session, ranked, round_id, bids, act):
    first = ranked()
    assert scoring.freeze_ranking(session, round_id, act=act()).id == first.id
    assert scoring.freeze_ranking(session, round_id, act=act(2)).frozen_by == 1
    with pytest.raises(Refused, match=r"list 1 of the round, which is frozen, rests on these scores, total 80.0"):
        scoring.unlock(session, bids[0], 11, reason="late thought", act=act(2))
    second = ranked({RB: 500_00, SW: 5_00})
    assert (second.number, second.frozen_at) == (2, None)
    assert scoring.frozen_ranking(session, round_id).number == 1
    assert scoring.ranking(session, round_id).number == 2


def test_a_list_whose_results_have_changed_is_not_frozen(session, ranked, round_id, bids, act):
    ranked()
    scoring.reopen_scoring(session, bids[1], reason="an error", act=act(2))
    with pytest.raises(Refused, match="the result of TF-17-0002 has changed"):
        scoring.freeze_ranking(session, round_id, act=act())
    assert ranked().rows[-1]["excluded"] == "not scored yet"


def test_results_of_other_criteria_are_not_ranked_together(ranked):
    with pytest.raises(Refused, match=r"3 results .* rest on an earlier version"):
        ranked(criteria=scheme((20, 25, 10, 15, 20, 10)))


def test_a_score_voided_after_freezing_leaves_what_the_committee_saw(session, ranked, round_id, bids, act):
    ranked()
    scoring.freeze_ranking(session, round_id, act=act())
    scoring.void(session, bids[0], 12, reason="undeclared partner", act=act(2))
    assert scoring.consolidation(session, bids[0]).tenths == 800
    scoring.reopen_scoring(session, bids[0], reason="undeclared partner", act=act(2))
    assert scoring.consolidation(session, bids[0]) is None


def test_a_recommendation_rests_on_a_frozen_list_and_fundable_bids(session, ranked, round_id, bids, act, desk):
    def recommend(bid, kind, **more):
        stated = {"reasons": "ranked first", "meeting": "GIG-2017-05", "act": act()}
        return scoring.recommend(session, bid, kind=kind, **{**stated, **more})

    ranked()
    with pytest.raises(Refused, match=r"80.0, is in no frozen list"):
        recommend(bids[0], "approve")
    scoring.freeze_ranking(session, round_id, act=act())
    row = recommend(bids[0], "approve", amounts={RB: 60_00}, conditions=[{"text": "sign the agreement"}])
    assert (row.pence, row.ranking_id is not None, row.meeting) == (6000, True, "GIG-2017-05")
    with pytest.raises(Refused, match="the amount for each commissioner and year"):
        recommend(bids[1], "partial")
    with pytest.raises(Refused, match="the reasons"):
        recommend(bids[1], "reject", reasons=" ")
    with pytest.raises(BadInput, match=r"above £0.00"):
        recommend(bids[1], "partial", amounts={RB: 0})
    scoring.withdraw_recommendation(session, bids[0], reason="new fact", act=act())
    assert scoring.recommendation(session, bids[0]) is None
    assert recommend(bids[0], "defer").kind == "defer"
    assert len(scoring.recommendations(session, bids[0])) == 2


def test_a_bid_that_is_not_fundable_is_deferred_or_rejected_never_approved(session, bids, round_id, act, desk):
    desk.result(bids[0], (5, 5, 5, 5, 1, 5))
    scoring.rank_round(
        session, round_id, [Entrant(bids[0], "TF-17-0001", {RB: 1}, 10)], {RB: 1}, criteria=SCHEME, act=act()
    )
    scoring.freeze_ranking(session, round_id, act=act())
    with pytest.raises(Refused, match=r"it scored 84.0, 1 below a minimum"):
        scoring.recommend(session, bids[0], kind="approve", reasons="liked", meeting="m", act=act())
    assert scoring.recommend(session, bids[0], kind="reject", reasons="value", meeting="m", act=act()).kind == "reject"


def test_an_unscored_stream_is_recommended_without_a_list(session, bids, act):
    row = scoring.recommend(
        session, bids[0], kind="approve", reasons="plan is whole", meeting="m", scored=False, act=act()
    )
    assert (row.consolidation_id, row.ranking_id) == (None, None)


@settings(max_examples=40)
@given(st.lists(st.tuples(*[st.integers(0, 5)] * 6), min_size=1, max_size=5))
def test_a_stored_result_reads_back_as_it_was_worked_out(panel):
    exact = scoring.consolidate(SCHEME, sets(*panel))
    texts = {key: scoring.fraction_text(one) for key, one in exact.means.items()}
    assert {key: scoring.fraction_from(text) for key, text in texts.items()} == exact.means
