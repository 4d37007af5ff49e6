"""What delivery asks of Discord and of the press, and the answers that it can act upon."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal, Protocol, TypeAlias

from pydantic import TypeAdapter

from bot.domain.data.diff import Change
from bot.domain.digests.edition import Edition
from bot.domain.digests.role_mentions import RoleState
from bot.domain.digests.subscription import Cause, Digest, Order, Post, PostLang, Target
from bot.domain.release import Release

Layout: TypeAlias = list[dict[str, Any]]
"""A message's components as JSON; only the surface looks inside."""


@dataclass(frozen=True, slots=True)
class PreparedEdition:
    """An edition as it is posted, kept until it is: a retry sends the very same."""

    parts: list[Layout]
    title: str
    """Of the post in a forum."""
    news: list[str]
    """Records that it announces as new."""
    target: Target | None = None
    """Where it goes, even where the digest is moved meanwhile: all its parts stay together."""


DOCUMENT: Final = TypeAdapter(PreparedEdition)
"""Reads and writes a document as JSON."""


@dataclass(frozen=True, slots=True)
class EditionMeta:
    """What stands on an edition beside its content."""

    number: int
    since: str
    """The data version that it compares with."""
    slot: datetime
    late: bool = False
    manual: bool = False
    preview: bool = False


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """One message to be sent."""

    layout: Layout
    dedup_key: str
    """Its nonce, and what it is found by."""
    role_id: int | None = None
    """The one role that it may mention."""
    title: str = ""
    tag_id: int | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """Discord will not take it there; to ask again would be the same."""

    cause: Cause


@dataclass(frozen=True, slots=True)
class Delayed:
    """Discord did not answer, or not well: it may have taken it or not."""

    seconds: float = 0.0
    """At least so long it asks to wait."""


@dataclass(frozen=True, slots=True)
class Absent:
    """Looked for, and certainly not there."""


@dataclass(frozen=True, slots=True)
class Unknowable:
    """It cannot be seen whether it is there."""


Outcome: TypeAlias = Post | Refused | Delayed
Unknown: TypeAlias = Literal["unknown"]


class Poster(Protocol):
    """Discord, as far as delivery needs it. No method raises for what Discord answers."""

    def obstacle(self, target: Target) -> Cause | Unknown | None:
        """What is in the way of posting there, from memory; unknown where it is not in memory."""
        ...

    def role_state(self, target: Target) -> RoleState | Unknown:
        """Whether the target's role can be mentioned there, from memory."""
        ...

    async def fetch_role_state(self, target: Target) -> RoleState | Unknown:
        """As `role_state`, by asking Discord: the server may be another process's."""
        ...

    async def may_mention(self, target: Target, user_id: int) -> bool | None:
        """Whether a person has Mention Everyone there, by asking Discord; None: not known."""
        ...

    async def send(
        self, target: Target, outgoing: OutgoingMessage, into: int | None = None
    ) -> Outcome:
        """Posts a letter; `into` names the post of a forum that the letter continues."""
        ...

    async def find(
        self, target: Target, dedup_key: str, since: datetime, into: int | None = None
    ) -> Post | Absent | Unknowable | Refused | Delayed:
        """Looks for a letter of ours that may have been posted since that moment."""
        ...

    async def publish(self, post: Post) -> bool | Refused | Delayed:
        """Sends an announcement to its followers; False where Discord refuses only that."""
        ...

    async def reach(self, target: Target) -> Cause | Unknown | None:
        """As `obstacle`, by asking Discord once."""
        ...

    async def direct(self, user_id: int) -> int | Refused | Delayed:
        """The id of the channel of direct messages with a person, whether or not they are open."""
        ...

    async def write_to(self, user_id: int, outgoing: OutgoingMessage) -> Outcome:
        """Writes to a person directly."""
        ...

    async def write_in(self, channel_id: int, outgoing: OutgoingMessage) -> Outcome:
        """Writes in a text channel, mentioning nobody."""
        ...


@dataclass(frozen=True, slots=True)
class RenderedEdition:
    """An edition laid out."""

    parts: list[Layout]
    title: str


class EditionRenderer(Protocol):
    """Lays out what is sent."""

    def edition(
        self, release: Release, edition: Edition, order: Order, digest_id: int, meta: EditionMeta
    ) -> RenderedEdition:
        """An edition's messages in order, and its title."""
        ...

    def watched(
        self, release: Release, change: Change, digest: Digest, meta: EditionMeta
    ) -> RenderedEdition:
        """The message to a person about the measure that they watch."""
        ...

    def trial(self, record: str, user_id: int, lang: PostLang, dedup_key: str) -> Layout:
        """The message that shows a person that direct messages arrive."""
        ...

    def suspensions(self, digests: Sequence[Digest]) -> Layout:
        """That digests are suspended, and why; in the language of their creator."""
        ...
