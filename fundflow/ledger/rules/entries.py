"""Entries as they are stored, and the two hashes that they carry."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from fundflow import audit
from fundflow.ledger.rules.balances import BudgetKey
from fundflow.ledger.rules.lines import Line, Place, Posting
from fundflow.ledger.tables import Account, Kind
from fundflow.money import Pence


@dataclass(frozen=True)
class Entry:
    """What happened. `key` is its idempotency key; `reverses_id` the entry that it undoes.

    `relates_to` is the day that it is about where that day's month was closed and it was posted later.
    """

    id: int
    kind: Kind
    pence: Pence
    effective_on: date
    relates_to: date | None
    recorded_at: datetime
    actor_id: int
    actor: str
    case: str | None
    source: str
    reason: str
    key: str | None
    reverses_id: int | None
    asked: str
    fingerprint: str
    postings: tuple[Posting, ...] = ()


@dataclass(frozen=True)
class Fault:
    """Something wrong in the ledger: where, and what does not agree."""

    place: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}"


CLOSE_PERIOD = "ledger.CLOSE_PERIOD"
"""What the audit trail calls the closing of a key's books."""

ENTRY_CONTENT = (
    "kind",
    "pence",
    "effective_on",
    "relates_to",
    "recorded_at",
    "actor_id",
    "actor",
    "case_ref",
    "source",
    "reason",
    "idempotency_key",
    "reverses_id",
    "asked",
)
_SIDES = ("commissioner", "period", "fund", "holder", "account")
POSTING_CONTENT = (
    "line",
    *(f"from_{part}" for part in _SIDES),
    *(f"to_{part}" for part in _SIDES),
    "pence",
    "delivery_year",
    "recurrence",
    "capital",
)


def asked(kind: Kind, lines: Sequence[Line], **rest: object) -> str:
    """The hash of what a caller asks for: the same again under one idempotency key is the same entry."""
    return audit.sha256(audit.canonical([kind, [asdict(line) for line in lines], rest]))


def fingerprint(entry: Mapping[Any, Any], postings: Sequence[Mapping[Any, Any]]) -> str:
    """The hash of all that is stored of an entry, but for its number: every column of it and of its postings."""
    return audit.sha256(
        audit.canonical(
            [
                [_plain(entry[column]) for column in ENTRY_CONTENT],
                [[_plain(posting[column]) for column in POSTING_CONTENT] for posting in postings],
            ]
        )
    )


def closing_fingerprint(row: Mapping[Any, Any]) -> str:
    """The hash of a closing: whose books, when, by whom and why."""
    columns = ("commissioner", "period", "fund", "closed_at", "actor_id", "actor", "reason")
    return audit.sha256(audit.canonical([_plain(row[column]) for column in columns]))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return audit.moment_text(value)
    return value.isoformat() if isinstance(value, date) else value


def posting_row(line: int, posting: Posting) -> dict[str, Any]:
    """The columns of a posting, but for its entry."""
    return {
        "line": line,
        **_place_row("from", posting.source),
        **_place_row("to", posting.target),
        "pence": posting.pence,
        "delivery_year": posting.delivery_year,
        "recurrence": posting.recurrence,
        "capital": posting.capital,
    }


def _place_row(side: str, place: Place) -> dict[str, Any]:
    key = place.key
    return {
        f"{side}_commissioner": key.commissioner if key else None,
        f"{side}_period": key.period if key else None,
        f"{side}_fund": key.fund if key else None,
        f"{side}_holder": place.holder,
        f"{side}_account": place.account.value,
    }


def posting_from(row: Mapping[Any, Any]) -> Posting:
    """A posting as it was stored."""
    return Posting(
        _place_from(row, "from"),
        _place_from(row, "to"),
        row["pence"],
        row["delivery_year"],
        row["recurrence"],
        row["capital"],
    )


def _place_from(row: Mapping[Any, Any], side: str) -> Place:
    parts = [row[f"{side}_{part}"] for part in ("commissioner", "period", "fund")]
    return Place(
        Account(row[f"{side}_account"]), BudgetKey(*parts) if parts[0] is not None else None, row[f"{side}_holder"]
    )


def entry_from(row: Mapping[Any, Any], postings: Sequence[Posting]) -> Entry:
    """An entry as it was stored."""
    return Entry(
        id=row["id"],
        kind=Kind(row["kind"]),
        pence=row["pence"],
        effective_on=row["effective_on"],
        relates_to=row["relates_to"],
        recorded_at=row["recorded_at"],
        actor_id=row["actor_id"],
        actor=row["actor"],
        case=row["case_ref"],
        source=row["source"],
        reason=row["reason"],
        key=row["idempotency_key"],
        reverses_id=row["reverses_id"],
        asked=row["asked"],
        fingerprint=row["fingerprint"],
        postings=tuple(postings),
    )
