"""The digests: what is subscribed, what is due, and every change of a digest's state."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple, get_args

from sqlalchemy import ColumnElement, Row, delete, exists, func, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.digests.subscription import (
    MOST_DIGESTS,
    NO_GUILD,
    ORDER,
    Cause,
    Digest,
    Order,
    State,
    Told,
)
from bot.storage import revisions
from bot.storage.database import Database
from bot.storage.digest_rows import ORDER_PARTS, read_digest
from bot.storage.row_values import NO_VERSION
from bot.storage.tables import announced, digests, drafts, runs

CREATED = "digests-created"
_OF_SERVERS = digests.c.guild_id != NO_GUILD
"""Without the watches of persons, which have no schedule, no server and no administrators."""


class Moment(NamedTuple):
    """A digest's next run, to be put in the place of the one that is stored."""

    digest_id: int
    stored: datetime
    wanted: datetime


class DigestStore:
    """All digests of all servers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- What an administrator does --

    async def draft(self, order: Order, digest_id: int | None, by: int, *, at: datetime) -> int:
        """The number under which an order waits for *Save*; `digest_id` where it changes one."""
        row = {
            "guild_id": order.target.guild_id,
            "digest_id": digest_id,
            "ordered": _written(order),
            "created_by": by,
            "created_at": at,
        }
        added = self._database.insert(drafts).values(row).returning(drafts.c.id)
        async with self._database.writing() as connection:
            return (await connection.execute(added)).scalar_one()

    async def drafted(self, draft_id: int, guild_id: int) -> tuple[Order, int | None] | None:
        """A waiting order of that server, and the digest that it changes.

        None where there is none, or what is stored cannot be read.
        """
        wanted = select(drafts.c.ordered, drafts.c.digest_id).where(
            drafts.c.id == draft_id, drafts.c.guild_id == guild_id
        )
        async with self._database.reading() as connection:
            row = (await connection.execute(wanted)).one_or_none()
        try:
            return (ORDER.validate_json(row.ordered), row.digest_id) if row is not None else None
        except ValueError:
            return None

    async def amend(self, draft_id: int, order: Order) -> bool:
        """Puts another order in the place of a waiting one; False where it is gone."""
        amended = update(drafts).where(drafts.c.id == draft_id).values(ordered=_written(order))
        async with self._database.writing() as connection:
            return (await connection.execute(amended)).rowcount == 1

    async def create(
        self, draft_id: int, order: Order, next_run_at: datetime, baseline: str, *, at: datetime
    ) -> int | None:
        """The new digest's id; None where the draft was used before, or the server has its most."""
        async with self._database.writing() as connection:
            # Those who create follow one another: the number of digests holds between the two.
            await revisions.count_up(self._database, connection, CREATED)
            if not await self._has_room(connection, order.target.guild_id):
                return None
            taken = delete(drafts).where(drafts.c.id == draft_id).returning(drafts.c.created_by)
            draft = (await connection.execute(taken)).one_or_none()
            if draft is None:
                return None
            row = order_columns(order) | {
                "state": "active",
                "since": at,
                "next_run_at": next_run_at,
                "baseline": baseline,
                "editions": 0,
                "created_by": draft.created_by,
                "created_at": at,
            }
            added = self._database.insert(digests).values(row).returning(digests.c.id)
            return (await connection.execute(added)).scalar_one()

    async def _has_room(self, connection: AsyncConnection, guild_id: int) -> bool:
        counted = select(func.count()).select_from(digests).where(digests.c.guild_id == guild_id)
        return (await connection.execute(counted)).scalar_one() < MOST_DIGESTS

    async def change(self, draft_id: int, order: Order, next_run_at: datetime) -> bool:
        """Puts a draft's order in the place of its digest's; False where it was used before.

        A paused digest stays paused, a suspended one waits for its new place to be looked at.
        """
        async with self._database.writing() as connection:
            taken = delete(drafts).where(drafts.c.id == draft_id).returning(drafts.c.digest_id)
            draft = (await connection.execute(taken)).one_or_none()
            if draft is None or draft.digest_id is None:
                return False
            mine = update(digests).where(digests.c.id == draft.digest_id)
            changed = await connection.execute(mine.values(**order_columns(order), looked_at=None))
            # What could not be read is replaced: nothing stands in its way but its place.
            mended = mine.where(digests.c.state == "suspended", digests.c.cause == "unreadable")
            await connection.execute(mended.values(**cause_columns(None)))
            await connection.execute(
                mine.where(digests.c.state == "active").values(next_run_at=next_run_at)
            )
            return changed.rowcount == 1

    async def pause(self, digest_id: int, *, at: datetime) -> bool:
        """Stops an active or suspended digest; False where it is neither."""
        return await self._move(
            digest_id, ("active", "suspended"), "paused", at, next_run_at=None, cause=None
        )

    async def resume(
        self,
        digest_id: int,
        next_run_at: datetime,
        baseline: str,
        *,
        at: datetime,
        of: tuple[State, ...] = ("paused", "suspended"),
    ) -> bool:
        """Makes a digest active that counts from now on; False where it is in no such state."""
        return await self._move(
            digest_id, of, "active", at, next_run_at=next_run_at, baseline=baseline, cause=None
        )

    async def delete(self, digest_id: int, guild_id: int) -> bool:
        """Removes a digest of that server with its runs; False where it is gone already."""
        gone = delete(digests).where(digests.c.id == digest_id, digests.c.guild_id == guild_id)
        async with self._database.writing() as connection:
            return (await connection.execute(gone)).rowcount == 1

    async def _move(
        self, digest_id: int, of: tuple[State, ...], to: State, at: datetime, **values: Any
    ) -> bool:
        moved = (
            update(digests)
            .where(digests.c.id == digest_id, digests.c.state.in_(of))
            .values(state=to, since=at, missing=None, told=None, looked_at=None, **values)
        )
        async with self._database.writing() as connection:
            return (await connection.execute(moved)).rowcount == 1

    # -- What there is --

    async def get(self, digest_id: int) -> Digest | None:
        """The digest of that id."""
        found = await self._find(digests.c.id == digest_id)
        return found[0] if found else None

    async def of_guild(self, guild_id: int) -> Sequence[Digest]:
        """The digests of a server, oldest first."""
        return await self._find(digests.c.guild_id == guild_id)

    async def in_state(self, state: State, limit: int = 500) -> Sequence[Digest]:
        """Digests of servers in that state, oldest first."""
        return await self._find(digests.c.state == state, _OF_SERVERS, limit=limit)

    async def untold(self, limit: int = 100) -> Sequence[Digest]:
        """Suspended digests whose administrators nobody has tried to tell."""
        return await self._find(
            digests.c.state == "suspended", digests.c.told.is_(None), _OF_SERVERS, limit=limit
        )

    async def suspended_unseen(self, before: datetime, limit: int = 100) -> Sequence[Digest]:
        """Suspended digests whose channel nobody has looked at since then."""
        looked = digests.c.looked_at
        unseen = looked.is_(None) | (looked < before)
        return await self._find(digests.c.state == "suspended", unseen, _OF_SERVERS, limit=limit)

    async def suspended_in(self, guild_id: int) -> Sequence[Digest]:
        """Suspended digests of a server."""
        return await self._find(digests.c.state == "suspended", digests.c.guild_id == guild_id)

    async def guilds(self) -> frozenset[int]:
        """Servers that have digests which are not asleep; ids that are none are left out."""
        awake = digests.c.state != "asleep"
        wanted = select(digests.c.guild_id).where(awake, _OF_SERVERS).distinct()
        async with self._database.reading() as connection:
            found: Iterable[object] = (await connection.execute(wanted)).scalars()
            return frozenset(each for each in found if isinstance(each, int))

    async def counts(self) -> dict[State, int]:
        """How many digests of servers there are in each state."""
        counted = select(digests.c.state, func.count()).where(_OF_SERVERS)
        wanted = counted.group_by(digests.c.state)
        async with self._database.reading() as connection:
            rows = await connection.execute(wanted)
            return {row[0]: row[1] for row in rows if row[0] in get_args(State)}

    async def announced(self, digest_id: int) -> frozenset[str]:
        """Ids of records that the digest has announced as new."""
        wanted = select(announced.c.record).where(announced.c.digest_id == digest_id)
        async with self._database.reading() as connection:
            return frozenset((await connection.execute(wanted)).scalars())

    async def _find(self, *conditions: ColumnElement[bool], limit: int = 1000) -> Sequence[Digest]:
        wanted = select(digests).where(*conditions).order_by(digests.c.id).limit(limit)
        async with self._database.reading() as connection:
            return [read_digest(row) for row in await connection.execute(wanted)]

    # -- When --

    async def due(self, now: datetime, limit: int, busy: Collection[int] = ()) -> Sequence[Digest]:
        """Digests whose time has come and that have no open run, the longest due first.

        Without those of the channels that are busy.
        """
        wanted = (
            select(digests)
            .where(
                digests.c.next_run_at <= now,
                ~has_open_run(),
                digests.c.channel_id.not_in(list(busy)),
            )
            .order_by(digests.c.next_run_at, digests.c.id)
            .limit(limit)
        )
        async with self._database.reading() as connection:
            return [read_digest(row) for row in await connection.execute(wanted)]

    async def next_due(self) -> datetime | None:
        """When the next digest without an open run is due; costs the same for any number."""
        return await self._first_run(digests.c.next_run_at.is_not(None))

    async def oldest_due(self, now: datetime) -> datetime | None:
        """Since when the longest due digest without an open run is due; None where none is."""
        return await self._first_run(digests.c.next_run_at <= now)

    async def _first_run(self, condition: ColumnElement[bool]) -> datetime | None:
        """The earliest next run that is a moment; on SQLite, some may be none."""
        column = digests.c.next_run_at
        wanted = select(column).where(condition, ~has_open_run()).order_by(column).limit(20)
        async with self._database.reading() as connection:
            found = (await connection.execute(wanted)).scalars().all()
        moments: Iterable[object] = found
        return next((moment for moment in moments if isinstance(moment, datetime)), None)

    async def due_count(self, now: datetime) -> int:
        """How many digests are due and have no open run."""
        wanted = select(func.count()).where(digests.c.next_run_at <= now, ~has_open_run())
        async with self._database.reading() as connection:
            return await connection.scalar(wanted) or 0

    async def active_after(self, digest_id: int, limit: int) -> Sequence[Digest]:
        """A page of the active digests and watches behind that id, and of those in no state."""
        still: tuple[State, ...] = ("paused", "suspended", "asleep")
        return await self._find(
            digests.c.id > digest_id, digests.c.state.not_in(still), limit=limit
        )

    async def move_next_runs(self, moments: Sequence[Moment]) -> int:
        """Replaces next runs that are still the stored ones; how many."""
        if not moments:
            return 0
        moved = 0
        async with self._database.writing() as connection:
            for moment in moments:
                statement = (
                    update(digests)
                    .where(
                        digests.c.id == moment.digest_id,
                        digests.c.next_run_at == moment.stored,
                    )
                    .values(next_run_at=moment.wanted)
                )
                moved += (await connection.execute(statement)).rowcount
        return moved

    # -- Trouble, and its end --

    async def tell(self, digest_id: int, since: datetime, told: Told) -> bool:
        """Notes who heard of a suspension; False where it is another one by now."""
        noted = (
            update(digests)
            .where(
                digests.c.id == digest_id,
                digests.c.state == "suspended",
                digests.c.since == since,
            )
            .values(told=told)
        )
        async with self._database.writing() as connection:
            return (await connection.execute(noted)).rowcount == 1

    async def looked(self, digest_ids: Sequence[int], *, at: datetime) -> None:
        """Notes that the channels of these digests were looked at."""
        noted = update(digests).where(digests.c.id.in_(list(digest_ids))).values(looked_at=at)
        async with self._database.writing() as connection:
            await connection.execute(noted)

    async def suspend_unreadable(self, digest: Digest, *, at: datetime) -> bool:
        """Suspends a digest whose row cannot be read; False where it is so already, or asleep.

        Its order stays as it is, to be repaired by an edit. Other columns that cannot be read get
        defaults, so that it can be resumed.
        """
        of_order = [name for name in digest.unreadable if name in ORDER_PARTS]
        fields = " ".join(of_order or digest.unreadable)
        new = or_(
            digests.c.state != "suspended",
            digests.c.cause.is_(None) | (digests.c.cause != "unreadable"),
            digests.c.missing.is_(None) | (digests.c.missing != fields),
        )
        suspended = (
            update(digests)
            .where(digests.c.id == digest.id, digests.c.state != "asleep", new)
            .values(
                {name: value for name, value in _repaired(at).items() if name in digest.unreadable}
                | {"state": "suspended", "since": at, "next_run_at": None, "told": None}
                | {"looked_at": at, "cause": "unreadable", "missing": fields}
            )
        )
        async with self._database.writing() as connection:
            return (await connection.execute(suspended)).rowcount == 1

    async def stop_idle(self, digest_id: int) -> None:
        """Takes the next run from a digest that is not active: it would be due for ever."""
        stopped = update(digests).where(digests.c.id == digest_id, digests.c.state != "active")
        async with self._database.writing() as connection:
            await connection.execute(stopped.values(next_run_at=None))

    # -- Servers that leave --

    async def sleep(self, guild_id: int, *, at: datetime) -> int:
        """Puts the digests of a server that left to sleep; how many."""
        slept = (
            update(digests)
            .where(digests.c.guild_id == guild_id, digests.c.state != "asleep")
            .values(awake_state=digests.c.state, state="asleep", since=at, next_run_at=None)
        )
        async with self._database.writing() as connection:
            return (await connection.execute(slept)).rowcount

    async def asleep_in(self, guild_id: int) -> Sequence[tuple[Digest, State]]:
        """The sleeping digests of a server, each with the state that it had before."""
        wanted = select(digests).where(digests.c.guild_id == guild_id, digests.c.state == "asleep")
        async with self._database.reading() as connection:
            rows = (await connection.execute(wanted)).all()
        return [(read_digest(row), _awake_state(row)) for row in rows]

    async def wake(
        self,
        digest_id: int,
        to: State,
        next_run_at: datetime | None,
        baseline: str,
        *,
        at: datetime,
    ) -> bool:
        """Gives a sleeping digest its state back; False where it is awake."""
        woken = (
            update(digests)
            .where(digests.c.id == digest_id, digests.c.state == "asleep")
            .values(
                state=to, since=at, awake_state=None, next_run_at=next_run_at, baseline=baseline
            )
        )
        async with self._database.writing() as connection:
            return (await connection.execute(woken)).rowcount == 1

    async def erase_asleep(self, before: datetime) -> int:
        """Erases what has slept since before then, with its runs; how many digests."""
        gone = delete(digests).where(digests.c.state == "asleep", digests.c.since < before)
        async with self._database.writing() as connection:
            return (await connection.execute(gone)).rowcount

    async def erase_drafts(self, before: datetime) -> int:
        """Erases orders that nobody saved; how many."""
        async with self._database.writing() as connection:
            gone = await connection.execute(delete(drafts).where(drafts.c.created_at < before))
            return gone.rowcount


