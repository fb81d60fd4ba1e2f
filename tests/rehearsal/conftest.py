"""What every test of a rehearsal stands on."""

import pytest

from fundflow.definitions import Library, load_library
from tests.plays import plays

__all__ = ["library", "plays"]


@pytest.fixture(scope="session")
def library() -> Library:
    found, problems = load_library()
    assert not problems
    return found
