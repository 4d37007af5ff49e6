"""What a connected bot hears of the world, and what its commands are given of it."""

import asyncio
import random
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import discord
import pytest
from discord import app_commands

from tests.wire import TOKEN, NotOfferedError, Wire
from tests.wire.channels import FORUM, NEWS
from tests.wire.sample_bot import Click, directed


class Probe(discord.AutoShardedClient):
    """A client that keeps its servers, and says what a command was given."""

    def __init__(self, **options: Any) -> None:
        nobody = discord.MemberCacheFlags.none()
        intents = discord.Intents(guilds=True)
        options = {"guild_ready_timeout": 0.1, "member_cache_flags": nobody} | options
        super().__init__(intents=intents, **options)
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self) -> None:
        @self.tree.command(description="-")
        async def target(
            interaction: Click,
            channel: app_commands.AppCommandChannel | app_commands.AppCommandThread,
            role: discord.Role,
        ) -> None:
            may = interaction.app_permissions.send_messages
            parent = getattr(channel, "parent_id", None)
            text = f"{channel.name} {channel.type} {parent} {role.name} {may}"
            await interaction.response.send_message(text)

        @self.tree.command(description="-")
        @app_commands.default_permissions(manage_guild=True)
        async def digest(interaction: Click) -> None:
            await interaction.response.send_message("set")

        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """No wait between the shards."""


@asynccontextmanager
async def running(wire: Wire, **options: Any) -> AsyncGenerator[Probe]:
    with directed(wire):
        async with Probe(**options) as client:
            task = asyncio.create_task(client.start(TOKEN))
            await wire.until(client.is_ready)
            yield client
        await task


@pytest.fixture
async def bot(wire: Wire) -> AsyncIterator[Probe]:
    async with running(wire) as client:
        yield client


async def test_permissions_of_a_channel_follow_its_overwrites(wire: Wire, bot: Probe) -> None:
    world = wire.world

    def may(name: str) -> bool:
        channel = bot.get_channel(world.channel.id)
        assert isinstance(channel, discord.TextChannel)
        return getattr(channel.permissions_for(channel.guild.me), name)

    assert may("send_messages")
    await wire.deny(world.channel, "send_messages")
    await wire.until(lambda: not may("send_messages"))
    await wire.allow(world.channel, "send_messages")
    await wire.until(lambda: may("send_messages"))
    role = await wire.add_role(world.guild, "loud", "mention_everyone")
    await wire.give_role(role)
    await wire.until(lambda: may("mention_everyone"))
    await wire.change_role(role, deny=["mention_everyone"])
    await wire.until(lambda: not may("mention_everyone"))
    await wire.delete_role(role)
    guild = bot.get_guild(world.guild.id)
    assert guild is not None
    await wire.until(lambda: guild.get_role(role.id) is None)


async def test_channels_come_and_go(wire: Wire, bot: Probe) -> None:
    news = await wire.add_channel(wire.world.guild, "news", NEWS)
    await wire.until(lambda: isinstance(bot.get_channel(news.id), discord.TextChannel))
    thread = await wire.add_thread(news, "talk")
    await wire.until(lambda: isinstance(bot.get_channel(thread.id), discord.Thread))
    await wire.delete_channel(news)
    await wire.until(lambda: bot.get_channel(news.id) is None)


async def test_servers_come_and_go(wire: Wire, bot: Probe) -> None:
    away = wire.world.add_guild("Pudong", joined=False)
    away.add("general")
    await wire.join(away)
    await wire.until(lambda: bot.get_guild(away.id) is not None)
    await wire.outage(wire.world.guild)
    guild = bot.get_guild(wire.world.guild.id)
    assert guild is not None
    await wire.until(lambda: guild.unavailable)
    await wire.leave(away)
    await wire.until(lambda: bot.get_guild(away.id) is None)


async def test_what_happened_while_the_bot_was_away(wire: Wire) -> None:
    left, joined = wire.world.add_guild("left"), wire.world.add_guild("joined", joined=False)
    async with running(wire) as bot:
        assert bot.get_guild(left.id) is not None
    await wire.leave(left)
    await wire.join(joined)
    async with running(wire) as bot:
        assert bot.get_guild(left.id) is None
        assert bot.get_guild(joined.id) is not None


