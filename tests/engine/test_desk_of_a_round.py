"""What the office does beside the steps: clean up, enter for somebody, stand in, look a problem code up, see who is missing."""

from datetime import date, timedelta

import pytest

from fundflow import applications, audit, due, engine, letters, people, reporting
from fundflow.engine import aside, desk, problems, readiness
from fundflow.errors import BadInput, NotFound, Refused
from tests.engine.test_round_changes import ROUND, refused, send_another
from tests.engine.test_together import sound
from tests.stories.stages import REF, Place, attempt, played_whole
from tests.stories.world import FUND, World, library


def put_aside(world: World, who: str, *, kind: str = "test", reason: str = "We tried the form.", ref: str = REF):
    return aside.set_aside(world.session, ref, kind=kind, reason=reason, actor=world.who(who), now=world.now)


def test_nothing_falls_due_any_more_for_what_is_set_aside(county):
    with county("draft").living() as world:
        assert due.waiting(world.session, subject=REF) != []
        put_aside(world, "officer")
        assert due.waiting(world.session, subject=REF) != [], "one person alone sets nothing aside"
        put_aside(world, "finance", reason="")
        assert due.waiting(world.session, subject=REF) == []


@pytest.mark.parametrize("fixture", ["sqlite_engine", pytest.param("postgres_engine", marks=pytest.mark.postgres)])
def test_what_is_set_aside_by_two_people_is_out_of_every_list_and_count_and_stays_in_its_history(fixture, request):
    connected = request.getfixturevalue(fixture)
    place = Place(connected, played_whole(connected, "submitted"))
    with place.living() as world:
        assert put_aside(world, "officer").waiting is not None
        assert refused(put_aside, world, "officer")[0] == "second_person"
        assert refused(put_aside, world, "finance", kind="duplicate")[0] == "same_values"
        assert put_aside(world, "finance", reason="").waiting is None
    with place.living() as world:
        session = world.session
        assert applications.find_cases(session, round_ref=ROUND) == []
        assert [one.ref for one in applications.find_cases(session, round_ref=ROUND, with_set_aside=True)] == [REF]
        case = applications.get(session, REF)
        assert applications.state_counts(session, case.round_id) == {}
        assert case.set_aside_reason == "a test: We tried the form. (asked for by Officer, agreed by Finance)"
        assert {one.state for one in letters.find(session, application_id=case.id)} == {"voided"}
        assert applications.tasks(session, application_id=case.id) == []
        assert due.waiting(session, subject=REF) == []
        for name in ("rounds", "awards", "letters"):
            assert REF not in str(reporting.run(session, name, library=library(), now=world.now).rows), name
        guard, said = refused(attempt, world, REF, "accept_eligible")
        assert (guard, "a test: We tried the form." in said) == ("not_set_aside", True)
        assert refused(put_aside, world, "officer")[0] == "not_set_aside"
        assert any(event.what == "set_aside" for event in audit.recent(session, limit=5))
    sound(place)


def test_nothing_is_set_aside_that_money_or_a_sent_letter_hangs_on(county):
    with county("approved").living() as world:
        guard, said = refused(put_aside, world, "officer")
        assert (guard, "£100,000.00 is held" in said) == ("no_money_held", True), said
    with county("submitted").living() as world:
        case = applications.get(world.session, REF)
        (letter,) = letters.find(world.session, application_id=case.id, code="L01")
        engine.correspondence.approve(world.session, [letter.ref], actor=world.who("officer"), now=world.now)
        engine.correspondence.release(world.session, [letter.ref], actor=world.who("officer"), now=world.now)
        guard, said = refused(put_aside, world, "officer")
        assert (guard, f"{REF}/L01" in said) == ("no_letter_sent", True)
    with county("draft").living() as world:
        assert refused(put_aside, world, "officer", reason=" ")[0] == "reason_given"
        with pytest.raises(BadInput, match="use test, duplicate, entered_in_error"):
            put_aside(world, "officer", kind="silly")


def enter(world: World, source: str = "paper", who: str = "officer") -> str:
    return engine.openings.begin(
        world.session, ROUND, lead="FEDSW", title="On paper", actor=world.who(who), now=world.now, source=source
    ).ref


