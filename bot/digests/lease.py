"""This process among those that deliver: it says that it lives, and knows when it may not act."""

import asyncio
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.digests.rate_limiter import RateLimiter
from bot.storage.processes import ProcessStore

BEAT_SECONDS: Final = 5
"""How often a process says that it lives."""
LEASE_SECONDS: Final = 20
"""So long after its last beat a process may still send: it may have been stopped meanwhile."""
DEAD_SECONDS: Final = 40
"""So long after its last beat a process is dead for the others, which take over its claims."""
NEW_SECONDS: Final = 10
"""So long after it came, or came back, a process leaves the rate to the others."""
_FORGET: Final = timedelta(days=1)


class Lease:
    """A process's place; `held` goes before every message that it sends."""

    def __init__(
        self,
        store: ProcessStore,
        rate_limiter: RateLimiter,
        rate: float,
        clock: Callable[[], datetime],
        *,
        alone: bool,
    ) -> None:
        """`rate` is that of all processes together. `alone`: nobody else can hold a claim."""
        self.process = secrets.token_hex(8)
        self._store = store
        self._rate_limiter = rate_limiter
        self._rate = rate
        self._clock = clock
        self._alone = alone
        self._beaten_at = self._came_at = float("-inf")
        self.term = 0
        """Counts the times that the process was silent too long: what it had claimed before may
        be another's."""

    async def beat(self) -> None:
        """Says that it lives, and takes its share of the rate."""
        asked_at = asyncio.get_running_loop().time()
        if not self.held(self.term):
            self.term += 1
            self._came_at = asked_at
        await self._store.beat(self.process, at=self._clock())
        sharing = len(await self.alive())
        # The others learn of who comes with their next beat, which a busy machine may delay; until
        # then it sends hardly anything.
        new = asked_at - self._came_at < NEW_SECONDS
        share = self._rate / 10 if new and sharing > 1 else self._rate
        self._rate_limiter.rate = share / max(1, sharing)
        self._beaten_at = asked_at

    async def alive(self) -> Sequence[str]:
        """The processes whose claims are their own, this one among them."""
        if self._alone:
            return [self.process]
        since = self._clock() - timedelta(seconds=DEAD_SECONDS)
        return sorted({*await self._store.alive(since), self.process})

    async def renew(self) -> int:
        """The term in which the process may claim now; says that it lives, where that is due."""
        if not self.held(self.term):
            await self.beat()
        return self.term

    def held(self, term: int) -> bool:
        """Whether this process may still send what it claimed in that term."""
        silent = asyncio.get_running_loop().time() - self._beaten_at
        return term == self.term and silent < LEASE_SECONDS

    async def clean(self) -> None:
        """Takes processes off the list that were last seen long ago."""
        await self._store.forget(self._clock() - _FORGET)

    async def leave(self) -> None:
        """Says that it is gone: what it had claimed is free at once."""
        await self._store.leave(self.process)
