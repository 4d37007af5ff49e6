"""Saves an SQLite database while a bot writes to it, and restores a saved one.

For PostgreSQL it names the server's own tools.
"""

import os
import shutil
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from datetime import datetime
from glob import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from bot.storage import dialects, sqlite_file
from bot.storage.database import migrate
from bot.storage.database_url import file_of, location_of, prepare_folder, read_url
from bot.storage.errors import StorageError
from bot.storage.file_access import OWNER_ONLY, exclusive_lock, os_reason

_ABANDONED = 24 * 3600
"""Seconds after which the folder of a copy is one that a killed process left."""


class Restored(NamedTuple):
    """The restored database, the schema it was saved with, and where the replaced one is now."""

    saved: sqlite_file.Saved
    saved_schema: str
    kept: Path | None


def backup(url: str, file: Path) -> sqlite_file.Saved:
    """Saves the database to a new file, also while a bot runs. On StorageError, no part remains."""
    database = _file_of(url, f"pg_dump --format=custom --file={file} saves it")
    _require_name(file)
    if not database.exists():
        raise StorageError(f"There is no database at {database} to save; check DATABASE_URL.")
    _refuse_existing(file)
    with _temporary_next_to(file) as copy:
        sqlite_file.copy_database(database, copy)
        saved = sqlite_file.inspect_copy(copy, database)
        _refuse_existing(file)  # another process may have been faster
        _move(copy, file)
    return saved._replace(file=file)


async def restore(url: str, file: Path, *, at: datetime) -> Restored:
    """Replaces the database with a saved one; the replaced one stays next to it.

    The saved one is checked and migrated before anything is replaced. `StorageError`, one sentence,
    where that fails, or a bot uses the database.
    """
    advice = f"pg_restore --clean --if-exists --dbname=NAME {file} restores it, while no bot runs"
    named = _file_of(url, advice)
    _require_name(file)
    prepare_folder(named)
    with exclusive_lock(named):
        database = named.resolve()  # behind a link: SQLite keeps its companions there
        _require_backup(file, database)
        with _temporary_next_to(database) as copy:
            sqlite_file.copy_database(file, copy)
            before = sqlite_file.inspect_copy(copy, file)
            await migrate(read_url(url).set(database=str(copy)).render_as_string())
            sqlite_file.forget_processes(copy)
            saved = sqlite_file.inspect_copy(copy, file)
            kept = _swap(database, copy, at)
    return Restored(saved._replace(file=named), before.schema, kept)


def _file_of(url: str, advice: str) -> Path:
    parsed = read_url(url)
    file, named = file_of(parsed), f"The database {location_of(parsed)}"
    if file is not None:
        return file
    if dialects.is_sqlite(parsed):
        raise StorageError(f"{named} is not named by its file; name its file in DATABASE_URL.")
    raise StorageError(
        f"{named} is PostgreSQL's, whose own tools do this: {advice}; "
        "after a restore run ANALYZE in it."
    )


def _require_name(file: Path) -> None:
    """`StorageError` for a path that the system or SQLite cannot take."""
    try:
        str(file).encode()
        file.lstat()
    except UnicodeEncodeError:
        raise StorageError(f"The name {str(file)!a} is not UTF-8; name another.") from None
    except (FileNotFoundError, NotADirectoryError):
        return  # what comes next says so
    except OSError as error:
        raise StorageError(f"The file {file} cannot be reached: {os_reason(error)}.") from error


def _require_backup(file: Path, database: Path) -> None:
    if not file.is_file():
        raise StorageError(f"There is no file {file} to restore from.")
    if database.exists() and file.samefile(database):
        raise StorageError(f"{file} is the database itself; name a file from a backup.")


def _refuse_existing(file: Path) -> None:
    if file.exists():
        raise StorageError(f"{file} exists already; name a new file or move that one away.")


@contextmanager
def _temporary_next_to(file: Path) -> Generator[Path]:
    """A path on the same file system, for a file that is gone at the end unless moved."""
    with suppress(OSError):
        for left in file.parent.glob(f".{escape(file.name)}.*.part"):
            if left.stat().st_mtime < time.time() - _ABANDONED:
                shutil.rmtree(left, ignore_errors=True)
    try:
        folder = TemporaryDirectory(prefix=f".{file.name}.", suffix=".part", dir=file.parent)
    except OSError as error:
        raise _unwritable(file, error) from error
    with folder as name:
        yield Path(name, "copy")


def _swap(database: Path, copy: Path, at: datetime) -> Path | None:
    """Replaces the database in one step; gives where the replaced one is now."""
    kept = Path(f"{database}.before-restore-{at:%Y%m%dT%H%M%SZ}")
    _refuse_existing(kept)
    found = database.exists()
    if found:
        sqlite_file.checkpoint(database)
    try:
        for ending in sqlite_file.COMPANIONS:  # of a file that is damaged or gone
            if Path(f"{database}{ending}").exists():
                Path(f"{database}{ending}").replace(f"{kept}{ending}")
        if found:
            _link(database, kept)
    except OSError as error:
        raise _unwritable(kept, error) from error
    _move(copy, database)
    return kept if found else None


def _link(file: Path, name: Path) -> None:
    # A second name is free, and the first one always leads to a file.
    try:
        name.hardlink_to(file)
    except OSError:  # a file system without hard links
        shutil.copy2(file, name)


def _move(copy: Path, file: Path) -> None:
    try:
        copy.chmod(OWNER_ONLY)
        with copy.open("rb+") as written:
            os.fsync(written)  # VACUUM INTO does not
        copy.replace(file)
    except OSError as error:
        raise _unwritable(file, error) from error


def _unwritable(file: Path, error: OSError) -> StorageError:
    return StorageError(f"The file {file} cannot be written: {os_reason(error)}.")
