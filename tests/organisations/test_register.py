from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from fundflow import database, organisations
from fundflow.definitions.committee import Office
from fundflow.errors import BadInput, Conflict, NotFound, Refused
from fundflow.organisations.tables import CommissionerLink, Organisation
from tests.organisations.conftest import OFFICE

APRIL = date(2017, 4, 1)


def test_the_offices_commissioners_are_entered_once_with_their_facts(session, office, act):
    assert organisations.ensure_commissioners(session, office, act=act) == ["05T", "QGH", "05J"]
    assert organisations.ensure_commissioners(session, office, act=act) == []
    facts = organisations.commissioner(session, "05J")
    assert (facts.parent, facts.in_financial_recovery, facts.delegation_level) == ("QGH", True, "delegated")
    assert [alias.alias for alias in organisations.aliases(session, "05J")] == ["R&B", "RB"]
    assert organisations.names(session, ["05J", "05T"]) == {
        "05J": "Redditch and Bromsgrove",
        "05T": "South Worcestershire",
    }


def test_changed_facts_of_a_commissioner_are_brought_up_to_date(session, office, act):
    organisations.ensure_commissioners(session, office, act=act)
    bodies = [{**OFFICE["commissioners"][0], "in_financial_recovery": False}, *OFFICE["commissioners"][1:]]
    changed = Office.model_validate({**OFFICE, "commissioners": bodies})
    assert organisations.ensure_commissioners(session, changed, act=act) == ["05J"]
    assert not organisations.commissioner(session, "05J").in_financial_recovery


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"type": "icb", "parent": None}, "05J: 'icb' is not a type of commissioner in this office"),
        ({"parent": "QXX"}, "05J: its parent 'QXX' is no commissioner of this office"),
    ],
)
def test_an_office_with_a_loose_end_is_refused(session, act, change, sentence):
    broken = Office.model_validate({**OFFICE, "commissioners": [{**OFFICE["commissioners"][0], **change}]})
    with pytest.raises(BadInput) as refused:
        organisations.ensure_commissioners(session, broken, act=act)
    assert str(refused.value) == sentence


def test_a_code_is_never_used_again(register, act):
    with pytest.raises(Conflict, match=r"The code M81001 already belongs to Practice 1. Codes are never used again"):
        organisations.add(register, code="m81001", name="Another", kind="practice", act=act)


def test_an_unknown_code_names_those_that_come_near(register):
    with pytest.raises(NotFound, match=r"There is no organisation 'M81009' in the register. Did you mean M8100"):
        organisations.require(register, "M81009")
    with pytest.raises(NotFound, match=r"There is no commissioner '05K'. Did you mean"):
        organisations.commissioner(register, "05K")


def test_a_name_or_an_alias_gives_candidates_and_never_a_match(register, act):
    organisations.alias(register, "M81001", alias="Crabbs Cross Surgery", act=act)
    organisations.alias(register, "M81002", alias="crabbs cross surgery", act=act)
    assert [row.code for row in organisations.called(register, "Crabbs Cross Surgery")] == ["M81001", "M81002"]
    assert organisations.called(register, "Crabbs Cross") == []


def test_the_database_itself_holds_one_open_link(engine, office, act):
    with database.writing(engine) as session:
        organisations.ensure_commissioners(session, office, act=act)
        organisations.add(session, code="M81001", name="One", kind="practice", act=act)
        organisations.link_many(session, [("M81001", "05J", APRIL, None)])
    with pytest.raises(IntegrityError), database.writing(engine) as session:
        session.add(CommissionerLink(practice="M81001", commissioner="05T", starts=date(2018, 4, 1)))


def test_a_practice_that_moves_keeps_its_past(register, act):
    organisations.move(register, "M81001", to="05T", on=date(2018, 4, 1), act=act)
    assert organisations.commissioner_of(register, "M81001", on=date(2018, 3, 31)) == "05J"
    assert organisations.commissioner_of(register, "M81001", on=date(2018, 4, 1)) == "05T"
    assert organisations.practices_of(register, "05T", on=date(2018, 4, 1)) == ["M81001"]
    event = organisations.events(register, "M81001")[-1]
    assert (event.kind, event.other, event.detail, event.reason) == ("moved", "05T", "from 05J", "Notice of April")


@pytest.mark.parametrize(
    ("to", "on", "guard"),
    [("05J", date(2018, 4, 1), "another_commissioner"), ("05T", date(2013, 4, 1), "move_after_link")],
)
def test_a_move_that_is_none_is_refused(register, act, to, on, guard):
    with pytest.raises(Refused) as refused:
        organisations.move(register, "M81001", to=to, on=on, act=act)
    assert [one.guard for one in refused.value.refusals] == [guard]


def test_a_commissioner_falls_to_itself(register):
    assert organisations.commissioner_of(register, "05J", on=APRIL) == "05J"
    assert organisations.commissioners_of(register, ["05J", "M81001", "FED"], on=APRIL) == {
        "05J": "05J",
        "M81001": "05J",
    }


def test_memberships_are_dated_both_ends_counted(register, act):
    organisations.leave(register, "M81002", group="FED", on=date(2017, 3, 31), act=act)
    assert organisations.members(register, "FED", on=date(2017, 3, 31)) == ["M81001", "M81002", "M81003"]
    assert organisations.members(register, "FED", on=APRIL) == ["M81001", "M81003"]
    assert organisations.groups_of(register, "M81001", on=APRIL) == ["FED"]
    assert organisations.groups_of(register, "M81001", on=date(2016, 3, 31)) == []
    assert organisations.groups_of_many(register, ["M81001", "M81004"], on=APRIL) == {"M81001": ["FED"]}


