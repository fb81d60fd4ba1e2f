"""What an event says, how it is hashed, and what makes a chain of events sound."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from fundflow.errors import BadInput

GENESIS = "0" * 64
REDACT = "audit.redact"


@dataclass(frozen=True)
class Act:
    """Who does what to what, when and why: handed to every verb that writes.

    `key` is the idempotency root that a door gave; "" is none.
    """

    actor_id: int
    actor: str
    now: datetime
    what: str
    subject: str
    reason: str = ""
    key: str = ""


@dataclass(frozen=True)
class Event:
    """One link of the chain. `item` and `fingerprint` vouch for a row elsewhere (`entry 12` and its fingerprint)."""

    seq: int
    previous: str
    hash: str
    at: datetime
    actor_id: int
    actor: str
    what: str
    subject: str
    item: str
    fingerprint: str
    digest: str
    salt: str | None
    payload: str | None

    @property
    def redacted(self) -> bool:
        """Whether its contents have been blanked, by an event of its own."""
        return self.payload is None

    @property
    def contents(self) -> Mapping[str, Any]:
        """What was recorded: `reason`, `before`, `after`, as far as given; empty when redacted."""
        read: Mapping[str, Any] = json.loads(self.payload) if self.payload is not None else {}
        return read


@dataclass(frozen=True, slots=True)
class Vouched:
    """What an event vouches for, without its contents: these columns survive a redaction."""

    seq: int
    at: datetime
    actor_id: int
    actor: str
    what: str
    subject: str
    item: str
    fingerprint: str


@dataclass(frozen=True)
class Fault:
    """Something wrong in the chain, at one event."""

    seq: int
    sentence: str

    def __str__(self) -> str:
        return f"event {self.seq}: {self.sentence}"


@dataclass(frozen=True)
class Anchor:
    """Where the chain ended at a moment; printed outside the database it shows a rewrite or a cut tail."""

    seq: int
    hash: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"

    @classmethod
    def parse(cls, text: str, *, place: str = "--anchor") -> "Anchor":
        """Read `12:ab34...` as it is printed.

        Raises:
            BadInput: not an anchor.
        """
        number, _, digest = text.strip().partition(":")
        if not number.isdigit() or len(digest) != len(GENESIS) or set(digest) - set("0123456789abcdef"):
            raise BadInput(f"'{text}' is not an anchor: copy it whole, number, colon and 64 characters", place=place)
        return cls(int(number), digest)


def canonical(value: object) -> str:
    """One spelling for one value, so that equal contents hash equally."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def sha256(text: str) -> str:
    """The SHA-256 of a text in UTF-8, as hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def moment_text(at: datetime) -> str:
    """A moment for hashing: UTC, always with microseconds."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")


def link(event: Mapping[str, Any]) -> str:
    """The hash of an event's columns; `previous` in it makes the chain."""
    covered = ("previous", "seq", "actor_id", "actor", "what", "subject", "item", "fingerprint", "digest")
    return sha256(canonical([*(event[column] for column in covered), moment_text(event["at"])]))


@dataclass
class _Walk:
    """What a walk along the chain remembers."""

    seq: int = 0
    hash: str = GENESIS
    blanked: dict[int, str] = field(default_factory=dict)
    redactions: dict[int, tuple[int, str]] = field(default_factory=dict)


def faults(events: Iterable[Event], *, head: Anchor | None, anchor: Anchor | None) -> Iterator[Fault]:
    """Every fault of a chain given in order of `seq`: change, removal, insertion, reordering, a tail that is gone."""
    walk = _Walk()
    anchored = anchor is None or anchor.seq == 0
    for event in events:
        yield from _faults_of(event, walk)
        if anchor and event.seq == anchor.seq:
            anchored = True
            if event.hash != anchor.hash:
                yield Fault(event.seq, "it is not the event that the anchor was printed from: the chain was rewritten")
        walk.seq, walk.hash = event.seq, event.hash
    yield from _redaction_faults(walk)
    if head is None and walk.seq:
        yield Fault(walk.seq, "the row that says where the chain ends is gone")
    if head and (head.seq, head.hash) != (walk.seq, walk.hash):
        yield Fault(walk.seq, f"the chain ends here, and it was last seen to end at event {head.seq}: its end was cut")
    if anchor and not anchored:
        yield Fault(anchor.seq, f"the anchor names this event and it is gone: the chain ends at event {walk.seq}")


def _faults_of(event: Event, walk: _Walk) -> Iterator[Fault]:
    if event.seq != walk.seq + 1:
        yield Fault(event.seq, f"it follows event {walk.seq}: one or more events between them were removed")
    if event.previous != walk.hash:
        yield Fault(event.seq, "it does not carry the hash of the event before it: an event was changed or moved")
    if event.hash != link(vars(event)):
        yield Fault(event.seq, "its columns do not give its hash: it was changed or put in")
    if event.payload is None:
        walk.blanked[event.seq] = event.digest
    elif event.digest != sha256(f"{event.salt}{event.payload}"):
        yield Fault(event.seq, "its contents do not give their digest: they were changed")
    if event.what == REDACT and event.item.removeprefix("event ").isdigit():
        walk.redactions[int(event.item.removeprefix("event "))] = (event.seq, event.fingerprint)


def _redaction_faults(walk: _Walk) -> Iterator[Fault]:
    for seq, digest in walk.blanked.items():
        by, redacted = walk.redactions.get(seq, (0, ""))
        if by <= seq or redacted != digest:
            yield Fault(seq, "its contents were blanked and no later event says who redacted it and why")
    for seq, (by, _) in walk.redactions.items():
        if seq not in walk.blanked:
            yield Fault(seq, f"event {by} says that it was redacted, and its contents stand there")
