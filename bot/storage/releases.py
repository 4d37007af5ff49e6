"""The releases of the data set, whole, and which of them is active."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import Column, ColumnElement, Row, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Database
from bot.storage.tables import UtcDateTime, active_release, releases

ONLY_SLOT = 1
Added = Literal["added", "version taken", "content known"]


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """A release without its document; `created_by` is None for one found on disk at a start."""

    version: str
    content_hash: str
    counts: Mapping[str, int]
    created_at: datetime
    created_by: int | None


@dataclass(frozen=True, slots=True)
class Release(ReleaseLine):
    """A release with its document: the data set as canonical JSON."""

    document: str


class Published(NamedTuple):
    """The version a data set has, and whether it is new or was known before."""

    version: str
    new: bool


LINE: Sequence[Column[Any]] = (
    releases.c.version,
    releases.c.content_hash,
    releases.c.counts,
    releases.c.created_at,
    releases.c.created_by,
)


class ReleaseStore:
    """All releases; at most one is active."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def active_version(self) -> str | None:
        """The active release's version, None before the first: cheap enough to ask often."""
        async with self._database.reading() as connection:
            return await connection.scalar(select(active_release.c.version))

    async def active(self) -> Release | None:
        """The active release, None before the first."""
        return await self._one(
            releases.c.version == select(active_release.c.version).scalar_subquery()
        )

    async def get(self, version: str) -> Release | None:
        """The release of that version."""
        return await self._one(releases.c.version == version)

    async def by_hash(self, content_hash: str) -> Release | None:
        """The release with that content."""
        return await self._one(releases.c.content_hash == content_hash)

    async def versions(self) -> Sequence[ReleaseLine]:
        """All releases without their documents, newest version first."""
        async with self._database.reading() as connection:
            rows = (await connection.execute(select(*LINE))).all()
        return sorted(map(_line, rows), key=lambda line: numbers(line.version), reverse=True)

    async def next_version(self, today: date) -> str:
        """The first version of that day that is free at this moment."""
        day = f"{today:%Y.%m.%d}."
        wanted = select(releases.c.version).where(releases.c.version.startswith(day))
        async with self._database.reading() as connection:
            taken = (await connection.execute(wanted)).scalars().all()
        return f"{day}{max((numbers(version)[-1] for version in taken), default=0) + 1}"

    async def publish(
        self,
        content_hash: str,
        document: str,
        counts: Mapping[str, int],
        created_by: int | None,
        *,
        at: datetime,
        today: date,
    ) -> Published:
        """Stores the data set under the day's next version and makes it active.

        One that is stored already only becomes active again, under the version it has. Safe
        while other processes do the same.
        """
        while True:
            version = await self.next_version(today)
            outcome = await self.add_and_activate(
                version, content_hash, document, counts, created_by, at=at
            )
            if outcome == "added":
                return Published(version, new=True)
            known = await self.by_hash(content_hash) if outcome == "content known" else None
            if known is not None:
                await self.activate(known.version, at=at)
                return Published(known.version, new=False)

    async def add_and_activate(
        self,
        version: str,
        content_hash: str,
        document: str,
        counts: Mapping[str, int],
        created_by: int | None,
        *,
        at: datetime,
    ) -> Added:
        """Stores the release and makes it active, both or neither; says why not."""
        row = {
            "version": version,
            "content_hash": content_hash,
            "document": document,
            "counts": dict(counts),
            "created_at": at,
            "created_by": created_by,
        }
        added = self._database.insert(releases).values(row).on_conflict_do_nothing()
        async with self._database.writing() as connection:
            if (await connection.execute(added)).rowcount == 1:
                await self._activate(connection, version, at)
                return "added"
            same = select(releases.c.version).where(releases.c.content_hash == content_hash)
            known = (await connection.execute(same)).first() is not None
            return "content known" if known else "version taken"

    async def activate(self, version: str, *, at: datetime) -> bool:
        """Makes a stored release the active one; False if it is unknown or active already."""
        async with self._database.writing() as connection:
            return await self._activate(connection, version, at)

    async def _activate(self, connection: AsyncConnection, version: str, at: datetime) -> bool:
        wanted = select(literal(ONLY_SLOT), releases.c.version, literal(at, UtcDateTime())).where(
            releases.c.version == version
        )
        insert = self._database.insert(active_release).from_select(
            ["slot", "version", "activated_at"], wanted
        )
        statement = insert.on_conflict_do_update(
            index_elements=[active_release.c.slot],
            set_={"version": insert.excluded.version, "activated_at": insert.excluded.activated_at},
            where=active_release.c.version != insert.excluded.version,
        )
        return (await connection.execute(statement)).rowcount == 1

    async def _one(self, condition: ColumnElement[bool]) -> Release | None:
        wanted = select(*LINE, releases.c.document).where(condition)
        async with self._database.reading() as connection:
            row = (await connection.execute(wanted)).one_or_none()
        return _release(row) if row is not None else None


def numbers(version: str) -> tuple[int, ...]:
    """The parts of a version as numbers, in which versions are ordered."""
    return tuple(int(part) for part in version.split("."))


def _line(row: Row[*tuple[Any, ...]]) -> ReleaseLine:
    return ReleaseLine(row.version, row.content_hash, row.counts, row.created_at, row.created_by)


def _release(row: Row[*tuple[Any, ...]]) -> Release:
    return Release(
        row.version, row.content_hash, row.counts, row.created_at, row.created_by, row.document
    )
