"""Opening, migrating and losing the database; every fault is one sentence."""

import asyncio
import errno
import gc
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Executable, insert, make_url, select, text
from sqlalchemy.exc import IntegrityError, StatementError

from bot.storage.database import Database, StorageError, migrate, open_database
from bot.storage.dialects import SqliteConnections
from bot.storage.migrations import HEAD
from bot.storage.migrations.upgrade import config_for
from bot.storage.tables import metadata, preferences, releases, revisions

NOON = datetime(2025, 7, 1, 12, tzinfo=UTC)
NOBODY = 65534


async def opening(url: str) -> str:
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


def lasting_threads() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if thread.is_alive()}


async def execute(database: Database, statement: Executable) -> None:
    async with database.writing() as connection:
        await connection.execute(statement)


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


# --- migrations -------------------------------------------------------------------------------


async def test_the_migrated_schema_is_what_the_tables_say(database: Database) -> None:
    def differences(connection: Connection) -> list[object]:
        options = {"compare_type": True, "compare_server_default": True}
        return list(
            compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
        )

    async with database.reading() as connection:
        assert await connection.run_sync(differences) == []


async def test_checks_and_keys_of_the_tables_hold_in_the_migrated_schema(
    database: Database,
) -> None:
    faulty = (
        insert(preferences).values(user_id=1, lang="fr", updated_at=NOON, revision=1),
        text("INSERT INTO active_release VALUES (2, 'x', '2025-07-01')"),
        text("INSERT INTO active_release VALUES (1, 'unknown', '2025-07-01')"),
    )
    for statement in faulty:
        with pytest.raises(IntegrityError):
            await execute(database, statement)


async def test_head_is_the_newest_step_and_steps_are_numbered_in_order(database: Database) -> None:
    def steps(connection: Connection) -> tuple[list[str], list[str]]:
        scripts = ScriptDirectory.from_config(config_for(connection))
        numbers = [step.revision for step in scripts.walk_revisions()]
        return list(scripts.get_heads()), numbers[::-1]

    async with database.reading() as connection:
        heads, numbers = await connection.run_sync(steps)
    assert heads == [HEAD]
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]


async def test_migrating_twice_does_nothing_the_second_time(database_url: str) -> None:
    assert await migrate(database_url)
    assert not await migrate(database_url)


async def test_two_processes_migrating_at_once_agree(database_url: str) -> None:
    done = await asyncio.gather(*(migrate(database_url) for _ in range(4)), return_exceptions=True)
    assert done.count(True) == 1
    refused = [each for each in done if isinstance(each, StorageError)]
    assert done.count(False) + len(refused) == 3
    assert not refused or database_url.startswith("sqlite"), "a server lets the others wait"


async def test_an_sqlite_file_is_written_ahead(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "a.db")

    async def opened() -> None:
        async with open_database(url):
            pass

    await asyncio.gather(*(opened() for _ in range(4)))
    async with open_database(url) as database, database.reading() as connection:
        assert await connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert await connection.scalar(text("PRAGMA foreign_keys")) == 1


async def test_a_newer_schema_is_left_alone(migrated_url: str) -> None:
    async with open_database(migrated_url) as database, database.writing() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert "newer version of this program (schema 9999" in await opening(migrated_url)
    with pytest.raises(StorageError, match="newer"):
        await migrate(migrated_url)


async def test_a_server_is_not_migrated_by_a_start(database_url: str) -> None:
    if database_url.startswith("sqlite"):
        async with open_database(database_url) as database, database.reading() as connection:
            assert (await connection.execute(select(revisions))).all() == []
    else:
        assert "run python -m bot migrate first" in await opening(database_url)


def test_a_start_without_a_step_due_imports_neither_alembic_nor_the_orm(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "a.db")
    asyncio.run(migrate(url))
    program = (
        "import asyncio, sys\n"
        "from bot.storage.database import open_database\n"
        "async def main():\n"
        f"    async with open_database({url!r}): pass\n"
        "asyncio.run(main())\n"
        "sys.exit(bool({'alembic', 'sqlalchemy.orm'} & sys.modules.keys()))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=Path(__file__).parents[2], check=False, timeout=60
    )
    assert done.returncode == 0


