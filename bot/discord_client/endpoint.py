"""Directs the whole client, REST and gateway, to the address that the settings name; logs in."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Final, NoReturn

import aiohttp
import discord
import structlog
import yarl

from bot.discord_client.client import LittleGiant
from bot.discord_client.connection_errors import UnexpectedAnswerError, connection_failure
from bot.discord_client.library_internals import DiscordWebSocket, Route
from bot.exit_codes import TOKEN, ExitError
from bot.settings import SettingsError, masked

log = structlog.stdlib.get_logger()

_FAR_MORE: Final = 10
"""Times the number of shards that Discord recommends."""
START_SECONDS: Final = 30.0
"""How long each phase of the start may take: the login, the commands, the gateway's address."""


class TokenRefusedError(ExitError):
    """Discord does not accept the token; `str()` gives the sentence for the operator."""

    exit_code = TOKEN


class UnreachableError(ExitError):
    """No Discord API answers; `str()` gives the sentence for the operator."""


class StartTimeLimit:
    """Ends a phase of the start that takes too long, with a TimeoutError."""

    def __init__(self, seconds: float = START_SECONDS) -> None:
        """`seconds` for each phase."""
        self.seconds = seconds
        self._timeout: asyncio.Timeout | None = None

    @asynccontextmanager
    async def first_phase(self) -> AsyncGenerator[None]:
        """The first phase begins with the block; the last one ends with it."""
        async with asyncio.timeout(self.seconds) as self._timeout:
            yield

    def next_phase(self) -> None:
        """Restarts the time limit."""
        if self._timeout is not None:
            self._timeout.reschedule(asyncio.get_running_loop().time() + self.seconds)


def direct_rest(url: str) -> None:
    """Sends every later REST call to this base."""
    Route.BASE = url


async def _direct_gateway(client: LittleGiant) -> None:
    """Connects to the gateway that Discord names, with as many shards as it recommends.

    The library asks for it only without an explicit shard count, and falls back to a constant
    after a session is lost; so the constant is set. Raises GatewayNotFound where the answer is
    not Discord's.
    """
    try:
        shards, url, limits = await client.http.get_bot_gateway()
        gateway = yarl.URL(url)
        if gateway.scheme not in ("ws", "wss") or not gateway.host or shards < 1:
            raise ValueError("no gateway")
        client.policy.identifies.learn(
            limits["total"],
            limits["remaining"],
            limits["reset_after"] / 1000,
            limits["max_concurrency"],
        )
    except discord.GatewayNotFound as missing:
        raise missing.__cause__ or missing from None
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise discord.GatewayNotFound from error
    DiscordWebSocket.DEFAULT_GATEWAY = gateway
    if (client.shard_count or 0) >= _FAR_MORE * shards:
        log.warning(
            "SHARD_COUNT is far more than Discord recommends; the start takes long",
            shard_count=client.shard_count,
            recommended=shards,
        )
    client.shard_count = client.shard_count or shards


async def log_in(client: LittleGiant, token: str, url: str, limit: StartTimeLimit) -> None:
    """Logs in, lets the client prepare, and learns where the gateway is.

    Raises TokenRefusedError or UnreachableError.
    """
    try:
        async with limit.first_phase():
            await client.login(token)
            limit.next_phase()
            await _direct_gateway(client)
    except discord.LoginFailure:
        raise TokenRefusedError(_REFUSED) from None
    except discord.HTTPException as error:
        if error.status == _UNAUTHORIZED:
            raise TokenRefusedError(_REFUSED) from None
        raise _unreachable(url, error) from error
    except (OSError, aiohttp.ClientError, TimeoutError, discord.RateLimited) as error:
        raise _unreachable(url, error) from error
    except discord.GatewayNotFound:
        raise UnreachableError(f"Discord at {masked(url)} does not name its gateway.") from None
    except UnexpectedAnswerError as error:
        raise UnreachableError(f"What answers at {masked(url)} is not Discord's API.") from error
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        if client.application_id is not None:
            raise  # Discord has answered: the fault is in what this bot prepares
        raise UnreachableError(f"What answers at {masked(url)} is not Discord's API.") from error


def _unreachable(url: str, error: Exception) -> UnreachableError:
    return UnreachableError(f"Discord at {masked(url)} {connection_failure(error)}.")


async def serve_discord(client: discord.Client) -> None:
    """Answers until the client is closed.

    Raises TokenRefusedError, UnreachableError, or SettingsError where a setting is not right.
    """
    try:
        await client.connect()
    except discord.PrivilegedIntentsRequired:
        _refused(_DISALLOWED_INTENTS)
    except discord.ConnectionClosed as closed:
        _refused(closed.code)
    except discord.GatewayNotFound:
        raise UnreachableError("Discord does not name its gateway.") from None


def _refused(code: int) -> NoReturn:
    if code == _AUTHENTICATION_FAILED:
        raise TokenRefusedError(_REFUSED) from None
    if code in _SETTINGS:
        raise SettingsError(f"{_SETTINGS[code]}.") from None
    raise UnreachableError(
        f"Discord's gateway closed the connection for good (code {code})."
    ) from None


_REFUSED = "Discord refused DISCORD_TOKEN; set the bot's current token from the developer portal."
_UNAUTHORIZED: Final = 401
_AUTHENTICATION_FAILED: Final = 4004
_DISALLOWED_INTENTS: Final = 4014
_SETTINGS: Final = {
    4010: "SHARD_IDS or SHARD_COUNT is refused by Discord; expected ids below the count",
    4011: "SHARD_COUNT is too small for the number of servers; leave it empty to let Discord say",
    4012: "Discord no longer accepts the gateway version that this bot uses; update the bot",
    4013: "Discord does not know the intents that this bot asks for; update the bot",
    4014: (
        "Discord does not allow this bot the intents that it asks for; look at the page Bot of "
        "the developer portal"
    ),
}
"""Close codes of the gateway that a setting or the installed version causes."""
