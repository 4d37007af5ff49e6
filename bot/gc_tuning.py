"""Keeps Python's garbage collector from delaying answers.

A full collection takes tens of milliseconds, so it runs when nobody waits. Objects of the start are
frozen: the collector ignores them.
"""

import asyncio
import gc
import sys
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from typing import Final, ParamSpec, TypeVar

import structlog

log = structlog.stdlib.get_logger()

P = ParamSpec("P")
T = TypeVar("T")

SWITCH_SECONDS: Final = 0.0005
"""The longest turn of a worker thread; Python's own five milliseconds add up over the dozen times
that an answer waits for the network."""
CHECK_SECONDS: Final = 5
_YOUNG_THRESHOLDS: Final = (500, 2)
"""New objects that start a collection of the youngest generation, and such collections that start
one of the next: with Python's own 2,000 and ten that one takes 30 ms."""
_NEVER: Final = 1_000_000_000
_IDLE_SECONDS: Final = 1.0
_EVERY_SECONDS: Final = 300.0
_LATEST_SECONDS: Final = 900.0
"""After so long it collects although somebody may wait."""


class IdleCollector:
    """Collects all garbage every few minutes, while no command runs."""

    def __init__(
        self, idle: Callable[[], float], clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`idle` returns the seconds since the last command."""
        self._idle = idle
        self._clock = clock
        self._last = clock()

    def begin(self) -> None:
        """Freezes all present objects; from now on Python itself collects only young ones."""
        gc.freeze()
        gc.set_threshold(*gc.get_threshold()[:2], _NEVER)
        gc.enable()

    async def collect_if_due(self) -> bool:
        """Collects when it is due; whether it did."""
        passed = self._clock() - self._last
        if passed < _EVERY_SECONDS:
            return False
        if self._idle() < _IDLE_SECONDS and passed < _LATEST_SECONDS:
            return False
        gc.collect()
        self._last = self._clock()
        return True


async def in_background(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The result of the work, done in a thread that delays answers little."""
    with _short_pauses():
        return await asyncio.to_thread(work, *args, **kwargs)


@asynccontextmanager
async def in_background_after(
    event: Callable[[], Awaitable[object]], work: Callable[[], object], then: Callable[[], None]
) -> AsyncGenerator[None]:
    """While inside: after the event, does the work in a thread, then calls `then`.

    A failure is logged; code that needs the result then fails itself.
    """

    async def wait() -> None:
        try:
            await event()
            await in_background(work)
            then()
        except Exception:
            log.exception("background work failed")

    task = asyncio.create_task(wait())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@contextmanager
def _short_pauses() -> Generator[None]:
    """The collector checks only young objects: the work creates much that is not garbage."""
    thresholds, interval = gc.get_threshold(), sys.getswitchinterval()
    if interval == SWITCH_SECONDS:  # within another
        yield
        return
    gc.set_threshold(*_YOUNG_THRESHOLDS, _NEVER)
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        sys.setswitchinterval(interval)
