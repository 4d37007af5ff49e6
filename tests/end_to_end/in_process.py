"""The real bot in the process of the test, connected to the stand-in over real sockets.

For what a process of its own would make slow: waits can be as short as the test wants.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.app import App, open_app
from bot.discord_client.client import LittleGiant
from bot.discord_client.dropped_events import DropLog
from bot.discord_client.endpoint import log_in, serve_discord
from bot.discord_client.gateway import Backoff, GatewayPolicy
from bot.discord_client.identify_limiter import IdentifyLimiter
from bot.settings import Settings
from tests.end_to_end.program import TOKEN
from tests.wire import Wire


@dataclass
class Clock:
    """Seconds that pass when a test says so."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Bot:
    """A bot that serves in a task."""

    app: App
    serving: asyncio.Task[None]
    clock: "Clock"
    """By which lines in the log are spaced."""

    async def until_connected(self, wire: Wire, shards: int) -> None:
        """Returns once every shard has a session."""

        def connected() -> bool:
            if self.serving.done():
                self.serving.result()
            return len(wire.gateway.live()) == shards

        await wire.until(connected)


def settings_for(wire: Wire, folder: Path, data: Path, **more: Any) -> Settings:
    """The settings of a bot for that stand-in."""
    return Settings(
        discord_api_url=wire.api_url,
        database_url=f"sqlite+aiosqlite:///{folder / 'little-giant.db'}",
        data_dir=data,
        **more,
    )


def with_short_waits(
    client: LittleGiant, clock: Clock, healthy: float, session_seconds: float
) -> GatewayPolicy:
    """The client's policy, with waits of milliseconds."""
    return client.policy._replace(
        drops=DropLog(client.metrics, clock=clock),
        identifies=IdentifyLimiter(client.metrics, spacing=0.01),
        backoff=lambda: Backoff(first=0.002, longest=0.02, healthy=healthy),
        refused_wait=(0.001, 0.002),
        connect_seconds=2.0,
        session_seconds=session_seconds,
    )


@asynccontextmanager
async def serving(
    wire: Wire,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    *,
    healthy: float = 0.0,
    session_seconds: float = 10.0,
) -> AsyncGenerator[Bot]:
    """The bot, logged in and connecting; it must still serve at the end.

    A connection counts as healthy after so many seconds; a session must begin within so many.
    """
    clock = Clock()
    monkeypatch.setattr(Route, "BASE", Route.BASE)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(wire.gateway_url))
    async with open_app(settings) as app:
        app.client.policy = with_short_waits(app.client, clock, healthy, session_seconds)
        await log_in(app.client, TOKEN, settings.discord_api_url, app.start_limit)
        bot = Bot(app, asyncio.create_task(serve_discord(app.client)), clock)
        try:
            yield bot
            if bot.serving.done():
                bot.serving.result()
        finally:
            bot.serving.cancel()
            await asyncio.wait([bot.serving])
