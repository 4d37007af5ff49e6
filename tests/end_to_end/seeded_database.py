"""Digests in the database of a bot that is not running, due at a moment of the test's choice."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.digests.next_runs import zone_version
from bot.domain.data.serialization import pack
from bot.domain.digests.subscription import ChannelKind, Digest, DigestContent, Order, Run, Target
from bot.storage.database import migrate, open_database
from bot.storage.digest_overview import DigestOverview
from bot.storage.digest_stores import DigestStores
from bot.storage.due_queue import DueQueue
from bot.storage.releases import ReleaseContent, ReleaseStore
from bot.storage.runs import RunStore
from tests.small import small_release, write_small
from tests.wire import Channel
from tests.wire.channels import FORUM, NEWS, TEXT

OLD = "2025.01.01.1"
"""The data version that the first editions compare with."""
SHANGHAI = ZoneInfo("Asia/Shanghai")
KINDS: dict[int, ChannelKind] = {TEXT: "text", NEWS: "announcement", FORUM: "forum"}


@dataclass(frozen=True)
class SeededDatabase:
    """A folder with a data set, and a database in which digests wait."""

    folder: Path
    url: str

    @property
    def data(self) -> Path:
        """The data set."""
        return self.folder / "data"

    @property
    def settings(self) -> dict[str, object]:
        """What a bot is started with."""
        return {"DATABASE_URL": self.url, "DATA_DIR": self.data}

    async def subscribe(self, channels: Sequence[Channel], due: datetime | None = None) -> None:
        """A daily digest in each of the channels, due then, by default at the last full minute."""
        slot = due or datetime.now(UTC).replace(second=0, microsecond=0)
        schedule = f"daily {slot.astimezone(SHANGHAI):%H:%M}"
        async with open_database(self.url) as database:
            # As after an earlier run: or else the start would compute these runs by their schedule.
            stores = DigestStores(database)
            await stores.queue.store_zone_version(zone_version())
            for channel in channels:
                order = Order(_target(channel), DigestContent(), schedule, "Asia/Shanghai")
                draft = await stores.drafts.add(order, None, 7, at=datetime.now(UTC))
                await stores.digests.create(draft, order, slot, OLD, at=datetime.now(UTC))

    async def digests(self) -> Sequence[Digest]:
        """All digests, as they stand."""
        async with open_database(self.url) as database:
            return await DigestOverview(database).page(None, 0, 10_000)

    async def settled(self, seconds: float = 60.0) -> None:
        """Returns once no digest is due any more, and no run is open."""
        async with asyncio.timeout(seconds), open_database(self.url) as database:
            queue, runs = DueQueue(database), RunStore(database)
            # The bot is another process: there is no event to wait for.
            while await queue.due(datetime.now(UTC), 1) or await runs.orphans(()):  # noqa: ASYNC110
                await asyncio.sleep(0.05)

    async def runs(self) -> dict[int, Sequence[Run]]:
        """The runs of each digest, newest first."""
        digests = await self.digests()
        async with open_database(self.url) as database:
            store = RunStore(database)
            return {d.id: await store.history(d.id, 100) for d in digests}


async def seed_database(folder: Path, url: str | None = None, *, new: int = 30) -> SeededDatabase:
    """A database whose editions report so many new measures: from about 10 on, in several parts."""
    seeded = SeededDatabase(folder, url or f"sqlite+aiosqlite:///{folder / 'little-giant.db'}")
    write_small(seeded.data, 3 + new)
    await migrate(seeded.url)
    async with open_database(seeded.url) as database:
        old = small_release(OLD, 3).catalogue.dataset
        long_ago = datetime.now(UTC) - timedelta(days=300)
        await ReleaseStore(database).add_and_activate(
            OLD, ReleaseContent("old", pack(old), old.counts()), at=long_ago
        )
    return seeded


def _target(channel: Channel) -> Target:
    kind = "thread" if channel.is_thread else KINDS[channel.type]
    return Target(channel.guild_id or 0, channel.id, kind, channel.name)
