"""Waits for the database, and for Discord's API, no longer than an answer may take.

Discord wants the first answer within three seconds. What takes longer goes on by itself, and the
person is told so; what fails gets one log line and a reference that the person sees too.
"""

import asyncio
import time
from collections.abc import Coroutine, Mapping
from typing import Any, Final, Literal, TypeAlias, TypeVar

import structlog

from bot.discord_client.api_time import CallTimer, timing_calls
from bot.discord_client.client import new_reference
from bot.i18n.translator import N_, Translator
from bot.storage.database import StorageError
from bot.ui.interaction_tracking import note

log = structlog.stdlib.get_logger()

T = TypeVar("T")

PATIENCE = 2.0
"""Seconds for the work; the rest of the three is for the way to Discord and back."""
Trouble: TypeAlias = Literal["database failed", "database slow", "discord slow"]

_going_on: set[asyncio.Task[Any]] = set()
"""Keeps what is not waited for any more: asyncio itself holds tasks only weakly."""


class UnavailableError(Exception):
    """The database failed, or it or Discord has not answered yet; `tell` says so to the person."""

    def __init__(self, reference: str, trouble: Trouble, *, reads: bool = False) -> None:
        """`reads`: nothing was to be changed."""
        super().__init__(reference)
        self._reference = reference
        self._trouble: Trouble = trouble
        self._reads = reads

    def tell(self, tr: Translator) -> str:
        """What the person needs to know."""
        forms = _OF_LOOK_UPS if self._reads else _OF_CHANGES
        return tr(forms[self._trouble], reference=self._reference)


_OF_CHANGES: Final[Mapping[Trouble, str]] = {
    "database slow": N_(
        "The database is slow right now; your change may still go through. Please "
        "check again in a minute. Reference for the operator: `{reference}`"
    ),
    "discord slow": N_(
        "Discord is slow right now; your change may still go through. Please check "
        "again in a minute. Reference for the operator: `{reference}`"
    ),
    "database failed": N_(
        "The database is unavailable right now, so nothing was changed. Please try "
        "again later. If this persists, give the operator this reference: "
        "`{reference}`"
    ),
}
UNREADABLE: Final = N_(
    "The database is unavailable right now, so this could not be read. Please try "
    "again later. If this persists, give the operator this reference: `{reference}`"
)
_OF_LOOK_UPS: Final[Mapping[Trouble, str]] = {
    "database slow": N_(
        "The database is slow right now, so this could not be read. Please try again "
        "in a minute. Reference for the operator: `{reference}`"
    ),
    "discord slow": N_(
        "Discord is slow right now, so this could not be read. Please try again in a "
        "minute. Reference for the operator: `{reference}`"
    ),
    "database failed": UNREADABLE,
}


async def with_timeout(work: Coroutine[Any, Any, T], *, reads: bool = False) -> T:
    """What the work gives. Raises NotNow where the database fails, or the work takes too long.

    `reads`: a look-up, after which nothing can have been changed.
    """
    began = time.monotonic()
    with timing_calls() as calls:
        task = asyncio.ensure_future(work)
    # Not cancelled when time is up: half a transaction would have to be undone, which waits too.
    await asyncio.wait({task}, timeout=PATIENCE)
    reference = new_reference()
    if not task.done():
        _going_on.add(task)
        task.add_done_callback(_ended)
        trouble = _slow_one(calls, time.monotonic() - began)
        log.warning(trouble, reference=reference)
        note("failed")
        raise UnavailableError(reference, trouble, reads=reads)
    try:
        return task.result()
    except StorageError as error:
        log.error("database failed", reference=reference, reason=str(error))
        note("failed")
        raise UnavailableError(reference, "database failed", reads=reads) from error


def _slow_one(calls: CallTimer, waited: float) -> Trouble:
    """What took the larger part of the time."""
    return "discord slow" if calls.seconds > waited / 2 else "database slow"


def _ended(task: asyncio.Task[Any]) -> None:
    _going_on.discard(task)
    error = None if task.cancelled() else task.exception()
    if isinstance(error, StorageError):
        log.error("database failed after its time", reason=str(error))
    elif error is not None:
        log.error("work failed after its time", kind=type(error).__name__)
