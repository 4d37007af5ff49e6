"""Runs: who posts which slot, what was posted, and how it ended. Each change is conditional."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, exists, literal, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.digests.subscription import Cause, Digest, Post, Run, RunKind, RunState
from bot.storage.database import Database
from bot.storage.digests import cause_columns
from bot.storage.run_rows import read_post, read_run
from bot.storage.tables import announced, digests, posts, runs


@dataclass(frozen=True, slots=True)
class RunPlan:
    """An edition about to be claimed."""

    slot: datetime
    kind: RunKind
    number: int
    compared_with: str
    """The data version that it compares with."""
    version: str
    """The data version that it is made of."""
    late: bool
    parts: int
    document: str | None
    """What is to be posted, as JSON; None where there is nothing to post."""
    give_up_at: datetime
    fault: Cause | None = None
    """Why the edition could not be made."""


class RunStore:
    """The runs of all digests. A run belongs to the process that claimed it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- Claiming --

    async def claim(
        self,
        digest: Digest,
        plan: RunPlan | None,
        missed: Sequence[datetime],
        next_run_at: datetime | None,
        by: str,
        *,
        at: datetime,
    ) -> Run | None:
        """The run, which is now this process's to post; None where it is not.

        Moves the digest on to its next run and keeps a record of each missed slot, all in one
        transaction. A plan without a document is a run that has nothing to post, done at once.
        """
        moved = (
            update(digests)
            .where(
                digests.c.id == digest.id,
                digests.c.state == "active",
                digests.c.next_run_at == digest.next_run_at,
            )
            .values(next_run_at=next_run_at)
        )
        async with self._database.writing() as connection:
            if (await connection.execute(moved)).rowcount != 1:
                return None  # another process was faster, or the digest has changed
            for slot in missed:
                await self._insert(connection, _missed(digest, slot, at))
            if plan is None:
                return None
            run = await self._begin(connection, digest.id, plan, by, at)
            if run is None and await connection.scalar(_open_run(digest.id)) is not None:
                # One by hand was faster: the slot stays due until that is over.
                await connection.rollback()
            return run

    async def claim_now(
        self, digest_id: int, plan: RunPlan, by: str, *, at: datetime
    ) -> Run | None:
        """A run outside the schedule; None where one of this digest is open, or has ended since.

        Of several people who ask at once one posts: the others have planned the same edition.
        """
        unposted = exists().where(digests.c.id == digest_id, digests.c.editions < plan.number)
        async with self._database.writing() as connection:
            return await self._begin(connection, digest_id, plan, by, at, unposted)

    async def _begin(
        self,
        connection: AsyncConnection,
        digest_id: int,
        plan: RunPlan,
        by: str,
        at: datetime,
        condition: ColumnElement[bool] | None = None,
    ) -> Run | None:
        row = _row(digest_id, plan, by, at)
        run_id = await self._insert(connection, row, condition)
        if run_id is None:
            return None
        if plan.document is None and plan.fault is None:
            await _advance(connection, digest_id, plan, edition=False)
        return _begun(run_id, digest_id, plan, row)

    async def _insert(
        self,
        connection: AsyncConnection,
        row: Mapping[str, Any],
        condition: ColumnElement[bool] | None = None,
    ) -> int | None:
        values = select(*(literal(value, runs.c[name].type) for name, value in row.items()))
        wanted = values.where(true() if condition is None else condition)
        inserted = self._database.insert(runs).from_select([*row], wanted)
        statement = inserted.on_conflict_do_nothing().returning(runs.c.id)
        return (await connection.execute(statement)).scalar_one_or_none()

    async def orphans(self, alive: Iterable[str], limit: int = 500) -> Sequence[Run]:
        """Open runs of processes that are not among the living."""
        return await self._find(
            runs.c.open_digest_id.is_not(None),
            runs.c.claimed_by.is_(None) | runs.c.claimed_by.not_in(list(alive)),
            limit=limit,
            # By the index of open runs: ordered otherwise, SQLite walks through all runs there are.
            order=(runs.c.open_digest_id,),
        )

    async def retake(self, run: Run, by: str) -> bool:
        """Takes over an open run from the process that had it; False where another was faster."""
        taken = (
            update(runs)
            .where(
                runs.c.id == run.id,
                runs.c.state == "claimed",
                runs.c.claimed_by == run.claimed_by,
            )
            .values(claimed_by=by, retry_at=None)
        )
        async with self._database.writing() as connection:
            return (await connection.execute(taken)).rowcount == 1

    # -- While it is sent --

    async def document(self, run_id: int) -> str | None:
        """What is to be posted, as JSON; None once the run is over."""
        async with self._database.reading() as connection:
            return await connection.scalar(select(runs.c.document).where(runs.c.id == run_id))

    async def record(self, run: Run, part: int, post: Post, by: str, *, at: datetime) -> bool:
        """Keeps where a part was posted; from now on the next one may be on its way.

        False where the run is another process's by now, or over.
        """
        async with self._database.writing() as connection:
            await self._record(connection, run.id, part, post)
            return (await connection.execute(_mine(run, by).values(tried_at=at))).rowcount == 1

    async def publish(self, run: Run, part: int, *, published: bool) -> None:
        """Keeps that an announcement went to its followers, or was refused."""
        noted = (
            update(posts)
            .where(posts.c.run_id == run.id, posts.c.part == part)
            .values(published=published)
        )
        async with self._database.writing() as connection:
            await connection.execute(noted)

    async def retry(self, run: Run, retry_at: datetime, by: str) -> bool:
        """Puts the run off; False where it is another process's by now."""
        async with self._database.writing() as connection:
            moved = await connection.execute(
                _mine(run, by).values(retry_at=retry_at, tries=runs.c.tries + 1)
            )
            return moved.rowcount == 1

    async def begin_again(self, run: Run, by: str) -> bool:
        """Takes up a run that was put off; False where it is another process's by now."""
        async with self._database.writing() as connection:
            return (await connection.execute(_mine(run, by).values(retry_at=None))).rowcount == 1

    async def due_retries(self, by: str, now: datetime, limit: int = 200) -> Sequence[Run]:
        """Own runs that were put off until now, the longest due first."""
        return await self._find(runs.c.retry_at <= now, runs.c.claimed_by == by, limit=limit)

    async def next_retry(self, by: str) -> datetime | None:
        """When the next run of this process that was put off is due, where that can be read."""
        wanted = (
            select(runs.c.retry_at)
            .where(runs.c.retry_at.is_not(None), runs.c.claimed_by == by)
            .order_by(runs.c.retry_at)
            .limit(20)
        )
        async with self._database.reading() as connection:
            found: Iterable[object] = (await connection.execute(wanted)).scalars().all()
        return next((moment for moment in found if isinstance(moment, datetime)), None)

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
        """The run is sent: moves the digest's baseline and keeps what was announced as new.

        `post` is the last part where it was not recorded yet. False where the run is another
        process's by now, or over.
        """
        async with self._database.writing() as connection:
            if post is not None:
                await self._record(connection, run.id, part, post)
            ended = await connection.execute(_mine(run, by).values(_ended("sent", None, at)))
            if ended.rowcount != 1:
                return False
            await _advance(connection, run.digest_id, run, edition=True)
            for record in news:
                kept = self._database.insert(announced).values(
                    digest_id=run.digest_id, record=record
                )
                await connection.execute(kept.on_conflict_do_nothing())
            return True

    async def fail(
        self, run: Run, cause: Cause, by: str, *, at: datetime, suspend: Sequence[int] | int = ()
    ) -> bool:
        """The run failed; suspends a whole channel (its id) or some digests, where asked.

        False where the run is another process's by now, or over; then nothing is suspended.
        """
        async with self._database.writing() as connection:
            ended = await connection.execute(_mine(run, by).values(_ended("failed", cause, at)))
            if ended.rowcount != 1:
                return False
            if suspend:
                await _suspend(connection, suspend, cause, at)
            return True

    async def drop_unreadable(self, run_id: int, *, at: datetime) -> bool:
        """Ends an open run that cannot be read, whoever has it; False where it is not open."""
        dropped = update(runs).where(runs.c.id == run_id, runs.c.open_digest_id.is_not(None))
        ended = _ended("failed", Cause("unreadable"), at)
        async with self._database.writing() as connection:
            return (await connection.execute(dropped.values(ended))).rowcount == 1

    async def suspend(self, digest: Digest, cause: Cause, *, at: datetime) -> int:
        """Suspends all digests of a channel without a run; how many."""
        async with self._database.writing() as connection:
            return await _suspend(connection, digest.channel_id, cause, at)

    async def _record(
        self, connection: AsyncConnection, run_id: int, part: int, post: Post
    ) -> None:
        # Selected from the run: where the digest was deleted meanwhile, there is nothing to keep.
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

    async def erase_before(self, before: datetime, limit: int = 5_000) -> int:
        """Erases runs that ended before then, with their posts; how many, at most `limit`."""
        old = select(runs.c.id).where(runs.c.finished_at < before).limit(limit)
        async with self._database.writing() as connection:
            gone = await connection.execute(delete(runs).where(runs.c.id.in_(old)))
            return gone.rowcount

    # -- What there was --

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
        """How many runs are on their way, in all processes."""
        async with self._database.reading() as connection:
            found = await connection.execute(
                select(runs.c.id).where(runs.c.open_digest_id.is_not(None))
            )
            return len(found.all())

    async def _find(
        self,
        *conditions: ColumnElement[bool],
        limit: int = 1,
        order: Sequence[ColumnElement[Any]] = (runs.c.id,),
    ) -> Sequence[Run]:
        columns = [column for column in runs.c if column is not runs.c.document]
        wanted = select(*columns).where(*conditions).order_by(*order).limit(limit)
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


