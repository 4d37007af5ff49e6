"""Reads runs: open ones, those to be retried, and the history of a digest."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select

from bot.domain.digests.subscription import Post, Run
from bot.storage.async_engine import AsyncConnection
from bot.storage.database import Store
from bot.storage.run_rows import COLUMNS, read_post, read_run
from bot.storage.tables import posts, runs


class RunHistory(Store):
    """The runs of all digests."""

    async def get(self, run_id: int) -> Run | None:
        """The run of that id, with its posts."""
        found = await self._find(runs.c.id == run_id)
        return found[0] if found else None

    async def history(self, digest_id: int, limit: int) -> Sequence[Run]:
        """The digest's newest runs, newest first."""
        return await self._find(
            runs.c.digest_id == digest_id, limit=limit, order=(runs.c.slot.desc(),)
        )

    async def last(self, digest_ids: Sequence[int]) -> Mapping[int, Run]:
        """The newest run of each of these digests that has one."""
        newer = runs.alias()
        newest = (
            select(newer.c.id)
            .where(newer.c.digest_id == runs.c.digest_id)
            .order_by(newer.c.slot.desc())
            .limit(1)
            .scalar_subquery()
        )
        found = await self._find(
            runs.c.digest_id.in_(list(digest_ids)), runs.c.id == newest, limit=len(digest_ids)
        )
        return {run.digest_id: run for run in found}

    async def open_count(self) -> int:
        """How many runs are open, in all processes."""
        open_runs = select(func.count()).where(runs.c.open_digest_id.is_not(None))
        return await self._database.scalar(open_runs)

    # -- Open runs --

    async def orphans(self, alive: Iterable[str], limit: int = 500) -> Sequence[Run]:
        """Open runs of processes that are not alive."""
        return await self._find(
            runs.c.open_digest_id.is_not(None),
            runs.c.claimed_by.is_(None) | runs.c.claimed_by.not_in(list(alive)),
            limit=limit,
            # By the index of open runs: in another order, SQLite would scan all runs.
            order=(runs.c.open_digest_id,),
        )

    async def document(self, run_id: int) -> str | None:
        """What to post, as JSON; None once the run is over."""
        return await self._database.scalar(select(runs.c.document).where(runs.c.id == run_id))

    async def due_retries(self, by: str, now: datetime, limit: int = 200) -> Sequence[Run]:
        """Postponed runs of this process that are due, the longest due first."""
        return await self._find(runs.c.retry_at <= now, runs.c.claimed_by == by, limit=limit)

    async def next_retry(self, by: str) -> datetime | None:
        """When this process's next postponed run is due, where that can be read."""
        wanted = (
            select(runs.c.retry_at)
            .where(runs.c.retry_at.is_not(None), runs.c.claimed_by == by)
            .order_by(runs.c.retry_at)
            .limit(20)
        )
        found = [row[0] for row in await self._database.rows(wanted)]
        return next((moment for moment in found if isinstance(moment, datetime)), None)

    async def erase_before(self, before: datetime, limit: int = 5_000) -> int:
        """Erases runs that ended before then, with their posts; how many, at most `limit`."""
        old = select(runs.c.id).where(runs.c.finished_at < before).limit(limit)
        return await self._database.change(delete(runs).where(runs.c.id.in_(old)))

    async def _find(
        self,
        *conditions: ColumnElement[bool],
        limit: int = 1,
        order: Sequence[ColumnElement[Any]] = (runs.c.id,),
    ) -> Sequence[Run]:
        wanted = select(*COLUMNS).where(*conditions).order_by(*order).limit(limit)
        async with self._database.reading() as connection:
            rows = (await connection.execute(wanted)).all()
            sent, lost = await self._posts(connection, [row.id for row in rows])
        return [read_run(r, sent.get(r.id, {}), lost_post=r.id in lost) for r in rows]

    async def _posts(
        self, connection: AsyncConnection, run_ids: Sequence[int]
    ) -> tuple[dict[int, dict[int, Post]], set[int]]:
        """The posts by run and part, and the runs with a post that cannot be read."""
        found: dict[int, dict[int, Post]] = {}
        lost: set[int] = set()
        if not run_ids:
            return found, lost
        wanted = select(posts).where(posts.c.run_id.in_(run_ids)).order_by(posts.c.part)
        for row in await connection.execute(wanted):
            post = read_post(row)
            if post is None or not isinstance(row.part, int):
                lost.add(row.run_id)
            else:
                found.setdefault(row.run_id, {})[row.part] = post
        return found, lost
