"""Changes of open runs: what was posted, and how the run ended. Each change is conditional."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Update, literal, select, update

from bot.domain.digests.subscription import Cause, Post, Run
from bot.storage.async_engine import AsyncConnection
from bot.storage.row_values import cause_columns
from bot.storage.run_claims import advance
from bot.storage.run_history import RunHistory
from bot.storage.run_rows import end_columns
from bot.storage.tables import announced, digests, posts, runs


class RunStore(RunHistory):
    """The runs of all digests, read and changed. A run belongs to the process that claimed it."""

    async def retake(self, run: Run, by: str) -> bool:
        """Takes over an open run from the process that had it; False where another was faster."""
        taken = _claimed(run, run.claimed_by).values(claimed_by=by, retry_at=None)
        return await self._database.change(taken) == 1

    async def record(self, run: Run, part: int, post: Post, by: str, *, at: datetime) -> bool:
        """Stores where a part was posted; from now on the next one may be sent.

        False where the run is over, or another process took it.
        """
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

    # -- The end --

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
        self, run: Run, cause: Cause, by: str, *, at: datetime, suspend: Sequence[int] | int = ()
    ) -> bool:
        """The run failed; `suspend` names a channel (its id) or digests to suspend.

        False, and nothing is suspended, where the run is over, or another process took it.
        """
        async with self._database.writing() as connection:
            ended = await connection.execute(
                _claimed(run, by).values(end_columns("failed", cause, at))
            )
            if ended.rowcount != 1:
                return False
            if suspend:
                await _suspend(connection, suspend, cause, at)
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


async def _suspend(
    connection: AsyncConnection, which: Sequence[int] | int, cause: Cause, at: datetime
) -> None:
    """Suspends the active digests of a channel (its id), or those named."""
    condition = (
        digests.c.channel_id == which if isinstance(which, int) else digests.c.id.in_(list(which))
    )
    suspended = (
        update(digests)
        .where(condition, digests.c.state == "active")
        .values(
            state="suspended",
            since=at,
            next_run_at=None,
            told=None,
            looked_at=at,
            **cause_columns(cause),
        )
    )
    await connection.execute(suspended)
