"""The open connections to a PostgreSQL server."""

import asyncio
import socket
from datetime import UTC, datetime, timedelta
from typing import Any, Final

_SILENT_SECONDS: Final = 15
_PROBES: Final = 3
_PROBE_SECONDS: Final = 5
_KEEPALIVE: Final = {
    "TCP_KEEPIDLE": _SILENT_SECONDS,
    "TCP_KEEPALIVE": _SILENT_SECONDS,  # macOS's name
    "TCP_KEEPINTVL": _PROBE_SECONDS,
    "TCP_KEEPCNT": _PROBES,
    "TCP_USER_TIMEOUT": 1000 * (_SILENT_SECONDS + _PROBES * _PROBE_SECONDS),
}
"""A connection whose other end is silent for half a minute is closed."""
_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""The start of PostgreSQL's count of microseconds."""


class PostgresqlConnections:
    """Ends connections that are in use when the database closes: the pool does not."""

    def __init__(self) -> None:
        self._opened: list[Any] = []  # asyncpg's, which are untyped

    def opened(self, connection: Any, _record: object) -> None:
        """Called for each new connection."""
        alive = [known for known in self._opened if not known.is_closed()]
        self._opened = [*alive, connection.driver_connection]
        _keep_alive(connection.driver_connection)
        connection.run_async(_read_every_moment)

    def are_open(self) -> bool:
        """Whether any connection is open."""
        return not all(connection.is_closed() for connection in self._opened)

    async def close(self) -> None:
        """Terminates open connections."""
        for connection in self._opened:
            if not connection.is_closed():
                connection.terminate()
        self._opened.clear()
        await asyncio.sleep(0)  # asyncio closes a socket in its next turn


def _keep_alive(connection: Any) -> None:
    """Lets the system notice a server that vanished, also while no statement runs."""
    # asyncpg has no option for it and no public way to the socket.
    transport = getattr(connection, "_transport", None)
    found = transport.get_extra_info("socket") if transport is not None else None
    if found is None or found.family not in (socket.AF_INET, socket.AF_INET6):
        return
    found.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in _KEEPALIVE.items():
        if hasattr(socket, name):  # each system has some of them
            found.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)


async def _read_every_moment(connection: Any) -> None:
    """Reads timestamps outside Python's calendar as numbers: asyncpg would refuse every row."""
    await connection.set_type_codec(
        "timestamptz", schema="pg_catalog", encoder=_microseconds, decoder=_moment, format="tuple"
    )


def _microseconds(moment: datetime) -> tuple[int]:
    return ((moment - _EPOCH) // timedelta(microseconds=1),)


def _moment(stored: tuple[int]) -> datetime | int:
    try:
        return _EPOCH + timedelta(microseconds=stored[0])
    except OverflowError:
        return stored[0]
