"""Suspensions: no post to a dead channel, somebody is told, and it goes on by itself."""

from datetime import timedelta

from bot.digests.guild_lifecycle import KEPT_ASLEEP
from bot.digests.interfaces import Refused
from bot.domain.digests.subscription import Cause
from tests.delivery.house import ALICE, MONDAY_NINE, Channels, Clock, House, order

DAY = timedelta(days=1)
GONE = Cause("channel-gone")
LOCKED = Cause("no-permission", ("send_messages",))


async def suspended(
    home: House, channels: Channels, clock: Clock, alerts_id: int | None = None
) -> None:
    """A digest whose channel refuses its first post."""
    await home.subscribe(order(alerts_id=alerts_id))
    clock.now = MONDAY_NINE
    channels.faults = [Refused(LOCKED)]
    await home.tick()
    channels.obstacles[10] = LOCKED


async def test_after_the_first_refusal_nothing_is_posted_there(
    home: House, channels: Channels, clock: Clock
) -> None:
    for _ in range(3):
        await home.subscribe(order())
    clock.now = MONDAY_NINE
    channels.faults = [Refused(GONE)]
    for day in range(3):
        clock.now = MONDAY_NINE + day * DAY
        await home.tick()
    assert channels.sends == 1
    for number in (1, 2, 3):
        digest = await home.digest(number)
        assert (digest.state, digest.cause, digest.next_run_at) == ("suspended", GONE, None)


async def test_a_missing_permission_is_seen_before_anything_is_sent(
    home: House, channels: Channels, clock: Clock
) -> None:
    await home.subscribe(order())
    channels.obstacles[10] = LOCKED
    clock.now = MONDAY_NINE
    await home.tick()
    assert channels.sends == 0
    assert (await home.digest()).cause == LOCKED
    assert (await home.history())[0].cause == LOCKED


async def test_a_missing_tag_suspends_one_digest_and_not_its_channel(
    home: House, channels: Channels, clock: Clock
) -> None:
    await home.subscribe(order(kind="forum"))
    await home.subscribe(order(kind="forum", tag_id=5))
    clock.now = MONDAY_NINE
    channels.faults = [Refused(Cause("tag-needed"))]
    await home.tick()
    await home.tick()
    assert (await home.digest(1)).state == "suspended"
    assert (await home.history(2))[0].state == "sent"


async def test_the_alerts_channel_hears_first(
    home: House, channels: Channels, clock: Clock
) -> None:
    await suspended(home, channels, clock, alerts_id=99)
    await home.engine.suspensions.tell()
    await home.engine.suspensions.tell()
    assert len(channels.marks(99)) == 1
    assert channels.direct == {}
    assert (await home.digest()).told == "alerts"


async def test_else_the_creator_hears_directly(
    home: House, channels: Channels, clock: Clock
) -> None:
    await suspended(home, channels, clock)
    await home.engine.suspensions.tell()
    assert len(channels.direct[ALICE]) == 1
    assert (await home.digest()).told == "direct"


async def test_else_whoever_gives_the_next_command(
    home: House, channels: Channels, clock: Clock
) -> None:
    await suspended(home, channels, clock, alerts_id=99)
    channels.obstacles |= {99: GONE, ALICE: GONE}
    await home.engine.suspensions.tell()
    assert (await home.digest()).told == "nobody"
    assert [digest.id for digest in await home.engine.digests.untold(1)] == [1]
    assert await home.engine.digests.untold(1) == []


async def test_it_goes_on_by_itself_without_a_flood(
    home: House, channels: Channels, clock: Clock
) -> None:
    await suspended(home, channels, clock)
    clock.now = MONDAY_NINE + 5 * DAY + timedelta(hours=1)
    assert await home.engine.suspensions.look(1) == 0
    del channels.obstacles[10]
    assert await home.engine.suspensions.look(1) == 1
    digest = await home.digest()
    assert (digest.state, digest.next_run_at) == ("active", MONDAY_NINE + 6 * DAY)
    assert digest.baseline == "2026.09.05.1"
    await home.tick()
    assert channels.marks(10) == []
    clock.now = MONDAY_NINE + 6 * DAY
    await home.tick()
    assert len(channels.marks(10)) == 1


async def test_what_no_event_tells_of_is_asked_for_once_an_hour(
    home: House, channels: Channels, clock: Clock
) -> None:
    await suspended(home, channels, clock)
    channels.obstacles[10] = "unknown"
    assert await home.engine.suspensions.look_around() == 0
    del channels.obstacles[10]
    clock.forward(minutes=59)
    assert await home.engine.suspensions.look_around() == 0
    clock.forward(minutes=2)
    assert await home.engine.suspensions.look_around() == 1


async def test_a_refusal_of_unknown_kind_waits_for_an_administrator(
    home: House, channels: Channels, clock: Clock
) -> None:
    await home.subscribe(order())
    clock.now = MONDAY_NINE
    channels.faults = [Refused(Cause("refused"))]
    await home.tick()
    clock.forward(days=1)
    assert await home.engine.suspensions.look_around() == 0
    assert await home.engine.digests.resume(await home.digest())
    assert (await home.digest()).state == "active"


# ------------------------------------------------------------------ servers that leave


async def test_a_server_that_left_while_the_bot_was_off_sleeps_and_wakes(
    home: House, channels: Channels, clock: Clock
) -> None:
    await home.subscribe(order())
    membership = home.engine.guild_lifecycle
    await membership.compare({1}, lambda _: True)
    assert (await home.digest()).state == "active"
    await membership.compare(set(), lambda _: False)  # another process's shard
    assert (await home.digest()).state == "active"
    await membership.compare(set(), lambda _: True)
    assert (await home.digest()).state == "asleep"
    clock.now = MONDAY_NINE + DAY
    await home.tick()
    assert channels.sends == 0
    await membership.compare({1}, lambda _: True)
    digest = await home.digest()
    assert (digest.state, digest.next_run_at) == ("active", MONDAY_NINE + 2 * DAY)


async def test_after_thirty_days_of_sleep_nothing_is_kept(home: House, clock: Clock) -> None:
    await home.subscribe(order())
    await home.engine.guild_lifecycle.left(1)
    clock.now += KEPT_ASLEEP
    await home.engine.guild_lifecycle.erase()
    assert (await home.digest()).state == "asleep"
    clock.forward(seconds=1)
    await home.engine.guild_lifecycle.erase()
    assert await home.digests.get(1) is None


async def test_a_paused_digest_wakes_paused(home: House) -> None:
    digest = await home.subscribe(order())
    await home.engine.digests.pause(digest)
    await home.engine.guild_lifecycle.left(1)
    await home.engine.guild_lifecycle.came(1)
    assert (await home.digest()).state == "paused"
