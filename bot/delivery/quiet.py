"""Lets a thread build something large while everybody else goes on answering."""

import asyncio
import gc
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Final, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

SWITCH_SECONDS: Final = 0.0005
"""So long the thread may keep the others waiting; Python's own five milliseconds add up over the
dozen times that an answer waits for the network."""
_SHORT_LOOKS: Final = (500, 2)
"""New objects after which the collector looks at the youngest, and how many such looks make one at
the next older: with Python's own 2,000 and ten that one takes 30 ms."""
_NEVER: Final = 1_000_000_000


async def quietly(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What the work gives, done in a thread."""
    with _quiet():
        return await asyncio.to_thread(work, *args, **kwargs)


@contextmanager
def _quiet() -> Generator[None]:
    """The collector looks only at what is young: a look at all there is takes a second or two.

    What was built is kept out of its sight for good, as at a start: it goes by itself when it is
    no longer referred to.
    """
    thresholds, interval = gc.get_threshold(), sys.getswitchinterval()
    if thresholds[2] == _NEVER:  # within another
        yield
        return
    gc.set_threshold(*_SHORT_LOOKS, _NEVER)
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        yield
    finally:
        gc.freeze()
        gc.set_threshold(*thresholds)
        sys.setswitchinterval(interval)
