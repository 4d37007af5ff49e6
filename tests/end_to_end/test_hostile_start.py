"""What answers in place of Discord at the start: each is told in one sentence, none by a trace."""

import asyncio
import re
import shutil
import ssl
import subprocess
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from ssl import SSLCertVerificationError

import aiohttp
import pytest
import structlog
import yarl
from aiohttp import web
from aiohttp.client_reqrep import ConnectionKey
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.app import App, open_app
from bot.discord_client.connection_errors import connection_failure
from bot.discord_client.endpoint import (
    StartTimeLimit,
    TokenRefusedError,
    UnreachableError,
    log_in,
    serve_discord,
)
from bot.settings import Settings, SettingsError
from tests.end_to_end.in_process import settings_for
from tests.end_to_end.program import TOKEN
from tests.wire import PlannedFault, Wire, drop, refuse

OK = b"HTTP/1.1 200 OK\r\n"
JSON = OK + b"Content-Type: application/json\r\nConnection: close\r\n"
NOT_DISCORD = "is not Discord's API."


@asynccontextmanager
async def answering(
    answer: bytes, *, ends: bool = True, tls: ssl.SSLContext | None = None
) -> AsyncGenerator[int]:
    """A port at which each connection gets this answer, and then an end or nothing."""
    open_ones: set[asyncio.StreamWriter] = set()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        open_ones.add(writer)
        if ends:
            await reader.read(1)  # not before somebody has asked
        writer.write(answer)
        if ends:
            writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0, ssl=tls)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        for writer in open_ones:
            writer.transport.abort()
        server.close()


async def start_and_serve(app: App) -> None:
    """As `bot.app.run` does it."""
    await log_in(app.client, TOKEN, Route.BASE, app.start_limit)
    await serve_discord(app.client)


async def start(settings: Settings, monkeypatch: pytest.MonkeyPatch, seconds: float = 5.0) -> str:
    """The one sentence with which the start ends."""
    monkeypatch.setattr(Route, "BASE", Route.BASE)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL("ws://127.0.0.1"))
    limit = StartTimeLimit(seconds)
    async with open_app(settings, start_limit=limit) as app, asyncio.timeout(60):
        with pytest.raises((UnreachableError, TokenRefusedError, SettingsError)) as ended:
            await start_and_serve(app)
    sentence = str(ended.value)
    assert sentence.endswith(".")
    assert len(sentence.splitlines()) == 1
    return f"{ended.type.__name__}: {sentence}"


@pytest.fixture
def settings(tmp_path: Path, data: Path) -> Settings:
    """The settings of a bot that goes to the address of the test."""
    return Settings(
        database_url=f"sqlite+aiosqlite:///{tmp_path / 'little-giant.db'}", data_dir=data
    )


def at(settings: Settings, url: str) -> Settings:
    """The same settings with that address."""
    return settings.model_copy(update={"discord_api_url": url})


ANSWERS = {
    "closes": (b"", "closes the connection without an answer."),
    "redirects": (
        b"HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n",
        "redirects to another address; DISCORD_API_URL must name the API itself.",
    ),
    "half": (JSON + b"Content-Length: 900\r\n\r\n{", "breaks off or garbles its answer."),
    "other protocol": (b"SSH-2.0-OpenSSH_9.2p1\r\n", "does not answer in HTTP."),
    "bytes": (b"\x00\x01\x02\xff" * 40 + b"\r\n\r\n", "does not answer in HTTP."),
    "false gzip": (
        JSON + b"Content-Encoding: gzip\r\nContent-Length: 9\r\n\r\nnot gzip!",
        "breaks off or garbles its answer.",
    ),
    "endless header": (OK + b"X: " + b"x" * 100_000 + b"\r\n\r\n", "does not answer in HTTP."),
    "page": (OK + b"Content-Type: text/html\r\nConnection: close\r\n\r\n<p>Hi", NOT_DISCORD),
    "list": (JSON + b"\r\n[]", NOT_DISCORD),
    "null": (JSON + b"\r\nnull", NOT_DISCORD),
    "no JSON": (JSON + b"\r\n{", NOT_DISCORD),
    "no UTF-8": (JSON + b"\r\n\xff\xfe", NOT_DISCORD),
    "other ids": (JSON + b'\r\n{"id": "me", "username": 1}', NOT_DISCORD),
    "no content": (b"HTTP/1.1 204 No Content\r\n\r\n", NOT_DISCORD),
    "teapot": (
        b"HTTP/1.1 418 I'm a teapot\r\nContent-Length: 0\r\n\r\n",
        "answers 418 I'm a teapot.",
    ),
}


