"""Which cards were shared: once among all processes, and forgotten after some days."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from bot.storage.database import Database
from bot.storage.shared_cards import SharedCardStore
from bot.storage.tables import shared_cards

NOW = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)


async def test_a_card_is_shared_by_one_process_only(database: Database, other: Database) -> None:
    assert await SharedCardStore(database).claim("a", NOW)
    assert not await SharedCardStore(other).claim("a", NOW)
    assert await SharedCardStore(other).claim("b", NOW)


async def test_what_could_not_be_shared_can_be_tried_again(database: Database) -> None:
    store = SharedCardStore(database)
    assert await store.claim("a", NOW)
    await store.release("a")
    assert await store.claim("a", NOW)


async def test_old_ones_are_erased_with_the_next(database: Database) -> None:
    store = SharedCardStore(database)
    await store.claim("a", NOW)
    await store.claim("b", NOW + timedelta(days=8))
    assert [row.key for row in await database.rows(select(shared_cards.c.key))] == ["b"]
