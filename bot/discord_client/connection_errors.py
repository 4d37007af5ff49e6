"""Words for errors between the bot and Discord: a sentence, and a trace.

A trace has status, code and route, never the body: Discord's errors repeat what was sent, and
addresses of interactions hold their tokens. Importing this file teaches it to `bot/traces.py`.
"""

import os
import ssl
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import discord

from bot.discord_client.library_internals import Route
from bot.metrics import route_class
from bot.traces import describe


class RedirectedError(aiohttp.ClientError):
    """Discord's API never redirects; what does is something else, and gets no token."""


class UnexpectedAnswerError(Exception):
    """An answer of another shape than Discord's."""


def connection_failure(error: Exception) -> str:
    """The rest of a sentence that begins with what was to be reached."""
    match error:
        case discord.HTTPException():
            return f"answers {error.status} {error.response.reason or ''}".rstrip()
        case discord.RateLimited():
            return f"asks to wait {error.retry_after:.0f} seconds; try again later"
        case TimeoutError():
            return "cannot be reached: it does not answer"
        case RedirectedError():
            return "redirects to another address; DISCORD_API_URL must name the API itself"
        case aiohttp.ClientConnectorError():
            return f"cannot be reached: {_no_connection(error)}".splitlines()[0]
        case _:
            return _broken_answer(error)


def _no_connection(error: aiohttp.ClientConnectorError) -> str:
    match error:
        case aiohttp.ClientConnectorDNSError():
            return "the host's name is unknown"
        case aiohttp.ClientConnectorCertificateError(certificate_error=cause):
            reason = cause.verify_message if isinstance(cause, ssl.SSLCertVerificationError) else ""
            return f"its TLS certificate is not accepted ({(reason or 'invalid').rstrip('.')})"
        case aiohttp.ClientConnectorSSLError():
            return f"TLS fails there ({_tls_reason(error)})"
        case _:
            cause = error.os_error
            return os.strerror(cause.errno).lower() if cause.errno else f"{cause}"


def _tls_reason(error: aiohttp.ClientConnectorError) -> str:
    cause = error.os_error
    reason = cause.reason if isinstance(cause, ssl.SSLError) else ""
    return (reason or "no handshake").replace("_", " ").lower()


def _broken_answer(error: Exception) -> str:
    match error:
        case aiohttp.ServerDisconnectedError() | ConnectionError():
            return "closes the connection without an answer"
        case aiohttp.ClientPayloadError():
            return "breaks off or garbles its answer"
        case aiohttp.ClientResponseError():
            return "does not answer in HTTP"
        case _:
            return f"cannot be reached: {error or type(error).__name__}".splitlines()[0]


@describe.register
def _refused(error: discord.HTTPException) -> str:
    return f"{error.status}, code {error.code}{_route(error.response)}"


@describe.register
def _limited(error: discord.RateLimited) -> str:
    return f"retry after {error.retry_after:.1f} s"


@describe.register
def _closed(error: discord.ConnectionClosed) -> str:
    return f"code {error.code}, shard {error.shard_id}"


@describe.register
def _answered(error: aiohttp.ClientResponseError) -> str:
    return f"{error.status}"


def _route(response: Any) -> str:
    """The method and the class of the route, where the response knows them."""
    method, url = getattr(response, "method", None), getattr(response, "url", None)
    if method is None or url is None:
        return ""
    return f", {method} {route_class(urlsplit(str(url)).path, urlsplit(Route.BASE).path)}"
