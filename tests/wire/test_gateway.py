"""The stand-in with discord.py: sessions, shards, refusals, compression, and the process."""

import asyncio
import json
import subprocess
import sys
import time
import zlib
from pathlib import Path
from typing import Any

import aiohttp
import discord
import pytest
from discord.http import Route

from tests.wire import PlannedFault, UnansweredError, Wire, drop, refuse
from tests.wire.connection import compressor
from tests.wire.sample_bot import SampleBot, directed, running

ROOT = Path(__file__).parents[2]


async def test_the_bot_resumes_and_identifies_again(wire: Wire, bot: SampleBot) -> None:
    await wire.gateway.reconnect()
    await wire.until(lambda: wire.gateway.resumed == 1)
    assert (await wire.invoke("where")).text
    await wire.gateway.close(4000)
    await wire.until(lambda: wire.gateway.resumed == 2)
    await wire.gateway.invalidate()
    await wire.until(lambda: wire.gateway.identified == 2)
    assert (await wire.invoke("where")).text
    assert not bot.is_closed()


async def test_a_refused_resume_leads_to_a_new_session(wire: Wire, bot: SampleBot) -> None:
    wire.gateway.rules.accept_resumes = False
    await wire.gateway.reconnect()
    await wire.until(lambda: wire.gateway.identified == 2)
    assert (wire.gateway.resumed, bot.is_closed()) == (0, False)


async def test_what_happened_meanwhile_is_sent_on_resume(wire: Wire) -> None:
    async with running(wire):
        session = wire.gateway.live()[0]
        link, session.connection = session.connection, None
        asked = asyncio.create_task(wire.invoke("where"))
        with pytest.raises(UnansweredError):
            await asked
        session.connection = link
        await wire.gateway.close(4000)
        await wire.until(lambda: bool(wire.requests.matching("POST", "/callback")))


async def test_shards_get_their_own_servers(wire: Wire) -> None:
    wire.shards = 2
    guilds = [wire.world.add_guild(f"g{n}", shard=n, shards=2) for n in range(2)]
    for guild in guilds:
        guild.add("general")
    async with running(wire) as client:
        assert [client.get_guild(g.id) is not None for g in guilds] == [True, True]
        for guild in guilds:
            assert (await wire.invoke("where", where=wire.world.here(guild))).text
        assert sorted(s.shard for s in wire.gateway.live()) == [0, 1]


async def test_a_wrong_token_is_refused(wire: Wire) -> None:
    with directed(wire):
        async with SampleBot() as client:
            with pytest.raises(discord.LoginFailure):
                await client.start("another")
    assert [c.status for c in wire.requests] == [401]


async def test_a_forbidden_server_and_planned_faults(wire: Wire, bot: SampleBot) -> None:
    guild = discord.Object(wire.world.guild.id)
    assert await bot.tree.sync(guild=guild) == []
    wire.forbidden_guilds.add(guild.id)
    with pytest.raises(discord.Forbidden) as forbidden:
        await bot.tree.sync(guild=guild)
    assert forbidden.value.code == 50001
    wire.faults.append(PlannedFault("GET", "/users/@me", refuse(503)))
    with pytest.raises(discord.DiscordServerError):
        await _get_me(bot)
    assert (await _get_me(bot))["username"] == "little-giant"
    wire.faults.append(PlannedFault("GET", "/users/@me", drop, late=True, times=2))
    with pytest.raises(aiohttp.ClientError):  # the second time: aiohttp itself repeats a GET once
        await _get_me(bot)


async def _get_me(bot: SampleBot) -> dict[str, Any]:
    return await bot.http.request(Route("GET", "/users/@me"))


async def test_the_application_tells_owner_and_installs(wire: Wire, bot: SampleBot) -> None:
    wire.world.app.integration_types_config = {"0": {}}
    info = await bot.application_info()
    assert info.owner.id == wire.world.operator.id
    assert info.guild_integration_config is not None
    assert info.user_integration_config is None


async def test_unknown_routes_are_recorded(wire: Wire, bot: SampleBot) -> None:
    with pytest.raises(discord.NotFound):
        await bot.fetch_channel(1)
    assert wire.requests.matching("GET", "/channels/1")[0].status == 404


@pytest.mark.parametrize("kind", ["zlib-stream", "zstd-stream"])
def test_streams_keep_their_dictionary(kind: str) -> None:
    compress = compressor(kind)
    assert compress is not None
    first, second = (compress(b"the same text " * 20) for _ in range(2))
    assert len(second) < len(first)
    if kind == "zlib-stream":
        stream = zlib.decompressobj()
        assert stream.decompress(first) + stream.decompress(second) == b"the same text " * 40


@pytest.mark.parametrize("query", ["", "&compress=zlib-stream"])
async def test_a_connection_without_zstd_is_served(wire: Wire, query: str) -> None:
    async with (
        aiohttp.ClientSession() as http,
        http.ws_connect(f"{wire.gateway_url}?v=10&encoding=json{query}") as socket,
    ):
        hello = await socket.receive()
        text = zlib.decompressobj().decompress(hello.data) if query else hello.data
        assert json.loads(text)["op"] == 10
        await socket.send_json({"op": 2, "d": {"token": "another", "intents": 1}})
        assert (await socket.receive()).data == 4004


def test_the_stand_in_runs_as_a_process(tmp_path: Path) -> None:
    serve = [sys.executable, "-m", "tests.wire", "serve", "--port", "0"]
    with subprocess.Popen(serve, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            about = json.loads(process.stdout.readline())
            call = [sys.executable, "-m", "tests.wire", "call", about["origin"]]
            state = subprocess.run([*call, "state"], cwd=ROOT, capture_output=True, check=True)
            assert json.loads(state.stdout)["shards"] == []
            refused = subprocess.run(
                [*call, "invoke", '{"command": "ask"}'], cwd=ROOT, capture_output=True, check=False
            )
            assert b"no command 'ask'; registered are: none" in refused.stderr
        finally:
            began = time.monotonic()
            process.terminate()
    assert process.returncode == 0
    assert time.monotonic() - began < 5
