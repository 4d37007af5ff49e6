"""Channels and threads, with the messages in them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from tests.wire.ids import Json, snowflake
from tests.wire.people import Person
from tests.wire.permissions import Overwrite

TEXT, DM, GROUP, NEWS, NEWS_THREAD, THREAD, FORUM = 0, 1, 3, 5, 10, 11, 15
"""Channel types, by Discord's numbers."""
THREADS = (NEWS_THREAD, THREAD)
REQUIRE_TAG = 1 << 4


@dataclass(frozen=True, kw_only=True)
class Tag:
    """A tag that posts of a forum can carry."""

    name: str
    moderated: bool = False
    id: int = field(default_factory=snowflake)

    def as_json(self) -> Json:
        """The object in `available_tags`."""
        payload: Json = {"id": str(self.id), "name": self.name, "moderated": self.moderated}
        return payload | {"emoji_id": None, "emoji_name": None}


@dataclass(kw_only=True, eq=False)
class Channel:
    """A channel of a server, a thread in one, or a private one."""

    name: str
    type: int = TEXT
    guild_id: int | None = None
    parent_id: int | None = None
    id: int = field(default_factory=snowflake)
    flags: int = 0
    messages: dict[int, Json] = field(default_factory=dict[int, Json])
    """By id, oldest first."""
    overwrites: dict[int, Overwrite] = field(default_factory=dict[int, Overwrite])
    """By the id of the role or member; a thread has none."""
    tags: list[Tag] = field(default_factory=list[Tag])
    threads: list["Channel"] = field(default_factory=list["Channel"])
    recipient: Person | None = None
    deleted: bool = False
    owner_id: int = 0
    archived: bool = False
    locked: bool = False
    archive_moment: str = field(default_factory=lambda: datetime.now(UTC).isoformat())
    auto_archive_minutes: int = 4320
    applied_tags: list[int] = field(default_factory=list[int])

    @property
    def is_thread(self) -> bool:
        """Whether it is a thread, a forum's post included."""
        return self.type in THREADS

    def as_json(self) -> Json:
        """The channel object as GUILD_CREATE, REST and interactions carry it."""
        last = str(next(reversed(self.messages))) if self.messages else None
        common: Json = {"id": str(self.id), "type": self.type, "flags": self.flags}
        common |= {"last_message_id": last}
        if self.guild_id is None:
            return common | ({"recipients": [self.recipient.as_user()]} if self.recipient else {})
        common |= {
            "guild_id": str(self.guild_id),
            "name": self.name,
            "parent_id": None if self.parent_id is None else str(self.parent_id),
            "rate_limit_per_user": 0,
        }
        return common | (self._thread() if self.is_thread else self._guild_channel())

    def _guild_channel(self) -> Json:
        return {
            "position": 0,
            "permission_overwrites": [o.as_json(i) for i, o in self.overwrites.items()],
            "nsfw": False,
            "topic": None,
            "available_tags": [t.as_json() for t in self.tags],
            "default_reaction_emoji": None,
            "default_sort_order": None,
            "default_auto_archive_duration": self.auto_archive_minutes,
        }

    def _thread(self) -> Json:
        # A forum's post counts its answers only, and its first message has the thread's id.
        count = len(self.messages) - (self.id in self.messages)
        return {
            "owner_id": str(self.owner_id),
            "message_count": count,
            "total_message_sent": count,
            "member_count": 1,
            "applied_tags": [str(t) for t in self.applied_tags],
            "thread_metadata": {
                "archived": self.archived,
                "locked": self.locked,
                "auto_archive_duration": self.auto_archive_minutes,
                "archive_timestamp": self.archive_moment,
                "create_timestamp": self.archive_moment,
            },
        }

    def as_partial(self, permissions: int) -> Json:
        """The channel object of `resolved`, with what the person may do there."""
        return self.as_json() | {"name": self.name, "permissions": str(permissions)}

    def archive(self, *, archived: bool) -> None:
        """Archives or reopens a thread, and records the time."""
        if archived != self.archived:
            self.archived, self.archive_moment = archived, datetime.now(UTC).isoformat()
