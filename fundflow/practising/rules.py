"""What is said of a practice database, and how two addresses are told to be one database."""

from pathlib import Path
from typing import Final

from sqlalchemy import URL, Engine

from fundflow.clock import moment_words
from fundflow.practising.tables import PracticeMarker

MARK: Final = "Practice copy: nothing in it is real"
"""Across every page and in every note of what comes out of a practice database."""

TITLE: Final = "Practice copy. "
"""Before the title of a report: a workbook's sheets are named by it, and take no colon."""


def banner(marker: PracticeMarker) -> str:
    """The line that every command prints first."""
    return (
        f"PRACTICE: a copy of {marker.round_ref}, made by {marker.made_by} on {moment_words(marker.made_at)}. "
        "Nothing in it is real. Nobody is written to, and nobody is paid."
    )


def address_of(opened: Engine) -> str:
    """A database's address as it may be shown: without its password."""
    return opened.url.render_as_string(hide_password=True)


def doubled(one: URL, other: URL) -> bool:
    """Whether two addresses are the same database, however each is written."""
    if one.get_backend_name() != other.get_backend_name():
        return False
    if one.get_backend_name() == "sqlite":
        return _file(one) is not None and _file(one) == _file(other)
    places = [(url.host or "localhost", url.port or 5432, url.database or url.username) for url in (one, other)]
    return places[0] == places[1]


def _file(url: URL) -> Path | None:
    name = url.database
    return Path(name).resolve() if name and name != ":memory:" else None
