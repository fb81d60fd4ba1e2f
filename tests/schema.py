"""Builds the schema for tests, by the migration that an office runs."""

import pytest
from sqlalchemy import Engine

from fundflow import migrations


def build(engine: Engine) -> None:
    """The schema as an upgrade leaves it; tables that have moved on since must be migrated before they can be tested."""
    migrations.upgrade(engine)
    if differing := migrations.differences(engine):
        pytest.fail(
            "the tables have moved on: 'python -m fundflow.migrations.first' writes their migration\n"
            + "\n".join(differing),
            pytrace=False,
        )
