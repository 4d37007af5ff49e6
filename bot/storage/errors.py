"""Failures of a database, each as one plain sentence.

The sentence names the location (a file, or host, port and name), never user or password.
"""

import re
import socket
import sqlite3
from collections.abc import Iterator, Mapping
from typing import Final

from sqlalchemy.exc import DBAPIError, DisconnectionError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.exit_codes import SETTING, ExitError
from bot.storage.migrations import NEWEST_SCHEMA


class StorageError(ExitError):
    """The database is unavailable; `str()` gives the sentence for the operator."""


class AddressError(StorageError):
    """DATABASE_URL is wrong: no driver can read it."""

    exit_code = SETTING


MISREAD: Final = (TypeError, ValueError, LookupError, AttributeError, OverflowError)
"""What drivers raise for a part of an address that they cannot read."""


class RowLockedError(StorageError):
    """Another process has locked a row or a table; the database itself works."""


SQLITE: Mapping[int, str] = {
    sqlite3.SQLITE_BUSY: "is locked by another process; stop that process or try again later",
    sqlite3.SQLITE_LOCKED: "is locked by another process; stop that process or try again later",
    sqlite3.SQLITE_READONLY: "is read-only; make the file and its folder writable",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; check that the file and its folder are writable",
    sqlite3.SQLITE_PERM: "cannot be opened; check that the file and its folder are writable",
    sqlite3.SQLITE_NOTADB: "is a file of another kind, not an SQLite database; name another file",
    sqlite3.SQLITE_CORRUPT: "is damaged; restore it from a backup",
    sqlite3.SQLITE_FULL: "cannot grow because the disk is full; make room",
    sqlite3.SQLITE_IOERR: "cannot be read or written; check the disk",
}
"""By SQLite's primary result code."""

_LACKING = "lacks a table or a column; restore it from a backup"
_NOT_OUR_SCHEMA = re.compile(r"^no such (table|column): |has no column named ")
"""SQLite has no code of its own for these."""

POSTGRESQL: Mapping[str, str] = {
    "42P01": _LACKING,
    "42703": _LACKING,
    "28P01": "refuses the user or the password",
    "28000": "refuses this user",
    "3D000": "does not exist; create it first",
    "42501": "does not permit this user to do what is needed",
    "53300": "has no connection left",
    "53100": "cannot grow because the disk is full",
    "25006": "is read-only",
    "57P01": "was stopped",
    "57P02": "was stopped after a crash",
    "57P03": "is starting or stopping; try again later",
    "55P03": "is locked by another process; try again later",
    "40P01": "is locked by another change of the same rows; try again",
    "40001": "was changed at the same moment; try again",
}
"""By PostgreSQL's SQLSTATE."""
_LOCKED = frozenset({"55P03", "40P01", "40001"})
"""A change undone for the sake of another one; the same again may succeed."""


def is_outage(error: BaseException) -> bool:
    """True for a failure of the database or the connection, false for a defect of the program."""
    if isinstance(error, DBAPIError):
        return _reason(error) is not None or error.connection_invalidated
    return isinstance(error, PoolTimeoutError | DisconnectionError | OSError) or (
        not isinstance(error, SQLAlchemyError) and _reason(error) is not None
    )


def storage_error(place: str, error: BaseException) -> StorageError:
    """The failure as a sentence, from any layer."""
    reason, links = _reason(error), [*_chain(error)]
    if any(getattr(link, "sqlstate", None) in _LOCKED for link in links):
        return RowLockedError(f"The database {place} {reason}.")
    misread = reason is None and any(isinstance(link, MISREAD) for link in links)
    said = reason or f"cannot be used: {_first_line(error)}"
    return (AddressError if misread else StorageError)(f"The database {place} {said}.")


def newer_schema(place: str, found: str) -> StorageError:
    """Why an older program does not use a database."""
    return StorageError(
        f"The database {place} was written by a newer version of this program "
        f"(schema {found}, this program knows {NEWEST_SCHEMA}); update the program."
    )


def foreign_database(place: str) -> StorageError:
    """Why the database of another program is not used."""
    return StorageError(f"The database {place} belongs to another program; name another file.")


def _first_line(error: BaseException) -> str:
    innermost = [*_chain(error)][-1]
    lines = str(innermost).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(innermost).__name__


def _reason(error: BaseException) -> str | None:
    if isinstance(error, PoolTimeoutError):
        return "is too busy: no connection came free in time"
    reasons = (_of_sqlite(link) or _of_postgresql(link) for link in _chain(error))
    return next(filter(None, reasons), None) or _of_network(error)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what caused it, outermost first."""
    while error is not None:
        yield error
        error = (error.orig if isinstance(error, DBAPIError) else None) or error.__cause__


def _of_sqlite(error: BaseException) -> str | None:
    code = getattr(error, "sqlite_errorcode", None)
    if code == sqlite3.SQLITE_ERROR and _NOT_OUR_SCHEMA.search(str(error)):
        return _LACKING
    return SQLITE.get(code & 0xFF) if isinstance(code, int) else None


def _of_postgresql(error: BaseException) -> str | None:
    state = getattr(error, "sqlstate", None)
    if not isinstance(state, str):
        return None
    return POSTGRESQL.get(state) or ("lost its connection" if state.startswith("08") else None)


def _of_network(error: BaseException) -> str | None:
    links = list(_chain(error))
    if any(isinstance(link, socket.gaierror) for link in links):
        return "cannot be reached: its host is unknown; check the name in DATABASE_URL"
    if any(isinstance(link, TimeoutError) for link in links):
        return "cannot be reached: it does not answer"
    if any(isinstance(link, OSError) for link in links):
        return "cannot be reached; check host and port in DATABASE_URL and that it runs"
    lost = any(isinstance(link, DBAPIError) and link.connection_invalidated for link in links)
    return "lost its connection" if lost else None
