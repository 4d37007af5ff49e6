"""Keeps each shard connected, whatever comes over its connection.

A connection that breaks, or over which an unreadable frame came, makes that shard connect again;
the other shards and the process go on. Only a close code that no retry can change ends the client.
"""

import asyncio
import random
import time
from collections.abc import Callable
from typing import Any, Final, NamedTuple

import aiohttp
import discord
import structlog
import yarl

from bot.discord_client.connection_errors import connection_failure
from bot.discord_client.dropped_events import FRAME, DropLog, fault_of
from bot.discord_client.gateway_socket import Socket, UnreadableFrameError
from bot.discord_client.identify_limiter import IdentifyLimiter
from bot.discord_client.library_internals import (
    AutoShardedClient,
    EventItem,
    EventType,
    ReconnectWebSocket,
    Shard,
    shard_events,
    shards_of,
)

FIRST: Final = 0.5
"""Seconds of the second wait at most; the first attempt after a healthy time waits for nothing."""

LONGEST: Final = 30.0
"""Seconds that no wait exceeds."""

HEALTHY: Final = 60.0
"""Seconds after which a connection counts as healthy, so that waits start from the beginning."""


class Backoff:
    """Waits that double up to a limit, with jitter, and start again after a minute of health."""

    def __init__(
        self,
        *,
        first: float = FIRST,
        longest: float = LONGEST,
        healthy: float = HEALTHY,
        clock: Callable[[], float] = time.monotonic,
        draw: Callable[[], float] = random.random,
    ) -> None:
        """`clock` gives seconds; `draw` gives a number from 0 to 1 for the jitter."""
        self._first, self._longest, self._healthy = first, longest, healthy
        self._clock, self._draw = clock, draw
        self._up_since: float | None = None
        self.attempts = 0
        """Waits since the last healthy connection."""

    def connected(self) -> None:
        """The connection works from now on."""
        self._up_since = self._clock()

    def delay(self) -> float:
        """Seconds to wait: the connection is lost, or an attempt has failed."""
        since, self._up_since = self._up_since, None
        if since is not None and self._clock() - since >= self._healthy:
            self.attempts = 0
        self.attempts += 1
        if self.attempts == 1:
            return 0.0
        doublings = min(self.attempts - 2, 16)  # a float would overflow eventually
        most = min(self._longest, self._first * 2**doublings)
        return most * (0.5 + self._draw() / 2)


log = structlog.stdlib.get_logger()

FATAL: Final = frozenset({4004, 4010, 4011, 4012, 4013, 4014})
"""Close codes after which a new connection would be closed as well."""

MOST_BROKEN: Final = 2
"""Resumes after unreadable frames; then a new session, since a resume brings the frame again."""

SAME_ADDRESS: Final = 3
"""Attempts at the address that the session named; then at the gateway's own."""


class GatewayPolicy(NamedTuple):
    """How shards connect."""

    identifies: IdentifyLimiter
    drops: DropLog
    backoff: Callable[[], Backoff] = Backoff
    """Makes one for each shard."""
    connect_seconds: float = 30.0
    """From opening a socket to requesting a session."""
    session_seconds: float = 60.0
    """From then to READY or RESUMED."""
    refused_wait: tuple[float, float] = (1.0, 5.0)
    """Discord asks to wait a random time in between before a new session after a refused one."""


