"""Reports read alike from SQLite and PostgreSQL."""

import json
from datetime import date

import pytest

from fundflow import database
from fundflow.exchange import exports
from fundflow.reporting import REPORTS
from tests.reporting.county import ask, life


@pytest.mark.postgres
def test_every_report_is_the_same_on_both_databases(postgres_engine, lived):
    with database.writing(postgres_engine) as session:
        life(session)
    with database.reading(postgres_engine) as session:
        for name in REPORTS:
            there, here = (json.loads(exports.as_json(ask(one, name))) for one in (session, lived))
            assert there == here, name
            past = {"as_at": date(2017, 6, 16)}
            assert exports.as_csv(ask(session, name, **past)) == exports.as_csv(ask(lived, name, **past)), name
