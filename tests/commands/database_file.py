"""The SQLite file of the bot under test, to be spoiled or deleted while the bot runs."""

import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.settings import Settings


def database_file(settings: Settings) -> Path:
    return Path(settings.database_url.partition("///")[2])


def delete_database(settings: Settings) -> None:
    """Deletes the database under the running bot."""
    database_file(settings).unlink()


@contextmanager
def beside_the_bot(settings: Settings) -> Generator[sqlite3.Connection]:
    """A connection of its own to the bot's database; what it changed is kept."""
    with closing(sqlite3.connect(database_file(settings))) as connection, connection:
        yield connection
