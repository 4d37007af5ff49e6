"""Spaces requests to Discord evenly, below its limit of 50 a second for one token."""

import asyncio
from collections import deque
from collections.abc import Callable
from contextvars import ContextVar
from typing import Final

REFUSALS: Final = 1_000
"""Answers 401, 403 and 429 in ten minutes at which delivery stops; Discord bans an address at
10,000 (Rate limits, Invalid request limit)."""
_WINDOW: Final = 600.0
_CATCH_UP: Final = 0.25
"""The part of an interval that is recovered after a late timer."""
_TICK: Final = 0.0005
"""Shorter waits need no timer."""

may_go: ContextVar[Callable[[], bool] | None] = ContextVar("may_go", default=None)
"""Checked at a request's turn: its task may have waited longer than its lease."""
person_waits: ContextVar[bool] = ContextVar("person_waits", default=False)
"""Whether a person waits for the requests of this task and of the tasks that it starts."""
PERSONS_IN_A_ROW: Final = 9
"""Requests for people in a row before delivery gets a turn: no crowd can stop it."""


class TooLateError(Exception):
    """The turn has come, but the task may no longer send."""


class RateLimiter:
    """One request every 1/rate seconds, without bursts; requests for persons go first.

    Discord refuses a burst of a second's worth even where the average is kept, so unused turns are
    not saved up.
    """

    def __init__(self, rate: float) -> None:
        """`rate` is in requests a second; it may be changed at any time."""
        self.rate = rate
        self._persons: deque[asyncio.Future[None]] = deque()
        self._fan_out: deque[asyncio.Future[None]] = deque()
        self._persons_in_a_row = 0
        self._timer: asyncio.TimerHandle | None = None
        self._next = 0.0
        self._refusals: deque[float] = deque(maxlen=REFUSALS)

    async def turn(self) -> None:
        """Returns when it is the caller's turn. TooLateError where `may_go` says no by then."""
        turn = asyncio.get_running_loop().create_future()
        queue = self._persons if person_waits.get() else self._fan_out
        queue.append(turn)
        if self._timer is None:
            self._serve()
        await turn
        allowed = may_go.get()
        if allowed is not None and not allowed():
            raise TooLateError

    def _serve(self) -> None:
        """Gives the turns that have come, and sets the timer for the next one."""
        self._timer = None
        loop = asyncio.get_running_loop()
        while (queue := self._queue()) is not None:
            # Checked again after each timer: `block` may have moved the turn.
            if (wait := self._next - loop.time()) > _TICK:
                self._timer = loop.call_later(wait, self._serve)
                return
            self._persons_in_a_row = self._persons_in_a_row + 1 if queue is self._persons else 0
            queue.popleft().set_result(None)
            # From the moment of sending, not of planning: after a stall, not all go at once.
            self._next = max(self._next, loop.time() - _CATCH_UP / self.rate) + 1 / self.rate

    def _queue(self) -> deque[asyncio.Future[None]] | None:
        """The queue whose turn it is; None where both are empty. Drops cancelled requests."""
        for queue in (self._persons, self._fan_out):
            while queue and queue[0].done():
                queue.popleft()
        crowded = self._persons_in_a_row >= PERSONS_IN_A_ROW
        if self._persons and not (crowded and self._fan_out):
            return self._persons
        return self._fan_out or None

    def block(self, seconds: float) -> None:
        """Sends nothing for `seconds`, after a global rate limit."""
        # Waiting requests then follow one by one, not all at once.
        self._next = max(self._next, asyncio.get_running_loop().time() + seconds)

    def refused(self) -> None:
        """Counts an answer 401, 403 or 429."""
        self._refusals.append(asyncio.get_running_loop().time())

    @property
    def exhausted(self) -> bool:
        """Whether so many requests were refused recently that Discord may ban the address."""
        if len(self._refusals) < REFUSALS:
            return False
        return asyncio.get_running_loop().time() - self._refusals[0] < _WINDOW
