"""What the product says below its doors names a command in brackets only, so that a page can leave it out."""

import ast
from collections.abc import Iterator
from pathlib import Path

import fundflow
from fundflow.errors import plainly
from tests.wording import COMMAND

HOUSE = Path(fundflow.__file__).parent
DOORS = ("cli", "rehearsal", "migrations", "worker", "api", "web", "guides")
"""Packages that speak at a terminal, to programs, or in their own words."""
NO_PAGE = ("database.py", "database_file.py", "engine/backup.py", "engine/desk.py", "engine/restoring.py")
"""Modules whose sentences are said at a terminal only."""


def sentences(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every text of a module but its docstrings, `place=` and whole commands; what is filled in stands as X."""
    passed = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}
    passed |= {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.keyword) and one.arg == "place"}
    passed |= {id(one) for names in ast.walk(tree) if isinstance(names, ast.arguments) for one in names.kw_defaults}
    for one in ast.walk(tree):
        if isinstance(one, ast.JoinedStr):
            passed |= {id(part) for part in one.values}
    for one in ast.walk(tree):
        if id(one) in passed:
            continue
        if isinstance(one, ast.JoinedStr):
            yield one.lineno, "".join(part.value if isinstance(part, ast.Constant) else "X" for part in one.values)
        elif isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield one.lineno, one.value


def test_a_command_stands_in_brackets_wherever_a_page_may_say_the_sentence():
    wrong = [
        f"{path.relative_to(HOUSE.parent)}:{line}: {said}"
        for path in sorted(HOUSE.rglob("*.py"))
        if path.relative_to(HOUSE).parts[0] not in DOORS and path.relative_to(HOUSE).as_posix() not in NO_PAGE
        for line, said in sentences(ast.parse(path.read_text(encoding="utf-8")))
        if not said.startswith("fundflow ") and COMMAND.search(plainly(said))
    ]
    assert wrong == [], "\n".join(wrong)
