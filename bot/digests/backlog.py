"""How many digests are due and how late, for health checks and metrics."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from bot.domain.digests.subscription import State
from bot.storage.database import StorageError
from bot.storage.digests import DigestStore
from bot.storage.due_queue import DueQueue

TIMEOUT_SECONDS: Final = 2.0


class BacklogStatus(NamedTuple):
    """The digests of all servers at a moment."""

    states: Mapping[State, int]
    due: int
    """How many are due and unclaimed."""
    overdue: timedelta
    """For how long the oldest of these has been due."""


@dataclass(eq=False, repr=False)
class Backlog:
    """Queries all digests; concurrent callers share one query."""

    _digests: DigestStore
    _queue: DueQueue
    _clock: Callable[[], datetime]

    def __post_init__(self) -> None:
        self._query: asyncio.Task[BacklogStatus] | None = None

    async def look(self) -> BacklogStatus:
        """The present status. Raises StorageError, also where that takes too long."""
        if self._query is None or self._query.done():
            self._query = asyncio.create_task(self._look())
            self._query.add_done_callback(_retrieve)
        query = self._query
        # Not cancelled after the time-out: the rollback would have to wait as well.
        await asyncio.wait({query}, timeout=TIMEOUT_SECONDS)
        if not query.done():
            raise StorageError(
                f"The database does not answer within {TIMEOUT_SECONDS:.0f} seconds."
            )
        return query.result()

    async def _look(self) -> BacklogStatus:
        now = self._clock()
        oldest = await self._queue.oldest_due(now)
        due = await self._queue.due_count(now) if oldest else 0
        return BacklogStatus(await self._digests.counts(), due, now - (oldest or now))

    async def close(self) -> None:
        """Cancels a query that still runs, before the database is closed."""
        if self._query is not None:
            self._query.cancel()
            await asyncio.wait({self._query})


def _retrieve(task: asyncio.Task[BacklogStatus]) -> None:
    """Retrieves the error: the caller may be gone, and asyncio would log it."""
    if not task.cancelled():
        task.exception()
