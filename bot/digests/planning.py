"""What is due of a digest at a moment, and the run that is claimed for it; all of it pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from bot.digests.editions import Made
from bot.digests.interfaces import DOCUMENT, PreparedEdition
from bot.domain.digests.due import plan
from bot.domain.digests.subscription import Digest
from bot.domain.schedules.schedule import stored_schedule
from bot.storage.runs import RunPlan

LONGEST_TRY: Final = timedelta(hours=6)
MANUAL_TRY: Final = timedelta(minutes=15)
WATCH_TRY: Final = timedelta(days=7)
"""Nothing comes after a watch's message that could make up for it."""


class DueRun(NamedTuple):
    """What is owed of a digest at a moment; a watch has nothing after it, and misses nothing."""

    post: datetime | None
    late: bool
    missed: Sequence[datetime]
    next: datetime | None
    until: datetime
    """When the post is given up."""


def owed_at(digest: Digest, due: datetime, now: datetime) -> DueRun:
    """What is owed of a digest that is due since then."""
    if digest.record is not None:
        # Whatever changed is told, however late.
        return DueRun(due, late=False, missed=(), next=None, until=now + WATCH_TRY)
    found = plan(stored_schedule(digest.order.schedule), ZoneInfo(digest.order.timezone), due, now)
    newest = found.post or due
    until = newest + min((found.next - newest) / 2, LONGEST_TRY)
    return DueRun(found.post, late=found.late, missed=found.missed, next=found.next, until=until)


def read_document(text: str | None, parts: int) -> PreparedEdition | None:
    """What a run is to post; None where that cannot be read."""
    try:
        document = DOCUMENT.validate_json(text or "")
    except ValueError:
        return None
    return document if len(document.parts) == parts > 0 else None


def as_claimed(digest: Digest, document: PreparedEdition) -> Digest:
    """The digest with the target that it had when the document was made."""
    if document.target is None:
        return digest
    return replace(digest, order=replace(digest.order, target=document.target))


def plan_of(
    digest: Digest,
    made: Made,
    slot: datetime,
    *,
    late: bool,
    until: datetime,
    manual: bool = False,
) -> RunPlan:
    """The run to be claimed for an edition; `until`: when it is given up."""
    document = made.document
    return RunPlan(
        slot=slot,
        kind="manual" if manual else "scheduled",
        number=digest.editions + 1,
        compared_with=made.since,
        version=made.version,
        late=late,
        parts=len(document.parts) if document else 0,
        document=DOCUMENT.dump_json(document).decode() if document else None,
        give_up_at=until,
        fault=made.fault,
    )
