"""Due work that leaves a mark in the database each time it is done; run as a program, a worker that does such work."""

import sys
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, text
from sqlmodel import Session

from fundflow import database, due, engine, worker

KIND = "probe"


def mark(session: Session, payload: Mapping[str, Any], _now: datetime) -> str:
    session.connection().execute(text("INSERT INTO probe (name) VALUES (:name)"), {"name": payload["name"]})
    return "marked"


def put(where: Engine, run_at: datetime, count: int) -> list[str]:
    """So many pieces of such work, and the table for their marks, which lets a doubled one in."""
    names = [f"{number:05}" for number in range(count)]
    with database.writing(where) as session:
        session.connection().execute(text("CREATE TABLE probe (name TEXT)"))
        for name in names:
            due.put(session, KIND, key=name, run_at=run_at, payload={"name": name}, subject=f"probe {name}")
    return names


def marks(where: Engine) -> list[str]:
    with database.reading(where) as session:
        return list(session.connection().execute(text("SELECT name FROM probe ORDER BY name")).scalars())


def _mark_and_wait(session: Session, payload: Mapping[str, Any], now: datetime) -> str:
    """Stand still in the middle of the first piece, its mark made and not committed, until a line comes in."""
    outcome = mark(session, payload, now)
    if payload["name"] == "00000":
        print("in hand", flush=True)  # noqa: T201
        sys.stdin.readline()
    return outcome


if __name__ == "__main__":
    engine.due.WORK[KIND] = _mark_and_wait
    worker.run(sys.argv[1], name=sys.argv[2], interval_seconds=3_600)
