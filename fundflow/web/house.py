"""What every request shares: the database, the definitions, and what this installation shows of itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from fundflow.clock import moment_words
from fundflow.database import Engine
from fundflow.definitions import Library


@dataclass(frozen=True)
class House:
    """One running service; `clock` is the only place from which it has the time.

    `demonstration` lets anybody sign in by picking a name, and says on every page that nothing here is real.
    """

    engine: Engine
    library: Library
    clock: Callable[[], datetime]
    organisation: str = "Primary care funds"
    copyright: str = ""
    demonstration: bool = False
    secure: bool = False
    moved_clock: bool = False
    practice: str = ""
    """What a practice copy says of itself; nothing in a real database."""

    @property
    def notice(self) -> str:
        """What stands at the top of every page of a demonstration, or where the clock was set."""
        if not (self.demonstration or self.moved_clock or self.practice):
            return ""
        said = f"{self.practice} " if self.practice else ""
        said += "This is a demonstration: its people and bids are invented. " if self.demonstration else ""
        return said + (f"The clock stands at {moment_words(self.clock())}." if self.moved_clock else "")
