"""Digests of servers that the bot left: they sleep, wake, and are erased after thirty days."""

from datetime import timedelta

from sqlalchemy import insert

from bot.digests.guild_lifecycle import SLEEP_KEPT
from bot.domain.digests.subscription import MOST_DIGESTS
from bot.storage.database import Database
from bot.storage.digest_rows import new_columns
from bot.storage.tables import digests
from tests.digests.delivery_harness import ALICE, MONDAY_NINE, Channels, Clock, Delivery, order

DAY = timedelta(days=1)


async def test_a_server_that_left_while_the_bot_was_off_sleeps_and_wakes(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    await delivery.subscribe(order())
    membership = delivery.engine.guild_lifecycle
    channels.guilds = {1}
    await membership.compare()
    assert (await delivery.digest()).state == "active"
    channels.guilds, channels.foreign = set(), {1}  # another process's shard
    await membership.compare()
    assert (await delivery.digest()).state == "active"
    channels.foreign = set()
    await membership.compare()
    assert (await delivery.digest()).state == "asleep"
    clock.now = MONDAY_NINE + DAY
    await delivery.tick()
    assert channels.sends == 0
    channels.guilds = {1}
    await membership.compare()
    digest = await delivery.digest()
    assert (digest.state, digest.next_run_at) == ("active", MONDAY_NINE + 2 * DAY)


async def test_a_server_that_comes_back_wakes_behind_many_that_are_gone(
    delivery: Delivery, shared: tuple[Database, Database], channels: Channels, clock: Clock
) -> None:
    lifecycle = delivery.engine.guild_lifecycle
    orders = [order(guild_id=guild) for guild in range(1, 13) for _ in range(MOST_DIGESTS)]
    asleep = {"state": "asleep", "awake_state": "active"}
    rows = [new_columns(each, "2026.09.01.1", ALICE, at=clock()) | asleep for each in orders]
    async with shared[0].writing() as connection:
        await connection.execute(insert(digests), rows)
    channels.guilds = {12}
    await lifecycle.compare()
    back = await delivery.stores.digests.of_guild(12)
    assert {digest.state for digest in back} == {"active"}
    assert {d.state for d in await delivery.stores.digests.of_guild(11)} == {"asleep"}
    clock.now += SLEEP_KEPT + DAY
    await lifecycle.erase()
    assert [len(await delivery.stores.digests.of_guild(g)) for g in (11, 12)] == [0, MOST_DIGESTS]


async def test_an_hourly_check_wakes_what_a_failed_event_left_asleep(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    await delivery.subscribe(order())
    lifecycle = delivery.engine.guild_lifecycle
    await lifecycle.left(1)
    await lifecycle.recheck()  # the bot does not know yet where it is
    await lifecycle.compare()
    channels.guilds = {1}  # joined; the database failed at the event
    await lifecycle.recheck()
    assert (await delivery.digest()).state == "active"
    channels.guilds = set()  # the same at its leaving
    await lifecycle.recheck()
    assert (await delivery.digest()).state == "asleep"


async def test_no_digest_is_erased_of_a_server_that_the_bot_is_in(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    await delivery.subscribe(order())
    lifecycle = delivery.engine.guild_lifecycle
    await lifecycle.left(1)
    clock.now += SLEEP_KEPT + DAY
    await lifecycle.erase()  # not known yet where the bot is
    assert await delivery.stores.digests.get(1) is not None
    channels.foreign = {1}
    await lifecycle.compare()
    await lifecycle.erase()  # another process knows
    assert await delivery.stores.digests.get(1) is not None
    channels.guilds, channels.foreign = {1}, set()
    await lifecycle.erase()
    assert (await delivery.digest()).state == "asleep"
    channels.guilds = set()
    await lifecycle.erase()
    assert await delivery.stores.digests.get(1) is None


async def test_after_thirty_days_of_sleep_nothing_is_kept(delivery: Delivery, clock: Clock) -> None:
    await delivery.subscribe(order())
    await delivery.engine.guild_lifecycle.left(1)
    await delivery.engine.guild_lifecycle.compare()
    clock.now += SLEEP_KEPT
    await delivery.engine.guild_lifecycle.erase()
    assert (await delivery.digest()).state == "asleep"
    clock.forward(seconds=1)
    await delivery.engine.guild_lifecycle.erase()
    assert await delivery.stores.digests.get(1) is None


async def test_a_paused_digest_wakes_paused(delivery: Delivery) -> None:
    digest = await delivery.subscribe(order())
    await delivery.engine.digests.pause(digest)
    await delivery.engine.guild_lifecycle.left(1)
    await delivery.engine.guild_lifecycle.came(1)
    assert (await delivery.digest()).state == "paused"


async def test_the_history_of_a_digest_is_kept_for_more_than_a_year(
    delivery: Delivery, clock: Clock
) -> None:
    await delivery.subscribe(order())
    clock.now = MONDAY_NINE
    await delivery.tick()
    assert len(await delivery.history()) == 1
    clock.now += 366 * DAY
    await delivery.engine.guild_lifecycle.erase()
    assert len(await delivery.history()) == 1
    clock.now += 50 * DAY
    await delivery.engine.guild_lifecycle.erase()
    assert await delivery.history() == []
