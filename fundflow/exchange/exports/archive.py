"""Papers about one thing as one ZIP: facts as JSON, files as they are kept, the same papers always the same bytes."""

import io
import json
import zipfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass, is_dataclass, replace
from typing import Any

from fundflow import practising
from fundflow.clock import wire

_STAMP = (2000, 1, 1, 0, 0, 0)
"""The same papers are the same bytes: files in an archive carry no time of their own."""
PRACTICE = "PRACTICE-"
"""How every name in a practice copy's archive begins."""


@dataclass(frozen=True)
class Paper:
    """One thing that somebody asks for: what it is, its file and bytes, or nothing where there is none."""

    what: str
    name: str = ""
    raw: bytes = b""

    @property
    def there(self) -> bool:
        """Whether it was found."""
        return bool(self.raw)


def facts(what: str, name: str, told: Any) -> Paper:
    """Facts as a JSON file; no facts are no paper."""
    if not told:
        return Paper(what)
    text = json.dumps(told, ensure_ascii=False, indent=2, default=_plain)
    return Paper(what, name, f"{text}\n".encode())


def _plain(value: Any) -> str:
    return wire(value) if hasattr(value, "hour") else str(value)


def row(one: Any) -> dict[str, Any]:
    """A stored row, or facts, by the names of its parts."""
    return asdict(one) if is_dataclass(one) and not isinstance(one, type) else dict(one.model_dump())


def practised(papers: Iterable[Paper]) -> list[Paper]:
    """The papers as those of a practice copy: every name begins with `PRACTICE-`, and every sheet of facts says so.

    A Word letter of a practice copy has its own mark across every page.
    """
    return [replace(one, name=f"{PRACTICE}{one.name}", raw=_said(one)) for one in papers if one.there]


def _said(paper: Paper) -> bytes:
    if not paper.name.endswith(".json"):
        return paper.raw
    text = json.dumps({"practice": practising.MARK, "holds": json.loads(paper.raw)}, ensure_ascii=False, indent=2)
    return f"{text}\n".encode()


def zipped(papers: Iterable[Paper]) -> bytes:
    """The papers that are there, in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as opened:
        for one in papers:
            if one.there:
                entry = zipfile.ZipInfo(one.name, _STAMP)
                entry.compress_type = zipfile.ZIP_DEFLATED
                opened.writestr(entry, one.raw)
    return out.getvalue()
