"""The lease of this process: it renews it, and knows when it has run out."""

import asyncio
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.digests.heartbeat_watch import HeartbeatWatch
from bot.digests.rate_limiter import RateLimiter
from bot.storage.processes import ProcessStore

BEAT_SECONDS: Final = 5
"""How often a process renews its lease."""
LEASE_SECONDS: Final = 20
"""Seconds after its last heartbeat in which a process may send."""
DEAD_SECONDS: Final = 40
"""Seconds without a new heartbeat after which others take over a process's claims."""
NEW_SECONDS: Final = 10
"""Seconds after its start or return in which a process leaves the rate to the others."""


@dataclass(eq=False, repr=False)
class Lease:
    """The lease of one process; `held` is checked before every message."""

    _store: ProcessStore
    _rate_limiter: RateLimiter
    _rate: float
    """Of all processes together."""
    _clock: Callable[[], datetime]
    _alone: bool
    """No other process can hold a claim."""

    def __post_init__(self) -> None:
        self._renewed_at = self._started_at = float("-inf")
        self.process = secrets.token_hex(8)
        self.term = 0
        """Counts the times that the lease ran out: others may have taken the earlier claims."""
        self._watch = HeartbeatWatch()

    async def heartbeat(self) -> None:
        """Renews the lease, and computes this process's share of the rate."""
        now = asyncio.get_running_loop().time()
        if not self.held(self.term):
            self.term += 1
            self._started_at = now
        await self._store.beat(self.process, at=self._clock())
        sharing = len(await self.alive())
        # The others learn of a new process with their next heartbeat, which a busy machine may
        # delay; until then the new one sends little.
        new = now - self._started_at < NEW_SECONDS
        share = self._rate / 10 if new and sharing > 1 else self._rate
        self._rate_limiter.rate = share / max(1, sharing)
        self._renewed_at = now

    async def last_seen(self) -> datetime | None:
        """When any process was last alive."""
        return await self._store.last_seen()

    async def alive(self) -> Sequence[str]:
        """The processes that are alive, this one among them."""
        if self._alone:
            return [self.process]
        found = await self._store.heartbeats(at=self._clock())
        silent = self._watch.silent(found, asyncio.get_running_loop().time())
        fresh = (name for name, seconds in silent.items() if seconds < DEAD_SECONDS)
        return sorted({*fresh, self.process})

    async def renew(self) -> int:
        """The term in which the process may claim; renews a lease that ran out."""
        if not self.held(self.term):
            await self.heartbeat()
        return self.term

    def held(self, term: int) -> bool:
        """Whether this process may still send what it claimed in that term."""
        silent = asyncio.get_running_loop().time() - self._renewed_at
        return term == self.term and silent < LEASE_SECONDS

    async def clean(self) -> None:
        """Removes processes that were last seen long ago."""
        await self._store.forget(self.process)

    async def leave(self) -> None:
        """Ends the lease: the process's claims are free at once."""
        await self._store.leave(self.process)
