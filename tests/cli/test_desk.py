"""Setting up and keeping house: schema, people, files in, fund money, definitions, doctor."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from fundflow.exchange import imports
from tests.stories.world import FUND

LINES = """fund,commissioner,period,amount,recurrence,source
worcestershire-transformation,05J,2017/18,"£263,641.00",non-recurrent,WO 7.2
worcestershire-transformation,05T,2017/18,"£455,415.00",non-recurrent,WO 7.2
"""


def test_an_empty_folder_becomes_an_office(bare):
    code, _, err = bare.run("database status")
    assert code == 1
    assert "database upgrade" in err
    assert bare.json("database upgrade")["changed"] is True
    assert bare.json("database upgrade")["changed"] is False
    assert bare.json("database status")["current"] is True
    code, _, err = bare.run("user add jo --name Jo")
    assert code == 1
    assert "--role administrator" in err
    assert bare.json("user add jo --role administrator", "--name", "Jo Ash")["roles"] == ["administrator"]
    code, _, err = bare.run("user add eve --name Eve --role administrator")
    assert code == 1
    assert "--as" in err
    bare.ok("user add pat --name Pat --role officer --role finance --as jo")
    assert bare.refused("user add eve --name Eve --as pat") == ["may_act"]
    assert [one["sign_in_name"] for one in bare.json("user list")] == ["jo", "pat"]
    assert [one["sign_in_name"] for one in bare.json("user list --role finance")] == ["pat"]
    bare.ok("import allocations " + bare.file("a.csv", LINES))
    bare.ok(f"round open --fund {FUND} --as pat", "--closes", "2017-05-12 17:00")
    assert bare.json("ledger check")["faults"] == []
    assert bare.json("audit verify")["faults"] == []


def test_only_an_administrator_gives_roles(county):
    assert county.refused("user grant nurse officer --as officer") == ["may_act"]


def test_roles_are_given_and_ended_by_an_administrator(fresh):
    fresh.ok("user add jo --name Jo --role administrator")
    fresh.ok("user add pat --name Pat --as jo")
    made = fresh.json(f"user grant pat officer --fund {FUND} --from 2017-04-03 --until 2017-12-31 --as jo")
    assert (made["fund"], made["ends"]) == (FUND, "2017-12-31")
    assert fresh.json("user list --role officer")[0]["roles"] == [f"officer ({FUND})"]
    fresh.ok("user revoke pat officer --on 2017-04-03 --reason moved --as jo")
    fresh.at("2017-04-04 09:00")
    assert fresh.json("user list --role officer") == []
    fresh.ok("interest declare pat --organisation Z10001 --nature partner --as pat")
    assert fresh.refused("interest declare jo --organisation Z10001 --nature partner --as pat") == ["may_act"]
    fresh.ok("user leave pat --as jo")
    fresh.at("2017-04-06 09:00")
    assert [one["sign_in_name"] for one in fresh.json("user list")] == ["jo"]
    assert fresh.json("audit verify")["faults"] == []


def test_an_import_says_what_became_of_every_row_and_changes_nothing_twice(fresh):
    good, bad = fresh.file("a.csv", LINES), fresh.file("b.csv", LINES.replace("455,415.00", "lots"))
    assert fresh.json(f"import allocations {good} --dry-run")["written"] == 2
    assert fresh.json("allocation list") == []
    first = fresh.json(f"import allocations {good}")
    assert (first["read"], first["written"], first["rejected"]) == (2, 2, [])
    assert fresh.json(f"import allocations {good}")["unchanged"] == 2
    code, out, err = fresh.run(f"import allocations {bad} --json")
    assert code == 1
    assert json.loads(out)["rejected"][0]["line"] == 3
    assert f"{bad}:3:" in err
    more = fresh.file("c.csv", LINES.replace("455,415.00", "455,416.00"))
    assert fresh.run(f"import allocations {more}")[0] == 1
    assert fresh.json(f"import allocations {more} --adjust --reason notice")["written"] == 1
    assert fresh.json("allocation list")[1]["amount_pence"] == 45_541_600


def test_money_is_adjusted_moved_and_closed_by_finance_only(county):
    key = f"05J/2017/18/{FUND}"
    line = f"allocation adjust --fund {FUND} --commissioner 05J --period 2017/18 --reason notice --to 263642"
    more = ("--source", "WO 7.2")
    assert county.refused(f"{line} --as officer", *more) == ["may_act"]
    assert county.json(f"{line} --as finance", *more)["after_pence"] == 26_364_200
    moved = county.json(
        f"allocation vire --from 05T/2017/18/{FUND} --to {key} --amount £100.00 --minute PC-1 --reason need --as finance"
    )
    assert moved["amount_pence"] == 10_000
    assert county.refused(f"year carry {key} --to 2018/19 --amount 1 --reason x --as finance") == ["carries_forward"]
    closed = county.json(f"year close {key} --reason end --on 2018-03-31 --as finance")
    assert closed["lapsed_pence"] == 26_364_200 + 10_000
    assert county.json("ledger check")["faults"] == []


def test_discrepancies_are_listed_and_accepted_by_name(fresh):
    fresh.ok("user add fin --name Fin --role administrator --role finance")
    text = LINES.replace("source\n", "source,printed_total\n").replace("WO 7.2\n", 'WO 7.2,"£1,000,000.00"\n')
    fresh.run("import allocations " + fresh.file("a.csv", text))
    found = fresh.json("discrepancy list --status open")
    assert found
    number = found[0]["id"]
    assert fresh.json(f"discrepancy accept {number} --as fin", "--reason", "As printed.")["status"] == "accepted"
    assert number not in [one["id"] for one in fresh.json("discrepancy list --status open")]


def test_an_organisation_is_shown_moved_and_closed(county):
    shown = county.json("organisation show Z10001")
    assert (shown["commissioner"], shown["groups"]) == ("05J", ["FEDNW"])
    assert shown["lists"][0]["patients"] == 12_000
    assert "Alder Practice" in county.ok("organisation show Z10001")
    assert [one["code"] for one in county.json("organisation list --called FEDSW")] == ["FEDSW"]
    county.ok("organisation move Z10001 --to 05T --on 2017-05-01 --as officer")
    county.ok("organisation close Z10006 --on 2017-06-30 --handed-back --as officer")
    county.ok("organisation merge Z10002 --into Z10001 --on 2017-07-01 --as officer")
    county.at("2017-07-02 09:00")
    assert county.json("organisation show Z10001")["commissioner"] == "05T"
    kinds = [one["kind"] for one in county.json("organisation show Z10006")["events"]]
    assert "handed_back" in kinds


def test_a_round_is_extended_with_a_second_person_and_closed_in_time(bid):
    ref = bid.json("round list")[0]["ref"]
    line, to = f"round extend {ref} --reason outage --as", ("--to", "2017-05-15 17:00")
    bid.ok(f"{line} officer", *to)
    assert bid.refused(f"{line} officer", *to) == ["second_person"]
    bid.ok(f"{line} officer2", *to)
    assert bid.json(f"round show {ref}")["closes_at"] == "2017-05-15T16:00:00Z"
    assert bid.refused(f"round close {ref} --as officer")
    bid.at("2017-05-15 17:00:01")
    assert bid.json(f"round close {ref} --as officer")["state"] == "closed"
    shown = bid.json(f"round show {ref}")
    assert [one["kind"] for one in shown["changes"]][-2:] == ["extended", "closed"]
    assert shown["bids"] == [{"state": "submitted", "bids": 1}]
    bid.ok(f"round show {ref}")


def test_the_packaged_definitions_are_sound(capsys, bare):
    assert "files are sound" in bare.ok("check")
    assert bare.json("check")["problems"] == []


def test_every_problem_of_a_folder_is_listed_at_its_place(bare):
    bare.file("mine/workflows/funds/f.yaml", "fund: f\nnonsense: 1\n")
    bare.file("mine/criteria/c.yaml", "criteria: [\n")
    code, out, err = bare.run("check mine")
    assert code == 1
    assert "mine/workflows/funds/f.yaml:2:1:" in out
    assert "mine/criteria/c.yaml:2:1:" in out
    assert err.strip().endswith("problems")
    code, out, _ = bare.run("check mine --json")
    assert code == 1
    assert {"file", "line", "column", "message"} == set(json.loads(out[: out.rindex("}") + 1])["problems"][0])


def test_a_letter_template_that_is_missing_or_broken_is_a_problem(bare, shared_copy):
    (shared_copy / "letters" / "offer.docx").unlink()
    (shared_copy / "letters" / "rejection.docx").write_bytes(b"not Word")
    (shared_copy / "letters" / "ofer.docx").write_bytes(b"")
    code, out, _ = bare.run(f"check {shared_copy}")
    assert code == 1
    assert "there is no template 'offer.docx'" in out
    assert "rejection.docx:1:1: this is not a Word file" in out
    assert "ofer.docx:1:1: no fund has a letter with the template 'ofer': add it to one, or take it away" in out


@pytest.fixture
def shared_copy(tmp_path):
    root = Path(__file__).parents[2]
    for name in ("workflows", "criteria", "letters"):
        shutil.copytree(root / name, tmp_path / "copy" / name)
    return tmp_path / "copy"


def test_a_diagram_is_mermaid_or_a_picture(bare):
    assert bare.ok("diagram competed-grant").startswith("stateDiagram-v2")
    bare.ok("diagram competed-grant --svg a.svg --png a.png")
    assert Path("a.svg").read_text(encoding="utf-8").lstrip().startswith("<svg")
    assert Path("a.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("name", ["workflow", "fund", "criteria", "committee", "office", "scenario"])
def test_schemas_are_json_documents(bare, name):
    assert json.loads(bare.ok(f"schema {name}"))["$schema"].startswith("https://json-schema.org")
    assert {"schema": name} in bare.json("schema")


@pytest.mark.parametrize("kind", ["guards", "effects", "moments", "roles"])
def test_words_of_workflows_are_explained(bare, kind):
    assert len(bare.json(f"words {kind}")) > 5


def test_the_doctor_finds_what_is_wrong_and_says_how_to_mend_it(bare, fresh):
    assert fresh.json("doctor")["sound"] is True
    with closing(sqlite3.connect("fundflow.db")) as database:
        name = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' LIMIT 1").fetchone()[0]
        database.execute(f"DROP TRIGGER {name}")
    code, out, _ = fresh.run("doctor --json")
    assert code == 1
    wrong = [one for one in json.loads(out)["findings"] if one["sound"] is False]
    assert [one["what"] for one in wrong] == ["tables and triggers"]
    assert name in wrong[0]["said"]
    Path(fresh.url.removeprefix("sqlite:///")).unlink()
    code, out, _ = bare.run("doctor --json")
    assert code == 1
    assert "database upgrade" in json.loads(out)["findings"][-1]["said"]
    assert "1 thing is wrong" in bare.run("doctor")[1]


def test_the_worker_does_what_is_due_and_says_so(bid):
    assert bid.json("worker --once") == []
    bid.at("2017-05-12 17:00:01")
    done = bid.json("worker --once")
    assert {"subject", "what", "outcome"} == set(done[0])
    assert bid.json("round list")[0]["state"] == "closed"


def test_a_round_is_ready_when_nothing_is_missing_and_says_what_is(county):
    county.at("2017-04-05 09:00")
    code, out, _ = county.run(f"round ready {FUND} --json")
    assert code == 1
    assert [one["what"] for one in json.loads(out)["findings"] if not one["ready"]] == ["coding"]
    county.ok("committee unseat redditch-and-bromsgrove-pccc gp.05j --as committee_secretary")
    county.ok("committee unseat redditch-and-bromsgrove-pccc lay_chair.05j --as committee_secretary")
    county.at("2017-04-06 09:00")
    code, out, _ = county.run(f"round ready {FUND} --json")
    assert code == 1
    missing = [one for one in json.loads(out)["findings"] if not one["ready"]]
    assert [one["what"] for one in missing] == ["Redditch and Bromsgrove committee", "coding"]
    assert "4 are a quorum, 3 have a voting seat" in missing[0]["said"]


def test_an_empty_database_is_told_everything_that_a_round_needs(fresh):
    code, out, _ = fresh.run(f"round ready {FUND} --json")
    assert code == 1
    missing = {one["what"] for one in json.loads(out)["findings"] if not one["ready"]}
    assert {"money", "officer", "finance", "practices", "assessors", "people who pay"} <= missing


def test_seats_on_a_committee_are_given_shown_and_ended(fresh):
    body = "wyre-forest-pccc"
    fresh.ok("user add jo --name Jo --role administrator --role committee_secretary")
    fresh.ok("user add pat --name Pat --role officer --as jo")
    assert {one["committee"]: one["seats"] for one in fresh.json("committee list")}[body] == 0
    assert fresh.refused(f"committee seat {body} jo lay_chair --as pat") == ["may_act"]
    fresh.ok(f"committee seat {body} jo lay_chair --as jo")
    code, _, err = fresh.run(f"committee seat {body} pat lay_chiar --as jo")
    assert (code, "'lay_chiar' has no vote under the terms of Wyre Forest committee" in err) == (1, True)
    fresh.ok(f"committee seat {body} pat healthwatch --no-vote --as jo")
    fresh.ok(f"committee seat {body} pat lay --from 2018-01-01 --as jo")
    shown = fresh.json(f"committee show {body}")
    assert [(one["role"], one["voting"]) for one in shown["seats"]] == [("lay_chair", True), ("healthwatch", False)]
    assert [one["role"] for one in shown["to_come"]] == ["lay"]
    fresh.ok(f"committee unseat {body} pat --role healthwatch --on 2017-05-01 --as jo")
    assert [one["role"] for one in fresh.json(f"committee show {body}")["to_come"]] == ["lay"]
    fresh.ok(f"committee unseat {body} pat --on 2017-05-01 --as jo")
    shown = fresh.json(f"committee show {body}")
    assert (shown["to_come"], shown["seats"][1]["ends"]) == ([], "2017-05-01")
    fresh.at("2017-05-02 09:00")
    assert [one["role"] for one in fresh.json(f"committee show {body}")["ended"]] == ["healthwatch"]
    assert [one["role"] for one in fresh.json(f"committee show {body}")["seats"]] == ["lay_chair"]
    fresh.ok(f"committee show {body}")
    fresh.ok(f"committee unseat {body} jo --as jo")
    fresh.at("2017-05-03 09:00")
    assert fresh.json(f"committee show {body}")["seats"] == []
    code, _, err = fresh.run(f"committee unseat {body} pat --as jo")
    assert (code, "no seat" in err) == (1, True)


def test_the_help_of_importing_names_every_kind_of_file(bare):
    said = bare.ok("import --help")
    assert [kind for kind in imports.KINDS if kind not in said] == []
