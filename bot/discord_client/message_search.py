"""Looks for what the bot may have posted before a crash: by the mark that each message carries."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, cast

import discord

from bot.digests.interfaces import Absent, Delayed, Refused, Unknowable
from bot.discord_client.channel_permissions import fetch_rights, rights_in
from bot.discord_client.rest_calls import Answer, RestCalls
from bot.domain.digests.subscription import Post, Target

ACTIVE: Final = "/guilds/{guild_id}/threads/active"
ARCHIVED: Final = "/channels/{channel_id}/threads/archived/public"
_PAGES: Final = 10
"""Pages of 100 messages, or of 100 archived threads, that are looked through for a mark."""
_MARGIN: Final = timedelta(minutes=2)
"""Two clocks may differ by so much."""
_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)


class MessageSearch:
    """Finds the bot's own messages."""

    def __init__(self, client: discord.Client, rest: RestCalls) -> None:
        self._client = client
        self._rest = rest

    async def find(
        self, target: Target, dedup_key: str, since: datetime, into: int | None = None
    ) -> Post | Absent | Unknowable | Refused | Delayed:
        """Looks for a message of the bot that may have been posted since that time."""
        if target.kind == "forum" and into is None:
            return await self._find_thread(target, dedup_key, since)
        channel_id = into or target.channel_id
        after = discord.utils.time_snowflake(since - _MARGIN)
        seen = False
        for _ in range(_PAGES):
            page = await self._messages(channel_id, after=after, limit=100)
            if not isinstance(page, list):
                return page
            for message in page:
                if self._is_ours(message) and dedup_key in _tr(message):
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
        granted = rights_in(self._client, channel_id) or await self._rest.tried(
            fetch_rights(self._client, guild_id, channel_id)
        )
        if not isinstance(granted, discord.Permissions):
            return granted
        return Absent() if granted.read_message_history else Unknowable()

    async def _find_thread(
        self, target: Target, dedup_key: str, since: datetime
    ) -> Post | Absent | Unknowable | Refused | Delayed:
        """A forum's post is found by its title, among the active ones and the archived ones."""
        active = await self._rest.call("GET", ACTIVE, guild_id=target.guild_id)
        if not isinstance(active, dict):
            return active
        post = _titled(active, target, dedup_key)
        query = {"limit": "100"}
        for _ in range(_PAGES):
            if post is not None:
                return post
            page = await self._rest.call(
                "GET", ARCHIVED, channel_id=target.channel_id, params=query
            )
            if not isinstance(page, dict):
                return page
            post = _titled(page, target, dedup_key)
            oldest = _archived_at(page)
            # The one last archived comes first: what was archived before then is not ours.
            if post is None and (not page.get("has_more") or oldest < since - _MARGIN):
                return Absent()
            query["before"] = oldest.isoformat()
        return post or Unknowable()

    async def _messages(self, channel_id: int, **query: object) -> list[Answer] | Refused | Delayed:
        found = await self._rest.call(
            "GET",
            "/channels/{channel_id}/messages",
            channel_id=channel_id,
            params={name: str(value) for name, value in query.items()},
        )
        return cast("list[Answer] | Refused | Delayed", found)

    def _is_ours(self, message: Answer) -> bool:
        me = self._client.user
        return me is not None and str(message["author"]["id"]) == str(me.id)


def _titled(page: Answer, target: Target, dedup_key: str) -> Post | None:
    """The post of the target's forum whose title has the mark."""
    for thread in cast("Sequence[Answer]", page["threads"]):
        mine = int(thread.get("parent_id") or 0) == target.channel_id
        if mine and dedup_key in str(thread["name"]):
            return Post(int(thread["id"]), int(thread["id"]))
    return None


def _archived_at(page: Answer) -> datetime:
    """When the last thread of a page was archived; long ago for an empty page."""
    moments = [thread["thread_metadata"]["archive_timestamp"] for thread in page["threads"]]
    return datetime.fromisoformat(moments[-1]) if moments else _LONG_AGO


def _tr(message: Answer) -> str:
    """All that the message holds, as text to search in."""
    return json.dumps(message.get("components", ""), ensure_ascii=False) + str(
        message.get("content", "")
    )
