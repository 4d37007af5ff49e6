"""Asks the running processes for a reload, through the database: no port is needed."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from bot.delivery.errands import Told, read_told
from bot.delivery.lease import DEAD_SECONDS
from bot.storage.database import StorageError, open_database
from bot.storage.processes import ProcessStore
from bot.storage.requests import RequestStore

TAKEN_SECONDS: Final = 60.0
"""So long one of them has to take the request."""
DONE_SECONDS: Final = 900.0
"""So long it then has to do it; a hundred times the data takes minutes."""
_LOOK: Final = 0.25


async def ask_reload(url: str, clock: Callable[[], datetime], *, force: bool) -> Told:
    """What one of the running processes answered. StorageError where none does."""
    async with open_database(url) as database:
        now = clock()
        if not await ProcessStore(database).alive(now - timedelta(seconds=DEAD_SECONDS)):
            raise StorageError(f"No running bot uses the database {database.place}.")
        requests = RequestStore(database)
        number = await requests.ask(force=force, at=now)
        return await _answer(requests, number, database.place)


async def _answer(requests: RequestStore, number: int, place: str) -> Told:
    loop = asyncio.get_running_loop()
    began = loop.time()
    while True:
        state, answer = await requests.state(number)
        if state == "done":
            return read_told(answer)
        waited = loop.time() - began
        if state == "asked" and waited > TAKEN_SECONDS and await requests.give_up(number):
            raise StorageError(
                f"No bot on the database {place} answered within {TAKEN_SECONDS:.0f} seconds."
            )
        if waited > DONE_SECONDS:
            raise StorageError(
                f"The bot that took the request did not end it within {DONE_SECONDS:.0f} seconds."
            )
        await asyncio.sleep(_LOOK)
