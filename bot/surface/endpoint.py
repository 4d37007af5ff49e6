"""Directs the whole client, REST and gateway, to the address that the settings name; logs in."""

import os
from typing import Final

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.settings import SettingsError, masked

DISCORD: Final = Route.BASE
"""Where the library goes by itself."""


class TokenRefusedError(Exception):
    """Discord does not know the token; `str()` of it is the one sentence."""


class UnreachableError(Exception):
    """Nothing answers as Discord would; `str()` of it is the one sentence."""


def direct_rest(url: str) -> None:
    """Sends every later REST call to this base."""
    Route.BASE = url


async def direct_gateway(client: discord.Client) -> None:
    """Connects to the gateway that the REST base names.

    The library asks for it only without an explicit shard count, and falls back to a constant
    after a session is lost; so the constant is set.
    """
    if Route.BASE != DISCORD:
        _, url, _ = await client.http.get_bot_gateway()
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(url)


async def log_in(client: discord.Client, token: str, url: str) -> None:
    """Logs in and lets the client prepare. Raises TokenRefusedError or UnreachableError."""
    try:
        await client.login(token)
    except discord.LoginFailure:
        raise TokenRefusedError(_REFUSED) from None
    except (OSError, TimeoutError, discord.HTTPException, discord.RateLimited) as error:
        raise UnreachableError(f"Discord at {masked(url)} {_reason(error)}.") from error
    except discord.GatewayNotFound:
        raise UnreachableError(f"Discord at {masked(url)} does not name its gateway.") from None
    except (LookupError, TypeError, ValueError) as error:
        if client.application_id is not None:
            raise  # Discord has answered: the fault is in what this bot prepares
        raise UnreachableError(f"What answers at {masked(url)} is not Discord's API.") from error


async def serve(client: discord.Client) -> None:
    """Answers until the client is closed.

    Raises TokenRefusedError, UnreachableError, or SettingsError where the shards are not right.
    """
    try:
        await client.connect()
    except discord.ConnectionClosed as closed:
        if closed.code == _AUTHENTICATION_FAILED:
            raise TokenRefusedError(_REFUSED) from None
        if closed.code in _SHARDS:
            raise SettingsError(f"{_SHARDS[closed.code]}.") from None
        raise UnreachableError(
            f"Discord's gateway closed the connection for good (code {closed.code})."
        ) from None
    except discord.GatewayNotFound:
        raise UnreachableError("Discord does not name its gateway.") from None


_REFUSED = "Discord refused DISCORD_TOKEN; set the bot's current token from the developer portal."
_AUTHENTICATION_FAILED = 4004
_SHARDS = {
    4010: "SHARD_IDS or SHARD_COUNT is refused by Discord; expected ids below the count",
    4011: "SHARD_COUNT is too small for the number of servers; leave it empty to let Discord say",
}
"""Close codes of the gateway that a setting causes."""


def _reason(error: Exception) -> str:
    match error:
        case discord.HTTPException():
            return f"answers {error.status} {error.response.reason or ''}".rstrip()
        case discord.RateLimited():
            return f"asks to wait {error.retry_after:.0f} seconds; try again later"
        case aiohttp.ClientConnectorDNSError():
            return "cannot be reached: the host's name is unknown"
        case aiohttp.ClientConnectorError(os_error=cause):
            known = os.strerror(cause.errno).lower() if cause.errno else f"{cause}"
            return f"cannot be reached: {known}".splitlines()[0]
        case TimeoutError():
            return "cannot be reached: it does not answer"
        case _:
            return f"cannot be reached: {error or type(error).__name__}".splitlines()[0]
