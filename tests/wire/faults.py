"""Planned faults: what the stand-in does instead of, or after, the true answer to a REST call.

A fault is any object with these two methods, put into `Wire.faults`. Refused tokens and servers
are settings of `Wire`; rate limits, server errors and broken connections attach here.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from aiohttp import web

from tests.wire.journal import Call
from tests.wire.world import Json


class Fault(Protocol):
    """Asked about every REST call, in the order of `Wire.faults`."""

    async def before(self, call: Call, request: web.Request) -> web.StreamResponse | None:
        """An answer to give at once, so that the call has no effect; None lets it through."""
        ...

    async def after(self, call: Call, request: web.Request) -> web.StreamResponse | None:
        """An answer to give in place of the true one, once the call has had its effect."""
        ...


def answer(body: Json | list[Json] | None, status: int = 200, **headers: str) -> web.Response:
    """A response with exactly the content type that discord.py takes for JSON."""
    if body is None:
        return web.Response(status=status, headers=headers)
    response = web.json_response(body, status=status, headers=headers)
    response.headers["Content-Type"] = "application/json"
    return response


def error(status: int, code: int, message: str, **more: object) -> web.Response:
    """An error as Discord words it."""
    return answer({"message": message, "code": code, **more}, status)


@dataclass
class Planned:
    """Meets the next `times` calls (None: all) of a method and path; the rest pass untouched."""

    method: str
    path: str
    act: Callable[[web.Request], web.StreamResponse | None]
    times: int | None = 1
    late: bool = False
    delay: float = 0.0
    met: list[Call] = field(default_factory=list[Call])

    async def before(self, call: Call, request: web.Request) -> web.StreamResponse | None:
        """The planned answer, unless it is to come late."""
        return None if self.late else await self._meet(call, request)

    async def after(self, call: Call, request: web.Request) -> web.StreamResponse | None:
        """The planned answer, if it is to come late."""
        return await self._meet(call, request) if self.late else None

    async def _meet(self, call: Call, request: web.Request) -> web.StreamResponse | None:
        spent = self.times is not None and len(self.met) >= self.times
        if spent or call.method != self.method or self.path not in call.path:
            return None
        self.met.append(call)
        await asyncio.sleep(self.delay)
        return self.act(request)


def refuse(
    status: int, code: int = 0, message: str = "wire"
) -> Callable[[web.Request], web.Response]:
    """An act for `Planned`: answers with that error."""
    return lambda _: error(status, code, message)


def drop(request: web.Request) -> None:
    """An act for `Planned`: cuts the connection without a word."""
    if request.transport is not None:
        request.transport.abort()
