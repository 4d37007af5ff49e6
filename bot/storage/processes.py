"""The heartbeats of the processes that deliver."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import delete, func, select

from bot.storage.database import Store
from bot.storage.dialects import end_stalled
from bot.storage.tables import processes

_FORGET: Final = timedelta(days=1)


class Heartbeat(NamedTuple):
    """The last heartbeat of a process, by the clock that `Database.time` names."""

    seen_at: datetime
    age: timedelta


class ProcessStore(Store):
    """One row a process."""

    async def beat(self, process: str, *, at: datetime) -> None:
        """Stores a heartbeat, and ends the database sessions of stopped processes."""
        seen = {"seen_at": self._database.time(at)}
        statement = self._database.upsert(processes, {"id": process}, seen)
        async with self._database.writing() as connection:
            await connection.execute(statement)
            await end_stalled(connection)

    async def heartbeats(self, *, at: datetime) -> Mapping[str, Heartbeat]:
        """The heartbeat of each process, without those that are off by a day."""
        now = self._database.time(at).label("now")
        rows = await self._database.rows(select(processes.c.id, processes.c.seen_at, now))
        seen = {row.id: row for row in rows if isinstance(row.seen_at, datetime)}
        found = {name: Heartbeat(row.seen_at, row.now - row.seen_at) for name, row in seen.items()}
        return {name: beat for name, beat in found.items() if abs(beat.age) < _FORGET}

    async def last_seen(self) -> datetime | None:
        """When any process was last seen; None where that cannot be read."""
        found: object = await self._database.scalar(select(func.max(processes.c.seen_at)))
        return found if isinstance(found, datetime) else None

    async def leave(self, process: str) -> None:
        """Removes the process, which stops."""
        await self._database.change(delete(processes).where(processes.c.id == process))

    async def forget(self, process: str) -> None:
        """Removes the processes that were last seen a day before this one."""
        own = select(processes.c.seen_at).where(processes.c.id == process)
        seen: object = await self._database.scalar(own)
        if isinstance(seen, datetime):
            old = processes.c.seen_at < seen - _FORGET
            await self._database.change(delete(processes).where(old))
