"""Where the Word templates lie, and the fingerprint of each as it stands now."""

import hashlib
import io
import re
import zipfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fundflow import settings
from fundflow.errors import BadInput, NotFound

_REVISION = re.compile(rb"<cp:revision>(\d+)</cp:revision>")


@dataclass(frozen=True)
class Template:
    """One template's bytes with their fingerprint; `version` is the revision that Word counts at each save."""

    name: str
    content: bytes
    sha256: str
    version: str


def folder(given: Path | None = None) -> Path:
    """The folder of templates: the one given, else the installation's own."""
    return given or settings.data_root() / "letters"


def load(name: str, *, root: Path | None = None) -> Template:
    """Read a template by name, without its `.docx`.

    Raises:
        NotFound: there is no such template in the folder.
        BadInput: it is not a Word file.
    """
    path = folder(root) / f"{name}.docx"
    if not path.is_file():
        raise NotFound(f"there is no letter template {path.name} in {path.parent}")
    stamp = path.stat()
    return _read(path, stamp.st_mtime_ns, stamp.st_size)


@lru_cache(maxsize=256)
def _read(path: Path, _changed: int, _size: int) -> Template:
    return describe(path.stem, path.read_bytes())


def describe(name: str, content: bytes) -> Template:
    """A template from its bytes.

    Raises:
        BadInput: they are not a Word file.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            core = opened.read("docProps/core.xml") if "docProps/core.xml" in opened.namelist() else b""
    except zipfile.BadZipFile:
        raise BadInput("this is not a Word file (.docx)", place=f"{name}.docx") from None
    found = _REVISION.search(core)
    return Template(name, content, hashlib.sha256(content).hexdigest(), found[1].decode() if found else "1")
