"""Migrations: what they make, who makes them, and what is not migrated."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, insert, make_url, select, text
from sqlalchemy.exc import IntegrityError
from structlog.testing import capture_logs

from bot.storage.database import Database, StorageError, migrate, open_database
from bot.storage.migrations import NEWEST_SCHEMA
from bot.storage.migrations.upgrade import config_for
from bot.storage.tables import metadata, preferences, revisions
from tests.storage.opening import NOON, execute, refusal, sqlite_url


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
    assert heads == [NEWEST_SCHEMA]
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]


async def test_migrating_twice_does_nothing_the_second_time(database_url: str) -> None:
    with capture_logs() as logs:
        assert await migrate(database_url)
        assert not await migrate(database_url)
    place = make_url(database_url).database
    assert [(line["event"], line["database"]) for line in logs] == [("new database created", place)]


async def test_two_processes_migrating_at_once_agree(database_url: str) -> None:
    done = await asyncio.gather(*(migrate(database_url) for _ in range(4)), return_exceptions=True)
    assert done.count(True) == 1
    refused = [each for each in done if isinstance(each, StorageError)]
    assert done.count(False) + len(refused) == 3
    assert not refused or database_url.startswith("sqlite"), "a server lets the others wait"


async def test_a_newer_schema_is_left_alone(migrated_url: str) -> None:
    async with open_database(migrated_url) as database, database.writing() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert "newer version of this program (schema 9999" in await refusal(migrated_url)
    with pytest.raises(StorageError, match="newer"):
        await migrate(migrated_url)


async def test_a_server_is_not_migrated_by_a_start(database_url: str) -> None:
    if database_url.startswith("sqlite"):
        async with open_database(database_url) as database, database.reading() as connection:
            assert (await connection.execute(select(revisions))).all() == []
    else:
        assert "run python -m bot migrate first" in await refusal(database_url)


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
