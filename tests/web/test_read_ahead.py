"""What is answered from rows that were read ahead is what the database itself would answer: every page, word for word."""

import re
from datetime import UTC, datetime

import pytest
from sqlmodel import col, func, or_, select

from fundflow import committees, database, together
from fundflow.committees.tables import Attendance, Committee, Item, Meeting, Sitting
from tests.web.cost import MOST_QUERIES, queries
from tests.web.walks import walk

LONGER = ("whole-case.zip", "/sheet.docx", "/papers.docx")
"""What asks more, and is no page: files that hold everything of a case or a meeting."""
SOME = ("officer", "writer.fednw")
EVERYBODY = (*SOME, "finance", "committee_secretary", "gp_far", "lay_chair.05J")


def plain(answer) -> tuple[int, object]:
    """A page without what differs from one look to the next."""
    words = answer.text if "text/" in answer.headers.get("content-type", "") else ""
    said = re.sub(r'(nonce|name="pressed" value)="[^"]*"', "", words)
    return answer.status_code, said


@pytest.mark.parametrize(("stage", "people"), [("draft", SOME), ("at_committee", SOME), ("active", EVERYBODY)])
def test_no_page_asks_much_and_each_says_what_it_would_say_if_nothing_were_read_ahead(
    stage, people, served, monkeypatch
):
    at = served(stage)
    costly: dict[str, list[str]] = {}
    for name in people:
        browser = at.browser(name)
        ahead = {}
        for path, answer in walk(browser, at.statements):
            ahead[path] = plain(answer)
            if queries(at) > MOST_QUERIES and not any(one in path for one in LONGER):
                costly[f"{queries(at)} {path} {name}"] = [one[:200] for one in at.statements]
        with monkeypatch.context() as patched:
            patched.setattr(together, "hold", lambda *_: None)
            asked = {path: plain(browser.http.get(path)) for path in ahead}
        assert {path for path in ahead if ahead[path] != asked[path]} == set(), (name, stage)
    assert sorted(costly) == [], costly


ANSWERED = [
    select(Sitting).order_by(col(Sitting.id).desc()).where(Sitting.meeting_id == 1),
    select(Sitting.id, Sitting.minutes).where(Sitting.meeting_id == 1, Sitting.minutes == "draft"),
    select(Committee).join(Sitting).where(Sitting.id == 1),
    select(Sitting, Committee).join(Committee, col(Sitting.committee_id) == col(Committee.id)).where(Sitting.id == 1),
    select(Attendance).where(Attendance.sitting_id == 1, col(Attendance.left_at).is_(None)),
    select(Attendance).where(Attendance.sitting_id == 1, col(Attendance.came_at) > datetime(2017, 1, 1, tzinfo=UTC)),
    select(Attendance).where(Attendance.sitting_id == 1, or_(col(Attendance.left_at).is_not(None), Attendance.id > 1)),
    select(Attendance).where(col(Attendance.sitting_id).in_([1]), col(Attendance.mode).not_in(["absent"])),
    select(Item).where(col(Item.meeting_id).in_(select(Meeting.id).where(Meeting.ref == "group"))),
    select(Meeting).where(Meeting.id == 1),
]
ASKED = [
    select(Sitting).where(Sitting.meeting_id == 99),
    select(Sitting).where(Sitting.minutes == "draft"),
    select(Item).where(Item.meeting_id == select(Meeting.id).where(Meeting.ref == "group").scalar_subquery()),
    select(Item).where(Item.meeting_id == 1, col(Item.id).not_in(select(Item.id).where(Item.meeting_id == 99))),
    select(Sitting).where(Sitting.meeting_id == 1).limit(1),
    select(Sitting).where(Sitting.meeting_id == 1).with_for_update(),
    select(Sitting.minutes).where(Sitting.meeting_id == 1).distinct(),
    select(func.count(col(Sitting.id))).where(Sitting.meeting_id == 1),
    select(Sitting).join(Committee, isouter=True).where(Sitting.meeting_id == 1),
    select(Attendance).where(Attendance.sitting_id == 1).order_by(col(Attendance.left_at)),
    select(Sitting).where(Sitting.meeting_id == 1, func.lower(Sitting.minutes) == "draft"),
]


@pytest.mark.parametrize("question", [*ANSWERED, *ASKED], ids=str)
def test_a_question_about_what_is_held_costs_nothing_and_any_other_goes_to_the_database(question, served):
    at = served("recommended")
    with database.reading(at.engine) as session:
        wanted = [tuple(row) for row in session.execute(question)]
        expected = [[getattr(one, "id", one) for one in row] for row in wanted]
    assert expected or any(question is one for one in ASKED), "the question should find something"
    with database.reading(at.engine) as session:
        committees.read_ahead(session, "group")
        at.statements.clear()
        found = [[getattr(one, "id", one) for one in row] for row in session.execute(question)]
        assert found == expected
        assert len([one for one in at.statements if one.startswith("SELECT")]) == (
            any(question is one for one in ASKED)
        )


def test_a_session_that_writes_holds_nothing(served):
    with database.writing(served("recommended").engine) as session:
        committees.read_ahead(session, "group")
        assert "held" not in session.info
