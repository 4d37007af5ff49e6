"""The digests of servers that the bot has left: asleep until it comes back, erased later."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, get_args

from sqlalchemy import ColumnElement, Row, select, update

from bot.domain.digests.subscription import NO_GUILD, Digest, State
from bot.storage.database import Store
from bot.storage.digest_rows import read_digest
from bot.storage.digests import delete_digests
from bot.storage.tables import digests


class SleepingDigestStore(Store):
    """All digests, by whether the bot is in their server."""

    async def awake_guilds(self) -> frozenset[int]:
        """Servers with digests that are not asleep; ids that are no numbers are left out."""
        return await self._guilds(digests.c.state != "asleep")

    async def sleeping_guilds(self, before: datetime | None = None) -> frozenset[int]:
        """Servers with digests that are asleep, since before then where that is given."""
        old = [] if before is None else [digests.c.since < before]
        return await self._guilds(digests.c.state == "asleep", *old)

    async def _guilds(self, *conditions: ColumnElement[bool]) -> frozenset[int]:
        wanted = select(digests.c.guild_id).where(digests.c.guild_id != NO_GUILD, *conditions)
        found = await self._database.rows(wanted.distinct())
        return frozenset(row[0] for row in found if isinstance(row[0], int))

    async def sleep(self, guild_id: int, *, at: datetime) -> int:
        """Puts the digests of a server to sleep; how many."""
        slept = (
            update(digests)
            .where(digests.c.guild_id == guild_id, digests.c.state != "asleep")
            .values(awake_state=digests.c.state, state="asleep", since=at, next_run_at=None)
        )
        return await self._database.change(slept)

    async def of_guild(self, guild_id: int) -> Sequence[tuple[Digest, State]]:
        """The sleeping digests of a server, each with the state that it had before."""
        wanted = select(digests).where(digests.c.guild_id == guild_id, digests.c.state == "asleep")
        return [(read_digest(row), _awake_state(row)) for row in await self._database.rows(wanted)]

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
        return await self._database.change(woken) == 1

    async def erase_before(self, guild_id: int, before: datetime) -> int:
        """Erases a server's digests that have slept since before then, with runs; how many."""
        old = digests.c.state == "asleep", digests.c.since < before
        async with self._database.writing() as connection:
            return await delete_digests(connection, digests.c.guild_id == guild_id, *old)


def _awake_state(row: Row[Any]) -> State:
    """The state before it slept; suspended where that cannot be read."""
    state: State = row.awake_state
    known = state in get_args(State) and not read_digest(row).unreadable
    return state if known else "suspended"
