"""A file or database of something else is refused in one sentence, and stays as it was."""

import os
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import insert, text

from bot.storage.database import StorageError, migrate, open_database
from bot.storage.tables import revisions
from tests.storage.opening import execute, modes_in, refusal, sqlite_url


async def test_a_folder_in_place_of_the_file_is_named_as_one(tmp_path: Path) -> None:
    assert "is a folder" in await refusal(sqlite_url(tmp_path))


async def test_a_file_in_place_of_the_folder_is_named_as_one(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    sentence = await refusal(sqlite_url(tmp_path / "file" / "sub" / "a.db"))
    assert "cannot be made: Not a directory" in sentence
    sentence = await refusal(sqlite_url(tmp_path / "file" / "a.db"))
    assert "cannot be made: Not a directory: a part of the path is a file" in sentence


@pytest.mark.parametrize("content", ["to buy: milk\n", "longer than a page of SQLite\n" * 200])
@pytest.mark.parametrize("alone", [True, False])
async def test_a_file_of_another_kind_stays_as_it_was(
    tmp_path: Path, content: str, *, alone: bool
) -> None:
    path = tmp_path / "notes.txt"
    path.write_text(content)
    path.chmod(0o644)
    with pytest.raises(StorageError, match="is a file of another kind"):
        async with open_database(sqlite_url(path), alone=alone):
            pass
    assert modes_in(tmp_path) == {"notes.txt": 0o644}
    assert path.read_text() == content


async def test_what_is_no_regular_file_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    path.chmod(0o644)
    for start in (
        open_database(sqlite_url(path), alone=True).__aenter__,
        partial(migrate, sqlite_url(path)),
    ):
        with pytest.raises(StorageError, match="pipe is not a regular file; name another"):
            await start()
    assert modes_in(tmp_path) == {"pipe": 0o644}


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TABLE songs (title TEXT)",
        """CREATE TABLE alembic_version (version_num TEXT);
        INSERT INTO alembic_version VALUES ('ae1027a6acf5');
        CREATE TABLE releases (title TEXT)""",
    ],
)
async def test_the_database_of_another_program_stays_as_it_was(tmp_path: Path, sql: str) -> None:
    path = tmp_path / "music.db"
    with closing(sqlite3.connect(path)) as another:
        another.executescript(sql)
    path.chmod(0o644)
    before = path.read_bytes()
    for start in (
        open_database(sqlite_url(path), alone=True).__aenter__,
        partial(migrate, sqlite_url(path)),
    ):
        with pytest.raises(StorageError, match="belongs to another program; name another file"):
            await start()
    assert modes_in(tmp_path) == {"music.db": 0o644}
    assert path.read_bytes() == before


async def test_a_server_with_the_schema_of_another_program_is_refused(migrated_url: str) -> None:
    async with open_database(migrated_url) as database, database.writing() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = 'ae1027a6acf5'"))
    assert "belongs to another program" in await refusal(migrated_url)


async def test_an_empty_file_becomes_the_database(tmp_path: Path) -> None:
    (tmp_path / "a.db").touch(mode=0o644)
    async with open_database(sqlite_url(tmp_path / "a.db")) as database:
        await execute(database, insert(revisions).values(name="x", value=1))
    assert modes_in(tmp_path) == {"a.db": 0o600}
