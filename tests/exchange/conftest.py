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

PRINTED = """\
fund,year,RB,SW,WF,printed_total,recurrence
transformation,2017/18,263641,455415,171878,890934,N/R
transformation,2018/19,264766,457403,172215,894384,N/R
care_navigator,2017/18,30213,52190,19697,102100,N/R
care_navigator,2018/19,30125,52044,19595,101764,N/R
care_navigator,2019/20,30125,52044,19595,101764,N/R
care_navigator,2020/21,30125,52044,19595,101764,N/R
online_consultation,2017/18,45320,78285,29546,153151,N/R
online_consultation,2018/19,60251,104087,39189,203527,N/R
resilience,2017/19,30000,61340,11000,102340,N/R
ettf,2017/19,506000,2078593,1538790,4123383,N/R
improving_access,2017/18,0,1754768,0,1754768,N/R
improving_access,2018/19,559407,1762465,379728,2701600,N/R
improving_access,2019/20,1059066,1762465,688860,3510391,Recurrent
improving_access,2020/21,1059066,1762465,688860,3510391,Recurrent
"""
SUB_TOTALS = """\
transformation,total,528407,912818,344093,1785318,
care_navigator,total,120589,208321,78481,407392,
online_consultation,total,105570,182373,68735,356678,
improving_access,total,2677539,7042164,1757448,11477151,
"""
CODES = {"RB": "05J", "SW": "05T", "WF": "06D"}


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
