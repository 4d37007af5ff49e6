"""The digests: what is subscribed, and every change of a digest's state."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, get_args

from sqlalchemy import ColumnElement, Update, delete, func, select, update

from bot.domain.digests.subscription import (
    MOST_DIGESTS,
    NO_GUILD,
    ORDER,
    Digest,
    Notified,
    Order,
    State,
)
from bot.storage import revisions
from bot.storage.async_engine import AsyncConnection
from bot.storage.database import Store
from bot.storage.digest_rows import DigestQueries, new_columns, order_columns, order_json
from bot.storage.row_values import cause_columns
from bot.storage.tables import announced, digests, drafts, runs

CREATED = "digests-created"
_OF_SERVERS = digests.c.guild_id != NO_GUILD
"""Without the watches of persons, which have no schedule, no server and no administrators."""


class DigestStore(DigestQueries):
    """All digests of all servers."""

    async def create(
        self, draft_id: int, order: Order, next_run_at: datetime, baseline: str, *, at: datetime
    ) -> int | None:
        """The new digest's id; None where the draft is used already, or the server is full."""
        guild_id = order.target.guild_id
        async with self._database.writing() as connection:
            # Creations follow one another, so the count still holds at the insertion.
            await revisions.count_up(self._database, connection, CREATED)
            mine = select(func.count()).select_from(digests).where(digests.c.guild_id == guild_id)
            if (await connection.execute(mine)).scalar_one() >= MOST_DIGESTS:
                return None
            taken = delete(drafts).where(drafts.c.id == draft_id).returning(drafts.c.created_by)
            draft = (await connection.execute(taken)).one_or_none()
            if draft is None:
                return None
            row = new_columns(order, baseline, draft.created_by, at=at)
            row["next_run_at"] = next_run_at
            added = self._database.insert(digests).values(row).returning(digests.c.id)
            return (await connection.execute(added)).scalar_one()

    async def change(self, draft_id: int, order: Order, next_run_at: datetime) -> bool:
        """Replaces a digest's order by its draft's; False where the draft is used already.

        A paused digest stays paused; a suspended one waits until its new channel is checked.
        """
        async with self._database.writing() as connection:
            taken = delete(drafts).where(drafts.c.id == draft_id).returning(drafts.c.digest_id)
            draft = (await connection.execute(taken)).one_or_none()
            if draft is None or draft.digest_id is None:
                return False
            mine = update(digests).where(digests.c.id == draft.digest_id)
            changed = await connection.execute(mine.values(**order_columns(order), looked_at=None))
            # What could not be read is replaced: only its channel can be an obstacle now.
            readable = mine.where(digests.c.state == "suspended", digests.c.cause == "unreadable")
            await connection.execute(readable.values(**cause_columns(None)))
            await connection.execute(
                mine.where(digests.c.state == "active").values(next_run_at=next_run_at)
            )
            return changed.rowcount == 1

    async def pause(self, digest_id: int, *, at: datetime) -> bool:
        """Stops an active or suspended digest; False where it is neither."""
        stopped = _in_state(digest_id, "active", "suspended")
        return await self._move(stopped, "paused", at, next_run_at=None)

    async def resume(
        self, digest_id: int, next_run_at: datetime, baseline: str, *, at: datetime
    ) -> bool:
        """Makes a paused or suspended digest active, counted from now; False for another."""
        values = {"next_run_at": next_run_at, "baseline": baseline}
        return await self._move(_in_state(digest_id, "paused", "suspended"), "active", at, **values)

    async def _move(self, of: Update, to: State, at: datetime, **values: Any) -> bool:
        reset = {"told": None, "looked_at": None, **cause_columns(None)}
        return await self._database.change(of.values(state=to, since=at, **reset, **values)) == 1

    async def delete(self, digest_id: int, guild_id: int) -> bool:
        """Removes a digest of that server with its runs; False where it is gone already."""
        named = digests.c.id == digest_id, digests.c.guild_id == guild_id
        async with self._database.writing() as connection:
            return await delete_digests(connection, *named) == 1

    async def unnotified(self, limit: int = 100) -> Sequence[Digest]:
        """Suspended digests whose administrators have not been notified yet."""
        return await self._suspended(digests.c.told.is_(None), _OF_SERVERS, limit=limit)

    async def unchecked_guilds(self, before: datetime) -> Sequence[int]:
        """Servers with suspended digests whose channel was not checked since then."""
        wanted = select(digests.c.guild_id).where(
            digests.c.state == "suspended", _OF_SERVERS, _unchecked(before)
        )
        rows = await self._database.rows(wanted.distinct())
        return [row.guild_id for row in rows if isinstance(row.guild_id, int)]

    async def unchecked(
        self, before: datetime, guild_ids: Sequence[int], limit: int = 100
    ) -> Sequence[Digest]:
        """Suspended digests of these servers whose channel was not checked since then."""
        mine = digests.c.guild_id.in_(list(guild_ids))
        return await self._suspended(mine, _unchecked(before), limit=limit)

    async def suspended_in(self, guild_id: int) -> Sequence[Digest]:
        """Suspended digests of a server."""
        return await self._suspended(digests.c.guild_id == guild_id)

    async def notified(self, digest_id: int, since: datetime, notified: Notified) -> bool:
        """Stores who was notified of a suspension; False where it is another one by now."""
        same = _in_state(digest_id, "suspended").where(digests.c.since == since)
        return await self._database.change(same.values(told=notified)) == 1

    async def checked(self, digest_ids: Sequence[int], *, at: datetime) -> None:
        """Stores that the channels of these digests were checked."""
        named = update(digests).where(digests.c.id.in_(list(digest_ids)))
        await self._database.change(named.values(looked_at=at))

    async def _suspended(
        self, *conditions: ColumnElement[bool], limit: int = 1000
    ) -> Sequence[Digest]:
        return await self._find(digests.c.state == "suspended", *conditions, limit=limit)

    async def get(self, digest_id: int) -> Digest | None:
        """The digest of that id."""
        found = await self._find(digests.c.id == digest_id)
        return found[0] if found else None

    async def of_guild(self, guild_id: int) -> Sequence[Digest]:
        """The digests of a server, oldest first."""
        return await self._find(digests.c.guild_id == guild_id)

    async def counts(self) -> dict[State, int]:
        """How many digests of servers there are in each state."""
        counted = select(digests.c.state, func.count()).where(_OF_SERVERS)
        rows = await self._database.rows(counted.group_by(digests.c.state))
        return {row[0]: row[1] for row in rows if row[0] in get_args(State)}

    async def announced(self, digest_id: int) -> frozenset[str]:
        """Ids of records that the digest has announced as new."""
        wanted = select(announced.c.record).where(announced.c.digest_id == digest_id)
        return frozenset(row.record for row in await self._database.rows(wanted))