# --- transactions -----------------------------------------------------------------------------


async def test_an_exception_undoes_the_whole_transaction(database: Database) -> None:
    async def fail_half_way() -> None:
        async with database.writing() as connection:
            await connection.execute(insert(revisions).values(name="x", value=1))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail_half_way()
    async with database.reading() as connection:
        assert (await connection.execute(select(revisions))).all() == []


async def test_moments_come_back_in_utc_and_naive_ones_are_refused(database: Database) -> None:
    shanghai = NOON.astimezone(timezone(timedelta(hours=8)))
    row = {"user_id": 2**63 - 1, "revision": 1}
    async with database.writing() as connection:
        await connection.execute(insert(preferences).values(updated_at=shanghai, **row))
        found = await connection.scalar(select(preferences.c.updated_at))
    assert found == NOON
    assert found is not None
    assert found.tzinfo is UTC
    naive = insert(preferences).values(updated_at=NOON.replace(tzinfo=None), **row)
    with pytest.raises(StatementError, match="no time zone"):
        await execute(database, naive)


async def test_what_a_statement_was_given_is_not_in_its_error(database: Database) -> None:
    row: dict[str, object] = {"version": "1", "content_hash": "private", "document": b""}
    statement = insert(releases).values(created_at=NOON, counts={}, **row)
    await execute(database, statement)
    with pytest.raises(IntegrityError) as caught:
        await execute(database, statement)
    assert "private" not in str(caught.value)


async def test_in_memory_there_is_one_database_for_all() -> None:
    async with open_database("sqlite+aiosqlite://") as database:
        async with database.writing() as connection:
            await connection.execute(insert(revisions).values(name="x", value=1))

        async def look() -> int | None:
            async with database.reading() as connection:
                return await connection.scalar(select(revisions.c.value))

        assert await asyncio.gather(look(), look()) == [1, 1]


# --- faults -----------------------------------------------------------------------------------


async def test_the_folder_is_made(tmp_path: Path) -> None:
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


async def test_a_folder_in_place_of_the_file(tmp_path: Path) -> None:
    assert "is a folder" in await opening(sqlite_url(tmp_path))


async def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    sentence = await opening(sqlite_url(tmp_path / "file" / "sub" / "a.db"))
    assert "cannot be made: Not a directory" in sentence
    sentence = await opening(sqlite_url(tmp_path / "file" / "a.db"))
    assert "cannot be made: Not a directory: a part of the path is a file" in sentence


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


def modes_in(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}


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


