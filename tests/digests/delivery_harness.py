"""Delivery without Discord: one or more processes on a database, and channels kept in memory."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from bot.digests.assembly import DigestServices
from bot.digests.interfaces import (
    Absent,
    Delayed,
    OutgoingMessage,
    Refused,
    SendResult,
    Unknowable,
    Unknown,
)
from bot.digests.lease import DEAD_SECONDS
from bot.digests.rate_limiter import RateLimiter
from bot.domain.digests.role_mentions import RoleState
from bot.domain.digests.subscription import (
    NO_CHANNEL,
    Cause,
    Digest,
    DigestContent,
    Order,
    Post,
    Run,
    Target,
)
from bot.domain.release import Release
from bot.metrics import Metrics
from bot.storage.database import Database
from bot.storage.digest_stores import DigestStores
from bot.storage.processes import ProcessStore
from bot.storage.tables import processes
from tests.digests.plain_renderer import PlainRenderer

MONDAY_NINE = datetime(2026, 9, 7, 1, 0, tzinfo=UTC)
"""Nine in the morning in Shanghai."""

BEFORE = MONDAY_NINE - timedelta(hours=3)
FAST = 100_000.0
"""Requests a second: no test waits for its turn."""

ALICE = 7
DIRECT = 1000
"""What a person's id and the channel of direct messages with them differ by."""


class Clock:
    """The moment, moved by hand."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        """Moves on."""
        self.now += timedelta(**by)


@dataclass
class Channels:
    """What is in every channel, and what Discord does next in place of the ordinary."""

    messages: dict[int, list[OutgoingMessage]] = field(
        default_factory=dict[int, list[OutgoingMessage]]
    )
    published: list[int] = field(default_factory=list[int])
    direct: dict[int, list[OutgoingMessage]] = field(
        default_factory=dict[int, list[OutgoingMessage]]
    )
    obstacles: dict[int, Cause | Unknown] = field(default_factory=dict[int, Cause | Unknown])
    faults: list[str | Refused] = field(default_factory=list[str | Refused])
    """For the next sends: "ok", "down" (nothing is made), "lost" (made, but never answered)."""
    publish_faults: list[bool | Delayed] = field(default_factory=list[bool | Delayed])
    no_channel: dict[int, Refused | Delayed] = field(default_factory=dict[int, Refused | Delayed])
    """Persons to whom no channel of direct messages can be opened."""
    role_states: dict[int, RoleState | Unknown] = field(
        default_factory=dict[int, "RoleState | Unknown"]
    )
    """Of the role of a channel's digest, as it is in memory; else it is mentionable."""
    fetched_states: dict[int, RoleState | Unknown] = field(
        default_factory=dict[int, "RoleState | Unknown"]
    )
    """The same as Discord tells it when it is asked; else it does not answer."""
    rights: dict[int, bool] = field(default_factory=dict[int, bool])
    """Who has Mention Everyone; of others Discord tells nothing."""
    rights_read: list[int] = field(default_factory=list[int])
    """Whose right was asked for."""
    guilds: set[int] = field(default_factory=set[int])
    """The servers that the bot is in."""
    foreign: set[int] = field(default_factory=set[int])
    """Servers of another process's shards."""
    readable: bool = True
    remembers: bool = True
    """Whether a nonce is still remembered."""
    looked: int = 0
    sends: int = 0

    def dedup_keys(self, channel_id: int) -> list[str]:
        """The marks of what is in a channel, oldest first."""
        return [outgoing.dedup_key for outgoing in self.messages.get(channel_id, [])]


