"""Files that somebody attaches, from servers that hang, drip, lie or refuse."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeAlias, cast

import discord
import pytest
from aiohttp import web

from bot.discord_client.attachments import fetch_attachment
from bot.releases.upload import UploadError
from tests.conftest import free_port

Handler: TypeAlias = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
HEAD = b"HTTP/1.1 200 OK\r\n"
MOST = 100_000


async def hangs(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Takes the request and never answers."""
    await writer.drain()


async def hangs_halfway(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(HEAD + b"Content-Length: 5000\r\n\r\nsources:")
    await writer.drain()


async def drips(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Always another byte, so that no single wait is long."""
    writer.write(HEAD + b"Content-Length: 5000\r\n\r\n")
    while not writer.is_closing():
        writer.write(b"x")
        await asyncio.sleep(0.02)


async def never_ends(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Sends far more than the attachment is said to have."""
    writer.write(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    while not writer.is_closing():
        writer.write(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
        await writer.drain()


async def breaks_off(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(HEAD + b"Content-Length: 5000\r\n\r\nsources:")
    await writer.drain()
    writer.close()


async def is_no_http(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"what?\r\n\r\n")
    writer.close()


async def is_gone(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
    await writer.drain()


async def leads_elsewhere(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/x\r\nContent-Length: 0\r\n\r\n")
    await writer.drain()


def attachment(url: str, size: int = 100) -> discord.Attachment:
    """An attachment as Discord tells of it."""
    told: Any = {"id": "1", "filename": "set.zip", "size": size, "url": url, "proxy_url": url}
    return discord.Attachment(data=told, state=cast("Any", _NoState))


class _NoState:
    """A connection of which nothing is asked."""

    http = None


@pytest.fixture
async def serving() -> AsyncIterator[Callable[[Handler], Awaitable[discord.Attachment]]]:
    """Starts a server that treats each request so; gives an attachment that it has."""
    servers: list[asyncio.Server] = []
    writers: list[asyncio.StreamWriter] = []

    async def serve(handler: Handler) -> discord.Attachment:
        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writers.append(writer)
            await reader.readuntil(b"\r\n\r\n")
            with contextlib.suppress(ConnectionError):
                await handler(reader, writer)

        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        servers.append(server)
        port = server.sockets[0].getsockname()[1]
        return attachment(f"http://127.0.0.1:{port}/set.zip")

    yield serve
    for writer in writers:
        writer.close()
    for server in servers:
        server.close()


@pytest.mark.parametrize(
    ("handler", "told"),
    [
        (hangs, "did not send it within"),
        (hangs_halfway, "did not send it within"),
        (drips, "did not send it within"),
        (never_ends, "larger than 5 MB"),
        (breaks_off, "did not send all of it"),
        (is_no_http, "did not send all of it"),
        (is_gone, "answered 404 instead of the file"),
        (leads_elsewhere, "answered 302 instead of the file"),
    ],
)
async def test_a_server_that_does_otherwise_is_one_sentence(
    serving: Callable[[Handler], Awaitable[discord.Attachment]], handler: Handler, told: str
) -> None:
    file = await serving(handler)
    async with asyncio.timeout(10):
        with pytest.raises(UploadError, match=told):
            await fetch_attachment(file, seconds=0.3 if "within" in told else 8)


async def test_a_server_that_is_not_there_is_one_sentence() -> None:
    with pytest.raises(UploadError, match="did not send all of it"):
        await fetch_attachment(attachment(f"http://127.0.0.1:{free_port()}/set.zip"))


async def test_what_is_there_is_fetched_whole() -> None:
    content = bytes(range(256)) * 1_000

    async def found(_: web.Request) -> web.Response:
        return web.Response(body=content)

    app = web.Application()
    app.router.add_get("/set.zip", found)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    try:
        fetched = await fetch_attachment(attachment(f"http://127.0.0.1:{port}/set.zip"))
    finally:
        await runner.cleanup()
    assert fetched == content
