"""Two processes on one database, with a data folder that they reload from."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.releases.reader import DATA_WORKER, DatasetReader
from bot.storage.database import Database
from tests.digests.delivery_harness import MONDAY_NINE, Clock
from tests.releases.reloading import Process, begin
from tests.small import write_small


@pytest.fixture(scope="module")
def reader() -> Iterator[DatasetReader]:
    """One process that reads all that these tests have read."""
    kept = DatasetReader(DATA_WORKER, persistent=True)
    yield kept
    kept.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with three measures."""
    return write_small(tmp_path / "data", 3)


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 9, 1, tzinfo=UTC))


@pytest.fixture
async def one(
    databases: tuple[Database, Database], folder: Path, clock: Clock, reader: DatasetReader
) -> Process:
    """A process that has run for some days, in the morning before digests are due."""
    process = await begin(databases[0], folder, clock, reader)
    clock.now = MONDAY_NINE - timedelta(days=1)
    return process


@pytest.fixture
async def two(
    databases: tuple[Database, Database],
    folder: Path,
    clock: Clock,
    reader: DatasetReader,
    one: Process,
) -> Process:
    """Another one on the same database."""
    return await begin(databases[1], folder, clock, reader)
