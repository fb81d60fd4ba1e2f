"""Makes content canonical, so that equal things have equal fingerprints, and states what is frozen at submission."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from fundflow.clock import wire


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return wire(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be frozen")


def canonical(value: object) -> str:
    """One text for equal content, whatever the order of its keys; dates in ISO 8601, moments in UTC."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)


def plain(value: object) -> Any:
    """The same content as JSON holds it."""
    return json.loads(canonical(value))


def fingerprint(value: object) -> str:
    """The sha256 of the canonical text."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


@dataclass(frozen=True)
class ListFact:
    """A list size as it counted: how many patients, of which basis, on which day, from which source."""

    organisation: str
    name: str
    commissioner: str
    patients: int | None
    basis: str
    on: date
    source: str


@dataclass(frozen=True)
class Membership:
    """An organisation's membership of a group on the day of submission."""

    organisation: str
    group: str
    since: date | None = None


@dataclass(frozen=True)
class Snapshot:
    """What other domains said at submission; it never changes afterwards."""

    lists: tuple[ListFact, ...] = ()
    memberships: tuple[Membership, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The snapshot as it is stored inside the frozen version."""
        return {"lists": plain([asdict(item) for item in self.lists]), "memberships": self._memberships()}

    def _memberships(self) -> Any:
        return plain([asdict(item) for item in self.memberships])

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Snapshot":
        """Read back what `as_json` wrote."""
        lists = tuple(ListFact(**{**item, "on": date.fromisoformat(item["on"])}) for item in stored["lists"])
        memberships = tuple(
            Membership(
                item["organisation"], item["group"], date.fromisoformat(item["since"]) if item["since"] else None
            )
            for item in stored["memberships"]
        )
        return cls(lists, memberships)
