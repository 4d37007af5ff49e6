"""Runs the steps that are due; imported only then, because Alembic takes time to import."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection


def config_for(connection: Connection) -> Config:
    """Alembic's settings for an open connection, without a file of settings."""
    config = Config()
    folder = str(Path(__file__).parent).replace("%", "%%")  # % is special to Alembic's parser
    config.set_main_option("script_location", folder)
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection) -> None:
    """Brings the schema to the newest step, inside the transaction of the caller."""
    command.upgrade(config_for(connection), "head")
