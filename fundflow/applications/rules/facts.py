"""One case as frozen facts, for letters, reports and pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from fundflow.applications.rules.consent import PRESENT
from fundflow.applications.rules.content import Content
from fundflow.applications.rules.freezing import Snapshot


@dataclass(frozen=True)
class VersionFacts:
    """One version: its number, whether it counts, and when and by whom it was signed."""

    id: int
    number: int
    state: str
    form_version: int
    created_at: datetime
    saved_at: datetime
    submitted_at: datetime | None
    signed_by: int | None
    sha256: str


@dataclass(frozen=True)
class ParticipantFacts:
    """One organisation of a bid and where its consent stands."""

    organisation: str
    role: str
    state: str
    commitments: str
    shown: Mapping[str, Any] | None
    consent_by: str
    consent_at: datetime | None
    consent_channel: str
    condition: str


@dataclass(frozen=True)
class ShareFacts:
    """One commissioner's part: its name in the ledger, and pence asked and approved by period (None: undecided)."""

    commissioner: str
    holder: str
    basis: str
    patients: int | None
    asked: Mapping[str, int]
    approved: Mapping[str, int | None]

    @property
    def asked_pence(self) -> int:
        """All periods together."""
        return sum(self.asked.values())

    @property
    def approved_pence(self) -> int:
        """All periods together; undecided ones count nought."""
        return sum(pence or 0 for pence in self.approved.values())


@dataclass(frozen=True)
class ClarificationFacts:
    """One set of questions, and what came of it."""

    number: int
    questions: Sequence[Mapping[str, Any]]
    asked_at: datetime
    due_at: datetime
    extended: bool
    outcome: str
    answers: Mapping[str, str]
    fields_changed: Sequence[str]
    closed_at: datetime | None


@dataclass(frozen=True)
class GateFacts:
    """The latest result of one gate."""

    code: str
    passed: bool
    warning: bool
    detail: str
    curable: bool
    at: datetime


@dataclass(frozen=True)
class SignatureFacts:
    """A signature that has not been cleared."""

    step: str
    role: str
    person_id: int
    person: str
    at: datetime


@dataclass(frozen=True)
class TaskFacts:
    """Something still to do."""

    id: int
    kind: str
    role: str
    text: str
    due_at: datetime | None


@dataclass(frozen=True)
class NoteFacts:
    """A remark."""

    text: str
    author: str
    at: datetime


@dataclass(frozen=True)
class Dossier:
    """One case, whole. `content` is what counts now; `snapshot` what was frozen with the submitted version."""

    id: int
    ref: str
    round: str
    round_title: str
    round_closes_at: datetime
    reserve_until: date | None
    next_round: str
    fund: str
    capital: bool
    workflow: str
    lead: str
    title: str
    state: str
    state_since: datetime
    version: int
    origins: Mapping[str, str]
    deadlines: Mapping[str, str]
    facts: Mapping[str, Any]
    ask_pence: int
    severable: bool
    minimum_viable_pence: int | None
    deferral_count: int
    submitted_at: datetime | None
    preference: int | None
    set_aside: bool
    version_number: int
    content: Content
    snapshot: Snapshot | None
    versions: tuple[VersionFacts, ...]
    participants: tuple[ParticipantFacts, ...]
    shares: tuple[ShareFacts, ...]
    clarifications: tuple[ClarificationFacts, ...]
    gates: tuple[GateFacts, ...]
    signatures: tuple[SignatureFacts, ...]
    tasks: tuple[TaskFacts, ...]
    notes: tuple[NoteFacts, ...]

    @property
    def present(self) -> tuple[ParticipantFacts, ...]:
        """The organisations that are still named in the bid."""
        return tuple(one for one in self.participants if one.state in PRESENT)
