"""Word templates made into letters: parsed once, filled many times, the same bytes for the same facts.

Only the parts that hold tags are filled for each letter; the others are compressed once and copied. Zip times are
fixed, so that a letter rendered again from its facts has the fingerprint of the first.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from fundflow.errors import BadInput
from fundflow.letters.filters import FILTERS, shown

BUILT_IN = ("length", "sum", "selectattr", "rejectattr", "batch", "first", "last", "list", "map")
"""Jinja's own filters that a template may use."""

_FIXED = (0, 33)  # midnight on 1 January 1980, as zip files write it
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_UTF8 = 0x800


class Closed(SandboxedEnvironment):
    """A sandbox in which a template sees facts by name and nothing that runs."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, finalize=shown, cache_size=0)
        own = {name: self.filters[name] for name in BUILT_IN}
        self.filters = {**own, **FILTERS}
        self.globals.clear()

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A fact's part by name; a mapping's methods are out of reach."""
        if isinstance(obj, dict):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)


ENVIRONMENT = Closed()


@dataclass(frozen=True)
class Piece:
    """One file of the zip: compressed already, or filled for each letter."""

    name: bytes
    template: Template | None
    packed: bytes = b""
    crc: int = 0
    size: int = 0


def holds_tags(name: str) -> bool:
    """Whether a part of a Word file is filled: its text, headers, footers and notes."""
    plain = name.removeprefix("word/")
    return name.startswith("word/") and plain.startswith(("document", "header", "footer", "footnotes", "endnotes"))


def patched(xml: str) -> str:
    """A part's XML with Word's splitting of tags undone and row and paragraph tags lifted out."""
    return str(DocxTemplate("").patch_xml(xml))


def _pack(content: bytes, level: int) -> tuple[bytes, int, int]:
    squeeze = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    return squeeze.compress(content) + squeeze.flush(), zlib.crc32(content), len(content)


@lru_cache(maxsize=256)
def prepare(content: bytes) -> tuple[Piece, ...]:
    """A template taken apart: static parts compressed once, the others compiled.

    Raises:
        BadInput: not a Word file, or a tag in it cannot be read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            parts = [(info.filename, opened.read(info)) for info in opened.infolist() if not info.is_dir()]
    except zipfile.BadZipFile:
        raise BadInput("this is not a Word file (.docx)", place="template") from None
    return tuple(_piece(name, part) for name, part in parts)


def _piece(name: str, part: bytes) -> Piece:
    if holds_tags(name) and name.endswith(".xml"):
        xml = part.decode("utf-8")
        if "{{" in xml or "{%" in xml or "{#" in xml:
            try:
                return Piece(name.encode(), ENVIRONMENT.from_string(patched(xml)))
            except TemplateError as error:
                raise BadInput(f"a tag cannot be read: {error}", place=name) from None
    return Piece(name.encode(), None, *_pack(part, 9))


def render(content: bytes, facts: Mapping[str, object]) -> bytes:
    """A template filled with facts, as the bytes of a Word file.

    Raises:
        BadInput: the template asks for a fact that is not there, or cannot be read.
    """
    body, directory, count = bytearray(), bytearray(), 0
    for piece in prepare(content):
        packed, crc, size = (piece.packed, piece.crc, piece.size) if piece.template is None else _fill(piece, facts)
        central = (_UTF8, zipfile.ZIP_DEFLATED, *_FIXED, crc, len(packed), size, len(piece.name), 0)
        directory += _CENTRAL.pack(b"PK\x01\x02", 20, 20, *central, 0, 0, 0, 0, len(body)) + piece.name
        body += _LOCAL.pack(b"PK\x03\x04", 20, *central) + piece.name + packed
        count += 1
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory + end)


def _fill(piece: Piece, facts: Mapping[str, object]) -> tuple[bytes, int, int]:
    assert piece.template is not None
    try:
        filled = piece.template.render(facts)
    except (TemplateError, ValueError, TypeError, KeyError) as error:
        raise BadInput(f"the template cannot be filled: {error}", place=piece.name.decode()) from None
    return _pack(filled.encode("utf-8"), 1)
