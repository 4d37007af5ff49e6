"""Counts and spaces fresh identifies: Discord resets the token of a bot that makes 1,000 a day."""

import asyncio
import time
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Final

import structlog

from bot.metrics import Metrics

log = structlog.stdlib.get_logger()

DAY: Final = 86_400.0
_MOST: Final = 1_000
"""Identifies that Discord allows in 24 hours, unless it says otherwise."""

SPACING: Final = 5.0
"""Seconds between two identifies of one group of shards (Discord's `max_concurrency`)."""

LONG: Final = 60.0
"""Seconds of waiting that are logged."""

SCARCE: Final = 0.25
"""The last part of the allowance, which is spread over the rest of the day."""

RESERVE: Final = 0.05
"""The part of the allowance that is never used."""


class IdentifyLimiter:
    """Grants turns to identify. One for all shards of a process."""

    def __init__(
        self,
        metrics: Metrics,
        *,
        spacing: float = SPACING,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`clock` gives seconds."""
        self._metrics, self._spacing = metrics, spacing
        self._clock, self._sleep = clock, sleep
        self._granted: deque[float] = deque()
        self._last: dict[int, float] = {}
        self._concurrency = 1
        self._total = _MOST
        self._left: int | None = None
        self._resets_at = 0.0
        self._is_scarce = False

    def learn(self, total: int, remaining: int, reset_after: float, max_concurrency: int) -> None:
        """Stores Discord's numbers, which count all processes; `reset_after` is in seconds."""
        self._total = max(total, 1)
        self._left = remaining
        self._resets_at = self._clock() + reset_after
        self._concurrency = max(max_concurrency, 1)

    @property
    def used(self) -> int:
        """Turns granted in the last 24 hours."""
        oldest = self._clock() - DAY
        while self._granted and self._granted[0] <= oldest:
            self._granted.popleft()
        return len(self._granted)

    @asynccontextmanager
    async def turn(self, shard_id: int) -> AsyncGenerator[None]:
        """Entered when this shard may identify; a turn that ends with an exception is not used."""
        wait = self.reserve(shard_id)
        taken = self._granted[-1]
        try:
            if wait > LONG:
                log.warning("shard waits to identify", shard=shard_id, seconds=round(wait))
            if wait > 0:
                await self._sleep(wait)
            yield
        except BaseException:
            self._give_back(taken)
            raise
        self._metrics.identifies.inc()

    def _give_back(self, taken: float) -> None:
        with suppress(ValueError):  # a day old meanwhile
            self._granted.remove(taken)
            if self._left is not None:
                self._left += 1

    def reserve(self, shard_id: int) -> float:
        """Takes the next turn; the seconds until it comes."""
        now, used = self._clock(), self.used
        group = shard_id % self._concurrency
        at = max(now, self._last.get(group, now - self._spacing) + self._spacing)
        gap, not_before = self._scarcity(now, used)
        if self._granted:
            at = max(at, self._granted[-1] + gap)
        at = max(at, not_before, self._granted[-1] if self._granted else at)
        self._granted.append(at)
        self._last[group] = at
        if self._left is not None:
            self._left -= 1
        return at - now

    def _scarcity(self, now: float, used: int) -> tuple[float, float]:
        """The least distance to the turn before, and the earliest moment."""
        if self._left is not None and now >= self._resets_at:
            self._left = None  # a new window; only our own count is known
        gap, not_before = 0.0, now
        if used >= self._total * (1 - SCARCE):
            gap = DAY / (self._total * (SCARCE - RESERVE))
        if self._left is not None and self._left <= self._total * SCARCE:
            usable = self._left - int(self._total * RESERVE)
            if usable > 0:
                gap = max(gap, (self._resets_at - now) / usable)
            else:
                not_before = self._resets_at
        self._tell(gap > 0 or not_before > now, used)
        return gap, not_before

    def _tell(self, scarce: bool, used: int) -> None:
        if scarce and not self._is_scarce:
            log.warning(
                "gateway identifies are scarce, so they are spread over the day",
                used=used,
                left=self._left,
                total=self._total,
            )
        self._is_scarce = scarce
