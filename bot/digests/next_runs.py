"""Recomputes next runs when the clock or the rules of time zones change."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import structlog

from bot.digests.planning import following_run
from bot.digests.tzdata_version import zone_version
from bot.domain.digests.subscription import Digest
from bot.storage.due_queue import DueQueue, MovedRun
from bot.storage.zone_rules import ZoneRules

log = structlog.stdlib.get_logger()

_PAGE: Final = 250


@dataclass(eq=False, repr=False)
class NextRunUpdater:
    """Keeps the stored next runs up to date."""

    _queue: DueQueue
    _rules: ZoneRules
    _clock: Callable[[], datetime]
    version: Callable[[], str] = zone_version

    async def follow_zone_rules(self) -> int:
        """Recomputes after a new version of the time zone database; how many runs moved."""
        known, found = await self._rules.get(), self.version()
        if found == known:
            return 0
        ZoneInfo.clear_cache()  # the rules may be replaced while the program runs
        moved = await self.recompute()
        await self._rules.put(found)
        if moved:
            log.info("time zones changed their rules", version=found, digests=moved)
        return moved

    async def recompute(self) -> int:
        """Computes the next run of every digest; how many moved.

        What is due already stays due: it was promised. A slot that was posted has its record, and
        is not posted again.
        """
        moved, last = 0, 0
        while page := await self._queue.active_after(last, _PAGE):
            moments = [moment for digest in page if (moment := self._moved(digest))]
            moved += await self._queue.move(moments)
            last = page[-1].id
        return moved

    def _moved(self, digest: Digest) -> MovedRun | None:
        now, stored = self._clock(), digest.next_run_at
        if stored is None or stored <= now or digest.record is not None:
            return None
        wanted = following_run(digest.order, now)
        return MovedRun(digest.id, stored, wanted) if wanted != stored else None
