"""Waits for the database no longer than an answer may take.

Discord wants the first answer within three seconds. What takes longer goes on by itself, and the
person is told so; what fails gets one log line and a reference that the person sees too.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import structlog

from bot.storage.database import StorageError
from bot.surface.asked import note
from bot.surface.client import new_reference
from bot.surface.words import Words

log = structlog.stdlib.get_logger()

T = TypeVar("T")

PATIENCE = 2.0
"""Seconds that the database has; the rest of the three is for the way to Discord and back."""

_going_on: set[asyncio.Task[Any]] = set()
"""Keeps what is not waited for any more: asyncio itself holds tasks only weakly."""


class NotNow(Exception):  # noqa: N818 - said as a person says it
    """The database failed, or has not answered yet; `tell` says so to the person."""

    def __init__(self, reference: str, *, late: bool) -> None:
        super().__init__(reference)
        self._reference = reference
        self._late = late

    def tell(self, words: Words) -> str:
        """What the person needs to know."""
        if self._late:
            return words(
                "The database is slow at the moment; what you asked for may still be done. Please "
                "look again in a minute. Reference for the operator: `{reference}`",
                reference=self._reference,
            )
        return words(
            "The database is not available at the moment, so nothing was changed. Please try again "
            "later; if it stays, tell the operator this reference: `{reference}`",
            reference=self._reference,
        )


async def in_time(work: Coroutine[Any, Any, T]) -> T:
    """What the work gives. Raises NotNow where the database fails, or takes too long."""
    task = asyncio.ensure_future(work)
    # Not cancelled when time is up: half a transaction would have to be undone, which waits too.
    await asyncio.wait({task}, timeout=PATIENCE)
    reference = new_reference()
    if not task.done():
        _going_on.add(task)
        task.add_done_callback(_ended)
        log.warning("database slow", reference=reference)
        note("failed")
        raise NotNow(reference, late=True)
    try:
        return task.result()
    except StorageError as error:
        log.error("database failed", reference=reference, reason=str(error))
        note("failed")
        raise NotNow(reference, late=False) from error


def _ended(task: asyncio.Task[Any]) -> None:
    _going_on.discard(task)
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("database failed after its time", reason=str(error))
