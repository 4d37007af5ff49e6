"""Events and frames that are not as Discord's: each costs one line in the log, and nothing else."""

import json
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias, cast

import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict

from tests.end_to_end.in_process import Bot, serving, settings_for
from tests.end_to_end.program import TOKEN
from tests.wire import Wire
from tests.wire.guilds import Guild
from tests.wire.ids import Json
from tests.wire.interactions import COMMAND, Interaction

SHARDS = 2


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    """A Discord with a server on each of two shards."""
    async with Wire(token=TOKEN, shards=SHARDS) as wire:
        for n in range(SHARDS):
            wire.world.add_guild(f"guild {n}", shard=n, shards=SHARDS).add("general")
        yield wire


Serve: TypeAlias = Callable[..., AbstractAsyncContextManager[Bot]]


@pytest.fixture
def serve(wire: Wire, tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> Serve:
    """Starts a bot there, with the given times."""
    return partial(serving, wire, settings_for(wire, tmp_path, data), monkeypatch)


@pytest.fixture
async def bot(wire: Wire, serve: Serve) -> AsyncIterator[Bot]:
    """A bot with both shards connected."""
    with capture_logs():  # thousands of traces would take longer to draw than to cause
        async with serve() as bot:
            await wire.ready()
            yield bot


def guilds(wire: Wire) -> list[Guild]:
    """One server for each shard."""
    return [g for g in wire.world.guilds.values() if g.name.startswith("guild ")]


async def assert_answers(wire: Wire, bot: Bot) -> None:
    """Fails where a shard does not answer."""
    await bot.until_connected(wire, SHARDS)
    for guild in guilds(wire):
        somebody = wire.world.person("somebody new")
        where = wire.world.here(guild)
        reply = await wire.invoke("ask", {"question": "little giant"}, user=somebody, where=where)
        assert "The top tier." in reply.text


def lines(log: list[EventDict], event: str) -> list[EventDict]:
    """The lines of that event; no line may be an error."""
    assert [line for line in log if line["log_level"] in ("error", "critical")] == []
    return [line for line in log if line["event"] == event]


def ask(wire: Wire) -> tuple[Interaction, Json]:
    """Somebody asks: the exchange, and what Discord would send of it."""
    name = next(c for c in wire.commands() if c["name"] == "ask")
    options = [{"name": "question", "type": 3, "value": "little giant"}]
    data = {"id": name["id"], "name": "ask", "type": 1, "options": options}
    exchange = Interaction(COMMAND, wire.world.member, wire.world.here(guilds(wire)[0]), data)
    return exchange, wire.begin(exchange)


async def test_a_field_that_the_answer_does_not_need_may_be_missing(wire: Wire, bot: Bot) -> None:
    for field in ("attachment_size_limit", "version"):
        exchange, payload = ask(wire)
        del payload[field]
        with capture_logs() as log:
            await wire.deliver(exchange, payload)
        assert lines(log, "event dropped") == []
    await assert_answers(wire, bot)


ODD: list[tuple[str, Json | list[Any] | None, str]] = [
    ("INTERACTION_CREATE", {"id": "1", "token": "t"}, "type"),
    ("GUILD_ROLE_CREATE", {"guild_id": "GUILD"}, "role"),
    ("GUILD_ROLE_UPDATE", {"guild_id": "GUILD"}, "role"),
    ("ENTITLEMENT_CREATE", {"id": "1", "application_id": "2"}, "sku_id"),
    ("THREAD_CREATE", {"id": "1"}, "guild_id"),
    ("GUILD_CREATE", {}, "id"),
    ("CHANNEL_CREATE", None, ""),
    ("CHANNEL_UPDATE", [], ""),
    ("MESSAGE_CREATE", {"content": "my secret plan"}, ""),
]


async def test_an_odd_event_is_dropped_with_one_line_a_minute(wire: Wire, bot: Bot) -> None:
    for event, data, key in ODD:
        payload: Any = json.loads(json.dumps(data).replace("GUILD", str(guilds(wire)[0].id)))
        with capture_logs() as log:
            for _ in range(3):
                await wire.dispatch(event, payload, guilds(wire)[0].id)
            await assert_answers(wire, bot)
        (line,) = lines(log, "event dropped")
        assert (line["type"], line["shard"]) == (event, 0)
        assert line.get("key", "") == key or not key
        assert "secret" not in str(line)
    assert (wire.gateway.identified, wire.gateway.resumed) == (SHARDS, 0)
    told = bot.app.client.metrics.render().decode()
    assert 'little_giant_gateway_dropped_total{type="THREAD_CREATE"} 3.0' in told


FRAMES: list[str | bytes] = [
    "no json",
    "",
    "null",
    "[]",
    '"text"',
    '{"op": 10}',
    '{"op": 10, "d": {"heartbeat_interval": 0}}',
    '{"op": 0, "t": ["a"], "d": {}}',
    '{"op": 0, "t": "READY", "d": {"user": "my secret plan"}}',
    '{"op": 0, "t": "RESUMED"}',
    "[" * 200_000,
    b"\x00\x01\x02 neither zlib nor zstd",
    b"\xff" * 40_000_000,
]


async def test_an_unreadable_frame_makes_its_shard_connect_again(wire: Wire, bot: Bot) -> None:
    for n, frame in enumerate(FRAMES):
        bot.clock.now += 60
        (kept,) = [session.connection for session in wire.gateway.live() if session.shard == 0]
        with capture_logs() as log:
            await wire.gateway.frame(frame, shard=1)
            await wire.until(lambda n=n: wire.gateway.resumed == n + 1)
            await assert_answers(wire, bot)
        (line,) = lines(log, "gateway frame unreadable")
        assert line["shard"] == 1, frame[:20]
        assert "secret" not in str(log)
        assert [s.connection for s in wire.gateway.live() if s.shard == 0] == [kept]
    assert wire.gateway.identified == SHARDS


async def test_a_frame_that_comes_again_with_each_resume_ends_the_session(
    wire: Wire, serve: Serve
) -> None:
    async with serve(healthy=60) as bot:
        await wire.ready()
        for n in range(2):
            await wire.gateway.frame("no json")
            await wire.until(lambda n=n: wire.gateway.resumed == n + 1)
        await wire.gateway.frame("no json")
        await wire.until(lambda: wire.gateway.identified == SHARDS + 1)
        await assert_answers(wire, bot)


async def test_what_the_gateway_may_say_one_day_is_passed_over(wire: Wire, bot: Bot) -> None:
    for frame in ('{"op": 99}', "{}", '{"op": "hello"}', '{"op": 11, "s": []}'):
        await wire.gateway.frame(frame, shard=1)
        await assert_answers(wire, bot)
    assert (wire.gateway.identified, wire.gateway.resumed) == (SHARDS, 0)


async def test_many_requests_to_reconnect_in_a_row(wire: Wire, bot: Bot) -> None:
    for n in range(8):
        await wire.gateway.reconnect()
        await wire.until(lambda n=n: wire.gateway.resumed == SHARDS * (n + 1))
        await bot.until_connected(wire, SHARDS)
    wire.gateway.rules.reconnect_requests = 10
    await wire.gateway.reconnect()
    await wire.until(lambda: wire.gateway.rules.reconnect_requests == 0)
    await assert_answers(wire, bot)
    assert wire.gateway.identified == SHARDS


async def test_a_gateway_that_is_gone_for_a_while_is_asked_again_and_the_session_resumed(
    wire: Wire, serve: Serve
) -> None:
    async with serve(healthy=60) as bot:
        await wire.ready()
        with capture_logs() as log:
            wire.gateway.rules.dead = True
            before = wire.gateway.attempts
            await wire.gateway.close(4000)
            await wire.until(lambda: wire.gateway.attempts >= before + 40)
            wire.gateway.rules.dead = False
            await assert_answers(wire, bot)
        waits = [line["retry_in"] for line in lines(log, "gateway connection failed")]
        assert len(waits) >= 15, "aiohttp tries some of them twice"
        assert max(waits) <= 0.02
        assert (wire.gateway.identified, wire.gateway.resumed) == (SHARDS, SHARDS)


async def test_attempts_at_a_dead_gateway_cost_no_identify(wire: Wire, serve: Serve) -> None:
    wire.gateway.rules.dead = True
    async with serve() as bot:
        await wire.until(lambda: wire.gateway.attempts >= 10)
        wire.gateway.rules.dead = False
        await assert_answers(wire, bot)
        assert bot.app.client.policy.identifies.used == wire.gateway.identified == SHARDS


async def test_a_session_that_never_begins_is_asked_for_again(wire: Wire, serve: Serve) -> None:
    wire.gateway.rules.silent = 2
    async with serve(session_seconds=0.05) as bot:
        await assert_answers(wire, bot)
        assert wire.gateway.rules.silent == 0


# -- Every event of the stand-in, spoiled in every key --


async def events(wire: Wire) -> list[tuple[str, Json]]:
    """What the stand-in says of a server and of what happens there."""
    told: list[tuple[str, Json]] = []
    guild = guilds(wire)[0]
    (channel,) = guild.channels
    (session,) = [session for session in wire.gateway.live() if session.serves(guild.id)]
    seen = len(session.backlog)
    await wire.outage(guild)
    await wire.join(guild)
    more = await wire.add_channel(guild, "more")
    thread = await wire.add_thread(channel, "thread")
    await wire.change_channel(more, name="other")
    role = await wire.add_role(guild, "role")
    await wire.change_role(role, mentionable=True)
    await wire.give_role(role)
    await wire.take_role(role)
    await wire.delete_role(role)
    await wire.delete_channel(thread)
    await wire.delete_channel(more)
    told += [(event, data) for _, event, data in list(session.backlog)[seen:]]
    exchange, asked = ask(wire)
    await wire.deliver(exchange, asked)
    pressed = json.loads(json.dumps(asked)) | {
        "type": 3,
        "message": wire.write_message(channel, "a card"),
    }
    pressed["data"] = {"custom_id": "v", "component_type": 2}
    typed = json.loads(json.dumps(asked)) | {"type": 4}
    sent = json.loads(json.dumps(asked)) | {"type": 5}
    sent["data"] = {"custom_id": "form", "components": [{"type": 1, "components": []}]}
    told += [("INTERACTION_CREATE", data) for data in (asked, pressed, typed, sent)]
    return told


def spoiled(data: Json, depth: int = 3) -> Iterator[Json]:
    """The payload with each key in turn left out, or of another type."""
    for key, value in data.items():
        yield {name: kept for name, kept in data.items() if name != key}
        for odd in (None, "odd", -1, [], {}, [None], {"id": None}):
            yield data | {key: odd}
        within = cast("list[Any]", value) if isinstance(value, list) else [value]
        first: Any = within[0] if within else None
        if depth and isinstance(first, dict):
            for inner in spoiled(cast("Json", first), depth - 1):
                yield data | {key: [inner] if isinstance(value, list) else inner}


async def test_no_key_of_an_event_is_worth_the_process(wire: Wire, bot: Bot) -> None:
    seen: Counter[str] = Counter()
    for event, data in await events(wire):
        for odd in spoiled(data):
            await wire.gateway.dispatch(event, odd, guilds(wire)[0].id)
            seen[event] += 1
        await assert_answers(wire, bot)
    assert seen.total() > 2_000
    assert (wire.gateway.identified, wire.gateway.resumed) == (SHARDS, 0)
