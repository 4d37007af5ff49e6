"""What is due for a digest after an outage: the slot to post, the missed ones, the next."""

from collections import deque
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from bot.domain.schedules.schedule import Schedule, runs_after

LATE: Final = timedelta(minutes=5)
"""A later post says that it is late."""
MOST_MISSED: Final = 100
"""Missed slots that are listed."""


class DuePlan(NamedTuple):
    """What to do about a digest at one moment."""

    post: datetime | None
    """The slot to post, or None where its time has passed or nothing is due."""
    late: bool
    """Whether the post must say that it is late."""
    missed: tuple[datetime, ...]
    """The newest slots that are no longer posted, oldest first."""
    next: datetime
    """The first run after now."""


def plan(schedule: Schedule, zone: ZoneInfo, due: datetime, now: datetime) -> DuePlan:
    """What is due at `now` for a digest whose stored next run is `due`.

    Only the newest slot is posted, and only before half of the time until the next has passed.
    `due` is a slot also where the zone's rules changed after it was stored: it was promised.
    A clock that was set back to before `due` owes nothing.
    """
    if now < due:
        return DuePlan(None, late=False, missed=(), next=due)
    slots = deque([due], maxlen=MOST_MISSED + 1)
    runs = runs_after(schedule, zone, due)
    while (following := next(runs)) <= now:
        slots.append(following)
    newest = slots[-1]
    if now >= newest + (following - newest) / 2:
        missed = tuple(slots)[-MOST_MISSED:]
        return DuePlan(None, late=False, missed=missed, next=following)
    slots.pop()
    return DuePlan(newest, now - newest > LATE, tuple(slots), following)
