"""An operator saves the database of a running bot, and puts it back after a bad day."""

import asyncio
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.storage.database import migrate, open_database
from bot.storage.preferences import PreferenceStore
from bot.storage.releases import ReleaseStore
from tests.end_to_end.program import TOKEN, Ran, assert_one_sentence, run, started
from tests.end_to_end.seeded_database import OLD, SeededDatabase, seed_database
from tests.wire import Wire

BEFORE, AFTER = 2**53 + 1, 2**53 + 2
"""Who saved preferences before the backup, and who after it."""
COUNTED = {"digests and watches": "1", "people's preferences": "1", "data versions": "2"}
"""What `backup` and `restore` print, beside all other rows."""


@pytest.fixture
async def seeded(tmp_path: Path, wire: Wire) -> SeededDatabase:
    """A database with a digest that is due tomorrow, and somebody's preferences."""
    seeded = await seed_database(tmp_path / "seeded", new=3)
    tomorrow = datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(days=1)
    await seeded.subscribe([wire.world.channel], tomorrow)
    await save(seeded, BEFORE)
    return seeded


async def save(seeded: SeededDatabase, person: int) -> None:
    """Saves a person's preferences."""
    async with open_database(seeded.url) as database:
        await PreferenceStore(database).save(person, at=datetime.now(UTC), lang="zh")


async def kept(seeded: SeededDatabase) -> tuple[set[int], int, list[str]]:
    """Whose preferences, how many digests, which releases."""
    async with open_database(seeded.url) as database:
        people = {row.user_id for row in await PreferenceStore(database).saved_after(0)}
        releases = [line.version for line in await ReleaseStore(database).versions()]
    return people, len(await seeded.digests()), releases


def make_newer(file: Path) -> None:
    """As a later version of the program would leave it."""
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")


async def test_a_backup_of_a_running_bot_comes_back(
    tmp_path: Path, wire: Wire, seeded: SeededDatabase
) -> None:
    token = {"DISCORD_TOKEN": TOKEN, "DISCORD_API_URL": wire.api_url}

    async def shell(*arguments: str) -> Ran:
        return await asyncio.to_thread(run, tmp_path, *arguments, **seeded.settings)

    with started(seeded.folder, "run", **seeded.settings, **token) as bot:
        await wire.ready()
        saved = await shell("backup", "saved.db")
        assert (saved.code, saved.err) == (0, "")
        assert "Saved to saved.db: schema " in saved.out
        counted = dict(re.findall(r"(?m)^([a-z' ]+?) +(\d+)$", saved.out))
        assert int(counted.pop("other rows")) > 0
        assert counted.pop("servers") in "012"  # the bot may record them meanwhile
        assert counted == COUNTED
        again = await shell("backup", "saved.db")
        assert again.code == 69
        assert_one_sentence(again.err)
        then = await kept(seeded)
        await save(seeded, AFTER)
        refused = await shell("restore", "saved.db")
        assert refused.code == 69
        assert_one_sentence(refused.err)
        assert "in use by another running bot" in refused.err
        assert await bot.stop() == 0

    restored = await shell("restore", "saved.db")
    assert (restored.code, restored.err) == (0, "")
    assert "The replaced database is kept as " in restored.out
    assert await kept(seeded) == then
    unheard = await shell("reload")  # the bot that ran when the copy was made is no more
    assert unheard.code == 69
    assert unheard.err.startswith("No running bot uses the database ")
    people, digests, releases = then
    assert people == {BEFORE}
    assert digests == 1
    assert OLD in releases
    assert len(releases) == 2

    with started(seeded.folder, "run", **seeded.settings, **token) as bot:
        await wire.ready(since=bot.began)
        assert await bot.stop() == 0
        assert "Traceback" not in bot.err
    assert await kept(seeded) == then


@pytest.mark.parametrize("arguments", [["run"], ["migrate"], ["backup", "saved.db"]])
async def test_a_newer_database_is_refused_and_left_alone(
    tmp_path: Path, data: Path, arguments: list[str]
) -> None:
    file = tmp_path / "newer.db"
    url = f"sqlite+aiosqlite:///{file}"
    await migrate(url)
    make_newer(file)
    settings = {"DATABASE_URL": url, "DATA_DIR": data, "DISCORD_TOKEN": TOKEN}
    ran = await asyncio.to_thread(run, tmp_path, *arguments, **settings)
    assert (ran.code, ran.out) == (69, "")
    assert_one_sentence(ran.err)
    assert "was written by a newer version of this program (schema 9999" in ran.err


async def test_a_newer_backup_is_refused(tmp_path: Path, seeded: SeededDatabase) -> None:
    assert (
        await asyncio.to_thread(run, tmp_path, "backup", "saved.db", **seeded.settings)
    ).code == 0
    make_newer(tmp_path / "saved.db")
    before = await kept(seeded)
    ran = await asyncio.to_thread(run, tmp_path, "restore", "saved.db", **seeded.settings)
    assert (ran.code, ran.out) == (69, "")
    assert_one_sentence(ran.err)
    assert "newer version of this program (schema 9999" in ran.err
    assert await kept(seeded) == before


def test_a_server_is_saved_with_its_own_tool(tmp_path: Path) -> None:
    url = "postgresql+asyncpg://bot:hush@db.example/bot"
    for subcommand, tool in (("backup", "pg_dump"), ("restore", "pg_restore")):
        ran = run(tmp_path, subcommand, "saved.dump", DATABASE_URL=url)
        assert (ran.code, ran.out) == (69, "")
        assert_one_sentence(ran.err)
        assert tool in ran.err
        assert "hush" not in ran.err
