"""The whole of table 7.2 and one bid's whole life, to report on."""

from datetime import UTC, date, datetime
from typing import Any

from sqlmodel import Session

from fundflow import organisations, reporting
from fundflow.audit import Act
from fundflow.exchange import imports
from fundflow.reporting import Report
from tests.exchange.conftest import long_rows
from tests.stories.test_one_bid import test_one_bid_from_draft_to_closure as live_one_bid
from tests.stories.world import library

NOW = datetime(2019, 4, 3, 9, tzinfo=UTC)
ACT = Act(1, "Jo Ash", datetime(2017, 4, 3, 8, tzinfo=UTC), "import", "allocations")
LISTS = {"05J": 175_761, "05T": 303_610, "06D": 114_585}
TRANSFORMATION = "worcestershire-transformation"


def table_7_2(session: Session) -> None:
    """Appendix A, and nothing else."""
    done = imports.run(session, "allocations", long_rows(), act=ACT, library=library())
    assert done.rejected == []


def lists(session: Session, *, on: date = date(2017, 4, 1), sizes: dict[str, int] | None = None) -> None:
    for code, patients in (sizes or LISTS).items():
        organisations.snapshot(session, code, basis="registered", on=on, patients=patients, source="list", act=ACT)


def life(session: Session) -> None:
    """One bid of £100,000 on £263,641, of which £25,000 was paid, closed on 2 April 2019."""
    live_one_bid(session)


def ask(session: Session, name: str, **options: Any) -> Report:
    return reporting.run(session, name, library=library(), **{"now": NOW, **options})
