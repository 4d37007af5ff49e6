"""A saved SQLite database holds one moment, and comes back whole or not at all."""

import itertools
import os
import shutil
import signal
import sqlite3
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.exit_codes import INTERRUPTED
from bot.storage.backup import Restored, backup, restore
from bot.storage.database import StorageError, migrate, open_database
from bot.storage.file_access import exclusive_lock
from bot.storage.migrations import HEAD
from bot.storage.preferences import PreferenceStore
from tests.storage import first_release as first

NOON = datetime(2025, 7, 1, 12, tzinfo=UTC)
KEPT = "little-giant.db.before-restore-20250701T120000Z"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where the database is."""
    return tmp_path / "var" / "little-giant.db"


@pytest.fixture
def url(place: Path) -> str:
    """The database's address."""
    return url_of(place)


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


def permit(file: Path, permissions: int) -> None:
    file.chmod(permissions)


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


# ------------------------------------------------------------------ backup


async def test_a_backup_holds_everything_in_one_file(tmp_path: Path, url: str) -> None:
    await save(url, 1, 2)
    file = tmp_path / "saved.db"
    async with open_database(url, alone=True) as database:
        await PreferenceStore(database).save(3, at=NOON, lang="en")  # still written ahead
        saved = backup(url, file)
    assert people(file) == {1, 2, 3}
    assert (saved.file, saved.schema, saved.size) == (file, HEAD, file.stat().st_size)
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


async def test_what_exists_is_not_overwritten(tmp_path: Path, url: str) -> None:
    await save(url, 1)
    (tmp_path / "saved.db").write_text("precious")
    assert "exists already; name a new file" in backing_up(url, tmp_path / "saved.db")
    assert contents(tmp_path) == {"saved.db": b"precious"}


async def test_a_backup_that_cannot_be_made(tmp_path: Path, url: str, place: Path) -> None:
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


def damage(file: Path) -> None:
    """Garbles a page in the middle."""
    whole = file.read_bytes()
    middle = len(whole) // 2 // 4096 * 4096
    file.write_bytes(whole[:middle] + b"\xff" * 4096 + whole[middle + 4096 :])


# ------------------------------------------------------------------ restore


async def test_a_restore_brings_everything_back_and_keeps_what_it_replaces(
    tmp_path: Path, url: str, place: Path
) -> None:
    await save(url, 1, 2)
    backup(url, tmp_path / "saved.db")
    saved = contents(tmp_path)
    await save(url, 3)
    permit(place, 0o640)
    restored = await restore(url, tmp_path / "saved.db", at=NOON)
    assert restored.kept == place.with_name(KEPT)
    assert (restored.saved.file, restored.saved_schema) == (place, HEAD)
    assert restored.saved.counts["preferences"] == 2
    assert people(place) == {1, 2}
    assert people(place.with_name(KEPT)) == {1, 2, 3}
    assert permissions(place) == 0o600
    assert contents(tmp_path) == saved
    assert set(contents(place.parent)) == {place.name, KEPT}
    await save(url, 4)
    assert people(place) == {1, 2, 4}


async def test_a_restore_where_nothing_is(tmp_path: Path, url: str, place: Path) -> None:
    await save(url, 1)
    backup(url, tmp_path / "saved.db")
    shutil.rmtree(place.parent)
    assert (await restore(url, tmp_path / "saved.db", at=NOON)).kept is None
    assert people(place) == {1}


async def test_a_restore_behind_a_link(tmp_path: Path, url: str, place: Path) -> None:
    await save(url, 1)
    backup(url, tmp_path / "saved.db")
    real = link_away(place, tmp_path / "elsewhere")
    await save(url, 2)
    restored = await restore(url, tmp_path / "saved.db", at=NOON)
    assert names(place.parent) == {place.name}  # the lock is next to the file itself
    assert people(place) == people(real) == {1}
    assert restored.kept == real.with_name(f"{real.name}{KEPT.removeprefix(place.name)}")


def link_away(file: Path, folder: Path) -> Path:
    """Moves the file into a new folder, and leaves a link; where it is now."""
    folder.mkdir()
    file.rename(folder / "real.db")
    file.symlink_to(folder / "real.db")
    return folder / "real.db"


@pytest.mark.parametrize("spoiled", [b"no database any more" * 1000, b"", None])
async def test_companion_files_of_a_lost_database_do_no_harm(
    tmp_path: Path, url: str, place: Path, spoiled: bytes | None
) -> None:
    await save(url, 1)
    backup(url, tmp_path / "saved.db")
    await save(url, 2)
    spoil(place, spoiled)
    restored = await restore(url, tmp_path / "saved.db", at=NOON)
    assert people(place) == {1}
    left = contents(place.parent)
    assert {name for name in left if not name.startswith(KEPT)} == {place.name}
    assert left.get(KEPT) == spoiled
    assert restored.kept == (None if spoiled is None else place.with_name(KEPT))


