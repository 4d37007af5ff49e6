"""The next runs of all digests: what is due, when the next one is, and how they move."""

from collections.abc import AsyncIterator, Collection, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, exists, func, literal, select, update

from bot.domain.digests.subscription import Digest, State
from bot.storage.digest_rows import DigestQueries
from bot.storage.tables import digests, runs, zone_rules

_IDLE: Final[tuple[State, ...]] = ("paused", "suspended", "asleep")
_PAGE: Final = 250
"""Digests in one query: few enough to delay nobody."""
_ALL_ZONES: Final = "*"
"""Earlier versions stored the rules of each time zone in a row; this one is for all."""


class MovedRun(NamedTuple):
    """A digest's next run that is to replace the stored one."""

    digest_id: int
    stored: datetime
    wanted: datetime


class DueQueue(DigestQueries):
    """All digests and watches, by their next run."""

    async def due(self, now: datetime, limit: int, busy: Collection[int] = ()) -> Sequence[Digest]:
        """Due digests without an open run, the longest due first; none of the busy channels."""
        free = digests.c.channel_id.not_in(list(busy))
        order = digests.c.next_run_at, digests.c.id
        return await self._find(
            digests.c.next_run_at <= now, ~has_open_run(), free, order=order, limit=limit
        )

    async def next_due(self) -> datetime | None:
        """When the next digest without an open run is due; costs the same for any number."""
        return await self._first_moment(digests.c.next_run_at, ~has_open_run())

    async def oldest_due(self, now: datetime) -> datetime | None:
        """Since when the longest due digest without an open run is due."""
        run_at = digests.c.next_run_at
        return await self._first_moment(run_at, run_at <= now, ~has_open_run())

    async def due_count(self, now: datetime) -> int:
        """How many digests are due and have no open run."""
        wanted = select(func.count()).where(digests.c.next_run_at <= now, ~has_open_run())
        return await self._database.scalar(wanted)

    async def active(self) -> AsyncIterator[Sequence[Digest]]:
        """The digests and watches that are active, or in no known state, page by page."""
        last = 0
        active = digests.c.state.not_in(_IDLE)
        while page := await self._find(digests.c.id > last, active, limit=_PAGE):
            yield page
            last = page[-1].id

    async def zone_version(self) -> str | None:
        """The time zone database by which the next runs were computed; None before the first."""
        wanted = select(zone_rules.c.fingerprint).where(zone_rules.c.timezone == _ALL_ZONES)
        return await self._database.scalar(wanted)

    async def store_zone_version(self, version: str) -> None:
        """Stores by which time zone database the next runs are now computed."""
        key, values = {"timezone": _ALL_ZONES}, {"fingerprint": version}
        await self._database.change(self._database.upsert(zone_rules, key, values))

    async def move(self, moments: Sequence[MovedRun]) -> int:
        """Replaces next runs that are still the stored ones; how many."""
        if not moments:
            return 0
        moved = 0
        async with self._database.writing() as connection:
            for moment in moments:
                current = update(digests).where(
                    digests.c.id == moment.digest_id, digests.c.next_run_at == moment.stored
                )
                result = await connection.execute(current.values(next_run_at=moment.wanted))
                moved += result.rowcount
        return moved


def has_open_run() -> ColumnElement[bool]:
    """Whether a digest has a run that is not over."""
    return exists(literal(1)).where(runs.c.open_digest_id == digests.c.id)
