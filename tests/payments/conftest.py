"""The world of payments, on SQLite alone or with the ledger on either database."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from fundflow import database
from tests.payments.world import World, build


@pytest.fixture
def world(session: Session) -> World:
    return build(session)


@pytest.fixture
def books(engine: Engine) -> Iterator[World]:
    """The world with its ledger, on each database in turn."""
    with database.writing(engine) as opened:
        yield build(opened, books=True)
