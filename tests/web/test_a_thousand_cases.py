"""Lists ask the same few questions of ten cases and of a thousand."""

from sqlalchemy import insert
from sqlmodel import col, select

from fundflow import database
from fundflow.applications.tables import Application, ApplicationVersion, Participant, Share, ShareAmount
from tests.stories.stages import ROUND
from tests.web.cost import MOST_QUERIES, queries

PAGES = (
    ("officer", "/cases"),
    ("officer", "/work"),
    ("officer", f"/rounds/{ROUND}"),
    ("officer", f"/rounds/new?from={ROUND}"),
    ("officer", "/letters"),
    ("officer", "/letters/to-sign"),
    ("finance", "/finance"),
    ("finance", "/reports/year-end"),
    ("auditor", "/reports/year-lists"),
    ("committee_secretary", "/reports/outturn"),
    ("writer.fednw", "/bids"),
    ("writer.fednw", "/work"),
)
_BELOW = ((ApplicationVersion, "application_id"), (Participant, "application_id"), (Share, "application_id"))


def facts(row) -> dict[str, object]:
    return {column.name: getattr(row, column.name) for column in row.__table__.columns}


def multiply(session, until: int) -> None:
    """Copies of the first bid, with all that a list reads of it."""
    first = session.exec(select(Application).order_by(col(Application.id))).first()
    below = [
        (table, key, session.exec(select(table).where(getattr(table, key) == first.id)).all()) for table, key in _BELOW
    ]
    parts = session.exec(select(ShareAmount).where(col(ShareAmount.share_id) < 1_000)).all()
    here = len(session.exec(select(Application.id)).all())
    rows: dict[object, list[dict[str, object]]] = {Application: [], ShareAmount: [], **{one[0]: [] for one in below}}
    for number in range(here + 1, until + 1):
        rows[Application].append(
            {**facts(first), "id": 10_000 + number, "ref": f"TF-17-{number:04d}", "sequence": number}
        )
        for table, key, mine in below:
            for one in mine:
                fresh: dict[str, object] = {"id": number * 1_000 + one.id, key: 10_000 + number}
                if table is Share:
                    fresh["holder"] = f"TF-17-{number:04d}/{one.commissioner}"
                rows[table].append({**facts(one), **fresh})
        for one in parts:
            below_it = {"id": number * 1_000 + one.id, "share_id": number * 1_000 + one.share_id}
            rows[ShareAmount].append({**facts(one), **below_it})
    for table in (Application, ApplicationVersion, Participant, Share, ShareAmount):
        session.execute(insert(table), rows[table])


def counts(at) -> dict[tuple[str, str], int]:
    found = {}
    for name, path in PAGES:
        browser = at.browser(name)
        at.statements.clear()
        browser.get(path)
        found[name, path] = queries(at)
    return found


def test_a_list_costs_the_same_at_ten_and_at_a_thousand_cases(served):
    at = served("submitted")
    with database.writing(at.engine) as session:
        multiply(session, 10)
    few = counts(at)
    with database.writing(at.engine) as session:
        multiply(session, 1_000)
    assert counts(at) == few
    assert max(few.values()) <= MOST_QUERIES, few
