"""SQLite files: whether they are ours, a copy while others write, what they contain.

Uses SQLite's own module: nothing else may open a file before it is known to be ours.
"""

import re
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from bot.storage.errors import StorageError, foreign_database, newer_schema, storage_error
from bot.storage.migrations import NEWEST_SCHEMA

COMPANIONS = ("-wal", "-shm", "-journal")
"""What SQLite may keep next to a file: part of it while it exists, harmful to any other file."""
OURS = {"alembic_version", "preferences", "releases"}
"""Tables that every database of this program has, from its first release on."""
_OUR_SCHEMA = re.compile(r"[0-9]{4}")


class Saved(NamedTuple):
    """What a file holds: its size in bytes, its schema and the rows of each table."""

    file: Path
    size: int
    schema: str
    counts: dict[str, int]


def is_our_schema(found: str) -> bool:
    """Whether Alembic's table names a step of this program's, known or newer."""
    return _OUR_SCHEMA.fullmatch(found) is not None


def require_ours(file: Path) -> None:
    """Checks whose the file is before anything in it changes; a new or empty one may be used.

    `StorageError` for a file of another kind and for the database of another program.
    """
    if not file.exists() or not file.stat().st_size:
        return
    try:
        with closing(_open(file)) as connection:
            tables = _tables(connection)
            ours = len(tables & OURS) > 1 and is_our_schema(_schema(connection))
    except sqlite3.Error as error:
        if _code(error) == sqlite3.SQLITE_NOTADB:
            raise storage_error(str(file), error) from error
        return  # locked, damaged, unreadable: the start says so
    if tables and not ours:
        raise foreign_database(str(file))


def copy_database(source: Path, target: Path) -> None:
    """Copies the database as it is at this moment into a new file; writers go on meanwhile."""
    try:
        with _opened(source, source) as connection:
            connection.execute("VACUUM INTO ?", (str(target),))
    except StorageError as error:
        if _code(error.__cause__) == sqlite3.SQLITE_FULL:
            raise StorageError(f"The disk of {target.parent} is full; make room.") from error
        raise


def inspect_copy(copy: Path, source: Path) -> Saved:
    """What the copy holds; `StorageError` about the source where it is not whole or not ours."""
    with _opened(copy, source) as connection:
        (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if found != "ok":
            raise _damaged(source, str(found).splitlines()[-1])
        tables = _tables(connection)
        schema = _schema(connection) if tables >= OURS else ""
        if not is_our_schema(schema):
            raise StorageError(f"{source} is not a database of this program; name another file.")
        if schema > NEWEST_SCHEMA:
            raise newer_schema(str(source), schema)
        counts = {name: _count(connection, name) for name in sorted(tables - {"alembic_version"})}
    return Saved(copy, copy.stat().st_size, schema, counts)


def checkpoint(file: Path) -> None:
    """Moves the write-ahead log into the file; `StorageError` where another process has it open."""
    try:
        with closing(_open(file)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        if _code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise storage_error(str(file), error) from error
        # Damaged, which may be the reason for the restore: it stays as it is.


def forget_processes(file: Path) -> None:
    """Deletes the processes that used the database when it was saved."""
    with _opened(file, file) as connection:
        connection.execute("DELETE FROM processes")
        connection.execute("PRAGMA journal_mode=DELETE")  # one file, to be moved


@contextmanager
def _opened(file: Path, named: Path) -> Generator[sqlite3.Connection]:
    """A connection; its errors become sentences about the file that is named."""
    try:
        with closing(_open(file)) as connection:
            yield connection
    except sqlite3.Error as error:
        if _code(error) == sqlite3.SQLITE_CORRUPT:
            raise _damaged(named, str(error)) from error
        raise storage_error(str(named), error) from error


def _open(file: Path) -> sqlite3.Connection:
    # Not read-only: the last one to close a file has to remove its write-ahead log.
    connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True)
    connection.isolation_level = None  # no transaction begins by itself
    return connection


def _code(error: BaseException | None) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF  # the module's own errors have none


def _damaged(named: Path, what: str) -> StorageError:
    return StorageError(f"The database {named} is damaged ({what}); use an undamaged one.")


def _tables(connection: sqlite3.Connection) -> set[str]:
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {str(name) for (name,) in found if not str(name).startswith("sqlite_")}


def _schema(connection: sqlite3.Connection) -> str:
    found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(found[0]) if found else ""


def _count(connection: sqlite3.Connection, table: str) -> int:
    quoted = table.replace('"', '""')
    (count,) = connection.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()  # noqa: S608
    return int(count)
