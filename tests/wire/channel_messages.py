"""What the bot does with messages of channels: post, read, change, delete, publish."""

import time
from collections.abc import Mapping

from tests.wire.api_errors import ApiError, api_error, reject_invalid
from tests.wire.channels import DM, FORUM, NEWS, Channel
from tests.wire.ids import Json
from tests.wire.mentions import mentions
from tests.wire.messages import CROSSPOSTED, FileStore, blank_message, change, fill
from tests.wire.payload_limits import V2
from tests.wire.people import Person
from tests.wire.world import World

NONCE_SECONDS = 180.0
"""How long a nonce is remembered; Discord says "the past few minutes"."""
_SENDABLE = V2 | 1 << 2 | 1 << 12
"""Flags that a new message may set: components, no previews, no notification."""


class ChannelMessages:
    """The messages of every channel; the bot needs Discord's permissions for each action."""

    def __init__(self, world: World, file_store: FileStore) -> None:
        self._world, self._file_store = world, file_store
        self.nonce_seconds = NONCE_SECONDS
        self.closed_dms: set[Person] = set()
        self.revives_threads = False
        """Whether a post revives an archived thread, instead of being refused."""
        self._nonces: dict[str, tuple[float, Channel, int]] = {}

    def create(self, channel_id: str, data: Json, files: Mapping[str, bytes]) -> Json:
        """A new message, or the earlier one that had the same nonce."""
        channel = self._channel_to_post(channel_id)
        self.check_permissions(channel, data, files)
        nonce = _nonce(data)
        first = self._earlier(nonce) if data.get("enforce_nonce") else None
        if first is not None:
            return first
        message = self.compose(channel, data, files)
        if nonce is not None:
            message["nonce"] = data["nonce"]
            self._nonces.pop(nonce, None)
            self._nonces[nonce] = (time.monotonic(), channel, int(message["id"]))
        return message

    def compose(
        self, channel: Channel, data: Json, files: Mapping[str, bytes], number: int | None = None
    ) -> Json:
        """A message put into a channel where posting is known to be allowed."""
        message = blank_message(self._world.bot, channel)
        message["flags"] = data.get("flags", 0) & _SENDABLE
        message["tts"] = bool(data.get("tts"))
        if number is not None:
            message["id"] = str(number)
        fill(message, data, files, self._file_store)
        message |= mentions(self._world, channel, message, data.get("allowed_mentions"))
        channel.messages[int(message["id"])] = message
        return message

    def _channel_to_post(self, channel_id: str) -> Channel:
        channel = self._world.require_channel(channel_id)
        if channel.type == DM:
            self._check_person(channel)
            return channel
        if channel.type == FORUM:
            raise api_error(50008)
        needed = "send_messages_in_threads" if channel.is_thread else "send_messages"
        self._world.require_channel(channel_id, needed)
        if channel.locked:
            raise api_error(160005)
        if channel.archived:
            self._revive(channel)
        return channel

    def _revive(self, thread: Channel) -> None:
        if not self.revives_threads:
            raise api_error(50083)
        thread.archive(archived=False)

    def _check_person(self, channel: Channel) -> None:
        if channel.recipient in self.closed_dms:
            raise api_error(50007)
        if not any(guild.joined for guild in self._world.guilds.values()):
            raise api_error(50278)

    def check_permissions(self, channel: Channel, data: Json, files: Mapping[str, bytes]) -> None:
        """Raises RefusedError where the bot may write, but not with such contents."""
        needed = ["embed_links"] * bool(data.get("embeds")) + ["attach_files"] * bool(files)
        self._world.require_channel(str(channel.id), *needed)

    def _earlier(self, nonce: str | None) -> Json | None:
        oldest = time.monotonic() - self.nonce_seconds
        while self._nonces and next(iter(self._nonces.values()))[0] <= oldest:
            del self._nonces[next(iter(self._nonces))]
        if nonce is None or nonce not in self._nonces:
            return None
        _, channel, number = self._nonces[nonce]
        return channel.messages.get(number)

    def read(self, channel_id: str, query: Mapping[str, str]) -> list[Json]:
        """A page of a channel, newest first; empty for a bot that may not read what was."""
        channel = self._world.require_channel(channel_id)
        if channel.type == FORUM:
            raise api_error(50024)
        limit = int(query.get("limit", 50))
        reject_invalid(["limit: 1 to 100"] * (not 1 <= limit <= 100))
        try:
            self._world.require_channel(channel_id, "read_message_history")
        except ApiError:
            return []
        return [shown(m) for m in reversed(_page(channel, query, limit))]

    def get(self, channel_id: str, message_id: str) -> Json:
        """One message."""
        return shown(self._message(channel_id, message_id, "read_message_history"))

    def _message(self, channel_id: str, message_id: str, *needed: str) -> Json:
        channel = self._world.require_channel(channel_id, *needed)
        if int(message_id) not in channel.messages:
            raise api_error(10008)
        return channel.messages[int(message_id)]

    def edit(
        self, channel_id: str, message_id: str, data: Json, files: Mapping[str, bytes]
    ) -> Json:
        """A message of the bot's own, changed."""
        message = self._message(channel_id, message_id)
        channel = self._world.require_channel(channel_id)
        if not self._own(message):
            raise api_error(50005)
        if channel.archived:
            raise api_error(50083)
        self.check_permissions(channel, data, files)
        change(message, data, files, self._file_store)
        message |= mentions(self._world, channel, message, data.get("allowed_mentions"))
        return shown(message)

    def delete(self, channel_id: str, message_id: str) -> None:
        """Removes a message: its own, or another's with manage_messages."""
        message = self._message(channel_id, message_id)
        channel = self._world.require_channel(channel_id, *self._to_manage(message))
        if channel.archived:
            raise api_error(50083)
        del channel.messages[int(message_id)]

    def publish(self, channel_id: str, message_id: str) -> Json:
        """A message of an announcement channel, now published."""
        message = self._message(channel_id, message_id)
        channel = self._world.require_channel(
            channel_id, "send_messages", *self._to_manage(message)
        )
        if channel.type != NEWS:
            raise api_error(50024)
        if message["flags"] & CROSSPOSTED:
            raise api_error(40033)
        message["flags"] |= CROSSPOSTED
        return shown(message)

    def _own(self, message: Json) -> bool:
        return message["author"]["id"] == str(self._world.bot.id)

    def _to_manage(self, message: Json) -> list[str]:
        return [] if self._own(message) else ["manage_messages"]


def shown(message: Json) -> Json:
    """A message as a later call reads it: without the nonce, which only its first answer has."""
    return {key: value for key, value in message.items() if key != "nonce"}


def _nonce(data: Json) -> str | None:
    nonce = data.get("nonce")
    if nonce is None:
        return None
    reject_invalid(["nonce: at most 25 characters"] * (len(str(nonce)) > 25))
    return str(nonce)


def _page(channel: Channel, query: Mapping[str, str], limit: int) -> list[Json]:
    """At most `limit` messages, oldest first, on the side of a message that the query names."""
    messages = channel.messages
    if "around" in query:
        middle = int(query["around"])
        before = [m for i, m in messages.items() if i < middle]
        before = before[max(0, len(before) - limit // 2) :]
        return before + [m for i, m in messages.items() if i >= middle][: limit - len(before)]
    if "after" in query:
        return [m for i, m in messages.items() if i > int(query["after"])][:limit]
    if "before" in query:
        return [m for i, m in messages.items() if i < int(query["before"])][-limit:]
    return list(messages.values())[-limit:]
