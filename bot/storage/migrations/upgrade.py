"""Runs the steps that are due; imported only then, because Alembic takes time to import."""

from pathlib import Path

import structlog
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection

log = structlog.stdlib.get_logger()


def config_for(connection: Connection) -> Config:
    """Alembic's settings for an open connection, without a file of settings."""
    config = Config()
    folder = str(Path(__file__).parent).replace("%", "%%")  # % is special to Alembic's parser
    config.set_main_option("script_location", folder)
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection) -> None:
    """Brings the schema to the newest step, inside the transaction of the caller."""
    if MigrationContext.configure(connection).get_current_revision() is None:
        # A slip in DATABASE_URL makes one too.
        log.info("new database created", database=connection.engine.url.database)
    command.upgrade(config_for(connection), "head")
