"""A running process: refusals by Discord, signals, the demo."""

import asyncio
import json
import os
import re
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from aiohttp import web

from tests.end_to_end.program import (
    DATA,
    TOKEN,
    Program,
    assert_one_sentence,
    leftovers,
    run,
    started,
)
from tests.wire import PlannedFault, UnansweredError, Wire, refuse

DEMO = ["demo", "--no-browser", "--port", "0"]
"""Another demo may run on this machine, on the port that is the default."""


Settings: TypeAlias = dict[str, object]


@pytest.fixture
def settings(data: Path, wire: Wire) -> Settings:
    """The settings of a bot that the stand-in knows."""
    return {"DISCORD_TOKEN": TOKEN, "DATA_DIR": data, "DISCORD_API_URL": wire.api_url}


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which another program listens."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


# -- Discord --


@pytest.mark.parametrize("level", ["debug", "info"])
async def test_a_refused_token_is_told_and_not_shown(
    tmp_path: Path, data: Path, wire: Wire, level: str
) -> None:
    wire.tokens.clear()
    settings = {"DISCORD_TOKEN": TOKEN, "DATA_DIR": data, "LOG_LEVEL": level}
    with started(tmp_path, "run", DISCORD_API_URL=wire.api_url, **settings) as bot:
        assert await bot.wait_for_exit() == 77
        assert bot.err.splitlines()[-1].startswith("Discord refused DISCORD_TOKEN; ")
        assert "Traceback" not in bot.err


async def test_a_token_withdrawn_while_running_is_told(
    tmp_path: Path, settings: Settings, wire: Wire
) -> None:
    with started(tmp_path, "run", **settings) as bot:
        await wire.ready()
        await wire.gateway.close(4004)
        assert await bot.wait_for_exit() == 77
        assert bot.err.splitlines()[-1].startswith("Discord refused DISCORD_TOKEN; ")
        assert "Traceback" not in bot.err


@pytest.mark.parametrize(
    ("code", "exit_code", "sentence"),
    [(4010, 78, "SHARD_IDS or"), (4014, 78, "Discord does not allow this bot the intents")],
)
async def test_a_gateway_that_closes_for_good_is_told(
    tmp_path: Path, settings: Settings, wire: Wire, code: int, exit_code: int, sentence: str
) -> None:
    with started(tmp_path, "run", **settings) as bot:
        await wire.ready()
        await wire.gateway.close(code)
        assert await bot.wait_for_exit() == exit_code
        assert bot.err.splitlines()[-1].startswith(sentence)
        assert "Traceback" not in bot.err


@pytest.mark.parametrize("level", ["debug", "warning"])
def test_nobody_at_the_address_of_discord(
    tmp_path: Path, data: Path, nobody: int, level: str
) -> None:
    url = f"http://127.0.0.1:{nobody}/api"
    settings = {"DISCORD_TOKEN": TOKEN, "DATA_DIR": data, "DISCORD_API_URL": url}
    ran = run(tmp_path, "run", LOG_LEVEL=level, **settings)
    assert (ran.code, ran.out) == (69, "")
    assert "Traceback" not in ran.err
    last = ran.err.splitlines()[-1]
    assert re.fullmatch(rf"Discord at {url} cannot be reached: .*refused.*\.", last), last
    if level == "warning":
        assert_one_sentence(ran.err)


async def test_something_else_at_the_address_of_discord(
    tmp_path: Path, settings: Settings, wire: Wire
) -> None:
    wire.faults.append(PlannedFault("GET", "/users/@me", refuse(404), times=None))
    with started(tmp_path, "run", LOG_LEVEL="warning", **settings) as bot:
        assert await bot.wait_for_exit() == 69
        assert_one_sentence(bot.err)
        assert "answers 404" in bot.err


