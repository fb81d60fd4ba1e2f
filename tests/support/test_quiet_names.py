"""No reading command tells a reader from outside which practice a quiet fund helps; none is left out of this test."""

import io
import shutil
import tempfile
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import typer

from fundflow import applications, cli, database, engine, organisations, payments, people, support
from fundflow.cli import terminal
from fundflow.errors import Refused

FUND = "worcestershire-resilience"
CASE, MINE = "RS-17-0019", "RS-17-0044"
"""A case with everything in it (Curlew Practice), and the one of the reader `dr.moss`."""
READERS = ("", "dr.moss", "assessor", "lmc")
"""Nobody, a practice with a case of its own, an assessor, and one who puts practices forward."""

ABOUT_CASES = {
    "application answers": f"{CASE} --out OUT.docx",
    "application compare": CASE,
    "application list": "",
    "application show": CASE,
    "assessment show": CASE,
    "award assets": "",
    "award history": CASE,
    "award show": CASE,
    "audit sample": "--from 2017-04-01 --to 2018-12-31 --out OUT.zip",
    "chairs-action list": "",
    "claim list": "",
    "claim show": f"{CASE}/C1",
    "doctor": "",
    "due list": "",
    "event list": CASE,
    "ledger check": "",
    "audit verify": "",
    "letters held": "",
    "letters list": "",
    "letters preview": f"{CASE}/R1 --out OUT.docx",
    "letters write": "--out OUT",
    "mail send": "",
    "mail show": "",
    "sign-in show": "",
    "measure list": CASE,
    "meeting actions": "",
    "meeting list": "",
    "milestone list": CASE,
    "organisation bids": "Z17012 --out OUT.xlsx",
    "organisation show": "Z17012",
    "pay file": "RUN",
    "pay list": "",
    "pay show": "RUN",
    "payee list": "Z17012",
    "recovery list": "",
    "return list": "",
    "round list": "",
    "round show": "ROUND",
    "steps": CASE,
    "support show": CASE,
    "agreement sheet": "2017-07 --out OUT.xlsx",
    "allocation list": "",
    "coding list": "",
    "coding check": FUND,
    "discrepancy list": "",
    "take-over list": "",
    "year lists": "2017/18",
    "year months": "",
    "round ready": FUND,
    "meeting breaches": "",
    "worker": "--once",
}
"""Reading commands that could hold a case, each with what is typed after it."""
REGISTERS = {"organisation list": "", "organisation show": "Z17046", "user list": "", "interest list": ""}
"""Public registers, which name practices and tell nothing of cases."""
NEEDS_MORE = {
    *("chairs-action show", "committee list", "committee show", "meeting diff", "meeting quorum", "meeting minutes"),
    *("meeting forecast", "meeting ties", "delegation bands"),
    *("meeting sheet", "meeting show", "recovery show", "return show", "year month-end"),
}
"""Of things that a quiet fund has none of here: no sitting, nothing asked back, no return owed, no month to accrue in."""
REPORTS = {"report"}
"""Every report and every file of one is looked at in `test_worked_list.py`."""
NO_DATABASE = {
    *("check", "schema", "diagram", "words", "explain", "play", "scenarios", "demo", "coverage", "manual", "suits"),
    *(
        "questions",
        "fund new",
        "import",
        "database upgrade",
        "database status",
        "database backup",
        "database backed-up",
        "database restore",
        "letters template list",
    ),
    *("letters template show", "organisation entitlement", "audit anchor", "user add", "serve"),
}
"""Of definitions, files and installations alone."""


def without_a_person() -> set[str]:
    """Every command that needs nobody to say who they are."""
    found: set[str] = set()

    def walk(command, path):
        for name, inner in getattr(command, "commands", {}).items():
            walk(inner, [*path, name])
        if not hasattr(command, "commands"):
            who = [one for one in command.params if one.name == "user"]
            if not any(one.required for one in who):
                found.add(" ".join(path))

    walk(typer.main.get_command(cli.assemble()), [])
    return found


def test_every_command_that_asks_for_no_person_is_looked_at_here():
    known = {*ABOUT_CASES, *REGISTERS, *NEEDS_MORE, *REPORTS, *NO_DATABASE}
    assert sorted(without_a_person() ^ known) == []


@cache
def takes_a_person(command: str) -> bool:
    one = typer.main.get_command(cli.assemble())
    for word in command.split():
        one = one.commands[word]
    return any(param.name == "user" for param in one.params)


