"""Servers that the bot leaves and rejoins: their digests sleep, wake, or are erased."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.digests.editions import EditionBuilder
from bot.digests.interfaces import Poster
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
    _poster: Poster
    _clock: Callable[[], datetime]
    _wake: Callable[[], None]
    """Called when a digest has become active."""

    def __post_init__(self) -> None:
        self._knows_guilds = False

    async def compare(self) -> None:
        """Puts to sleep what left while the bot was off, and wakes what came back.

        Called once Discord has named the servers that the bot is in.
        """
        self._knows_guilds = True
        present = self._poster.guilds()
        for guild_id in await self._stores.sleeping.awake_guilds() - set(present):
            if self._poster.is_ours(guild_id):
                await self.left(guild_id)
        for guild_id in await self._stores.sleeping.sleeping_guilds() & set(present):
            await self.came(guild_id)

    async def recheck(self) -> None:
        """Compares again: the database may have failed at an event."""
        if self._knows_guilds:
            await self.compare()

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
        if self._knows_guilds:
            await self._erase_asleep(now - SLEEP_KEPT)
        await self._stores.drafts.erase_before(now - DRAFT_KEPT)
        await self._stores.runs.erase_before(now - HISTORY_KEPT)

    async def _erase_asleep(self, before: datetime) -> None:
        """Erases what has been asleep since before then.

        Not of this process's servers that the bot is in; it may be in another process's server.
        """
        asleep = await self._stores.sleeping.sleeping_guilds(before)
        for guild_id in asleep - set(self._poster.guilds()):
            if self._poster.is_ours(guild_id):
                erased = await self._stores.sleeping.erase_before(guild_id, before)
                log.info("digests erased", server=guild_id, count=erased)
