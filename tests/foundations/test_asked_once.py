"""A session that only reads asks each question of the database once."""

from datetime import UTC, datetime

from sqlalchemy import Engine, event
from sqlmodel import col, select

from fundflow import audit, database
from fundflow.organisations import Organisation

NOW = datetime(2017, 6, 1, 9, tzinfo=UTC)


def statements(engine: Engine) -> list[str]:
    seen: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda _1, _2, said, *_rest: seen.append(said))
    return seen


def keep(engine: Engine, *codes: str) -> None:
    with database.writing(engine) as session:
        session.add_all([Organisation(code=code, name=f"Practice {code}", kind="practice") for code in codes])
        act = audit.Act(actor_id=0, actor="a test", now=NOW, what="keep", subject="organisations")
        audit.record(session, act)


def names(session: database.Session, *codes: str) -> list[str]:
    wanted = select(Organisation.name).where(col(Organisation.code).in_(codes)).order_by(Organisation.code)
    return list(session.exec(wanted))


def test_the_same_question_with_the_same_values_is_asked_once_and_answered_alike(engine):
    keep(engine, "A1", "A2")
    seen = statements(engine)
    with database.reading(engine) as session:
        answers = [names(session, "A1", "A2") for _ in range(3)]
        rows = [session.exec(select(Organisation).where(Organisation.code == "A1")).one() for _ in range(2)]
    assert answers == [["Practice A1", "Practice A2"]] * 3
    assert rows[0] is rows[1]
    assert len([one for one in seen if one.lstrip().startswith("SELECT")]) == 2


def test_the_same_question_with_other_values_is_another_question(engine):
    keep(engine, "A1", "A2")
    with database.reading(engine) as session:
        assert (names(session, "A1"), names(session, "A2"), names(session, "A1", "A2")) == (
            ["Practice A1"],
            ["Practice A2"],
            ["Practice A1", "Practice A2"],
        )


def test_a_session_that_writes_always_asks_again(engine):
    keep(engine, "A1")
    with database.writing(engine) as session:
        assert names(session, "A1", "A2") == ["Practice A1"]
        session.add(Organisation(code="A2", name="Practice A2", kind="practice"))
        session.flush()
        assert names(session, "A1", "A2") == ["Practice A1", "Practice A2"]


def test_the_next_session_sees_what_was_written_between(engine):
    keep(engine, "A1")
    with database.reading(engine) as session:
        assert names(session, "A1", "A2") == ["Practice A1"]
    keep(engine, "A2")
    with database.reading(engine) as session:
        assert names(session, "A1", "A2") == ["Practice A1", "Practice A2"]
