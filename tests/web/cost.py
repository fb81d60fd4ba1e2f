"""What a page costs: the questions that it put to the database."""

from typing import Any

MOST_QUERIES = 12
"""What one page may cost."""


def queries(at: Any) -> int:
    """How many there were since the statements were last cleared; a page that asked none was not watched."""
    found = [one for one in at.statements if not one.startswith(("PRAGMA", "BEGIN"))]
    assert found, "no statement was seen: is anything listening?"
    return len(found)
