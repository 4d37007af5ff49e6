"""The address of a database: its file, and what may be shown of it."""

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.storage import dialects
from bot.storage.errors import AddressError, StorageError
from bot.storage.file_access import make_folder, os_reason


def read_url(url: str) -> URL:
    """The address in its parts; `AddressError` for an invalid one."""
    try:
        return make_url(url)
    except (ArgumentError, ValueError):
        pass  # raised outside the handler: the error holds the whole address
    raise AddressError("DATABASE_URL is not the address of a database.")


def location_of(url: URL) -> str:
    """The file, or host, port and name: what may be shown."""
    if dialects.is_sqlite(url):
        return "in memory" if dialects.is_in_memory(url) else str(url.database)
    return f"{url.host or 'localhost'}:{url.port or 5432}/{url.database}"


def file_of(url: URL) -> Path | None:
    """The file of an SQLite database, none for a server, in memory or as SQLite's own URI."""
    named = dialects.is_sqlite(url) and not dialects.is_in_memory(url)
    return Path(str(url.database)).absolute() if named and "uri" not in url.query else None


def prepare_folder(file: Path) -> None:
    """Creates the folder of the database's file; `StorageError` where that fails."""
    _found(file)
    make_folder(file.parent)


def require_file(file: Path) -> None:
    """Raises `StorageError` if the file does not exist; creates nothing."""
    if not _found(file):
        raise StorageError(
            f"There is no database at {file}; check DATABASE_URL, or start the bot, which makes it."
        )


def _found(file: Path) -> bool:
    """Whether the file exists; raises `StorageError` if it cannot be one."""
    try:
        folder, regular, there = file.is_dir(), file.is_file(), file.exists()
    except OSError as error:
        raise StorageError(f"The database {file} cannot be reached: {os_reason(error)}.") from error
    if folder:
        raise StorageError(f"The database {file} is a folder; expected the path of a file.")
    if there and not regular:
        raise StorageError(f"The database {file} is not a regular file; name another file.")
    return there
