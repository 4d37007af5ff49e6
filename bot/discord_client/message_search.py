"""Looks for what the bot may have posted before a crash, by the key in each message.

The key is in the custom id of a button; older versions wrote it in the text and in the title of a
forum's post. All of them are found.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, cast

import discord

from bot.digests.interfaces import Absent, Delayed, Refused, Unknowable
from bot.discord_client.channel_permissions import fetch_rights, rights_in
from bot.discord_client.rest_calls import Json, RestCalls
from bot.domain.digests.subscription import Post, Target

ACTIVE: Final = "/guilds/{guild_id}/threads/active"
ARCHIVED: Final = "/channels/{channel_id}/threads/archived/public"
_PAGES: Final = 10
"""Pages of 100 messages, or of 100 archived threads, that are looked through for a key."""
_MARGIN: Final = timedelta(minutes=2)
"""How much two clocks may differ."""
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
            if (found := self._with_key(page, dedup_key)) is not None:
                return Post(found, channel_id)
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
        """A forum's post is found among the active ones and the archived ones."""
        query, unsure = {"limit": "100"}, False
        page = await self._rest.call("GET", ACTIVE, needs="threads", guild_id=target.guild_id)
        for number in range(_PAGES + 1):
            if not isinstance(page, dict):
                return page
            found = await self._in_threads(page, target, dedup_key, since)
            if isinstance(found, Post | Delayed):
                return found
            unsure = unsure or isinstance(found, Unknowable)
            if number > 0:
                # The one last archived comes first: what was archived before then is not ours.
                oldest = _archived_at(page)
                if not page.get("has_more") or oldest < since - _MARGIN:
                    return Unknowable() if unsure else Absent()
                query["before"] = oldest.isoformat()
            if number < _PAGES:
                page = await self._rest.call(
                    "GET", ARCHIVED, needs="threads", channel_id=target.channel_id, params=query
                )
        return Unknowable()

    async def _in_threads(
        self, page: Json, target: Target, dedup_key: str, since: datetime
    ) -> Post | Absent | Unknowable | Delayed:
        """The post of the target's forum that has the key, in its first message or its title."""
        created, unsure = discord.utils.time_snowflake(since - _MARGIN), False
        for thread in cast("Sequence[Json]", page["threads"]):
            thread_id = int(thread["id"])
            if int(thread.get("parent_id") or 0) != target.channel_id:
                continue
            if dedup_key in str(thread["name"]):
                return Post(thread_id, thread_id)
            if self._is_me(thread.get("owner_id")) and thread_id >= created:
                # A forum's post and its first message have the same id.
                first = await self._messages(thread_id, after=thread_id - 1, limit=100)
                if isinstance(first, Delayed):
                    return first
                if isinstance(first, list) and self._with_key(first, dedup_key) is not None:
                    return Post(thread_id, thread_id)
                # Deleted or hidden, it may have been ours.
                unsure = unsure or not first or isinstance(first, Refused)
        return Unknowable() if unsure else Absent()

    async def _messages(self, channel_id: int, **query: object) -> list[Json] | Refused | Delayed:
        return await self._rest.list_of(
            "/channels/{channel_id}/messages",
            channel_id=channel_id,
            params={name: str(value) for name, value in query.items()},
        )

    def _with_key(self, messages: Sequence[Json], dedup_key: str) -> int | None:
        """The id of the bot's message that has the key."""
        ours = (m for m in messages if self._is_me(m["author"]["id"]))
        return next((int(m["id"]) for m in ours if dedup_key in _content(m)), None)

    def _is_me(self, user_id: object) -> bool:
        me = self._client.user
        return me is not None and str(user_id) == str(me.id)


def _archived_at(page: Json) -> datetime:
    """When the last thread of a page was archived; long ago for an empty page."""
    moments = [thread["thread_metadata"]["archive_timestamp"] for thread in page["threads"]]
    return datetime.fromisoformat(moments[-1]) if moments else _LONG_AGO


def _content(message: Json) -> str:
    """Everything in the message, as text to search in."""
    return json.dumps(message.get("components", ""), ensure_ascii=False) + str(
        message.get("content", "")
    )
