"""Makes editions: what changed since the last one, chosen and laid out, ready to be posted."""

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.delivery.post import Document, Imprint, Press
from bot.domain.catalogue import Catalogue
from bot.domain.changes import Change, compare
from bot.domain.dataset import Dataset
from bot.domain.digest import Cause, Digest
from bot.domain.edition import Edition, compose, posts
from bot.domain.release import Release
from bot.storage.digests import DigestStore
from bot.storage.releases import ReleaseStore

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
_KEPT: Final = 8
"""Old catalogues, and differences, that are kept; a catalogue takes a few megabytes."""


@dataclass(frozen=True, slots=True)
class Made:
    """An edition ready to be claimed."""

    version: str
    since: str
    document: Document | None
    """None where there is nothing to post."""
    fault: Cause | None = None
    """Why it could not be made."""


class Editor:
    """Makes the editions of all digests from the live data."""

    def __init__(
        self,
        current: Callable[[], Release],
        releases: ReleaseStore,
        digests: DigestStore,
        press: Press,
    ) -> None:
        """`current` gives the live release."""
        self._current = current
        self._releases = releases
        self._digests = digests
        self._press = press
        self._old: dict[str, Catalogue] = {}
        self._changes: dict[tuple[str, str], tuple[Change, ...]] = {}

    @property
    def version(self) -> str:
        """The live data version."""
        return self._current().catalogue.version

    async def make(
        self,
        digest: Digest,
        slot: datetime,
        *,
        late: bool = False,
        manual: bool = False,
        preview: bool = False,
    ) -> Made:
        """The digest's next edition."""
        release = self._current()
        changes = await self.changes_since(digest.baseline, release)
        new = any(change.kind == "new" for change in changes)
        announced = await self._digests.announced(digest.id) if new else frozenset[str]()
        edition = self._compose(release, changes, digest, slot, announced)
        version = release.catalogue.version
        if not preview and not posts(edition, digest.order.wish):
            return Made(version, digest.baseline, None)
        imprint = Imprint(digest.editions + 1, digest.baseline, slot, late, manual, preview)
        printed = self._press.edition(release, edition, digest.order, digest.id, imprint)
        news = [c.record.id for c in edition.changes if c.kind == "new"]
        document = Document(printed.parts, printed.title, news, digest.order.target)
        return Made(version, digest.baseline, document)

    async def changes(self, digest: Digest) -> tuple[Change, ...]:
        """What changed since the digest's last edition, before its filters."""
        return await self.changes_since(digest.baseline, self._current())

    async def changes_since(self, version: str, release: Release) -> tuple[Change, ...]:
        """What changed from that data version to the release; nothing for an unknown version."""
        if version == release.catalogue.version:
            return ()
        # By the versions alone: to compare or hash whole data sets would take longer.
        pair = version, release.catalogue.version
        if pair not in self._changes:
            old = await self._catalogue(version)
            _make_room(self._changes)
            self._changes[pair] = compare(old, release.catalogue) if old is not None else ()
        return self._changes[pair]

    def _compose(
        self,
        release: Release,
        changes: tuple[Change, ...],
        digest: Digest,
        slot: datetime,
        announced: Collection[str],
    ) -> Edition:
        last = digest.last_edition_at
        return compose(
            release.catalogue,
            changes,
            digest.order.wish,
            today=slot.astimezone(SHANGHAI).date(),
            previous=last.astimezone(SHANGHAI).date() if last else None,
            number=digest.editions + 1,
            announced=announced,
        )

    async def _catalogue(self, version: str) -> Catalogue | None:
        if version not in self._old:
            stored = await self._releases.get(version)
            if stored is None:
                return None
            dataset = await asyncio.to_thread(Dataset.model_validate_json, stored.document)
            _make_room(self._old)
            self._old[version] = Catalogue(version, dataset)
        return self._old[version]


def _make_room(kept: dict[Any, Any]) -> None:
    """Lets go of the oldest until one more fits."""
    while len(kept) >= _KEPT:
        kept.pop(next(iter(kept)))
