"""Keeps slow, endless and too many connections from holding a server's sockets."""

import asyncio
from collections.abc import Callable
from typing import Final, NamedTuple, cast


class ConnectionLimits(NamedTuple):
    """What a connection to a small server may take."""

    seconds: float = 10.0
    """From the connection to its end."""
    connections: int = 100
    """Open at once; a further one takes the place of the oldest."""
    received: int = 64 << 10
    """Bytes that may come over one connection."""


LIMITS: Final = ConnectionLimits()


class ConnectionGuard:
    """Makes the protocol of each new connection, and closes what goes beyond the limits."""

    def __init__(
        self, make: Callable[[], asyncio.Protocol], limits: ConnectionLimits = LIMITS
    ) -> None:
        """`make` gives the protocol that serves a connection."""
        self._make = make
        self.limits = limits
        self._open: dict[_Guarded, None] = {}

    def __call__(self) -> asyncio.Protocol:
        """A protocol for a new connection."""
        return _Guarded(self, self._make())

    def opened(self, connection: "_Guarded") -> None:
        """A connection begins."""
        self._open[connection] = None
        if len(self._open) > self.limits.connections:
            next(iter(self._open)).abort()

    def closed(self, connection: "_Guarded") -> None:
        """A connection has ended."""
        self._open.pop(connection, None)


class _Guarded(asyncio.Protocol):
    """Passes everything on to the protocol that serves, within the limits."""

    def __init__(self, guard: ConnectionGuard, inner: asyncio.Protocol) -> None:
        self._guard, self._inner, self._received = guard, inner, 0
        self._transport: asyncio.Transport | None = None
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        seconds = self._guard.limits.seconds
        self._timer = asyncio.get_running_loop().call_later(seconds, self.abort)
        self._inner.connection_made(transport)
        self._guard.opened(self)

    def abort(self) -> None:
        self._guard.closed(self)
        if self._transport is not None:
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        self._received += len(data)
        if self._received > self._guard.limits.received:
            self.abort()
        else:
            self._inner.data_received(data)

    def eof_received(self) -> bool | None:
        return self._inner.eof_received()

    def pause_writing(self) -> None:
        self._inner.pause_writing()

    def resume_writing(self) -> None:
        self._inner.resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._guard.closed(self)
        self._inner.connection_lost(exc)
