"""What delivery needs of Discord and of the renderer, and the outcomes that it handles."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, Protocol, TypeAlias

from pydantic import ConfigDict, TypeAdapter

from bot.domain.digests.role_mentions import RoleState
from bot.domain.digests.subscription import Cause, Digest, Order, Post, PostLang, Target
from bot.domain.release import Release

if TYPE_CHECKING:
    from bot.domain.data.diff import Change
    from bot.domain.digests.edition import Edition

PostLayout: TypeAlias = list[dict[str, Any]]
"""A message's components as JSON."""


@dataclass(frozen=True, slots=True)
class PreparedEdition:
    """An edition as it is posted; stored until then, so that a retry sends the same."""

    __pydantic_config__ = ConfigDict(defer_build=True)  # not built at a start
    parts: list[PostLayout]
    title: str = ""
    """Of the post in a forum."""
    news: list[str] = field(default_factory=list[str])
    """Records that it announces as new."""
    target: Target | None = None
    """Where it goes, even if the digest is moved meanwhile: its parts stay together."""


DOCUMENT: Final = TypeAdapter(PreparedEdition)
"""Reads and writes a document as JSON."""


class EditionMeta(NamedTuple):
    """What an edition shows apart from its content."""

    number: int
    """From 1."""
    since: str
    """The data version that it compares with."""
    slot: datetime
    """When it was due."""
    late: bool = False
    manual: bool = False
    preview: bool = False


class OutgoingMessage(NamedTuple):
    """One message to be sent."""

    layout: PostLayout
    dedup_key: str
    """Its nonce, and what it is searched by."""
    role_id: int | None = None
    """The one role that it may mention."""
    title: str = ""
    tag_id: int | None = None


class Refused(NamedTuple):
    """Discord refuses it; a retry would be refused as well."""

    cause: Cause


class Delayed(NamedTuple):
    """Discord did not answer, or with an error: the message may have arrived."""

    seconds: float = 0.0
    """How long Discord asks to wait, at least."""


@dataclass(frozen=True, slots=True)
class Absent:
    """Searched for, and certainly not there."""


@dataclass(frozen=True, slots=True)
class Unknowable:
    """The bot cannot see whether it is there."""


SendResult: TypeAlias = Post | Refused | Delayed
Unknown: TypeAlias = Literal["unknown"]


class Poster(Protocol):
    """Discord, as delivery needs it. No method raises for an answer of Discord."""

    def guilds(self) -> Collection[int]:
        """This process's servers that the bot is in, available or not, from memory."""
        ...

    def is_ours(self, guild_id: int) -> bool:
        """Whether a server is this process's to see."""
        ...

    def obstacle(self, target: Target) -> Cause | Unknown | None:
        """What prevents a post there, from memory; "unknown" where it is not in memory."""
        ...

    def role_state(self, target: Target) -> RoleState | Unknown:
        """Whether the target's role can be mentioned there, from memory."""
        ...

    async def fetch_role_state(self, target: Target) -> RoleState | Unknown:
        """As `role_state`, by a request: another process may serve the server."""
        ...

    async def may_mention(self, target: Target, user_id: int) -> bool | None:
        """Whether a person has Mention Everyone there, by a request; None: not known."""
        ...

    async def send(
        self, target: Target, outgoing: OutgoingMessage, into: int | None = None
    ) -> SendResult:
        """Posts a message; `into` is the forum post that it continues."""
        ...

    async def find(
        self, target: Target, dedup_key: str, since: datetime, into: int | None = None
    ) -> Post | Absent | Unknowable | Refused | Delayed:
        """Searches for a message of the bot that may have been posted since that moment."""
        ...

    async def publish(self, post: Post) -> bool | Refused | Delayed:
        """Sends an announcement to its followers; False where Discord refuses only that."""
        ...

    async def reach(self, target: Target) -> Cause | Unknown | None:
        """As `obstacle`, by one request."""
        ...

    async def direct(self, user_id: int) -> int | Refused | Delayed:
        """The id of the channel of direct messages with a person, open or closed."""
        ...

    async def write_to(self, user_id: int, outgoing: OutgoingMessage) -> SendResult:
        """Writes to a person directly."""
        ...

    async def write_in(self, channel_id: int, outgoing: OutgoingMessage) -> SendResult:
        """Writes in a text channel, mentioning nobody."""
        ...


class EditionRenderer(Protocol):
    """Renders what is sent."""

    def edition(
        self, release: Release, edition: "Edition", order: Order, digest_id: int, meta: EditionMeta
    ) -> PreparedEdition:
        """An edition's messages in order, and its title; `news` and `target` follow."""
        ...

    def watched(
        self, release: Release, change: "Change", digest: Digest, meta: EditionMeta
    ) -> PreparedEdition:
        """The message to a person about the measure that they watch."""
        ...

    def trial(self, record: str, user_id: int, lang: PostLang, dedup_key: str) -> PostLayout:
        """The test message, which shows that direct messages arrive."""
        ...

    def suspensions(self, digests: Sequence[Digest]) -> PostLayout:
        """That digests are suspended, and why; in the language of their creator."""
        ...