async def test_messages_of_the_library_are_kept(wire: Wire, bot: Probe) -> None:
    wire.rate_limits.bucket()
    news = await wire.add_channel(wire.world.guild, "news", NEWS)
    forum = await wire.add_channel(wire.world.guild, "ideas", FORUM, tags=["loans"])
    await wire.until(lambda: bot.get_channel(forum.id) is not None)
    there, ideas = bot.get_channel(news.id), bot.get_channel(forum.id)
    assert isinstance(there, discord.TextChannel)
    assert isinstance(ideas, discord.ForumChannel)
    sent = await there.send("digest", nonce="n1")
    await sent.publish()
    assert (await there.send("digest", nonce="n1")).id == sent.id
    assert [m.id async for m in there.history(limit=5)] == [sent.id]
    assert len(wire.published(news)) == 1
    tag = ideas.available_tags[0]
    made = await ideas.create_thread(name="September", content="text", applied_tags=[tag])
    assert made.thread.applied_tags == [tag]
    await made.thread.edit(archived=True)
    (thread,) = wire.threads_of(forum)
    assert thread.archived
    dm = await (await bot.fetch_user(wire.world.admin.id)).create_dm()
    await dm.send("hello")
    assert [m["content"] for m in wire.dms(wire.world.admin)] == ["hello"]


@pytest.mark.usefixtures("bot")
async def test_channels_roles_and_own_permissions_are_told(wire: Wire) -> None:
    world = wire.world
    role = await wire.add_role(world.guild, "firms")
    thread = await wire.add_thread(world.channel, "talk")
    picked = {"channel": thread, "role": role}
    reply = await wire.invoke("target", picked)
    assert reply.text == f"talk public_thread {world.channel.id} firms True"
    await wire.deny(world.channel, "send_messages")
    forum = await wire.add_channel(world.guild, "ideas", FORUM)
    reply = await wire.invoke("target", {"channel": forum, "role": role})
    assert reply.text == "ideas forum None firms False"
    for strange in ({"role": 1}, {"channel": world.elsewhere().channel}):
        with pytest.raises(NotOfferedError, match="does not offer"):
            await wire.invoke("target", picked | strange)


@pytest.mark.usefixtures("bot")
async def test_manage_server_is_needed(wire: Wire) -> None:
    with pytest.raises(NotOfferedError, match="hidden from member"):
        await wire.invoke("digest")
    assert (await wire.invoke("digest", user=wire.world.admin)).text == "set"


async def test_several_processes_hear_what_is_theirs(wire: Wire) -> None:
    guilds = [wire.world.add_guild(f"g{n}", shard=n, shards=2) for n in range(2)]
    channels = [guild.add("general") for guild in guilds]
    shared: dict[str, Any] = {"shard_count": 2}
    async with (
        running(wire, shard_ids=[0], **shared) as first,
        running(wire, shard_ids=[1], **shared) as second,
        running(wire, shard_ids=[1], **shared) as third,
    ):
        for channel in channels:
            await wire.delete_channel(channel)
        await wire.until(lambda: first.get_channel(channels[0].id) is None)
        for client in (second, third):
            await wire.until(lambda client=client: client.get_channel(channels[1].id) is None)
            assert client.get_guild(guilds[0].id) is None


async def test_a_large_world_is_quick(wire: Wire) -> None:
    channels = [wire.world.add_guild(f"g{n}").add("general") for n in range(300)]
    async with running(wire) as bot:
        assert len(bot.guilds) == 301
        picked = random.Random(3).choice(channels)
        assert bot.get_channel(picked.id) is not None


async def test_the_verbs_of_the_world_work_over_http(wire: Wire) -> None:
    """The verbs of `world_verbs.py`, in the stand-in's own process for once."""
    from tests.wire.control import Control

    other = Wire()
    Control(other)
    async with other, aiohttp.ClientSession() as http:

        async def ask(verb: str, **body: Any) -> Any:
            async with http.post(f"{other.origin}/control/{verb}", json=body) as response:
                return await response.json()

        channel = (await ask("world", do="add_channel", name="news", kind=NEWS))["id"]
        await ask("world", do="write_message", channel=channel, text="hello")
        await ask("world", do="deny", channel=channel, names=["send_messages"])
        role = (await ask("world", do="add_role", name="r", names=["send_messages"]))["id"]
        await ask("world", do="give_role", role=role)
        await ask("fault", method="POST", path="/messages", act={"do": "refuse", "status": 503})
        await ask("random_faults", seed=1, rates={"error_500": 1.0})
        await ask("rate_limits", per_second=50, bucket={"calls": 5, "seconds": 5})
        await ask("settings", nonce_seconds=0)
        headers = {"Authorization": f"Bot {TOKEN}"}
        path = f"{other.api_url}/channels/{channel}/messages"
        statuses: list[int] = []
        for _ in range(2):
            async with http.post(path, json={"content": "x"}, headers=headers) as response:
                statuses.append(response.status)
        assert statuses == [503, 500]
        await ask("clear_faults")
        counts = await ask("counts")
        assert (counts["random"], counts["messages"]) == ({"error_500": 1}, 1)
        read = await ask("read", channel=channel)
        assert (read["texts"], read["published"]) == (["hello"], [])
        assert "no kind 'rain'" in (await ask("random_faults", rates={"rain": 1}))["error"]
