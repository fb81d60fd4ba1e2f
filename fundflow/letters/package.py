"""What a Word file carries besides words: macros, things fetched from outside, embedded objects, bombs."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import Final

NOT_WORD: Final = "this is not a Word file (.docx): open it in Word and save it as a Word document"
_MOST_PARTS, _MOST_BYTES = 500, 40_000_000
_RELATION = re.compile(rb"<Relationship\b[^>]*>")
_FETCHED = re.compile(rb"\b(INCLUDETEXT|INCLUDEPICTURE|DDEAUTO|DDE|LINK|IMPORT|MACROBUTTON)\b")
_INSTRUCTION = re.compile(rb"<w:instrText\b[^>]*>([^<]*)<|\bw:instr=\"([^\"]*)\"")
_EMBEDDED: Final = ("word/embeddings/", "word/activeX/", "word/afchunk", "customUI/")


def opened(content: bytes) -> dict[str, bytes] | None:
    """The parts of a Word file by name; nothing where it is none, or unpacks to more than a letter can be."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = packed.infolist()
            if len(members) > _MOST_PARTS or sum(one.file_size for one in members) > _MOST_BYTES:
                return None
            return {one.filename: packed.read(one) for one in members}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        return None


def dangers(parts: Mapping[str, bytes]) -> Iterator[str]:
    """Everything in a Word file that runs, is fetched from elsewhere, or cannot be read as a letter, in words."""
    if "word/document.xml" not in parts:
        yield NOT_WORD
    types = parts.get("[Content_Types].xml", b"")
    if any(name.endswith(("vbaProject.bin", "vbaData.xml")) for name in parts) or b"macroEnabled" in types:
        yield "it holds a macro: save it as a Word document without macros (.docx)"
    if any(name.casefold().startswith(_EMBEDDED) for name in parts) or b"oleObject" in types:
        yield "it holds an embedded object: take it out, and write what it says as text or a table"
    for name, content in parts.items():
        if name.endswith(".rels"):
            yield from _outside(content)
        elif name.endswith(".xml"):
            yield from _inside(content)


def _outside(content: bytes) -> Iterator[str]:
    for relation in _RELATION.findall(content):
        if b"attachedTemplate" in relation and b"External" in relation:
            yield "it fetches another template from outside: detach it in Word's developer settings"
        elif b"aFChunk" in relation:
            yield "it holds another document inside it: paste its words instead"
        elif b"External" in relation and b"/hyperlink" not in relation:
            yield "it fetches a part of itself from outside (a linked picture or object): put the thing itself in"


def _inside(content: bytes) -> Iterator[str]:
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        yield "it declares entities of its own, which no letter needs: save it anew in Word"
    for plain, short in _INSTRUCTION.findall(content):
        found = _FETCHED.search(plain or short)
        if found:
            yield f"it has a field that fetches or runs something ({found[1].decode()}): put the words themselves in"
