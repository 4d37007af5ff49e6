"""Directs the whole client, REST and gateway, to the address that the settings name; logs in."""

from typing import Final

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

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
        raise TokenRefusedError(
            "Discord refused DISCORD_TOKEN; set the bot's current token from the developer portal."
        ) from None
    except (OSError, discord.HTTPException, discord.GatewayNotFound) as error:
        raise UnreachableError(f"Discord at {url} cannot be reached: {error}") from error
