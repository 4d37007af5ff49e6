"""What is due for a digest at a moment, and the run that is claimed for it; pure functions."""

from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from bot.digests.editions import BuiltEdition
from bot.digests.interfaces import DOCUMENT, PreparedEdition
from bot.domain.digests.subscription import Digest, Order
from bot.domain.schedules.schedule import Schedule, next_run, runs_after, stored_schedule
from bot.storage.run_claims import RunPlan

LONGEST_LIMIT: Final = timedelta(hours=6)
MANUAL_LIMIT: Final = timedelta(minutes=15)
WATCH_LIMIT: Final = timedelta(days=7)
"""No later message would replace a watch's message."""
LATE: Final = timedelta(minutes=5)
"""A later post says that it is late."""
MOST_MISSED: Final = 100
"""Missed slots that are listed."""


class DueRun(NamedTuple):
    """What is due for a digest at a moment; a watch has no next run, and misses none."""

    post: datetime | None
    """The slot to post, or None where its time has passed."""
    late: bool
    """Whether the post must say that it is late."""
    missed: Sequence[datetime]
    """The newest slots that are no longer posted, oldest first."""
    next: datetime | None
    """The first run after now."""
    until: datetime
    """When the bot gives up the post."""


def following_run(order: Order, now: datetime) -> datetime:
    """The first run of an order after a moment."""
    return next_run(stored_schedule(order.schedule), ZoneInfo(order.timezone), now)


def due_run(digest: Digest, due: datetime, now: datetime) -> DueRun:
    """What a digest has to post that has been due since `due`."""
    if digest.record is not None:
        # A change is sent, however late.
        return DueRun(due, late=False, missed=(), next=None, until=now + WATCH_LIMIT)
    return plan(stored_schedule(digest.order.schedule), ZoneInfo(digest.order.timezone), due, now)


def plan(schedule: Schedule, zone: ZoneInfo, due: datetime, now: datetime) -> DueRun:
    """What is due at `now` for a digest whose stored next run is `due`, which is not later.

    Only the newest slot is posted, and only before half of the time until the next has passed.
    `due` is a slot also where the zone's rules changed after it was stored: it was promised.
    """
    slots = deque([due], maxlen=MOST_MISSED + 1)
    runs = runs_after(schedule, zone, due)
    while (following := next(runs)) <= now:
        slots.append(following)
    newest = slots[-1]
    half = newest + (following - newest) / 2
    # A late edition is tried as long as one in time.
    until = min(half, now + LONGEST_LIMIT)
    if now >= half:
        missed = tuple(slots)[-MOST_MISSED:]
        return DueRun(None, late=False, missed=missed, next=following, until=until)
    slots.pop()
    return DueRun(newest, now - newest > LATE, tuple(slots), following, until)


def read_document(text: str | None, parts: int) -> PreparedEdition | None:
    """What a run has to post; None where that cannot be read."""
    try:
        document = DOCUMENT.validate_json(text or "")
    except ValueError:
        return None
    return document if len(document.parts) == parts > 0 else None


def as_claimed(digest: Digest, document: PreparedEdition) -> Digest:
    """The digest with the target that it had when the document was built."""
    if document.target is None:
        return digest
    return digest._replace(order=replace(digest.order, target=document.target))


def run_plan(
    digest: Digest,
    built: BuiltEdition,
    slot: datetime,
    *,
    late: bool,
    until: datetime,
    manual: bool = False,
) -> RunPlan:
    """The run to be claimed for an edition; `until`: when the bot gives up."""
    document = built.document
    return RunPlan(
        slot=slot,
        kind="manual" if manual else "scheduled",
        number=digest.editions + 1,
        compared_with=built.since,
        version=built.version,
        late=late,
        parts=len(document.parts) if document else 0,
        document=DOCUMENT.dump_json(document).decode() if document else None,
        give_up_at=until,
        fault=built.fault,
    )
