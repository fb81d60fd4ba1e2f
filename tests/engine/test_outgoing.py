"""An approved letter leaves only when minutes and signatures let it: every setting, every refusal, two people at once."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from fundflow import applications, committees, engine, letters
from fundflow.errors import BadInput, Refused
from tests.engine.test_together import at_once
from tests.letters.reading import words
from tests.stories.stages import REF, ROUND, attempt
from tests.stories.world import BODIES, World, library

STAGES = ("draft", "checked", "circulated", "confirmed")


def settle(world: World, **settings: str) -> None:
    """The round's own settings, as an office would have given them when it opened."""
    row = applications.get_round(world.session, ROUND)
    row.settings = {**row.settings, **settings}
    world.session.add(row)
    world.session.flush()


def offered(world: World, **settings: str) -> list[str]:
    """An offer of two commissioners, its letters approved."""
    settle(world, **settings)
    attempt(world, REF, "issue_offer")
    refs = [one.ref for one in letters.find(world.session, code="L04")]
    engine.correspondence.approve(world.session, refs, actor=world.who("officer"), now=world.now)
    return refs


def release(world: World, *refs: str) -> list[letters.Letter]:
    return engine.correspondence.release(world.session, refs, actor=world.who("officer"), now=world.now)


def sign(world: World, by: str, *refs: str, **more: str) -> list[letters.LetterSignature]:
    return engine.correspondence.sign(world.session, refs, actor=world.who(by), now=world.now, **more)


def carry(world: World, to: str) -> None:
    for commissioner in ("05J", "05T"):
        for stage in STAGES[1 : STAGES.index(to) + 1]:
            engine.meetings.advance_minutes(
                world.session,
                "pccc",
                BODIES[commissioner],
                to=stage,
                actor=world.who("committee_secretary"),
                now=world.now,
            )


@pytest.mark.parametrize("minutes", STAGES)
@pytest.mark.parametrize(("setting", "needs"), [("decision", 0), ("chairs_check", 1), ("confirmation", 3)])
def test_a_letter_of_a_decision_leaves_when_the_minutes_are_as_far_as_the_setting_asks(county, setting, needs, minutes):
    with county("approved").living() as world:
        (ref,) = offered(world, letters_after=setting)
        carry(world, minutes)
        if STAGES.index(minutes) >= needs:
            assert release(world, ref)[0].state == "released"
            return
        with pytest.raises(Refused) as told:
            release(world, ref)
        assert {one.guard for one in told.value.refusals} == {"letters_after"}
        assert len(told.value.refusals) == 2, "one sentence for each committee's minute"
        assert "pccc/1/05J" in str(told.value)
        assert f"advance-minutes pccc {BODIES['05T']}" in str(told.value)
        assert letters.get(world.session, ref).state == "approved"


def test_a_letter_of_no_decision_does_not_wait_for_minutes(county):
    with county("approved").living() as world:
        settle(world, letters_after="confirmation")
        row = letters.find(world.session, code="L01")[0]
        engine.correspondence.approve(world.session, [row.ref], actor=world.who("officer"), now=world.now)
        assert release(world, row.ref)[0].state == "released"


def test_the_committee_s_own_terms_count_where_the_round_says_nothing():
    assert {body: library().committee(body).letters_after for body in BODIES.values()} == dict.fromkeys(
        BODIES.values(), "decision"
    )
    assert library().committee("bedfordshire-joint-committee").letters_after == "chairs_check"
    plain = library().committee("wyre-forest-pccc").model_dump(exclude={"letters_after"})
    assert type(library().committee("wyre-forest-pccc")).model_validate(plain).letters_after == "chairs_check"


def test_an_offer_of_two_is_held_until_both_have_signed_and_says_who_did(county_anywhere):
    with county_anywhere("approved").living() as world:
        (ref,) = offered(world, signatures="held")
        with pytest.raises(Refused, match="Redditch and Bromsgrove Clinical Commissioning Group and of NHS South W"):
            release(world, ref)
        sign(world, "chief_finance_officer.05j", ref)
        with pytest.raises(Refused, match="the signature of NHS South Worcestershire"):
            release(world, ref)
        sign(world, "accountable_officer.05t", ref)
        sent = words(letters.content(world.session, release(world, ref)[0]))
        assert sent.count("Signed on") == 2
        assert "chief_finance_officer 05J" in sent


