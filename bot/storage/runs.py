"""Runs: reads open ones, those to be retried and the history of a digest; changes open ones.

Each change is conditional: it has no effect where the run is over, or another process took it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Update, delete, literal, select, true, update

from bot.domain.digests.subscription import NO_GUILD, Cause, Post, Run, Target
from bot.storage.async_engine import AsyncConnection
from bot.storage.database import Store
from bot.storage.row_values import suspension_columns
from bot.storage.run_claims import advance
from bot.storage.run_rows import RUN_COLUMNS, end_columns, read_post, read_run
from bot.storage.tables import announced, digests, posts, runs


class RunStore(Store):
    """The runs of all digests, read and changed. A run belongs to the process that claimed it."""

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

    async def orphans(
        self, alive: Iterable[str], mine: str | None = None, limit: int = 500
    ) -> Sequence[Run]:
        """Open runs of processes that are not alive, without those that `mine` has postponed.

        A retry that is later than the end of its run was not stored by the bot: that is listed.
        """
        by, retry_at = runs.c.claimed_by, runs.c.retry_at
        unpostponed = retry_at.is_(None) | (retry_at >= runs.c.give_up_at)
        return await self._find(
            runs.c.open_digest_id.is_not(None),
            by.is_(None) | (by != mine) | unpostponed if mine else true(),
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
        return await self._first_moment(runs.c.retry_at, runs.c.claimed_by == by)

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
        wanted = select(*RUN_COLUMNS).where(*conditions).order_by(*order).limit(limit)
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

    async def retake(self, run: Run, by: str) -> bool:
        """Takes over an open run from the process that had it; False where another was faster."""
        taken = _claimed(run, run.claimed_by).values(claimed_by=by, retry_at=None)
        return await self._database.change(taken) == 1

    async def record(self, run: Run, part: int, post: Post, by: str, *, at: datetime) -> bool:
        """Stores where a part was posted; False where the run is over or another process's."""
        async with self._database.writing() as connection:
            await self._record(connection, run.id, part, post)
            return (await connection.execute(_claimed(run, by).values(tried_at=at))).rowcount == 1

    async def publish(self, run: Run, part: int, *, published: bool) -> None:
        """Stores whether an announcement went to its followers, or was refused."""
        noted = (
            update(posts)
            .where(posts.c.run_id == run.id, posts.c.part == part)
            .values(published=published)
        )
        await self._database.change(noted)

    async def retry(self, run: Run, retry_at: datetime, by: str) -> bool:
        """Postpones the run; False where another process took it."""
        moved = _claimed(run, by).values(retry_at=retry_at, tries=runs.c.tries + 1)
        return await self._database.change(moved) == 1

    async def begin_again(self, run: Run, by: str) -> bool:
        """Continues a postponed run; False where another process took it."""
        return await self._database.change(_claimed(run, by).values(retry_at=None)) == 1

    async def finish(
        self,
        run: Run,
        news: Iterable[str],
        by: str,
        *,
        at: datetime,
        part: int = 0,
        post: Post | None = None,
    ) -> bool:
        """The run is sent: moves the digest's baseline and stores what was announced as new.

        `post` is the last part where it was not recorded yet. False where the run is over, or
        another process took it.
        """
        async with self._database.writing() as connection:
            if post is not None:
                await self._record(connection, run.id, part, post)
            ended = await connection.execute(
                _claimed(run, by).values(end_columns("sent", None, at))
            )
            if ended.rowcount != 1:
                return False
            await advance(connection, run.digest_id, run, edition=True)
            for record in news:
                row = {"digest_id": run.digest_id, "record": record}
                added = self._database.insert(announced).values(row).on_conflict_do_nothing()
                await connection.execute(added)
            return True

    async def fail(
        self,
        run: Run,
        cause: Cause,
        by: str,
        *,
        at: datetime,
        suspend: Target | Literal["digest"] | None = None,
    ) -> bool:
        """The run failed; `suspend` is what to suspend: its digest, or all that go to a target.

        False, and nothing is suspended, where the run is over, or another process took it.
        """
        async with self._database.writing() as connection:
            ended = await connection.execute(
                _claimed(run, by).values(end_columns("failed", cause, at))
            )
            if ended.rowcount != 1:
                return False
            if suspend is not None:
                mine = digests.c.id == run.digest_id
                which = mine if suspend == "digest" else _sent_to(suspend)
                active = update(digests).where(which, digests.c.state == "active")
                await connection.execute(active.values(suspension_columns(cause, at)))
            return True

    async def _record(
        self, connection: AsyncConnection, run_id: int, part: int, post: Post
    ) -> None:
        # Selected from the run: of a deleted digest nothing is stored.
        values = select(
            runs.c.id,
            literal(part),
            literal(post.message_id),
            literal(post.channel_id),
            literal(post.published, posts.c.published.type),
        ).where(runs.c.id == run_id)
        columns = ["run_id", "part", "message_id", "channel_id", "published"]
        kept = self._database.insert(posts).from_select(columns, values)
        await connection.execute(kept.on_conflict_do_nothing())


def _claimed(run: Run, by: str | None) -> Update:
    """An UPDATE of the run that has an effect only while that process has claimed it."""
    return update(runs).where(
        runs.c.id == run.id, runs.c.state == "claimed", runs.c.claimed_by == by
    )


def _sent_to(target: Target) -> ColumnElement[bool]:
    """Whether a digest goes to the same channel, or a watch to the same person."""
    if target.person_id is None:
        return digests.c.channel_id == target.channel_id
    # By the person: several may have no channel yet.
    return (digests.c.guild_id == NO_GUILD) & (digests.c.created_by == target.person_id)
