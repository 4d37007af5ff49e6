"""Lets the bot's requests through one by one, at the request itself: the library's retries count.

Answers to interactions are not paced, since Discord does not count them.
"""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from types import SimpleNamespace
from typing import Final

import aiohttp

from bot.delivery.pace import Pacer

_UNCOUNTED: Final = ("/interactions/", "/webhooks/")
_COUNTED_REFUSALS: Final = frozenset({401, 403, 429})
_once: ContextVar[list[str] | None] = ContextVar("once", default=None)


class TriedOnceError(Exception):
    """A second try of what may be tried once only: the library would have repeated it."""


@contextmanager
def once() -> Generator[None]:
    """While inside, a request that fails is not repeated by the library.

    For what has no nonce: a repeat after a server error could do it twice.
    """
    token = _once.set([])
    try:
        yield
    finally:
        _once.reset(token)


def paced(pacer: Pacer) -> aiohttp.TraceConfig:
    """What the library's session is to be traced with."""

    async def start(
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        params: aiohttp.TraceRequestStartParams,
    ) -> None:
        path = params.url.path
        if any(part in path for part in _UNCOUNTED):
            return
        tried = _once.get()
        if tried is not None:
            if path in tried:
                raise TriedOnceError(path)
            tried.append(path)
        await pacer.turn()

    async def end(
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        params: aiohttp.TraceRequestEndParams,
    ) -> None:
        status, headers = params.response.status, params.response.headers
        if status in _COUNTED_REFUSALS:
            pacer.refused()
        if status == 429 and "X-RateLimit-Global" in headers:
            pacer.block(float(headers.get("Retry-After", "1")))

    config = aiohttp.TraceConfig()
    config.on_request_start.append(start)
    config.on_request_end.append(end)
    return config
