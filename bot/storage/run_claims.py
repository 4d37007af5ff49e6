"""Claims of runs: of all processes, one posts a slot, and a digest has one open run."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, exists, literal, select, true, update

from bot.domain.digests.subscription import Cause, Digest, Run, RunKind
from bot.storage.async_engine import AsyncConnection
from bot.storage.database import Store
from bot.storage.row_values import cause_columns
from bot.storage.run_rows import RUN_COLUMNS, read_run
from bot.storage.tables import digests, runs


class RunPlan(NamedTuple):
    """An edition to be claimed."""

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
    """What to post, as JSON; None where there is nothing to post."""
    give_up_at: datetime
    fault: Cause | None = None
    """Why the edition could not be made."""


class RunClaims(Store):
    """The claims of all digests. A run belongs to the process that claimed it."""

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
        """The run that this process may now post; None where it may not.

        Moves the digest to its next run and records each missed slot, all in one transaction. A
        plan without a document is a run with nothing to post, over at once.
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
            open_run = select(runs.c.id).where(runs.c.open_digest_id == digest.id)
            if run is None and await connection.scalar(open_run) is not None:
                # A manual run was faster: the slot stays due until that is over.
                await connection.rollback()
            return run

    async def claim_now(
        self, digest_id: int, plan: RunPlan, by: str, *, at: datetime
    ) -> Run | None:
        """A run outside the schedule; None where one is open, or has ended since the plan.

        Of several requests at the same time one posts: the others planned the same edition.
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
        row = await self._insert(connection, _row(digest_id, plan, by, at), condition)
        if row is None:
            return None
        if plan.document is None and plan.fault is None:
            await advance(connection, digest_id, plan, edition=False)
        return read_run(row, {})

    async def _insert(
        self,
        connection: AsyncConnection,
        row: Mapping[str, Any],
        condition: ColumnElement[bool] | None = None,
    ) -> Row[Any] | None:
        values = select(*(literal(value, runs.c[name].type) for name, value in row.items()))
        wanted = values.where(true() if condition is None else condition)
        inserted = self._database.insert(runs).from_select([*row], wanted)
        statement = inserted.on_conflict_do_nothing().returning(*RUN_COLUMNS)
        return (await connection.execute(statement)).one_or_none()


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


async def advance(
    connection: AsyncConnection, digest_id: int, run: Run | RunPlan, *, edition: bool
) -> None:
    """Moves the digest's baseline, unless a resume has set a newer one."""
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
