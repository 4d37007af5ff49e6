"""Digests: their orders, states and runs."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal, NamedTuple, TypeAlias

from pydantic import ConfigDict, TypeAdapter

from bot.domain.data.choices import Topic
from bot.domain.data.districts import District

Content: TypeAlias = Literal["changes", "overview", "both"]
PostLang: TypeAlias = Literal["en", "zh", "both"]
WhenEmpty: TypeAlias = Literal["say-so", "post-nothing"]
State: TypeAlias = Literal["active", "paused", "suspended", "asleep"]
ChannelKind: TypeAlias = Literal["text", "announcement", "thread", "forum", "direct"]
"""direct: the channel of direct messages with one person."""
RunKind: TypeAlias = Literal["scheduled", "manual"]
RunState: TypeAlias = Literal["claimed", "sent", "failed", "empty", "missed"]
Notified: TypeAlias = Literal["alerts", "direct", "nobody", "command"]
"""Who was notified of a suspension: the alerts channel, the creator by direct message, nobody yet
(both closed), an administrator at the next command."""

CauseCode: TypeAlias = Literal[
    "channel-gone",
    "no-access",
    "no-permission",
    "thread-archived",
    "thread-locked",
    "tag-needed",
    "too-many-threads",
    "wrong-kind",
    "refused",
    "invalid",
    "unreachable",
    "unverifiable",
    "too-late",
    "paused",
    "deleted",
    "closed-dms",
    "unreadable",
]
"""Why a run failed or was missed, or why a digest is suspended.

unreachable: Discord did not answer in time · unverifiable: it is not known
whether the post was made, and a retry could post twice · invalid: Discord refused the post
itself, a defect of the bot · too-late: half of the time to the next run had passed ·
closed-dms: the person takes no direct messages from the bot · unreadable: the stored row, or a part
of it, cannot be read.
"""
MOST_DIGESTS: Final = 50
"""Digests that one server may have."""
MOST_WATCHES: Final = 50
"""Measures that one person may watch."""
NO_GUILD: Final = 0
"""The server of a watch: it belongs to a person."""
NO_CHANNEL: Final = 0
"""The channel of a watch while the person's could not be opened: each message opens it first."""
_WHEN_NEEDED: Final = ConfigDict(defer_build=True)
"""Not built at a start."""


@dataclass(frozen=True, slots=True)
class DigestContent:
    """What the readers of a digest get."""

    __pydantic_config__ = _WHEN_NEEDED
    content: Content = "both"
    lang: PostLang = "en"
    topic: Topic | None = None
    district: District | None = None
    when_empty: WhenEmpty = "say-so"
    record: str | None = None
    """Id of the one measure of a watch, which belongs to a person and has no schedule.

    Its language is that of the person's client; a saved one takes precedence.
    """


@dataclass(frozen=True, slots=True)
class Target:
    """Where a digest is posted. Ids are Discord's."""

    __pydantic_config__ = _WHEN_NEEDED
    guild_id: int
    channel_id: int
    kind: ChannelKind
    name: str
    """The channel's name when it was last seen, for lists outside its server."""
    role_id: int | None = None
    """The one role that a post may mention."""
    tag_id: int | None = None
    """The tag that a forum's post carries."""
    alerts_id: int | None = None
    """The text channel in which administrators are notified of problems."""
    person_id: int | None = None
    """The recipient of a watch: the bot can open their channel again."""


@dataclass(frozen=True, slots=True)
class Order:
    """All that an administrator chooses for a digest."""

    __pydantic_config__ = _WHEN_NEEDED
    target: Target
    wish: DigestContent
    schedule: str
    """In the form of `Schedule.form`."""
    timezone: str
    """IANA name."""


ORDER: Final = TypeAdapter(Order)
"""Reads and writes an order as JSON."""


class Cause(NamedTuple):
    """What prevents a post."""

    code: CauseCode
    missing: tuple[str, ...] = ()
    """Discord's names of the permissions that are missing, as discord.py spells them; of
    `unreadable` the fields that cannot be read."""


class Digest(NamedTuple):
    """A subscription of one channel, as it stands."""

    id: int
    order: Order
    state: State
    since: datetime
    """When this state began."""
    cause: Cause | None
    """Of a suspension."""
    notified: Notified | None
    """Who was notified of the suspension; None: not tried yet."""
    next_run_at: datetime | None
    """Set only while active; of a watch only while it has a message to send."""
    baseline: str
    """The data version that the next edition compares with; a watch's never goes back."""
    editions: int
    """How many were posted."""
    last_edition_at: datetime | None
    created_by: int | None
    """None once the person's data is erased."""
    created_at: datetime
    unreadable: tuple[str, ...] = ()
    """Fields of the stored row that cannot be read, and have defaults."""

    @property
    def channel_id(self) -> int:
        """Where it is posted."""
        return self.order.target.channel_id

    @property
    def target(self) -> Target:
        """Where it is posted; of a watch with the person."""
        target = self.order.target
        return replace(target, person_id=self.created_by) if self.record else target

    @property
    def guild_id(self) -> int:
        """The server it belongs to."""
        return self.order.target.guild_id

    @property
    def record(self) -> str | None:
        """The measure that is watched; None for a digest of a server."""
        return self.order.wish.record


class Post(NamedTuple):
    """One part of an edition that is in the channel."""

    message_id: int
    channel_id: int
    """Differs from the digest's in a forum, where each post is a channel."""
    published: bool | None = None
    """Whether an announcement went to the followers: None not tried, False refused."""


class Run(NamedTuple):
    """One slot of a digest, claimed by the process that posts it."""

    id: int
    digest_id: int
    slot: datetime
    kind: RunKind
    state: RunState
    cause: Cause | None
    number: int
    """The edition's number, from 1; 0 where there was none."""
    since: str
    """The data version that the edition compares with."""
    version: str
    """The data version of the edition."""
    late: bool
    claimed_by: str | None
    tries: int
    tried_at: datetime
    """Since when the next part may have been sent."""
    retry_at: datetime | None
    give_up_at: datetime
    parts: int
    finished_at: datetime | None
    posts: Mapping[int, Post]
    """What was sent, by part from 1."""
    unreadable: tuple[str, ...] = ()
    """Columns of the stored row that cannot be read, and have defaults."""


def dedup_key_of(digest_id: int, slot: datetime, part: int) -> str:
    """The key of one part (from 1) of one edition, such as LG-K3F9X2AB4C1D; it never changes.

    It is the message's nonce (Discord allows 25 characters) and stands in the custom id of a
    button, where the bot searches for it before it posts again.
    """
    name = f"{digest_id} {slot.timestamp():.6f} {part}"
    code = base64.b32encode(hashlib.sha256(name.encode()).digest()).decode()
    return f"LG-{code[:12]}"