def _open_run(digest_id: int) -> Select[int]:
    return select(runs.c.id).where(runs.c.open_digest_id == digest_id)


def _mine(run: Run, by: str) -> Any:
    """An UPDATE of the run that has an effect only while it is this process's."""
    return update(runs).where(
        runs.c.id == run.id, runs.c.state == "claimed", runs.c.claimed_by == by
    )


def _ended(state: RunState, cause: Cause | None, at: datetime) -> dict[str, Any]:
    return {
        "state": state,
        "open_digest_id": None,
        "claimed_by": None,
        "retry_at": None,
        "document": None,
        "finished_at": at,
        **cause_columns(cause),
    }


async def _advance(
    connection: AsyncConnection, digest_id: int, run: Run | RunPlan, *, edition: bool
) -> None:
    """Moves the digest's baseline, unless a resume has set a newer one meanwhile."""
    since = run.since if isinstance(run, Run) else run.compared_with
    mine = update(digests).where(digests.c.id == digest_id)
    moved = mine.where(digests.c.baseline == since).values(baseline=run.version)
    await connection.execute(moved)
    if edition:
        await connection.execute(
            mine.where(digests.c.editions < run.number).values(
                editions=run.number, last_edition_at=run.slot
            )
        )


async def _suspend(
    connection: AsyncConnection, which: Sequence[int] | int, cause: Cause, at: datetime
) -> int:
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
    return (await connection.execute(suspended)).rowcount


