"""What tests of reloads share: processes on one database that reload from a folder."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from bot.digests.interfaces import EditionMeta, PreparedEdition
from bot.domain.digests.edition import Edition
from bot.domain.digests.subscription import Order
from bot.domain.release import Release
from bot.releases.proposal import Live, Proposal
from bot.releases.reader import DatasetReader
from bot.releases.reload import Reload
from bot.releases.startup import open_release
from bot.storage.database import Database
from bot.storage.releases import Deed, ReleaseStore
from tests.digests.delivery_harness import Channels, Clock, Delivery, PlainRenderer, build_delivery
from tests.small import write_small

ALICE = 7
ONE = "2026.09.01.1"
"""The version of the first start."""


@dataclass
class RecordingRenderer(PlainRenderer):
    """Keeps the editions that it lays out."""

    editions: list[Edition] = field(default_factory=list[Edition])

    def edition(
        self, release: Release, edition: Edition, order: Order, digest_id: int, meta: EditionMeta
    ) -> PreparedEdition:
        self.editions.append(edition)
        return super().edition(release, edition, order, digest_id, meta)


@dataclass
class Process:
    """One process: its live release, its reload, its delivery."""

    release: Release
    reload: Reload
    delivery: Delivery
    renderer: RecordingRenderer

    async def load(self, measures: int, folder: Path) -> str:
        """Makes that many measures live from disk; the version."""
        write_small(folder, measures)
        offer = await self.reload.from_disk(force=True)
        assert isinstance(offer, Proposal), offer
        return await self.apply(offer)

    async def back(self, version: str) -> str:
        """Goes back to a version."""
        offer = await self.reload.from_release(version)
        assert isinstance(offer, Proposal), offer
        return await self.apply(offer)

    async def apply(self, offer: Proposal) -> str:
        done = await self.reload.apply(offer, Deed(ALICE, "reload"))
        assert isinstance(done, Live)
        return done.version

    async def edition(self) -> Edition:
        """The next edition of the one digest, posted a day later."""
        self.delivery.clock.forward(days=1)
        before = len(self.renderer.editions)
        await self.delivery.tick()
        assert len(self.renderer.editions) == before + 1
        return self.renderer.editions[-1]


async def begin(database: Database, folder: Path, clock: Clock, reader: DatasetReader) -> Process:
    """A process that has just started."""
    store = ReleaseStore(database)
    release = await open_release(store, folder, clock())

    def swap(new: Release) -> None:
        process.release = new

    reload = Reload(store, folder, lambda: process.release, swap, clock, reader)
    delivery = build_delivery(database, lambda: process.release, Channels(), clock)
    renderer = RecordingRenderer()
    delivery.engine.editions._renderer = renderer  # pyright: ignore[reportPrivateUsage] # to look at editions
    reload.after.append(delivery.engine.editions.remember)
    process = Process(release, reload, delivery, renderer)
    return process


def live(process: Process) -> tuple[str, int]:
    """Version and number of measures."""
    catalogue = process.release.catalogue
    return catalogue.version, len(catalogue.measures)


def empty(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()
