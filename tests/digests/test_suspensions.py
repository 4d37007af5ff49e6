"""Suspensions: no post to a dead channel, somebody is told, and it goes on by itself."""

from datetime import timedelta

import pytest

from bot.digests.interfaces import Delayed, Refused
from bot.domain.digests.subscription import Cause
from tests.digests.delivery_harness import ALICE, MONDAY_NINE, Channels, Clock, Delivery, order

DAY = timedelta(days=1)
GONE = Cause("channel-gone")
LOCKED = Cause("no-permission", ("send_messages",))


async def suspended(
    delivery: Delivery, channels: Channels, clock: Clock, alerts_id: int | None = None
) -> None:
    """A digest whose channel refuses its first post."""
    await delivery.subscribe(order(alerts_id=alerts_id))
    clock.now = MONDAY_NINE
    channels.faults = [Refused(LOCKED)]
    await delivery.tick()
    channels.obstacles[10] = LOCKED


async def test_after_the_first_refusal_nothing_is_posted_there(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    for _ in range(3):
        await delivery.subscribe(order())
    clock.now = MONDAY_NINE
    channels.faults = [Refused(GONE)]
    for day in range(3):
        clock.now = MONDAY_NINE + day * DAY
        await delivery.tick()
    assert channels.sends == 1
    for number in (1, 2, 3):
        digest = await delivery.digest(number)
        assert (digest.state, digest.cause, digest.next_run_at) == ("suspended", GONE, None)


async def test_a_missing_permission_is_seen_before_anything_is_sent(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    await delivery.subscribe(order())
    channels.obstacles[10] = LOCKED
    clock.now = MONDAY_NINE
    await delivery.tick()
    assert channels.sends == 0
    assert (await delivery.digest()).cause == LOCKED
    assert (await delivery.history())[0].cause == LOCKED


async def test_a_missing_tag_suspends_one_digest_and_not_its_channel(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    await delivery.subscribe(order(kind="forum"))
    await delivery.subscribe(order(kind="forum", tag_id=5))
    clock.now = MONDAY_NINE
    channels.faults = [Refused(Cause("tag-needed"))]
    await delivery.tick()
    await delivery.tick()
    assert (await delivery.digest(1)).state == "suspended"
    assert (await delivery.history(2))[0].state == "sent"


async def test_the_alerts_channel_hears_first(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    await suspended(delivery, channels, clock, alerts_id=99)
    await delivery.engine.suspensions.notify()
    await delivery.engine.suspensions.notify()
    assert len(channels.dedup_keys(99)) == 1
    assert channels.direct == {}
    assert (await delivery.digest()).notified == "alerts"


async def test_else_the_creator_hears_directly(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    await suspended(delivery, channels, clock)
    await delivery.engine.suspensions.notify()
    assert len(channels.direct[ALICE]) == 1
    assert (await delivery.digest()).notified == "direct"


async def test_else_the_next_person_with_a_command_is_told(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    await suspended(delivery, channels, clock, alerts_id=99)
    channels.obstacles |= {99: GONE, ALICE: GONE}
    await delivery.engine.suspensions.notify()
    assert (await delivery.digest()).notified == "nobody"
    use = delivery.engine.digests
    assert [digest.id for digest in await use.unnotified(1)] == [1]
    shown = await use.unnotified(1)  # the answer failed
    assert [digest.id for digest in shown] == [1]
    await use.notified(shown)
    assert await use.unnotified(1) == []


async def test_one_lost_channel_is_one_report(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    for _ in range(3):
        await delivery.subscribe(order())
    await delivery.subscribe(order(11))
    await delivery.subscribe(order(10, alerts_id=99))
    clock.now = MONDAY_NINE
    channels.faults = [Refused(GONE)] * 2
    await delivery.tick()
    await delivery.engine.suspensions.notify()
    told = [letter.layout[0]["content"] for letter in channels.direct[ALICE]]
    assert told == ["suspended: [1, 2, 3]", "suspended: [4]"]
    assert len(channels.dedup_keys(99)) == 1
    notified = [(await delivery.digest(number)).notified for number in range(1, 6)]
    assert notified == [*["direct"] * 4, "alerts"]


async def test_a_report_that_discord_never_takes_is_given_up_after_an_hour(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    await suspended(delivery, channels, clock)
    channels.no_channel[ALICE] = Delayed()
    await delivery.engine.suspensions.notify()
    assert (await delivery.digest()).notified is None
    clock.forward(hours=1)
    await delivery.engine.suspensions.notify()
    assert (await delivery.digest()).notified == "nobody"


async def test_a_digest_goes_on_by_itself_without_a_flood(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    await suspended(delivery, channels, clock)
    clock.now = MONDAY_NINE + 5 * DAY + timedelta(hours=1)
    assert await delivery.engine.suspensions.check_guild(1) == 0
    del channels.obstacles[10]
    assert await delivery.engine.suspensions.check_guild(1) == 1
    digest = await delivery.digest()
    assert (digest.state, digest.next_run_at) == ("active", MONDAY_NINE + 6 * DAY)
    assert digest.baseline == "2026.09.05.1"
    await delivery.tick()
    assert channels.dedup_keys(10) == []
    clock.now = MONDAY_NINE + 6 * DAY
    await delivery.tick()
    assert len(channels.dedup_keys(10)) == 1


async def test_what_no_event_tells_of_is_asked_for_once_an_hour(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    await suspended(delivery, channels, clock)
    channels.obstacles[10] = "unknown"
    assert await delivery.engine.suspensions.check_old() == 0
    del channels.obstacles[10]
    clock.forward(minutes=59)
    assert await delivery.engine.suspensions.check_old() == 0
    clock.forward(minutes=2)
    assert await delivery.engine.suspensions.check_old() == 1


async def test_each_process_checks_the_channels_of_its_own_servers(
    delivery: Delivery,
    other: Delivery,
    channels: Channels,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await suspended(delivery, channels, clock)
    del channels.obstacles[10]
    poster = delivery.engine.suspensions._poster  # pyright: ignore[reportPrivateUsage]

    def is_ours(guild_id: int) -> bool:
        return guild_id != 1

    monkeypatch.setattr(poster, "is_ours", is_ours)
    clock.forward(hours=2)
    assert await delivery.engine.suspensions.check_old() == 0
    assert await other.engine.suspensions.check_old() == 1


async def test_a_refusal_of_unknown_kind_waits_for_an_administrator(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    await delivery.subscribe(order())
    clock.now = MONDAY_NINE
    channels.faults = [Refused(Cause("refused"))]
    await delivery.tick()
    clock.forward(days=1)
    assert await delivery.engine.suspensions.check_old() == 0
    assert await delivery.engine.digests.resume(await delivery.digest())
    assert (await delivery.digest()).state == "active"
