"""The watches: digests of persons, for one measure each."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy import ColumnElement, and_, exists, func, literal, select, update

from bot.domain.data.versions import is_version
from bot.domain.digests.subscription import MOST_WATCHES, NO_GUILD, Cause, CauseCode, Digest, Order
from bot.storage import revisions
from bot.storage.async_engine import AsyncConnection
from bot.storage.digest_rows import DigestQueries, new_columns, order_columns
from bot.storage.digests import CREATED, delete_digests
from bot.storage.due_queue import has_open_run
from bot.storage.row_values import cause_columns
from bot.storage.tables import digests, runs

Placed: TypeAlias = Literal["added", "known", "full"]

CLOSED: CauseCode = "closed-dms"
_UNREADABLE: CauseCode = "unreadable"
OF_PERSONS = digests.c.guild_id == NO_GUILD
_WAITS = ~has_open_run()


class WatchStore(DigestQueries):
    """The watches of all persons."""

    async def add(self, order: Order, by: int, baseline: str, *, at: datetime) -> Placed:
        """Adds a watch; "known": the person has it already, "full": no more are allowed.

        A known watch gets the channel and the language of this order.
        """
        async with self._database.writing() as connection:
            # Creations follow one another, so the count still holds at the insertion.
            await revisions.count_up(self._database, connection, CREATED)
            mine = and_(OF_PERSONS, digests.c.created_by == by)
            same = and_(mine, digests.c.record == order.wish.record)
            renewed = update(digests).where(same)
            if (await connection.execute(renewed.values(order_columns(order)))).rowcount:
                unreadable = renewed.where(digests.c.cause == _UNREADABLE)
                await connection.execute(unreadable.values(cause_columns(None)))
                return "known"
            counted = select(func.count()).select_from(digests).where(mine)
            if (await connection.execute(counted)).scalar_one() >= MOST_WATCHES:
                return "full"
            row = new_columns(order, baseline, by, at=at)
            await connection.execute(self._database.insert(digests).values(row))
            return "added"

    async def of(self, user_id: int) -> Sequence[Digest]:
        """The person's watches, oldest first."""
        return await self._find(OF_PERSONS, digests.c.created_by == user_id)

    async def remove(self, user_id: int, record: str) -> bool:
        """Deletes a watch with its runs; False where there is none."""
        # Also by id: the column may differ from the order.
        named = [watch.id for watch in await self.of(user_id) if watch.record == record]
        gone = (digests.c.record == record) | digests.c.id.in_(named)
        async with self._database.writing() as connection:
            mine = OF_PERSONS, digests.c.created_by == user_id
            return await delete_digests(connection, *mine, gone) > 0

    async def suspend(self, user_id: int, cause: Cause, *, at: datetime) -> int:
        """Suspends the person's active watches; how many."""
        values = {"state": "suspended", "since": at, "next_run_at": None, **cause_columns(cause)}
        return await self._change(
            digests.c.created_by == user_id, digests.c.state == "active", **values
        )

    async def resume(self, user_id: int, *, at: datetime) -> int:
        """Makes the person's suspended watches active; how many."""
        return await self._change(
            digests.c.created_by == user_id,
            digests.c.state == "suspended",
            digests.c.cause.is_(None) | (digests.c.cause != _UNREADABLE),
            **_active(at),
        )

    async def claim_trial(self, user_id: int, before: datetime, *, at: datetime) -> bool:
        """Whether a test message is due: suspended before then, and not tried since.

        True once: the try is stored, so that no other process repeats it.
        """
        tried = digests.c.looked_at
        claimed = await self._change(
            digests.c.created_by == user_id,
            digests.c.state == "suspended",
            digests.c.cause == CLOSED,
            digests.c.since < before,
            tried.is_(None) | (tried < before),
            looked_at=at,
        )
        return claimed > 0

    async def move(self, user_id: int, channel_id: int) -> None:
        """Moves the person's watches to that channel, unless suspended for another cause."""
        for watch in await self.of(user_id):
            if watch.channel_id != channel_id and watch.cause in (None, Cause(CLOSED)):
                target = replace(watch.order.target, channel_id=channel_id)
                await self._change(
                    digests.c.id == watch.id,
                    digests.c.channel_id == watch.channel_id,
                    **order_columns(replace(watch.order, target=target)),
                )

    async def baselines(self, version: str) -> frozenset[str]:
        """The baselines of all watches, except that version."""
        wanted = select(digests.c.baseline).where(OF_PERSONS, digests.c.baseline != version)
        rows = await self._database.rows(wanted.distinct())
        return frozenset(row.baseline for row in rows if is_version(row.baseline))

    async def announce(
        self, baseline: str, version: str, records: Collection[str], *, at: datetime
    ) -> int:
        """Makes watches of these records with that baseline due; how many.

        The records differ between the two versions. Watches of other records silently move to
        `version`. A message that was refused or given up with this version is not tried again.
        """
        behind = (digests.c.baseline == baseline, _WAITS)
        changed = digests.c.record.in_(list(records))
        idle = digests.c.next_run_at.is_(None) | (digests.c.next_run_at > at)
        active = digests.c.state == "active"
        closed = and_(digests.c.state == "suspended", digests.c.cause == CLOSED)
        async with self._database.writing() as connection:
            due = await _changed(
                connection, *behind, changed, idle, active, ~_given_up(version), next_run_at=at
            )
            # Closed direct messages are tried again once for each version.
            due += await _changed(
                connection,
                *behind,
                changed,
                closed,
                ~_of_person((runs.c.version == version) & (runs.c.state == "failed")),
                **_active(at) | {"next_run_at": at},
            )
            await _changed(connection, *behind, ~changed, idle, baseline=version)
        return due

    async def free(self, *, at: datetime) -> int:
        """Resumes watches suspended for closed messages where one arrived since; how many."""
        since = (runs.c.state == "sent") & (runs.c.finished_at > digests.c.since)
        return await self._change(
            digests.c.state == "suspended", digests.c.cause == CLOSED, _of_person(since),
            **_active(at),
        )  # fmt: skip

    async def _change(self, *conditions: ColumnElement[bool], **values: Any) -> int:
        async with self._database.writing() as connection:
            return await _changed(connection, *conditions, **values)


async def _changed(
    connection: AsyncConnection, *conditions: ColumnElement[bool], **values: Any
) -> int:
    changed = update(digests).where(OF_PERSONS, *conditions).values(values)
    return (await connection.execute(changed)).rowcount


def _active(at: datetime) -> dict[str, Any]:
    return {"state": "active", "since": at, "next_run_at": None, **cause_columns(None)}


def _given_up(version: str) -> ColumnElement[bool]:
    """Whether a message of this version failed for another cause than closed messages."""
    return exists(literal(1)).where(
        runs.c.digest_id == digests.c.id,
        runs.c.version == version,
        runs.c.state == "failed",
        runs.c.cause != CLOSED,
    )


def _of_person(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a run of any watch of the same person meets the condition."""
    others = digests.alias()
    return exists(literal(1)).where(
        runs.c.digest_id == others.c.id,
        others.c.guild_id == NO_GUILD,
        others.c.created_by == digests.c.created_by,
        condition,
    )
