"""What a trace may say of a request to Discord that failed: status, code, route; never the body.

Discord's errors repeat what was sent, and addresses of interactions hold their tokens. Importing
this file teaches it to `bot/traces.py`.
"""

from typing import Any
from urllib.parse import urlsplit

import aiohttp
import discord

from bot.discord_client.library_internals import Route
from bot.metrics import route_class
from bot.traces import describe


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
