from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from fundflow import database, people
from fundflow.errors import BadInput


def test_both_databases_answer(engine):
    with database.writing(engine) as session:
        assert session.execute(text("SELECT 1")).scalar() == 1


@pytest.mark.parametrize("number", [2**31, 10**30], ids=["beyond a column", "beyond every column"])
def test_what_neither_database_can_hold_is_refused_in_words_and_nothing_is_saved(number, engine):
    def keep(value: int) -> None:
        with database.writing(engine) as session:
            session.add(
                people.Person(
                    id=77, sign_in_name="nell", name="Nell", email="", added_at=datetime(2017, 4, 1, tzinfo=UTC)
                )
            )
            session.flush()
            session.execute(text("UPDATE person SET id = :value WHERE id = 77"), {"value": value})

    if engine.dialect.name == "postgresql" or number > 2**63:
        with pytest.raises(BadInput) as told:
            keep(number)
        assert str(told.value).startswith("Nothing was saved: a number, a day or a character")
        with database.reading(engine) as session:
            assert session.execute(text("SELECT count(*) FROM person WHERE name = 'Nell'")).scalar() == 0


def test_a_row_is_looked_for_under_a_number_beyond_every_column_and_the_door_says_so(sqlite_engine):
    with pytest.raises(BadInput), database.reading(sqlite_engine) as session:
        people.get(session, 10**30)
