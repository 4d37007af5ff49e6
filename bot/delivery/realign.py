"""Reckons next runs anew where the clock or the rules of a time zone have changed."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import structlog

from bot.domain.digest import Digest
from bot.domain.schedule import next_run, stored_schedule, zone_fingerprint
from bot.storage.digests import DigestStore, Moment

log = structlog.stdlib.get_logger()

_PAGE: Final = 500


class Realign:
    """Keeps the stored next runs true to the clock."""

    def __init__(self, digests: DigestStore, clock: Callable[[], datetime]) -> None:
        self._digests = digests
        self._clock = clock

    async def to_zone_rules(self) -> int:
        """Follows zones whose rules differ from those reckoned with; how many runs moved."""
        now = self._clock()
        changed: dict[str, str] = {}
        for zone, known in (await self._digests.zones()).items():
            found = zone_fingerprint(zone, now)
            if known and found != known:
                changed[zone] = found
            elif not known:
                await self._digests.keep_zone(zone, found, instead=False)
        moved = await self.all(changed) if changed else 0
        for zone, found in changed.items():
            await self._digests.keep_zone(zone, found)
        if moved:
            log.info("time zones changed their rules", zones=sorted(changed), digests=moved)
        return moved

    async def all(self, zones: Iterable[str] | None = None) -> int:
        """Reckons the next run of every digest, of those zones or of all; how many moved.

        What is due already stays due: it was promised. A slot that was posted is not posted
        again, since its record is there.
        """
        moved, last = 0, 0
        zones = list(zones) if zones is not None else None
        while page := await self._digests.active_after(last, zones, _PAGE):
            moments = [moment for digest in page if (moment := self._moment(digest))]
            moved += await self._digests.move_next_runs(moments)
            last = page[-1].id
        return moved

    def _moment(self, digest: Digest) -> Moment | None:
        now, stored = self._clock(), digest.next_run_at
        if stored is None or stored <= now:
            return None
        schedule = stored_schedule(digest.order.schedule)
        wanted = next_run(schedule, ZoneInfo(digest.order.timezone), now)
        return Moment(digest.id, stored, wanted) if wanted != stored else None