def test_a_bid_entered_on_behalf_is_not_sent_before_its_own_people_confirm_it(county):
    with county("draft").living() as world:
        send_another(world)
        row = applications.get(world.session, "TF-17-0002")
        ref = enter(world)
        assert applications.get(world.session, ref).entered_from == "paper"
        guards = {one.guard for one in _refusals(lambda: world.submit(ref, lead="FEDSW"))}
        assert "entry_confirmed" in guards
        guard, said = refused(engine.bids.confirm, world.session, ref, actor=world.who("officer"), now=world.now)
        assert (guard, "people of FEDSW" in said) == ("may_act", True)
        engine.bids.confirm(world.session, ref, actor=world.who("writer.fedsw"), now=world.now)
        assert "entry_confirmed" not in {one.guard for one in _refusals(lambda: world.submit(ref, lead="FEDSW"))}
        engine.bids.save(
            world.session, ref, engine.bids.Draft(title="Typed again"), actor=world.who("officer"), now=world.now
        )
        assert "entry_confirmed" in {one.guard for one in _refusals(lambda: world.submit(ref, lead="FEDSW"))}
        row.confirmed_at, row.entered_from = None, "telephone"
        world.session.add(row)
        world.session.flush()
        world.now += timedelta(weeks=6)
        guard, said = refused(attempt, world, "TF-17-0002", "accept_eligible")
        assert (guard, "our office entered it from telephone, and South federation has not" in said) == (
            "entry_confirmed", True,
        )  # fmt: skip


def _refusals(play):
    with pytest.raises(Refused) as caught:
        play()
    return caught.value.refusals


def test_only_an_officer_enters_for_somebody_and_only_from_a_known_source(county):
    with county("draft").living() as world:
        assert refused(enter, world, who="finance")[0] == "may_act"
        assert refused(enter, world, source="online")[0] == "may_act"
        with pytest.raises(BadInput, match="use online, paper, word, telephone"):
            enter(world, source="pigeon")


def test_somebody_who_stands_in_acts_under_both_names_and_only_on_those_days(county):
    with county("submitted").living() as world:
        today = world.now.date()
        desk.cover(
            world.session, "officer2", "officer", by="auditor", starts=today, ends=today + timedelta(days=2),
            actor=world.who("officer2"), now=world.now, reason="Leave",
        )  # fmt: skip
        stand_in = world.who("auditor for officer2")
        assert (stand_in.name, stand_in.id) == ("Auditor for Officer2", world.who("auditor").id)
        assert world.step(REF, "accept_eligible", "auditor for officer2").state == "in_assessment"
        assert refused(world.who, "finance for officer2")[0] == "cover_stands"
        world.now += timedelta(days=3)
        guard, said = refused(world.who, "auditor for officer2")
        assert (guard, "Auditor does not stand in for Officer2" in said) == ("cover_stands", True)
    with county("submitted").living() as world:
        told = [event.actor for event in audit.recent(world.session, limit=3)]
        assert told


COVERS = {
    "a role that the other does not hold": ("officer2", "finance", "auditor", "officer2", "cover_stands"),
    "themselves": ("officer2", "officer", "officer2", "officer2", "cover_stands"),
    "by somebody else": ("officer2", "officer", "auditor", "finance", "may_act"),
}


@pytest.mark.parametrize("case", COVERS)
def test_leave_cover_is_refused(case, county):
    away, role, by, who, guard = COVERS[case]
    with county("draft").living() as world:
        today = world.now.date()
        told = refused(
            desk.cover, world.session, away, role, by=by, starts=today, ends=today, actor=world.who(who), now=world.now
        )
        assert told[0] == guard


def test_standing_in_does_not_make_one_person_two(county):
    with county("draft").living() as world:
        today = world.now.date()
        desk.cover(
            world.session, "officer2", "officer", by="officer", starts=today, ends=today,
            actor=world.who("officer2"), now=world.now,
        )  # fmt: skip
        put_aside(world, "officer")
        assert refused(put_aside, world, "officer for officer2")[0] == "second_person"


def test_a_problem_code_is_looked_up_with_the_steps_that_it_guards():
    found = problems.explain(library(), "entry_confirmed")
    assert "competed-grant: Send the bid" in found.guards
    assert "officer entered on behalf" in found.means
    assert "Two different people" in problems.explain(library(), "second_person").means
    assert problems.explain(library(), "at_scale").guards
    with pytest.raises(NotFound, match="did you mean 'entry_confirmed'"):
        problems.explain(library(), "entry_confirmd")


def test_ready_counts_the_likely_bids_with_too_few_assessors_without_a_tie(county):
    def said(world: World) -> tuple[bool, str]:
        found = readiness.findings(world.session, library(), FUND, on=date(2017, 4, 3))
        return next((one.ready, one.said) for one in found if one.what == "assessors without a tie")

    with county("draft").living() as world:
        assert said(world) == (True, "0 of 1 likely bids would have fewer than 2 assessors without a tie")
        send_another(world)
        for name in ("gp_far", "nurse"):
            person = people.named(world.session, name)
            people.declare(
                world.session, person.id, organisation="Z10003", kind="financial", nature="partner",
                starts=date(2017, 4, 1), act=world.act(),
            )  # fmt: skip
        ready, words = said(world)
        assert (ready, words.startswith("2 of 2 likely bids would have fewer than 2 assessors without a tie, first")) == (
            False, True,
        )  # fmt: skip
