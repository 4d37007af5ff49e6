"""Posts to channels and persons over REST."""

from collections.abc import Collection
from datetime import datetime
from typing import Final, TypeVar

import discord

from bot.digests.interfaces import (
    Absent,
    Delayed,
    OutgoingMessage,
    Refused,
    SendResult,
    Unknowable,
    Unknown,
)
from bot.discord_client.channel_permissions import missing_permissions, obstacle_in
from bot.discord_client.message_search import MessageSearch
from bot.discord_client.rate_limit_hook import once
from bot.discord_client.rest_calls import Json, RestCalls
from bot.discord_client.role_permissions import RolePermissions
from bot.domain.digests.subscription import NO_CHANNEL, Cause, CauseCode, Post, Target

_V2: Final = 1 << 15
REOPENED: Final[frozenset[CauseCode]] = frozenset({"no-access", "channel-gone"})
"""Refusals after which the channel with a person is opened once more."""
_ALREADY_PUBLISHED: Final = 40033
T = TypeVar("T")


class DiscordPoster(RolePermissions):
    """Posts as the bot, by channel id: the channel need not be in memory."""

    def __init__(self, client: discord.Client) -> None:
        super().__init__(client, RestCalls(client))
        self._search = MessageSearch(client, self._rest)

    def guilds(self) -> Collection[int]:
        """The servers that the bot is in, as far as this process sees, from memory."""
        return {guild.id for guild in self._client.guilds}

    def is_ours(self, guild_id: int) -> bool:
        """Whether a server falls to one of this process's shards (Sharding, in the Gateway)."""
        client = self._client
        shards = client.shards if isinstance(client, discord.AutoShardedClient) else (0,)
        return (guild_id >> 22) % (client.shard_count or 1) in shards

    def obstacle(self, target: Target) -> Cause | Unknown | None:
        """What is in the way of posting there, from memory; unknown where it is not in memory."""
        guild = self._client.get_guild(target.guild_id)
        if guild is None or guild.unavailable:
            return "unknown"  # absence from memory proves nothing: it may be another process's
        return obstacle_in(guild, target)

    async def reach(self, target: Target) -> Cause | Unknown | None:
        """As `obstacle`, by asking Discord once."""
        guild = self._client.get_guild(target.guild_id)
        if guild is None or guild.unavailable:
            return "unknown"
        found = await self._rest.call("GET", "/channels/{channel_id}", channel_id=target.channel_id)
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
            missing = missing_permissions(parent, guild.me, "thread")
            return Cause("no-permission", missing) if missing else None
        return self.obstacle(target)

    async def send(
        self, target: Target, outgoing: OutgoingMessage, into: int | None = None
    ) -> SendResult:
        """Posts a message; `into` names the forum post that it continues."""
        if target.role_id is not None and outgoing.role_id is None:
            outgoing = _unmentioned(outgoing, target.role_id)
        if target.kind == "forum" and into is None:
            return await self._open(target, outgoing)
        if target.kind == "direct":
            return await self._write_directly(target.channel_id, target.person_id, outgoing)
        channel_id = into or target.channel_id
        outcome = await self.write_in(channel_id, outgoing)
        if isinstance(outcome, Refused) and outcome.cause.code == "thread-archived":
            return await self._unarchive_and_write(channel_id, outgoing, outcome)
        return outcome

    async def direct(self, user_id: int) -> int | Refused | Delayed:
        """The id of the channel of direct messages with a person, whether or not they are open.

        Such a 400 as 40003 (opened too fast) says nothing of the person, and is put off.
        """
        opened = await self._rest.call(
            "POST", "/users/@me/channels", json={"recipient_id": user_id}, needs="id"
        )
        if opened == Refused(Cause("invalid")):
            return Delayed()
        return int(opened["id"]) if isinstance(opened, dict) else opened

    async def write_to(self, user_id: int, outgoing: OutgoingMessage) -> SendResult:
        """Writes to a person directly."""
        channel_id = await self.direct(user_id)
        if not isinstance(channel_id, int):
            return _of_person(channel_id)
        return await self._write_directly(channel_id, user_id, outgoing)

    async def _write_directly(
        self, channel_id: int, user_id: int | None, outgoing: OutgoingMessage
    ) -> SendResult:
        """Writes to a person; a channel that Discord does not know or show is opened again once.

        The channel comes from Discord's route for opening it only: discord.py has taken somebody
        else's channel for the bot's own (issue 11429), and 50001 may come without a reason.
        """
        outcome: SendResult = Refused(Cause("channel-gone"))
        if channel_id != NO_CHANNEL:
            outcome = await self.write_in(channel_id, outgoing)
        if user_id is not None and isinstance(outcome, Refused) and outcome.cause.code in REOPENED:
            opened = await self.direct(user_id)
            outcome = await self.write_in(opened, outgoing) if isinstance(opened, int) else opened
        return _of_person(outcome)

    async def write_in(self, channel_id: int, outgoing: OutgoingMessage) -> SendResult:
        """Writes in a channel; mentions only the message's role."""
        payload = _message(outgoing) | {"nonce": outgoing.dedup_key, "enforce_nonce": True}
        sent = await self._rest.call(
            "POST",
            "/channels/{channel_id}/messages",
            channel_id=channel_id,
            json=payload,
            needs="id",
        )
        if not isinstance(sent, dict):
            return sent
        return Post(int(sent["id"]), channel_id)

    async def _unarchive_and_write(
        self, thread_id: int, outgoing: OutgoingMessage, refused: Refused
    ) -> SendResult:
        opened = await self._rest.call(
            "PATCH", "/channels/{channel_id}", channel_id=thread_id, json={"archived": False}
        )
        if isinstance(opened, Delayed):
            return opened
        return await self.write_in(thread_id, outgoing) if isinstance(opened, dict) else refused

    async def _open(self, target: Target, outgoing: OutgoingMessage) -> SendResult:
        """A new post in a forum. It has no nonce, so the library must not repeat it."""
        payload: Json = {"name": outgoing.title, "message": _message(outgoing)}
        if outgoing.tag_id is not None:
            payload["applied_tags"] = [str(outgoing.tag_id)]
        with once():
            opened = await self._rest.call(
                "POST",
                "/channels/{channel_id}/threads",
                channel_id=target.channel_id,
                json=payload,
                needs="id",
            )
        if not isinstance(opened, dict):
            return opened
        thread_id = int(opened["id"])
        return Post(int(opened.get("message", opened)["id"]), thread_id)

    async def publish(self, post: Post) -> bool | Refused | Delayed:
        """Sends an announcement to its followers; False where Discord refuses only that."""
        published = await self._rest.call(
            "POST",
            "/channels/{channel_id}/messages/{message_id}/crosspost",
            channel_id=post.channel_id,
            message_id=post.message_id,
            fine=_ALREADY_PUBLISHED,
        )
        if isinstance(published, Delayed) and published.seconds > 0:
            return False  # a limit on publishing is recorded, not waited for
        return True if isinstance(published, dict) else published

    async def find(
        self, target: Target, dedup_key: str, since: datetime, into: int | None = None
    ) -> Post | Absent | Unknowable | Refused | Delayed:
        """Looks for a message of the bot that may have been posted since that time."""
        if target.person_id is None:
            return await self._search.find(target, dedup_key, since, into)
        opened = await self.direct(target.person_id)
        if not isinstance(opened, int):
            return _of_person(opened)
        return _of_person(await self._search.find(target, dedup_key, since, opened))


def _of_person(outcome: T) -> T | Refused:
    """Whatever Discord's code: the person refuses the message, unless the fault is ours."""
    if isinstance(outcome, Refused) and outcome.cause.code != "invalid":
        return Refused(Cause("closed-dms"))
    return outcome


def _unmentioned(outgoing: OutgoingMessage, role_id: int) -> OutgoingMessage:
    """The message without the line that names the role, which was not mentioned."""
    named = {"type": 10, "content": f"<@&{role_id}>"}
    return outgoing._replace(layout=[part for part in outgoing.layout if part != named])


def _message(outgoing: OutgoingMessage) -> Json:
    roles = [str(outgoing.role_id)] if outgoing.role_id is not None else []
    return {
        "flags": _V2,
        "components": outgoing.layout,
        "allowed_mentions": {"parse": [], "roles": roles},
    }
