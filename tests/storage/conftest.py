"""An open, migrated database on each engine."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage.database import Database, migrate, open_database
from bot.storage.digest_stores import DigestStores
from tests.storage.backup_files import url_of


@pytest.fixture
async def migrated_url(database_url: str) -> str:
    """The address of a database with all tables and no rows."""
    await migrate(database_url)
    return database_url


@pytest.fixture
async def database(migrated_url: str) -> AsyncIterator[Database]:
    """The open database of one process."""
    async with open_database(migrated_url) as database:
        yield database


@pytest.fixture
async def other(migrated_url: str, database: Database) -> AsyncIterator[Database]:
    """The same database, opened as by a second process."""
    async with open_database(migrated_url) as other:
        yield other


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where the database is."""
    return tmp_path / "var" / "little-giant.db"


@pytest.fixture
def url(place: Path) -> str:
    """The database's address."""
    return url_of(place)


@pytest.fixture
async def stores(database: Database) -> DigestStores:
    return DigestStores(database)
