"""Two records of one organisation: said by two people, resolved wherever a code is typed, nothing rewritten, reversible."""

import pytest

from fundflow import applications, audit, organisations, people, reporting
from fundflow.applications import CostLine, Partner
from fundflow.database import IntegrityError
from fundflow.engine import bids, parties, sameness, suiting
from fundflow.engine.bids import Draft
from fundflow.engine.case import open_case
from fundflow.errors import BadInput, NotFound, Refused
from fundflow.organisations import NewOrganisation
from tests.stories.stages import REF, ROUND, Place
from tests.stories.world import FUND, library
from tests.wording import faults

KEEP, ALIAS = "Z10006", "Z10099"
WHY = "The practice's manager confirmed on the telephone that both codes are theirs."
LINES = (CostLine("2017/18", "backfill", "Time of nurses", 2_000_000, commissioner="05T"),)


@pytest.fixture
def place(county_anywhere) -> Place:
    """A round with one bid sent by FEDNW, and Fir Practice in the register a second time."""
    found = county_anywhere("submitted")
    with found.living() as world:
        act = audit.Act(world.who("officer").id, "Officer", world.now, "test", ALIAS)
        organisations.add_many(world.session, [NewOrganisation(ALIAS, "Fir Practice", "practice")], act=act)
        organisations.link_many(world.session, [(ALIAS, "06D", organisations.ALWAYS, None)])
        world.person("dr.fir", "applicant", organisation=ALIAS, act=act)
    return found


def say(place: Place, who: str, keep: str = KEEP, alias: str = ALIAS, *, reason: str = "") -> sameness.OneOrganisation:
    with place.living() as world:
        return sameness.same(world.session, keep, alias, reason=reason, actor=world.who(who), now=world.now)


def said(place: Place) -> None:
    assert say(place, "officer", reason=WHY).waiting is not None
    assert say(place, "finance").waiting is None


def end(place: Place, who: str, *, reason: str = "") -> sameness.OneOrganisation:
    with place.living() as world:
        return sameness.apart(world.session, ALIAS, reason=reason, actor=world.who(who), now=world.now)


def test_two_people_say_it_and_a_bid_of_the_one_is_begun_under_the_other(place):
    said(place)
    with place.living() as world:
        ref = bids.begin(world.session, ROUND, lead=ALIAS, title="Fir", actor=world.who("dr.fir"), now=world.now).ref
        assert applications.get(world.session, ref).lead == KEEP
        case = open_case(world.session, ref, actor=world.who("dr.fir"), now=world.now)
        assert case.leads == {KEEP, ALIAS}
        bids.save(world.session, ref, Draft(title="Fir and firs"), actor=world.who("dr.fir"), now=world.now)
        (event,) = [one for one in audit.recent(world.session, limit=20) if one.what == sameness.SAME]
        assert "asked for by Officer, agreed by Finance" in str(event.payload)
        assert not audit.verify(world.session)


def test_what_was_recorded_under_the_other_keeps_its_code_and_is_found_under_both(place):
    with place.living() as world:
        ref = bids.begin(world.session, ROUND, lead=ALIAS, title="Fir", actor=world.who("dr.fir"), now=world.now).ref
    said(place)
    with place.living() as world:
        assert applications.get(world.session, ref).lead == ALIAS
        for code in (KEEP, ALIAS):
            made = reporting.organisation_bids(world.session, code, library=library(), now=world.now)
            assert ref in [row["case"] for row in made.rows]
        assert organisations.require(world.session, ALIAS).name == "Fir Practice"


def test_a_partner_named_twice_by_two_codes_is_in_the_bid_once_and_counted_once(place):
    said(place)
    with place.living() as world:
        ref = world.bid(ROUND, title="Both", lead="FEDSW", partners=("Z10003", "Z10004"), lines=LINES)
        both = [Partner(code, "takes part") for code in ("Z10003", "Z10004", ALIAS, KEEP)]
        writer = world.who("writer.fedsw")
        bids.save(world.session, ref, Draft(partners=both), actor=writer, now=world.now)
        present = [one.organisation for one in applications.dossier(world.session, ref).present]
        assert (present.count(KEEP), ALIAS in present) == (1, False)
        found = suiting.suits(world.session, FUND, [KEEP, ALIAS], now=world.now)
        assert len(found.lists) == 1


def test_a_tie_to_one_record_is_a_tie_to_the_other(place):
    with place.living() as world:
        act = audit.Act(world.who("officer").id, "Officer", world.now, "test", ALIAS)
        person = people.named(world.session, "panel1")
        people.declare(
            world.session,
            person.id,
            organisation="Z10099",
            kind="financial",
            nature="partner",
            starts=world.now.date(),
            act=act,
        )
        ref = world.bid(ROUND, title="Own", lead="FEDSW", partners=("Z10003", "Z10004", KEEP), lines=LINES)

        def tied() -> dict[str, str]:
            case = open_case(world.session, ref, actor=world.who("officer"), now=world.now)
            return parties.own_ties(case, person.id)

        assert tied() == {}
        for who in ("officer", "finance"):
            sameness.same(world.session, KEEP, ALIAS, reason=WHY, actor=world.who(who), now=world.now)
            if who == "officer":
                assert tied() == {}, "nothing holds before the second person agrees"
        assert list(tied()) == [ALIAS]


