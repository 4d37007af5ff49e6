"""The servers that the bot is in, or left not long ago."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import delete, select, update

from bot.storage.database import Store
from bot.storage.tables import servers

_BEGINNING: Final = 0
"""The row that says since when servers are recorded; no server has this id."""
_AT_ONCE: Final = 1000
"""Rows of one INSERT; each has two values, and SQLite takes 32,766."""


class ServerStore(Store):
    """One row for each server."""

    async def begin(self, at: datetime) -> bool:
        """Whether nothing was recorded before: this is the first start that records."""
        return await self.claim(_BEGINNING, at, left_before=at)

    async def recorded_since(self) -> datetime | None:
        """When the first start recorded its servers; None before it."""
        wanted = select(servers.c.known_since).where(servers.c.guild_id == _BEGINNING)
        return await self._database.scalar(wanted)

    async def left(self) -> Mapping[int, datetime | None]:
        """Every recorded server, and when the bot left it; None: it is there."""
        rows = await self._database.rows(select(servers.c.guild_id, servers.c.left_at))
        return {row.guild_id: row.left_at for row in rows if row.guild_id != _BEGINNING}

    async def claim(self, guild_id: int, at: datetime, *, left_before: datetime) -> bool:
        """Records a server that is new, or was left before that time; False for any other."""
        row = self._database.insert(servers).values(guild_id=guild_id, known_since=at)
        claimed = row.on_conflict_do_update(
            index_elements=[servers.c.guild_id],
            set_={"known_since": at, "left_at": None},
            where=servers.c.left_at < left_before,
        )
        return await self._database.change(claimed) == 1

    async def add(self, guild_ids: Collection[int], at: datetime) -> None:
        """Records that the bot is in these servers."""
        listed = list(guild_ids)
        for start in range(0, len(listed), _AT_ONCE):
            part = listed[start : start + _AT_ONCE]
            rows = [{"guild_id": guild_id, "known_since": at} for guild_id in part]
            added = self._database.insert(servers).values(rows)
            kept = added.on_conflict_do_update(
                index_elements=[servers.c.guild_id], set_={"left_at": None}
            )
            await self._database.change(kept)

    async def leave(self, guild_id: int, at: datetime) -> None:
        """Records that the bot is no longer in a server."""
        here = update(servers).where(servers.c.guild_id == guild_id, servers.c.left_at.is_(None))
        await self._database.change(here.values(left_at=at))

    async def erase_before(self, before: datetime) -> int:
        """Erases servers that the bot left before then; how many."""
        return await self._database.change(delete(servers).where(servers.c.left_at < before))
