"""Servers that the bot leaves and rejoins: their digests sleep, wake, or are erased."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.digests.editions import EditionBuilder
from bot.digests.planning import following_run
from bot.storage.digest_stores import DigestStores

log = structlog.stdlib.get_logger()

SLEEP_KEPT: Final = timedelta(days=30)
"""How long settings are kept after the bot left a server."""
HISTORY_KEPT: Final = timedelta(days=400)
"""How long finished runs are kept."""
DRAFT_KEPT: Final = timedelta(days=1)
"""How long an order waits for *Save*."""


@dataclass(eq=False, repr=False)
class GuildLifecycle:
    """Follows which servers the bot is in."""

    _stores: DigestStores
    _editions: EditionBuilder
    _clock: Callable[[], datetime]
    _wake: Callable[[], None]
    """Called when a digest has become active."""

    async def compare(self, present: Collection[int], is_ours: Callable[[int], bool]) -> None:
        """Puts to sleep what left while the bot was off, and wakes what came back.

        `present` are the servers that Discord names, available or not; `is_ours` says whether
        this process would see a server.
        """
        for guild_id in await self._stores.sleeping.awake_guilds():
            if guild_id not in present and is_ours(guild_id):
                await self.left(guild_id)
        for digest in await self._stores.digests.in_state("asleep"):
            if digest.guild_id in present:
                await self.came(digest.guild_id)

    async def left(self, guild_id: int) -> None:
        """The bot is no longer in that server: its digests sleep."""
        slept = await self._stores.sleeping.sleep(guild_id, at=self._clock())
        if slept:
            log.info("digests asleep", server=guild_id, count=slept)

    async def came(self, guild_id: int) -> None:
        """The bot is in that server again: its digests get their state back, counted from now."""
        now = self._clock()
        woken = 0
        for digest, state in await self._stores.sleeping.of_guild(guild_id):
            following = None
            if state == "active" and not digest.unreadable:
                following = following_run(digest.order, now)
            woken += await self._stores.sleeping.wake(
                digest.id, state, following, self._editions.version, at=now
            )
        if woken:
            log.info("digests awake", server=guild_id, count=woken)
            self._wake()

    async def erase(self) -> None:
        """Erases old sleeping digests, unsaved orders and finished runs."""
        now = self._clock()
        erased = await self._stores.sleeping.erase_before(now - SLEEP_KEPT)
        if erased:
            log.info("digests erased", count=erased)
        await self._stores.drafts.erase_before(now - DRAFT_KEPT)
        await self._stores.runs.erase_before(now - HISTORY_KEPT)
