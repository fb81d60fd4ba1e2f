"""A county in a file, copied for each test, and the command line spoken to as a person would."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from fundflow import applications, cli, database, engine, migrations
from fundflow.applications import CostLine
from tests.stories.world import World

Told = tuple[int, str, str]
REF = "TF-17-0001"


@dataclass
class Terminal:
    """A person at a terminal: what they type, and what they read."""

    folder: Path
    capsys: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch
    url: str

    def at(self, moment: str) -> None:
        """Set the product's clock."""
        self.monkeypatch.setenv("FUNDFLOW_CLOCK", moment)

    def run(self, line: str | list[str], *more: str) -> Told:
        """Exit code, stdout and stderr of one command."""
        words = [*(line.split() if isinstance(line, str) else line), *more]
        self.capsys.readouterr()
        code = cli.run([*words, "--database", self.url])
        out, err = self.capsys.readouterr()
        assert "Traceback" not in err
        return code, out, err

    def ok(self, line: str, *more: str) -> str:
        """What a command that succeeds prints."""
        code, out, err = self.run(line, *more)
        assert code == 0, err or out
        return out

    def json(self, line: str, *more: str) -> Any:
        """The one JSON document of a command that succeeds."""
        return json.loads(self.ok(line, *more, "--json"))

    def refused(self, line: str, *more: str) -> list[str]:
        """The guards that refuse a command, by its JSON."""
        code, out, _ = self.run(line, *more, "--json")
        assert code == 1
        return [one["guard"] for one in json.loads(out)["refused"]]

    def file(self, name: str, text: str) -> str:
        """A file in the person's folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return str(path)


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the newest schema and nothing in it."""
    path = tmp_path_factory.mktemp("cli") / "empty.db"
    opened = database.connect(f"sqlite:///{path}")
    migrations.upgrade(opened)
    opened.dispose()
    return path


@pytest.fixture(scope="session")
def world_file(empty_file: Path) -> Path:
    """The county of the stories, its people and money, before any round."""
    path = empty_file.with_name("world.db")
    shutil.copy(empty_file, path)
    opened = database.connect(f"sqlite:///{path}")
    with database.writing(opened) as session:
        World(session).settle()
    opened.dispose()
    return path


@pytest.fixture(scope="session")
def bid_file(world_file: Path) -> Path:
    """The county with an open round and one bid sent in: TF-17-0001."""
    return _played(world_file, "bid.db", _send_in)


@pytest.fixture(scope="session")
def award_file(bid_file: Path) -> Path:
    """The same when its award has been paid its first instalment."""
    return _played(bid_file, "award.db", _award)


@pytest.fixture(scope="session")
def advised_file(world_file: Path) -> Path:
    """The county with two bids that the group advises to approve: one of two commissioners, and one of one of them."""
    return _played(world_file, "advised.db", _advise)


def _played(source: Path, name: str, play: Callable[[World], None]) -> Path:
    path = source.with_name(name)
    shutil.copy(source, path)
    opened = database.connect(f"sqlite:///{path}")
    with database.writing(opened) as session:
        play(World(session))
    opened.dispose()
    return path


def _send_in(world: World) -> None:
    assert world.bid(world.open_round()) == REF
    assert world.submit(REF).state == "submitted"


def _advise(world: World) -> None:
    round_ref = world.open_round()
    both = (
        CostLine("2017/18", "backfill", "GP time in hubs", 6_000_000, commissioner="05J"),
        CostLine("2017/18", "training", "Nurses of the south", 3_000_000, commissioner="05T"),
    )
    refs = [
        world.bid(round_ref, partners=("Z10002", "Z10003"), lines=both),
        world.bid(round_ref, lead="FEDSW", title="Telephones", partners=("Z10003", "Z10004"), lines=both[1:]),
    ]
    for ref, lead in zip(refs, ("FEDNW", "FEDSW"), strict=True):
        world.submit(ref, lead)
    world.now = datetime(2017, 5, 15, 9, tzinfo=UTC)
    for ref in refs:
        world.step(ref, "accept_eligible", "officer")
        world.score(ref)
    world.now = datetime(2017, 6, 1, 9, tzinfo=UTC)
    engine.assessment.rank(world.session, round_ref, actor=world.who("officer"), now=world.now, freeze=True)
    world.group_meeting("group-june", *refs)
    for ref in refs:
        world.recommend(ref, "group-june")


def _award(world: World) -> None:
    world.now = datetime(2017, 5, 15, 9, tzinfo=UTC)
    world.step(REF, "accept_eligible", "officer")
    world.score(REF)
    world.now = datetime(2017, 6, 1, 9, tzinfo=UTC)
    round_ref = applications.rounds(world.session)[0].ref
    engine.assessment.rank(world.session, round_ref, actor=world.who("officer"), now=world.now, freeze=True)
    world.group_meeting("group-june", REF)
    world.recommend(REF, "group-june")
    world.now = datetime(2017, 6, 14, 13, tzinfo=UTC)
    world.committee("june", REF, bodies=("05J",))
    world.decide("june", 1, "05J", reason="")
    world.apply("june")
    world.now = datetime(2017, 6, 16, 9, tzinfo=UTC)
    world.payee("FEDNW")
    world.step(REF, "issue_offer", "officer")
    world.step(REF, "issue_offer", "finance")
    world.step(REF, "accept", "partner.fednw")
    for condition in world.open_precedents(REF):
        world.meet(REF, condition)
    world.step(REF, "satisfy_precedents", "officer")
    world.pay(world.claim(REF, ["start"], 2_500_000))


@pytest.fixture
def sit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[[Path | None], Terminal]:
    """Sit down at a terminal, before a copy of a database or before none."""
    monkeypatch.delenv("FUNDFLOW_USER", raising=False)
    monkeypatch.delenv("FUNDFLOW_DATABASE_URL", raising=False)
    monkeypatch.chdir(tmp_path)

    def down(source: Path | None) -> Terminal:
        path = tmp_path / "fundflow.db"
        if source is not None:
            shutil.copy(source, path)
        made = Terminal(tmp_path, capsys, monkeypatch, f"sqlite:///{path}")
        made.at("2017-04-03T08:00:00+00:00")
        return made

    return down


@pytest.fixture
def county(sit: Callable[[Path | None], Terminal], world_file: Path) -> Terminal:
    """A terminal before the settled county."""
    return sit(world_file)


@pytest.fixture
def bid(sit: Callable[[Path | None], Terminal], bid_file: Path) -> Terminal:
    """A terminal before the county with one bid sent in."""
    return sit(bid_file)


@pytest.fixture
def advised(sit: Callable[[Path | None], Terminal], advised_file: Path) -> Terminal:
    """A committee's secretary at a terminal, before the county with two bids that the group has advised on."""
    made = sit(advised_file)
    made.monkeypatch.setenv("FUNDFLOW_USER", "committee_secretary")
    made.at("2017-06-02 09:00")
    return made


@pytest.fixture
def award(sit: Callable[[Path | None], Terminal], award_file: Path) -> Terminal:
    """A terminal before the county with one award that has been paid something."""
    made = sit(award_file)
    made.at("2017-06-20 10:00")
    return made


@pytest.fixture
def fresh(sit: Callable[[Path | None], Terminal], empty_file: Path) -> Terminal:
    """A terminal before an empty database."""
    return sit(empty_file)


@pytest.fixture
def bare(sit: Callable[[Path | None], Terminal]) -> Terminal:
    """A terminal in an empty folder."""
    return sit(None)
