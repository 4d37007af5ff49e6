"""How long to wait before the next attempt at a connection."""

import random
import time
from collections.abc import Callable
from typing import Final

FIRST: Final = 0.5
"""Seconds of the second wait at most; the first attempt after a healthy time waits for nothing."""

LONGEST: Final = 30.0
"""Seconds that no wait exceeds."""

HEALTHY: Final = 60.0
"""Seconds after which a connection counts as healthy, so that waits start from the beginning."""


class Backoff:
    """Waits that double up to a limit, with jitter, and start again after a minute of health."""

    def __init__(
        self,
        *,
        first: float = FIRST,
        longest: float = LONGEST,
        healthy: float = HEALTHY,
        clock: Callable[[], float] = time.monotonic,
        draw: Callable[[], float] = random.random,
    ) -> None:
        """`clock` gives seconds; `draw` gives a number from 0 to 1 for the jitter."""
        self._first, self._longest, self._healthy = first, longest, healthy
        self._clock, self._draw = clock, draw
        self._up_since: float | None = None
        self.attempts = 0
        """Waits since the last healthy connection."""

    def connected(self) -> None:
        """The connection works from now on."""
        self._up_since = self._clock()

    def delay(self) -> float:
        """Seconds to wait: the connection is lost, or an attempt has failed."""
        since, self._up_since = self._up_since, None
        if since is not None and self._clock() - since >= self._healthy:
            self.attempts = 0
        self.attempts += 1
        if self.attempts == 1:
            return 0.0
        doublings = min(self.attempts - 2, 16)  # a float would overflow some day
        most = min(self._longest, self._first * 2**doublings)
        return most * (0.5 + self._draw() / 2)