async def test_a_file_of_another_kind(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_text("not a database, whatever its name says\n" * 100)
    assert "is a file of another kind" in await opening(sqlite_url(tmp_path / "a.db"))


@pytest.mark.parametrize("alone", [True, False])
async def test_a_file_of_another_kind_stays_as_it_was(tmp_path: Path, *, alone: bool) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("to buy: milk\n")
    path.chmod(0o644)
    with pytest.raises(StorageError, match="is a file of another kind"):
        async with open_database(sqlite_url(path), alone=alone):
            pass
    assert modes_in(tmp_path) == {"notes.txt": 0o644}
    assert path.read_text() == "to buy: milk\n"


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


async def test_a_server_with_the_schema_of_another_program(migrated_url: str) -> None:
    async with open_database(migrated_url) as database, database.writing() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = 'ae1027a6acf5'"))
    assert "belongs to another program" in await opening(migrated_url)


async def test_an_empty_file_becomes_the_database(tmp_path: Path) -> None:
    (tmp_path / "a.db").touch(mode=0o644)
    async with open_database(sqlite_url(tmp_path / "a.db")) as database:
        await execute(database, insert(revisions).values(name="x", value=1))
    assert modes_in(tmp_path) == {"a.db": 0o600}


async def test_a_damaged_file(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    await migrate(sqlite_url(path))
    whole = path.read_bytes()
    path.write_bytes(whole[:100] + b"\xff" * 8000 + whole[8100:])
    assert "is damaged; restore it from a backup" in await opening(sqlite_url(path))


async def test_a_folder_that_may_not_be_written(closed_folder: Path) -> None:
    with as_an_ordinary_user():
        sentence = await opening(sqlite_url(closed_folder / "a.db"))
        deeper = await opening(sqlite_url(closed_folder / "sub" / "a.db"))
    assert "cannot be opened; check that the file and its folder are writable" in sentence
    assert "cannot be made: Permission denied" in deeper


async def test_a_folder_that_may_not_be_entered(open_folder: Path) -> None:
    (open_folder / "sub").mkdir(0)
    with as_an_ordinary_user():
        sentence = await opening(sqlite_url(open_folder / "sub" / "a.db"))
    assert "Permission denied; let the user of the bot write there" in sentence


def test_a_file_that_may_only_be_read(open_folder: Path) -> None:
    url = sqlite_url(open_folder / "a.db")
    asyncio.run(migrate(url))
    (open_folder / "a.db").chmod(0o444)
    open_folder.chmod(0o555)
    with as_an_ordinary_user():
        assert "writable" in asyncio.run(opening(url))


async def test_a_file_that_nobody_may_write(tmp_path: Path) -> None:
    await migrate(sqlite_url(tmp_path / "a.db"))
    sentence = await opening(f"sqlite+aiosqlite:///file:{tmp_path / 'a.db'}?mode=ro&uri=true")
    assert "is read-only; make the file and its folder writable" in sentence


async def test_a_file_that_becomes_read_only_while_running(tmp_path: Path) -> None:
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


async def test_a_page_that_is_damaged_while_running(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    await fill(sqlite_url(path))
    async with open_database(sqlite_url(path)) as database:
        damage(path)
        with pytest.raises(StorageError, match="is damaged; restore it from a backup"):
            async with database.reading() as connection:
                await connection.execute(select(revisions))
        async with database.reading() as connection:
            assert (await connection.execute(select(preferences))).all() == []


async def test_a_page_that_is_damaged_before_a_start(tmp_path: Path) -> None:
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


async def test_a_file_locked_by_another_process(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "a.db")
    await migrate(url)
    with closing(sqlite3.connect(tmp_path / "a.db")) as another:
        another.execute("BEGIN EXCLUSIVE")
        assert "is locked by another process" in await opening(f"{url}?timeout=0.01")


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


def wrong(postgres_url: str, part: str) -> str:
    url = make_url(postgres_url)
    changed = {
        "host": url.set(host="host.invalid", password="hunter2"),
        "port": url.set(port=1, password="hunter2"),
        "user": url.set(username="somebody", password="hunter2"),
        "database": url.set(database="no_such_database", password="hunter2"),
    }
    return changed[part].render_as_string(hide_password=False)


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("host", "cannot be reached: its host is unknown"),
        ("port", "cannot be reached; check host and port"),
        ("user", "refuses"),
        ("database", "/no_such_database does not exist; create it first"),
    ],
)
async def test_a_server_not_to_be_had(postgres_url: str, part: str, expected: str) -> None:
    sentence = await opening(wrong(postgres_url, part))
    assert expected in sentence
    assert "hunter2" not in sentence


async def test_a_server_that_drops_its_connections_is_used_again(postgres_url: str) -> None:
    await migrate(postgres_url)
    async with open_database(postgres_url) as database, open_database(postgres_url) as other:
        cut = text(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

        async def cut_off() -> None:
            async with database.reading() as connection:
                await connection.execute(text("SELECT 1"))
                async with other.reading() as killer:
                    await killer.execute(cut)
                await connection.execute(text("SELECT 1"))

        with pytest.raises(StorageError, match=r"lost its connection|was stopped"):
            await cut_off()
        async with database.reading() as connection:
            assert await connection.scalar(text("SELECT 1")) == 1


async def test_an_address_that_is_none_is_not_repeated() -> None:
    sentence = await opening("postgresql+asyncpg://me:hunter2@host:port/name")
    assert sentence == "DATABASE_URL is not the address of a database."


# --- threads ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+asyncpg://u:secret@127.0.0.1:1/n?bogus=secret",
        "postgresql+asyncpg://u:secret@127.0.0.1:1/n?ssl=bogus",
        "postgresql+asyncpg://u:secret@127.0.0.1:1/n?prepared_statement_cache_size=many",
        "sqlite+aiosqlite:///{folder}/a.db?timeout=long",
        "sqlite+aiosqlite:///{folder}/a.db?detect_types=many",
    ],
)
async def test_an_option_that_the_driver_refuses(tmp_path: Path, url: str) -> None:
    sentence = await opening(url.format(folder=tmp_path))
    assert "cannot be used" in sentence
    assert "secret" not in sentence


