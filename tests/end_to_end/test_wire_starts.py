"""`python -m bot run` over real sockets: shards, void sessions, and what a second start tells."""

import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.end_to_end.connected import running
from tests.end_to_end.program import TOKEN, Program, started
from tests.wire import Wire
from tests.wire.world import BOT_DM, GUILD, PRIVATE_CHANNEL

pytestmark = pytest.mark.asyncio(loop_scope="module")


class Slow:
    """Two starts in which discord.py waits its five seconds before it identifies again."""

    def __init__(self, sharded: Wire, void: Wire, bots: Sequence[Program]) -> None:
        self.sharded, self.void = sharded, void
        self.bots = bots


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def slow(tmp_path_factory: pytest.TempPathFactory, data: Path) -> AsyncIterator[Slow]:
    """A bot with two shards, just started, and one whose session was just declared void."""
    settings: dict[str, Any] = {"DISCORD_TOKEN": TOKEN, "DATA_DIR": data}
    folders = [tmp_path_factory.mktemp(name) for name in ("sharded", "void")]
    async with Wire(token=TOKEN) as sharded, Wire(token=TOKEN) as void:
        for n in range(2):
            sharded.world.add_guild(f"guild {n}", shard=n, shards=2).add("general")
        urls = [{"DISCORD_API_URL": w.api_url} for w in (sharded, void)]
        shards = {"SHARD_COUNT": 2}
        with (
            started(folders[0], "run", **settings, **urls[0], **shards) as first,
            started(folders[1], "run", **settings, **urls[1]) as second,
        ):
            await void.ready(20.0)
            await void.gateway.invalidate()
            yield Slow(sharded, void, (first, second))


async def test_both_shards_answer(slow: Slow) -> None:
    wire = slow.sharded
    await wire.ready(20.0)
    guilds = [guild for guild in wire.world.guilds.values() if guild.name.startswith("guild ")]
    for guild in guilds:
        reply = await wire.invoke("ask", {"question": "little giant"}, where=wire.world.here(guild))
        assert "The top tier." in reply.text
    assert sorted(told["shard"] for told in wire.gateway.identities) == [[0, 2], [1, 2]]
    assert len(wire.requests.matching("PUT", "/commands")) == 1


async def test_an_invalid_session_is_replaced_at_the_same_address(slow: Slow) -> None:
    wire = slow.void
    await slow.bots[1].until(lambda: wire.gateway.identified == 2 and bool(wire.gateway.live()))
    reply = await wire.invoke("ask", {"question": "little giant"})
    assert "The top tier." in reply.text
    assert wire.gateway.resumed == 0


async def test_commands_are_told_only_when_they_changed(tmp_path: Path, data: Path) -> None:
    async with Wire(token=TOKEN) as wire:
        async with running(wire, tmp_path, data) as bot:
            assert len(wire.requests.matching("PUT", "/commands")) == 1
            ids = {c["name"]: c["id"] for c in wire.commands()}
            assert await bot.stop() == 0

        wire.requests.clear()
        async with running(wire, tmp_path, data) as bot:
            reply = await wire.invoke("ask", {"question": "little giant"})
            assert "The top tier." in reply.text
            assert f"</ask:{ids['ask']}>" in (await wire.invoke("help")).text
            assert await bot.stop() == 0
        assert not wire.requests.matching("PUT")

        # As after an update, and with a server that had commands and now refuses the bot.
        refusing = wire.world.guild
        wire.forbidden_guilds.add(refusing.id)
        with closing(sqlite3.connect(tmp_path / "var" / "little-giant.db")) as database:
            database.execute("UPDATE command_sync SET hash = 'older'")
            database.execute(
                "INSERT INTO command_sync SELECT application_id, ?, hash, commands, synced_at "
                "FROM command_sync",
                (str(refusing.id),),
            )
            database.commit()
        wire.requests.clear()
        async with running(wire, tmp_path, data, ADMIN_GUILD_IDS=refusing.id) as bot:
            puts = wire.requests.matching("PUT")
            assert [call.status for call in puts] == [200, 403]
            assert f"/guilds/{refusing.id}/" in puts[1].path
            assert "commands not allowed in server" in bot.err
            assert (await wire.invoke("ask", {"question": "little giant"})).text
            assert {c["name"]: c["id"] for c in wire.commands()} == ids


@pytest.mark.parametrize(
    ("supported", "missing", "contexts"),
    [
        ("0", "user install", [GUILD, BOT_DM]),
        ("1", "server install", [GUILD, BOT_DM, PRIVATE_CHANNEL]),
    ],
)
async def test_an_install_that_the_portal_lacks_is_left_out_and_named(
    tmp_path: Path, data: Path, supported: str, missing: str, contexts: list[int]
) -> None:
    async with Wire(token=TOKEN) as wire:
        wire.world.app.integration_types_config = {supported: {}}
        async with running(wire, tmp_path, data) as bot:
            commands = {command["name"]: command for command in wire.commands()}
            assert ("digest" in commands) == (supported == "0")
            commands.pop("digest", None)
            for command in commands.values():
                assert command["integration_types"] == [int(supported)]
                assert sorted(command["contexts"]) == contexts
            warned = [line for line in bot.err.splitlines() if "install not enabled" in line]
            assert len(warned) == 1
            assert missing in warned[0]
