"""An SQLite file, or its log, that is damaged, locked, deleted or replaced."""

import asyncio
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text

from bot.storage.database import Database, StorageError, migrate, open_database
from bot.storage.tables import preferences, revisions
from tests.storage.opening import execute, refusal, sqlite_url


async def test_an_sqlite_file_is_written_ahead(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "a.db")

    async def opened() -> None:
        async with open_database(url):
            pass

    await asyncio.gather(*(opened() for _ in range(4)))
    async with open_database(url) as database, database.reading() as connection:
        assert await connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert await connection.scalar(text("PRAGMA foreign_keys")) == 1


async def test_a_damaged_file_is_refused_with_advice_to_restore_it(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    await migrate(sqlite_url(path))
    whole = path.read_bytes()
    path.write_bytes(whole[:100] + b"\xff" * 8000 + whole[8100:])
    assert "is damaged; restore it from a backup" in await refusal(sqlite_url(path))


@pytest.mark.parametrize(
    "damage", ["DROP TABLE revisions", "ALTER TABLE revisions RENAME COLUMN value TO other"]
)
async def test_a_table_or_column_that_is_gone_is_a_fault_of_the_database(
    database: Database, damage: str
) -> None:
    await execute(database, text(damage))
    for statement in (select(revisions), insert(revisions).values(name="x", value=1)):
        with pytest.raises(StorageError, match="lacks a table or a column; restore it from a"):
            await execute(database, statement)


async def test_a_page_damaged_while_running_spoils_only_its_table(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    await fill(sqlite_url(path))
    async with open_database(sqlite_url(path)) as database:
        damage(path)
        with pytest.raises(StorageError, match="is damaged; restore it from a backup"):
            async with database.reading() as connection:
                await connection.execute(select(revisions))
        async with database.reading() as connection:
            assert (await connection.execute(select(preferences))).all() == []


async def test_a_page_damaged_before_a_start_is_told_when_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    await fill(sqlite_url(path))
    damage(path)
    async with open_database(sqlite_url(path)) as database:  # it need not be read for that
        with pytest.raises(StorageError, match="is damaged; restore it from a backup"):
            async with database.reading() as connection:
                await connection.execute(select(revisions))


async def fill(url: str) -> None:
    """Many pages of one table."""
    async with open_database(url) as database, database.writing() as connection:
        rows = [{"name": f"{number:040}", "value": number} for number in range(2000)]
        await connection.execute(insert(revisions), rows)


def damage(path: Path) -> None:
    """Writes over a page in the middle of that table."""
    content = path.read_bytes()
    page = content.index(f"{1000:040}".encode()) // 4096 * 4096
    with path.open("r+b") as file:
        file.seek(page)
        file.write(b"\xff" * 4096)


async def test_a_log_deleted_while_running_is_noticed_and_nothing_is_lost(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "a.db")
    async with open_database(url) as database:
        await execute(database, insert(revisions).values(name="x", value=1))
        (tmp_path / "a.db-wal").unlink()
        for transaction in (database.reading, database.writing):
            with pytest.raises(StorageError, match="db-wal of the database was deleted"):
                async with transaction():
                    pass
    async with open_database(url) as database, database.reading() as connection:
        assert [row.name for row in await connection.execute(select(revisions))] == ["x"]


async def test_once_its_log_was_deleted_a_database_is_neither_read_nor_written(
    tmp_path: Path,
) -> None:
    url, log = sqlite_url(tmp_path / "a.db"), tmp_path / "a.db-wal"
    async with open_database(url) as database:
        await execute(database, insert(revisions).values(name="x", value=1))
        async with database.reading() as connection:  # the pool opens another one meanwhile
            await connection.execute(select(revisions))
            log.unlink()
            with pytest.raises(StorageError, match="db-wal of the database was deleted"):
                await execute(database, insert(revisions).values(name="y", value=1))
            assert not log.exists(), "no second log next to the deleted one"
        log.touch()  # by another program that opens the database
        for transaction in (database.reading, database.writing):
            with pytest.raises(StorageError, match="db-wal of the database was deleted"):
                async with transaction():
                    pass
        log.unlink()
    async with open_database(url) as database, database.reading() as connection:
        assert [row.name for row in await connection.execute(select(revisions))] == ["x"]
        assert await connection.scalar(text("PRAGMA integrity_check")) == "ok"


async def test_a_log_that_another_one_replaces_is_noticed(tmp_path: Path) -> None:
    async with open_database(sqlite_url(tmp_path / "a.db")) as database:
        (tmp_path / "a.db-wal").rename(tmp_path / "moved")
        (tmp_path / "a.db-wal").touch()
        with pytest.raises(StorageError, match="db-wal of the database was deleted"):
            await execute(database, insert(revisions).values(name="x", value=1))


async def test_a_new_log_of_the_pool_is_no_fault(tmp_path: Path) -> None:
    async with open_database(sqlite_url(tmp_path / "a.db")) as database:
        for name in "xy":
            async with database.writing() as connection:
                await connection.execute(insert(revisions).values(name=name, value=1))
                await connection.commit()
                await connection.invalidate()  # the last one takes its log along
        async with database.reading() as connection:
            rows = await connection.execute(select(revisions))
            assert [row.name for row in rows] == ["x", "y"]


async def test_a_log_that_is_gone_at_a_start_leaves_what_was_in_the_file(tmp_path: Path) -> None:
    await migrate(sqlite_url(tmp_path / "a.db"))
    async with open_database(sqlite_url(tmp_path / "a.db")) as database:
        await execute(database, insert(revisions).values(name="x", value=1))
        shutil.copyfile(tmp_path / "a.db", tmp_path / "b.db")  # as after a power cut, without it
    async with open_database(sqlite_url(tmp_path / "b.db")) as database:
        await execute(database, insert(revisions).values(name="y", value=1))
        async with database.reading() as connection:
            assert [row.name for row in await connection.execute(select(revisions))] == ["y"]


async def test_a_file_locked_by_another_process_is_refused(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "a.db")
    await migrate(url)
    with closing(sqlite3.connect(tmp_path / "a.db")) as another:
        another.execute("BEGIN EXCLUSIVE")
        assert "is locked by another process" in await refusal(f"{url}?timeout=0.01")


async def test_a_lock_met_later_is_a_sentence_too(tmp_path: Path) -> None:
    async with open_database(f"{sqlite_url(tmp_path / 'a.db')}?timeout=0.01") as database:
        with closing(sqlite3.connect(tmp_path / "a.db")) as another:
            another.execute("BEGIN IMMEDIATE")
            with pytest.raises(StorageError, match="is locked by another process"):
                async with database.writing():
                    pass


@pytest.mark.parametrize("replaced", [False, True])
async def test_a_file_deleted_while_running_is_noticed(tmp_path: Path, *, replaced: bool) -> None:
    path = tmp_path / "a.db"
    async with open_database(sqlite_url(path)) as database:
        path.rename(tmp_path / "gone.db")
        if replaced:
            path.touch()
        for transaction in (database.reading, database.writing):
            with pytest.raises(StorageError, match="was deleted or replaced while"):
                async with transaction():
                    pass
    assert path.exists() is replaced, "no new, empty file in its place"
