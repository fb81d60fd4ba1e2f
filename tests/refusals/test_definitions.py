"""`fundflow check` says every problem of an office's files as `path:line:col: message`, and nothing else."""

import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from fundflow import settings
from tests.cli.conftest import Terminal

WORKFLOW = "workflows/competed-grant.yaml"
FUND = "workflows/funds/worcestershire-transformation.yaml"
SCHEME = "criteria/worcestershire-six.yaml"
OFFER = "letters/offer.docx"
Spoil = Callable[[Path], None]


def words(old: str, new: str) -> Spoil:
    def spoil(path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return spoil


def holds(content: bytes) -> Spoil:
    def spoil(path: Path) -> None:
        path.unlink()
        path.write_bytes(content)

    return spoil


def letter(tag: str) -> Spoil:
    """The first paragraph of a template says something else."""

    def spoil(path: Path) -> None:
        with zipfile.ZipFile(path) as opened:
            parts = {info.filename: opened.read(info) for info in opened.infolist()}
        body = parts["word/document.xml"].decode("utf-8")
        said = tag.replace("&", "&amp;").replace("<", "&lt;")
        parts["word/document.xml"] = body.replace(
            "<w:body>", f"<w:body><w:p><w:r><w:t>{said}</w:t></w:r></w:p>", 1
        ).encode()
        path.unlink()
        with zipfile.ZipFile(path, "w") as made:
            for name, content in parts.items():
                made.writestr(name, content)

    return spoil


BOMB = "\n".join(
    f"{name}: &{name} [{', '.join([f'*{before}' if before else 'x'] * 9)}]"
    for before, name in zip(["", *"abcdef"], "abcdefg", strict=True)
).encode()

CASES: list[tuple[str, Spoil, str]] = [
    (
        FUND,
        words("case_prefix: TF", "case_prefixx: TF"),
        "there is no key 'case_prefixx' here; did you mean 'case_prefix'?",
    ),
    (
        WORKFLOW,
        words("- before_close", "- befor_close"),
        "there is no guard 'befor_close'; did you mean 'before_close'?",
    ),
    (SCHEME, words("weight: 25", "weight: 20"), "the weights add up to 95, not 100 (20 + 20 + 10 + 15 + 20 + 10)"),
    (FUND, words("percent: 35", "percent: 25"), "the instalments add up to 90 per cent, not 100"),
    (FUND, words("periods: [2017/18, 2018/19]", "periods: [2018/19, 2017/18]"), "put periods in order"),
    (FUND, words("  offer: 20", "  offer: 99999999999999999999"), "this must be 3650 or less"),
    (FUND, words("workflow: competed-grant", "workflow: competed-grants"), "did you mean 'competed-grant'?"),
    (FUND, words("  recurrence: non", "\trecurrence: non"), "this is not YAML"),
    (FUND, holds(b""), "this file is empty"),
    (FUND, holds(bytes(range(256))), "this file is not text in UTF-8"),
    (FUND, holds(b"[" * 1_500), "this file is nested too deeply"),
    (FUND, holds(BOMB), "this file repeats itself into more than 50,000 values"),
    (OFFER, holds(b"Dear practice"), "this is not a Word file (.docx): open it in Word"),
    (OFFER, letter("{{ the_moon }}"), "there is no fact 'the_moon'"),
    (OFFER, letter("{{ ''.__class__ }}"), "code is not allowed in a letter: '__class__'"),
    (OFFER, letter("{% if offer %}yes"), "'{% if ... %}' is never ended: add '{% endif %}'"),
    (OFFER, letter("{{ ref|frobnicate }}"), "there is no filter 'frobnicate'"),
    (OFFER, letter("{% include '/etc/passwd' %}"), "code is not allowed in a letter (include)"),
]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A copy of the packaged files; templates are links until one is spoilt."""
    root, own = settings.data_root(), tmp_path / "office"
    for name in ("workflows", "criteria"):
        shutil.copytree(root / name, own / name)
    (own / "letters").mkdir()
    for path in (root / "letters").iterdir():
        (own / "letters" / path.name).symlink_to(path)
    return own


@pytest.mark.parametrize(("file", "spoil", "said"), CASES, ids=[said[:40] for _, _, said in CASES])
def test_a_spoilt_file_is_reported_at_its_place(bare: Terminal, office: Path, file: str, spoil: Spoil, said: str):
    spoil(office / file)
    code, out, err = bare.run(["check", str(office)])
    assert code == 1
    assert all(re.match(r".+:\d+:\d+: \S", line) for line in out.splitlines()), out
    assert any(line.startswith(f"{office / file}:") and said in line for line in out.splitlines()), out
    assert re.fullmatch(r"\d+ problems?\n", err)


def test_a_folder_without_definitions_is_named(bare: Terminal):
    code, out, err = bare.run(["check", str(bare.folder / "nowhere")])
    assert (code, out) == (1, "")
    assert (
        err
        == f"{bare.folder / 'nowhere'}: there are no definitions here: name a folder that holds 'workflows' and 'criteria'\n"
    )


def test_a_workflow_or_schema_that_is_not_there_is_told_with_the_nearest(bare: Terminal):
    assert "did you mean 'competed-grant'?" in bare.run("diagram competed-grnt")[2]
    assert bare.run("schema workflw")[0] == 1