@pytest.mark.parametrize(
    ("by", "more", "says"),
    [
        ("lay_chair.05j", {}, "has no seat that signs"),
        ("officer", {}, "Ask those who can: for NHS Redditch"),
        ("accountable_officer.06d", {}, "has no seat that signs"),
        ("accountable_officer.05j", {"commissioner": "05T"}, "has no seat that signs"),
        ("accountable_officer.05j", {"commissioner": "06D"}, "waits for no signature for 06D"),
    ],
)
def test_nobody_signs_for_a_commissioner_without_its_seat(county, by, more, says):
    with county("approved").living() as world:
        (ref,) = offered(world, signatures="held")
        with pytest.raises(Refused, match=says):
            sign(world, by, ref, **more)
        assert letters.signatures(world.session, letters.get(world.session, ref).id) == []


def test_a_draft_a_sent_and_a_signed_letter_are_not_signed(county):
    with county("approved").living() as world:
        (ref,) = offered(world, signatures="held")
        sign(world, "accountable_officer.05j", ref)
        with pytest.raises(Refused, match="has no seat"):
            sign(world, "chief_finance_officer.05j", ref)
        sign(world, "accountable_officer.05t", ref)
        release(world, ref)
        with pytest.raises(Refused, match="waits for no signature"):
            sign(world, "accountable_officer.05t", ref)
        made = engine.correspondence.reissue(
            world.session, ref, reason="The address was wrong.", actor=world.who("officer"), now=world.now
        )
        assert made.signs == ["05J", "05T"], "what was signed is another letter"
        with pytest.raises(Refused, match="still a draft"):
            sign(world, "accountable_officer.05j", made.ref)


def test_counterparts_are_one_letter_each_and_leave_by_themselves(county):
    with county("approved").living() as world:
        north, south = offered(world, signatures="counterparts")
        sign(world, "accountable_officer.05t", south)
        assert "signs a copy of this letter that says the same" in words(
            letters.content(world.session, release(world, south)[0])
        )
        with pytest.raises(Refused, match="the signature of NHS Redditch"):
            release(world, north)
        again = engine.correspondence.reissue(
            world.session, north, reason="The address was wrong.", actor=world.who("officer"), now=world.now
        )
        assert (again.signs, len(again.facts["senders"]), len(again.facts["counterparts"])) == (["05J"], 1, 1)


def test_two_who_sign_for_one_commissioner_at_once_leave_one_signature(county_anywhere):
    place = county_anywhere("approved")
    with place.living() as world:
        (ref,) = offered(world, signatures="held")
    told = at_once(
        place,
        lambda world: sign(world, "accountable_officer.05j", ref),
        lambda world: sign(world, "chief_finance_officer.05j", ref),
    )
    assert sorted(one is None for one in told) == [False, True]
    with place.living() as world:
        assert len(letters.signatures(world.session, letters.get(world.session, ref).id)) == 1


def test_a_signature_is_never_changed_in_the_database(county_anywhere):
    with county_anywhere("approved").living() as world:
        (ref,) = offered(world, signatures="held")
        sign(world, "accountable_officer.05j", ref)
        with pytest.raises(DatabaseError, match="append-only"), world.session.begin_nested():
            world.session.execute(text("UPDATE letter_signature SET name = 'Somebody else'"))
        with pytest.raises(DatabaseError, match="never changed"), world.session.begin_nested():
            world.session.execute(text("UPDATE letter SET signs = '[]' WHERE code = 'L04'"))


def test_what_waits_is_listed_with_why_and_a_printed_offer_waits_for_nothing(county):
    with county("approved").living() as world:
        (ref,) = offered(world)
        (waiting,) = engine.correspondence.waiting_to_leave(world.session, application_id=None, now=world.now)
        assert (waiting.ref, waiting.reasons) == (ref, ())
        settle(world, letters_after="chairs_check")
        (waiting,) = engine.correspondence.waiting_to_leave(world.session, application_id=None, now=world.now)
        assert [one.guard for one in waiting.reasons] == ["letters_after", "letters_after"]


@pytest.mark.parametrize(("name", "value"), [("letters_after", "never"), ("signatures", "wet ink")])
def test_a_round_takes_only_settings_that_exist(session, name, value):
    world = World(session).settle()
    with pytest.raises(BadInput, match=f"'{value}' is not one of"):
        world.open_round(**{name: value})


def test_a_chair_s_action_has_no_minute_to_wait_for(county):
    with county("approved").living() as world:
        (ref,) = offered(world, letters_after="confirmation")
        for row in committees.shares(world.session, letters.get(world.session, ref).application_id):
            row.sitting_id = None
            world.session.add(row)
        world.session.flush()
        assert release(world, ref)[0].state == "released"
