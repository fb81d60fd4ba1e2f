"""More time, opening again and cancelling: for everybody, by two people who say the same, with notice to all."""

from datetime import UTC, date, datetime, timedelta

import pytest

from fundflow import applications, audit, database, due, engine, letters, people, scoring
from fundflow.clock import wire
from fundflow.engine.rounds import Changed
from fundflow.errors import Refused
from tests.engine.test_failures import PowerCutError, failing_at
from tests.engine.test_together import at_once, sound
from tests.stories import stages
from tests.stories.dumping import dump
from tests.stories.stages import DAY, REF, ROUND, Place, attempt
from tests.stories.world import CLOSES, FUND, World, library

SECOND = timedelta(seconds=1)
LATER = datetime(2017, 5, 19, 16, 0, tzinfo=UTC)
ANYWHERE = ["sqlite_engine", pytest.param("postgres_engine", marks=pytest.mark.postgres)]


def extend(world: World, who: str, *, to: datetime = LATER, reason: str = "The network was down.") -> Changed:
    return engine.rounds.extend_round(
        world.session, ROUND, closes_at=to, reason=reason, actor=world.who(who), now=world.now
    )


def reopen(
    world: World,
    who: str,
    *,
    to: datetime = LATER,
    evidence: str = "Ticket 4711",
    reason: str = "Our service was down.",
) -> Changed:
    return engine.rounds.reopen_round(
        world.session,
        ROUND,
        closes_at=to,
        evidence=evidence,
        reason=reason,
        actor=world.who(who),
        now=world.now,
    )


def cancel(world: World, who: str, *, minute: str = "RB/17/050", reason: str = "The money was withdrawn.") -> Changed:
    return engine.rounds.cancel_round(
        world.session, ROUND, minute=minute, reason=reason, actor=world.who(who), now=world.now
    )


def send_another(world: World) -> None:
    ref = world.bid(ROUND, title="Sent", lead="FEDSW", partners=("Z10003", "Z10004"), lines=LINES)
    world.submit(ref, lead="FEDSW")


def closes(world: World) -> datetime:
    return applications.get_round(world.session, ROUND).closes_at


def refused(play, *given, **named) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        play(*given, **named)
    (one,) = caught.value.refusals
    return one.guard, one.reason


@pytest.fixture(params=ANYWHERE)
def two(request) -> Place:
    """A round with a draft and a bid that was sent, on either database."""
    connected = request.getfixturevalue(request.param)
    place = Place(connected, stages.played_whole(connected, "draft"))
    with place.living() as world:
        send_another(world)
    return place


LINES = (applications.CostLine("2017/18", "backfill", "Time of nurses", 2_000_000, commissioner="05T"),)


def test_the_first_person_is_kept_waiting_and_the_second_one_moves_the_time_for_everybody(two):
    with two.living() as world:
        first = extend(world, "officer")
        assert (first.waiting is not None, closes(world)) == (True, CLOSES)
        assert first.waiting.line == (
            f"{ROUND}: a new closing time, Friday 19 May 2017, 5:00 pm is asked for and waits for a second person. Nothing "
            "has changed yet. Another person (commissioning officer or finance team) gives the same values under their own name."
        )
    with two.living() as world:
        done = extend(world, "finance", reason="")
        assert done.waiting is None
        assert closes(world) == LATER
        assert (done.affected.drafts, done.affected.sent) == ((REF,), ("TF-17-0002",))
        assert [letters.get(world.session, ref).addressee_code for ref in done.letters] == ["FEDNW", "FEDSW"]
        change = applications.round_changes(world.session, applications.get_round(world.session, ROUND).id)[-1]
        assert (change.kind, change.reason) == (
            "extended",
            "The network was down. (asked for by Officer, agreed by Finance)",
        )
    with two.living() as world:
        said = [event.what for event in audit.recent(world.session, limit=40)]
        assert {"extend_round", "extend_round.asked"} <= set(said)
    sound(two)


def test_a_draft_lives_until_the_new_time_and_ends_then(two):
    with two.living() as world:
        extend(world, "officer")
        extend(world, "officer2")
    engine.due.sweep(two.engine, now=CLOSES + 2 * SECOND, worker="test")
    with two.living() as world:
        assert applications.get(world.session, REF).state == "draft"
        assert applications.get_round(world.session, ROUND).state == "open"
    engine.due.sweep(two.engine, now=LATER + 2 * SECOND, worker="test")
    with two.living() as world:
        assert applications.get(world.session, REF).state == "not_submitted"
        assert applications.get_round(world.session, ROUND).state == "closed"


