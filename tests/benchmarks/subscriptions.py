"""Databases full of digests for a measurement: bulk inserts, past the bot's own checks."""

import os
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count, cycle
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, literal, select, text

from bot.digests.next_runs import zone_version
from bot.domain.data.dataset import Dataset
from bot.domain.data.loader import read_dataset
from bot.domain.data.serialization import pack
from bot.domain.digests.subscription import ORDER, DigestContent, Order, Target
from bot.storage.data_files import read_data_files
from bot.storage.database import Database, migrate, open_database
from bot.storage.due_queue import DueQueue
from bot.storage.releases import ReleaseContent, ReleaseStore
from bot.storage.tables import digests, runs
from tests.benchmarks.process import cores
from tests.conftest import INSTALL, fresh_database, own_server, postgres_given, postgres_programs

SHANGHAI = ZoneInfo("Asia/Shanghai")
OLD = "2025.01.01.1"
"""The data version that the digests compare with."""
NEW_MEASURES = 3
"""Measures that OLD lacks: an edition tells of them, and still is one message."""
HISTORY = 3
"""Finished runs of each digest that is not new."""
_AT_ONCE = 10_000

Fresh = Callable[[], AbstractContextManager[str]]
"""Makes an empty database and gives its address while the block lasts."""


@dataclass(frozen=True)
class Room:
    """A text channel, and the server that it is in."""

    guild_id: int
    channel_id: int


@contextmanager
def engines(folder: Path) -> Generator[Mapping[str, Fresh | str]]:
    """What makes databases, by the engine's name; a sentence instead where one is missing."""
    with _postgres_server() as server:
        yield {
            "SQLite": _sqlite(folder),
            "PostgreSQL": (lambda: fresh_database(server)) if server else INSTALL["postgresql"],
        }


def _sqlite(folder: Path) -> Fresh:
    numbers = count()

    @contextmanager
    def fresh() -> Generator[str]:
        yield f"sqlite+aiosqlite:///{folder / f'digests-{next(numbers)}.db'}"

    return fresh


@contextmanager
def _postgres_server() -> Generator[str | None]:
    """A server's address: TEST_POSTGRES_URL, else one of our own on the other core, or None."""
    given, programs = postgres_given(), postgres_programs()
    if given:
        yield f"postgresql+asyncpg://{given.partition('://')[2]}"
        return
    if programs is None:
        yield None
        return
    usable = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {cores()[1]})
    try:
        with own_server(programs) as url:
            os.sched_setaffinity(0, usable)
            yield url
    finally:
        os.sched_setaffinity(0, usable)


async def prepare(url: str) -> None:
    """The tables, and the data set as it was before its last measures came, as version OLD."""
    await migrate(url)
    async with open_database(url) as database:
        old = old_dataset()
        long_ago = datetime.now(UTC) - timedelta(days=300)
        await ReleaseStore(database).add_and_activate(
            OLD, ReleaseContent("old", pack(old), old.counts()), at=long_ago
        )


def old_dataset() -> Dataset:
    """The data set of this tree without a few measures that nothing else names."""
    dataset, faults = read_dataset(read_data_files(Path("data")).yaml)
    if dataset is None:
        raise SystemExit(f"the data set has {len(faults)} faults; see check-data")
    return dataset.model_copy(update={"measures": dataset.measures[:-NEW_MEASURES]})


async def subscribe(url: str, rooms: Sequence[Room], slots: Sequence[datetime]) -> None:
    """A daily digest for each slot, due then for the first time, in the rooms in turn."""
    async with open_database(url) as database:
        await _insert(database, (_row(r, s) for r, s in zip(cycle(rooms), slots, strict=False)))
        await _analyse(database)


async def subscribe_long_ago(database: Database, rooms: Sequence[Room], number: int) -> None:
    """So many digests with finished runs, next due at moments spread over the coming days."""
    now = datetime.now(UTC)
    slots = (now + timedelta(days=1, seconds=n * 86_400 / number) for n in range(number))
    rows = (_row(r, s) | {"editions": HISTORY} for r, s in zip(cycle(rooms), slots, strict=False))
    await _insert(database, rows)
    for days in range(1, HISTORY + 1):
        await _finished_runs(database, now - timedelta(days=days))
    await _analyse(database)


async def _insert(database: Database, rows: Iterator[dict[str, Any]]) -> None:
    # As after an earlier run: or else the start would compute these runs by their schedule.
    await DueQueue(database).store_zone_version(zone_version())
    kept = list(rows)
    for start in range(0, len(kept), _AT_ONCE):
        async with database.writing() as connection:
            await connection.execute(insert(digests), kept[start : start + _AT_ONCE])


def _row(room: Room, slot: datetime) -> dict[str, Any]:
    target = Target(room.guild_id, room.channel_id, "text", "general")
    schedule = f"daily {slot.astimezone(SHANGHAI):%H:%M}"
    long_ago = slot - timedelta(days=30)
    return {
        "guild_id": room.guild_id,
        "channel_id": room.channel_id,
        "ordered": ORDER.dump_json(
            Order(target, DigestContent(), schedule, "Asia/Shanghai")
        ).decode(),
        "timezone": "Asia/Shanghai",
        "state": "active",
        "since": long_ago,
        "next_run_at": slot,
        "baseline": OLD,
        "editions": 0,
        "created_by": 7,
        "created_at": long_ago,
    }


async def _finished_runs(database: Database, slot: datetime) -> None:
    """A run of that slot for every digest, sent long ago."""
    constant = {
        runs.c.slot: slot,
        runs.c.kind: "scheduled",
        runs.c.state: "sent",
        runs.c.number: 1,
        runs.c.compared_with: OLD,
        runs.c.version: OLD,
        runs.c.late: False,
        runs.c.tries: 0,
        runs.c.tried_at: slot,
        runs.c.give_up_at: slot,
        runs.c.parts: 1,
        runs.c.finished_at: slot,
    }
    values = (literal(value, column.type) for column, value in constant.items())
    everywhere = select(digests.c.id, *values)
    filled = insert(runs).from_select([runs.c.digest_id, *constant], everywhere)
    async with database.writing() as connection:
        await connection.execute(filled)


async def _analyse(database: Database) -> None:
    """PostgreSQL does so by itself within minutes; SQLite never does."""
    if not database.migrates_itself:
        async with database.writing() as connection:
            await connection.execute(text("ANALYZE"))
