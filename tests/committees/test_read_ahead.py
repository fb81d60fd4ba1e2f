"""A meeting that was read ahead answers as the database does, and on both databases."""

from typing import Any

from sqlalchemy import Engine, event
from sqlmodel import col, or_, select

from fundflow import committees, database
from fundflow.committees.tables import Attendance, Committee, Item, Meeting, Motion, ShareDecision, Sitting, Vote
from tests.committees.builders import AO, CHAIR, GP1, LAY, NURSE, ROLES, at
from tests.committees.world import act, build

REF = "PCCC-2017-06"
MINE = select(Meeting.id).where(Meeting.ref == REF)
SITTINGS = select(Sitting.id).where(col(Sitting.meeting_id).in_(MINE))
HELD: dict[str, Any] = {
    "sittings in order": select(Sitting).where(Sitting.meeting_id == 1).order_by(col(Sitting.id).desc()),
    "joined": select(Sitting, Committee).join(Committee, col(Sitting.committee_id) == col(Committee.id)),
    "who came, by a question within a question": select(Attendance).where(col(Attendance.sitting_id).in_(SITTINGS)),
    "by a moment": select(Attendance).where(Attendance.sitting_id == 1, col(Attendance.came_at) >= at("13:00")),
    "what is not known": select(Attendance).where(Attendance.sitting_id == 1, col(Attendance.left_at).is_(None)),
    "either": select(Item).where(Item.meeting_id == 1, or_(col(Item.private).is_(True), Item.number == 1)),
    "votes of a motion": select(Vote).join(Motion).where(Motion.sitting_id == 1, Vote.choice == "for"),
    "a share": select(ShareDecision.state, ShareDecision.asked).where(ShareDecision.application_id == 1),
}
HELD["joined"] = HELD["joined"].where(Sitting.meeting_id == 1)
SORTED = "text that is sorted, as the database sorts it"
ASKED: dict[str, Any] = {
    SORTED: select(Item).where(Item.meeting_id == 1, Item.title > "G"),
    "one value from within": select(Item).where(Item.meeting_id == MINE.scalar_subquery()),
    "none of a list that has what is not known": select(Item).where(
        Item.meeting_id == 1, col(Item.application_id).not_in(select(Item.application_id).where(Item.meeting_id == 1))
    ),
}


def rows(session: Any, question: Any) -> list[tuple[Any, ...]]:
    found = [tuple(getattr(one, "id", one) for one in row) for row in session.execute(question)]
    return found if "ORDER BY" in str(question) else sorted(found, key=repr)


def test_what_is_held_is_what_the_database_says(engine: Engine):
    with database.writing(engine) as session:
        world = build(session)
        world.come(*ROLES)
        world.vote("pccc-rb", 1, {CHAIR: "for", LAY: "for", GP1: "against", AO: "for"})
        committees.leave(session, 1, NURSE, at=at("14:30"), act=act())
    said: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda _1, _2, statement, *_rest: said.append(statement))
    for name, question in {**HELD, **ASKED}.items():
        with database.reading(engine) as session:
            wanted = rows(session, question)
        assert wanted or name.startswith("none"), f"{name}: the question should find something"
        with database.reading(engine) as session:
            committees.read_ahead(session, REF)
            said.clear()
            assert rows(session, question) == wanted, name
        asked = name in ASKED and not (name == SORTED and engine.dialect.name == "sqlite")
        assert any(one.startswith("SELECT") for one in said) == asked, name
