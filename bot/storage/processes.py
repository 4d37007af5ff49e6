"""The heartbeats of the processes that deliver."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, func, select

from bot.storage.database import Store
from bot.storage.dialects import end_stalled
from bot.storage.tables import processes

_FUTURE: Final = timedelta(days=1)
"""A later heartbeat is wrong, or the clock was set back."""


class ProcessStore(Store):
    """One row a process."""

    async def beat(self, process: str, *, at: datetime) -> None:
        """Stores a heartbeat, and ends the database sessions of stopped processes."""
        statement = self._database.upsert(processes, {"id": process}, {"seen_at": at})
        async with self._database.writing() as connection:
            await connection.execute(statement)
            await end_stalled(connection)

    async def alive(self, since: datetime) -> Sequence[str]:
        """The processes seen since then, sorted."""
        seen = processes.c.seen_at
        wanted = select(processes.c.id).where(seen >= since, seen < since + _FUTURE)
        return sorted(row.id for row in await self._database.rows(wanted))

    async def last_seen(self) -> datetime | None:
        """When any process was last seen; None where that cannot be read."""
        found: object = await self._database.scalar(select(func.max(processes.c.seen_at)))
        return found if isinstance(found, datetime) else None

    async def leave(self, process: str) -> None:
        """Removes the process, which stops."""
        await self._database.change(delete(processes).where(processes.c.id == process))

    async def forget(self, before: datetime) -> None:
        """Removes processes last seen before then."""
        await self._database.change(delete(processes).where(processes.c.seen_at < before))