@pytest.mark.parametrize("path", ["/users/@me", "/applications/@me"])
@pytest.mark.parametrize(
    ("content_type", "body"),
    [("text/html", "<p>Welcome</p>"), ("application/json", "{}"), ("application/json", "<p>")],
)
async def test_a_page_at_the_address_of_discord(
    tmp_path: Path, settings: Settings, wire: Wire, path: str, content_type: str, body: str
) -> None:
    def page(_: web.Request) -> web.Response:
        return web.Response(body=body, headers={"Content-Type": content_type})

    wire.faults.append(PlannedFault("GET", path, page))
    with started(tmp_path, "run", LOG_LEVEL="warning", **settings) as bot:
        assert await bot.wait_for_exit() == 69
        assert_one_sentence(bot.err)
        assert "is not Discord's API" in bot.err


async def test_a_failing_registration_shows_no_token(
    tmp_path: Path, settings: Settings, wire: Wire
) -> None:
    wire.faults.append(PlannedFault("PUT", "/commands", refuse(400, 50035, "Invalid Form Body")))
    with started(tmp_path, "run", LOG_LEVEL="debug", **settings) as bot:
        assert await bot.wait_for_exit() == 69
        assert "answers 400" in bot.err.splitlines()[-1]
        assert "Traceback" not in bot.err


async def test_a_failing_answer_shows_no_token(
    tmp_path: Path, settings: Settings, wire: Wire
) -> None:
    with started(tmp_path, "run", LOG_LEVEL="debug", LOG_FORMAT="json", **settings) as bot:
        await wire.ready()
        wire.interactions.deadline = 0.3
        wire.faults.append(PlannedFault("POST", "/callback", refuse(400, 50035), times=None))
        with pytest.raises(UnansweredError):
            await wire.invoke("about")
        await bot.wait_for_output("command failed")
        assert await bot.stop() == 0
        for line in bot.err.splitlines():
            json.loads(line)


# -- Signals --


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_the_bot(
    tmp_path: Path, settings: Settings, wire: Wire, number: signal.Signals
) -> None:
    with started(tmp_path, "run", **settings) as bot:
        await wire.ready()
        assert await bot.stop(number) == 0
        assert "Traceback" not in bot.err
        assert "stopping" in bot.err
        assert not wire.gateway.live(), "the session was left open"


async def test_what_is_drawn_at_a_signal_is_finished(tmp_path: Path, wire: Wire) -> None:
    settings = {"DISCORD_TOKEN": TOKEN, "DATA_DIR": DATA, "DISCORD_API_URL": wire.api_url}
    with started(tmp_path, "run", LOG_FORMAT="json", **settings) as bot:
        await wire.ready()
        answer = asyncio.create_task(wire.invoke("zones map"))
        await bot.until(lambda: bool(wire.requests.matching("POST", "/callback")))
        await asyncio.sleep(0.15)
        assert await bot.stop() == 0
        await answer
        levels = {json.loads(line)["level"] for line in bot.err.splitlines()}
        assert levels == {"info"}, bot.err
        assert wire.requests.matching("PATCH", "/webhooks"), "the picture is missing"


async def test_a_second_signal_does_no_harm(tmp_path: Path, settings: Settings, wire: Wire) -> None:
    with started(tmp_path, "run", **settings) as bot:
        await wire.ready()
        bot.signal(signal.SIGINT)
        bot.signal(signal.SIGINT)
        assert await bot.stop(signal.SIGTERM) == 0
        assert "Traceback" not in bot.err


async def test_a_dead_connection_does_not_keep_the_bot(
    tmp_path: Path, settings: Settings, wire: Wire
) -> None:
    with started(tmp_path, "run", **settings) as bot:
        await wire.ready()
        assert bot.stop_blocking() == 0
        assert "Traceback" not in bot.err


async def test_a_signal_during_the_start_ends_the_bot(
    tmp_path: Path, settings: Settings, wire: Wire
) -> None:
    wire.faults.append(PlannedFault("GET", "/users/@me", refuse(500), times=None, delay=30))
    with started(tmp_path, "run", **settings) as bot:
        await bot.until(lambda: bool(wire.requests.matching("GET", "/users/@me")))
        assert await bot.stop() == 0
        assert "Traceback" not in bot.err


