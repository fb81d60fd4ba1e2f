"""A round with three bids, and people who act in it."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import pytest
from sqlmodel import Session

from fundflow import scoring
from fundflow.applications.tables import Application, ApplicationVersion, Round
from fundflow.audit import Act
from fundflow.definitions.criteria import Moderation
from fundflow.scoring import Candidate, Parties
from tests.scoring.schemes import KEYS, SCHEME

OWN = {"M81001": "Elmsgate Surgery", "SWHC": "Stay Well Health Care"}
PARTIES = Parties(OWN)
FINANCE = Candidate(11, "Ann Cole", finance_aware=True)
CLINICAL = Candidate(12, "Dr Lee", clinical=True)
THIRD = Candidate(13, "Dr Roe", clinical=True)
NAMES = {1: "Jo Ash", 2: "Moira Chair", 11: "Ann Cole", 12: "Dr Lee", 13: "Dr Roe"}
ASK = 5_000_000


@pytest.fixture
def act(now: datetime) -> Callable[..., Act]:
    """An act by a person, so many minutes after the start."""

    def by(person: int = 1, *, minutes: int = 0) -> Act:
        return Act(
            person, NAMES.get(person, f"Person {person}"), now + timedelta(minutes=minutes), "test", "TF-17-0001"
        )

    return by


def add_round(session: Session, now: datetime, bids: int = 3) -> list[int]:
    """Ids of the bids of a new round."""
    opened = Round(
        ref="worcestershire-transformation-2017-1",
        fund="worcestershire-transformation",
        workflow="competed-grant",
        year=2017,
        number=1,
        title="Transformation",
        opens_at=now,
        closes_at=now + timedelta(days=30),
        pinned={},
        pinned_sha256="0",
        created_at=now,
        created_by=1,
    )
    session.add(opened)
    session.flush()
    rows = [
        Application(
            ref=f"TF-17-{number:04d}",
            sequence_year=2017,
            sequence=number,
            round_id=opened.id or 0,
            fund=opened.fund,
            workflow="competed-grant",
            lead="M81001",
            title=f"Bid {number}",
            state="in_assessment",
            state_since=now,
            created_by=1,
            created_at=now,
        )
        for number in range(1, bids + 1)
    ]
    session.add_all(rows)
    session.flush()
    for row in rows:
        session.add(
            ApplicationVersion(
                application_id=row.id or 0, number=1, title="v", created_at=now, saved_at=now, saved_by=1
            )
        )
    session.flush()
    return [row.id or 0 for row in rows]


@pytest.fixture
def bids(session: Session, now: datetime) -> list[int]:
    return add_round(session, now)


@pytest.fixture
def round_id(session: Session, bids: list[int]) -> int:
    found = session.get(Application, bids[0])
    assert found is not None
    return found.round_id


class Completed(NamedTuple):
    """What finishing the scoring led to."""

    moderation: scoring.ModerationRecord
    triggers: tuple[scoring.Trigger, ...]
    result: scoring.Consolidation | None


class Desk:
    """Takes a bid through assessment in few words."""

    def __init__(self, session: Session, act: Callable[..., Act]) -> None:
        self.session, self.act = session, act

    def seat(self, bid: int, candidate: Candidate = FINANCE) -> scoring.Assignment:
        return scoring.assign(self.session, bid, candidate, parties=PARTIES, act=self.act())

    def open(self, bid: int, candidate: Candidate = FINANCE) -> scoring.Assignment:
        row = self.seat(bid, candidate)
        by = self.act(candidate.person_id)
        scoring.declare(self.session, bid, answer="none", bodies=OWN, act=by)
        return scoring.open_papers(self.session, row.application_id, bodies=OWN, version_id=None, act=by)

    def score(self, bid: int, person: int, marks: tuple[int, ...], *, minutes: int = 0) -> None:
        for key, mark in zip(KEYS, marks, strict=True):
            scoring.save_score(
                self.session,
                bid,
                key,
                criteria=SCHEME,
                score=mark,
                justification=f"because of answer {mark}",
                strength=f"{key} is clear",
                gap=f"{key} lacks a number",
                note="panel only",
                act=self.act(person, minutes=minutes),
            )

    def lock(self, bid: int, candidate: Candidate, marks: tuple[int, ...]) -> None:
        self.open(bid, candidate)
        self.score(bid, candidate.person_id, marks)
        scoring.lock(self.session, bid, criteria=SCHEME, act=self.act(candidate.person_id))

    def panel(self, bid: int, first: tuple[int, ...], second: tuple[int, ...]) -> None:
        self.lock(bid, FINANCE, first)
        self.lock(bid, CLINICAL, second)

    def complete(self, bid: int, ask_pence: int = ASK, settings: Moderation | None = None) -> Completed:
        """Finish a bid's scoring as the engine does: keep what fired, and the result where nothing did."""
        given: dict[str, Any] = {"criteria": SCHEME, "ask_pence": ask_pence, "settings": settings, "act": self.act()}
        record = scoring.open_moderation(self.session, bid, **given)
        found = scoring.triggers_of(record)
        result = None if found else scoring.consolidate_application(self.session, bid, **given)
        return Completed(record, found, result)

    def settle(self, bid: int, agreed: Mapping[str, tuple[int | None, str]]) -> scoring.Consolidation:
        """What moderators agree, criterion by criterion, and the result."""
        given: dict[str, Any] = {"criteria": SCHEME, "act": self.act(2)}
        for criterion, (mark, reason) in agreed.items():
            scoring.agree_score(self.session, bid, criterion, score=mark, reason=reason, **given)
        return scoring.consolidate_application(self.session, bid, ask_pence=ASK, **given)

    def result(self, bid: int, marks: tuple[int, ...]) -> scoring.Consolidation:
        self.panel(bid, marks, marks)
        found = self.complete(bid).result
        assert found is not None
        return found


@pytest.fixture
def desk(session: Session, act: Callable[..., Act]) -> Desk:
    return Desk(session, act)
