"""What every test of a rehearsal stands on."""

import pytest

from fundflow.definitions import Library
from tests.plays import plays
from tests.stories import world

__all__ = ["library", "plays"]


@pytest.fixture(scope="session")
def library() -> Library:
    return world.library()
