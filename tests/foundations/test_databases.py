from sqlalchemy import text

from fundflow import database


def test_both_databases_answer(engine):
    with database.writing(engine) as session:
        assert session.execute(text("SELECT 1")).scalar() == 1
