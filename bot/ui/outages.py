"""What a person reads where the database or Discord does not answer in time.

Discord wants the first answer within three seconds. Work that takes longer continues in the
background, and the person reads so; a failure gets one log line and a reference that the person
sees too.
"""

import asyncio
import time
from collections.abc import Coroutine, Mapping
from typing import Any, Final, Literal, TypeAlias, TypeVar

import structlog

from bot.discord_client.api_time import timing_calls
from bot.i18n.translator import N_, Translator
from bot.storage.database import StorageError
from bot.ui.blocks import plain_card
from bot.ui.components import Layout
from bot.ui.context import RenderContext
from bot.ui.interaction_tracking import current_reference, set_outcome

log = structlog.stdlib.get_logger()

T = TypeVar("T")

ANSWER_SECONDS = 2.0
"""For the work; the rest of Discord's three seconds is for the network."""
OutageKind: TypeAlias = Literal["database failed", "database slow", "discord slow"]

_background: set[asyncio.Task[Any]] = set()
"""Tasks that nobody awaits any more: asyncio itself holds only weak references to them."""


class UnavailableError(Exception):
    """The database failed, or it or Discord has not answered in time."""

    def __init__(self, reference: str, outage: OutageKind, *, reads: bool = False) -> None:
        """`reads`: nothing would have been changed."""
        super().__init__(reference)
        self._reference = reference
        self._outage: OutageKind = outage
        self._reads = reads

    def sentence(self, tr: Translator) -> str:
        """What the person reads."""
        forms = _OF_LOOK_UPS if self._reads else _OF_CHANGES
        return tr(forms[self._outage], reference=self._reference)


_OF_CHANGES: Final[Mapping[OutageKind, str]] = {
    "database slow": N_(
        "The database is slow right now; your change may still go through. Please check"
        " again in a minute. Reference for the operator: `{reference}`"
    ),
    "discord slow": N_(
        "Discord is slow right now; your change may still go through. Please check "
        "again in a minute. Reference for the operator: `{reference}`"
    ),
    "database failed": N_(
        "The database is unavailable right now, so nothing was changed. Please try "
        "again later. If this persists, give the operator this reference: `{reference}`"
    ),
}
_OF_LOOK_UPS: Final[Mapping[OutageKind, str]] = {
    "database slow": N_(
        "The database is slow right now, so this could not be read. Please try again in"
        " a minute. Reference for the operator: `{reference}`"
    ),
    "discord slow": N_(
        "Discord is slow right now, so this could not be read. Please try again in a "
        "minute. Reference for the operator: `{reference}`"
    ),
    "database failed": N_(
        "The database is unavailable right now, so this could not be read. Please try "
        "again later. If this persists, give the operator this reference: `{reference}`"
    ),
}


async def with_timeout(
    work: Coroutine[Any, Any, T], *, reads: bool = False, deferred: bool = False
) -> T:
    """What the work gives. Raises UnavailableError where the database fails, or time is up.

    `reads`: a look-up, which changes nothing. `deferred`: the answer may take as long as it needs.
    """
    began = time.monotonic()
    with timing_calls() as calls:
        task = asyncio.ensure_future(work)
    # Not cancelled when time is up: undoing half a transaction would take time as well.
    await asyncio.wait({task}, timeout=None if deferred else ANSWER_SECONDS)
    reference = current_reference()
    if not task.done():
        _background.add(task)
        task.add_done_callback(_ended)
        # What took the larger part of the time.
        waits = calls.seconds > (time.monotonic() - began) / 2
        outage: OutageKind = "discord slow" if waits else "database slow"
        log.warning(outage, reference=reference)
        set_outcome("failed")
        raise UnavailableError(reference, outage, reads=reads)
    try:
        return task.result()
    except StorageError as error:
        log.error("database failed", reference=reference, reason=str(error))
        set_outcome("failed")
        raise UnavailableError(reference, "database failed", reads=reads) from error


def _ended(task: asyncio.Task[Any]) -> None:
    _background.discard(task)
    error = None if task.cancelled() else task.exception()
    if isinstance(error, StorageError):
        log.error("database failed after the time-out", reason=str(error))
    elif error is not None:
        log.error("work failed after the time-out", kind=type(error).__name__)


async def layout_or_outage(
    context: RenderContext, work: Coroutine[Any, Any, Layout], *, reads: bool = False
) -> Layout:
    """The layout that the work gives; where it is unavailable, a card that says so."""
    try:
        return await with_timeout(work, reads=reads)
    except UnavailableError as error:
        return outage_card(context, error)


def outage_card(context: RenderContext, error: UnavailableError) -> Layout:
    """That something is unavailable, and the reference."""
    return plain_card(error.sentence(context.tr))
