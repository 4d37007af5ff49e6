"""A saved SQLite database holds one moment in one file, or nothing is left behind."""

import itertools
import os
import signal
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.exit_codes import INTERRUPTED
from bot.storage.backup import backup
from bot.storage.database import StorageError, migrate, open_database
from bot.storage.migrations import NEWEST_SCHEMA
from bot.storage.preferences import PreferenceStore
from tests.storage import first_release as first
from tests.storage.backup_files import (
    NOON,
    backing_up,
    change,
    contents,
    damage,
    names,
    people,
    permissions,
    restoring,
    save,
    url_of,
)


async def test_a_backup_holds_everything_in_one_file(tmp_path: Path, url: str) -> None:
    await save(url, 1, 2)
    file = tmp_path / "saved.db"
    async with open_database(url, alone=True) as database:
        await PreferenceStore(database).save(3, at=NOON, lang="en")  # still written ahead
        saved = backup(url, file)
    assert people(file) == {1, 2, 3}
    assert (saved.file, saved.schema, saved.size) == (file, NEWEST_SCHEMA, file.stat().st_size)
    assert (saved.counts["preferences"], saved.counts["digests"]) == (3, 0)
    assert set(contents(tmp_path)) == {"saved.db"}
    assert permissions(file) == 0o600, "only its owner may read it"
    with closing(sqlite3.connect(f"{file.as_uri()}?immutable=1", uri=True)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)


async def test_a_backup_is_of_one_moment_and_keeps_nobody_from_writing(
    tmp_path: Path, url: str, place: Path
) -> None:
    await save(url, *range(1, 300))
    began, over = threading.Event(), threading.Event()

    def write() -> int:
        """Adds rows in pairs until the backup is over; a lock would raise."""
        with closing(sqlite3.connect(place, timeout=0, isolation_level=None)) as connection:
            for number in itertools.count(1_000):
                connection.executescript(
                    "BEGIN IMMEDIATE;"
                    f"INSERT INTO preferences VALUES ({number}, 'en', NULL, '2025-07-01', 1);"
                    f"INSERT INTO revisions VALUES ('{number}', 1);"
                    "COMMIT"
                )
                began.set()
                if over.is_set():
                    return number
        raise AssertionError

    with ThreadPoolExecutor() as threads:
        writing = threads.submit(write)
        try:
            assert began.wait(30)
            backup(url, tmp_path / "saved.db")
        finally:
            over.set()
    last, saved = writing.result(), people(tmp_path / "saved.db")
    with closing(sqlite3.connect(tmp_path / "saved.db")) as connection:
        found = connection.execute("SELECT name FROM revisions WHERE name GLOB '[0-9]*'")
        paired = {int(name) for (name,) in found}
    assert {number for number in saved if number >= 1_000} == paired
    assert last > max(saved), "others wrote meanwhile"


async def test_an_interrupted_backup_leaves_nothing(
    tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    await save(url, 1)
    monkeypatch.setattr("os.fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        backup(url, tmp_path / "saved.db")
    assert names(tmp_path) == {"var"}


async def test_sigterm_ends_a_backup_and_leaves_nothing(
    tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def end(_: object) -> None:
        signal.raise_signal(signal.SIGTERM)

    await save(url, 1)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setattr("os.fsync", end)
    before = signal.getsignal(signal.SIGTERM)
    try:
        assert main(["backup", str(tmp_path / "saved.db")]) == INTERRUPTED
    finally:
        signal.signal(signal.SIGTERM, before)
    assert names(tmp_path) == {"var"}


async def test_what_a_killed_backup_left_goes_with_the_next_one(tmp_path: Path, url: str) -> None:
    await save(url, 1)
    old, new = tmp_path / ".saved.db.a.part", tmp_path / ".saved.db.b.part"
    for folder in (old, new):
        folder.mkdir()
        (folder / "copy").touch()
    os.utime(old, (0, 0))
    backup(url, tmp_path / "saved.db")
    assert names(tmp_path) == {"var", "saved.db", new.name}


async def test_a_backup_overwrites_no_file(tmp_path: Path, url: str) -> None:
    await save(url, 1)
    (tmp_path / "saved.db").write_text("precious")
    assert "exists already; name a new file" in backing_up(url, tmp_path / "saved.db")
    assert contents(tmp_path) == {"saved.db": b"precious"}


async def test_a_backup_that_cannot_be_made_says_why_and_leaves_nothing(
    tmp_path: Path, url: str, place: Path
) -> None:
    assert f"There is no database at {place}" in backing_up(url, tmp_path / "a.db")
    assert contents(tmp_path) == {}
    assert "var" not in names(tmp_path), "no empty one either"
    await save(url, 1)
    file = tmp_path / "missing" / "a.db"
    said = backing_up(url, file)
    assert said == f"The file {file} cannot be written: No such file or directory."
    assert "not named by its file" in backing_up("sqlite+aiosqlite://", tmp_path / "a.db")


async def test_a_damaged_database_is_not_saved_as_if_whole(
    tmp_path: Path, url: str, place: Path
) -> None:
    await save(url, *range(1, 500))
    damage(place)
    assert f"The database {place} is damaged (" in backing_up(url, tmp_path / "a.db")
    assert contents(tmp_path) == {}


async def test_a_backup_before_an_upgrade_is_the_way_back(tmp_path: Path, url: str) -> None:
    await first.build(url_of(tmp_path / "old.db"))
    saved = backup(url_of(tmp_path / "old.db"), tmp_path / "saved.db")
    assert saved.schema == first.FIRST
    await migrate(url_of(tmp_path / "old.db"))
    assert await first.rows(url_of(tmp_path / "saved.db")) == first.expected()


async def test_a_newer_schema_is_not_saved(tmp_path: Path, url: str, place: Path) -> None:
    await save(url, 1)
    change(place, "UPDATE alembic_version SET version_num = '9999'")
    assert "newer version of this program (schema 9999" in backing_up(url, tmp_path / "a.db")
    assert contents(tmp_path) == {}


async def test_a_server_is_left_to_its_own_tools_which_are_named(tmp_path: Path) -> None:
    url = "postgresql+asyncpg://somebody:hunter2@db.example:5433/lg"
    saving = backing_up(url, tmp_path / "a.dump")
    restored = await restoring(url, tmp_path / "a.dump")
    assert "pg_dump --format=custom" in saving
    assert "pg_restore" in restored
    for said in (saving, restored):
        assert said.startswith("The database db.example:5433/lg is PostgreSQL's")
        assert "ANALYZE" in said
        assert "hunter2" not in said
        assert "somebody" not in said


@pytest.mark.parametrize("name", ["a" * 300, "a" * 300 + "/x", "\udcff.db"])
async def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path, url: str, name: str) -> None:
    await save(url, 1)
    with pytest.raises(StorageError, match=r"cannot be reached: |is not UTF-8; name another\."):
        backup(url, tmp_path / name)
    said = await restoring(url, tmp_path / name)
    assert "cannot be reached: " in said or "is not UTF-8" in said
