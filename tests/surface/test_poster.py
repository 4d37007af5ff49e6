"""What the poster finds in channels of servers that this process has not in memory."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import discord
import pytest
from discord.http import Route

from bot.delivery.post import Absent, Unknowable
from bot.domain.digest import Target
from bot.surface.poster import DiscordPoster
from tests.end_to_end.program import TOKEN
from tests.wire import Channel, Wire


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    async with Wire(token=TOKEN) as wire:
        yield wire


@pytest.fixture
async def poster(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DiscordPoster]:
    """Logged in, and connected to no gateway: it knows no server."""
    monkeypatch.setattr(Route, "BASE", wire.api_url)
    async with discord.Client(intents=discord.Intents(guilds=True)) as client:
        await client.login(TOKEN)
        yield DiscordPoster(client)


async def find(poster: DiscordPoster, wire: Wire, channel: Channel, kind: str = "text") -> object:
    target = Target(wire.world.guild.id, channel.id, "thread" if kind == "thread" else "text", "x")
    return await poster.find(target, "mark", datetime.now(UTC))


async def test_an_empty_channel_that_may_be_read_holds_nothing(
    wire: Wire, poster: DiscordPoster
) -> None:
    assert await find(poster, wire, wire.world.guild.add("empty")) == Absent()


async def test_an_empty_page_of_a_hidden_history_proves_nothing(
    wire: Wire, poster: DiscordPoster
) -> None:
    hidden = wire.world.guild.add("hidden")
    await wire.deny(hidden, "read_message_history")
    assert await find(poster, wire, hidden) == Unknowable()


async def test_a_thread_has_the_rights_of_its_channel(wire: Wire, poster: DiscordPoster) -> None:
    guild = wire.world.guild
    threads = [guild.add_thread(guild.add(name), "t", wire.world.bot) for name in ("open", "shut")]
    await wire.deny(guild.channels[-1], "read_message_history")
    found = [await find(poster, wire, thread, "thread") for thread in threads]
    assert found == [Absent(), Unknowable()]
