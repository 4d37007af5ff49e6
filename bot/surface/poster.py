"""Posts to channels over REST, and turns Discord's answers into what delivery can act upon."""

import asyncio
import json
from collections.abc import Coroutine, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final, TypeVar, cast

import aiohttp
import discord
from discord.http import Route

from bot.delivery.pace import TooLateError
from bot.delivery.post import (
    Absent,
    Delayed,
    Letter,
    Outcome,
    Refused,
    Unknowable,
    Unknown,
)
from bot.domain.digest import Cause, CauseCode, Post, Target
from bot.surface.access import fetch_rights, lacking, obstacle_in, rights_in
from bot.surface.discord_calls import calling_discord
from bot.surface.pacing import TriedOnceError, once

_V2: Final = 1 << 15
PATIENCE: Final = 90.0
"""Seconds for one call with the library's own tries; then it is put off."""
_PAGES: Final = 10
"""Pages of 100 messages that are looked through for a mark."""
_MARGIN: Final = timedelta(minutes=2)
"""Two clocks may differ by so much."""

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
_ALREADY_PUBLISHED: Final = 40033
_SLOWMODE: Final = 20016

Answer = dict[str, Any]
T = TypeVar("T")


class DiscordPoster:
    """Posts as the bot, by channel id: the channel need not be in memory."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    # -- What is in the way --

    def obstacle(self, target: Target) -> Cause | Unknown | None:
        """What is in the way of posting there, from memory; unknown where it is not in memory."""
        guild = self._client.get_guild(target.guild_id)
        if guild is None or guild.unavailable:
            return "unknown"  # absence from memory proves nothing: it may be another process's
        channel = guild.get_channel_or_thread(target.channel_id)
        if channel is None:
            return "unknown" if target.kind == "thread" else Cause("channel-gone")
        if not isinstance(channel, discord.TextChannel | discord.ForumChannel | discord.Thread):
            return Cause("wrong-kind")
        return obstacle_in(channel, guild.me, target)

    async def reach(self, target: Target) -> Cause | Unknown | None:
        """As `obstacle`, by asking Discord once."""
        guild = self._client.get_guild(target.guild_id)
        if guild is None or guild.unavailable:
            return "unknown"
        found = await self._call("GET", "/channels/{channel_id}", channel_id=target.channel_id)
        if isinstance(found, Refused):
            return found.cause
        if isinstance(found, Delayed):
            return "unknown"
        if found.get("thread_metadata", {}).get("locked"):
            return Cause("thread-locked")
        parent = guild.get_channel(int(found.get("parent_id") or 0))
        if target.kind == "thread" and isinstance(
            parent, discord.TextChannel | discord.ForumChannel
        ):
            missing = lacking(parent, guild.me, "thread")
            return Cause("no-permission", missing) if missing else None
        return self.obstacle(target)

    # -- Sending --

    async def send(self, target: Target, letter: Letter, into: int | None = None) -> Outcome:
        """Posts a letter; `into` names the post of a forum that the letter continues."""
        if target.kind == "forum" and into is None:
            return await self._open(target, letter)
        channel_id = into or target.channel_id
        outcome = await self._write(channel_id, letter)
        if target.kind == "direct":
            return _of_person(outcome)
        if isinstance(outcome, Refused) and outcome.cause.code == "thread-archived":
            return await self._unarchive_and_write(channel_id, letter, outcome)
        return outcome

    async def write_in(self, channel_id: int, letter: Letter) -> Outcome:
        """Writes in a text channel, mentioning nobody."""
        return await self._write(channel_id, letter)

    async def direct(self, user_id: int) -> int | Refused | Delayed:
        """The id of the channel of direct messages with a person, whether or not they are open."""
        opened = await self._call("POST", "/users/@me/channels", json={"recipient_id": user_id})
        return int(opened["id"]) if isinstance(opened, dict) else opened

    async def write_to(self, user_id: int, letter: Letter) -> Outcome:
        """Writes to a person directly."""
        channel_id = await self.direct(user_id)
        return await self._write(channel_id, letter) if isinstance(channel_id, int) else channel_id

    async def _write(self, channel_id: int, letter: Letter) -> Outcome:
        payload = _message(letter) | {"nonce": letter.mark, "enforce_nonce": True}
        sent = await self._call(
            "POST", "/channels/{channel_id}/messages", channel_id=channel_id, json=payload
        )
        if not isinstance(sent, dict):
            return sent
        return Post(int(sent["id"]), channel_id)

    async def _unarchive_and_write(
        self, thread_id: int, letter: Letter, refused: Refused
    ) -> Outcome:
        opened = await self._call(
            "PATCH", "/channels/{channel_id}", channel_id=thread_id, json={"archived": False}
        )
        if isinstance(opened, Delayed):
            return opened
        return await self._write(thread_id, letter) if isinstance(opened, dict) else refused

    async def _open(self, target: Target, letter: Letter) -> Outcome:
        """A new post in a forum. It has no nonce, so the library must not repeat it."""
        payload: Answer = {"name": letter.title, "message": _message(letter)}
        if letter.tag_id is not None:
            payload["applied_tags"] = [str(letter.tag_id)]
        with once():
            opened = await self._call(
                "POST",
                "/channels/{channel_id}/threads",
                channel_id=target.channel_id,
                json=payload,
            )
        if not isinstance(opened, dict):
            return opened
        thread_id = int(opened["id"])
        return Post(int(opened.get("message", opened)["id"]), thread_id)

    async def publish(self, post: Post) -> bool | Refused | Delayed:
        """Sends an announcement to its followers; False where Discord refuses only that."""
        published = await self._call(
            "POST",
            "/channels/{channel_id}/messages/{message_id}/crosspost",
            channel_id=post.channel_id,
            message_id=post.message_id,
            fine=_ALREADY_PUBLISHED,
        )
        if isinstance(published, Delayed) and published.seconds > 0:
            return False  # a limit on publishing is recorded, not waited for
        return True if isinstance(published, dict) else published

    # -- Looking --

    async def find(
        self, target: Target, mark: str, since: datetime, into: int | None = None
    ) -> Post | Absent | Unknowable | Refused | Delayed:
        """Looks for a letter of ours that may have been posted since that moment."""
        if target.kind == "forum" and into is None:
            return await self._find_thread(target, mark)
        channel_id = into or target.channel_id
        after = discord.utils.time_snowflake(since - _MARGIN)
        seen = False
        for _ in range(_PAGES):
            page = await self._messages(channel_id, after=after, limit=100)
            if not isinstance(page, list):
                return page
            for message in page:
                if self._is_ours(message) and mark in _words(message):
                    return Post(int(message["id"]), channel_id)
            seen = seen or bool(page)
            if len(page) < 100:
                # What was written to a person can always be read; in a server that takes a right.
                known = seen or target.kind == "direct"
                return Absent() if known else await self._readable(target.guild_id, channel_id)
            after = max(int(message["id"]) for message in page)
        return Unknowable()

    async def _readable(
        self, guild_id: int, channel_id: int
    ) -> Absent | Unknowable | Refused | Delayed:
        """Whether nothing new means nothing: without the permission the list is always empty."""
        page = await self._messages(channel_id, limit=1)
        if not isinstance(page, list):
            return page
        if page:
            return Absent()
        granted = rights_in(self._client, channel_id) or await self._tried(
            fetch_rights(self._client, guild_id, channel_id)
        )
        if not isinstance(granted, discord.Permissions):
            return granted
        return Absent() if granted.read_message_history else Unknowable()

    async def _find_thread(
        self, target: Target, mark: str
    ) -> Post | Absent | Unknowable | Refused | Delayed:
        """A forum's post is found by its title, among the active ones and the archived ones."""
        for path in (
            "/guilds/{guild_id}/threads/active",
            "/channels/{channel_id}/threads/archived/public",
        ):
            found = await self._call(
                "GET", path, guild_id=target.guild_id, channel_id=target.channel_id
            )
            if not isinstance(found, dict):
                return found
            for thread in cast("Sequence[Answer]", found["threads"]):
                mine = int(thread.get("parent_id") or 0) == target.channel_id
                if mine and mark in str(thread["name"]):
                    return Post(int(thread["id"]), int(thread["id"]))
        return Absent()

    async def _messages(self, channel_id: int, **query: object) -> list[Answer] | Refused | Delayed:
        found = await self._call(
            "GET",
            "/channels/{channel_id}/messages",
            channel_id=channel_id,
            params={name: str(value) for name, value in query.items()},
        )
        return cast("list[Answer] | Refused | Delayed", found)

    def _is_ours(self, message: Answer) -> bool:
        me = self._client.user
        return me is not None and str(message["author"]["id"]) == str(me.id)

    # -- Calling --

    async def _call(
        self,
        method: str,
        path: str,
        *,
        json: Answer | None = None,
        params: Mapping[str, str] | None = None,
        fine: int = 0,
        **places: int,
    ) -> Answer | Refused | Delayed:
        """Discord's answer; a refusal with the error code `fine` counts as an empty one."""
        more: dict[str, Any] = {}
        if json is not None:
            more["json"] = json
        if params is not None:
            more["params"] = params
        request = cast(
            "Coroutine[Any, Any, Answer]",
            self._client.http.request(Route(method, path, metadata=None, **places), **more),
        )
        return await self._tried(request, {fine: {}} if fine else {})

    async def _tried(
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
        except (aiohttp.ClientError, OSError, TimeoutError, TriedOnceError, TooLateError):
            return Delayed()


def _judged(error: discord.HTTPException) -> Refused | Delayed:
    """What a refusal means: never for what another try may mend."""
    if error.status == 429:
        return Delayed(float(error.response.headers.get("Retry-After") or 5))
    if error.status >= 500 or error.status in (401, 408) or error.code == _SLOWMODE:
        return Delayed()
    return Refused(Cause(CAUSES.get(error.code) or _BY_STATUS.get(error.status, "refused")))


def _of_person(outcome: Outcome) -> Outcome:
    """Whatever Discord calls it: a person who does not take the message, unless it is our fault."""
    if isinstance(outcome, Refused) and outcome.cause.code != "invalid":
        return Refused(Cause("closed-dms"))
    return outcome


def _message(letter: Letter) -> Answer:
    roles = [str(letter.role_id)] if letter.role_id is not None else []
    return {
        "flags": _V2,
        "components": letter.layout,
        "allowed_mentions": {"parse": [], "roles": roles},
    }


def _words(message: Answer) -> str:
    """All that the message holds, as text to search in."""
    return json.dumps(message.get("components", ""), ensure_ascii=False) + str(
        message.get("content", "")
    )
