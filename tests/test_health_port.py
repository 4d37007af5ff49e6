"""The health port, and those who would hold its connections."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import cast

import pytest

from bot.metrics import Metrics
from bot.monitoring.connection_guard import ConnectionLimits
from bot.monitoring.health import Health, open_health
from bot.monitoring.readiness import Readiness
from bot.settings import SettingsError
from tests.conftest import free_port

LOOPBACK = "127.0.0.1"
GET = b"GET /healthz HTTP/1.1\r\nHost: bot\r\n\r\n"
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@asynccontextmanager
async def listening(limits: ConnectionLimits) -> AsyncGenerator[int]:
    """A port that is served within these limits."""
    port = free_port()
    async with open_health(LOOPBACK, port, Metrics(), limits), asyncio.timeout(10):
        yield port


async def sent(port: int, data: bytes) -> Streams:
    """A new connection over which this was sent."""
    reader, writer = await asyncio.open_connection(LOOPBACK, port)
    writer.write(data)
    return reader, writer


async def said(streams: Streams) -> bytes:
    """All that comes until the other side ends the connection."""
    reader, writer = streams
    try:
        return await reader.read()
    except ConnectionError:
        return b""
    finally:
        writer.close()


async def test_a_start_and_a_stop_are_told_apart() -> None:
    health = Health(Metrics())
    ready, shown = await health.ready()
    assert (ready, "The bot is starting." in str(shown)) == (False, True)
    async with health.watching(cast("Readiness", None)):
        pass
    ready, shown = await health.ready()
    assert (ready, "The bot is stopping." in str(shown)) == (False, True)


@pytest.mark.parametrize("begun", [b"", b"GET", GET[:-2], GET.replace(b"GET", b"POST")])
async def test_a_slow_connection_is_closed(begun: bytes) -> None:
    async with listening(ConnectionLimits(seconds=0.05)) as port:
        slow = [await sent(port, begun) for _ in range(20)]
        assert b"200 OK" in await said(await sent(port, GET))
        for connection in slow:
            assert b"200 OK" not in await said(connection)


async def test_a_further_connection_takes_the_place_of_the_oldest() -> None:
    async with listening(ConnectionLimits(connections=3)) as port:
        silent = [await sent(port, b"") for _ in range(7)]
        for connection in silent[:4]:
            assert await said(connection) == b""
        assert b"200 OK" in await said(await sent(port, GET))
        assert await said(silent[4]) == b""
        for connection in silent[5:]:
            connection[1].write(GET)
            assert b"200 OK" in await said(connection)


async def test_endless_headers_end_the_connection() -> None:
    async with listening(ConnectionLimits(received=1_000)) as port:
        header = b"X-Filler: " + b"x" * 80 + b"\r\n"
        assert await said(await sent(port, GET[:-2] + header * 20)) == b""
        assert b"200 OK" in await said(await sent(port, GET))


async def test_a_connection_serves_one_request() -> None:
    async with listening(ConnectionLimits()) as port:
        answer = await said(await sent(port, GET + GET))
        assert answer.count(b"200 OK") == 1
        assert b"connection: close" in answer.lower()


@pytest.mark.parametrize("host", ["bot.invalid", "a..b", "a" * 64])
async def test_a_host_that_nobody_knows_is_a_wrong_setting(host: str) -> None:
    with pytest.raises(SettingsError, match=rf'^HEALTH_HOST is "{host}", .*\.$'):
        async with open_health(host, free_port(), Metrics()):
            pass


@pytest.mark.parametrize(
    "request_", [b"GET /healthz HTTP/9.9\r\n\r\n", GET[:-2] + b"X: \x1b\r\n\r\n"]
)
async def test_a_malformed_request_is_not_logged(
    request_: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    async with listening(ConnectionLimits()) as port:
        assert b" 400 " in await said(await sent(port, request_))
    assert not caplog.records