@pytest.mark.parametrize("kind", ANSWERS)
async def test_an_answer_that_is_not_discords(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    answer, reason = ANSWERS[kind]
    async with answering(answer) as port:
        said = await start(at(settings, f"http://127.0.0.1:{port}/api"), monkeypatch)
    assert said.startswith("UnreachableError: ")
    assert f"http://127.0.0.1:{port}/api" in said
    assert said.endswith(reason)


@pytest.mark.parametrize("answer", [b"", OK, JSON + b"Content-Length: 9\r\n\r\n{"])
async def test_an_answer_that_never_comes_to_its_end(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, answer: bytes
) -> None:
    async with answering(answer, ends=False) as port:
        url = f"http://127.0.0.1:{port}/api"
        said = await start(at(settings, url), monkeypatch, seconds=0.05)
    assert said == f"UnreachableError: Discord at {url} cannot be reached: it does not answer."


def test_thirty_seconds_are_enough() -> None:
    assert StartTimeLimit().seconds == 30


# -- TLS --


def own_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of 127.0.0.1, signed by itself, and its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("needs the program openssl")
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    command = "req -x509 -nodes -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -days 1"
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    files = ["-out", str(certificate), "-keyout", str(key)]
    subprocess.run([openssl, *command.split(), *subject, *files], check=True, capture_output=True)
    return certificate, key


async def test_a_certificate_that_nobody_vouches_for(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(*own_certificate(tmp_path))
    async with answering(JSON + b"\r\n{}", tls=tls) as port:
        said = await start(at(settings, f"https://127.0.0.1:{port}"), monkeypatch)
        assert said.endswith("its TLS certificate is not accepted (self-signed certificate).")
        said = await start(at(settings, f"http://127.0.0.1:{port}"), monkeypatch)
        assert re.search(r"does not answer in HTTP|closes the connection", said)


async def test_no_tls_where_it_is_due(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    async with answering(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n") as port:
        said = await start(at(settings, f"https://127.0.0.1:{port}"), monkeypatch)
    assert re.search(r"cannot be reached: TLS fails there \(\w[\w ]+\)\.$", said)


@pytest.mark.parametrize(
    "message",
    ["certificate has expired", "Hostname mismatch, certificate is not valid for 'discord.com'."],
)
def test_a_refused_certificate_is_named(message: str) -> None:
    cause = SSLCertVerificationError(1, "certificate verify failed")
    cause.verify_message = message
    key = ConnectionKey("discord.com", 443, True, True, None, None, None)
    said = connection_failure(aiohttp.ClientConnectorCertificateError(key, cause))
    assert said == (
        f"cannot be reached: its TLS certificate is not accepted ({message.rstrip('.')})"
    )


# -- Later answers --


def says(
    body: str, content_type: str = "application/json"
) -> Callable[[web.Request], web.Response]:
    """An act for `PlannedFault`: answers 200 with that body."""
    return lambda _: web.Response(body=body, headers={"Content-Type": content_type})


@pytest.mark.parametrize("path", ["/users/@me", "/applications/@me", "/gateway/bot", "/commands"])
async def test_a_later_answer_that_is_not_discords(
    wire: Wire, tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    settings = settings_for(wire, tmp_path, data)
    method = "PUT" if path == "/commands" else "GET"
    for act, reason in (
        (says("<p>Welcome</p>", "text/html"), NOT_DISCORD),
        (says("[{}]"), NOT_DISCORD),
        (says("{}"), NOT_DISCORD),
        (says("null"), NOT_DISCORD),
        (drop, "closes the connection without an answer."),
        (refuse(401), "set the bot's current token from the developer portal."),
        (refuse(400), "answers 400 Bad Request."),
    ):
        wire.faults[:] = [PlannedFault(method, path, act, times=None)]
        said = await start(settings, monkeypatch)
        assert said.endswith(reason) or (said.endswith("not name its gateway.") and "way" in path)
    wire.faults[:] = [PlannedFault(method, path, says("{}"), times=None, delay=9)]
    assert "it does not answer" in await start(settings, monkeypatch, seconds=0.1)


async def test_an_end_before_the_login_is_no_fault(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Route, "BASE", Route.BASE)
    async with open_app(settings):
        pass  # as where a signal ends the start


# -- The gateway --


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (4004, "TokenRefusedError: Discord refused DISCORD_TOKEN; set "),
        (4010, "SettingsError: SHARD_IDS or SHARD_COUNT is refused by Discord"),
        (4011, "SettingsError: SHARD_COUNT is too small for the number of servers"),
        (4012, "SettingsError: Discord no longer accepts the gateway version"),
        (4013, "SettingsError: Discord does not know the intents"),
        (4014, "SettingsError: Discord does not allow this bot the intents"),
    ],
)
async def test_a_gateway_that_closes_for_good(
    wire: Wire,
    tmp_path: Path,
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
    code: int,
    sentence: str,
) -> None:
    wire.gateway.rules.refuses = code
    assert (await start(settings_for(wire, tmp_path, data), monkeypatch)).startswith(sentence)


@pytest.mark.parametrize(("count", "warned"), [(19, False), (20, True)])
async def test_far_more_shards_than_recommended_are_warned_of(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, count: int, warned: bool
) -> None:
    monkeypatch.setattr(Route, "BASE", Route.BASE)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL("ws://127.0.0.1"))
    async with Wire(token=TOKEN, shards=2) as wire:
        sharded = settings.model_copy(
            update={"shard_count": count, "discord_api_url": wire.api_url}
        )
        async with open_app(sharded) as app:
            with structlog.testing.capture_logs() as logged:
                await log_in(app.client, TOKEN, Route.BASE, app.start_limit)
    said = [each for each in logged if "SHARD_COUNT" in each["event"]]
    expected = [{"shard_count": 20, "recommended": 2, "log_level": "warning"}] * warned
    assert [{k: v for k, v in each.items() if k != "event"} for each in said] == expected
