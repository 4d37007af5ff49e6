"""The port for monitoring: /healthz, /readyz and /metrics.

It answers from before the bot connects until after it has stopped, and never waits longer than
the database's two seconds.
"""

import asyncio
import errno
import logging
import os
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from bot.exit_codes import ExitError
from bot.metrics import CONTENT_TYPE, Metrics
from bot.monitoring.connection_guard import LIMITS, ConnectionGuard, ConnectionLimits
from bot.monitoring.readiness import Readiness, not_built
from bot.settings import EXPECTED, SettingsError

if TYPE_CHECKING:
    from aiohttp import web

_STOP_SECONDS: Final = 0.5
"""How long a request may take when the bot stops."""


class HealthError(ExitError):
    """The port is unavailable; `str()` of it is the one sentence."""


class Health:
    """The answers of the health port."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._readiness: Readiness | None = None
        self._state = "starting"

    @asynccontextmanager
    async def watching(self, readiness: Readiness) -> AsyncGenerator[None]:
        """While inside, the checks are those of a built bot."""
        self._readiness = readiness
        try:
            yield
        finally:
            self._readiness, self._state = None, "stopping"

    async def ready(self) -> tuple[bool, dict[str, object]]:
        """Whether the bot is ready, and the checks as /readyz shows them."""
        checks = await self._readiness.look() if self._readiness else not_built(self._state)
        self._metrics.set_readiness({name: check.ok for name, check in checks.items()})
        ready = all(check.ok for check in checks.values())
        shown = {name: check._asdict() for name, check in checks.items()}
        return ready, {"ready": ready, "checks": shown}

    async def figures(self) -> bytes:
        """What /metrics shows, read now."""
        await self.ready()
        return self._metrics.render()


@asynccontextmanager
async def open_health(
    host: str, port: int, metrics: Metrics, limits: ConnectionLimits = LIMITS
) -> AsyncGenerator[Health]:
    """Serves at that address while inside; port 0: nowhere. Raises HealthError or SettingsError."""
    health = Health(metrics)
    if port == 0:
        yield health
        return
    from aiohttp import web  # noqa: PLC0415 - a part of a start's time, not needed without a port
    from aiohttp.log import server_logger  # noqa: PLC0415 - as above

    server_logger.addFilter(_is_our_fault)
    runner = web.AppRunner(_application(health), access_log=None, shutdown_timeout=_STOP_SECONDS)
    await runner.setup()
    assert runner.server is not None  # noqa: S101 - set up just now
    guard = ConnectionGuard(runner.server, limits)
    try:
        try:
            server = await asyncio.get_running_loop().create_server(guard, host, port)
        except (socket.gaierror, UnicodeError) as error:
            raise SettingsError(
                f'HEALTH_HOST is "{host}", which no address is found for; '
                f"expected {EXPECTED['health_host']}."
            ) from error
        except OSError as error:
            raise HealthError(_not_to_be_had(host, port, error)) from error
        try:
            yield health
        finally:
            server.close()
    finally:
        await runner.cleanup()


def _application(health: Health) -> "web.Application":
    from aiohttp import web  # noqa: PLC0415 - as above

    async def healthz(_: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def readyz(_: web.Request) -> web.Response:
        ready, shown = await health.ready()
        return web.json_response(shown, status=200 if ready else 503)

    async def metrics(_: web.Request) -> web.Response:
        return web.Response(body=await health.figures(), headers={"Content-Type": CONTENT_TYPE})

    async def last(_: web.Request, response: web.StreamResponse) -> None:
        response.force_close()  # one request a connection: none waits for another
        response.headers["Connection"] = "close"

    app = web.Application()
    app.on_response_prepare.append(last)
    app.add_routes(
        [web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", metrics)]
    )
    return app


def _is_our_fault(record: logging.LogRecord) -> bool:
    """False for a malformed request: anyone could fill the log with them."""
    from aiohttp.http_exceptions import HttpProcessingError  # noqa: PLC0415 - as above

    return not (record.exc_info and isinstance(record.exc_info[1], HttpProcessingError))


def _not_to_be_had(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} at {host} is in use by another program; "
            "choose another HEALTH_PORT, or 0 for none."
        )
    reason = os.strerror(error.errno).lower() if error.errno else "no such host"
    return f"Port {port} at {host} is unavailable ({reason}); see HEALTH_HOST and HEALTH_PORT."
