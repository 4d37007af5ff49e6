"""A saved SQLite database comes back whole or not at all."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.storage.backup import Restored, backup, restore
from bot.storage.database import migrate, open_database
from bot.storage.file_access import exclusive_lock
from bot.storage.migrations import NEWEST_SCHEMA
from tests.storage import first_release as first
from tests.storage.backup_files import (
    NOON,
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

KEPT = "little-giant.db.before-restore-20250701T120000Z"


def permit(file: Path, permissions: int) -> None:
    file.chmod(permissions)


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
    assert (restored.saved.file, restored.saved_schema) == (place, NEWEST_SCHEMA)
    assert restored.saved.counts["preferences"] == 2
    assert people(place) == {1, 2}
    assert people(place.with_name(KEPT)) == {1, 2, 3}
    assert permissions(place) == 0o600
    assert contents(tmp_path) == saved
    assert set(contents(place.parent)) == {place.name, KEPT}
    await save(url, 4)
    assert people(place) == {1, 2, 4}


async def test_a_restore_where_nothing_is_makes_the_database(
    tmp_path: Path, url: str, place: Path
) -> None:
    await save(url, 1)
    backup(url, tmp_path / "saved.db")
    shutil.rmtree(place.parent)
    assert (await restore(url, tmp_path / "saved.db", at=NOON)).kept is None
    assert people(place) == {1}


async def test_a_restore_behind_a_link_replaces_the_linked_file(
    tmp_path: Path, url: str, place: Path
) -> None:
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
    assert (restored.saved_schema, restored.saved.schema) == (first.FIRST, NEWEST_SCHEMA)
    assert await first.rows(url) == first.expected()
    assert contents(tmp_path) == before, "what was saved stays as it was"
    assert not await migrate(url)
    assert set(contents(place.parent)) == {place.name}


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


async def test_a_second_restore_in_the_same_second_is_refused(
    tmp_path: Path, url: str, place: Path
) -> None:
    await save(url, 1)
    backup(url, tmp_path / "saved.db")
    await restore(url, tmp_path / "saved.db", at=NOON)
    before = contents(place.parent)
    assert f"{KEPT} exists already" in await restoring(url, tmp_path / "saved.db")
    assert contents(place.parent) == before
