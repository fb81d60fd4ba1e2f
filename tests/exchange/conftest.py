"""Appendix A of the Worcestershire paper, table 7.2, as the files that an office would send."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from sqlmodel import Session

from fundflow.audit import Act
from fundflow.definitions.library import Library
from fundflow.definitions.loading import load_library
from fundflow.exchange import imports
from tests.table_7_2 import CODES, PRINTED

SUB_TOTALS = """\
transformation,total,528407,912818,344093,1785318,
care_navigator,total,120589,208321,78481,407392,
online_consultation,total,105570,182373,68735,356678,
improving_access,total,2677539,7042164,1757448,11477151,
"""


@pytest.fixture(scope="session")
def library() -> Library:
    found, _ = load_library()
    return found


@pytest.fixture
def act(now: datetime) -> Act:
    return Act(actor_id=1, actor="Jo Ash", now=now, what="import", subject="allocations")


@pytest.fixture
def wide(tmp_path: Path) -> Path:
    path = tmp_path / "table-7-2.csv"
    path.write_text(PRINTED + SUB_TOTALS, encoding="utf-8-sig")
    return path


def long_rows() -> list[dict[str, str]]:
    titles, *lines = (line.split(",") for line in PRINTED.splitlines())
    rows = []
    for line in lines:
        cells = dict(zip(titles, line, strict=True))
        rows += [
            {
                "fund": f"worcestershire-{cells['fund'].replace('_', '-')}",
                "commissioner": CODES[name],
                "period": cells["year"],
                "amount": f"£{int(cells[name]):,}.00",
                "recurrence": cells["recurrence"],
                "printed_total": cells["printed_total"],
            }
            for name in CODES
            if cells[name] != "0"
        ]
    return rows


@pytest.fixture
def load(session: Session, act: Act, library: Library) -> Callable[..., imports.ImportReport]:
    """Import into the test's own transaction."""

    def run(kind: str, source: imports.Source, **options: object) -> imports.ImportReport:
        return imports.run(session, kind, source, act=act, library=library, **options)

    return run


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    """A file with this text."""

    def put(text: str, name: str = "file.csv") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return put
