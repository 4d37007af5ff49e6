"""The releases of the data set, whole, and which of them is active."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal, NamedTuple, TypeAlias, get_args

from sqlalchemy import ColumnElement, insert, literal, select, update

from bot.domain.data.versions import is_version, numbers
from bot.storage.async_engine import AsyncConnection
from bot.storage.column_types import UtcDateTime
from bot.storage.database import Store
from bot.storage.release_rows import LINE, ReleaseLine, StoredRelease, read_line, read_release
from bot.storage.tables import activations, active_release, known_records, releases

ONLY_SLOT = 1
Way: TypeAlias = Literal["start", "reload", "rollback", "shell", "signal"]
"""How a release came to be active: found at a start, by an operator, from the machine itself."""
_BATCH: Final = 500
"""Rows or names in one statement: few enough to be quickly put together."""


class MovedOnError(Exception):
    """Another release was made active meanwhile; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Deed:
    """Who does it, how, and on top of which release."""

    by: int | None = None
    way: Way = "start"
    expected: str | None = None
    """The release that must be the active one; None: any."""


class ReleaseContent(NamedTuple):
    """What a release is made of."""

    content_hash: str
    document: bytes
    counts: Mapping[str, int]
    files: bytes | None = None
    records: Sequence[str] = ()
    """Ids of the records that digests report."""


class Activation(NamedTuple):
    """Who made which release the active one, and when; `by` is None for the machine itself."""

    version: str
    way: Way
    at: datetime
    by: int | None


class Published(NamedTuple):
    """The version a data set has, and whether it is new or was known before."""

    version: str
    new: bool


