"""The register of figures that do not agree (domain 1.5)."""

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from fundflow import allocations, database
from fundflow.allocations import Discrepancy, Finding
from fundflow.audit import Act
from fundflow.errors import BadInput, NotFound, Refused

D_09 = Finding(
    key="D-09",
    kind="basis_inconsistent",
    severity="material",
    what="£6 a weighted patient in the text, £6 a registered patient in the table.",
    source_a="WO 3.0",
    value_a="weighted",
    source_b="WO 7.2",
    value_b="registered",
    fund="worcestershire-improving-access",
    commissioner="05J",
    difference_pence=5_414_400,
)


@pytest.fixture
def act(now):
    return Act(7, "Dr Lee", now, "discrepancy", "D-09", reason="The committee read it as registered: minute 12")


def raised(session, finding, *, act):
    allocations.raise_many(session, [finding], act=act)
    (row,) = [one for one in allocations.discrepancies(session) if one.key == finding.key]
    return row


def test_a_finding_is_recorded_once(session, act):
    first = raised(session, D_09, act=act)
    assert raised(session, D_09, act=act).id == first.id
    assert allocations.raise_many(session, [D_09], act=act) == set()
    assert len(allocations.discrepancies(session, fund="worcestershire-improving-access", status="open")) == 1


def test_a_material_one_blocks_its_fund_until_a_name_accepts_it_with_a_reason(session, act):
    row = raised(session, D_09, act=act)
    assert allocations.blocking(session, fund="worcestershire-improving-access") == [row]
    assert allocations.blocking(session, fund="worcestershire-ettf") == []
    with pytest.raises(BadInput, match="accepted by name and with a reason"):
        allocations.accept(session, row.id, act=replace(act, reason=" "))
    allocations.accept(session, row.id, act=act)
    assert (row.status, row.owner, row.note) == ("accepted", "Dr Lee", act.reason)
    assert allocations.blocking(session, fund="worcestershire-improving-access") == []
    with pytest.raises(Refused, match="is accepted already, by Dr Lee"):
        allocations.accept(session, row.id, act=act)


def test_one_that_belongs_to_no_fund_blocks_every_fund(session, act):
    raised(session, replace(D_09, fund=None), act=act)
    assert len(allocations.blocking(session, fund="worcestershire-ettf")) == 1


@pytest.mark.parametrize("severity", ["info", "warning"])
def test_a_lesser_one_blocks_nothing(session, act, severity):
    raised(session, replace(D_09, severity=severity), act=act)
    assert allocations.blocking(session, fund="worcestershire-improving-access") == []


def test_an_accepted_one_stays_accepted_until_its_figures_change(session, act):
    row = raised(session, D_09, act=act)
    allocations.accept(session, row.id, act=act)
    assert raised(session, D_09, act=act).status == "accepted"
    assert raised(session, replace(D_09, value_b="resident"), act=act).status == "open"


def test_one_whose_figures_agree_is_settled_and_opens_again_when_they_part(session, act):
    row = raised(session, D_09, act=act)
    assert allocations.settle(session, ["D-09", "unknown"], act=act) == {"D-09"}
    assert (row.status, row.note) == ("resolved", "the figures agree now")
    assert allocations.settle(session, ["D-09"], act=act) == set()
    assert raised(session, D_09, act=act).status == "open"


def test_somebody_may_be_asked_to_look_into_it(session, act):
    row = raised(session, D_09, act=act)
    assert allocations.assign(session, row.id, owner="Finance").owner == "Finance"
    assert [one.id for one in allocations.discrepancies(session, severity="material")] == [row.id]
    with pytest.raises(NotFound, match="There is no discrepancy number 999"):
        allocations.assign(session, 999, owner="x")
    with pytest.raises(BadInput, match="say who looks into it"):
        allocations.assign(session, row.id, owner=" ")
    allocations.accept(session, row.id, act=act)
    with pytest.raises(Refused, match="it is accepted already, by Dr Lee"):
        allocations.assign(session, row.id, owner="Somebody else")


def test_the_database_itself_takes_no_acceptance_without_a_name(sqlite_engine, now):
    facts = {**D_09.__dict__, "status": "accepted", "raised_at": now}
    with pytest.raises(IntegrityError), database.writing(sqlite_engine) as session:
        session.add(Discrepancy(**facts))
