"""Transactions: all or nothing, moments in UTC, nothing private in an error."""

import asyncio
from datetime import UTC, timedelta, timezone

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError, StatementError

from bot.storage.database import Database, open_database
from bot.storage.tables import preferences, releases, revisions
from tests.storage.opening import NOON, execute


async def test_an_exception_undoes_the_whole_transaction(database: Database) -> None:
    async def fail_half_way() -> None:
        async with database.writing() as connection:
            await connection.execute(insert(revisions).values(name="x", value=1))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail_half_way()
    async with database.reading() as connection:
        assert (await connection.execute(select(revisions))).all() == []


async def test_moments_come_back_in_utc_and_naive_ones_are_refused(database: Database) -> None:
    shanghai = NOON.astimezone(timezone(timedelta(hours=8)))
    row = {"user_id": 2**63 - 1, "revision": 1}
    async with database.writing() as connection:
        await connection.execute(insert(preferences).values(updated_at=shanghai, **row))
        found = await connection.scalar(select(preferences.c.updated_at))
    assert found == NOON
    assert found is not None
    assert found.tzinfo is UTC
    naive = insert(preferences).values(updated_at=NOON.replace(tzinfo=None), **row)
    with pytest.raises(StatementError, match="no time zone"):
        await execute(database, naive)


async def test_what_a_statement_was_given_is_not_in_its_error(database: Database) -> None:
    row: dict[str, object] = {"version": "1", "content_hash": "private", "document": b""}
    statement = insert(releases).values(created_at=NOON, counts={}, **row)
    await execute(database, statement)
    with pytest.raises(IntegrityError) as caught:
        await execute(database, statement)
    assert "private" not in str(caught.value)


async def test_in_memory_there_is_one_database_for_all() -> None:
    async with open_database("sqlite+aiosqlite://") as database:
        async with database.writing() as connection:
            await connection.execute(insert(revisions).values(name="x", value=1))

        async def look() -> int | None:
            async with database.reading() as connection:
                return await connection.scalar(select(revisions.c.value))

        assert await asyncio.gather(look(), look()) == [1, 1]
