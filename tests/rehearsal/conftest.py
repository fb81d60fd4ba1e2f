"""What every test of a rehearsal stands on."""

import pytest

from fundflow.definitions import Library, load_library


@pytest.fixture(scope="session")
def library() -> Library:
    found, problems = load_library()
    assert not problems
    return found
