"""Offers, awards and conditions as frozen facts, for letters, reports and pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from fundflow import money
from fundflow.awards.rules.variations import LineChange


@dataclass(frozen=True)
class ConditionFacts:
    """One condition as letters and pages state it."""

    number: int
    commissioner: str | None
    key: str
    kind: str
    text: str
    evidence: str
    owner: str
    due_on: date | None
    waiver_authority: str
    state: str


@dataclass(frozen=True)
class OfferFacts:
    """The last version of an offer."""

    id: int
    number: int
    state: str
    issued_at: datetime
    expires_at: datetime
    extended: bool
    amounts: Mapping[str, Mapping[str, int]]
    terms: Mapping[str, Any]
    cut: str
    scope: str
    decided_by: str
    query: str

    @property
    def pence(self) -> int:
        """All that is offered."""
        return money.total(self.amounts)


@dataclass(frozen=True)
class VariationFacts:
    """A change that waits for a decision; `before` and `after` are pence by commissioner and period."""

    number: int
    kind: str
    reason: str
    requested_at: datetime
    within_tolerance: bool
    changes: tuple[LineChange, ...]
    before: tuple[Mapping[str, Any], ...]
    after: tuple[Mapping[str, Any], ...]
    details: Mapping[str, Any]


@dataclass(frozen=True)
class AwardFacts:
    """An award as it stands now."""

    id: int
    application_id: int
    offer_id: int
    recipient: str
    accepted_at: datetime
    starts: date
    ends: date
    last_claim_on: date
    precedents_by: date | None
    start_authorised_at: datetime | None
    ended_on: date | None
    end_clause: str
    end_reason: str
    settled: bool
    closed_at: datetime | None
    suspended_since: datetime | None
    suspension_reason: str
    open_variation: VariationFacts | None
    amounts: Mapping[str, Mapping[str, int]]

    @property
    def pence(self) -> int:
        """The whole award now."""
        return money.total(self.amounts)


@dataclass(frozen=True)
class AwardDossier:
    """What is offered, awarded and asked in one case."""

    application_id: int
    offer: OfferFacts | None
    award: AwardFacts | None
    conditions: tuple[ConditionFacts, ...]
