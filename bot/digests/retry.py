"""When a post that Discord did not take is tried again."""

from datetime import datetime, timedelta
from typing import Final

from bot.domain.digests.subscription import Run

WAITS: Final = (2, 5, 15, 30, 60, 120, 300, 600, 1200, 3600)
"""Seconds before each further try; the last one repeats."""


def next_try(run: Run, now: datetime, seconds: float) -> datetime | None:
    """The moment of the next try; None where the run is given up before.

    `seconds`: how long Discord asks to wait.
    """
    wait = max(seconds, WAITS[min(run.tries, len(WAITS) - 1)])
    retry_at = now + timedelta(seconds=wait)
    return retry_at if retry_at < run.give_up_at else None
