"""What an administrator does with digests: order, save, preview, run, pause, resume, ask why."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from bot.digests.dispatcher import Dispatcher
from bot.digests.editions import Editor
from bot.digests.interfaces import Poster, PreparedEdition, Unknown
from bot.digests.quarantine import Quarantine
from bot.digests.role_mentions import MentionStatus, RoleMentions
from bot.digests.suspensions import Suspensions
from bot.domain.digests.subscription import MOST_DIGESTS, Cause, Digest, Order, Run
from bot.domain.schedules.occurrences import next_run
from bot.domain.schedules.schedule import stored_schedule
from bot.storage.digests import DigestStore
from bot.storage.runs import RunStore

Stage: TypeAlias = Literal["due", "paused", "permission", "content", "claimed", "sent"]
STAGES: tuple[Stage, ...] = ("due", "paused", "permission", "content", "claimed", "sent")
"""What the sender walks through, in its order."""

Saved: TypeAlias = Literal["full", "gone"]
"""Why an order was not saved: the server has its most digests; saved before, or forgotten."""


@dataclass(frozen=True, slots=True)
class Why:
    """Where a digest stands on its way to the channel."""

    digest: Digest
    now: datetime
    obstacle: Cause | Unknown | None
    has_content: bool
    """Whether an edition made now would hold something to post."""
    changes: int
    """How many changes there are since its last edition, before its filters."""
    last: Run | None
    mention: MentionStatus = field(default_factory=MentionStatus)

    @property
    def stopped_at(self) -> Stage | None:
        """The first stage that is not passed; None where the last edition is in the channel."""
        digest, last = self.digest, self.last
        if digest.state in ("paused", "asleep"):
            return "paused"
        if digest.state == "suspended" or isinstance(self.obstacle, Cause):
            return "permission"
        if last is not None and last.state == "claimed":
            return "sent"
        if last is not None and last.state == "failed":
            return "sent" if last.parts else "content"
        if digest.next_run_at is None or digest.next_run_at > self.now:
            return "due" if last is None or last.state == "missed" else self._after(last)
        return "claimed"

    @staticmethod
    def _after(last: Run) -> Stage | None:
        return "content" if last.state == "empty" else None


class DigestAdministration:
    """The use cases behind `/digest`. Who may use them is not decided here."""

    def __init__(
        self,
        store: DigestStore,
        runs: RunStore,
        editor: Editor,
        dispatcher: Dispatcher,
        suspensions: Suspensions,
        mentions: RoleMentions,
        poster: Poster,
        quarantine: Quarantine,
        clock: Callable[[], datetime],
    ) -> None:
        self.mentions = mentions
        self._store = store
        self._runs = runs
        self._editor = editor
        self._dispatcher = dispatcher
        self._suspensions = suspensions
        self._poster = poster
        self._quarantine = quarantine
        self._clock = clock

    # -- Ordering --

    async def draft(self, order: Order, by: int, digest: Digest | None = None) -> int:
        """Keeps an order until *Save*; the number to save it by. `digest`: the one it changes."""
        return await self._store.draft(order, digest.id if digest else None, by, at=self._clock())

    async def drafted(self, draft_id: int, guild_id: int) -> tuple[Order, Digest | None] | None:
        """A waiting order of that server and the digest that it changes; None: saved, or gone."""
        found = await self._store.drafted(draft_id, guild_id)
        if found is None:
            return None
        order, digest_id = found
        return order, await self._store.get(digest_id) if digest_id is not None else None

    async def amend(self, draft_id: int, order: Order) -> bool:
        """Changes a waiting order; False where it is gone."""
        return await self._store.amend(draft_id, order)

    async def has_room(self, guild_id: int) -> bool:
        """Whether the server may have one more."""
        return len(await self._store.of_guild(guild_id)) < MOST_DIGESTS

    async def save(
        self,
        draft_id: int,
        guild_id: int,
        by: int | None = None,
        *,
        may_mention: bool | None = None,
    ) -> Digest | Saved:
        """Makes a digest of a waiting order, or changes the one it is for; counted from now.

        `may_mention`: whether who saves it, `by`, has Mention Everyone in its channel.
        """
        drafted = await self._store.drafted(draft_id, guild_id)
        if drafted is None:
            return "gone"
        order, digest_id = drafted
        before = await self._store.get(digest_id) if digest_id is not None else None
        now = self._clock()
        following = self.next_run(order)
        if digest_id is None:
            digest_id = await self._store.create(
                draft_id, order, following, self._editor.version, at=now
            )
            if digest_id is None:
                return "gone" if await self.has_room(guild_id) else "full"
        elif not await self._store.change(draft_id, order, following):
            return "gone"
        self._dispatcher.wake()
        saved = await self._store.get(digest_id)
        if saved is None:
            return "gone"
        if by is not None:
            anew = before is None or _place_of(before.order) != _place_of(order)
            await self.mentions.order(saved, by, held=may_mention, anew=anew)
        return saved

    def next_run(self, order: Order) -> datetime:
        """When an order saved now would run first."""
        return next_run(stored_schedule(order.schedule), ZoneInfo(order.timezone), self._clock())

    async def save_edited(self, digest: Digest) -> None:
        """After an edit: a suspended digest goes on where its new place is free."""
        if digest.state == "suspended":
            await self._suspensions.look(digest.guild_id)

    # -- Looking --

    async def of_guild(self, guild_id: int) -> Sequence[Digest]:
        """The server's digests, oldest first."""
        digests = await self._store.of_guild(guild_id)
        unreadable = [digest for digest in digests if digest.unreadable]
        for digest in unreadable:
            await self._quarantine.suspend(digest)
        return await self._store.of_guild(guild_id) if unreadable else digests

    async def get(self, guild_id: int, digest_id: int) -> Digest | None:
        """The digest of that id, where it is that server's."""
        digest = await self._store.get(digest_id)
        return digest if digest is not None and digest.guild_id == guild_id else None

    async def last_runs(self, digests: Sequence[Digest]) -> Mapping[int, Run]:
        """The newest run of each that has one."""
        return await self._runs.last([digest.id for digest in digests])

    async def history(self, digest: Digest, limit: int) -> Sequence[Run]:
        """The digest's runs, newest first."""
        return await self._runs.history(digest.id, limit)

    async def preview(self, digest: Digest) -> PreparedEdition:
        """The very post that would be sent now, marked as a preview."""
        made = await self._editor.make(digest, self._clock(), preview=True)
        return made.document or PreparedEdition([], "", [])

    async def why(self, digest: Digest) -> Why:
        """Where the digest stands."""
        now = self._clock()
        made = await self._editor.make(digest, now)
        changes = await self._editor.changes(digest)
        runs = await self._runs.history(digest.id, 1)
        return Why(
            digest,
            now,
            self._poster.obstacle(digest.order.target),
            made.document is not None,
            len(changes),
            runs[0] if runs else None,
            await self.mentions.status(digest),
        )

    async def untold(self, guild_id: int) -> Sequence[Digest]:
        """Suspended digests of a server of which nobody could be told, each once."""
        found = [d for d in await self._store.suspended_in(guild_id) if d.told == "nobody"]
        return [d for d in found if await self._store.tell(d.id, d.since, "command")]

    # -- Acting --

    async def run(
        self,
        digest: Digest,
        seconds: float,
        by: int | None = None,
        *,
        may_mention: bool | None = None,
    ) -> Run | None:
        """Posts the digest now; None where a run of it is open already.

        The run as it stands when it is over, or after so many seconds. Who orders it, `by`, must
        themselves have the right to mention its role: else the post mentions nobody.
        """
        if by is not None and may_mention:
            await self.mentions.order(digest, by, held=True, anew=False)
        elif by is not None and not self.mentions.is_mentionable(digest):
            target = replace(digest.order.target, role_id=None)
            digest = replace(digest, order=replace(digest.order, target=target))
        run = await self._dispatcher.run_now(digest)
        return await self._dispatcher.ended(run.id, seconds) if run is not None else None

    async def pause(self, digest: Digest) -> bool:
        """Stops it until somebody resumes it; False where it is paused or asleep."""
        return await self._store.pause(digest.id, at=self._clock())

    async def resume(self, digest: Digest) -> bool:
        """Goes on from now; False where it is active or asleep."""
        return await self._suspensions.resume(digest)

    async def delete(self, digest_id: int, guild_id: int) -> bool:
        """Removes it with its history; False where it is gone already."""
        return await self._store.delete(digest_id, guild_id)


def _place_of(order: Order) -> tuple[int, int | None]:
    """What a right to mention is a right to."""
    return order.target.channel_id, order.target.role_id
