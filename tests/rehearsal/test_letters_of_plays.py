"""Every letter that a play released: its words keep the guidelines, and it ends with a person."""

import io
import re
from collections.abc import Iterator

import docx
import pytest
from docx.table import Table

from fundflow import database, files, letters
from tests.plays import NAMES, Plays

FORBIDDEN = re.compile(
    r"\b(unfortunately|please note|hereby|forthwith|deemed|insufficient|the system|accrued|uncommitted|error)\b",
    re.IGNORECASE,
)
CODE = re.compile(r"(?<![\w/.@-])[a-z]+(?:_[a-z0-9]+)+(?!\w)")
UNFINISHED = re.compile(r"\{\{|\}\}|\{%|Undefined|(?<=[a-z£:,(] )None\b|,\s*\.|\(\s*\)|\.\.(?!\.)|(?<=[a-z]) \.")
TELEPHONE = re.compile(r"0\d{4} \d{6}")


@pytest.mark.parametrize("name", NAMES)
def test_every_released_letter_keeps_the_guidelines(plays: Plays, name: str):
    opened = database.connect(f"sqlite:///{plays.of(name).file}")
    wrong: dict[str, list[str]] = {}
    with database.reading(opened) as session:
        for row in letters.find(session, state="released"):
            assert row.file_sha256 is not None
            found = list(faults(_lines(files.get(session, row.file_sha256).content)))
            if found:
                wrong[f"{row.code} {row.ref}"] = found
    opened.dispose()
    assert wrong == {}


def _lines(content: bytes) -> list[str]:
    """The paragraphs and the cells of tables, in the order in which they are read."""
    document = docx.Document(io.BytesIO(content))
    said: list[str] = []
    for part in document.iter_inner_content():
        if isinstance(part, Table):
            said += [line for row in part.rows for cell in row.cells for line in cell.text.splitlines()]
        else:
            said.append(part.text)
    return [text.strip() for text in said if text.strip()]


def faults(lines: list[str]) -> Iterator[str]:
    """What is wrong with the words of a letter."""
    text = "\n".join(lines)
    for pattern in (FORBIDDEN, CODE, UNFINISHED):
        for found in {match.group() for match in pattern.finditer(text)}:
            yield f"'{found}' in: {next(line for line in lines if found in line)[:120]}"
    if not any(TELEPHONE.search(line) for line in lines[-8:]):
        yield "it does not end with a person's telephone"
