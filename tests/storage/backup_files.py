"""What tests of backups and restores share: making, reading and spoiling SQLite files."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.storage.backup import backup, restore
from bot.storage.database import StorageError, open_database
from bot.storage.preferences import PreferenceStore

NOON = datetime(2025, 7, 1, 12, tzinfo=UTC)


def url_of(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"


async def save(url: str, *people: int) -> None:
    """Saves a preference of each, in a database that is made where there is none."""
    async with open_database(url) as database:
        for person in people:
            await PreferenceStore(database).save(person, at=NOON, lang="zh")


def people(file: Path) -> set[int]:
    """Whose preferences a file holds."""
    with closing(sqlite3.connect(file)) as connection:
        return {number for (number,) in connection.execute("SELECT user_id FROM preferences")}


def change(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file, timeout=0)) as connection, connection:
        connection.execute(statement)


def contents(folder: Path) -> Mapping[str, bytes]:
    """All that lies there but locks."""
    files = [path for path in folder.iterdir() if path.is_file() and path.suffix != ".lock"]
    return {path.name: path.read_bytes() for path in files}


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def permissions(file: Path) -> int:
    return file.stat().st_mode & 0o777


def backing_up(url: str, file: Path) -> str:
    """The sentence with which a backup fails."""
    with pytest.raises(StorageError) as refused:
        backup(url, file)
    return sentence(refused.value)


async def restoring(url: str, file: Path) -> str:
    """The sentence with which a restore fails."""
    with pytest.raises(StorageError) as refused:
        await restore(url, file, at=NOON)
    return sentence(refused.value)


def sentence(error: StorageError) -> str:
    said = str(error)
    assert said.endswith(".")
    assert "\n" not in said
    return said


def damage(file: Path) -> None:
    """Garbles a page in the middle."""
    whole = file.read_bytes()
    middle = len(whole) // 2 // 4096 * 4096
    file.write_bytes(whole[:middle] + b"\xff" * 4096 + whole[middle + 4096 :])