def test_two_people_take_it_back_and_what_was_begun_meanwhile_stays(place):
    said(place)
    with place.living() as world:
        ref = bids.begin(world.session, ROUND, lead=ALIAS, title="Fir", actor=world.who("dr.fir"), now=world.now).ref
    assert end(place, "officer", reason="They are two after all.").waiting is not None
    with place.living() as world:
        assert organisations.current(world.session, ALIAS) == KEEP
    assert end(place, "finance").waiting is None
    with place.living() as world:
        assert organisations.current(world.session, ALIAS) == ALIAS
        assert applications.get(world.session, ref).lead == KEEP
        (row,) = organisations.samenesses(world.session, KEEP)
        assert (row.said_by, row.ended_by) == ("Finance", "Finance")
    said(place)


def test_the_database_lets_a_record_stand_for_one_other_only(place):
    said(place)
    with pytest.raises(IntegrityError), place.living() as world:
        act = audit.Act(world.who("officer").id, "Officer", world.now, "test", ALIAS)
        organisations.same(world.session, "Z10005", ALIAS, act=act)


def chained(place: Place) -> None:
    said(place)
    say(place, "officer", "Z10005", KEEP, reason=WHY)


def rivals(place: Place) -> None:
    with place.living() as world:
        bids.begin(world.session, ROUND, lead=ALIAS, title="Fir", actor=world.who("dr.fir"), now=world.now)
        world.bid(ROUND, title="Both", lead="FEDSW", partners=("Z10003", "Z10004", KEEP), lines=LINES)
    say(place, "officer", reason=WHY)


REFUSED = {
    "a person without the role": (lambda p: say(p, "auditor", reason=WHY), "may_act"),
    "no reason": (lambda p: say(p, "officer"), "reason_given"),
    "the same person twice": (lambda p: (say(p, "officer", reason=WHY), say(p, "officer")), "second_person"),
    "another one than was asked for": (
        lambda p: (say(p, "officer", reason=WHY), say(p, "finance", "Z10005")),
        "same_values",
    ),
    "a chain": (chained, "one_record"),
    "rivals in one round": (rivals, "not_rivals"),
    "partners in one bid": (lambda p: say(p, "officer", "Z10001", "Z10002", reason=WHY), "not_rivals"),
    "taking apart what is apart": (lambda p: end(p, "officer", reason=WHY), "stands_for_another"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_refused_says_why_and_what_to_do(county, what):
    play, guard = REFUSED[what]
    place = county("submitted")
    _twice(place)
    with pytest.raises(Refused) as caught:
        play(place)
    (one,) = caught.value.refusals
    assert one.guard == guard
    assert list(faults(one.reason, guard=guard)) == []
    with place.living() as world:
        assert organisations.current(world.session, KEEP) == KEEP


def _twice(place: Place) -> None:
    with place.living() as world:
        act = audit.Act(world.who("officer").id, "Officer", world.now, "test", ALIAS)
        organisations.add_many(world.session, [NewOrganisation(ALIAS, "Fir Practice", "practice")], act=act)
        world.person("dr.fir", "applicant", organisation=ALIAS, act=act)


def test_money_under_way_keeps_a_record_as_it_is(county):
    place = county("active")
    with place.living() as world:
        act = audit.Act(world.who("officer").id, "Officer", world.now, "test", "FEDX")
        organisations.add_many(world.session, [NewOrganisation("FEDX", "North federation", "federation")], act=act)
    with pytest.raises(Refused) as caught:
        say(place, "officer", "FEDX", "FEDNW", reason=WHY)
    (one,) = caught.value.refusals
    assert one.guard == "no_money_under_way"
    assert f"under way for {REF}" in one.reason
    assert list(faults(one.reason)) == []
    assert say(place, "officer", "FEDNW", "FEDX", reason=WHY).waiting is not None, "the one that goes on may have money"


@pytest.mark.parametrize(
    ("keep", "alias", "error"),
    [
        ("Z10001", "Z10001", BadInput),
        ("05J", "05T", BadInput),
        ("Z10001", "FEDNW", BadInput),
        ("Z10001", "Z9", NotFound),
    ],
)
def test_codes_that_cannot_be_one_organisation_are_told(county, keep, alias, error):
    with pytest.raises(error):
        say(county("submitted"), "officer", keep, alias, reason=WHY)


def test_names_alone_make_nothing_the_same(county):
    place = county("submitted")
    _twice(place)
    with place.living() as world:
        assert len(organisations.called(world.session, "Fir Practice")) == 2
        assert organisations.one_with(world.session, [KEEP]) == {KEEP}
