"""A practice that one fund helps and that stands in another fund's bid: who is told, who is not, and what cannot move."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from fundflow import applications, cli, database, engine, organisations, payments, people, reporting
from fundflow.definitions import load_library
from fundflow.engine import EFFECTS
from fundflow.errors import Refused
from fundflow.exchange import exports

FUND = "worcestershire-resilience"
EFFECTS_ELSEWHERE = {"tell_helpers"}
"""Effects of a bid that leave something in a case of another fund."""
NAME = "passed-to-support"


@pytest.fixture
def lived(plays, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """The play of two funds beside each other, copied."""
    shutil.copyfile(plays.of(NAME).file, tmp_path / "two.db")
    monkeypatch.delenv("FUNDFLOW_USER", raising=False)
    monkeypatch.setenv("FUNDFLOW_CLOCK", "2017-10-09T09:00:00Z")
    opened = database.connect(f"sqlite:///{tmp_path / 'two.db'}")
    yield opened
    opened.dispose()


def case(session, title: str):
    (found,) = [row for row in applications.find_cases(session) if row.title == title]
    return found


def test_a_bid_that_was_passed_on_lives_in_the_other_fund_to_its_end(lived: Engine):
    with database.reading(lived) as session:
        bid, helped = case(session, "Doctors for Pipit until the autumn"), case(session, "Keeping Pipit Practice open")
        assert (bid.state, helped.state) == ("redirected", "ended_contract_handed_back")
        assert [one.kind for one in applications.tasks(session, application_id=bid.id)] == ["nominate_for_support"]


@pytest.mark.parametrize(("reader", "told"), [("officer", True), ("nhs-england", True), ("siskin.manager", False),
                                              ("dr.lund", False), ("assessor", False), ("lmc", False)])  # fmt: skip
def test_help_from_another_fund_is_told_beside_a_bid_to_that_funds_officers_alone(lived: Engine, reader, told, now):
    with database.reading(lived) as session:
        bid = case(session, "One team for the valley")
        actor = people.actor(session, reader, now=now.replace(month=10))
        said = engine.portfolio.warnings(session, bid.ref, actor=actor, now=now.replace(month=10))
    found = [one for one in said if "RS-17-" in one or "Resilience" in one]
    assert bool(found) is told
    assert all("Siskin Practice (Z17045) also has RS-17-0002" in one and "cannot move" in one for one in found)


def test_the_flag_stands_in_the_helped_case_and_nowhere_in_the_bid(lived: Engine):
    assert set(EFFECTS) >= EFFECTS_ELSEWHERE
    with database.reading(lived) as session:
        bid, helped = case(session, "One team for the valley"), case(session, "Keeping Pipit Practice open")
        assert "bids_elsewhere" in {one.kind for one in applications.tasks(session, application_id=helped.id)}
        whole = applications.dossier(session, bid.ref)
        about = " ".join(one.text for one in applications.tasks(session, application_id=bid.id))
    assert "RS-17" not in about and "bids_elsewhere" not in {one.kind for one in whole.tasks}


def test_nothing_that_is_public_ties_the_practice_to_the_fund_that_helps_it(lived: Engine, now):
    library, _ = load_library()
    with database.reading(lived) as session:
        for name in reporting.describe():
            made = reporting.run(session, name, library=library, now=now.replace(month=10))
            for row in made.rows:
                line = str(row)
                assert not ("Pipit" in line and (FUND in line or "Resilience" in line)), (name, row)
            assert "RS-17" not in exports.as_json(made), name


def test_a_register_tells_that_the_contract_ended_and_not_what_stood_in_the_case(lived: Engine):
    with database.reading(lived) as session:
        (ended,) = [one for one in organisations.events(session, "Z17040") if one.kind == "handed_back"]
    assert (ended.happened_on, ended.reason, ended.detail) == (date(2017, 9, 30), "", "")


def test_one_invoice_is_paid_by_one_fund_and_the_other_is_not_named_to_a_stranger(lived: Engine, monkeypatch):
    with database.reading(lived) as session:
        claim = payments.claims_in(session, ["paid", "in_payment"], fund=FUND)[0]
        (paid,) = payments.invoices(session, claim.id)
        monkeypatch.setattr("fundflow.payments.actions.claims.open_for_papers", lambda *_: claim)
        facts = {"supplier": paid.supplier, "number": paid.number, "dated": paid.dated, "pence": paid.pence}
        for unseen, named in ((frozenset(), True), (frozenset({claim.case_ref}), False)):
            with pytest.raises(Refused) as told:
                payments.add_invoice(session, "TF-17-0009/C1", **facts, roles=("applicant",), unseen=unseen)
            assert (claim.ref in str(told.value)) is named
            assert paid.number in str(told.value)


def test_neighbours_that_took_patients_on_are_suggested_with_the_command_that_puts_them_forward(
    lived: Engine, capsys: pytest.CaptureFixture[str]
):
    url = lived.url.render_as_string()
    typed = "organisation disperse Z17040 --to Z17046=300 --on 2017-09-30 --as officer"
    cli.run([*typed.split(), "--reason", "More of them came.", "--database", url])
    out = capsys.readouterr().out
    assert "Skylark Practice (Z17046) has grown by 3%" in out
    assert f"fundflow application new {FUND}-2017-1 --lead Z17046 --opening nominate" in out
