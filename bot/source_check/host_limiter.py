"""Spaces requests: one at a time for each host, with a pause, and few at once overall."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Final

PAUSE: Final = 1.5
"""Seconds between two requests to one host."""
AT_ONCE: Final = 3
"""Requests at once, to all hosts."""


class HostLimiter:
    """Gives each request its turn."""

    def __init__(
        self, clock: Callable[[], float], sleep: Callable[[float], Awaitable[object]]
    ) -> None:
        """`clock` counts seconds; `sleep` waits for some."""
        self._clock, self._sleep = clock, sleep
        self._hosts: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._free_at: dict[str, float] = {}
        self._all = asyncio.Semaphore(AT_ONCE)

    @asynccontextmanager
    async def turn(self, host: str, pause: float = PAUSE) -> AsyncGenerator[None]:
        """The block is one request to the host; the next one begins `pause` seconds after it."""
        async with self._hosts[host]:
            wait = self._free_at.get(host, 0.0) - self._clock()
            if wait > 0:
                await self._sleep(wait)
            async with self._all:
                try:
                    yield
                finally:
                    self._free_at[host] = self._clock() + pause
