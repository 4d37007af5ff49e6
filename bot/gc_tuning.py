"""Keeps Python's garbage collector from making anybody wait.

A look at everything there is takes tens of milliseconds, so it comes when nobody waits. What a
start or a large release made is kept out of its sight for good: it goes when nothing refers to it.
"""

import asyncio
import gc
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Final, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

SWITCH_SECONDS: Final = 0.0005
"""So long the thread may keep the others waiting; Python's own five milliseconds add up over the
dozen times that an answer waits for the network."""
LOOK_SECONDS: Final = 5
_SHORT_LOOKS: Final = (500, 2)
"""New objects after which the collector looks at the youngest, and how many such looks make one at
the next older: with Python's own 2,000 and ten that one takes 30 ms."""
_NEVER: Final = 1_000_000_000
_IDLE_SECONDS: Final = 1.0
_EVERY_SECONDS: Final = 300.0
_LATEST_SECONDS: Final = 900.0
"""By then it collects although somebody may wait."""


class IdleCollector:
    """Collects all garbage every few minutes, at a moment when nothing is asked."""

    def __init__(
        self, idle: Callable[[], float], clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`idle` gives the seconds since something was asked."""
        self._idle = idle
        self._clock = clock
        self._last = clock()

    def begin(self) -> None:
        """From now on Python itself collects only what is young; what there is, it leaves alone."""
        gc.freeze()
        gc.set_threshold(*gc.get_threshold()[:2], _NEVER)
        gc.enable()

    async def look(self) -> bool:
        """Collects where it is time; whether it did."""
        passed = self._clock() - self._last
        if passed < _EVERY_SECONDS:
            return False
        if self._idle() < _IDLE_SECONDS and passed < _LATEST_SECONDS:
            return False
        gc.collect()
        self._last = self._clock()
        return True


async def quietly(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What the work gives, done in a thread while everybody else goes on answering."""
    with _quiet():
        return await asyncio.to_thread(work, *args, **kwargs)


@contextmanager
def _quiet() -> Generator[None]:
    """The collector looks only at what is young: the work makes much that is not garbage."""
    thresholds, interval = gc.get_threshold(), sys.getswitchinterval()
    if interval == SWITCH_SECONDS:  # within another
        yield
        return
    gc.set_threshold(*_SHORT_LOOKS, _NEVER)
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        sys.setswitchinterval(interval)
