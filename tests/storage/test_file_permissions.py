"""Who may read and write the SQLite file; what is said where the bot may not."""

import asyncio
import errno
import os
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text

from bot.storage.database import StorageError, migrate, open_database
from bot.storage.tables import revisions
from tests.storage.opening import execute, modes_in, refusal, sqlite_url

NOBODY = 65534


@contextmanager
def as_an_ordinary_user() -> Generator[None]:
    """What root may do says nothing about permissions."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that an ordinary user can reach, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


@pytest.fixture
def closed_folder(open_folder: Path) -> Path:
    """A folder in which nobody may write, not even the ordinary user who made it for this test."""
    open_folder.chmod(0o555)
    return open_folder


async def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    async with open_database(sqlite_url(tmp_path / "deep" / "er" / "a.db")):
        assert (tmp_path / "deep" / "er" / "a.db").is_file()


@pytest.mark.parametrize(("existing", "mode"), [(False, 0o700), (True, 0o755)])
async def test_a_folder_that_is_made_is_its_owners_alone(
    tmp_path: Path, *, existing: bool, mode: int
) -> None:
    folder = tmp_path / "var"
    if existing:
        folder.mkdir()
        folder.chmod(0o755)
    async with open_database(sqlite_url(folder / "a.db")):
        assert folder.stat().st_mode & 0o777 == mode


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (errno.EACCES, "Permission denied; let the user of the bot write there."),
        (errno.EROFS, "the file system is read-only;"),
        (errno.ENOSPC, "the disk is full; make room."),
        (errno.ENOTDIR, "a part of the path is a file;"),
        (errno.ELOOP, f"{os.strerror(errno.ELOOP)}."),
    ],
)
@pytest.mark.parametrize("alone", [True, False])
async def test_a_file_that_cannot_be_made_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: int, expected: str, *, alone: bool
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(fault, os.strerror(fault))

    with monkeypatch.context() as patch:
        patch.setattr("bot.storage.file_access.os.open", refuse)
        with pytest.raises(StorageError) as refused:
            async with open_database(sqlite_url(tmp_path / "a.db"), alone=alone):
                pass
    assert "cannot be opened; check that the file and its folder are writable" in str(refused.value)
    assert expected in str(refused.value)
    assert "another running bot" not in str(refused.value)


async def test_a_folder_that_nobody_can_write_is_not_in_use_by_another_bot() -> None:
    with pytest.raises(StorageError) as refused:  # not even root makes a file there
        async with open_database("sqlite+aiosqlite:////proc/a.db", alone=True):
            pass
    assert "cannot be opened; check that the file and its folder are writable" in str(refused.value)


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o277])
def test_nobody_but_the_owner_reads_the_database(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        asyncio.run(modes(tmp_path))
    finally:
        os.umask(before)


async def modes(folder: Path) -> None:
    async with open_database(sqlite_url(folder / "a.db"), alone=True) as database:
        await execute(database, insert(revisions).values(name="x", value=1))
        found = modes_in(folder)
    assert found == dict.fromkeys(("a.db", "a.db-wal", "a.db-shm", "a.db.lock"), 0o600)


async def test_a_file_that_others_could_read_is_tightened(tmp_path: Path) -> None:
    url, path = sqlite_url(tmp_path / "a.db"), tmp_path / "a.db"
    await migrate(url)
    (tmp_path / "a.db.lock").touch()
    for name in modes_in(tmp_path):
        (tmp_path / name).chmod(0o664)
    async with open_database(url, alone=True):
        assert path.stat().st_mode & 0o777 == 0o600
        assert (tmp_path / "a.db.lock").stat().st_mode & 0o777 == 0o600


async def test_a_folder_that_may_not_be_written_is_named(closed_folder: Path) -> None:
    with as_an_ordinary_user():
        sentence = await refusal(sqlite_url(closed_folder / "a.db"))
        deeper = await refusal(sqlite_url(closed_folder / "sub" / "a.db"))
    assert "cannot be opened; check that the file and its folder are writable" in sentence
    assert "cannot be made: Permission denied" in deeper


async def test_a_folder_that_may_not_be_entered_is_named(open_folder: Path) -> None:
    (open_folder / "sub").mkdir(0)
    with as_an_ordinary_user():
        sentence = await refusal(sqlite_url(open_folder / "sub" / "a.db"))
    assert "Permission denied; let the user of the bot write there" in sentence


def test_a_file_that_may_only_be_read_is_refused(open_folder: Path) -> None:
    url = sqlite_url(open_folder / "a.db")
    asyncio.run(migrate(url))
    (open_folder / "a.db").chmod(0o444)
    open_folder.chmod(0o555)
    with as_an_ordinary_user():
        assert "writable" in asyncio.run(refusal(url))


async def test_a_file_opened_only_for_reading_is_refused_as_read_only(tmp_path: Path) -> None:
    await migrate(sqlite_url(tmp_path / "a.db"))
    sentence = await refusal(f"sqlite+aiosqlite:///file:{tmp_path / 'a.db'}?mode=ro&uri=true")
    assert "is read-only; make the file and its folder writable" in sentence


async def test_a_file_that_becomes_read_only_can_still_be_read(tmp_path: Path) -> None:
    async with open_database(sqlite_url(tmp_path / "a.db")) as database:
        async with database.reading() as connection:
            await connection.execute(text("PRAGMA query_only=ON"))
        with pytest.raises(StorageError, match="is read-only"):
            await execute(database, insert(revisions).values(name="x", value=1))
        async with database.reading() as connection:
            assert (await connection.execute(select(revisions))).all() == []


async def test_a_read_only_spell_ends_with_its_cause(open_folder: Path) -> None:
    path = open_folder / "a.db"
    if os.geteuid() == 0:
        os.chown(open_folder, NOBODY, NOBODY)
    with as_an_ordinary_user():
        async with open_database(sqlite_url(path)) as database:
            path.chmod(0o444)
            async with database.reading() as held:  # the next connection is opened meanwhile
                await held.execute(select(revisions))
                with pytest.raises(StorageError, match="is read-only"):
                    await execute(database, insert(revisions).values(name="x", value=1))
                path.chmod(0o600)
                await execute(database, insert(revisions).values(name="x", value=1))
