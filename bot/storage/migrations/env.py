"""What Alembic runs for each command; the connection is handed over by `upgrade.py`."""

from alembic import context
from sqlalchemy import Connection

from bot.storage.tables import metadata


def run_due_steps() -> None:
    """Runs the due steps on the connection that was handed over."""
    connection = context.config.attributes["connection"]
    if not isinstance(connection, Connection):
        raise TypeError("migrations run through bot.storage.migrations.upgrade only")
    # Batch mode: SQLite cannot alter most of a table in place.
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


run_due_steps()
