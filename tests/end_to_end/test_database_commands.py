"""Databases that cannot be used, and `migrate`."""

import contextlib
import sqlite3
from pathlib import Path

import pytest

from tests.end_to_end.program import TOKEN, assert_one_sentence, run


def test_an_unavailable_database(tmp_path: Path, data: Path) -> None:
    (tmp_path / "text.db").write_text("not a database " * 100)
    (tmp_path / "folder.db").mkdir()
    places = {"text.db": "another kind", "folder.db": "is a folder", "text.db/x.db": "cannot be"}
    settings = {"DISCORD_TOKEN": TOKEN, "DATA_DIR": data}
    for place, words in places.items():
        for subcommand in ("run", "migrate"):
            url = f"sqlite+aiosqlite:///{tmp_path / place}"
            ran = run(tmp_path, subcommand, DATABASE_URL=url, **settings)
            assert (ran.code, ran.out) == (69, "")
            assert_one_sentence(ran.err)
            assert words in ran.err
            assert place.split("/", maxsplit=1)[0] in ran.err


def test_a_database_that_is_read_only_or_damaged_ends_the_start(tmp_path: Path, data: Path) -> None:
    file = tmp_path / "bot.db"
    settings = {"DISCORD_TOKEN": TOKEN, "DATA_DIR": data}
    url = f"sqlite+aiosqlite:///{file}"
    assert run(tmp_path, "migrate", DATABASE_URL=url, **settings).code == 0
    read_only = f"sqlite+aiosqlite:///file:{file}?mode=ro&uri=true"
    ran = run(tmp_path, "run", DATABASE_URL=read_only, **settings)
    assert (ran.code, ran.out) == (69, "")
    assert_one_sentence(ran.err)
    assert "is read-only; make the file and its folder writable" in ran.err
    with contextlib.closing(sqlite3.connect(file)) as raw:
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'active_release'"
        (page,) = raw.execute(query).fetchone()
    content = bytearray(file.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    file.write_bytes(content)
    ran = run(tmp_path, "run", DATABASE_URL=url, LOG_LEVEL="error", **settings)
    assert (ran.code, ran.out) == (69, "")
    assert_one_sentence(ran.err)
    assert "is damaged; restore it from a backup" in ran.err


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs Linux's /proc")
def test_a_database_where_nothing_can_be_written(tmp_path: Path, data: Path) -> None:
    settings = {"DISCORD_TOKEN": TOKEN, "DATA_DIR": data}
    ran = run(tmp_path, "run", DATABASE_URL="sqlite+aiosqlite:////proc/bot.db", **settings)
    assert ran.code == 69
    assert_one_sentence(ran.err)
    assert "/proc/bot.db" in ran.err


def test_a_database_server_that_is_not_there(tmp_path: Path, nobody: int) -> None:
    url = f"postgresql+asyncpg://bot:hush@127.0.0.1:{nobody}/bot"
    ran = run(tmp_path, "migrate", DATABASE_URL=url, LOG_LEVEL="debug")
    assert ran.code == 69
    assert_one_sentence(ran.err)
    assert "hush" not in ran.err


def test_migrate_makes_the_tables_once(tmp_path: Path) -> None:
    for _ in range(2):
        ran = run(tmp_path, "migrate")
        assert ran.code == 0
        assert ran.out == "The database schema is up to date.\n"
    with sqlite3.connect(tmp_path / "var" / "little-giant.db") as database:
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
    database.close()
    assert "command_sync" in tables
