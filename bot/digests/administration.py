"""What an administrator does with digests: order, save, preview, run, pause, resume, diagnose."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, NamedTuple, TypeAlias

from bot.digests.dispatcher import Dispatcher
from bot.digests.editions import EditionBuilder
from bot.digests.executor import Executor
from bot.digests.interfaces import Poster, PreparedEdition, Unknown
from bot.digests.planning import following_run
from bot.digests.quarantine import Quarantine
from bot.digests.role_mentions import MentionStatus, RoleMentions
from bot.digests.suspensions import Suspensions
from bot.domain.digests.subscription import MOST_DIGESTS, Cause, Digest, Order, Run
from bot.storage.digest_stores import DigestStores

Stage: TypeAlias = Literal["due", "paused", "permission", "content", "claimed", "sent"]
STAGES: tuple[Stage, ...] = ("due", "paused", "permission", "content", "claimed", "sent")
"""The stages of a delivery, in order."""

NotSaved: TypeAlias = Literal["full", "gone"]
"""Why an order was not saved: the server is full; the draft was saved before, or erased."""


class Diagnosis(NamedTuple):
    """How far a digest gets on its way to the channel."""

    digest: Digest
    now: datetime
    obstacle: Cause | Unknown | None
    has_content: bool
    """Whether an edition built now would have something to post."""
    changes: int
    """How many changes there are since its last edition, before its filters."""
    last: Run | None
    mention: MentionStatus = MentionStatus()

    @property
    def stopped_at(self) -> Stage | None:
        """The first stage that fails; None where the last edition is in the channel."""
        digest, last = self.digest, self.last
        if digest.state in ("paused", "asleep"):
            return "paused"
        if digest.state == "suspended" or isinstance(self.obstacle, Cause):
            return "permission"
        if last is not None and last.state == "claimed":
            return "sent"
        if last is not None and last.state == "failed":
            return "sent" if last.parts else "content"
        if digest.next_run_at is not None and digest.next_run_at <= self.now:
            return "claimed"
        if last is None or last.state == "missed":
            return "due"
        return "content" if last.state == "empty" else None


@dataclass(eq=False, repr=False)
class DigestAdministration:
    """The use cases of `/digest`; permissions are checked elsewhere."""

    _stores: DigestStores
    _editions: EditionBuilder
    _dispatcher: Dispatcher
    _executor: Executor
    _suspensions: Suspensions
    mentions: RoleMentions
    _poster: Poster
    _quarantine: Quarantine
    _clock: Callable[[], datetime]

    async def draft(self, order: Order, by: int, digest: Digest | None = None) -> int:
        """Stores an order until *Save*; the draft's id. `digest`: the one it changes."""
        digest_id = digest.id if digest else None
        return await self._stores.drafts.add(order, digest_id, by, at=self._clock())

    async def drafted(self, draft_id: int, guild_id: int) -> tuple[Order, Digest | None] | None:
        """A draft of that server and the digest that it changes; None: saved, or erased."""
        found = await self._stores.drafts.get(draft_id, guild_id)
        if found is None:
            return None
        order, digest_id = found
        return order, await self._stores.digests.get(digest_id) if digest_id is not None else None

    async def amend(self, draft_id: int, order: Order) -> bool:
        """Changes a draft's order; False where the draft is gone."""
        return await self._stores.drafts.replace(draft_id, order)

    async def has_room(self, guild_id: int) -> bool:
        """Whether the server may have one more."""
        return len(await self._stores.digests.of_guild(guild_id)) < MOST_DIGESTS

    async def save(
        self,
        draft_id: int,
        guild_id: int,
        by: int | None = None,
        *,
        may_mention: bool | None = None,
    ) -> Digest | NotSaved:
        """Creates a digest from a draft, or changes the one it is for; counted from now.

        `may_mention`: whether the person who saves it, `by`, has Mention Everyone in its channel.
        """
        drafted = await self._stores.drafts.get(draft_id, guild_id)
        if drafted is None:
            return "gone"
        order, digest_id = drafted
        before = await self._stores.digests.get(digest_id) if digest_id is not None else None
        now = self._clock()
        following = following_run(order, now)
        if digest_id is None:
            digest_id = await self._stores.digests.create(
                draft_id, order, following, self._editions.version, at=now
            )
            if digest_id is None:
                return "gone" if await self.has_room(guild_id) else "full"
        elif not await self._stores.digests.change(draft_id, order, following):
            return "gone"
        self._executor.wake()
        saved = await self._stores.digests.get(digest_id)
        if saved is None:
            return "gone"
        if by is not None:
            moved = before is None or _mention_place(before.order) != _mention_place(order)
            await self.mentions.order(saved, by, held=may_mention, moved=moved)
        return saved

    async def save_edited(self, digest: Digest) -> None:
        """After an edit: a suspended digest resumes where its new channel is free."""
        if digest.state == "suspended":
            await self._suspensions.check_guild(digest.guild_id)

    async def of_guild(self, guild_id: int) -> Sequence[Digest]:
        """The server's digests, oldest first."""
        digests = await self._stores.digests.of_guild(guild_id)
        unreadable = [digest for digest in digests if digest.unreadable]
        for digest in unreadable:
            await self._quarantine.suspend(digest)
        return await self._stores.digests.of_guild(guild_id) if unreadable else digests

    async def get(self, guild_id: int, digest_id: int) -> Digest | None:
        """The digest of that id, if it belongs to that server."""
        digest = await self._stores.digests.get(digest_id)
        return digest if digest is not None and digest.guild_id == guild_id else None

    async def last_runs(self, digests: Sequence[Digest]) -> Mapping[int, Run]:
        """The newest run of each that has one."""
        return await self._stores.runs.last([digest.id for digest in digests])

    async def history(self, digest: Digest, limit: int) -> Sequence[Run]:
        """The digest's runs, newest first."""
        return await self._stores.runs.history(digest.id, limit)

    async def preview(self, digest: Digest) -> PreparedEdition:
        """The post that would be sent now, marked as a preview."""
        built = await self._editions.build(digest, self._clock(), preview=True)
        return built.document or PreparedEdition([])

    async def diagnose(self, digest: Digest) -> Diagnosis:
        """How far the digest gets."""
        now = self._clock()
        built = await self._editions.build(digest, now)
        changes = await self._editions.changes_since(digest.baseline, self._editions.release)
        runs = await self._stores.runs.history(digest.id, 1)
        return Diagnosis(
            digest,
            now,
            self._poster.obstacle(digest.order.target),
            built.document is not None,
            len(changes),
            runs[0] if runs else None,
            await self.mentions.status(digest),
        )

    async def unnotified(self, guild_id: int) -> Sequence[Digest]:
        """A server's suspended digests of which nobody could be notified yet."""
        suspended = await self._stores.digests.suspended_in(guild_id)
        return [digest for digest in suspended if digest.notified == "nobody"]

    async def notified(self, digests: Sequence[Digest]) -> None:
        """Stores that a person has read of these suspensions above an answer."""
        for digest in digests:
            await self._stores.digests.notified(digest.id, digest.since, "command")

    async def run(
        self,
        digest: Digest,
        seconds: float,
        by: int | None = None,
        *,
        may_mention: bool | None = None,
    ) -> Run | None:
        """Posts the digest now; None where a run of it is open already.

        Returns the run when it is over, or after so many seconds. The person who orders it, `by`,
        needs the right to mention its role, or the post mentions nobody.
        """
        if by is not None and may_mention:
            await self.mentions.order(digest, by, held=True, moved=False)
        elif by is not None and not self.mentions.is_mentionable(digest):
            target = replace(digest.order.target, role_id=None)
            digest = digest._replace(order=replace(digest.order, target=target))
        run = await self._dispatcher.run_now(digest)
        if run is None:
            return None
        await self._executor.wait(run.id, seconds)
        return await self._stores.runs.get(run.id)

    async def pause(self, digest: Digest) -> bool:
        """Stops it until it is resumed; False where it is paused or asleep."""
        return await self._stores.digests.pause(digest.id, at=self._clock())

    async def resume(self, digest: Digest) -> bool:
        """Continues from now; False where it is active or asleep."""
        return await self._suspensions.resume(digest)

    async def delete(self, digest_id: int, guild_id: int) -> bool:
        """Removes it with its history; False where it is gone already."""
        return await self._stores.digests.delete(digest_id, guild_id)


def _mention_place(order: Order) -> tuple[int, int | None]:
    """Where a right to mention applies."""
    return order.target.channel_id, order.target.role_id
