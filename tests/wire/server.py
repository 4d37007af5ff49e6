"""The stand-in for tests: start it, point a bot at it, act as a person, read the replies."""

import asyncio
from collections.abc import Callable
from types import TracebackType
from typing import Self

from aiohttp import web

from tests.wire.changes import Changes
from tests.wire.channel_messages import ChannelMessages
from tests.wire.channel_routes import ChannelRoutes
from tests.wire.commands import CommandRegistry
from tests.wire.faults import Fault
from tests.wire.gateway import Gateway
from tests.wire.guilds import Guild
from tests.wire.ids import Json
from tests.wire.inspection import Inspection
from tests.wire.interactions import OpenInteractions
from tests.wire.messages import FileStore
from tests.wire.person_actions import PersonActions
from tests.wire.rate_limits import RateLimits
from tests.wire.request_log import RequestLog
from tests.wire.rest import BASE, Rest, recording
from tests.wire.threads import Threads
from tests.wire.world import World

TOKEN = "wire-token"
DEADLINE = 3.0
"""Seconds within which Discord wants the first answer to an interaction."""


class Wire(Changes, Inspection, PersonActions):
    """Discord's API on 127.0.0.1: `async with Wire() as wire`, then start a bot on `wire.api_url`.

    Settings may be changed at any time: `tokens` (those accepted), `forbidden_guilds` (403 for
    their commands), `faults`, `rate_limits`,
    `channel_messages` (nonces), `closed_dms`, `shards`
    (recommended number), `gateway.rules`, `world`.
    """

    def __init__(self, *, token: str = TOKEN, shards: int = 1, port: int = 0) -> None:
        self.world = World()
        self.tokens = {token}
        self.shards = shards
        self.requests = RequestLog()
        self.faults: list[Fault] = []
        self.forbidden_guilds: set[int] = set()
        self.rate_limits = RateLimits()
        self.file_store = FileStore(lambda: self.origin)
        self.command_registry = CommandRegistry(self.world)
        self.interactions = OpenInteractions(self.world.bot, self.file_store, DEADLINE)
        self.channel_messages = ChannelMessages(self.world, self.file_store)
        self.closed_dms = self.channel_messages.closed_dms
        self.threads = Threads(self.world, self.channel_messages)
        self.gateway = Gateway(self.world, self.tokens, lambda: self.gateway_url)
        self._port = port
        self._changed = asyncio.Event()
        self._runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=1.0)

    def _application(self) -> web.Application:
        app = web.Application(middlewares=[recording(self)], client_max_size=30 << 20)
        app.add_routes(Rest(self).routes() + ChannelRoutes(self).routes())
        app.add_routes([web.get("/gateway/", self.gateway.handle)])
        app.on_response_prepare.append(self._note)
        return app

    async def _note(self, *_: object) -> None:
        self.touch()

    def touch(self) -> None:
        """Wakes all waiters in `until`."""
        self._changed.set()

    @property
    def origin(self) -> str:
        """The address without a path: http://127.0.0.1:PORT."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def api_url(self) -> str:
        """The base of every REST call, for DISCORD_API_URL."""
        return self.origin + BASE

    @property
    def gateway_url(self) -> str:
        """The gateway's address, as GET /gateway/bot names it."""
        return f"ws://127.0.0.1:{self._port}/gateway/"

    @property
    def app(self) -> web.Application:
        """The aiohttp application, to add routes before the start."""
        return self._runner.app

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self, _t: type[BaseException] | None, _e: BaseException | None, _tb: TracebackType | None
    ) -> None:
        await self.gateway.close(1001)
        await self._runner.cleanup()

    def commands(self, scope: str | int | Guild = "global") -> list[Json]:
        """The commands registered globally or for one server."""
        if isinstance(scope, Guild):
            scope = scope.id
        return self.command_registry.scope(None if scope == "global" else int(scope))

    async def until(self, holds: Callable[[], bool], seconds: float = 30.0) -> None:
        """Returns once `holds()`; looks again at every call of the bot and every 20 ms."""
        async with asyncio.timeout(seconds):
            while not holds():
                self._changed.clear()
                try:
                    await asyncio.wait_for(self._changed.wait(), 0.02)
                except TimeoutError:
                    continue

    async def ready(self, seconds: float = 30.0, *, since: float = 0.0) -> float:
        """When every shard was connected and the commands known, in time.monotonic() seconds.

        Only sessions that began after `since` count. Raises TimeoutError.
        """
        await self.until(lambda: self._ready_at(since) is not None, seconds)
        return self._ready_at(since) or 0.0

    def _ready_at(self, since: float) -> float | None:
        sessions = [s for s in self.gateway.live() if s.ready_at >= since]
        put_at = self.command_registry.put_at
        missing = {n for s in sessions for n in range(s.shards)} - {s.shard for s in sessions}
        if not sessions or missing or put_at is None:
            return None
        return max(put_at if put_at >= since else 0.0, *(s.ready_at for s in sessions))
