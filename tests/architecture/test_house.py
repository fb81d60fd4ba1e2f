"""How the house is built, held by reading its source: no long rooms, no back doors, one home for each dangerous thing."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from fundflow.definitions import load_library
from fundflow.engine import EFFECTS, GUARDS, MOMENTS

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "fundflow"
LONGEST_MODULE, LONGEST_FUNCTION = 300, 40
FORBIDDEN_NAMES = {
    *("utils", "util", "helpers", "helper", "common", "base", "core", "manager", "misc", "handler", "handlers"),
    *("processor", "shared", "stuff", "lib"),
}
DOORS = ("cli", "worker", "app.py")
LONG_FUNCTIONS = {
    "ledger/actions/posting.py:post": "one posting from lock to record, in the order that the ledger's rules fix",
    "ledger/actions/closed.py:close_period": "one list of what may be left at a close",
    "allocations/actions/money.py:adjust": "each figure of a change notice is checked where it is written",
    "allocations/actions/money.py:vire": "two keys are checked side by side before one entry",
    "allocations/rules/virement.py:refusals": "one rule a paragraph, in the order of the paper",
    "applications/actions/rounds.py:open_round": "one row with many columns",
    "committees/actions/decisions.py:stage_decision": "many keyword arguments, one row",
    "committees/actions/decisions.py:resolve": "many keyword arguments, one row",
    "committees/actions/interests.py:declare_interest": "one declaration and what it touches",
    "committees/actions/interests.py:rule_on": "one ruling and who may give it",
    "committees/actions/presence.py:arrive": "one arrival and every sitting that it concerns",
    "committees/actions/shares.py:open_tabling": "one tabling and its rows",
    "committees/actions/urgent.py:propose_action": "one request, what refuses it, and one row with many columns",
    "definitions/picture.py:_chart": "one chart, declared whole",
    "cli/consents.py:consent": "one option for each thing that an answer may bring",
    "engine/consents.py:answer": "one answer with many keyword arguments, from the lock to the record",
    "engine/meetings/keeping.py:declare": "one declaration in every sitting where the member has a seat",
    "engine/openings.py:begin": "many keyword arguments, and one beginning in the order in which it happens",
    "engine/rounds/opening.py:open_round": "everything that opening a round pins, enters and arms",
    "exchange/imports/people.py:_take": "one row of a file, column by column",
    "letters/actions/life.py:draft": "one row with many columns",
    "organisations/actions/entry.py:add": "one row with many columns",
    "payments/actions/raising.py:raise_recovery": "many keyword arguments, one row and its parts",
    "people/actions.py:grant": "a role's scope is checked where it is written",
    "people/actions.py:declare": "one declaration with its dates",
    "scoring/actions/advising.py:note_correction": "one note and what would follow from it",
    "scoring/actions/advising.py:recommend": "one row with many columns",
    "scoring/actions/ranking.py:record_option": "one choice and the money that it claims",
}
"""Functions above the limit, each with why cutting it would hide more than it shows."""


def modules(*, migrations: bool = False) -> list[Path]:
    return [path for path in sorted(PACKAGE.rglob("*.py")) if migrations or "migrations" not in path.parts]


def place(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call in a module by its dotted name (`session.commit`)."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def test_no_module_is_longer_than_a_page_or_five():
    long = {place(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert {name: lines for name, lines in long.items() if lines > LONGEST_MODULE} == {}


def long_functions() -> dict[str, int]:
    found = {}
    for path in modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert node.end_lineno is not None
                lines = node.end_lineno - node.lineno + 1
                if lines > LONGEST_FUNCTION:
                    found[f"{place(path)}:{node.name}"] = lines
    return found


def test_no_function_is_longer_than_a_screen_but_those_listed_with_a_reason():
    found = long_functions()
    assert {name: lines for name, lines in found.items() if name not in LONG_FUNCTIONS} == {}
    assert sorted(set(LONG_FUNCTIONS) - set(found)) == [], "these are short now: take them off the list"


def test_no_module_is_named_for_nothing():
    assert [place(path) for path in modules(migrations=True) if path.stem in FORBIDDEN_NAMES] == []
    assert [place(path) for path in PACKAGE.rglob("*") if path.is_dir() and path.name in FORBIDDEN_NAMES] == []


def test_only_the_database_commits():
    found = [
        f"{place(path)}:{call.lineno}"
        for path in modules()
        for name, call in calls(path)
        if name.endswith(".commit") and place(path) != "database.py"
    ]
    assert found == []


def test_only_the_clock_and_the_doors_read_the_time():
    reading = re.compile(r"(^|\.)(now|utcnow|today|time|monotonic)$")
    allowed = ("clock.py", *DOORS)
    found = [
        f"{place(path)}:{call.lineno} {name}"
        for path in modules()
        if not place(path).startswith(allowed)
        for name, call in calls(path)
        if (reading.search(name) and not call.args and not call.keywords) or name in ("time.time", "time.sleep")
    ]
    assert found == []


def test_only_move_writes_a_case_s_state():
    found = []
    for path in modules():
        if place(path) == "applications/actions/cases.py":
            continue
        for node in ast.walk(tree(path)):
            targets = node.targets if isinstance(node, ast.Assign) else []
            for target in targets:
                if isinstance(target, ast.Attribute) and target.attr == "state":
                    owner = ast.unparse(target.value)
                    if owner in ("application", "case.application", "self.application"):
                        found.append(f"{place(path)}:{node.lineno}")
        found += [
            f"{place(path)}:{call.lineno}"
            for name, call in calls(path)
            if name == "update" and [ast.unparse(one) for one in call.args] == ["Application"]
        ]
    assert found == []


def test_the_state_has_one_writer_inside_its_own_module_too():
    source = tree(PACKAGE / "applications/actions/cases.py")
    writers = [
        node.name
        for node in source.body
        if isinstance(node, ast.FunctionDef)
        for call in ast.walk(node)
        if isinstance(call, ast.Call)
        and any(word.arg == "state" for word in call.keywords)
        and ast.unparse(call.func) in ("advance", "Application")
    ]
    assert writers == ["create", "move"]


READS = ("select", "session.get", "session.query")
READERS = {
    "audit/actions.py": "the head of the chain is read and locked where the next link is made",
    "ledger/actions/rows.py": "a guarded update chooses its rows in the same statement",
    "committees/actions/voting.py": "the rows that a struck vote reopens are locked where they are changed",
    "due/actions.py": "work is chosen, locked and leased in one statement",
}
"""Modules outside `queries` that read in the statement that writes."""


def test_every_select_lives_with_the_queries():
    found: dict[str, list[int]] = {}
    for path in modules():
        where = place(path)
        if where.endswith("queries.py") or "/queries/" in where or where in ("database.py", "together.py"):
            continue
        for name, call in calls(path):
            if name in READS:
                found.setdefault(where, []).append(call.lineno)
    outside = {name: lines for name, lines in found.items() if not re.match(r"\w+/actions(/|\.py)", name)}
    assert outside == {}, "only a domain's queries and actions may hold SQL"


@pytest.mark.parametrize(("kind", "known"), [("guard", GUARDS), ("effect", EFFECTS), ("moment", MOMENTS)])
def test_every_guard_effect_and_moment_is_documented_used_and_tested(kind, known):
    library, problems = load_library()
    assert problems == []
    used = {call.name for fund in library.funds.values() for gate in fund.gates for call in (gate.test,)}
    for workflow in library.workflows.values():
        used |= {call.name for one in workflow.openings.values() for call in (*one.guards, *one.effects)}
        used |= {call.name for uses in workflow.on.values() for call in uses}
        used |= {timer.at for state in workflow.states.values() for timer in state.timers}
        for step in workflow.steps:
            used |= {call.name for call in (*step.when, *step.guards, *step.effects)}
    said = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py"))
    assert [name for name, one in known.items() if len(one.means.split()) < 4] == []
    assert sorted(set(known) - used) == [], f"no packaged definition uses these {kind}s"
    assert sorted(name for name in known if not re.search(rf"\b{name}\b", said)) == [], f"no test names these {kind}s"


def test_every_step_of_a_packaged_workflow_says_what_it_means():
    library, _ = load_library()
    for workflow in library.workflows.values():
        assert [step.step for step in workflow.steps if not step.label or not step.means] == []