async def test_no_thread_outlives_a_failed_opening(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_text("not a database" * 100)
    before = lasting_threads()
    await opening(sqlite_url(tmp_path / "a.db"))
    assert ended(lasting_threads() - before)


def test_a_failed_opening_is_over_before_its_loop_closes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", failed.append)
    url = make_url(f"sqlite+aiosqlite:///{tmp_path}")  # a folder

    async def attempt() -> None:
        with pytest.raises(sqlite3.OperationalError):
            await SqliteConnections(url).open()

    for _ in range(50):  # a thread that is not waited for fails in every third or fourth
        asyncio.run(attempt())
    assert failed == []


async def test_no_thread_outlives_an_opening_that_is_cancelled(tmp_path: Path) -> None:
    """Cancelled after every number of turns of the event loop that an opening can take."""
    before = lasting_threads()
    turns, finished = 0, False
    while not finished:
        task = asyncio.create_task(migrate(sqlite_url(tmp_path / f"{turns}.db")))
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        finished = not task.cancelled() or turns > 60
        turns += 5
    assert ended(lasting_threads() - before)


def test_an_opening_whose_loop_ends_leaves_no_connection_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", left.append)
    url = make_url(sqlite_url(tmp_path / "a.db"))

    async def broken_off(turns: int) -> None:
        opening = asyncio.create_task(SqliteConnections(url).open())
        for _ in range(turns):
            await asyncio.sleep(0)
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        await asyncio.gather(opening, return_exceptions=True)

    for turns in range(6):
        asyncio.run(broken_off(turns))
    gc.collect()
    assert left == []


def test_an_opening_that_is_over_after_its_loop_leaves_no_connection_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cancelled twice while the driver still opens the file, as by a stop on a busy machine."""
    failed: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", failed.append)
    began, may_end = threading.Event(), threading.Event()
    opened: list[Noted] = []

    def slow(*arguments: Any, **options: Any) -> sqlite3.Connection:
        began.set()
        assert may_end.wait(10)
        opened.append(connect(*arguments, **options, factory=Noted))
        return opened[-1]

    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", slow)
    before = lasting_threads()

    async def broken_off() -> None:
        opening = asyncio.create_task(
            SqliteConnections(make_url(sqlite_url(tmp_path / "a.db"))).open()
        )
        await asyncio.to_thread(began.wait, 10)
        for _ in range(2):
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()
            await asyncio.sleep(0)
        await asyncio.wait([opening])

    asyncio.run(broken_off())
    may_end.set()
    assert ended(lasting_threads() - before)
    assert [connection.closed for connection in opened] == [True]
    assert failed == []


class Noted(sqlite3.Connection):
    """Knows whether it was closed."""

    closed = False

    def close(self) -> None:
        super().close()
        self.closed = True


async def test_closing_cuts_off_what_a_server_still_answers(migrated_url: str) -> None:
    async with open_database(migrated_url) as database:
        transaction = database.reading()
        connection = await transaction.__aenter__()
        driver: Any = (await connection.get_raw_connection()).driver_connection
        await database.close()
        if hasattr(driver, "is_closed"):  # asyncpg's
            assert driver.is_closed()


async def test_closing_ends_connections_in_use(tmp_path: Path) -> None:
    before = lasting_threads()
    async with open_database(sqlite_url(tmp_path / "a.db")) as database:
        transaction = database.reading()
        await transaction.__aenter__()
        await database.close()
        assert ended(lasting_threads() - before)


def ended(threads: set[threading.Thread]) -> bool:
    for thread in threads:
        thread.join(5)
    return not any(thread.is_alive() for thread in threads)
