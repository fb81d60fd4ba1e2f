"""Stored files: evidence, letters and papers, each kept once under the hash of its contents."""

from fundflow.files.actions import drop, hold, put, remove
from fundflow.files.kinds import ACCEPT, MOST_BYTES, SAID, checked
from fundflow.files.queries import changed, facts, get
from fundflow.files.rules import FileFacts, StoredFile, address

__all__ = [
    "ACCEPT",
    "MOST_BYTES",
    "SAID",
    "FileFacts",
    "StoredFile",
    "address",
    "changed",
    "checked",
    "drop",
    "facts",
    "get",
    "hold",
    "put",
    "remove",
]
