"""Spaces the requests to Discord evenly, below the limit of its 50 in a second for one token."""

import asyncio
from collections import deque
from typing import Final

REFUSALS: Final = 1_000
"""Answers 401, 403 and 429 in ten minutes at which delivery stops; Discord bans an address at
10,000 (Rate limits, Invalid request limit)."""
_WINDOW: Final = 600.0


class Pacer:
    """One request each 1/rate seconds, in the order of asking, without bursts.

    What counts is the arrival at Discord: a burst of a second's worth is refused even where the
    average is kept. So a turn that nobody took is not saved up.
    """

    def __init__(self, rate: float) -> None:
        """`rate` is in requests a second; it may be changed at any time."""
        self.rate = rate
        self._next = 0.0
        self._blocked_until = 0.0
        self._refusals: deque[float] = deque(maxlen=REFUSALS)

    async def turn(self) -> None:
        """Returns when it is the caller's turn."""
        loop = asyncio.get_running_loop()
        at = max(loop.time(), self._next)
        self._next = at + 1 / self.rate
        if (wait := at - loop.time()) > 0:
            await asyncio.sleep(wait)
        if self._blocked_until > loop.time():
            await self.turn()  # blocked meanwhile: a new turn, after the block

    def block(self, seconds: float) -> None:
        """Lets nothing through for so long: Discord has said that all is too much."""
        now = asyncio.get_running_loop().time()
        self._blocked_until = max(self._blocked_until, now + seconds)
        # Who waits already goes on one by one after it, not all at once.
        self._next = max(self._next, self._blocked_until)

    def refused(self) -> None:
        """Counts an answer 401, 403 or 429."""
        self._refusals.append(asyncio.get_running_loop().time())

    @property
    def exhausted(self) -> bool:
        """Whether so many were refused of late that Discord may ban the address."""
        if len(self._refusals) < REFUSALS:
            return False
        return asyncio.get_running_loop().time() - self._refusals[0] < _WINDOW
