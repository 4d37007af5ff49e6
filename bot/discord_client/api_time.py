"""Measures how long an answer waits for Discord's API, apart from everything else it waits for."""

import time
from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar


class CallTimer:
    """The seconds during which at least one call to Discord was under way."""

    def __init__(self) -> None:
        self._open = 0
        self._since = 0.0
        self._ended = 0.0

    @property
    def seconds(self) -> float:
        """Until now; calls at the same time count once."""
        return self._ended + (time.monotonic() - self._since if self._open else 0.0)

    @contextmanager
    def running(self) -> Generator[None]:
        """While inside, a call is under way."""
        if not self._open:
            self._since = time.monotonic()
        self._open += 1
        try:
            yield
        finally:
            self._open -= 1
            if not self._open:
                self._ended += time.monotonic() - self._since


_timer: ContextVar[CallTimer | None] = ContextVar("call_timer", default=None)


@contextmanager
def timing_calls() -> Generator[CallTimer]:
    """While inside, the timer counts the calls of this task and of the tasks that it starts."""
    timer = CallTimer()
    token = _timer.set(timer)
    try:
        yield timer
    finally:
        _timer.reset(token)


def calling_discord() -> AbstractContextManager[None]:
    """One call to Discord: its turn in the rate limiter, the library's retries, the answer."""
    timer = _timer.get()
    return timer.running() if timer is not None else nullcontext()
