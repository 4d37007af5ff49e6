"""Computes next runs again where the clock or the rules of time zones have changed."""

from collections.abc import Callable
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import structlog

from bot.digests.tzdata_version import zone_version
from bot.domain.digests.subscription import Digest
from bot.domain.schedules.occurrences import next_run
from bot.domain.schedules.schedule import stored_schedule
from bot.storage.digests import DigestStore, Moment
from bot.storage.zone_rules import ZoneRules

log = structlog.stdlib.get_logger()

_PAGE: Final = 250


class NextRunUpdater:
    """Keeps the stored next runs true to the clock."""

    def __init__(
        self,
        digests: DigestStore,
        rules: ZoneRules,
        clock: Callable[[], datetime],
        version: Callable[[], str] = zone_version,
    ) -> None:
        """`version` gives that of the time zone database in use."""
        self._digests = digests
        self._rules = rules
        self._clock = clock
        self.version = version

    async def to_zone_rules(self) -> int:
        """Follows a new version of the time zone database; how many runs moved."""
        known, found = await self._rules.get(), self.version()
        if found == known:
            return 0
        ZoneInfo.clear_cache()  # the rules may have been replaced while the program runs
        moved = await self.all()
        await self._rules.put(found)
        if moved:
            log.info("time zones changed their rules", version=found, digests=moved)
        return moved

    async def all(self) -> int:
        """Computes the next run of every digest; how many moved.

        What is due already stays due: it was promised. A slot that was posted is not posted
        again, since its record is there.
        """
        moved, last = 0, 0
        while page := await self._digests.active_after(last, _PAGE):
            moments = [moment for digest in page if (moment := self._moment(digest))]
            moved += await self._digests.move_next_runs(moments)
            last = page[-1].id
        return moved

    def _moment(self, digest: Digest) -> Moment | None:
        now, stored = self._clock(), digest.next_run_at
        if stored is None or stored <= now or digest.record is not None:
            return None
        schedule = stored_schedule(digest.order.schedule)
        wanted = next_run(schedule, ZoneInfo(digest.order.timezone), now)
        return Moment(digest.id, stored, wanted) if wanted != stored else None
