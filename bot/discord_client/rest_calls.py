"""Calls Discord's REST API, and turns its answers into what delivery can act upon."""

import asyncio
from collections.abc import Coroutine, Mapping
from types import MappingProxyType
from typing import Any, Final, TypeVar, cast

import aiohttp
import discord

from bot.digests.interfaces import Delayed, Refused
from bot.digests.rate_limiter import TooLateError
from bot.discord_client.api_time import calling_discord
from bot.discord_client.library_internals import Route
from bot.discord_client.rate_limit_hook import TriedOnceError
from bot.domain.digests.subscription import Cause, CauseCode

PATIENCE: Final = 90.0
"""Seconds for one call with the library's own tries; then it is put off."""
CAUSES: Final[Mapping[int, CauseCode]] = {
    10003: "channel-gone",
    10004: "channel-gone",
    50001: "no-access",
    50007: "closed-dms",
    50278: "closed-dms",
    50013: "no-permission",
    50083: "thread-archived",
    160005: "thread-locked",
    160006: "too-many-threads",
    40067: "tag-needed",
    50008: "wrong-kind",
    50024: "wrong-kind",
    50035: "invalid",
}
"""By Discord's error codes (Opcodes and Status Codes, JSON Error Codes)."""
_BY_STATUS: Final[Mapping[int, CauseCode]] = {400: "invalid", 404: "channel-gone"}
"""Without a known code: a 400 is a fault in what was sent, not in the place."""
_SLOWMODE: Final = 20016

Json = dict[str, Any]
T = TypeVar("T")


class RestCalls:
    """Calls as the bot. No method raises for what Discord answers."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def call(
        self,
        method: str,
        path: str,
        *,
        json: Json | None = None,
        params: Mapping[str, str] | None = None,
        fine: int = 0,
        needs: str | None = None,
        **places: int,
    ) -> Json | Refused | Delayed:
        """Discord's answer; a refusal with the error code `fine` counts as an empty one.

        One that is no object, or lacks the key `needs`, counts as none: a proxy may have given it.
        """
        found = await self._request(method, path, json, params, fine, places)
        if isinstance(found, Refused | Delayed):
            return found
        if not isinstance(found, dict):
            return Delayed()
        answer = cast("Json", found)
        return Delayed() if needs is not None and needs not in answer else answer

    async def list_of(
        self, path: str, *, params: Mapping[str, str], **places: int
    ) -> list[Json] | Refused | Delayed:
        """The objects that Discord lists; any other answer counts as none."""
        found = await self._request("GET", path, None, params, 0, places)
        if isinstance(found, Refused | Delayed):
            return found
        return cast("list[Json]", found) if isinstance(found, list) else Delayed()

    async def _request(
        self,
        method: str,
        path: str,
        json: Json | None,
        params: Mapping[str, str] | None,
        fine: int,
        places: Mapping[str, int],
    ) -> object:
        """What Discord answers: an object, a list, or any text."""
        given = {"json": json, "params": params}
        more: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
        request = cast(
            "Coroutine[Any, Any, object]",
            self._client.http.request(Route(method, path, metadata=None, **places), **more),
        )
        try:
            return await self.tried(request, {fine: {}} if fine else {})
        except ValueError:  # not the JSON that its header promises
            return Delayed()

    async def tried(
        self, request: Coroutine[Any, Any, T], fine: Mapping[int, T] = MappingProxyType({})
    ) -> T | Refused | Delayed:
        """What the request gives; `fine` has what some error codes count as."""
        try:
            with calling_discord():
                async with asyncio.timeout(PATIENCE):
                    return await request
        except discord.RateLimited as limited:
            return Delayed(limited.retry_after)
        except discord.HTTPException as error:
            return fine[error.code] if error.code in fine else _judged(error)
        except (
            aiohttp.ClientError,
            OSError,
            TimeoutError,
            TriedOnceError,
            TooLateError,
            discord.InvalidData,
        ):
            return Delayed()


def _judged(error: discord.HTTPException) -> Refused | Delayed:
    """What a refusal means; only for refusals that a retry cannot change."""
    if error.status == 429:
        return Delayed(float(error.response.headers.get("Retry-After") or 5))
    if error.status >= 500 or error.status in (401, 408) or error.code == _SLOWMODE:
        return Delayed()
    return Refused(Cause(CAUSES.get(error.code) or _BY_STATUS.get(error.status, "refused")))
