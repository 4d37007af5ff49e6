"""One connection to the gateway: what comes over it can end it, and nothing else."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import nullcontext, suppress
from functools import partial
from typing import Any, Final, cast

import aiohttp
import discord

from bot.discord_client import library_internals
from bot.discord_client.dropped_events import DropLog

MOST_FRAME: Final = 32 << 20
MOST_TEXT: Final = 128 << 20
"""Bytes of a frame, and characters of one once unpacked, that are still read."""

HEARTBEATS: Final = (0.1, 3600.0)
"""Seconds between heartbeats that are possible."""

DEFAULTS: Final[Mapping[str, Mapping[str, Any]]] = {
    "INTERACTION_CREATE": {"attachment_size_limit": 10 << 20, "version": 1}
}
"""Fields that discord.py needs and the answer does not."""

_ENDS: Final = (
    library_internals.ReconnectWebSocket,
    discord.ConnectionClosed,
    OSError,
    aiohttp.ClientError,
    TimeoutError,
)
"""What a reader of the socket raises by design: the connection has ended."""


class UnreadableFrameError(Exception):
    """A frame that is no payload of the gateway, or none where one is due."""


class Socket(library_internals.DiscordWebSocket):
    """A connection whose unreadable events are dropped once it is guarded."""

    close_seconds: float = 2.0
    """How long the other side may take to close."""

    _guarded = False
    _deadline: float | None = None

    def guard(
        self, drops: DropLog, established: Callable[[], None], session_seconds: float
    ) -> None:
        """From now on drops events that cannot be parsed.

        `established` is called at READY and RESUMED, of which one must come within
        `session_seconds`.
        """
        self._guarded = True
        self._deadline = asyncio.get_running_loop().time() + session_seconds

        def begun() -> None:
            self._deadline = None
            established()

        parsers = {
            event: partial(self._begin, parse, begun)
            if event in ("READY", "RESUMED")
            else partial(self._parse, event, parse, drops)
            for event, parse in library_internals.event_parsers(self).items()
        }
        library_internals.set_event_parsers(self, parsers)

    def _begin(self, parse: Callable[[Any], None], begun: Callable[[], None], data: Any) -> None:
        """If this cannot be parsed, there is no session, and the connection is useless."""
        parse(data)
        begun()

    def _parse(self, event: str, parse: Callable[[Any], None], drops: DropLog, data: Any) -> None:
        if isinstance(data, dict):
            fields = cast("dict[str, Any]", data)
            for field, value in DEFAULTS.get(event, {}).items():
                if fields.get(field) is None:
                    fields[field] = value
        try:
            parse(data)
        except Exception as error:  # noqa: BLE001 - one odd event must not end the process
            drops.dropped(event, error, shard=self.shard_id)

    async def received_message(self, msg: Any, /) -> None:
        """Handles a frame. Raises UnreadableFrameError, or what ends the connection."""
        if len(msg) > MOST_FRAME:
            raise UnreadableFrameError("too long")
        before = library_internals.heartbeat(self)
        try:
            await super().received_message(msg)
        except (*_ENDS, UnreadableFrameError):
            raise
        except Exception as error:
            raise UnreadableFrameError("not a payload") from error
        beat = library_internals.heartbeat(self)
        if beat is before or beat is None:
            return
        if before is not None:
            before.stop()  # a second HELLO; the library would go on with both heartbeats
        if not HEARTBEATS[0] <= (beat.interval or 0) <= HEARTBEATS[1]:
            raise UnreadableFrameError("an impossible heartbeat")

    async def send_heartbeat(self, data: Any) -> None:
        """Notes the moment: the library's thread does so afterwards, often after the reply."""
        library_internals.heartbeat(self).beat()
        await super().send_heartbeat(data)

    def log_receive(self, data: Any, /) -> None:
        """Called by the library with the unpacked text, before it is parsed."""
        if len(data) > MOST_TEXT:
            raise UnreadableFrameError("too long")

    async def poll_event(self) -> None:
        """Handles the next frame. Once it has raised, no heartbeat is sent any more."""
        try:
            async with asyncio.timeout_at(self._deadline) if self._deadline else nullcontext():
                await super().poll_event()
        except TimeoutError as late:
            raise UnreadableFrameError("no session") from late
        except BaseException:
            beat = library_internals.heartbeat(self)
            if beat is not None:
                beat.stop()
            if not self._guarded:  # no other code has this connection yet
                await self.close()
            raise

    async def close(self, code: int = 4000) -> None:
        """Closes the connection, and does not wait long for the other side."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self.close_seconds):
                await super().close(code)
