"""Lets the bot's requests through one by one, at the request itself: the library's retries count.

Answers to interactions are not paced, since Discord does not count them, nor are the gateway's
connections. Every request is counted for /metrics by its route class and status.
"""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

import aiohttp

from bot.digests.rate_limiter import RateLimiter
from bot.discord_client.connection_errors import RedirectedError
from bot.metrics import Metrics, route_class
from bot.ui.interaction_tracking import note_first_answer

_CALLBACK: Final = "/interactions/{id}/{token}/callback"
"""The route class of answers to interactions."""
_COUNTED_REFUSALS: Final = frozenset({401, 403, 429})
_once: ContextVar[list[str] | None] = ContextVar("once", default=None)


class TriedOnceError(Exception):
    """A second try of what may be tried once only: the library would have repeated it."""


@contextmanager
def once() -> Generator[None]:
    """While inside, the library repeats no failed request: without a nonce it could act twice."""
    token = _once.set([])
    try:
        yield
    finally:
        _once.reset(token)


def paced(rate_limiter: RateLimiter, metrics: Metrics, base: str) -> aiohttp.TraceConfig:
    """The trace for the library's session; `base` is the path of the API's address."""

    async def start(_: object, __: object, params: aiohttp.TraceRequestStartParams) -> None:
        path = params.url.path
        if path.startswith((f"{base}/interactions/", f"{base}/webhooks/")):
            return
        if not path.startswith(f"{base}/"):
            return  # the gateway's connection is no request to the API
        tried = _once.get()
        if tried is not None:
            if path in tried:
                raise TriedOnceError(path)
            tried.append(path)
        await rate_limiter.turn()

    async def end(_: object, __: object, params: aiohttp.TraceRequestEndParams) -> None:
        route = route_class(params.url.path, base)
        _answered(rate_limiter, metrics, params.method, route, params.response)

    async def fail(_: object, __: object, params: aiohttp.TraceRequestExceptionParams) -> None:
        metrics.rest_answered(params.method, route_class(params.url.path, base), "none")

    config = aiohttp.TraceConfig()
    config.on_request_redirect.append(_redirect)
    config.on_request_start.append(start)
    config.on_request_end.append(end)
    config.on_request_exception.append(fail)
    return config


def callback_session(
    connector: aiohttp.BaseConnector, rate_limiter: RateLimiter, metrics: Metrics
) -> aiohttp.ClientSession:
    """For answers to interactions alone, over the library's connections.

    A trace as of the others would be a sixth of what an answer costs.
    """

    async def counted(
        request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
    ) -> aiohttp.ClientResponse:
        try:
            response = await handler(request)
            if 300 <= response.status < 400:
                response.close()
                raise RedirectedError
        except BaseException:
            metrics.rest_answered(request.method, _CALLBACK, "none")
            raise
        _answered(rate_limiter, metrics, request.method, _CALLBACK, response)
        return response

    return aiohttp.ClientSession(
        connector=connector,
        connector_owner=False,
        cookie_jar=aiohttp.DummyCookieJar(),
        middlewares=(counted,),
    )


def _answered(
    rate_limiter: RateLimiter,
    metrics: Metrics,
    method: str,
    route: str,
    response: aiohttp.ClientResponse,
) -> None:
    status, headers = response.status, response.headers
    metrics.rest_answered(method, route, str(status))
    if status < 300 and route == _CALLBACK:
        note_first_answer()
    if status in _COUNTED_REFUSALS:
        rate_limiter.refused()
    if status == 429 and "X-RateLimit-Global" in headers:
        rate_limiter.block(float(headers.get("Retry-After", "1")))


async def _redirect(_: object, __: object, params: aiohttp.TraceRequestRedirectParams) -> None:
    params.response.close()
    raise RedirectedError
