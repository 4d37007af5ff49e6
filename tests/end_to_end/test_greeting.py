"""The greeting over real sockets: one for each server that the bot really joins."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import TypeAlias

import pytest

from tests.end_to_end.in_process import Bot, serving, settings_for
from tests.end_to_end.program import TOKEN
from tests.wire import Wire
from tests.wire.channels import NEWS, Channel
from tests.wire.guilds import Guild

Serve: TypeAlias = Callable[..., AbstractAsyncContextManager[Bot]]
GUILDS = 1
"""The one intent, as bits."""
MANY = 100
"""Servers that the bot is in before the upgrade."""


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    """A Discord in which the bot is in many servers with a channel each."""
    async with Wire(token=TOKEN) as wire:
        for n in range(MANY):
            wire.world.add_guild(f"old {n}").add("general")
        yield wire


@pytest.fixture
def start(wire: Wire, tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> Serve:
    """Starts a bot on the same database each time; takes settings."""

    def started(**settings: object) -> AbstractAsyncContextManager[Bot]:
        return serving(wire, settings_for(wire, tmp_path, data, **settings), monkeypatch)

    return started


async def compared(wire: Wire, bot: Bot) -> None:
    """Returns once the bot knows which servers are new."""
    await wire.ready()
    greetings = bot.app.delivery.greetings
    await wire.until(lambda: greetings.has_compared)


async def judged(wire: Wire, bot: Bot, *guilds: Guild) -> None:
    """Returns once the bot has seen these servers and decided on each."""
    greetings = bot.app.delivery.greetings
    await wire.until(lambda: all(greetings.knows(guild.id) for guild in guilds))


def posted(wire: Wire) -> int:
    """How many messages there are in all channels."""
    return sum(len(channel.messages) for channel in wire.world.channels.values())


def new_guild(wire: Wire, name: str = "new", locale: str = "en-US") -> tuple[Guild, Channel]:
    """A server that the bot is not in, with a channel."""
    guild = wire.world.add_guild(name, joined=False)
    guild.locale = locale
    return guild, guild.add("general")


async def test_an_upgrade_greets_nobody_and_a_join_is_greeted_once(
    wire: Wire, start: Serve
) -> None:
    guild, channel = new_guild(wire)
    old = next(g for g in wire.world.guilds.values() if g.name == "old 7")
    async with start() as bot:
        await compared(wire, bot)
        assert bot.app.client.intents.value == GUILDS
        await wire.join(guild)
        await wire.until(lambda: posted(wire) == 1)
        await wire.outage(old)
        await wire.join(old)
        await wire.outage(guild)
        await wire.join(guild)
        await wire.dispatch("GUILD_CREATE", old.as_created(wire.world.bot, new=True), old.id)
        last, room = new_guild(wire, "last")
        await wire.join(last)
        await wire.until(lambda: len(room.messages) == 1)
    async with start() as bot:
        await compared(wire, bot)
    assert posted(wire) == 2
    assert "What do you want to do?" in wire.texts(channel)[0]


async def test_a_server_that_leaves_and_comes_back_is_not_greeted_again(
    wire: Wire, start: Serve
) -> None:
    guild, channel = new_guild(wire)
    async with start() as bot:
        await compared(wire, bot)
        await wire.join(guild)
        await wire.until(lambda: len(channel.messages) == 1)
        await wire.leave(guild)
        await wire.until(lambda: not bot.app.delivery.greetings.knows(guild.id))
        await wire.join(guild)
        await judged(wire, bot, guild)
    await wire.leave(guild)
    async with start() as bot:
        await compared(wire, bot)
        await wire.join(guild)
        await judged(wire, bot, guild)
    assert posted(wire) == 1


async def test_a_server_joined_while_the_bot_was_off_is_greeted_at_the_start(
    wire: Wire, start: Serve
) -> None:
    guild, channel = new_guild(wire, locale="zh-TW")
    async with start() as bot:
        await compared(wire, bot)
    await wire.join(guild)
    async with start():
        await wire.until(lambda: len(channel.messages) == 1)
    assert "您想做什么？" in wire.texts(channel)[0]
    assert posted(wire) == 1


async def test_it_is_posted_where_the_bot_may_write_or_nowhere(wire: Wire, start: Serve) -> None:
    system, first = new_guild(wire, "system")
    welcome = system.add("welcome")
    system.system_channel = welcome.id
    closed, rules = new_guild(wire, "closed")
    news, open_ = closed.add("news", NEWS), closed.add("open")
    closed.system_channel = rules.id
    silent, mute = new_guild(wire, "silent")
    for channel in (rules, mute):
        await wire.deny(channel, "send_messages")
    async with start() as bot:
        await compared(wire, bot)
        for guild in (silent, closed, system):
            await wire.join(guild)
        await judged(wire, bot, silent, closed, system)
        await wire.until(lambda: posted(wire) == 2)
    assert [len(c.messages) for c in (first, welcome, rules, news, open_, mute)] == [
        0,
        1,
        0,
        0,
        1,
        0,
    ]
    assert not [s for s in wire.requests.statuses if s in (403, 404)]


async def test_it_can_be_turned_off_and_on_without_greeting_those_that_came_meanwhile(
    wire: Wire, start: Serve
) -> None:
    guild, _ = new_guild(wire)
    async with start(greet=False) as bot:
        await compared(wire, bot)
        await wire.join(guild)
        await judged(wire, bot, guild)
    async with start() as bot:
        await compared(wire, bot)
    assert posted(wire) == 0
