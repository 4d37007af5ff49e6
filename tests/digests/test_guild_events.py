"""What guild events make of suspended digests: not all at once, whatever Discord sends."""

import asyncio
from typing import Any, cast

import discord
import pytest

from bot.digests.interfaces import Refused
from bot.discord_client.guild_events import GuildEvents
from bot.domain.digests.subscription import Cause
from tests.digests.delivery_harness import MONDAY_NINE, Channels, Clock, Delivery, order

LOCKED = Cause("no-permission", ("send_messages",))
SERVERS = 200


class Server:
    """A server as far as the events need it."""

    def __init__(self, guild_id: int) -> None:
        self.id = guild_id


SERVERS_NAMED = tuple(Server(number) for number in range(1, SERVERS + 1))


class Checks:
    """Counts the checks of servers, in all and at once."""

    def __init__(self, delivery: Delivery, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = self.now = self.most = 0
        check = delivery.engine.suspensions.check_guild

        async def counted(guild_id: int) -> int:
            self.count += 1
            self.now += 1
            self.most = max(self.most, self.now)
            try:
                return await check(guild_id)
            finally:
                self.now -= 1

        monkeypatch.setattr(delivery.engine.suspensions, "check_guild", counted)


@pytest.fixture
def checks(delivery: Delivery, monkeypatch: pytest.MonkeyPatch) -> Checks:
    return Checks(delivery, monkeypatch)


@pytest.fixture
def events(delivery: Delivery) -> GuildEvents:
    return GuildEvents(delivery.engine)


async def available(events: GuildEvents) -> None:
    """Discord names every server, each in an event of its own."""
    servers = cast("Any", SERVERS_NAMED)
    await asyncio.gather(*(events.after_outage(server) for server in servers))


async def test_servers_named_at_a_start_are_left_to_its_end(
    events: GuildEvents, checks: Checks
) -> None:
    await available(events)
    assert checks.count == 0
    await events.on_ready()
    await available(events)
    assert (checks.count, checks.most) == (SERVERS, 1)


async def test_a_permission_given_back_resumes_a_digest(
    events: GuildEvents, delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    await events.on_ready()
    await delivery.subscribe(order())
    clock.now = MONDAY_NINE
    channels.faults = [Refused(LOCKED)]
    await delivery.tick()
    assert (await delivery.digest()).state == "suspended"
    role = cast("discord.Role", type("Role", (), {"guild": SERVERS_NAMED[0]})())
    await events.after_change(role, role)
    assert (await delivery.digest()).state == "active"
