"""The world of payments and the packaged definitions, for proofs about the books."""

import pytest

from fundflow.definitions import Library, load_library
from tests.payments.conftest import books, world

__all__ = ["books", "world"]


@pytest.fixture(scope="session")
def library() -> Library:
    found, _ = load_library()
    return found
