"""What the database says of all digests, for those who watch the bot from outside."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.domain.digests.subscription import State
from bot.storage.database import StorageError
from bot.storage.digests import DigestStore

PATIENCE: Final = 2.0
"""Seconds that the database has to answer."""


@dataclass(frozen=True, slots=True)
class BacklogStatus:
    """The digests of all servers at a moment."""

    states: Mapping[State, int]
    due: int
    """How many are due and unclaimed."""
    overdue: timedelta
    """For how long the oldest of these has been due; nothing without any."""


class Backlog:
    """Looks at all digests. Many who look at once, or while it hangs, share one look."""

    def __init__(self, digests: DigestStore, clock: Callable[[], datetime]) -> None:
        self._digests = digests
        self._clock = clock
        self._looking: asyncio.Task[BacklogStatus] | None = None

    async def look(self) -> BacklogStatus:
        """How the digests stand. Raises StorageError, also where that takes too long."""
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
            self._looking.add_done_callback(_heard)
        looking = self._looking
        # Not cancelled when time is up: half a transaction would have to be undone, which waits.
        await asyncio.wait({looking}, timeout=PATIENCE)
        if not looking.done():
            raise StorageError(f"The database does not answer within {PATIENCE:.0f} seconds.")
        return looking.result()

    async def _look(self) -> BacklogStatus:
        now = self._clock()
        oldest = await self._digests.oldest_due(now)
        due = await self._digests.due_count(now) if oldest else 0
        return BacklogStatus(await self._digests.counts(), due, now - (oldest or now))

    async def close(self) -> None:
        """Ends a look that still hangs, before the database is closed."""
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.wait({self._looking})


def _heard(task: asyncio.Task[BacklogStatus]) -> None:
    """Whoever looked may have gone: an error that nobody fetched is not one of asyncio's."""
    if not task.cancelled():
        task.exception()
