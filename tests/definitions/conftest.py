"""The packaged definitions, and copies of them to spoil."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from fundflow.definitions import Library, Problem, load_library

ROOT = Path(__file__).parents[2]
WORKFLOW = "workflows/competed-grant.yaml"
FUND = "workflows/funds/worcestershire-transformation.yaml"
ACCESS = "workflows/funds/worcestershire-improving-access.yaml"
SIX = "criteria/worcestershire-six.yaml"
COMMITTEE = "workflows/committees/wyre-forest-pccc.yaml"
GROUP = "workflows/committees/gpfv-implementation-group.yaml"
OFFICE = "workflows/offices/worcestershire.yaml"


class Spoilt(NamedTuple):
    """A copy of the definitions after a change, and where the change marked the expected place."""

    root: Path
    file: Path
    line: int
    column: int

    def problems(self) -> list[Problem]:
        return load_library(self.root)[1]


@pytest.fixture(scope="session")
def library() -> Library:
    found, problems = load_library(ROOT)
    assert problems == []
    return found


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A whole copy of the packaged definitions."""
    for folder in ("workflows", "criteria"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


@pytest.fixture
def spoil(copy: Path) -> Callable[[str, str, str], Spoilt]:
    """Replace the only `old` in a file by `new`; a ¶ in `new` marks where the problem must be reported."""

    def change(file: str, old: str, new: str) -> Spoilt:
        path = copy / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{text.count(old)} times in {file}: {old}"
        text = text.replace(old, new)
        before = text.partition("¶")[0]
        path.write_text(text.replace("¶", ""), encoding="utf-8")
        return Spoilt(copy, path, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)

    return change
