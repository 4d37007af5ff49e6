"""Builds editions: what changed since the last one, filtered and rendered, ready to be posted."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

import structlog

from bot.bounded_cache import BoundedCache
from bot.digests.interfaces import EditionMeta, EditionRenderer, PreparedEdition
from bot.domain.data.serialization import stored_data, unpack_catalogue
from bot.domain.digests.subscription import Cause, Digest
from bot.domain.release import Release
from bot.storage.digests import DigestStore
from bot.storage.releases import ReleaseStore, StoredRelease, numbers

if TYPE_CHECKING:
    from bot.domain.data.diff import Change

log = structlog.stdlib.get_logger()

_SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
_Pair: TypeAlias = tuple[str, str]
"""Data versions: before, now."""
_CHANGE_BYTES: Final = 8_000
"""A change, with its record and the previous one."""
_CHANGES_BYTES: Final = 4 << 20
"""Cached differences between data versions, with their records."""
_RETURNED_BYTES: Final = 1 << 20


class BuiltEdition(NamedTuple):
    """An edition ready to be claimed."""

    version: str
    since: str
    document: PreparedEdition | None
    """None where there is nothing to post."""
    fault: Cause | None = None
    """Why it could not be built."""


@dataclass(eq=False, repr=False)
class EditionBuilder:
    """Builds the editions of all digests from the live data."""

    _current: Callable[[], Release]
    _releases: ReleaseStore
    _digests: DigestStore
    _renderer: EditionRenderer

    def __post_init__(self) -> None:
        self._changes: BoundedCache[_Pair, tuple[Change, ...]] = BoundedCache(
            _CHANGES_BYTES, lambda changes: len(changes) * _CHANGE_BYTES
        )
        self._returned: BoundedCache[_Pair, frozenset[str]] = BoundedCache(_RETURNED_BYTES)

    @property
    def release(self) -> Release:
        """The live data."""
        return self._current()

    @property
    def version(self) -> str:
        """The live data version."""
        return self._current().version

    async def build(
        self,
        digest: Digest,
        slot: datetime,
        *,
        late: bool = False,
        manual: bool = False,
        preview: bool = False,
    ) -> BuiltEdition:
        """The digest's next edition; of a watch, the message that is due."""
        from bot.domain.digests.edition import compose_edition, has_post  # noqa: PLC0415 - a start composes none

        release = self._current()
        if digest.record is not None:
            return await self._watch_message(digest, release, slot)
        changes = await self.changes_since(digest.baseline, release)
        last = digest.last_edition_at
        edition = compose_edition(
            release.catalogue,
            changes,
            digest.order.wish,
            today=day_in_shanghai(slot),
            previous=day_in_shanghai(last) if last else None,
            number=digest.editions + 1,
            announced=await self._not_new(digest, changes, release),
        )
        version = release.version
        if not preview and not has_post(edition, digest.order.wish):
            return BuiltEdition(version, digest.baseline, None)
        meta = EditionMeta(digest.editions + 1, digest.baseline, slot, late, manual, preview)
        rendered = self._renderer.edition(release, edition, digest.order, digest.id, meta)
        news = [c.record.id for c in edition.changes if c.kind == "new"]
        document = replace(rendered, news=news, target=digest.order.target)
        return BuiltEdition(version, digest.baseline, document)

    async def _watch_message(
        self, digest: Digest, release: Release, slot: datetime
    ) -> BuiltEdition:
        """What changed in the watched measure; nothing where the person knows it already.

        After a rollback the person knows more than the live data; nothing is taken back.
        """
        from bot.domain.data.diff import change_of  # noqa: PLC0415 - as above

        version, since = release.version, digest.baseline
        if numbers(version) <= numbers(since):
            return BuiltEdition(since, since, None)
        change = change_of(await self.changes_since(since, release), digest.record)
        if change is None:
            return BuiltEdition(version, since, None)
        meta = EditionMeta(digest.editions + 1, since, slot)
        rendered = self._renderer.watched(release, change, digest, meta)
        return BuiltEdition(version, since, replace(rendered, target=digest.order.target))

    async def changes_since(self, version: str, release: Release) -> "tuple[Change, ...]":
        """What changed from that data version to the release; nothing for an unknown version."""
        if version == release.version:
            return ()
        # By the versions alone: comparing or hashing whole data sets would take longer.
        pair = version, release.version
        found = self._changes.get(pair)
        if found is None:
            stored = await self._releases.get(version)
            # In a thread: with much more data it would delay every answer.
            found = await asyncio.to_thread(_compared, stored, release) if stored else ()
            self._changes.put(pair, found)
        return found

    def remember(self, old: Release, new: Release, changes: "tuple[Change, ...]") -> None:
        """Caches the changes that a reload has computed."""
        self._changes.put((old.version, new.version), changes)

    async def _not_new(
        self, digest: Digest, changes: "tuple[Change, ...]", release: Release
    ) -> frozenset[str]:
        """New records that the digest's readers know already.

        It announced them before; or they existed before its last edition, and a release that was
        rolled back had removed them.
        """
        new = [change.record.id for change in changes if change.kind == "new"]
        if not new:
            return frozenset()
        pair = digest.baseline, release.version
        known = self._returned.get(pair)
        if known is None:
            known = await self._releases.known_by(digest.baseline, new)
            self._returned.put(pair, known)
        return known | await self._digests.announced(digest.id)


def day_in_shanghai(moment: datetime) -> date:
    """The day of a moment in Shanghai."""
    return moment.astimezone(_SHANGHAI).date()


def _compared(stored: StoredRelease, release: Release) -> "tuple[Change, ...]":
    from bot.domain.data.diff import compare_catalogues  # noqa: PLC0415 - as above

    try:
        with stored_data():
            old = unpack_catalogue(stored.version, stored.document)
            return compare_catalogues(old, release.catalogue)
    except ValueError:
        log.error("stored release unreadable, not compared with", version=stored.version)
        return ()