class RecordingPoster:
    """Posts into memory."""

    def __init__(self, channels: Channels) -> None:
        self.channels = channels

    def guilds(self) -> Collection[int]:
        return self.channels.guilds - self.channels.foreign

    def is_ours(self, guild_id: int) -> bool:
        return guild_id not in self.channels.foreign

    def obstacle(self, target: Target) -> Cause | Unknown | None:
        return self.channels.obstacles.get(target.channel_id)

    async def reach(self, target: Target) -> Cause | Unknown | None:
        return self.channels.obstacles.get(target.channel_id)

    def role_state(self, target: Target) -> RoleState | Unknown:
        return self.channels.role_states.get(target.channel_id, "mentionable")

    async def fetch_role_state(self, target: Target) -> RoleState | Unknown:
        return self.channels.fetched_states.get(target.channel_id, "unknown")

    async def may_mention(self, target: Target, user_id: int) -> bool | None:
        self.channels.rights_read.append(user_id)
        return self.channels.rights.get(user_id)

    async def send(
        self, target: Target, outgoing: OutgoingMessage, into: int | None = None
    ) -> SendResult:
        channels = self.channels
        channels.sends += 1
        fault = channels.faults.pop(0) if channels.faults else "ok"
        if isinstance(fault, Refused):
            return fault
        if fault == "down":
            return Delayed()
        channel_id = into or target.channel_id
        if target.person_id is not None and channel_id == NO_CHANNEL:
            opened = await self.direct(target.person_id)
            if not isinstance(opened, int):
                return opened
            channel_id = opened
        post = self._put(channel_id, outgoing, nonce=target.kind != "forum")
        return Delayed() if fault == "lost" else post

    def _put(self, channel_id: int, outgoing: OutgoingMessage, *, nonce: bool = True) -> Post:
        there = self.channels.messages.setdefault(channel_id, [])
        marks = [known.dedup_key for known in there]
        if nonce and self.channels.remembers and outgoing.dedup_key in marks:
            return Post(marks.index(outgoing.dedup_key) + 1, channel_id)
        there.append(outgoing)
        return Post(len(there), channel_id)

    async def find(
        self, target: Target, dedup_key: str, since: datetime, into: int | None = None
    ) -> Post | Absent | Unknowable | Refused | Delayed:
        self.channels.looked += 1
        if not self.channels.readable:
            return Unknowable()
        channel_id = into or target.channel_id
        marks = self.channels.dedup_keys(channel_id)
        return Post(marks.index(dedup_key) + 1, channel_id) if dedup_key in marks else Absent()

    async def publish(self, post: Post) -> bool | Refused | Delayed:
        fault = self.channels.publish_faults.pop(0) if self.channels.publish_faults else True
        if fault is True:
            self.channels.published.append(post.message_id)
        return fault

    async def direct(self, user_id: int) -> int | Refused | Delayed:
        return self.channels.no_channel.get(user_id, user_id + DIRECT)

    async def write_to(self, user_id: int, outgoing: OutgoingMessage) -> SendResult:
        if user_id in self.channels.obstacles:
            return Refused(Cause("refused"))
        if isinstance(fault := self.channels.no_channel.get(user_id), Delayed):
            return fault
        self.channels.direct.setdefault(user_id, []).append(outgoing)
        return Post(1, user_id)

    async def write_in(self, channel_id: int, outgoing: OutgoingMessage) -> SendResult:
        if channel_id in self.channels.obstacles:
            return Refused(Cause("no-access"))
        return self._put(channel_id, outgoing)


@dataclass
class Delivery:
    """One process of the bot, as far as delivery goes."""

    engine: DigestServices
    stores: DigestStores
    renderer: PlainRenderer
    clock: Clock
    metrics: Metrics
    database: Database

    async def die(self) -> None:
        """As if its last heartbeat were so old that it counts as dead."""
        mine = self.engine.lease.process
        beat = (await ProcessStore(self.database).heartbeats(at=self.clock()))[mine]
        old = beat.seen_at - timedelta(seconds=DEAD_SECONDS)
        changed = update(processes).where(processes.c.id == mine).values(seen_at=old)
        await self.database.change(changed)

    async def tick(self) -> None:
        """Posts what is due, and waits until it is posted."""
        await self.engine.lease.heartbeat()
        await self.engine.dispatcher.run_due()
        await self.engine.executor.settle()

    async def digest(self, digest_id: int = 1) -> Digest:
        """A digest as it stands."""
        found = await self.stores.digests.get(digest_id)
        assert found is not None
        return found

    async def history(self, digest_id: int = 1) -> list[Run]:
        """Its runs, oldest first."""
        return [*reversed(await self.stores.runs.history(digest_id, 1000))]

    async def subscribe(self, order: Order, at: datetime = MONDAY_NINE) -> Digest:
        """A digest that runs first at that moment."""
        draft = await self.stores.drafts.add(order, None, ALICE, at=self.clock())
        made = await self.stores.digests.create(draft, order, at, "2026.09.01.1", at=self.clock())
        assert made is not None
        return await self.digest(made)


def build_delivery(
    database: Database, release: Release | Callable[[], Release], channels: Channels, clock: Clock
) -> Delivery:
    """A process on that database, with those channels before it; its data may be changed."""
    renderer, metrics = PlainRenderer(), Metrics()
    engine = DigestServices(
        database,
        release if callable(release) else lambda: release,
        RecordingPoster(channels),
        renderer,
        RateLimiter(FAST),
        FAST,
        clock,
        metrics,
    )
    return Delivery(engine, DigestStores(database), renderer, clock, metrics, database)


def order(channel_id: int = 10, **changes: object) -> Order:
    """A digest every day at nine in a text channel; `changes` are of its target and wish."""
    target = Target(guild_id=1, channel_id=channel_id, kind="text", name="news")
    wish, schedule = DigestContent(), str(changes.pop("schedule", "daily 09:00"))
    for name, value in changes.items():
        if hasattr(target, name):
            target = replace(target, **{name: value})
        else:
            wish = replace(wish, **{name: value})
    return Order(target, wish, schedule, "Asia/Shanghai")
