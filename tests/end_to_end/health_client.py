"""A client of the bot's health port, and a gate that holds Discord's answers back."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from tests.conftest import free_port
from tests.end_to_end.program import assert_no_token
from tests.figures import figures


class Gate:
    """An action for `Planned`: holds every call until `open`, then leaves the true answer."""

    def __init__(self) -> None:
        self._open = asyncio.Event()

    async def __call__(self, _: web.Request) -> None:
        await self._open.wait()

    def open(self) -> None:
        self._open.set()


@dataclass
class HealthClient:
    """Reads a bot's health port."""

    port: int = field(default_factory=free_port)

    async def get(self, path: str) -> tuple[int, str]:
        """Status and body; status 0 while the port is closed."""
        try:
            async with (
                aiohttp.ClientSession() as session,
                session.get(f"http://127.0.0.1:{self.port}{path}") as answer,
            ):
                return answer.status, await answer.text()
        except aiohttp.ClientConnectionError:
            return 0, "{}"

    async def checks(self) -> dict[str, Any]:
        """The checks of /readyz by name; none while the port is closed."""
        status, body = await self.get("/readyz")
        told = json.loads(body)
        if status:
            assert status == (200 if told["ready"] else 503)
            assert told["ready"] == all(check["ok"] for check in told["checks"].values())
        return told.get("checks", {})

    async def until(self, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The checks once the condition holds."""
        async with asyncio.timeout(60):
            # The bot is another process: there is no event to wait for.
            while not ((checks := await self.checks()) and holds(checks)):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        return checks

    async def ready(self) -> dict[str, Any]:
        """The checks once all pass."""
        return await self.until(lambda checks: all(check["ok"] for check in checks.values()))

    async def failing(self, name: str) -> str:
        """The reason of a check, once it fails."""
        return (await self.until(lambda checks: not checks[name]["ok"]))[name]["reason"]

    async def figures(self) -> dict[str, float]:
        """The values of /metrics."""
        status, body = await self.get("/metrics")
        assert status == 200
        assert_no_token(body)
        return figures(body)
