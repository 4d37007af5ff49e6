"""Planned faults: what the stand-in does instead of its normal answer to a REST call.

A fault is any object with these two methods, put into `Wire.faults`. Refused tokens and servers
are settings of `Wire`; rate limits, server errors and broken connections attach here.
"""

import asyncio
import inspect
import math
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Literal, Protocol

from aiohttp import web

from tests.wire.ids import Json
from tests.wire.request_log import Call

Scope = Literal["user", "shared", "global"]
Outcome = web.StreamResponse | None
Act = Callable[[web.Request], Outcome | Awaitable[Outcome]]
"""What a fault does to a call: returns an answer, or None for the normal one."""


class Fault(Protocol):
    """Asked about every REST call, in the order of `Wire.faults`."""

    async def before(self, call: Call, request: web.Request) -> web.StreamResponse | None:
        """An answer to give at once, so that the call has no effect; None lets it through."""
        ...

    async def after(self, call: Call, request: web.Request) -> web.StreamResponse | None:
        """An answer to give instead of the normal one, once the call has had its effect."""
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


def rate_limit_response(retry_after: float, scope: Scope, *, limit: int = 5) -> web.Response:
    """A 429 of that scope, with Discord's headers; without `Via` it would be a ban by the proxy."""
    payload = {"message": "You are being rate limited.", "retry_after": round(retry_after, 3)}
    response = answer(payload | {"global": scope == "global"}, 429)
    response.headers.update(
        {"Via": "1.1 wire", "Retry-After": str(math.ceil(retry_after)), "X-RateLimit-Scope": scope}
    )
    if scope == "global":
        response.headers["X-RateLimit-Global"] = "true"
        return response
    response.headers.update(bucket_headers(limit, 0, retry_after))
    return response


def bucket_headers(limit: int, remaining: int, reset_after: float) -> dict[str, str]:
    """The headers of a bucket of new messages."""
    return {
        "X-RateLimit-Bucket": "wire-messages",
        "X-RateLimit-Limit": str(limit),
        "X-RateLimit-Remaining": str(remaining),
        "X-RateLimit-Reset": f"{time.time() + reset_after:.3f}",
        "X-RateLimit-Reset-After": f"{reset_after:.3f}",
    }


@dataclass
class PlannedFault:
    """Meets the next `times` calls (None: all) of a method and path; the rest pass untouched."""

    method: str
    path: str
    act: Act
    times: int | None = 1
    late: bool = False
    delay: float = 0.0
    calls: list[Call] = field(default_factory=list[Call])

    async def before(self, call: Call, request: web.Request) -> web.StreamResponse | None:
        """The planned answer, unless it is a late one."""
        return None if self.late else await self._apply(call, request)

    async def after(self, call: Call, request: web.Request) -> web.StreamResponse | None:
        """The planned answer, if it is a late one."""
        return await self._apply(call, request) if self.late else None

    async def _apply(self, call: Call, request: web.Request) -> web.StreamResponse | None:
        spent = self.times is not None and len(self.calls) >= self.times
        if spent or call.method != self.method or self.path not in call.path:
            return None
        self.calls.append(call)
        await asyncio.sleep(self.delay)
        done = self.act(request)
        return await done if inspect.isawaitable(done) else done


def refuse(
    status: int, code: int = 0, message: str = "wire"
) -> Callable[[web.Request], web.Response]:
    """An act for `PlannedFault`: answers with that error."""
    return lambda _: error(status, code, message)


def rate_limited(
    retry_after: float = 0.1, scope: Scope = "user"
) -> Callable[[web.Request], web.Response]:
    """An act for `PlannedFault`: answers 429, for the route or for all."""
    return lambda _: rate_limit_response(retry_after, scope)


def delay_only(_: web.Request) -> None:
    """An act for `PlannedFault` that only takes time (`delay`), and leaves the normal answer."""


def drop(request: web.Request) -> web.Response:
    """An act for `PlannedFault`: cuts the connection without an answer (499 in the log)."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=499)