async def test_a_hangup_during_the_start_is_ignored(
    tmp_path: Path, settings: Settings, wire: Wire
) -> None:
    wire.faults.append(PlannedFault("GET", "/users/@me", refuse(500), times=None, delay=30))
    with started(tmp_path, "run", **settings) as bot:
        await asyncio.sleep(0.5)
        bot.signal(signal.SIGHUP)
        await bot.until(lambda: bool(wire.requests.matching("GET", "/users/@me")))
        bot.signal(signal.SIGHUP)
        await asyncio.sleep(0.5)
        assert bot.code is None
        assert await bot.stop() == 0


async def test_a_hangup_does_not_disturb_the_end(
    tmp_path: Path, settings: Settings, wire: Wire
) -> None:
    with started(tmp_path, "run", **settings) as bot:
        await wire.ready()
        await asyncio.sleep(0.5)
        bot.signal(signal.SIGTERM)
        while bot.code is None:
            bot.signal(signal.SIGHUP)
            await asyncio.sleep(0.005)
        assert bot.code == 0
        assert "Traceback" not in bot.err


async def test_the_end_of_its_terminal_ends_the_bot(
    tmp_path: Path, settings: Settings, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal, other = os.openpty()
    monkeypatch.setattr(Program, "stdin", other)
    try:
        with started(tmp_path, "run", **settings) as bot:
            await wire.ready()
            await asyncio.sleep(0.5)
            assert await bot.stop(signal.SIGHUP) == 0
            assert "stopping" in bot.err
            assert "Traceback" not in bot.err
    finally:
        os.close(terminal)
        os.close(other)


# -- The demo --


def test_a_taken_port_is_told(tmp_path: Path, data: Path, taken: int) -> None:
    ran = run(tmp_path, *DEMO[:-1], str(taken), DATA_DIR=data)
    assert (ran.code, ran.out) == (69, "")
    assert_one_sentence(ran.err)
    assert f"Port {taken} is in use" in ran.err


async def test_the_demo_opens_the_browser(tmp_path: Path, data: Path) -> None:
    opened = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {opened}.new && mv {opened}.new {opened}\n')
    browser.chmod(0o755)
    with started(tmp_path, "demo", "--port", "0", DATA_DIR=data, BROWSER=browser) as demo:
        await demo.until(opened.exists)
        assert f"demo: {opened.read_text()}\n" in demo.out
        assert await demo.stop() == 0


@pytest.mark.parametrize(
    ("channel", "number"),
    [("text", signal.SIGINT), ("announcement", signal.SIGTERM), ("dm", signal.SIGHUP)],
)
async def test_the_demo_needs_no_discord_and_ends_by_a_signal(
    tmp_path: Path, data: Path, nobody: int, channel: str, number: signal.Signals
) -> None:
    arguments = (*DEMO, "--channel", channel)
    # What a .env for the real bot holds is of no account here, even if it is malformed.
    settings = {"DISCORD_API_URL": f"http://127.0.0.1:{nobody}", "SHARD_COUNT": 3, "SHARD_IDS": 1}
    if channel == "dm":
        settings = {"DISCORD_API_URL": "there", "SHARD_IDS": "none", "DATABASE_URL": "mine"}
    token = f"Bot {TOKEN}"
    with started(tmp_path, *arguments, DATA_DIR=data, DISCORD_TOKEN=token, **settings) as demo:
        await demo.wait_for_output("Ctrl-C ends it.")
        assert await demo.stop(number) == 0
        address = r"http://127\.0\.0\.1:\d+/\S*"
        assert re.fullmatch(rf"Little Giant demo: {address}\nCtrl-C ends it\.\n", demo.out)
        assert demo.err == ""
    assert leftovers(tmp_path) == set()
