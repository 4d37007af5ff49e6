"""Brings another data set live while the bot answers: read, compare, confirm, swap.

A command that began keeps the release it began with: the one reference is swapped as a whole.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Literal, TypeAlias

import structlog

from bot.domain.data.catalogue import Catalogue
from bot.domain.data.diff import Change, compare
from bot.domain.data.serialization import unpack
from bot.domain.release import Release, build_release
from bot.gc_tuning import in_background
from bot.releases.proposal import (
    Applied,
    Busy,
    Compared,
    Live,
    MovedOn,
    Outcome,
    Proposal,
    Same,
    Source,
    Unknown,
    losses,
    moves,
)
from bot.releases.reader import DatasetReader, InvalidDataset, ValidDataset, faulty
from bot.releases.startup import built_release, content_of, unreadable_release
from bot.storage.data_files import unpack_readings
from bot.storage.releases import Activation, Deed, MovedOnError, ReleaseLine, ReleaseStore

log = structlog.stdlib.get_logger()

Swap: TypeAlias = Callable[[Release], None]
After: TypeAlias = Callable[[Release, Release, tuple[Change, ...]], None]
"""Told of a swap: the release before, the one now, what changed; empty where that is not known."""
Ended: TypeAlias = Literal["applied", "invalid", "same", "held-back", "moved-on", "followed"]
"""How a reload can end, as it is counted."""


class Reload:
    """The reloads of one process; one at a time."""

    def __init__(
        self,
        store: ReleaseStore,
        folder: Path,
        current: Callable[[], Release],
        swap: Swap,
        clock: Callable[[], datetime],
        reader: DatasetReader,
    ) -> None:
        """`current` gives the live release, `swap` puts another in its place."""
        self._store = store
        self._folder = folder
        self._current = current
        self._swap = swap
        self._clock = clock
        self._reader = reader
        self._lock = asyncio.Lock()
        self._asked = False
        """Whether a reload that somebody asked for is on its way."""
        self._unreadable = ""
        self.after: list[After] = []
        self.ended: Callable[[Ended], None] = lambda _: None

    def close(self) -> None:
        """Breaks off a reading that is on its way."""
        self._reader.close()

    # -- What would change --

    async def from_disk(self, *, force: bool = False) -> Outcome:
        """What is in the data folder, against what is live."""
        async with self._alone() as mine:
            if not mine:
                return Busy()
            return await self._offer(await self._reader.folder(self._folder), "disk", force=force)

    async def from_upload(self, name: str, content: bytes, *, force: bool = False) -> Outcome:
        """What was sent in, against what is live."""
        async with self._alone() as mine:
            if not mine:
                return Busy()
            reading = await self._read_upload(name, content)
            return await self._offer(reading, "file", force=force)

    async def from_release(self, version: str) -> Outcome:
        """A stored release, against the one that is live."""
        async with self._alone() as mine:
            if not mine:
                return Busy()
            await self._catch_up()
            stored = await self._store.get(version)
            if stored is None:
                return Unknown(version)
            files = stored.files or b""
            sound = ValidDataset(stored.content_hash, stored.counts, (), stored.document, files)
            try:
                # An older version may have allowed what this one does not.
                await in_background(built_release, stored, {})
                return await self._offer(sound, "release", force=True)
            except ValueError:
                return faulty(unreadable_release(version))

    async def again(self, offer: Proposal) -> Outcome:
        """The same content, against what is live now."""
        async with self._alone() as mine:
            if not mine:
                return Busy()
            return await self._offer(offer.sound, offer.source, force=offer.force)

    async def _read_upload(self, name: str, content: bytes) -> ValidDataset | InvalidDataset:
        kept = await self._store.files_of(self._current().catalogue.version)
        return await self._reader.upload(name, content, kept)

    async def _offer(
        self, reading: ValidDataset | InvalidDataset, source: Source, *, force: bool
    ) -> Outcome:
        if isinstance(reading, InvalidDataset):
            self.ended("invalid")
            return reading
        await self._catch_up()
        live = self._current()
        known = await self._store.version_of(reading.content_hash)
        if known is not None and known == live.catalogue.version:
            self.ended("same")
            return Same(known)
        version = live.catalogue.version
        compared = await in_background(_compared, live, reading.document)
        readings = await self._readings(reading, version)
        offer = Proposal(source, version, reading, readings, known, compared, force=force)
        if offer.held_back:
            self.ended("held-back")
        return offer

    async def _readings(self, sound: ValidDataset, live: str) -> Mapping[str, str]:
        """The pinyin of characters: what comes with the set, and for the rest what was known."""
        old = await _readings_in(await self._store.files_of(live))
        return {**old, **await _readings_in(sound.files)}

    # -- Going live --

    async def apply(self, offer: Proposal, deed: Deed) -> Applied:
        """Makes an offered data set the live one, in place of the one it was compared with."""
        async with self._alone() as mine:
            if not mine:
                return Busy()
            try:
                return await self._go_live(offer, replace(deed, expected=offer.against))
            except MovedOnError:
                await self._catch_up()
                self.ended("moved-on")
                return MovedOn(self._current().catalogue.version)

    async def _go_live(self, offer: Proposal, deed: Deed) -> Live:
        old, known = self._current(), offer.known
        while True:
            if await self._store.active_version() != offer.against:
                raise MovedOnError
            now = self._clock()
            version = known or await self._store.next_version(now.date())
            # Built before anything is changed: what cannot be built changes nothing.
            release = await in_background(_built, version, offer)
            if known is not None:
                await self._store.activate(known, deed, at=now)
                break
            content = content_of(offer.sound)
            done = await self._store.add_and_activate(version, content, deed, at=now)
            if done == "moved on":
                raise MovedOnError
            if done == "added":
                break
            known = await self._store.version_of(offer.sound.content_hash)
        self._take_over(old, release, offer.found.changes)
        self.ended("applied")
        log.info("data set activated", version=version, way=deed.way, before=offer.against)
        return Live(version, known is None)

    def _take_over(self, old: Release, new: Release, changes: tuple[Change, ...]) -> None:
        self._swap(new)
        for told in self.after:
            told(old, new, changes)

    # -- What others made live --

    async def follow(self) -> None:
        """Goes over to the release that another process made live."""
        if not self._lock.locked():
            async with self._lock:
                await self._catch_up()

    async def _catch_up(self) -> None:
        live = self._current()
        version = await self._store.active_version()
        if version in (None, live.catalogue.version, self._unreadable):
            return
        stored = await self._store.get(str(version))
        if stored is None:
            return
        readings = await _readings_in(await self._store.files_of(live.catalogue.version))
        try:
            release = await in_background(built_release, stored, readings)
        except ValueError as error:
            self._unreadable = stored.version  # said once, not every few seconds
            log.error("data set not followed", version=stored.version, reason=type(error).__name__)
            return
        changes = await in_background(compare, live.catalogue, release.catalogue)
        self._take_over(live, release, changes)
        self.ended("followed")
        log.info("data set followed", version=stored.version, before=live.catalogue.version)

    # -- What there was --

    async def versions(self) -> list[ReleaseLine]:
        """All releases, newest first."""
        return list(await self._store.versions())

    async def listed(self) -> tuple[Sequence[ReleaseLine], Sequence[str]]:
        """All releases, newest first, and the versions of those that cannot be read."""
        return await self._store.listed()

    async def activations(self, limit: int) -> list[Activation]:
        """Who made what live, newest first."""
        return list(await self._store.activations(limit))

    @asynccontextmanager
    async def _alone(self) -> AsyncGenerator[bool]:
        """True where no other reload is on its way; nobody waits behind another."""
        if self._asked:
            yield False
            return
        self._asked = True
        try:
            async with self._lock:  # whoever only follows is soon done
                yield True
        finally:
            self._asked = False


async def _readings_in(files: bytes | None) -> Mapping[str, str]:
    try:
        return await asyncio.to_thread(unpack_readings, files) if files else {}
    except ValueError:  # a stored zip that is none
        return {}


def _compared(live: Release, document: bytes) -> Compared:
    old, new = live.catalogue.dataset, unpack(document)
    changes = compare(live.catalogue, Catalogue("not live", new))
    return Compared(changes, losses(old, new), moves(old, new))


def _built(version: str, offer: Proposal) -> Release:
    # Read again: offers that wait would hold a whole data set each.
    return build_release(version, unpack(offer.sound.document), offer.readings)