REFUSALS = {
    "the same person twice": (lambda w: (extend(w, "officer"), extend(w, "officer")), "second_person", "you asked for it yourself"),
    "other values": (
        lambda w: (extend(w, "officer"), extend(w, "finance", to=LATER + DAY)),
        "same_values",
        "Officer asked for a new closing time, Friday 19 May 2017, 5:00 pm, and you gave a new closing time, Saturday 20 May",
    ),
    "not an officer first": (lambda w: extend(w, "finance"), "may_act", "More time for a round is for the"),
    "no role second": (lambda w: (extend(w, "officer"), extend(w, "auditor")), "may_act", "Auditor does not have that role"),
    "without a reason": (lambda w: extend(w, "officer", reason=" "), "reason_given", "Give the reason"),
    "an earlier time": (lambda w: extend(w, "officer", to=CLOSES - DAY), "closes_later", "Choose a later time"),
    "reopened while open": (lambda w: reopen(w, "officer"), "round_closed", "You can extend its closing time"),
    "cancelled without a minute": (lambda w: cancel(w, "officer", minute=" "), "fund_withdrawn", "Name the committee's minute"),
    "cancelled without a reason": (lambda w: cancel(w, "officer", reason=""), "reason_given", "Give the reason"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSALS)
def test_a_change_of_a_round_is_refused_with_a_name_or_a_figure_and_a_way_out(case, county):
    play, guard, words = REFUSALS[case]
    with county("draft").living() as world:
        told = refused(play, world)
        assert (told[0], words in told[1]) == (guard, True), told
        assert closes(world) == CLOSES


def test_somebody_tied_to_a_bid_of_the_round_can_neither_ask_nor_agree(county):
    with county("draft").living() as world:
        officer = people.named(world.session, "officer2")
        people.declare(
            world.session, officer.id, organisation="Z10002", kind="indirect", nature="married to a partner",
            starts=date(2017, 4, 1), act=world.act(),
        )  # fmt: skip
        assert refused(extend, world, "officer2")[0] == "no_tie_to_round"
        assert refused(cancel, world, "officer2")[0] == "no_tie_to_round"
        cancel(world, "officer")
        assert refused(cancel, world, "officer2", reason="")[0] == "no_tie_to_round"
        extend(world, "officer")
        guard, said = refused(extend, world, "officer2")
        assert (guard, "Birch Practice" in said, "Ask a colleague without a tie" in said) == (
            "no_tie_to_round",
            True,
            True,
        )


def test_who_asked_may_ask_for_another_time_instead_and_the_old_one_is_void(county):
    with county("draft").living() as world:
        extend(world, "officer")
        extend(world, "officer", to=LATER + DAY)
        assert refused(extend, world, "finance")[0] == "same_values"
        assert extend(world, "finance", to=LATER + DAY).waiting is None
        states = [one.state for one in people.proposals(world.session, subject=ROUND)]
        assert states == ["replaced", "agreed"]


def test_a_request_from_before_another_change_is_void(county):
    with county("draft").living() as world:
        extend(world, "officer", to=LATER)
        row = applications.get_round(world.session, ROUND)
        applications.amend_round(world.session, row, act=world.act(), title="Renamed")
        assert extend(world, "officer2", to=LATER).waiting is not None
        assert [one.state for one in people.proposals(world.session, subject=ROUND)] == ["overtaken", "open"]


def test_a_second_before_the_close_more_time_is_given_and_a_second_after_it_needs_a_reopening(county):
    before = county("draft").at(CLOSES)
    with before.living() as world:
        extend(world, "officer")
        assert extend(world, "finance").waiting is None
    late = county("draft").at(CLOSES + SECOND)
    with late.living() as world:
        guard, said = refused(extend, world, "officer")
        assert (guard, "closed on Friday 12 May 2017, 5:00 pm" in said, "you can reopen it" in said) == (
            "round_open", True, True,
        )  # fmt: skip
        assert reopen(world, "officer").waiting is not None
        assert reopen(world, "finance").waiting is None
        assert closes(world) == LATER


def test_reopening_brings_back_the_draft_that_missed_it_for_everybody_and_takes_its_letter_off(two):
    place = two.at(CLOSES + timedelta(hours=20))
    engine.due.sweep(place.engine, now=place.now, worker="test")
    with place.living() as world:
        (gone,) = letters.find(world.session, application_id=applications.get(world.session, REF).id, code="N1")
        reopen(world, "officer")
        done = reopen(world, "officer2", reason="")
        assert applications.get(world.session, REF).state == "draft"
        assert letters.get(world.session, gone.ref).state == "voided"
        assert (done.affected.drafts, done.affected.sent) == ((REF,), ("TF-17-0002",))
        attempt(world, REF, "submit")
        assert applications.get(world.session, REF).state == "submitted"
    sound(place)


def test_a_round_is_reopened_only_with_evidence_within_two_working_days_and_before_an_assessor_has_looked(county):
    place = county("draft").at(CLOSES + DAY)
    with place.living() as world:
        guard, said = refused(reopen, world, "officer", evidence="")
        assert (guard, "Name the log" in said) == ("evidence_given", True)
    with place.at(datetime(2017, 5, 16, 22, 59, 59, tzinfo=UTC)).living() as world:
        assert reopen(world, "officer").waiting is not None
    with place.at(datetime(2017, 5, 16, 23, 0, tzinfo=UTC)).living() as world:
        guard, said = refused(reopen, world, "officer")
        assert (guard, "until Tuesday 16 May 2017" in said) == ("reopening_in_time", True)


def test_a_round_is_not_reopened_once_an_assessor_has_opened_a_bid(county):
    place = county("seated")
    with place.living() as world:
        row = applications.get_round(world.session, ROUND)
        row.closes_at = world.now - timedelta(hours=2)
        world.session.add(row)
        world.session.flush()
        assert reopen(world, "officer", to=world.now + DAY).waiting is not None
        (seat,) = scoring.assignments(world.session, applications.get(world.session, REF).id)
        seat.opened_at = world.now
        world.session.add(seat)
        world.session.flush()
        guard, said = refused(reopen, world, "officer2", to=world.now + DAY)
        assert (guard, REF in said) == ("bids_unopened", True)


def test_cancelling_ends_every_bid_that_waits_and_tells_each_why(two):
    with two.living() as world:
        assert cancel(world, "officer").waiting is not None
        done = cancel(world, "finance", reason="")
        assert {one.state for one in applications.find_cases(world.session, round_ref=ROUND)} == {"cancelled"}
        assert (done.affected.drafts, done.affected.sent, done.stands) == ((REF,), ("TF-17-0002",), ())
        for ref in (REF, "TF-17-0002"):
            case = applications.get(world.session, ref)
            (letter,) = letters.find(world.session, application_id=case.id, code="N4")
            assert (letter.facts["reason"], letter.facts["decisions"][0]["minute"]) == (
                "The money was withdrawn.", "RB/17/050",
            )  # fmt: skip
    assert engine.due.sweep(two.engine, now=LATER, worker="test") == []
    with two.living() as world:
        assert applications.get_round(world.session, ROUND).state == "cancelled"
        assert refused(extend, world, "officer")[0] == "round_open"
    sound(two)


def test_cancelling_leaves_what_has_been_offered_and_names_it(county):
    with county("offer_issued").living() as world:
        cancel(world, "officer")
        done = cancel(world, "committee_secretary")
        assert (done.stands, applications.get(world.session, REF).state) == ((REF,), "offer_issued")


def test_cancelling_that_fails_half_way_leaves_nothing(county):
    place = county("draft")
    with place.living() as world:
        send_another(world)
        cancel(world, "officer")
    before = dump(place.engine)
    with failing_at(place.engine, None) as writes, pytest.raises(ZeroDivisionError), place.living() as world:
        cancel(world, "finance")
        raise ZeroDivisionError
    assert dump(place.engine) == before
    for number in range(0, len(writes), 7):
        with failing_at(place.engine, number), pytest.raises(PowerCutError), place.living() as world:
            cancel(world, "finance")
        assert dump(place.engine) == before


@pytest.mark.parametrize("fixture", ANYWHERE)
def test_more_time_and_the_close_at_the_same_instant_never_lose_a_draft(fixture, request):
    place = Place(request.getfixturevalue(fixture), stages.played_whole(request.getfixturevalue(fixture), "draft"))
    with place.living() as world:
        extend(world, "officer")

    def sweep(_world: World) -> None:
        engine.due.sweep(place.engine, now=CLOSES + SECOND, worker="test")

    def agree(world: World) -> None:
        world.now = CLOSES
        extend(world, "finance")

    if fixture == "sqlite_engine":  # one writer at a time: either order
        engine.due.sweep(place.engine, now=CLOSES + SECOND, worker="test")
        with place.living() as world:
            told = refused(agree, world)
            assert told[0] == "round_open"
        return
    with database.reading(place.engine) as session:
        assert due.next_at(session) is not None
    told = at_once(place, agree, lambda _world: None)
    sweep(None)
    with place.living() as world:
        state = applications.get(world.session, REF).state
        assert (told[0] is None, state) in {(True, "draft"), (False, "not_submitted")}
    sound(place)


def test_a_worker_that_has_the_closing_in_hand_asks_whether_it_was_put_off(county):
    place = county("draft")
    with place.living() as world:
        held = due.claim(world.session, now=CLOSES + SECOND, worker="slow")
    with place.at(CLOSES).living() as world:
        extend(world, "officer")
        extend(world, "finance")
    (mine,) = [item for item in held if item.payload.get("step") == "round_closes"]
    with place.living() as world:
        assert engine.due.WORK[mine.kind](world.session, mine.payload, CLOSES + SECOND) == "put off until later"
        assert applications.get(world.session, REF).state == "draft"


LATE_DOORS = {
    "a new bid": lambda world: world.bid(ROUND, title="Late", lead="FEDSW", partners=("Z10003",), lines=LINES),
    "sending": lambda world: attempt(world, REF, "submit"),
    "sending by the office": lambda world: world.step(REF, "submit", "officer", interests="none"),
    "sending by the product": lambda world: world.step(REF, "submit", "system", interests="none"),
    "opening one draft again": lambda world: world.step(REF, "round_reopens", "officer"),
    "opening one draft again by the product": lambda world: world.step(REF, "round_reopens", "system"),
    "calling back": lambda world: attempt(world, "TF-17-0002", "recall_for_edit"),
}


@pytest.mark.parametrize("door", LATE_DOORS)
def test_nothing_lets_one_bid_in_late(door, county):
    place = county("draft")
    with place.living() as world:
        send_another(world)
    for late in (CLOSES + SECOND, CLOSES + DAY):
        if late > CLOSES + SECOND:
            engine.due.sweep(place.engine, now=late, worker="test")
        with place.at(late).living() as world:
            before = {one.ref: one.state for one in applications.find_cases(world.session, round_ref=ROUND)}
            point = world.session.begin_nested()
            with pytest.raises(Refused):
                LATE_DOORS[door](world)
            point.rollback()
            world.session.expire_all()
            after = {one.ref: one.state for one in applications.find_cases(world.session, round_ref=ROUND)}
            assert before == after


def test_a_request_says_its_values_as_programs_write_them(county):
    with county("draft").living() as world:
        extend(world, "officer")
        (kept,) = people.proposals(world.session, state="open")
        assert (kept.values, kept.subject) == ({"closes_at": wire(LATER)}, ROUND)


def withdraw(world: World, who: str) -> list[people.Proposal]:
    return engine.rounds.withdraw_request(world.session, ROUND, reason="", actor=world.who(who), now=world.now)


def test_who_asked_may_take_it_back_and_then_nobody_can_agree_to_it(two: Place) -> None:
    with two.living() as world:
        was = closes(world)
        assert refused(withdraw, world, "officer")[0] == "request_open"
        extend(world, "officer")
        assert refused(withdraw, world, "finance")[0] == "own_request"
        (taken,) = withdraw(world, "officer")
        assert (taken.state, taken.settled_by) == ("withdrawn", taken.asked_by)
        assert refused(extend, world, "finance")[0] == "may_act"
        assert closes(world) == was
        assert extend(world, "officer").waiting is not None
        assert extend(world, "finance").waiting is None


def test_what_was_agreed_cannot_be_taken_back(two: Place) -> None:
    with two.living() as world:
        extend(world, "officer")
        extend(world, "finance")
        assert refused(withdraw, world, "officer")[0] == "request_open"
        assert closes(world) == LATER


def test_a_round_that_was_planned_is_open_from_its_moment_on_and_not_before(county):
    place = county("draft")
    opens = CLOSES + 30 * DAY
    with place.living() as world:
        plan = engine.rounds.RoundPlan(fund=FUND, opens_at=opens, closes_at=opens + 30 * DAY, title="Autumn")
        ref = engine.rounds.open_round(
            world.session, plan, library=library(), actor=world.who("officer"), now=world.now
        ).ref
        assert applications.get_round(world.session, ref).state == "planned"
    engine.due.sweep(place.engine, now=opens - SECOND, worker="test")
    with place.living() as world:
        assert applications.get_round(world.session, ref).state == "planned"
    done = engine.due.sweep(place.engine, now=opens, worker="test")
    assert [(one.subject, one.outcome) for one in done if one.subject == ref] == [(ref, "open")]
    with place.living() as world:
        assert applications.get_round(world.session, ref).state == "open"
        assert [one.what for one in audit.history(world.session, ref)][-1] == "begin_round"
    sound(place)
