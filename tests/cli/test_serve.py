"""`fundflow serve`: the demonstration with its clock, the API beside the pages, and where it will not listen."""

import json
import os
import shutil
from pathlib import Path

import pytest
import uvicorn
from sqlmodel import col, select
from starlette.testclient import TestClient
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from fundflow import accounts, cli, database


@pytest.fixture
def served(monkeypatch):
    """Apps that would have been served, and where."""
    found = []
    monkeypatch.setattr(uvicorn, "run", lambda app, **given: found.append((app, given)))
    return found


@pytest.fixture
def no_clock(monkeypatch):
    monkeypatch.setenv("FUNDFLOW_CLOCK", "")
    monkeypatch.delenv("FUNDFLOW_CLOCK")


@pytest.fixture
def folder(tmp_path, award_file, monkeypatch) -> Path:
    """What a demonstration leaves, with the county of the tests in it."""
    monkeypatch.chdir(tmp_path)
    made = tmp_path / "demo"
    (made / "pictures").mkdir(parents=True)
    shutil.copy(award_file, made / "fundflow.db")
    return made


def test_the_demonstration_stands_at_its_last_day_and_every_page_says_so(folder, served, no_clock, capsys):
    assert cli.run(["serve", "--demo"]) == 0
    app, given = served[0]
    assert (given["host"], given["port"]) == ("127.0.0.1", 8000)
    assert "http://127.0.0.1:8000" in capsys.readouterr().out
    assert os.environ["FUNDFLOW_CLOCK"].startswith("2017-06-")
    browser = TestClient(app)
    for path in ("/", "/sign-in", "/register", "/about/help", "/nowhere"):
        page = browser.get(path).text
        assert "This is a demonstration: its people and bids are invented." in page, path
        assert "The clock stands at Friday 16 June 2017" in page, path


def test_the_api_stands_beside_the_pages(folder, served, no_clock):
    cli.run(["serve", "--demo"])
    browser = TestClient(served[0][0])
    assert browser.get("/api/v1/openapi.json").json()["openapi"].startswith("3.")
    assert browser.get("/healthz").json() == {"status": "ok"}


def test_buttons_are_pressed_on_a_copy_which_is_fresh_when_the_demonstration_was_played_again(folder, served, no_clock):
    played = folder / "fundflow.db"
    before = played.read_bytes()
    cli.run(["serve", "--demo"])
    assert TestClient(served[0][0]).post("/sign-in/demonstration", data={"name": "officer"}).status_code == 200
    assert played.read_bytes() == before
    copy = folder / "served-fundflow.db"
    os.utime(copy, (1, 1))
    cli.run(["serve", "--demo"])
    assert copy.read_bytes()[:100] == before[:100]
    assert copy.stat().st_mtime > 1


def test_the_demonstration_is_served_as_it_stood_at_a_moment_that_it_marks(folder, served, no_clock, award_file):
    (folder / "moments").mkdir()
    kept = Path(shutil.copy(award_file, folder / "moments" / "meeting.db"))
    (folder / "fundflow.db").write_bytes(b"")
    assert cli.run(["serve", "--demo", "--moment", "meeting"]) == 0
    assert "The clock stands at Friday 16 June 2017" in TestClient(served[0][0]).get("/").text
    assert (folder / "moments" / "served-meeting.db").is_file()
    assert kept.read_bytes() == award_file.read_bytes()


def test_a_moment_that_is_none_is_refused_with_those_that_there_are(folder, served, award_file, capsys):
    (folder / "moments").mkdir()
    for name in ("meeting", "served-meeting", "claims"):
        shutil.copy(award_file, folder / "moments" / f"{name}.db")
    assert cli.run(["serve", "--demo", "--moment", "lunch"]) == 1
    assert "there is no moment 'lunch' in it: claims, meeting" in capsys.readouterr().err
    assert not served


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--moment", "meeting"], "say --demo too, or leave it out"),
        (["--demo", "--folder", "nothing"], "run 'fundflow demo --out nothing' first"),
        (["--host", "0.0.0.0"], "passwords would travel unprotected to 0.0.0.0"),
        (["--trusted-proxy", "proxy.example"], "'proxy.example' is no address of a proxy: write an address"),
        (["--trusted-proxy", "*"], "'*' is no address of a proxy"),
        (["--trusted-proxy", "0.0.0.0/0"], "0.0.0.0/0 is every address there is"),
    ],
)
def test_what_cannot_be_served_is_one_line_with_a_way_out(words, says, tmp_path, monkeypatch, served, capsys):
    monkeypatch.chdir(tmp_path)
    assert cli.run(["serve", *words]) == 1
    out, err = capsys.readouterr()
    assert says in out + err
    assert not served


