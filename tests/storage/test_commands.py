"""The commands Discord was told, on both engines."""

import asyncio
from datetime import UTC, datetime

import pytest

from bot.storage.commands import GLOBAL, CommandStore, CommandSync, SyncedCommand
from bot.storage.database import Database

NOON = datetime(2025, 7, 1, 12, tzinfo=UTC)
APPLICATION = 2**60
ASK = SyncedCommand("ask", 2**61 + 1, 1)
FIND = SyncedCommand("Find measures", 12, 3)


@pytest.fixture
def store(database: Database) -> CommandStore:
    return CommandStore(database)


async def test_what_was_synced_is_known_by_application_and_scope(store: CommandStore) -> None:
    assert (await store.all(APPLICATION)).get(GLOBAL) is None
    await store.put(APPLICATION, GLOBAL, "abc", [ASK, FIND], at=NOON)
    await store.put(APPLICATION, "42", "def", [], at=NOON)
    await store.put(5, GLOBAL, "xyz", [ASK], at=NOON)
    assert (await store.all(APPLICATION)).get(GLOBAL) == CommandSync(
        GLOBAL, "abc", (ASK, FIND), NOON
    )
    assert set(await store.all(APPLICATION)) == {GLOBAL, "42"}


async def test_a_later_sync_takes_the_place_of_the_earlier(store: CommandStore) -> None:
    await store.put(APPLICATION, GLOBAL, "abc", [ASK], at=NOON)
    await store.put(APPLICATION, GLOBAL, "def", [FIND], at=NOON)
    synced = (await store.all(APPLICATION)).get(GLOBAL)
    assert synced is not None
    assert (synced.hash, synced.commands) == ("def", (FIND,))


async def test_two_processes_syncing_at_once_leave_one_row(
    database: Database, other: Database
) -> None:
    stores = (CommandStore(database), CommandStore(other))
    await asyncio.gather(*(s.put(APPLICATION, GLOBAL, "abc", [ASK], at=NOON) for s in stores))
    assert len(await stores[0].all(APPLICATION)) == 1


async def test_a_scope_served_no_longer_is_forgotten(store: CommandStore) -> None:
    await store.put(APPLICATION, "42", "abc", [ASK], at=NOON)
    assert await store.forget(APPLICATION, "42")
    assert not await store.forget(APPLICATION, "42")
    assert (await store.all(APPLICATION)).get("42") is None
