"""Replaces the data set of the running bot: read, compare, confirm, swap.

One reference is swapped, so a command keeps the release that it began with.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import structlog

from bot.domain.data.serialization import stored_data, unpack
from bot.domain.release import Release, build_release
from bot.gc_tuning import in_background
from bot.releases.proposal import (
    Applied,
    Busy,
    Compared,
    Live,
    MovedOn,
    Proposal,
    ProposalSource,
    ProposeResult,
    Same,
    UnknownRelease,
    losses,
    moves,
)
from bot.releases.reader import DatasetReader, InvalidDataset, ReadResult, faulty
from bot.releases.startup import readings_of, unreadable_release
from bot.storage.data_files import unpack_readings
from bot.storage.releases import Deed, MovedOnError, ReleaseContent, ReleaseStore

if TYPE_CHECKING:
    from bot.domain.data.diff import Change
    from bot.domain.search.index_data import IndexData

log = structlog.stdlib.get_logger()

Swap: TypeAlias = Callable[[Release], None]
After: TypeAlias = Callable[[Release, Release, "tuple[Change, ...]"], None]
"""Called after a swap with the old release, the new one and the changes (empty if unknown)."""
Ended: TypeAlias = Literal["applied", "invalid", "same", "held-back", "moved-on", "followed"]
"""The outcome of a reload, for the metrics."""
FOLLOW_SECONDS: Final = 4
"""How often a process looks for a release that another one has activated."""


@dataclass(eq=False, repr=False)
class Reload:
    """Reloads the data of one process, one reload at a time."""

    store: ReleaseStore
    _folder: Path
    _current: Callable[[], Release]
    _swap: Swap
    _clock: Callable[[], datetime]
    _reader: DatasetReader

    def __post_init__(self) -> None:
        self._lock = asyncio.Lock()
        self._busy = False
        """Whether a requested reload is running."""
        self._unreadable = ""
        self.after: list[After] = []
        self.ended: Callable[[Ended], None] = lambda _: None

    def close(self) -> None:
        """Cancels a running reload."""
        self._reader.close()

    async def from_disk(self, *, force: bool = False) -> ProposeResult:
        """Compares the data folder with the live release."""
        async with self._exclusive() as acquired:
            if not acquired:
                return Busy()
            return await self._propose(await self._reader.folder(self._folder), "disk", force=force)

    async def from_upload(self, name: str, content: bytes, *, force: bool = False) -> ProposeResult:
        """Compares an upload with the live release."""
        async with self._exclusive() as acquired:
            if not acquired:
                return Busy()
            kept = await self.store.files_of(self._current().version)
            result = await self._reader.upload(name, content, kept)
            return await self._propose(result, "file", force=force)

    async def from_release(self, version: str) -> ProposeResult:
        """Compares a stored release with the live one."""
        async with self._exclusive() as acquired:
            if not acquired:
                return Busy()
            await self._catch_up()
            stored = await self.store.get(version)
            if stored is None:
                return UnknownRelease(version)
            dataset = ReleaseContent(
                stored.content_hash, stored.document, stored.counts, stored.files
            )
            try:
                await self._reader.index(stored.document, {})
                return await self._propose(dataset, "release", force=True)
            except ValueError:
                return faulty(unreadable_release(version))

    async def again(self, proposal: Proposal) -> ProposeResult:
        """Compares the same content with the release that is live now."""
        async with self._exclusive() as acquired:
            if not acquired:
                return Busy()
            return await self._propose(proposal.dataset, proposal.source, force=proposal.force)

    async def _propose(
        self, result: ReadResult, source: ProposalSource, *, force: bool
    ) -> ProposeResult:
        if isinstance(result, InvalidDataset):
            self.ended("invalid")
            return result
        await self._catch_up()
        live = self._current()
        known = await self.store.version_of(result.content_hash)
        if known is not None and known == live.version:
            self.ended("same")
            return Same(known)
        version = live.version
        compared = await in_background(_compared, live, result.document)
        # The pinyin of characters: that of the new set, then that of the live one.
        readings = await _readings_in(await self.store.files_of(version))
        readings = {**readings, **await _readings_in(result.files)}
        proposal = Proposal(source, version, result, readings, known, compared, force=force)
        if proposal.held_back:
            self.ended("held-back")
        return proposal

    async def apply(self, proposal: Proposal, deed: Deed) -> Applied:
        """Activates a proposal, unless the live release has changed since it was compared."""
        async with self._exclusive() as acquired:
            if not acquired:
                return Busy()
            try:
                return await self._go_live(proposal, replace(deed, expected=proposal.against))
            except MovedOnError:
                await self._catch_up()
                self.ended("moved-on")
                return MovedOn(self._current().version)

    async def _go_live(self, proposal: Proposal, deed: Deed) -> Live:
        old, known = self._current(), proposal.known
        document, readings = proposal.dataset.document, proposal.readings
        index = await self._reader.index(document, readings)
        while True:
            if await self.store.active_version() != proposal.against:
                raise MovedOnError
            now = self._clock()
            version = known or await self.store.next_version(now.date())
            # Built first, so that a failure changes nothing.
            release = await in_background(_built, version, document, readings, old, index)
            if known is not None:
                await self.store.activate(known, deed, at=now)
                break
            if await self.store.add_and_activate(version, proposal.dataset, deed, at=now):
                break
            known = await self.store.version_of(proposal.dataset.content_hash)
        self._take_over(old, release, proposal.found.changes)
        self.ended("applied")
        log.info("data set activated", version=version, way=deed.way, before=proposal.against)
        return Live(version, known is None)

    def _take_over(self, old: Release, new: Release, changes: "tuple[Change, ...]") -> None:
        self._swap(new)
        for notify in self.after:
            notify(old, new, changes)

    async def follow(self) -> None:
        """Swaps to the release that another process has activated."""
        if not self._lock.locked():
            async with self._lock:
                await self._catch_up()

    async def _catch_up(self) -> None:
        live = self._current()
        version = await self.store.active_version()
        if version in (None, live.version, self._unreadable):
            return
        stored = await self.store.get(str(version))
        if stored is None:
            return
        readings = await _readings_in(await self.store.files_of(live.version))
        readings = readings_of(stored.files, readings)
        try:
            index = await self._reader.index(stored.document, readings)
            release = await in_background(
                _built, stored.version, stored.document, readings, live, index
            )
        except ValueError as error:
            self._unreadable = stored.version  # logged once, not at every poll
            log.error("data set not followed", version=stored.version, reason=type(error).__name__)
            return
        from bot.domain.data.diff import compare_catalogues  # noqa: PLC0415 - a start compares nothing

        changes = await in_background(compare_catalogues, live.catalogue, release.catalogue)
        self._take_over(live, release, changes)
        self.ended("followed")
        log.info("data set followed", version=stored.version, before=live.version)

    @asynccontextmanager
    async def _exclusive(self) -> AsyncGenerator[bool]:
        """Yields False at once if another reload is running."""
        if self._busy:
            yield False
            return
        self._busy = True
        try:
            async with self._lock:  # `follow` is short
                yield True
        finally:
            self._busy = False


async def _readings_in(files: bytes | None) -> Mapping[str, str]:
    try:
        return await asyncio.to_thread(unpack_readings, files) if files else {}
    except ValueError:  # the stored file is not a zip
        return {}


def _compared(live: Release, document: bytes) -> Compared:
    from bot.domain.data.catalogue import Catalogue  # noqa: PLC0415 - as above
    from bot.domain.data.diff import compare_catalogues  # noqa: PLC0415 - as above

    old = live.catalogue.dataset
    new = unpack(document, old)
    changes = compare_catalogues(live.catalogue, Catalogue("not live", new))
    return Compared(changes, losses(old, new), moves(old, new))


def _built(
    version: str,
    document: bytes,
    readings: Mapping[str, str],
    live: Release,
    index: "IndexData | None",
) -> Release:
    # Unpacked again: waiting proposals would each hold a whole data set.
    with stored_data():
        dataset = unpack(document, live.catalogue.dataset)
        return build_release(version, dataset, readings, index)