class ReleaseStore(Store):
    """All releases; at most one is active."""

    async def active_version(self) -> str | None:
        """The active release's version, None before the first: cheap enough to ask often."""
        return await self._database.scalar(select(active_release.c.version))

    async def active(self) -> StoredRelease | None:
        """The active release, None before the first."""
        return await self._one(
            releases.c.version == select(active_release.c.version).scalar_subquery()
        )

    async def get(self, version: str) -> StoredRelease | None:
        """The release of that version."""
        return await self._one(releases.c.version == version)

    async def version_of(self, content_hash: str) -> str | None:
        """The version that this content has; cheap, as the content itself is not fetched."""
        wanted = select(releases.c.version).where(releases.c.content_hash == content_hash)
        return await self._database.scalar(wanted)

    async def files_of(self, version: str) -> bytes | None:
        """The files of a release as a zip; None where they were not kept."""
        wanted = select(releases.c.files).where(releases.c.version == version)
        found: object = await self._database.scalar(wanted)
        return found if isinstance(found, bytes) else None

    async def versions(self) -> Sequence[ReleaseLine]:
        """All readable releases without their documents, newest version first."""
        readable, _ = await self.listed()
        return readable

    async def listed(self) -> tuple[Sequence[ReleaseLine], Sequence[str]]:
        """The readable releases, newest first, and the versions of those that cannot be read."""
        rows = await self._database.rows(select(*LINE))
        lines = [line for row in rows if (line := read_line(row)) is not None]
        known = {line.version for line in lines}
        unreadable = [str(row.version) for row in rows if row.version not in known]
        return sorted(lines, key=lambda line: numbers(line.version), reverse=True), unreadable

    async def next_version(self, today: date) -> str:
        """The first version of that day that is free at this moment."""
        day = f"{today:%Y.%m.%d}."
        wanted = select(releases.c.version).where(releases.c.version.startswith(day))
        rows = await self._database.rows(wanted)
        taken = (numbers(row.version)[-1] for row in rows if is_version(row.version))
        return f"{day}{max(taken, default=0) + 1}"

    async def publish(
        self, content: ReleaseContent, deed: Deed = Deed(), *, at: datetime, today: date
    ) -> Published:
        """Stores the data set under the day's next version and makes it active.

        One that is stored already only becomes active again, under the version it has. Safe
        while other processes do the same. MovedOnError where another release is active than the
        deed expects.
        """
        while True:
            version = await self.next_version(today)
            if await self.add_and_activate(version, content, deed, at=at):
                return Published(version, new=True)
            known = await self.version_of(content.content_hash)
            if known is not None:
                await self.activate(known, deed, at=at)
                return Published(known, new=False)

    async def renew(self, content: ReleaseContent) -> None:
        """Stores the document and the files of a known release again."""
        renewed = update(releases).where(releases.c.content_hash == content.content_hash)
        values = {
            "document": content.document,
            "files": content.files,
            "counts": dict(content.counts),
        }
        await self._database.change(renewed.values(values))

    async def add_and_activate(
        self, version: str, content: ReleaseContent, deed: Deed = Deed(), *, at: datetime
    ) -> bool:
        """Stores the release and makes it active, both or neither; MovedOnError as `publish`.

        False where the version is taken, or the content is known.
        """
        row = {
            "version": version,
            "content_hash": content.content_hash,
            "document": content.document,
            "files": content.files,
            "counts": dict(content.counts),
            "created_at": at,
            "created_by": deed.by,
        }
        added = self._database.insert(releases).values(row).on_conflict_do_nothing()
        async with self._database.writing() as connection:
            if (await connection.execute(added)).rowcount != 1:
                return False
            await self._activate(connection, version, deed, at)
            await self._know(connection, version, content.records)
            return True

    async def activate(self, version: str, deed: Deed = Deed(), *, at: datetime) -> bool:
        """Makes a stored release active; False if unknown or active; MovedOnError as `publish`."""
        async with self._database.writing() as connection:
            return await self._activate(connection, version, deed, at)

    async def _activate(
        self, connection: AsyncConnection, version: str, deed: Deed, at: datetime
    ) -> bool:
        wanted = select(literal(ONLY_SLOT), releases.c.version, literal(at, UtcDateTime())).where(
            releases.c.version == version
        )
        added = self._database.insert(active_release).from_select(
            ["slot", "version", "activated_at"], wanted
        )
        replaced = active_release.c.version != added.excluded.version
        if deed.expected is not None:
            replaced &= active_release.c.version == deed.expected
        statement = added.on_conflict_do_update(
            index_elements=[active_release.c.slot],
            set_={"version": added.excluded.version, "activated_at": added.excluded.activated_at},
            where=replaced,
        )
        if (await connection.execute(statement)).rowcount != 1:
            active = await connection.scalar(select(active_release.c.version))
            if deed.expected is not None and active not in (deed.expected, version):
                raise MovedOnError
            return False
        noted = {"version": version, "way": deed.way, "at": at, "created_by": deed.by}
        await connection.execute(insert(activations).values(noted))
        return True

    async def _know(
        self, connection: AsyncConnection, version: str, records: Sequence[str]
    ) -> None:
        """Notes in which release each of these records came first."""
        statement = self._database.insert(known_records).on_conflict_do_nothing()
        for at in range(0, len(records), _BATCH):
            batch = records[at : at + _BATCH]
            rows = [{"record": name, "version": version} for name in batch]
            await connection.execute(statement, rows)

    async def known_by(self, version: str, records: Sequence[str]) -> frozenset[str]:
        """Those of the records that came first in that release or in an earlier one."""
        found: set[str] = set()
        async with self._database.reading() as connection:
            for at in range(0, len(records), _BATCH):
                wanted = select(known_records.c.record, known_records.c.version).where(
                    known_records.c.record.in_(records[at : at + _BATCH])
                )
                rows = await connection.execute(wanted)
                found |= {
                    row.record
                    for row in rows
                    if is_version(row.version) and numbers(row.version) <= numbers(version)
                }
        return frozenset(found)

    async def activations(self, limit: int) -> Sequence[Activation]:
        """The last times that a release became active, newest first."""
        wanted = select(activations).order_by(activations.c.id.desc()).limit(limit)
        rows = await self._database.rows(wanted)
        return [
            Activation(row.version, row.way, row.at, row.created_by)
            for row in rows
            if row.way in get_args(Way) and isinstance(row.at, datetime)
        ]

    async def _one(self, condition: ColumnElement[bool]) -> StoredRelease | None:
        wanted = select(*LINE, releases.c.document, releases.c.files).where(condition)
        row = await self._database.row(wanted)
        return read_release(row) if row is not None else None