def has_open_run() -> ColumnElement[bool]:
    """Whether a digest has a run that is not over."""
    return exists(literal(1)).where(runs.c.open_digest_id == digests.c.id)


def _awake_state(row: Row[Any]) -> State:
    """What a sleeping digest was before; suspended where that cannot be read."""
    state: State = row.awake_state
    known = state in get_args(State) and not read_digest(row).unreadable
    return state if known else "suspended"


def _written(order: Order) -> str:
    return ORDER.dump_json(order).decode()


def order_columns(order: Order) -> dict[str, Any]:
    """An order as the table holds it."""
    return {
        "guild_id": order.target.guild_id,
        "channel_id": order.target.channel_id,
        "ordered": _written(order),
        "timezone": order.timezone,
        "record": order.wish.record,
    }


def _repaired(at: datetime) -> dict[str, Any]:
    """What stands in the place of a column that could not be read."""
    return {
        "baseline": NO_VERSION,
        "editions": 0,
        "last_edition_at": None,
        "created_by": None,
        "created_at": at,
    }


def cause_columns(cause: Cause | None) -> dict[str, str | None]:
    """The two columns of a cause."""
    if cause is None:
        return {"cause": None, "missing": None}
    return {"cause": cause.code, "missing": " ".join(cause.missing) or None}