async def delete_digests(connection: AsyncConnection, *conditions: ColumnElement[bool]) -> int:
    """Deletes the digests that meet the conditions, with their runs; how many digests."""
    # In the order of locks that a run's end has, first the runs: the cascade would lock the digest
    # first, and a run that ends meanwhile would deadlock.
    theirs = runs.c.digest_id.in_(select(digests.c.id).where(*conditions))
    await connection.execute(select(runs.c.id).where(theirs).order_by(runs.c.id).with_for_update())
    return (await connection.execute(delete(digests).where(*conditions))).rowcount


def _unchecked(before: datetime) -> ColumnElement[bool]:
    return digests.c.looked_at.is_(None) | (digests.c.looked_at < before)


def _in_state(digest_id: int, *states: State) -> Update:
    """An UPDATE that has an effect only while the digest is in one of the states."""
    return update(digests).where(digests.c.id == digest_id, digests.c.state.in_(states))


class DraftStore(Store):
    """The drafts of all servers."""

    async def add(self, order: Order, digest_id: int | None, by: int, *, at: datetime) -> int:
        """The new draft's id; `digest_id` is set where it changes a digest."""
        row = {
            "guild_id": order.target.guild_id,
            "digest_id": digest_id,
            "ordered": order_json(order),
            "created_by": by,
            "created_at": at,
        }
        added = self._database.insert(drafts).values(row).returning(drafts.c.id)
        async with self._database.writing() as connection:
            return (await connection.execute(added)).scalar_one()

    async def get(self, draft_id: int, guild_id: int) -> tuple[Order, int | None] | None:
        """A draft of that server and the digest that it changes; None if gone or unreadable."""
        wanted = select(drafts.c.ordered, drafts.c.digest_id).where(
            drafts.c.id == draft_id, drafts.c.guild_id == guild_id
        )
        for row in await self._database.rows(wanted):
            try:
                return ORDER.validate_json(row.ordered), row.digest_id
            except ValueError:
                break
        return None

    async def replace(self, draft_id: int, order: Order) -> bool:
        """Replaces the draft's order; False where the draft is gone."""
        replaced = update(drafts).where(drafts.c.id == draft_id).values(ordered=order_json(order))
        return await self._database.change(replaced) == 1

    async def erase_before(self, before: datetime) -> int:
        """Erases older drafts; how many."""
        return await self._database.change(delete(drafts).where(drafts.c.created_at < before))
