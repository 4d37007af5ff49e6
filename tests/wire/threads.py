"""Threads and the posts of forums: opening, changing and listing them."""

from collections.abc import Mapping
from typing import Any

from tests.wire.api_errors import api_error, reject_invalid
from tests.wire.channel_messages import ChannelMessages
from tests.wire.channels import FORUM, NEWS, NEWS_THREAD, REQUIRE_TAG, TEXT, THREAD, Channel
from tests.wire.guilds import Guild
from tests.wire.ids import Json, part
from tests.wire.world import World

_ARCHIVE_MINUTES = (60, 1440, 4320, 10080)
_KINDS = {NEWS_THREAD: NEWS, THREAD: TEXT}
"""The threads that can be opened without a message, with the kind of channel that takes them."""


class Threads:
    """The threads of every channel; the bot needs Discord's permissions for each action."""

    def __init__(self, world: World, messages: ChannelMessages) -> None:
        self._world, self._messages = world, messages

    def open(self, channel_id: str, data: Json, files: Mapping[str, bytes]) -> tuple[Channel, Json]:
        """A new thread, and what the bot is answered; in a forum also with its first message."""
        parent = self._world.require_channel(channel_id)
        if parent.type == FORUM:
            return self._post(parent, data, files)
        if _KINDS.get(data.get("type", 12)) != parent.type:
            raise api_error(50024)
        self._world.require_channel(channel_id, "create_public_threads")
        thread = self._new(parent, data)
        self._keep(parent, thread)
        return thread, thread.as_json()

    def _post(self, forum: Channel, data: Json, files: Mapping[str, bytes]) -> tuple[Channel, Json]:
        self._world.require_channel(str(forum.id), "send_messages")
        message = part(data, "message")
        self._messages.check_permissions(forum, message, files)
        thread = self._new(forum, data)
        thread.applied_tags = _tags(forum, data)
        first = self._messages.compose(thread, message, files, thread.id)
        self._keep(forum, thread)
        return thread, thread.as_json() | {"message": first}

    def _new(self, parent: Channel, data: Json) -> Channel:
        """A thread that is not listed yet, so that a refusal changes nothing."""
        minutes = data.get("auto_archive_duration") or parent.auto_archive_minutes
        faults = ["name: 1 to 100 characters"] * (not 1 <= len(data.get("name") or "") <= 100)
        reject_invalid(faults + ["auto_archive_duration"] * (minutes not in _ARCHIVE_MINUTES))
        return Channel(
            name=data["name"],
            type=NEWS_THREAD if parent.type == NEWS else THREAD,
            guild_id=parent.guild_id,
            parent_id=parent.id,
            owner_id=self._world.bot.id,
            auto_archive_minutes=minutes,
        )

    def _keep(self, parent: Channel, thread: Channel) -> None:
        parent.threads.append(thread)
        self._world.channels[thread.id] = thread

    def change(self, channel_id: str, data: Json) -> Channel:
        """A thread as the bot archived, locked, named or tagged it."""
        thread = self._world.require_channel(channel_id)
        if not thread.is_thread:
            raise api_error(50013)
        self._check_change(thread, data)
        name = data.get("name", thread.name)
        reject_invalid(["name: 1 to 100 characters"] * (not 1 <= len(name) <= 100))
        if "applied_tags" in data:
            thread.applied_tags = _tags(self._world.channels[thread.parent_id or 0], data)
        thread.name, thread.locked = name, data.get("locked", thread.locked)
        thread.archive(archived=data.get("archived", thread.archived))
        return thread

    def _check_change(self, thread: Channel, data: Json) -> None:
        revives = data.get("archived") is False
        if thread.archived and not revives:
            raise api_error(50083)
        parent, own = str(thread.parent_id), thread.owner_id == self._world.bot.id
        if set(data) == {"archived"} and revives and not thread.locked:
            self._world.require_channel(parent, "send_messages")
        elif not own or "locked" in data or thread.locked:
            self._world.require_channel(str(thread.id), "manage_threads")

    def active(self, guild: Guild) -> Json:
        """The threads of a server that are not archived and that the bot sees."""
        return _listed(guild.threads(self._world.bot))

    def archived(self, channel_id: str, query: Mapping[str, str]) -> Json:
        """The archived threads of a channel, the one last archived first."""
        channel = self._world.require_channel(channel_id, "read_message_history")
        found = sorted(
            (t for t in channel.threads if t.archived), key=lambda t: t.archive_moment, reverse=True
        )
        if "before" in query:
            found = [t for t in found if t.archive_moment < query["before"]]
        limit = int(query.get("limit", 50))
        return _listed(found[:limit]) | {"has_more": len(found) > limit}


def _listed(threads: list[Channel]) -> Json:
    return {"threads": [t.as_json() for t in threads], "members": []}


def _tags(forum: Channel, data: Mapping[str, Any]) -> list[int]:
    wanted = [int(t) for t in data.get("applied_tags") or ()]
    known = {tag.id for tag in forum.tags}
    faults = ["applied_tags: at most 5"] * (len(wanted) > 5)
    reject_invalid(faults + [f"applied_tags: no tag {t}" for t in wanted if t not in known])
    if not wanted and forum.flags & REQUIRE_TAG:
        raise api_error(40067)
    return wanted