def _row(digest_id: int, plan: RunPlan, by: str, at: datetime) -> dict[str, Any]:
    opened = plan.document is not None
    return {
        "digest_id": digest_id,
        "slot": plan.slot,
        "kind": plan.kind,
        "state": "claimed" if opened else "failed" if plan.fault else "empty",
        "open_digest_id": digest_id if opened else None,
        "number": plan.number if opened else 0,
        "compared_with": plan.compared_with,
        "version": plan.version,
        "late": plan.late,
        "claimed_by": by if opened else None,
        "tries": 0,
        "tried_at": at,
        "give_up_at": plan.give_up_at,
        "parts": plan.parts,
        "document": plan.document,
        "finished_at": None if opened else at,
        **cause_columns(plan.fault),
    }


def _begun(run_id: int, digest_id: int, plan: RunPlan, row: Mapping[str, Any]) -> Run:
    """The run that was just inserted as this row."""
    return Run(
        id=run_id,
        digest_id=digest_id,
        slot=plan.slot,
        kind=plan.kind,
        state=row["state"],
        cause=plan.fault,
        number=row["number"],
        since=plan.compared_with,
        version=plan.version,
        late=plan.late,
        claimed_by=row["claimed_by"],
        tries=0,
        tried_at=row["tried_at"],
        retry_at=None,
        give_up_at=plan.give_up_at,
        parts=plan.parts,
        finished_at=row["finished_at"],
    )


def _missed(digest: Digest, slot: datetime, at: datetime) -> dict[str, Any]:
    return {
        "digest_id": digest.id,
        "slot": slot,
        "kind": "scheduled",
        "state": "missed",
        "number": 0,
        "compared_with": digest.baseline,
        "version": digest.baseline,
        "late": False,
        "tries": 0,
        "tried_at": at,
        "give_up_at": at,
        "parts": 0,
        "finished_at": at,
        **cause_columns(Cause("too-late")),
    }


__all__ = ["RunPlan", "RunStore"]