@dataclass
class Place:
    """A copy of the worked list, and what may not be read of it."""

    url: str
    folder: Path
    refs: dict[int, str]
    names: set[str]
    run: str
    round: str
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def read(self, command: str, rest: str, reader: str) -> str:
        """All that a reader gets of a command: what it prints, and what stands in its files."""
        out = Path(tempfile.mkdtemp(dir=self.folder))
        typed = rest.replace("OUT", str(out / "OUT")).replace("RUN", self.run).replace("ROUND", self.round)
        who = ["--as", reader] if reader and takes_a_person(command) else []
        self.capsys.readouterr()
        cli.run([*command.split(), *typed.split(), *who, "--database", self.url, "--json"])
        told = "\n".join(self.capsys.readouterr())
        assert "Traceback" not in told
        return told + "".join(text_of(path.name, path.read_bytes()) for path in out.rglob("*") if path.is_file())


def text_of(name: str, raw: bytes) -> str:
    """Everything that stands in a file, archives opened."""
    if name.rsplit(".", 1)[-1] not in {"docx", "xlsx", "zip"}:
        return f"\n{name}\n{raw.decode('utf-8', 'replace')}"
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return "".join(text_of(one, archive.read(one)) for one in archive.namelist())


@pytest.fixture
def place(plays, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Place:
    file = tmp_path / "list.db"
    shutil.copyfile(plays.of("worcestershire-resilience-2017").file, file)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FUNDFLOW_USER", raising=False)
    monkeypatch.setenv("FUNDFLOW_CLOCK", "2018-08-01T09:00:00Z")
    opened = database.connect(f"sqlite:///{file}")
    with database.reading(opened) as session:
        rows = applications.find_cases(session, fund=FUND)
        names = organisations.names(session, {row.lead for row in rows})
        run = payments.runs(session)[0].ref
        round_ = applications.rounds(session, fund=FUND)[0].ref
    opened.dispose()
    secret = {*names, *names.values(), *(row.title for row in rows)} - {"Support asked for", "Support put forward"}
    return Place(
        f"sqlite:///{file}",
        tmp_path,
        {row.id: row.ref for row in rows},
        secret,
        run,
        round_,
        monkeypatch,
        capsys,
    )


def own(place: Place, reader: str) -> tuple[set[str], set[str]]:
    """What a reader may read: references of their own cases, and the names in them."""
    opened = database.connect(place.url)
    with database.reading(opened) as session:
        codes = {
            one.organisation for one in people.actor(session, reader, now=terminal.now()).roles if one.organisation
        }
        rows = applications.find_cases(session, fund=FUND)
        helped = {one for code in codes for one in support.helped_by(session, code)}
        mine = [row for row in rows if row.lead in codes or row.id in helped]
        names = organisations.names(session, {row.lead for row in mine})
    opened.dispose()
    return {row.ref for row in mine}, {*names, *names.values(), *(row.title for row in mine)}


@pytest.mark.parametrize("command", ABOUT_CASES)
def test_a_reading_command_names_nobody_of_a_quiet_fund_to_a_reader_from_outside(place: Place, command: str):
    for reader in READERS if takes_a_person(command) else ("",):
        refs, names = own(place, reader) if reader else (set(), set())
        told = place.read(command, ABOUT_CASES[command], reader)
        typed = set(ABOUT_CASES[command].replace("/", " ").split())
        seen = {one for one in {*place.refs.values(), *place.names} - refs - names - typed if one in told}
        if command.startswith("organisation "):  # its own name stands in the public register
            seen -= {"Curlew Practice"}
        assert sorted(seen) == [], reader


@pytest.mark.parametrize("command", REGISTERS)
def test_a_public_register_tells_of_no_case(place: Place, command: str):
    for reader in READERS if takes_a_person(command) else ("",):
        told = place.read(command, REGISTERS[command], reader)
        assert sorted(ref for ref in place.refs.values() if ref in told) == [], reader
        assert "The contract was handed back." not in told, reader


@pytest.mark.parametrize(
    "reader", ["officer", "finance", "nhs-england", "foi", "contracting", "dr.calder", "larkfield"]
)
def test_the_office_and_the_people_of_a_case_do_see_it_so_the_search_above_can_find_it(place: Place, reader: str):
    told = place.read("support show", CASE, reader)
    assert "Two partners gone" in told and CASE in place.read("application list", "", reader)


@pytest.mark.parametrize("reader", READERS[1:])
def test_a_step_tried_by_a_stranger_tells_neither_where_a_case_stands_nor_whose_it_is(place: Place, reader: str):
    opened = database.connect(place.url)
    with database.writing(opened) as session, pytest.raises(Refused) as told:
        actor = people.actor(session, reader, now=terminal.now())
        engine.take_step(session, CASE, "offer", actor=actor, now=terminal.now())
    opened.dispose()
    assert [one.guard for one in told.value.refusals] == ["may_see"]
    assert not [one for one in place.names if one in str(told.value)]
