"""Two processes on one database, before the same channels."""

from collections.abc import AsyncIterator

import pytest

from bot.domain.data.serialization import pack
from bot.domain.release import Release
from bot.storage.database import Database, migrate, open_database
from bot.storage.releases import ReleaseContent, ReleaseStore
from tests.digests.delivery_harness import BEFORE, Channels, Clock, Delivery, build_delivery
from tests.digests.watching import FIRST, Watching, changed_release
from tests.small import small_release


@pytest.fixture(scope="session")
def live() -> Release:
    """The live data: four measures."""
    return small_release("2026.09.05.1", 4)


@pytest.fixture
def channels() -> Channels:
    return Channels()


@pytest.fixture
def clock() -> Clock:
    return Clock(BEFORE)


@pytest.fixture
async def shared(database_url: str) -> AsyncIterator[tuple[Database, Database]]:
    """One database as two processes have it open, with the release of the first editions."""
    await migrate(database_url)
    async with open_database(database_url) as one, open_database(database_url) as two:
        old = small_release("2026.09.01.1", 3).catalogue.dataset
        await ReleaseStore(one).add_and_activate(
            "2026.09.01.1", ReleaseContent("hash", pack(old), old.counts()), at=BEFORE
        )
        yield one, two


@pytest.fixture
def delivery(
    shared: tuple[Database, Database], live: Release, channels: Channels, clock: Clock
) -> Delivery:
    """A process."""
    return build_delivery(shared[0], live, channels, clock)


@pytest.fixture
def other(
    shared: tuple[Database, Database], live: Release, channels: Channels, clock: Clock
) -> Delivery:
    """Another process."""
    return build_delivery(shared[1], live, channels, clock)


@pytest.fixture
async def watching(shared: tuple[Database, Database], channels: Channels, clock: Clock) -> Watching:
    """A process whose data is changed under it, and Alice, who watches."""
    found: list[Watching] = []

    def live() -> Release:
        return found[0].live

    delivery, other = (build_delivery(database, live, channels, clock) for database in shared)
    release = changed_release(FIRST, ())
    found.append(Watching(delivery, other, channels, clock, ReleaseStore(shared[0]), release))
    await found[0].go_live(release)
    return found[0]
