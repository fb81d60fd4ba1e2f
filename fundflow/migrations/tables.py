"""Every table of the product, brought together so that the schema's history can see them all."""

from sqlalchemy import MetaData
from sqlmodel import SQLModel

import fundflow.accounts.tables
import fundflow.allocations.tables
import fundflow.applications.tables
import fundflow.audit.tables
import fundflow.awards.tables
import fundflow.committees.tables
import fundflow.drafting.tables
import fundflow.due.tables
import fundflow.files.tables
import fundflow.finance.tables
import fundflow.ledger.tables
import fundflow.letters.tables
import fundflow.mail.tables
import fundflow.monitoring.tables
import fundflow.organisations.tables
import fundflow.payments.tables
import fundflow.people.tables
import fundflow.practising.tables
import fundflow.scoring.tables
import fundflow.support.tables
import fundflow.takeovers.tables  # noqa: F401 - imported for the tables that it adds

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
}
"""How a constraint is called that its table does not name: what has no name cannot be changed later on SQLite."""


def _named() -> MetaData:
    together = MetaData(naming_convention=NAMES)
    for table in SQLModel.metadata.tables.values():
        table.to_metadata(together)
    return together


METADATA = _named()
"""All tables with all names, as a database has them after the newest migration."""
