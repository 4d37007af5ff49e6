"""Suspended digests: notifies their administrators, and resumes what can be posted again."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.digests.editions import EditionBuilder
from bot.digests.interfaces import Delayed, EditionRenderer, OutgoingMessage, Poster, Unknown
from bot.digests.planning import following_run
from bot.domain.digests.subscription import Cause, Digest, Notified, Post, dedup_key_of
from bot.storage.digests import DigestStore

log = structlog.stdlib.get_logger()

CHECK_EVERY: Final = timedelta(hours=1)
"""How often a channel without events is requested."""
NOTIFY_WITHIN: Final = timedelta(hours=1)
"""How long the bot tries to send the report; then the next command shows it."""
_GUILDS: Final = 100
"""Servers whose channels are checked in one sweep."""
_ONLY_BY_HAND: Final = frozenset({"refused", "unreadable"})
"""Causes that the bot cannot see end: an administrator resumes these digests."""


@dataclass(eq=False, repr=False)
class Suspensions:
    """Notifies of suspensions and ends them."""

    _digests: DigestStore
    _poster: Poster
    _renderer: EditionRenderer
    _editions: EditionBuilder
    _clock: Callable[[], datetime]
    _wake: Callable[[], None]
    """Called when a digest has become active."""

    async def notify(self) -> None:
        """Reports new suspensions to the alerts channel or else the creator: one for a channel."""
        reports = defaultdict[object, list[Digest]](list)
        for digest in await self._digests.unnotified():
            target = digest.order.target
            reports[target.alerts_id, digest.created_by, target.channel_id].append(digest)
        for digests in reports.values():
            notified = await self._notify(digests)
            if notified is not None:
                for digest in digests:
                    await self._digests.notified(digest.id, digest.since, notified)

    async def _notify(self, digests: Sequence[Digest]) -> Notified | None:
        """Who was notified of the suspensions in one channel; None where the bot must try again."""
        digest = digests[0]
        dedup_key = dedup_key_of(digest.id, digest.since, 0)
        outgoing = OutgoingMessage(self._renderer.suspensions(digests), dedup_key)
        alerts = digest.order.target.alerts_id
        if alerts is not None and alerts != digest.channel_id:
            outcome = await self._poster.write_in(alerts, outgoing)
            if isinstance(outcome, Post):
                return "alerts"
            if isinstance(outcome, Delayed) and self._clock() - digest.since < NOTIFY_WITHIN:
                return None
        if digest.created_by is not None:
            outcome = await self._poster.write_to(digest.created_by, outgoing)
            if isinstance(outcome, Post):
                return "direct"
            if isinstance(outcome, Delayed) and self._clock() - digest.since < NOTIFY_WITHIN:
                return None
        return "nobody"

    async def check_guild(self, guild_id: int) -> int:
        """Resumes what can be posted again in a server, after an event there; returns how many."""
        return await self._resume_free(await self._digests.suspended_in(guild_id), fetch=False)

    async def check_old(self) -> int:
        """Requests suspended channels not checked for an hour; returns how many digests resumed.

        Only of own servers: this process knows nothing of another one's.
        """
        before = self._clock() - CHECK_EVERY
        guilds = await self._digests.unchecked_guilds(before)
        ours = [guild_id for guild_id in guilds if self._poster.is_ours(guild_id)][:_GUILDS]
        return await self._resume_free(await self._digests.unchecked(before, ours), fetch=True)

    async def _resume_free(self, digests: Sequence[Digest], *, fetch: bool) -> int:
        resumed = 0
        for digest in digests:
            if digest.cause is not None and digest.cause.code in _ONLY_BY_HAND:
                continue
            if await self._obstacle(digest, fetch=fetch) is None:
                resumed += await self.resume(digest)
        if fetch and digests:
            await self._digests.checked([digest.id for digest in digests], at=self._clock())
        return resumed

    async def _obstacle(self, digest: Digest, *, fetch: bool) -> Cause | Unknown | None:
        target = digest.order.target
        obstacle = self._poster.obstacle(target)
        if obstacle == "unknown" and fetch:
            obstacle = await self._poster.reach(target)
        return obstacle

    async def resume(self, digest: Digest) -> bool:
        """Makes a paused or suspended digest active, counted from now; False where it is neither.

        It compares with the present data: what changed meanwhile is not posted retroactively. One
        that cannot be read stays suspended.
        """
        if digest.unreadable:
            return False
        now = self._clock()
        following = following_run(digest.order, now)
        resumed = await self._digests.resume(digest.id, following, self._editions.version, at=now)
        if resumed:
            log.info("digest resumed", digest=digest.id)
            self._wake()
        return resumed
