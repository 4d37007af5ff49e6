"""Asks the running processes for a reload, through the database: no port is needed."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from bot.digests.lease import BEAT_SECONDS, DEAD_SECONDS
from bot.releases.reload_triggers import ReloadOutcome, read_told
from bot.storage.database import StorageError, open_database
from bot.storage.processes import ProcessStore
from bot.storage.reload_requests import RequestStore

BEATEN_SECONDS: Final = 2.5 * BEAT_SECONDS
"""So long one of them has to say that it still lives."""
TAKEN_SECONDS: Final = 60.0
"""So long one of them has to take the request."""
DONE_SECONDS: Final = 900.0
"""So long it then has to do it; a hundred times the data takes minutes."""
_LOOK: Final = 0.25


async def request_reload(url: str, clock: Callable[[], datetime], *, force: bool) -> ReloadOutcome:
    """What one of the running processes answered. StorageError where none does."""
    async with open_database(url) as database:
        now, processes = clock(), ProcessStore(database)
        if not await processes.alive(now - timedelta(seconds=DEAD_SECONDS)):
            raise StorageError(f"No running bot uses the database {database.place}.")
        requests = RequestStore(database)
        number = await requests.ask(force=force, at=now)
        return await _answer(requests, processes, number, database.place)


async def _answer(
    requests: RequestStore, processes: ProcessStore, number: int, place: str
) -> ReloadOutcome:
    loop = asyncio.get_running_loop()
    began, last_seen = loop.time(), await processes.last_seen()
    allowed = BEATEN_SECONDS
    while True:
        state, answer = await requests.state(number)
        if state == "done":
            return read_told(answer)
        waited = loop.time() - began
        if state == "asked" and waited > allowed:
            # One that was killed is still on the list; one that lives has been seen again by now.
            if allowed < TAKEN_SECONDS and await processes.last_seen() != last_seen:
                allowed = TAKEN_SECONDS
            elif await requests.give_up(number):
                raise StorageError(
                    f"No bot on the database {place} answered within {allowed:.0f} seconds."
                )
        if waited > DONE_SECONDS:
            raise StorageError(
                f"The bot that took the request did not end it within {DONE_SECONDS:.0f} seconds."
            )
        await asyncio.sleep(_LOOK)
