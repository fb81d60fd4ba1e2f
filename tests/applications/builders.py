"""Rounds and bids for tests, on Worcestershire's own transformation fund."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from sqlmodel import Session

from fundflow import applications
from fundflow.applications import Application, ApplicationVersion, CostLine, ListFact, Partner, Round, Snapshot
from fundflow.audit import Act
from fundflow.definitions import Form, Fund, load_library

OPENS = datetime(2017, 4, 3, 8, 0, tzinfo=UTC)
CLOSES = datetime(2017, 5, 12, 16, 0, tzinfo=UTC)
WRITING = datetime(2017, 4, 20, 9, 0, tzinfo=UTC)
SENT = datetime(2017, 5, 12, 14, 0, tzinfo=UTC)
LIST_DAY = date(2017, 1, 1)
FUND = "worcestershire-transformation"

ELGAR, LICKEY, TEME = "M81001", "M81002", "M81003"


def act(now: datetime = WRITING, *, person: int = 1, name: str = "Priya Shah", reason: str = "") -> Act:
    return Act(actor_id=person, actor=name, now=now, what="test", subject="TF-17-0001", reason=reason)


@cache
def _pinned() -> str:
    return json.dumps(load_library()[0].pin(FUND))


def pinned() -> dict[str, Any]:
    stored: dict[str, Any] = json.loads(_pinned())
    return stored


@cache
def fund() -> Fund:
    return load_library()[0].fund(FUND)


def form() -> Form:
    found = fund().form
    assert found is not None
    return found


def open_round(session: Session, **changes: Any) -> Round:
    given = {"pinned": pinned(), "opens_at": OPENS, "closes_at": CLOSES, "act": act(OPENS)} | changes
    return applications.open_round(session, **given)


def new_bid(session: Session, round_: Round | None = None, *, lead: str = ELGAR, title: str = "Hub") -> Application:
    return applications.create(session, round_ or open_round(session), lead=lead, title=title, act=act())


def line(pence: int = 1_000_000, **changes: Any) -> CostLine:
    usual = CostLine("2017/18", "backfill", "Backfill for two nurses", pence)
    return replace(usual, **changes)


def whole_answers() -> dict[str, str]:
    return {question.key: f"Our answer to {question.key}" for question in form().questions}


def whole_actions() -> dict[str, Any]:
    return {item.key: {"contributes": item.key == "reduce_dnas", "text": "Why"} for item in form().actions.items}


def fill(session: Session, bid: Application, *, lines: list[CostLine] | None = None) -> None:
    applications.save_participants(session, bid, partners=[Partner(LICKEY, "Lend two nurses")], act=act())
    applications.save_answers(session, bid, answers=whole_answers(), actions=whole_actions(), act=act())
    applications.save_documents(session, bid, documents={"equality_impact": "a" * 64}, act=act())
    usual = [line(commissioner="05J", organisation=LICKEY), line(500_000, period="2018/19", commissioner="05T")]
    applications.save_budget(session, bid, lines=usual if lines is None else lines, act=act())


def lists() -> Snapshot:
    def fact(code: str, name: str, commissioner: str, patients: int) -> ListFact:
        return ListFact(code, name, commissioner, patients, "registered", LIST_DAY, "NHS Digital")

    return Snapshot(
        (fact(ELGAR, "Elgar House (invented)", "05J", 9_210), fact(LICKEY, "Lickey (invented)", "05T", 12_190))
    )


def agree(session: Session, bid: Application, organisation: str = LICKEY, **changes: Any) -> None:
    shown = applications.shown_for(session, bid, organisation)
    given = {"shown": shown, "expected_sha256": shown.sha256, "by": "Dr Patel", "role": "partner", "act": act()}
    applications.agree(session, bid, organisation, **(given | changes))


def submitted_bid(session: Session, round_: Round | None = None, **made: Any) -> tuple[Application, ApplicationVersion]:
    bid = new_bid(session, round_, **made)
    fill(session, bid)
    agree(session, bid)
    version = applications.freeze_version(session, bid, snapshot=lists(), signed_by=2, act=act(SENT, person=2))
    applications.move(session, bid, to="submitted", act=act(SENT, person=2))
    return bid, version
