"""The digests of all servers together, as the operator sees them."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, func, select

from bot.domain.digests.subscription import NO_GUILD, ORDER, Digest, DigestContent, State
from bot.storage.digest_rows import DigestQueries
from bot.storage.tables import digests

_PAGE: Final = 250
"""Rows read at once where all are wanted: few enough to delay nobody."""


class DigestOverview(DigestQueries):
    """Only reads."""

    async def count(self, state: State | None) -> int:
        """How many digests of servers are in that state, or in any."""
        wanted = select(func.count()).select_from(digests).where(*_in(state))
        return await self._database.scalar(wanted)

    async def page(self, state: State | None, offset: int, limit: int) -> Sequence[Digest]:
        """Some of them, by server and number."""
        order = digests.c.guild_id, digests.c.id
        return await self._find(*_in(state), order=order, offset=offset, limit=limit)

    async def next_runs(self, limit: int) -> Sequence[tuple[datetime, int, int]]:
        """The next runs: when, which digest, of which server."""
        wanted = (
            select(digests.c.next_run_at, digests.c.id, digests.c.guild_id)
            .where(digests.c.next_run_at.is_not(None), digests.c.guild_id != NO_GUILD)
            .order_by(digests.c.next_run_at, digests.c.id)
            .limit(limit)
        )
        rows = await self._database.rows(wanted)
        return [(row[0], row[1], row[2]) for row in rows if isinstance(row[0], datetime)]

    async def wishes(self) -> AsyncIterator[tuple[int, DigestContent]]:
        """The server and the wish of every digest and watch that is not asleep."""
        last = 0
        while True:
            wanted = (
                select(digests.c.id, digests.c.guild_id, digests.c.ordered)
                .where(digests.c.state != "asleep", digests.c.id > last)
                .order_by(digests.c.id)
                .limit(_PAGE)
            )
            rows = await self._database.rows(wanted)
            for row in rows:
                try:
                    yield row.guild_id, ORDER.validate_json(row.ordered).wish
                except ValueError:
                    continue  # that one posts nothing
            if len(rows) < _PAGE:
                return
            last = rows[-1].id


def _in(state: State | None) -> list[ColumnElement[bool]]:
    return [digests.c.guild_id != NO_GUILD, *([digests.c.state == state] if state else [])]
