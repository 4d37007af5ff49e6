"""Persons who watch measures, and data that change under them."""

from dataclasses import dataclass

from bot.digests.watches import Added
from bot.domain.data.serialization import pack
from bot.domain.digests.subscription import Cause, Digest
from bot.domain.release import Release, build_release
from bot.storage.releases import ReleaseContent, ReleaseStore
from tests.digests.delivery_harness import ALICE, DIRECT, Channels, Clock, Delivery
from tests.small import small_release

BOB = 8
CLOSED = Cause("closed-dms")
FIRST, SECOND, THIRD = "2026.09.05.1", "2026.09.06.1", "2026.09.07.1"


@dataclass
class Watching:
    """A process whose data is changed under it, and Alice, who watches."""

    delivery: Delivery
    other: Delivery
    channels: Channels
    clock: Clock
    store: ReleaseStore
    live: Release

    async def publish(self, version: str, *changed: int, measures: int = 3) -> None:
        """A data version goes live in which these measures pay other sums, by its number."""
        await self.go_live(changed_release(version, changed, measures))

    async def go_live(self, release: Release) -> None:
        """Stores a data version, makes it the active one and announces it, as a reload does."""
        version, dataset = release.catalogue.version, release.catalogue.dataset
        content = ReleaseContent(version, pack(dataset), dataset.counts())
        if not await self.store.add_and_activate(version, content, at=self.clock()):
            await self.store.activate(version, at=self.clock())
        self.live = release
        self.clock.forward(minutes=1)
        await self.delivery.engine.watches.announce()

    async def watch(self, record: str = "m-1", by: int = ALICE) -> Added:
        """A person watches a measure; the test message is not counted any further."""
        added = await self.delivery.engine.watches.add(by, record, f"Subsidy {record}", "en")
        self.channels.messages.clear()
        self.channels.sends = 0
        return added

    async def mine(self, by: int = ALICE) -> list[Digest]:
        """What a person watches."""
        return list(await self.delivery.engine.watches.of(by))

    def told(self, by: int = ALICE) -> list[str]:
        """What a person was told, oldest first."""
        return [
            letter.layout[0]["content"] for letter in self.channels.messages.get(by + DIRECT, [])
        ]


def changed_release(version: str, changed: tuple[int, ...], measures: int = 3) -> Release:
    """A data version in which these measures pay a sum of that version's own."""
    dataset = small_release(version, measures).catalogue.dataset
    amount = 1_000.0 * int(version.split(".")[2])
    rows = list(dataset.measures)
    for number in changed:
        measure = rows[number - 1]
        figure = measure.figures[0].model_copy(update={"value": amount})
        rows[number - 1] = measure.model_copy(update={"figures": (figure,)})
    return build_release(version, dataset.model_copy(update={"measures": tuple(rows)}), {})
