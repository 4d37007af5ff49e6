"""From the slot to the post: each edition is posted once, at its time or late."""

import asyncio
from datetime import timedelta

from bot.domain.digests.subscription import Cause, dedup_key_of
from bot.storage.due_queue import MovedRun
from tests.digests.delivery_harness import MONDAY_NINE, Channels, Clock, Delivery, order

DAY = timedelta(days=1)


async def test_a_digest_is_posted_at_its_time_and_not_before(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    digest = await delivery.subscribe(order())
    await delivery.tick()
    assert channels.dedup_keys(10) == []
    clock.now = MONDAY_NINE
    await delivery.tick()
    await delivery.tick()
    assert channels.dedup_keys(10) == [dedup_key_of(digest.id, MONDAY_NINE, 1)]
    (run,) = await delivery.history()
    assert (run.state, run.number, run.late) == ("sent", 1, False)
    after = await delivery.digest()
    assert after.next_run_at == MONDAY_NINE + DAY
    assert (after.baseline, after.editions) == ("2026.09.05.1", 1)
    assert await delivery.engine.dispatcher.next_at() == MONDAY_NINE + DAY


async def test_two_processes_waking_together_post_one_digest(
    delivery: Delivery, other: Delivery, channels: Channels, clock: Clock
) -> None:
    for channel in range(10, 30):
        await delivery.subscribe(order(channel))
    clock.now = MONDAY_NINE
    await asyncio.gather(delivery.tick(), other.tick())
    assert sorted(channels.messages) == list(range(10, 30))
    assert {len(letters) for letters in channels.messages.values()} == {1}


async def test_the_digests_of_one_channel_come_in_order(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    digests = [await delivery.subscribe(order()) for _ in range(5)]
    clock.now = MONDAY_NINE
    for _ in digests:
        await delivery.tick()
    assert channels.dedup_keys(10) == [dedup_key_of(d.id, MONDAY_NINE, 1) for d in digests]


# ------------------------------------------------------------------ after a time away


async def test_after_days_away_only_the_newest_is_posted_and_says_that_it_is_late(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    digest = await delivery.subscribe(order())
    clock.now = MONDAY_NINE + 3 * DAY + timedelta(hours=2)
    await delivery.tick()
    newest = MONDAY_NINE + 3 * DAY
    assert channels.dedup_keys(10) == [dedup_key_of(digest.id, newest, 1)]
    assert "late=True" in channels.messages[10][0].layout[0]["content"]
    history = await delivery.history()
    assert [run.state for run in history] == ["missed", "missed", "missed", "sent"]
    assert [run.slot for run in history] == [MONDAY_NINE + n * DAY for n in range(4)]


async def test_after_half_the_interval_nothing_is_posted(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    await delivery.subscribe(order())
    clock.now = MONDAY_NINE + timedelta(hours=12)
    await delivery.tick()
    assert channels.messages == {}
    (run,) = await delivery.history()
    assert (run.state, run.cause) == ("missed", Cause("too-late"))
    assert (await delivery.digest()).next_run_at == MONDAY_NINE + DAY


async def test_a_clock_that_is_set_back_posts_nothing_twice(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    await delivery.subscribe(order())
    clock.now = MONDAY_NINE
    await delivery.tick()
    clock.now = MONDAY_NINE - timedelta(minutes=30)
    assert await delivery.engine.next_runs.recompute() == 1
    assert (await delivery.digest()).next_run_at == MONDAY_NINE
    clock.now = MONDAY_NINE
    await delivery.tick()
    assert len(channels.dedup_keys(10)) == 1
    assert (await delivery.digest()).next_run_at == MONDAY_NINE + DAY


async def test_a_clock_that_jumps_a_day_ahead_and_an_hour_back_posts_each_edition_once(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    digest = await delivery.subscribe(order())
    clock.now = MONDAY_NINE
    await delivery.tick()
    clock.forward(days=1, minutes=5)
    await delivery.tick()
    for jump in (timedelta(hours=-1), -DAY, timedelta(minutes=55), DAY):
        clock.now += jump
        await delivery.engine.next_runs.recompute()
        await delivery.tick()
    expected = [dedup_key_of(digest.id, MONDAY_NINE + n * DAY, 1) for n in range(2)]
    assert channels.dedup_keys(10) == expected
    assert [run.state for run in await delivery.history()] == ["sent", "sent"]
    assert (await delivery.digest()).next_run_at == MONDAY_NINE + 2 * DAY


async def test_a_clock_that_was_years_ahead_loses_nothing_once_it_is_right(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    await delivery.subscribe(order())
    clock.now = MONDAY_NINE.replace(year=2030)
    await delivery.tick()
    clock.now = MONDAY_NINE + timedelta(minutes=10)
    await delivery.engine.next_runs.recompute()
    assert (await delivery.digest()).next_run_at == MONDAY_NINE + DAY


async def test_new_rules_of_a_zone_move_the_next_run(delivery: Delivery, clock: Clock) -> None:
    digest = await delivery.subscribe(order(), at=MONDAY_NINE + timedelta(hours=1))
    next_runs = delivery.engine.next_runs
    next_runs.version = lambda: "2026a"
    assert await next_runs.follow_zone_rules() == 1  # nobody knows with which it was computed
    assert (await delivery.digest(digest.id)).next_run_at == MONDAY_NINE
    moment = MovedRun(digest.id, MONDAY_NINE, MONDAY_NINE + timedelta(hours=1))
    assert await delivery.stores.queue.move([moment]) == 1  # as by the rules of another version
    assert await next_runs.follow_zone_rules() == 0
    next_runs.version = lambda: "2026b"
    assert await next_runs.follow_zone_rules() == 1
    assert (await delivery.digest(digest.id)).next_run_at == MONDAY_NINE
    assert await next_runs.follow_zone_rules() == 0


# ------------------------------------------------------------------ by hand


async def test_run_now_posts_once_and_says_so_while_it_is_under_way(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    digest = await delivery.subscribe(order())
    await delivery.engine.lease.heartbeat()
    first, second = await asyncio.gather(
        delivery.engine.digests.run(digest, 5), delivery.engine.digests.run(digest, 5)
    )
    ended = first or second
    assert ended is not None
    assert (first is None) != (second is None)
    assert (ended.state, ended.kind) == ("sent", "manual")
    assert len(channels.dedup_keys(10)) == 1
    # It was an edition: the next one compares with it.
    assert (await delivery.digest()).baseline == "2026.09.05.1"


async def test_who_asked_before_a_run_by_hand_had_ended_posts_no_second_one(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    """Three administrators at once: each has read the digest before the first post was made."""
    digest = await delivery.subscribe(order())
    await delivery.engine.lease.heartbeat()
    first = await delivery.engine.digests.run(digest, 5)
    assert first is not None
    assert first.state == "sent"
    for _ in range(2):
        clock.forward(seconds=1)
        assert await delivery.engine.digests.run(digest, 5) is None
    assert len(channels.dedup_keys(10)) == 1
    again = await delivery.engine.digests.run(await delivery.digest(), 5)
    assert again is not None
    assert len(channels.dedup_keys(10)) == 2


async def test_nothing_new_is_recorded_and_not_posted_where_that_is_wished(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    await delivery.subscribe(order(content="changes", when_empty="post-nothing", topic="loan"))
    clock.now = MONDAY_NINE
    await delivery.tick()
    assert channels.sends == 0
    assert (await delivery.history())[0].state == "empty"
