"""What is stored about a person: preferences, watches, and where they are the creator."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, NamedTuple, get_args

import structlog
from sqlalchemy import Column, ColumnElement, Row, delete, func, select, update

from bot.domain.data.choices import Lang
from bot.domain.digests.subscription import NO_GUILD
from bot.storage import revisions
from bot.storage.async_engine import AsyncConnection
from bot.storage.database import Store
from bot.storage.digest_rows import timezone_exists
from bot.storage.digests import delete_digests
from bot.storage.tables import CREATORS, digests, preferences

log = structlog.stdlib.get_logger()

SAVED = "preferences-saved"
ERASED = "preferences-erased"
_PAGE: Final = 500
"""Preferences that are read at once: few enough to delay no answer."""


class Preference(NamedTuple):
    """A person's choices; None: left to the bot."""

    user_id: int
    lang: Lang | None
    timezone: str | None
    updated_at: datetime | None
    """None where the stored value is not a datetime."""
    revision: int


class PreferenceRevision(NamedTuple):
    """How often preferences were saved and erased, by all processes together."""

    saved: int
    erased: int


class Kept(NamedTuple):
    """What is, or was until just now, stored about a person."""

    preference: Preference | None
    created: Mapping[str, int]
    """How many rows name the person as creator, by table; tables without any are left out."""
    watches: int = 0
    """How many measures the person watches."""

    def __bool__(self) -> bool:
        """False where nothing is stored."""
        return self.preference is not None or bool(self.created) or bool(self.watches)


class PreferenceStore(Store):
    """The preferences of all persons."""

    async def revision(self) -> PreferenceRevision:
        """Changes whenever a process saves or erases."""
        async with self._database.reading() as connection:
            return PreferenceRevision(*await revisions.read(connection, SAVED, ERASED))

    async def pages(self, size: int = _PAGE) -> AsyncIterator[Sequence[Preference]]:
        """Every readable preference, ordered by id, in pages."""
        last: Any = -1
        while True:
            after = select(preferences).where(preferences.c.user_id > last)
            ordered = after.order_by(preferences.c.user_id).limit(size)
            rows = await self._database.rows(ordered)
            yield [_preference(row) for row in rows if isinstance(row.user_id, int)]
            if len(rows) < size:
                return
            last = rows[-1].user_id

    async def saved_after(self, revision: int) -> Sequence[Preference]:
        """The preferences saved after that count of savings."""
        wanted = select(preferences).where(preferences.c.revision > revision)
        rows = await self._database.rows(wanted)
        return [_preference(row) for row in rows if isinstance(row.user_id, int)]

    async def save(
        self, user_id: int, *, at: datetime, lang: Lang | None = None, timezone: str | None = None
    ) -> Preference:
        """Saves and returns the person's preferences; None leaves a value unchanged."""
        chosen = {"lang": lang, "timezone": timezone}
        given = {name: value for name, value in chosen.items() if value is not None}
        async with self._database.writing() as connection:
            number = await revisions.count_up(self._database, connection, SAVED)
            changed = given | {"updated_at": at, "revision": number}
            saved = self._database.upsert(preferences, {"user_id": user_id}, changed)
            return _preference((await connection.execute(saved.returning(preferences))).one())

    async def held(self, user_id: int) -> Kept:
        """What is stored about the person."""
        mine = select(preferences).where(preferences.c.user_id == user_id)
        async with self._database.reading() as connection:
            row = (await connection.execute(mine)).one_or_none()
            watches = await connection.scalar(select(func.count()).where(*_watched_by(user_id)))
            created = {
                column.table.name: await _count(connection, column, user_id) for column in CREATORS
            }
        return _kept(row, created, watches or 0)

    async def erase(self, user_id: int) -> Kept:
        """Erases preferences and watches, and the id elsewhere; returns what was stored."""
        mine = delete(preferences).where(preferences.c.user_id == user_id)
        async with self._database.writing() as connection:
            row = (await connection.execute(mine.returning(preferences))).one_or_none()
            if row is not None:  # every process reads all preferences again
                await revisions.count_up(self._database, connection, ERASED)
            # A watch concerns nobody else: it is deleted with its runs.
            watches = await delete_digests(connection, *_watched_by(user_id))
            created = {
                column.table.name: await _blank(connection, column, user_id) for column in CREATORS
            }
        return _kept(row, created, watches)


def _watched_by(user_id: int) -> tuple[ColumnElement[bool], ...]:
    return digests.c.created_by == user_id, digests.c.guild_id == NO_GUILD


async def _count(connection: AsyncConnection, column: Column[Any], user_id: int) -> int:
    counted = select(func.count()).select_from(column.table).where(column == user_id)
    if column.table is digests:
        counted = counted.where(digests.c.guild_id != NO_GUILD)
    return (await connection.execute(counted)).scalar_one()


async def _blank(connection: AsyncConnection, column: Column[Any], user_id: int) -> int:
    blanked = update(column.table).where(column == user_id).values({column: None})
    return (await connection.execute(blanked)).rowcount


def _kept(row: Row[Any] | None, created: Mapping[str, int], watches: int) -> Kept:
    named = {table: count for table, count in created.items() if count}
    return Kept(_preference(row) if row is not None else None, MappingProxyType(named), watches)


def _preference(row: Row[Any]) -> Preference:
    """The row; a value that cannot be read counts as not chosen."""
    lang = row.lang if row.lang in get_args(Lang) else None
    zone: object = row.timezone
    timezone = zone if isinstance(zone, str) and timezone_exists(zone) else None
    revision = row.revision if isinstance(row.revision, int) else 0
    if (lang, timezone) != (row.lang, row.timezone):
        log.warning("preference unreadable", user=row.user_id)
    updated_at = row.updated_at if isinstance(row.updated_at, datetime) else None
    return Preference(row.user_id, lang, timezone, updated_at, revision)
