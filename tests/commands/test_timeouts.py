"""What a person reads where the database or Discord lets an answer wait, and who goes first."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from dataclasses import dataclass
from typing import Any

import discord
import pytest
from discord.http import Route

from bot.digests.interfaces import OutgoingMessage
from bot.digests.rate_limiter import RateLimiter
from bot.discord_client.poster import DiscordPoster
from bot.discord_client.rate_limit_hook import paced
from bot.domain.digests.subscription import Target
from bot.i18n.translator import read_translators
from bot.metrics import Metrics
from bot.ui import outages
from bot.ui.interaction_tracking import begin_tracking
from tests.end_to_end.program import TOKEN
from tests.wire import Wire


@dataclass(frozen=True)
class Bot:
    """The part of the bot that calls Discord, at 20 requests a second."""

    wire: Wire
    rate_limiter: RateLimiter
    poster: DiscordPoster
    client: discord.Client

    async def write_to_member(self) -> object:
        """Two calls, as `/watch add` makes them."""
        layout = [{"type": 10, "content": "for the member"}]
        return await self.poster.write_to(
            self.wire.world.member.id, OutgoingMessage(layout, "LG-MEMBER")
        )


@pytest.fixture
async def bot(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    """Logged in at a Discord of its own."""
    async with Wire(token=TOKEN) as wire:
        monkeypatch.setattr(Route, "BASE", wire.api_url)
        rate_limiter = RateLimiter(20.0)
        trace = paced(rate_limiter, Metrics(), "/api/v10")
        intents = discord.Intents(guilds=True)
        async with discord.Client(intents=intents, http_trace=trace) as client:
            await client.login(TOKEN)
            yield Bot(wire, rate_limiter, DiscordPoster(client), client)


async def told(work: Coroutine[Any, Any, object]) -> str:
    """What the person reads of work that is not done in time."""
    with pytest.raises(outages.UnavailableError) as caught:
        await outages.with_timeout(work)
    return caught.value.sentence(read_translators()["en"])


async def test_a_wait_for_discord_is_not_put_down_to_the_database(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outages, "ANSWER_SECONDS", 0.05)
    bot.rate_limiter.block(60.0)
    assert (await told(bot.write_to_member())).startswith("Discord is slow right now")


async def test_the_gateways_connection_waits_for_no_turn(bot: Bot) -> None:
    bot.rate_limiter.block(60.0)
    async with asyncio.timeout(5):
        socket = await bot.client.http.ws_connect(bot.wire.gateway_url)
    await socket.close()


async def test_a_wait_for_the_database_is_not_put_down_to_discord(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outages, "ANSWER_SECONDS", 0.4)

    async def work() -> None:
        await bot.write_to_member()
        await asyncio.Event().wait()  # a database that does not answer

    assert (await told(work())).startswith("The database is slow right now")


@pytest.mark.parametrize("cause", ["database", "discord"])
async def test_after_a_slow_look_up_nothing_is_said_to_be_under_way(
    bot: Bot, monkeypatch: pytest.MonkeyPatch, cause: str
) -> None:
    monkeypatch.setattr(outages, "ANSWER_SECONDS", 0.05)
    bot.rate_limiter.block(60.0)
    work = bot.write_to_member() if cause == "discord" else asyncio.Event().wait()
    with pytest.raises(outages.UnavailableError) as caught:
        await outages.with_timeout(work, reads=True)
    english, chinese = (caught.value.sentence(read_translators()[lang]) for lang in ("en", "zh"))
    assert english.startswith(
        f"{'The database' if cause == 'database' else 'Discord'} is slow right now, so this "
        "could not be read. Please try again in a minute."
    )
    assert "未能读取内容" in chinese


async def test_a_person_is_answered_while_64_posts_are_on_their_way(bot: Bot) -> None:
    world = bot.wire.world
    channels = [world.guild.add(f"news-{number}") for number in range(64)]
    layout = [{"type": 10, "content": "a post"}]
    posts = [
        asyncio.create_task(
            bot.poster.send(
                Target(world.guild.id, channel.id, "text", channel.name),
                OutgoingMessage(layout, f"LG-{channel.name}"),
            )
        )
        for channel in channels
    ]
    await bot.wire.until(lambda: bool(bot.wire.messages(channels[0])))

    async def press() -> object:
        begin_tracking(lambda _name, _passed: None)
        return await outages.with_timeout(bot.write_to_member())

    await asyncio.create_task(press())
    assert len(bot.wire.dms(world.member)) == 1
    assert sum(post.done() for post in posts) < 10
    for post in posts:
        post.cancel()