GUESS = {"name": "officer", "password": "a guess of twelve"}
PROXY, STRANGER, PERSON = "10.0.0.5", "198.51.100.9", "192.0.2.7"


def called(served, *, peer: str, **sent: str) -> None:
    """One guess that arrives from a peer with what it says of whom it speaks for."""
    app, given = served[-1]
    behind = ProxyHeadersMiddleware(app, trusted_hosts=given["forwarded_allow_ips"])
    headers = {name.replace("_", "-"): value for name, value in sent.items()}
    TestClient(behind, client=(peer, 4_000)).post("/sign-in", data=GUESS, headers=headers)


def counted(folder: Path) -> list[str]:
    """The addresses by which tries are counted, oldest first."""
    opened = database.connect(f"sqlite:///{folder / 'served-fundflow.db'}")
    with database.reading(opened) as session:
        found = [one.address for one in session.exec(select(accounts.Attempt).order_by(col(accounts.Attempt.id)))]
    opened.dispose()
    return found


@pytest.mark.parametrize(
    ("words", "environment", "peer", "said", "place"),
    [
        ([], "", PROXY, PERSON, PROXY),
        (["--trusted-proxy", PROXY], "", PROXY, PERSON, PERSON),
        (["--trusted-proxy", "10.0.0.0/28"], "", PROXY, PERSON, PERSON),
        (["--trusted-proxy", PROXY], "", STRANGER, PERSON, STRANGER),
        (["--trusted-proxy", PROXY], "", PROXY, f"{PERSON}, {STRANGER}", STRANGER),
        (["--trusted-proxy", PROXY], "", "127.0.0.1", PERSON, PERSON),
        ([], f"10.0.0.4 {PROXY}", PROXY, PERSON, PERSON),
        ([], "10.0.0.4", PROXY, PERSON, PROXY),
    ],
)
def test_only_a_trusted_proxy_says_from_where_somebody_comes(
    words, environment, peer, said, place, folder, served, no_clock, monkeypatch
):
    monkeypatch.setenv("FUNDFLOW_TRUSTED_PROXIES", environment)
    assert cli.run(["serve", "--demo", *words]) == 0
    called(served, peer=peer, x_forwarded_for=said)
    assert counted(folder) == [place]


@pytest.mark.parametrize(
    ("words", "peer", "scheme", "secure"),
    [
        ([], "127.0.0.1", "http", False),
        ([], "127.0.0.1", "https", True),
        ([], STRANGER, "https", False),
        (["--https"], "127.0.0.1", "http", True),
    ],
)
def test_a_cookie_travels_by_https_alone_where_people_come_by_it(words, peer, scheme, secure, folder, served, no_clock):
    assert cli.run(["serve", "--demo", *words]) == 0
    app, given = served[0]
    behind = ProxyHeadersMiddleware(app, trusted_hosts=given["forwarded_allow_ips"])
    browser = TestClient(behind, client=(peer, 4_000), follow_redirects=False)
    answer = browser.post("/sign-in/demonstration", data={"name": "officer"}, headers={"x-forwarded-proto": scheme})
    assert answer.status_code == 303
    assert ("; Secure" in answer.headers["set-cookie"]) == secure


def test_the_doctor_points_to_a_proxy_through_which_everybody_seems_to_come(folder, served, no_clock, capsys):
    assert cli.run(["serve", "--demo"]) == 0

    def said() -> str:
        capsys.readouterr()
        cli.run(["doctor", "--json", "--database", f"sqlite:///{folder / 'served-fundflow.db'}"])
        findings = json.loads(capsys.readouterr().out)["findings"]
        return next(one["said"] for one in findings if one["what"] == "networks")

    for name in ("officer", "finance", "auditor"):
        assert "all" not in said()
        TestClient(served[0][0], client=(PROXY, 4_000)).post("/sign-in", data={**GUESS, "name": name})
    assert "say 'fundflow serve --trusted-proxy 10.0.0.5'" in said()
    TestClient(served[0][0], client=(STRANGER, 4_000)).post("/sign-in", data=GUESS)
    assert said() == "4 tries to sign in since yesterday, from 2 addresses"
