"""Commands beside a running bot of an older version leave its SQLite file as it is."""

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.storage.database import StorageError, migrate, open_database
from bot.storage.file_access import exclusive_lock, lock_of, remove_file
from bot.storage.migrations import NEWEST_SCHEMA
from tests.end_to_end.program import assert_one_sentence, run
from tests.small import write_small
from tests.storage import first_release as first


@pytest.fixture
async def file(tmp_path: Path) -> Path:
    """A database of the first release."""
    file = tmp_path / "bot.db"
    await first.build(url_of(file))
    return file


def url_of(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"


def schema_of(file: Path) -> str:
    with closing(sqlite3.connect(file)) as connection:
        (found,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(found)


async def refusal(url: str) -> str:
    with pytest.raises(StorageError) as refused:
        async with open_database(url, migrating=False):
            pass
    return str(refused.value)


async def test_an_older_file_is_not_migrated(file: Path) -> None:
    assert await refusal(url_of(file)) == (
        f"The database {file} has schema {first.FIRST} where this program needs {NEWEST_SCHEMA}; "
        "restart the bot, which migrates it."
    )
    assert schema_of(file) == first.FIRST


async def test_a_missing_file_is_not_created(tmp_path: Path) -> None:
    said = await refusal(url_of(tmp_path / "var" / "bot.db"))
    assert said.startswith(f"There is no database at {tmp_path / 'var' / 'bot.db'}; ")
    assert not (tmp_path / "var").exists()


async def test_migrating_is_refused_while_a_bot_runs(file: Path) -> None:
    with exclusive_lock(file), pytest.raises(StorageError, match="in use by another running bot"):
        await migrate(url_of(file))
    assert schema_of(file) == first.FIRST
    assert await migrate(url_of(file))


@pytest.mark.parametrize("arguments", [["reload"], ["diff-data", "2025.06.30.1", "data"]])
def test_a_command_leaves_an_older_file_alone(
    tmp_path: Path, file: Path, arguments: list[str]
) -> None:
    write_small(tmp_path / "data", 3)
    ran = run(tmp_path, *arguments, DATABASE_URL=url_of(file), DATA_DIR=tmp_path / "data")
    assert (ran.code, ran.out) == (69, "")
    assert_one_sentence(ran.err)
    assert f"has schema {first.FIRST}" in ran.err
    assert schema_of(file) == first.FIRST


async def test_a_second_bot_is_refused_through_a_link(file: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(file)
    with exclusive_lock(file), pytest.raises(StorageError, match="in use by another running bot"):
        await migrate(url_of(link))


async def test_a_bot_without_its_lock_leaves_the_file_alone(tmp_path: Path) -> None:
    file = tmp_path / "own.db"
    async with open_database(url_of(file), alone=True) as database:
        await database.rows(select(1))
        remove_file(lock_of(file))
        with pytest.raises(StorageError, match=r"own\.db\.lock of the database was deleted"):
            await database.rows(select(1))
        if sys.platform == "linux":
            with pytest.raises(StorageError, match="in use by another running bot"):
                async with open_database(url_of(file), alone=True):
                    pass
    async with open_database(url_of(file), alone=True):  # the next bot may start
        with pytest.raises(StorageError, match=r"own\.db\.lock of the database was deleted"):
            await database.rows(select(1))
