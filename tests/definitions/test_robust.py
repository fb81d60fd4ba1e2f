"""Whatever people do to a file, loading answers with problems and never breaks."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fundflow.definitions.criteria import Criteria
from fundflow.definitions.fund import Fund
from fundflow.definitions.shape import Definition
from fundflow.definitions.shaping import shape
from fundflow.definitions.source import read
from fundflow.definitions.workflow import Workflow
from tests.definitions.conftest import FUND, ROOT, SIX, WORKFLOW

KINDS: dict[str, type[Definition]] = {FUND: Fund, SIX: Criteria, WORKFLOW: Workflow}
TEXTS = {file: (ROOT / file).read_text(encoding="utf-8").splitlines()[:220] for file in KINDS}
JUNK = st.sampled_from(
    ["", "?", "- x", "a: b", "[", "{a: [1, 2", "null", "true", "7", "'", "&a *a", "  - - -", "x" * 9]
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(KINDS)), st.integers(0, 219), st.integers(0, 3), JUNK)
def test_a_file_with_lines_cut_or_overwritten_is_read_to_a_list_of_problems(file: str, at: int, cut: int, junk: str):
    lines = list(TEXTS[file])
    lines[at : at + cut] = [junk]
    shaped = _shaped(file, "\n".join(lines))
    assert shaped.faulty == bool(shaped.problems)
    assert shaped.definition is not None or shaped.problems
    for problem in shaped.problems:
        assert 1 <= problem.line <= len(lines) + 1
        assert problem.column >= 1
        assert problem.message


@pytest.mark.parametrize("file", sorted(KINDS))
def test_a_lost_top_key_is_said_once(file: str):
    for name, info in KINDS[file].model_fields.items():
        text = (ROOT / file).read_text(encoding="utf-8")
        if not info.is_required() or f"\n{name}: " not in text or f"\n{name}: >" in text:
            continue
        lines = [line for line in text.splitlines() if not line.startswith(f"{name}: ")]
        shaped = _shaped(file, "\n".join(lines))
        assert f"'{name}' is missing here" in " ".join(problem.message for problem in shaped.problems), name


def _shaped(file: str, text: str):
    with TemporaryDirectory() as folder:
        path = Path(folder) / Path(file).name
        path.write_text(text, encoding="utf-8")
        return shape(KINDS[file], read(path))
