"""Servers that leave and come back: their digests sleep, wake, and are erased after 30 days."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import structlog

from bot.digests.editions import Editor
from bot.domain.schedules.occurrences import next_run
from bot.domain.schedules.schedule import stored_schedule
from bot.storage.digests import DigestStore
from bot.storage.runs import RunStore

log = structlog.stdlib.get_logger()

KEPT_ASLEEP: Final = timedelta(days=30)
"""So long settings outlive the bot's removal from a server."""
HISTORY_KEPT: Final = timedelta(days=400)
"""So long it is kept what came of each run."""
DRAFT_KEPT: Final = timedelta(days=1)
"""So long an order waits for *Save*."""


class GuildLifecycle:
    """Follows which servers the bot is in."""

    def __init__(
        self,
        digests: DigestStore,
        runs: RunStore,
        editor: Editor,
        clock: Callable[[], datetime],
    ) -> None:
        self._digests = digests
        self._runs = runs
        self._editor = editor
        self._clock = clock
        self.wake: Callable[[], None] = lambda: None
        """Called when a digest has become active."""

    async def compare(self, present: Collection[int], is_ours: Callable[[int], bool]) -> None:
        """Puts to sleep what left while the bot was off, and wakes what came back.

        `present` are the servers that Discord names, available or not; `is_ours` tells of a
        server whether this process would see it.
        """
        for guild_id in await self._digests.guilds():
            if guild_id not in present and is_ours(guild_id):
                await self.left(guild_id)
        for digest in await self._digests.in_state("asleep"):
            if digest.guild_id in present:
                await self.came(digest.guild_id)

    async def left(self, guild_id: int) -> None:
        """The bot is no longer in that server: its digests sleep."""
        slept = await self._digests.sleep(guild_id, at=self._clock())
        if slept:
            log.info("digests asleep", server=guild_id, count=slept)

    async def came(self, guild_id: int) -> None:
        """The bot is in that server again: what slept takes up its state, counted from now."""
        now = self._clock()
        woken = 0
        for digest, state in await self._digests.asleep_in(guild_id):
            following = None
            if state == "active" and not digest.unreadable:
                schedule = stored_schedule(digest.order.schedule)
                following = next_run(schedule, ZoneInfo(digest.order.timezone), now)
            woken += await self._digests.wake(
                digest.id, state, following, self._editor.version, at=now
            )
        if woken:
            log.info("digests awake", server=guild_id, count=woken)
            self.wake()

    async def erase(self) -> None:
        """Erases what has slept for 30 days, what nobody saved within a day, and old history."""
        now = self._clock()
        erased = await self._digests.erase_asleep(now - KEPT_ASLEEP)
        if erased:
            log.info("digests erased", count=erased)
        await self._digests.erase_drafts(now - DRAFT_KEPT)
        await self._runs.erase_before(now - HISTORY_KEPT)
