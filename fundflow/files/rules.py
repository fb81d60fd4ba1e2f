"""What a stored file is, and the name that its contents give it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class FileFacts:
    """A stored file without its contents; `size` is in bytes."""

    sha256: str
    name: str
    media_type: str
    size: int
    stored_at: datetime


@dataclass(frozen=True)
class StoredFile(FileFacts):
    """A stored file, whole."""

    content: bytes


def address(content: bytes) -> str:
    """The SHA-256 of the contents, as hexadecimal: the file's only address."""
    return hashlib.sha256(content).hexdigest()
