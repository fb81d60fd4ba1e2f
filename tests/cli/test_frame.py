"""What every command shares: help, exit codes, one line for what is wrong, JSON alone on stdout, quick help."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from fundflow import cli
from tests.cli.conftest import REF
from tests.stories.world import FUND


def commands(command, path=()):
    children = getattr(command, "commands", None)
    yield path
    for name, child in (children or {}).items():
        yield from commands(child, (*path, name))


ALL = sorted(commands(typer.main.get_command(cli.assemble())))
GROUPS = {path[0] for path in ALL if len(path) == 2}
"""Commands whose second word is a command too; `letters` takes a case there as well."""
LEAVES = [path for path in ALL if not any(other[:-1] == path for other in ALL)]
CONTRACT = """
database upgrade|database status|check|schema|diagram|demo|play|import|allocation adjust|allocation vire|year accrue
year carry|year close|discrepancy list|discrepancy accept|organisation show|organisation merge|organisation close
organisation move|round ready|round open|round extend|round close|round list|round show|application list|application show|steps
step|score|moderate|rank|recommend|meeting call|meeting attend|meeting interest|meeting vote|meeting decide
meeting apply|letters list|letters approve|letters release|award vary|award recover|claim new|claim submit|pay run
pay release|pay results|report|ledger check|audit verify|worker|user add|user grant|doctor
""".replace("\n", "|").strip("|")


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_command_explains_itself(path, capsys):
    assert cli.run([*path, "--help"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("Usage: fundflow")
    assert not err


def test_every_command_of_the_contract_is_there():
    known = {" ".join(path) for path in ALL}
    assert [name for name in CONTRACT.split("|") if name not in known] == []


@pytest.mark.parametrize("path", LEAVES, ids=" ".join)
def test_every_command_takes_a_database_and_json(path, capsys):
    cli.run([*path, "--help"])
    out, _ = capsys.readouterr()
    assert "--database" in out
    assert "--json" in out
    if "--as USER" in out:
        assert "FUNDFLOW_USER" in out


def test_help_imports_nothing_heavy():
    heavy = [
        "sqlalchemy",
        "sqlmodel",
        "altair",
        "docx",
        "docxtpl",
        "pandas",
        "jinja2",
        "alembic",
        "rich",
        "ruamel",
        "transitions",
    ]
    code = (
        "import sys; from fundflow import cli; "
        "codes = [cli.run(words) for words in (['--help'], ['round', '--help'], ['meeting', 'decide', '--help'])]; "
        f"print(codes, [name for name in {heavy} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[0, 0, 0] []"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("nothing", "No such command 'nothing'"),
        ("round open", "Missing option '--fund'"),
        ("round show", "Missing argument"),
        ("round list --nonsense", "No such option"),
        ("meeting vote june one 05J --text x --vote a=for --as b", "'ITEM'"),
        ("step TF-17-0001 submit", "Missing option '--as'"),
        ("report finance --format sheep", "sheep"),
    ],
)
def test_wrong_usage_is_exit_2_and_one_line(county, line, says):
    code, out, err = county.run(line)
    assert code == 2
    assert not out
    assert err.count("\n") == 1
    assert says in err
    assert "--help" in err


def test_nothing_typed_gives_the_help(capsys):
    assert cli.run([]) == 2
    assert "Commands:" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("step TF-99-0001 submit --as officer", "there is no case 'TF-99-0001'"),
        ("step TF-17-0001 submit --as nobody", "nobody"),
        ("step TF-17-0001 submitt --as officer", "submitt"),
        ("step TF-17-0001 submit --as officer --with nonsense", "KEY=VALUE"),
        ("step TF-17-0001 submit --as officer --with a=1 --with a=2", "given twice"),
        ("step TF-17-0001 submit --as officer --with a=[1", "not YAML"),
        ("step TF-17-0001 submit --as officer --with a=@none.yaml", "none.yaml"),
        ("step TF-17-0001 submit --as officer --with amount=lots", "not an amount of money"),
        ("application show X", "there is no case 'X'"),
        ("application save TF-17-0001 missing.yaml --as writer.fednw", "missing.yaml"),
        ("application save TF-17-0001 bad.yaml --as writer.fednw", "bad.yaml: answer: there is no key 'answer'"),
        ("application save TF-17-0001 amount.yaml --as writer.fednw", "budget.0.amount: '1,0'"),
        ("application save TF-17-0001 broken.yaml --as writer.fednw", "broken.yaml:1:"),
        ("application save TF-17-0001 list.yaml --as writer.fednw", "holds no keys"),
        ("application save TF-17-0001 binary.yaml --as writer.fednw", "not a text file"),
        ("application save TF-17-0001 file.yaml --as writer.fednw", "no-such-file.pdf"),
        ("round open --fund nothing --closes 2018-01-01 --as officer", "nothing"),
        (f"round open --fund {FUND} --closes tomorrow --as officer", "--closes: 'tomorrow' is not a date and time"),
        ("round extend X --to 2018-01-01 --reason x --as officer", "X"),
        ("round show X", "X"),
        ("meeting show X", "X"),
        ("claim show X", "X"),
        ("pay show X", "X"),
        ("recovery show X", "X"),
        ("letters list --case X", "X"),
        ("letters X/L04 --out there", "X/L04"),
        ("diagram nothing", "nothing"),
        ("schema nothing", "nothing"),
        ("words nothing", "nothing"),
        ("check nowhere", "nowhere"),
        ("import sheep x.csv", "sheep"),
        ("import lists missing.csv", "missing.csv"),
        ("import lists binary.yaml", "binary.yaml"),
        ("allocation vire --from 05J --to 05T/2017/18/x --amount 1 --minute m --reason r --as finance", "--from"),
        ("allocation vire --from 05J/17/x --to 05T/2017/18/x --amount 1 --minute m --reason r --as finance", "'17'"),
        ("moderate TF-17-0001 value_quality --reason r --as moderation_chair", "either --agreed"),
        ("award vary TF-17-0001 --kind budget --change nonsense --reason r --as officer", "--change"),
        ("award recover TF-17-0001 --cause c --clause 1 --second finance --as officer", "--paid and --spent"),
        ("organisation show X9", "X9"),
        ("organisation move Z10001 --to 05T --on soon --as data", "--on: 'soon' is not a day"),
        ("organisation move Z10001 --to 05T --on= --as data", "--on: '' is not a day"),
        ("user grant nobody officer --as officer", "administrator"),
        ("payee confirm 99 --as finance", "99"),
    ],
)
def test_bad_input_is_exit_1_and_one_line_without_a_trace(bid, line, says):
    bid.file("bad.yaml", "answer: {}")
    bid.file("amount.yaml", "budget: [{period: 2017/18, type: backfill, what: x, amount: '1,0'}]")
    bid.file("broken.yaml", "answers: [")
    bid.file("list.yaml", "- 1")
    bid.file("file.yaml", "documents: {equality_impact: no-such-file.pdf}")
    Path("binary.yaml").write_bytes(b"\xff\xfe\x00\x81PK")
    before = bid.json(f"application show {REF}")
    code, out, err = bid.run(line)
    assert code == 1
    assert not out
    assert err.count("\n") == 1, err
    assert says in err
    assert "could not finish" not in err
    assert bid.json(f"application show {REF}") == before


def test_a_refusal_is_said_in_words_and_in_json(bid):
    code, out, err = bid.run(f"step {REF} accept_eligible --as writer.fednw")
    assert (code, out) == (1, "")
    assert "problem code" in err
    code, out, err = bid.run(f"step {REF} accept_eligible --as writer.fednw --json")
    assert code == 1
    refused = json.loads(out)["refused"]
    assert all(set(one) == {"guard", "reason"} and one["reason"] in err for one in refused)


def test_options_for_all_may_stand_before_the_command(bid, capsys):
    assert cli.run(["--json", "--database", bid.url, "round", "list"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["state"] == "open"


def test_the_environment_names_the_database_and_the_person(bid, capsys, monkeypatch):
    monkeypatch.setenv("FUNDFLOW_DATABASE_URL", bid.url)
    monkeypatch.setenv("FUNDFLOW_USER", "nobody.known")
    assert cli.run(["steps", REF]) == 1
    assert "nobody.known" in capsys.readouterr().err


def test_a_database_that_is_not_there_is_not_made_by_looking(bare):
    code, out, err = bare.run("round list")
    assert (code, out) == (1, "")
    assert "fundflow database upgrade" in err
    assert list(bare.folder.iterdir()) == []


def test_a_file_that_is_no_database_is_one_line(bare):
    bare.file("fundflow.db", "this is a shopping list, long enough to be mistaken for something else" * 20)
    code, out, err = bare.run("round list")
    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    assert "could not finish" not in err


@pytest.mark.parametrize("url", ["nonsense", "mysql://x/y", "sqlite:////nowhere/at/all/x.db"])
def test_an_address_that_is_no_database_is_one_line(bare, url, capsys):
    assert cli.run(["round", "list", "--database", url]) == 1
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "could not finish" not in err


def test_a_password_is_never_shown(bare, capsys):
    assert cli.run(["doctor", "--json", "--database", "postgresql://jo:secret@127.0.0.1:1/x"]) == 1
    out, err = capsys.readouterr()
    assert "secret" not in out + err


def test_a_fault_of_our_own_is_one_line_that_asks_to_be_reported(bid, monkeypatch):
    monkeypatch.setattr("fundflow.applications.find_cases", lambda *_, **__: 1 / 0)
    code, out, err = bid.run("application list")
    assert (code, out) == (1, "")
    assert "ZeroDivisionError" in err
    assert err.count("\n") == 1


def test_a_pipe_that_closes_early_leaves_no_trace(bid):
    line = f"{sys.executable} -m fundflow.app words guards --database {bid.url} | head -n 1"
    done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=True)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("doing", ["version", "help"])
def test_the_version_is_printed(capsys, doing):
    assert cli.run([f"--{doing}"]) == 0
    assert "fundflow" in capsys.readouterr().out


def test_completion_knows_commands(monkeypatch):
    words = {"_FUNDFLOW_COMPLETE": "complete_bash", "COMP_WORDS": "fundflow round o", "COMP_CWORD": "2"}
    done = subprocess.run(
        [sys.executable, "-m", "fundflow.app"],
        env={**words, "PATH": "/usr/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "open" in done.stdout


def test_nothing_that_people_typed_speaks_to_the_terminal(bid):
    bid.ok(f"step {REF} recall_for_edit --as partner.fednw --reason typo")
    title = "Hubs \x1b[2Jgone"
    code, _, err = bid.run(f"step {title.split()[1]}x submit --as officer")
    assert (code, "\x1b" in err) == (1, False)
    assert "\x1b" not in bid.ok("organisation list --called", title)


def test_rows_too_wide_for_the_terminal_become_lines(award, monkeypatch):
    monkeypatch.setenv("COLUMNS", "70")
    out = award.ok(f"application show {REF}")
    assert max(len(line) for line in out.splitlines() if line.startswith(("\u2503", "\u2502", "\u250f"))) <= 70
    assert "Committed: \u00a3100,000.00" in out


def test_doors_hold_no_tables_no_sql_and_no_states():
    for path in Path(cli.__file__).parent.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        for word in (
            "import sqlmodel",
            "from sqlmodel",
            "import sqlalchemy",
            "from sqlalchemy",
            "if state ==",
            ".tables",
        ):
            assert word not in text, f"{path.name}: {word}"
        assert len(text.splitlines()) <= 300, path.name


def test_every_command_that_a_sentence_names_is_there():
    """A way out that cannot be typed is a wall."""
    named = re.compile(r"[`'(]fundflow ([a-z][a-z-]*)(?: ([a-z][a-z-]*))?")
    root = Path(cli.__file__).parents[1]
    known = {" ".join(path) for path in ALL}
    wrong = []
    for path in sorted([*root.rglob("*.py"), *root.rglob("*.html")]):
        for found in named.finditer(path.read_text(encoding="utf-8")):
            first, second = found.groups()
            typed = f"{first} {second}" if first in GROUPS and second else first
            if typed not in known:
                wrong.append(f"{path.relative_to(root)}: {found.group(0)}")
    assert wrong == []


def typed(command, tested, value: str) -> list[str]:
    """A line for a command that gives one value and, for what else it must have, anything that can be read."""
    options, plain = [], []
    for one in command.params:
        if one is not tested and not one.required:
            continue
        said = value if one is tested else "1"
        if one.param_type_name == "option":
            options.append(f"{one.opts[0]}={said}")
        else:
            plain.append(said)
    return [*options, "--", *plain]


def numbers():
    """Every whole number that a command takes, with the command."""
    root = typer.main.get_command(cli.assemble())
    for path in LEAVES:
        command = root
        for word in path:
            command = command.commands[word]
        yield from (
            (path, command, one) for one in command.params if one.type_descriptor.annotation in (int, list[int])
        )


NUMBERS = list(numbers())


@pytest.mark.parametrize(
    ("path", "command", "one"), NUMBERS, ids=[f"{' '.join(path)} {one.name}" for path, _, one in NUMBERS]
)
def test_a_number_beyond_anything_that_is_counted_is_refused_by_name_before_anything_is_opened(
    path, command, one, capsys, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    code = cli.run([*path, *typed(command, one, "9" * 30)])
    _, err = capsys.readouterr()
    assert code in (1, 2)
    assert "report it" not in err
    assert one.opts[0].lstrip("-") in err or one.metavar in err
    assert "check it" in err or "less than or equal" in err
    assert list(tmp_path.iterdir()) == []


def test_a_word_that_no_database_can_hold_is_refused_by_name(capsys):
    assert cli.run(["evidence", "delete", "1", "--as", "\udcff"]) == 1
    _, err = capsys.readouterr()
    assert "--as: this holds half of a character" in err


@pytest.mark.parametrize(
    "line",
    [
        "year lists --as-at 0001-01-01",
        f"round open --fund {FUND} --closes 9999-12-31T23:59 --as officer",
        "report finance --known-at 0001-01-01",
        "report finance --known-at 9999-12-31",
    ],
)
def test_a_day_that_nobody_can_mean_is_refused_in_one_line(line, award):
    code, _, err = award.run(line)
    assert (code, err.count("\n")) == (1, 1)
    assert "is not between 1800 and 2199: check the year" in err
