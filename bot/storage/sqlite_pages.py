"""The pages of an SQLite file: copied while others write them, checked, counted.

SQLite's own module is used directly: what counts here are files, not rows, and before a file is
known to be a database of ours nothing else should open it.
"""

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from bot.storage.errors import StorageError, foreign_database, newer_schema, told
from bot.storage.migrations import HEAD

PAGES = 512
"""Copied in one step; between two of them an interrupt is heard."""
COMPANIONS = ("-wal", "-shm", "-journal")
"""What SQLite may keep beside a file: part of it while it exists, poison for another one."""
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
    """Reads whose the file is before anything of it is changed; a new or empty one may be used.

    `StorageError` for a file of another kind and for the database of another program.
    """
    if not file.exists() or not file.stat().st_size:
        return
    try:
        with closing(_opened(file)) as connection:
            tables = _tables(connection)
            ours = len(tables & OURS) > 1 and is_our_schema(_schema(connection))
    except sqlite3.Error as error:
        if _code(error) == sqlite3.SQLITE_NOTADB:
            raise told(str(file), error) from error
        return  # locked, damaged, unreadable: the start says so
    if tables and not ours:
        raise foreign_database(str(file))


def copy_pages(source: Path, target: Path) -> None:
    """Copies all as it is at this moment; whoever writes meanwhile is not held up.

    The target becomes one file that can be read where nothing can be written.
    """
    try:
        with closing(_opened(source)) as read, closing(_opened(target)) as written:
            # The transaction keeps the moment: without it, each change of another process would
            # have the copy begin anew.
            read.execute("BEGIN")
            read.execute("SELECT count(*) FROM sqlite_master")
            read.backup(written, pages=PAGES, progress=_heard)
            written.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        if _code(error) == sqlite3.SQLITE_FULL:
            raise StorageError(f"The disk of {target.parent} is full; make room.") from error
        raise _told(source, error) from error


def look(copy: Path, named: Path) -> Saved:
    """What the copy holds; `StorageError`, by the name given, where it is not whole or not ours."""
    try:
        with closing(_opened(copy)) as connection:
            return _checked(connection, copy, named)
    except sqlite3.Error as error:
        raise _told(named, error) from error


def settle(file: Path) -> None:
    """Takes what was written ahead into the file; `StorageError` where another has it open."""
    try:
        with closing(_opened(file)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        if _code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise told(str(file), error) from error
        # Damaged, which may be why somebody is about to replace it: it stays as it is.


def forget_processes(file: Path) -> None:
    """Takes off the list who used the database when it was saved: nobody does now."""
    with closing(_opened(file)) as connection:
        connection.execute("DELETE FROM processes")


def _opened(file: Path) -> sqlite3.Connection:
    # Not read-only: the last to close a file written ahead has to tidy up beside it.
    connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True)
    connection.isolation_level = None  # nothing begins by itself
    return connection


def _heard(*_: int) -> None:
    """Python's turn between two steps."""


def _code(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF  # the module's own errors have none


def _told(named: Path, error: sqlite3.Error) -> StorageError:
    if _code(error) == sqlite3.SQLITE_CORRUPT:
        return _damaged(named, str(error))
    return told(str(named), error)


def _damaged(named: Path, what: str) -> StorageError:
    return StorageError(f"The database {named} is damaged ({what}); use one that is whole.")


def _checked(connection: sqlite3.Connection, copy: Path, named: Path) -> Saved:
    (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if found != "ok":
        raise _damaged(named, str(found).splitlines()[-1])
    tables = _tables(connection)
    schema = _schema(connection) if tables >= OURS else ""
    if not is_our_schema(schema):
        raise StorageError(f"{named} is not a database of this program; name another file.")
    if schema > HEAD:
        raise newer_schema(str(named), schema)
    counts = {name: _count(connection, name) for name in sorted(tables - {"alembic_version"})}
    return Saved(copy, copy.stat().st_size, schema, counts)


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
