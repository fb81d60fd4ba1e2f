"""The worked meeting."""

import pytest
from sqlmodel import Session

from tests.committees.world import World, build


@pytest.fixture
def world(session: Session) -> World:
    return build(session)
