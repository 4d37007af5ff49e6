"""Suspended digests: who is told, and how they go on once the way is free again."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import structlog

from bot.digests.editions import Editor
from bot.digests.interfaces import Delayed, EditionRenderer, OutgoingMessage, Poster, Unknown
from bot.domain.digests.subscription import Cause, Digest, Post, Told, dedup_key_of
from bot.domain.schedules.occurrences import next_run
from bot.domain.schedules.schedule import stored_schedule
from bot.storage.digests import DigestStore

log = structlog.stdlib.get_logger()

LOOK_EVERY: Final = timedelta(hours=1)
"""How often a place is asked for that no event tells of: one GET an hour."""
_NEVER_BY_ITSELF: Final = frozenset({"refused", "unreadable"})
"""Causes whose end cannot be seen from outside: an administrator resumes these."""


class Suspensions:
    """Tells of suspensions and ends them."""

    def __init__(
        self,
        digests: DigestStore,
        poster: Poster,
        renderer: EditionRenderer,
        editor: Editor,
        clock: Callable[[], datetime],
    ) -> None:
        self._digests = digests
        self._poster = poster
        self._renderer = renderer
        self._editor = editor
        self._clock = clock
        self.wake: Callable[[], None] = lambda: None
        """Called when a digest has become active."""

    async def tell(self) -> None:
        """Tells the administrators of each new suspension: alerts channel, creator, or nobody."""
        for digest in await self._digests.untold():
            told = await self._told(digest)
            if told is not None:
                await self._digests.tell(digest.id, digest.since, told)

    async def _told(self, digest: Digest) -> Told | None:
        """Who heard of it; None where it must be tried again."""
        dedup_key = dedup_key_of(digest.id, digest.since, 0)
        outgoing = OutgoingMessage(self._renderer.suspensions([digest]), dedup_key)
        alerts = digest.order.target.alerts_id
        if alerts is not None and alerts != digest.channel_id:
            outcome = await self._poster.write_in(alerts, outgoing)
            if isinstance(outcome, Post):
                return "alerts"
            if isinstance(outcome, Delayed):
                return None
        if digest.created_by is not None:
            outcome = await self._poster.write_to(digest.created_by, outgoing)
            if isinstance(outcome, Post):
                return "direct"
            if isinstance(outcome, Delayed):
                return None
        return "nobody"

    async def look(self, guild_id: int) -> int:
        """Takes up what is free again in a server, after an event there; how many digests."""
        return await self._take_up(await self._digests.suspended_in(guild_id), asking=False)

    async def look_around(self) -> int:
        """Asks for each suspended place that nobody has looked at for an hour; how many resumed."""
        before = self._clock() - LOOK_EVERY
        return await self._take_up(await self._digests.suspended_unseen(before), asking=True)

    async def _take_up(self, digests: Sequence[Digest], *, asking: bool) -> int:
        resumed = 0
        for digest in digests:
            if digest.cause is not None and digest.cause.code in _NEVER_BY_ITSELF:
                continue
            if await self._obstacle(digest, asking=asking) is None:
                resumed += await self.resume(digest)
        if asking and digests:
            await self._digests.looked([digest.id for digest in digests], at=self._clock())
        return resumed

    async def _obstacle(self, digest: Digest, *, asking: bool) -> Cause | Unknown | None:
        target = digest.order.target
        obstacle = self._poster.obstacle(target)
        if obstacle == "unknown" and asking:
            obstacle = await self._poster.reach(target)
        return obstacle

    async def resume(self, digest: Digest) -> bool:
        """Makes a paused or suspended digest active, counted from now; False where it is neither.

        It compares with the data of now: what changed meanwhile does not come as a flood. One that
        cannot be read stays suspended.
        """
        if digest.unreadable:
            return False
        now = self._clock()
        following = next_run(
            stored_schedule(digest.order.schedule), ZoneInfo(digest.order.timezone), now
        )
        resumed = await self._digests.resume(digest.id, following, self._editor.version, at=now)
        if resumed:
            log.info("digest resumed", digest=digest.id)
            self.wake()
        return resumed
