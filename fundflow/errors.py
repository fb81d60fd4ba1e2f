"""What can go wrong, typed, each saying what a person can do."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_TYPED = re.compile(r"\s*\((?:'?fundflow [a-z]|--[a-z]|[a-z_]+=)(?:[^()]|\([^()]*\))*\)")


def plainly(sentence: str) -> str:
    """A sentence for people who are at no terminal: without what stands in brackets to be typed there."""
    return _TYPED.sub("", sentence)


@dataclass(frozen=True)
class Refusal:
    """Why a step is closed: the guard that refused (a problem code) and the sentence that a person reads."""

    guard: str
    reason: str

    @property
    def plain(self) -> str:
        """The sentence as a page says it."""
        return plainly(self.reason)


class FundflowError(Exception):
    """Anything that the product itself raises; its text is one line that a person can act on."""


class Refused(FundflowError):  # noqa: N818 - the field's word: a step is refused
    """A rule said no; nothing was written."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        self.refusals = tuple(refusals)
        super().__init__(" ".join(refusal.reason for refusal in self.refusals))

    @classmethod
    def because(cls, guard: str, reason: str) -> "Refused":
        """One refusal by one guard."""
        return cls([Refusal(guard, reason)])


class BadInput(FundflowError):  # noqa: N818
    """What came in cannot be read; `place` says where (a file and line, a field, an option)."""

    def __init__(self, reason: str, *, place: str = "") -> None:
        self.place = place
        self.reason = reason
        super().__init__(f"{place}: {reason}" if place else reason)


class NotFound(FundflowError):  # noqa: N818
    """A name stands for nothing here."""


class Stale(FundflowError):  # noqa: N818
    """Somebody else changed the record first; nothing was written."""


class Conflict(FundflowError):  # noqa: N818
    """The same key was used before for something else; nothing was written."""


class SchemaMissing(FundflowError):  # noqa: N818
    """The database has no schema, or an old one."""