class Connector:
    """Opens the connections of one shard, one after the other."""

    def __init__(
        self, client: AutoShardedClient, gateway: yarl.URL, shard_id: int, policy: GatewayPolicy
    ) -> None:
        """`gateway` is where new sessions begin."""
        self._client, self._gateway, self._shard_id = client, gateway, shard_id
        self._policy = policy
        self._backoff = policy.backoff()
        self._broken = 0

    async def first(self) -> Socket:
        """A connection that has requested a new session."""
        try:
            return await self._open(None)
        except Exception as error:  # noqa: BLE001 - whatever it is, a retry is the answer
            return await self._retry(None, error)

    async def next(self, lost: Socket, error: Exception) -> Socket:
        """A connection after one that ended with `error`; the session is resumed if possible.

        Raises ConnectionClosed where no connection will ever be accepted.
        """
        self._client.dispatch("disconnect")
        self._client.dispatch("shard_disconnect", self._shard_id)
        if lost.open:
            await lost.close()
        return await self._retry(lost, error)

    async def _retry(self, lost: Socket | None, error: Exception) -> Socket:
        while not (isinstance(error, discord.ConnectionClosed) and error.code in FATAL):
            wait = self._wait(error)
            self._log(error, wait)
            await asyncio.sleep(wait)
            if lost is not None and not self._resumes(lost, error):
                lost = None
            try:
                return await self._open(lost)
            except Exception as failure:  # noqa: BLE001 - as above
                error = failure
        raise error

    def _wait(self, error: Exception) -> float:
        wait = self._backoff.delay()
        if isinstance(error, ReconnectWebSocket) and not error.resume:
            wait = max(wait, random.uniform(*self._policy.refused_wait))  # noqa: S311 - no secret
        return wait

    def _resumes(self, lost: Socket, error: Exception) -> bool:
        if self._backoff.attempts == 1:
            self._broken = 0
        self._broken += isinstance(error, UnreadableFrameError)
        refused = isinstance(error, ReconnectWebSocket) and not error.resume
        return not refused and lost.session_id is not None and self._broken <= MOST_BROKEN

    async def _open(self, lost: Socket | None) -> Socket:
        if lost is not None:
            return await self._connect(lost)
        async with self._policy.identifies.turn(self._shard_id):
            return await self._connect(None)

    async def _connect(self, lost: Socket | None) -> Socket:
        named = lost is not None and self._backoff.attempts <= SAME_ADDRESS
        async with asyncio.timeout(self._policy.connect_seconds):
            socket = await Socket.from_client(
                self._client,
                gateway=lost.gateway if lost is not None and named else self._gateway,
                shard_id=self._shard_id,
                session=lost.session_id if lost is not None else None,
                sequence=lost.sequence if lost is not None else None,
                resume=lost is not None,
            )
        policy = self._policy
        socket.guard(policy.drops, self._backoff.connected, policy.session_seconds)
        return socket

    def _log(self, error: Exception, wait: float) -> None:
        """Logs one line, without a trace and without the exception's text."""
        about: dict[str, Any] = {"shard": self._shard_id, "retry_in": round(wait, 2)}
        match error:
            case UnreadableFrameError(__cause__=cause):
                self._policy.drops.dropped(FRAME, cause or error, **about)
            case ReconnectWebSocket():
                log.info("gateway connection ended", **about, resumable=error.resume)
            case _:
                log.warning("gateway connection failed", **about, **_reason(error))


class GuardedShard(Shard):
    """A shard that restores its own connection."""

    def __init__(
        self,
        socket: Socket,
        client: AutoShardedClient,
        connector: Connector,
        put: Callable[[EventItem], None],
    ) -> None:
        """`put` reports to the client that the shard has ended."""
        super().__init__(socket, client, put)
        self._is_closed = client.is_closed
        self._connector = connector
        self._put = put

    async def worker(self) -> None:
        """Reads until the client is closed, over as many connections as it takes."""
        socket = self.ws
        assert isinstance(socket, Socket)  # noqa: S101 - what the constructor was given
        try:
            while not self._is_closed():
                try:
                    await socket.poll_event()
                except Exception as error:  # noqa: BLE001 - the process lives, whatever it is
                    if self._is_closed():
                        return
                    self.ws = socket = await self._connector.next(socket, error)
        except discord.ConnectionClosed as closed:
            self._put(EventItem(EventType.close, self, closed))


async def launch(
    client: AutoShardedClient, gateway: yarl.URL, shard_id: int, policy: GatewayPolicy
) -> None:
    """Connects a shard and starts to read from it; replaces `Client.launch_shard`.

    Raises ConnectionClosed where no connection will ever be accepted.
    """
    connector = Connector(client, gateway, shard_id, policy)
    socket = await connector.first()
    shard = GuardedShard(socket, client, connector, shard_events(client).put_nowait)
    shards_of(client)[shard_id] = shard
    shard.launch()


def _reason(error: Exception) -> dict[str, Any]:
    match error:
        case discord.ConnectionClosed():
            return {"code": error.code}
        case aiohttp.ClientResponseError():
            return {"error": type(error).__name__, "status": error.status}
        case OSError() | aiohttp.ClientError() | TimeoutError():
            return {"reason": connection_failure(error)}
        case _:
            return {name: value for name, value in fault_of(error)._asdict().items() if value}
