"""Recomputes next runs when the clock or the rules of time zones change."""

import zoneinfo
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import structlog

from bot.digests.planning import following_run
from bot.domain.digests.subscription import Digest
from bot.storage.due_queue import DueQueue, MovedRun

log = structlog.stdlib.get_logger()

_LONGEST: Final = 64
"""Characters of a stored version of the time zone database."""


def zone_version(folders: Sequence[str] | None = None) -> str:
    """The version of the time zone database in use, such as 2025b; costs one short read.

    zoneinfo searches the system's folders first (`folders`, by default its own list), then the
    package `tzdata`. A folder without a version has the time of its last change instead; the
    result is empty where there is no database.
    """
    for folder in map(Path, zoneinfo.TZPATH if folders is None else folders):
        if (folder / "UTC").is_file():
            return (_written(folder) or _changed(folder))[:_LONGEST]
    try:
        import tzdata  # noqa: PLC0415 - used only where the system has no zones
    except ImportError:
        return ""
    return str(tzdata.IANA_VERSION)[:_LONGEST]


def _written(folder: Path) -> str:
    """The version that the folder states."""
    for name, before in (("tzdata.zi", "# version "), ("+VERSION", "")):
        try:
            with (folder / name).open(encoding="utf-8") as file:
                line = file.readline(100).strip()
        except (OSError, ValueError):
            continue
        if line.startswith(before) and line != before.strip():
            return line.removeprefix(before)
    return ""


def _changed(folder: Path) -> str:
    try:
        return f"changed {folder.stat().st_mtime_ns}"
    except OSError:
        return ""


@dataclass(eq=False, repr=False)
class NextRunUpdater:
    """Keeps the stored next runs up to date."""

    _queue: DueQueue
    _clock: Callable[[], datetime]
    version: Callable[[], str] = zone_version

    async def follow_zone_rules(self) -> int:
        """Recomputes after a new version of the time zone database; returns how many runs moved."""
        known, found = await self._queue.zone_version(), self.version()
        if found == known:
            return 0
        ZoneInfo.clear_cache()  # the rules may be replaced while the program runs
        moved = await self.recompute()
        await self._queue.store_zone_version(found)
        if moved:
            log.info("time zones changed their rules", version=found, digests=moved)
        return moved

    async def recompute(self) -> int:
        """Computes the next run of every digest; returns how many moved.

        What is due already stays due: it was promised. A slot that was posted has its record, and
        is not posted again.
        """
        moved = 0
        async for page in self._queue.active():
            moments = [moment for digest in page if (moment := self._moved(digest))]
            moved += await self._queue.move(moments)
        return moved

    def _moved(self, digest: Digest) -> MovedRun | None:
        now, stored = self._clock(), digest.next_run_at
        if stored is None or stored <= now or digest.record is not None:
            return None
        wanted = following_run(digest.order, now)
        return MovedRun(digest.id, stored, wanted) if wanted != stored else None
