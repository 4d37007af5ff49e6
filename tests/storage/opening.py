"""What tests of an opened database share: the refusal of an opening, and one statement."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Executable

from bot.storage.database import Database, StorageError, open_database

NOON = datetime(2025, 7, 1, 12, tzinfo=UTC)


async def refusal(url: str) -> str:
    """The sentence with which opening fails."""
    with pytest.raises(StorageError) as caught:
        async with open_database(url):
            pass
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "Traceback" not in sentence
    return sentence


def sqlite_url(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


async def execute(database: Database, statement: Executable) -> None:
    async with database.writing() as connection:
        await connection.execute(statement)


def modes_in(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}
