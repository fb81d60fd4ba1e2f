"""Builds the shipped Word templates from their words, to the same bytes every time."""

import io
import zipfile
from pathlib import Path

from fundflow.letters.build.blocks import Text
from fundflow.letters.build.frame import closing, footer, letterhead, opening
from fundflow.letters.build.paper import sheet
from fundflow.letters.build.texts import TEXTS
from fundflow.letters.build.writer import give_air, write

_FIXED = (1980, 1, 1, 0, 0, 0)
_LEFT_OUT = ("docProps/thumbnail.jpeg",)


def template(letter: Text) -> bytes:
    """One letter's template as the bytes of a Word file."""
    paper = sheet(letter.title, letter.code)
    letterhead(paper)
    footer(paper)
    opening(paper, letter)
    write(paper, letter.body)
    closing(paper, letter)
    give_air(paper)
    raw = io.BytesIO()
    paper.save(raw)
    return _again(raw.getvalue())


def _again(content: bytes) -> bytes:
    """The same parts with fixed times, in a fixed order."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            if name not in _LEFT_OUT:
                info = zipfile.ZipInfo(name, _FIXED)
                info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 0
                new.writestr(info, _without(old.read(name), name))
    return out.getvalue()


def _without(part: bytes, name: str) -> bytes:
    """A part without its mention of what was left out."""
    if name != "_rels/.rels":
        return part
    head, *relations = part.split(b"<Relationship ")
    return (
        head
        + b"".join(b"<Relationship " + one for one in relations[:-1] if b"thumbnail" not in one)
        + _last(relations[-1])
    )


def _last(relation: bytes) -> bytes:
    if b"thumbnail" not in relation:
        return b"<Relationship " + relation
    return b"</Relationships>"


def build(folder: Path) -> list[Path]:
    """Write every template into a folder; what is there under the same name is replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for letter in TEXTS:
        path = folder / f"{letter.name}.docx"
        path.write_bytes(template(letter))
        written.append(path)
    return written


__all__ = ["TEXTS", "build", "template"]
