"""A worker's sweep at a moment that the test sets, and a way to read what is due."""

from datetime import datetime

import pytest
from sqlalchemy import text

from fundflow import clock, database, due, worker


@pytest.fixture
def sweep(monkeypatch):
    """Sweep once at a moment, as the command does: what was done, as (subject, what, outcome)."""

    def at(engine, moment: datetime, name: str | None = None):
        monkeypatch.setenv("FUNDFLOW_CLOCK", clock.wire(moment))
        return [(one.subject, one.what, one.outcome) for one in worker.run(engine, once=True, name=name)]

    return at


@pytest.fixture
def pieces():
    """All due work of a database, by key."""

    def read(engine):
        with database.reading(engine) as session:
            ids = session.connection().execute(text("SELECT id FROM due ORDER BY id")).scalars().all()
            return {one.key: one for one in (due.get(session, number) for number in ids)}

    return read
