"""Saves an SQLite database while a bot writes it, and puts a saved one back.

A server has tools of its own for both; here it is only told which.
"""

import os
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import URL

from bot.storage import dialects
from bot.storage.database import migrate
from bot.storage.database_url import file_of, make_room, place_of, read_url
from bot.storage.errors import StorageError
from bot.storage.file_access import reason_of, tighten
from bot.storage.lock import held_alone
from bot.storage.sqlite_pages import COMPANIONS, Saved, copy_pages, forget_processes, look, settle


class Restored(NamedTuple):
    """What stands in the database's place now, the schema it was saved with, what it replaced."""

    saved: Saved
    saved_schema: str
    kept: Path | None


def backup(url: str, file: Path) -> Saved:
    """Saves the database to a new file as it is at this moment, also while a bot runs.

    `StorageError`, one sentence, where that cannot be; then there is no such file, nor part of it.
    """
    place = _file_of(url, f"pg_dump --format=custom --file={file} saves it")
    if not place.exists():
        raise StorageError(f"There is no database at {place} to save; check DATABASE_URL.")
    _refuse_existing(file)
    with _beside(file) as copy:
        copy_pages(place, copy)
        saved = look(copy, place)
        _refuse_existing(file)  # somebody else may have been faster
        _move(copy, file)
    return saved._replace(file=file)


async def restore(url: str, file: Path, *, at: datetime) -> Restored:
    """Puts a saved database in the place of the present one, which is kept beside it.

    What was saved is checked, and brought to the newest schema, before anything is replaced.
    `StorageError`, one sentence, where that cannot be, or a bot has the present one.
    """
    advice = f"pg_restore --clean --if-exists --dbname=NAME {file} restores it, while no bot runs"
    named = _file_of(url, advice)
    make_room(named)
    with held_alone(named):
        place = named.resolve()  # behind a link: SQLite keeps its companions there
        with _beside(place) as copy:
            before = _taken(file, place, copy)
            await migrate(read_url(url).set(database=str(copy)).render_as_string())
            forget_processes(copy)
            saved = look(copy, file)
            kept = _swap(place, copy, at)
    return Restored(saved._replace(file=named), before.schema, kept)


def _file_of(url: str, advice: str) -> Path:
    parsed = read_url(url)
    file = file_of(parsed)
    if file is None:
        raise StorageError(_no_file(parsed, advice))
    return file


def _no_file(url: URL, advice: str) -> str:
    if dialects.is_sqlite(url):
        return f"The database {place_of(url)} is not named by its file; name it so in DATABASE_URL."
    return (
        f"The database {place_of(url)} is PostgreSQL's, whose own tools do this: {advice}; "
        "after a restore run ANALYZE in it."
    )


def _taken(file: Path, place: Path, copy: Path) -> Saved:
    if not file.is_file():
        raise StorageError(f"There is no file {file} to restore from.")
    if place.exists() and file.samefile(place):
        raise StorageError(f"{file} is the database itself; name a file that a backup has made.")
    copy_pages(file, copy)
    return look(copy, file)


def _refuse_existing(file: Path) -> None:
    if file.exists():
        raise StorageError(f"{file} exists already; name a new file or move that one away.")


@contextmanager
def _beside(file: Path) -> Generator[Path]:
    """An empty file in the same folder, which is gone at the end unless moved."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{file.name}.", suffix=".part", dir=file.parent)
    except OSError as error:
        raise _unwritable(file, error) from error
    os.close(handle)
    try:
        yield Path(name)
    finally:
        for ending in ("", *COMPANIONS):
            Path(f"{name}{ending}").unlink(missing_ok=True)


def _swap(place: Path, copy: Path, at: datetime) -> Path | None:
    """Puts the copy in the place, in one step; gives where the present database is now."""
    kept = Path(f"{place}.before-restore-{at:%Y%m%dT%H%M%SZ}")
    _refuse_existing(kept)
    found = place.exists()
    if found:
        settle(place)
    try:
        for ending in COMPANIONS:  # of a file that could not be settled, or is gone
            if Path(f"{place}{ending}").exists():
                Path(f"{place}{ending}").replace(f"{kept}{ending}")
        if found:
            shutil.copymode(place, copy)
            tighten(copy)
            _name_too(place, kept)
    except OSError as error:
        raise _unwritable(kept, error) from error
    _move(copy, place)
    return kept if found else None


def _name_too(file: Path, name: Path) -> None:
    # A second name costs nothing, and the first one never stands for no file at all.
    try:
        name.hardlink_to(file)
    except OSError:  # a file system without such names
        shutil.copy2(file, name)


def _move(copy: Path, file: Path) -> None:
    try:
        copy.replace(file)
    except OSError as error:
        raise _unwritable(file, error) from error


def _unwritable(file: Path, error: OSError) -> StorageError:
    return StorageError(f"The file {file} cannot be written: {reason_of(error)}.")