def spoil(file: Path, content: bytes | None) -> None:
    """Puts something else in the file, or nothing in its place, while a row is written ahead."""
    saved = file.with_name("saved-wal")
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE preferences SET lang = 'en'")
        connection.commit()
        shutil.copy(f"{file}-wal", saved)
    saved.replace(f"{file}-wal")
    file.unlink()
    if content is not None:
        file.write_bytes(content)


async def test_a_restore_of_the_first_release_is_brought_up_to_date(
    tmp_path: Path, url: str, place: Path
) -> None:
    old = tmp_path / "old.db"
    await first.build(url_of(old))
    before = contents(tmp_path)
    restored: Restored = await restore(url, old, at=NOON)
    assert (restored.saved_schema, restored.saved.schema) == (first.FIRST, HEAD)
    assert await first.rows(url) == first.expected()
    assert contents(tmp_path) == before, "what was saved stays as it was"
    assert not await migrate(url)
    assert set(contents(place.parent)) == {place.name}


async def test_a_backup_before_an_upgrade_is_the_way_back(tmp_path: Path, url: str) -> None:
    await first.build(url_of(tmp_path / "old.db"))
    saved = backup(url_of(tmp_path / "old.db"), tmp_path / "saved.db")
    assert saved.schema == first.FIRST
    await migrate(url_of(tmp_path / "old.db"))
    assert await first.rows(url_of(tmp_path / "saved.db")) == first.expected()


async def test_a_restore_is_refused_while_a_bot_runs(tmp_path: Path, url: str, place: Path) -> None:
    await save(url, 1)
    backup(url, tmp_path / "saved.db")
    await save(url, 2)
    with exclusive_lock(place):
        assert "in use by another running bot; stop" in await restoring(url, tmp_path / "saved.db")
    async with open_database(url) as database, database.reading():  # not a bot, but open
        assert "is locked by another process" in await restoring(url, tmp_path / "saved.db")
    assert people(place) == {1, 2}
    assert set(contents(place.parent)) == {place.name}


async def test_what_is_no_backup_changes_nothing(tmp_path: Path, url: str, place: Path) -> None:
    await save(url, 1)
    before = contents(place.parent)
    for name, words in unfit(tmp_path, url).items():
        assert words in await restoring(url, tmp_path / name), name
        assert contents(place.parent) == before, name
    assert "is the database itself" in await restoring(url, place)
    assert contents(place.parent) == before


def unfit(folder: Path, url: str) -> dict[str, str]:
    """Files that no database can be restored from, and what is to be said of each."""
    (folder / "text").write_text("not a database " * 1000)
    (folder / "empty").touch()
    (folder / "folder").mkdir()
    with closing(sqlite3.connect(folder / "foreign")) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num)")
    for name in ("newer", "odd", "damaged"):
        backup(url, folder / name)
    change(folder / "newer", "UPDATE alembic_version SET version_num = '9999'")
    change(folder / "odd", "UPDATE alembic_version SET version_num = 'ab12'")
    damage(folder / "damaged")
    return {
        "text": "is a file of another kind",
        "empty": "is not a database of this program",
        "folder": "There is no file ",
        "missing": "There is no file ",
        "foreign": "is not a database of this program",
        "odd": "is not a database of this program",
        "newer": "newer version of this program (schema 9999",
        "damaged": " is damaged (",
    }


async def test_a_newer_schema_is_not_saved(tmp_path: Path, url: str, place: Path) -> None:
    await save(url, 1)
    change(place, "UPDATE alembic_version SET version_num = '9999'")
    assert "newer version of this program (schema 9999" in backing_up(url, tmp_path / "a.db")
    assert contents(tmp_path) == {}


async def test_a_second_restore_in_the_same_second_is_refused(
    tmp_path: Path, url: str, place: Path
) -> None:
    await save(url, 1)
    backup(url, tmp_path / "saved.db")
    await restore(url, tmp_path / "saved.db", at=NOON)
    before = contents(place.parent)
    assert f"{KEPT} exists already" in await restoring(url, tmp_path / "saved.db")
    assert contents(place.parent) == before


# ------------------------------------------------------------------ PostgreSQL


async def test_a_server_has_its_own_tools(tmp_path: Path) -> None:
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