def test_a_practice_may_join_again_after_it_left_but_not_before(register, act):
    organisations.leave(register, "M81001", group="FED", on=date(2017, 3, 31), act=act)
    with pytest.raises(Refused, match="M81001 was not added to Federation"):
        organisations.join(register, "M81001", group="FED", starts=date(2017, 3, 31), act=act)
    organisations.join(register, "M81001", group="FED", starts=APRIL, act=act)
    assert organisations.members(register, "FED", on=APRIL) == ["M81001", "M81002", "M81003"]
    with pytest.raises(NotFound, match="M81004 does not belong to FED"):
        organisations.leave(register, "M81004", group="FED", on=APRIL, act=act)


def test_a_practice_is_no_group(register, act):
    with pytest.raises(BadInput, match="is not a group that M81001 can join"):
        organisations.join(register, "M81001", group="M81002", starts=APRIL, act=act)


def test_a_closed_practice_keeps_its_code_and_leaves_everything(register, act):
    organisations.close(register, "M81001", on=date(2017, 3, 31), act=act, handed_back=True)
    row = organisations.require(register, "M81001")
    assert (row.status, row.closed) == ("closed", date(2017, 3, 31))
    assert organisations.open_on(register, "M81001", on=date(2017, 3, 31))
    assert not organisations.open_on(register, "M81001", on=APRIL)
    assert organisations.members(register, "FED", on=APRIL) == ["M81002", "M81003"]
    assert organisations.commissioner_of(register, "M81001", on=APRIL) is None
    assert organisations.events(register, "M81001")[-1].kind == "handed_back"
    with pytest.raises(Refused, match=r"Practice 1 \(M81001\) closed on Friday 31 March 2017 already"):
        organisations.close(register, "M81001", on=APRIL, act=act)


def test_a_closure_in_the_future_leaves_the_practice_active_until_then(register, act):
    organisations.close(register, "M81001", on=date(2018, 3, 31), act=act)
    assert organisations.require(register, "M81001").status == "active"
    assert organisations.open_on(register, "M81001", on=date(2017, 12, 1))


def test_two_practices_merge_with_the_sum_of_their_lists(register, act):
    for code, patients in (("M81001", 9_210), ("M81002", 12_190)):
        organisations.snapshot(
            register, code, basis="registered", on=date(2017, 1, 1), patients=patients, source="NHS Digital", act=act
        )
    organisations.merge(register, "M81001", into="M81002", on=date(2017, 7, 1), act=act)
    assert organisations.require(register, "M81001").closed == date(2017, 6, 30)
    size = organisations.list_size(register, "M81002", basis="registered", on=date(2017, 7, 1))
    assert (size.patients, size.on) == (21_400, date(2017, 7, 1))
    assert organisations.list_size(register, "M81002", basis="registered", on=date(2017, 6, 30)).patients == 12_190
    assert [event.kind for event in organisations.events(register, "M81002")][-1] == "merged"


def test_a_merger_with_a_missing_list_guesses_none(register, act):
    organisations.snapshot(
        register, "M81002", basis="registered", on=date(2017, 1, 1), patients=100, source="x", act=act
    )
    organisations.merge(register, "M81001", into="M81002", on=date(2017, 7, 1), act=act)
    assert len(organisations.list_history(register, "M81002")) == 1


def test_commissioners_merge_and_their_practices_follow(register, act):
    organisations.merge(register, "05J", into="QGH", on=date(2020, 4, 1), act=act)
    assert organisations.commissioner_of(register, "M81001", on=date(2020, 3, 31)) == "05J"
    assert organisations.commissioner_of(register, "M81001", on=date(2020, 4, 1)) == "QGH"
    assert organisations.successors(register, ["05J"]) == {"QGH"}
    assert not organisations.open_on(register, "05J", on=date(2020, 4, 1))


@pytest.mark.parametrize(("code", "into"), [("M81001", "M81001"), ("M81001", "05J"), ("05J", "M81001")])
def test_a_merger_of_unlike_things_is_refused(register, act, code, into):
    with pytest.raises(Refused, match="cannot merge into"):
        organisations.merge(register, code, into=into, on=APRIL, act=act)


def test_a_renamed_practice_is_still_found_by_its_old_name(register, act):
    organisations.rename(register, "M81001", name="Elmsgate", on=APRIL, act=act)
    assert organisations.require(register, "M81001").name == "Elmsgate"
    assert [row.code for row in organisations.called(register, "Practice 1")] == ["M81001"]
    assert organisations.aliases(register, "M81001")[0].ends == date(2017, 3, 31)


def test_who_may_sign_is_dated_and_a_named_partner_has_a_name(register, act):
    row = organisations.set_signing_rule(
        register, "M81001", rule="named partner", on=APRIL, named_signatory="Dr Shah", act=act
    )
    assert (row.signing_rule, row.signing_rule_since, row.named_signatory) == ("named_partner", APRIL, "Dr Shah")
    with pytest.raises(BadInput, match="give the name of the partner"):
        organisations.set_signing_rule(register, "M81001", rule="named_partner", on=APRIL, act=act)


def test_only_plain_facts_are_amended_and_with_a_reason(register, act):
    organisations.amend(register, "M81001", act=act, postcode="B97 0AA")
    assert organisations.require(register, "M81001").postcode == "B97 0AA"
    with pytest.raises(BadInput, match="name is not changed in this way"):
        organisations.amend(register, "M81001", act=act, name="x")


@pytest.mark.parametrize(
    ("column", "value"),
    [("kind", "surgery"), ("status", "gone"), ("signing_rule", "nobody")],
)
def test_the_database_itself_refuses_unknown_words(sqlite_engine, column, value):
    row = {"code": "M81001", "name": "One", "kind": "practice", column: value}
    with pytest.raises(IntegrityError), database.writing(sqlite_engine) as session:
        session.add(Organisation(**row))
