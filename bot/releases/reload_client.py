"""Requests a reload from the running processes through the database, so that no port is needed."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from bot.digests.lease import DEAD_SECONDS
from bot.releases.reload_triggers import ReloadOutcome, read_outcome
from bot.storage.database import StorageError, open_database
from bot.storage.processes import ProcessStore
from bot.storage.reload_requests import RequestStore, State

TAKEN_SECONDS: Final = 30.0
"""Within which a process takes the request; a busy one may look late for it."""
DONE_SECONDS: Final = 900.0
"""Within which the reload ends; a hundred times the data takes minutes."""
_POLL_SECONDS: Final = 0.25


async def request_reload(url: str, clock: Callable[[], datetime], *, force: bool) -> ReloadOutcome:
    """The outcome that a running process reports. Raises StorageError if none does."""
    async with open_database(url) as database:
        now = clock()
        if not await ProcessStore(database).alive(now - timedelta(seconds=DEAD_SECONDS)):
            raise StorageError(f"No running bot uses the database {database.place}.")
        requests = RequestStore(database)
        request_id = await requests.add(force=force, at=now)
        taken = await _until(requests, request_id, TAKEN_SECONDS, "taken", "done")
        if taken is None and await requests.withdraw(request_id):
            raise StorageError(
                f"No bot on the database {database.place} answered within "
                f"{TAKEN_SECONDS:.0f} seconds."
            )
        result = await _until(requests, request_id, DONE_SECONDS, "done", "given-up")
        if result is None:
            raise StorageError(
                f"The bot that took the request did not finish within {DONE_SECONDS:.0f} seconds."
            )
        return read_outcome(result)


async def _until(
    requests: RequestStore, request_id: int, seconds: float, *states: State
) -> dict[str, Any] | None:
    """The request's result once it is in one of the states; None if time runs out."""
    deadline = asyncio.get_running_loop().time() + seconds
    while True:
        state, result = await requests.state(request_id)
        if state in states:
            return result
        if asyncio.get_running_loop().time() > deadline:
            return None
        await asyncio.sleep(_POLL_SECONDS)
