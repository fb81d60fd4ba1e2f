"""What Alembic runs: the revisions, then the triggers, in the transaction of the connection that it is given."""

from alembic import context
from sqlalchemy import Connection

from fundflow.migrations import triggers
from fundflow.migrations.tables import METADATA

given: Connection = context.config.attributes["connection"]
context.configure(connection=given, target_metadata=METADATA, render_as_batch=True, transactional_ddl=True)
context.run_migrations()
triggers.put(given)
