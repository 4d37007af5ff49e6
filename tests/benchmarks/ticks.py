"""What a look for due digests costs with few and with very many subscriptions, in this process.

A tick is what the clockwork does when it wakes: `run_due()` and `next_at()`, on a database of
its own for each size, the sizes taking turns, so that a busy moment of the machine meets all.
Each digest has three finished runs behind it. Times are medians.
"""

import gc
import statistics
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime

import uvloop
from sqlalchemy import update

from bot.storage.database import Database, migrate, open_database
from bot.storage.tables import digests
from tests.benchmarks.subscriptions import Fresh, Room, subscribe_long_ago
from tests.benchmarks.table import Row
from tests.digests.delivery_harness import Channels, Clock, Delivery, build_delivery
from tests.small import small_release

MOST_TIMES = 1.5
WARM_UP = 5
ROOMS = [Room(1 + n // 50, 10_000 + n) for n in range(100_000)]


@dataclass(frozen=True)
class Filled:
    """A database with so many subscriptions, and a process that delivers from it."""

    number: int
    database: Database
    delivery: Delivery


Look = Callable[[Filled, int], Awaitable[float]]
"""Does it for the turn of that number, and gives its seconds."""


def rows(engine: str, fresh: Fresh, *, sizes: Sequence[int], times: int) -> Iterator[Row]:
    """A row for each kind of look, its cost by size from the smallest to the largest."""
    with ExitStack() as stack:
        urls = [stack.enter_context(fresh()) for _ in sizes]
        measured = uvloop.run(_measure(urls, sizes, times))
    subscriptions = f"{' / '.join(f'{n:,}' for n in sizes)} subscriptions, {engine}"
    for look, found in measured.items():
        medians = [statistics.median(milliseconds) for milliseconds in found]
        ratio = medians[-1] / medians[0]
        yield Row(
            f"{look}, {subscriptions}",
            f"{' / '.join(f'{median:.2f}' for median in medians)} ms",
            compared=f"{ratio:.2f} times {sizes[0]}",
            target=f"at most {MOST_TIMES:g} times",
            met=ratio <= MOST_TIMES,
        )


async def _measure(
    urls: Sequence[str], sizes: Sequence[int], times: int
) -> dict[str, list[list[float]]]:
    """Milliseconds of each look, by its kind and by size."""
    async with AsyncExitStack() as stack:
        filled: list[Filled] = []
        for url, number in zip(urls, sizes, strict=True):
            await migrate(url)
            database = await stack.enter_async_context(open_database(url))
            filled.append(await _filled(database, number))
        return {name: await _rounds(filled, times, look) for name, look in LOOKS.items()}


async def _filled(database: Database, number: int) -> Filled:
    await subscribe_long_ago(database, ROOMS, number)
    clock = Clock(datetime.now(UTC))
    return Filled(number, database, build_delivery(database, small_release("1"), Channels(), clock))


async def _rounds(filled: Sequence[Filled], times: int, look: Look) -> list[list[float]]:
    measured: list[list[float]] = [[] for _ in filled]
    gc.collect()
    gc.disable()
    try:
        for turn in range(times + WARM_UP):
            for place, one in zip(measured, filled, strict=True):
                await one.delivery.engine.lease.heartbeat()
                took = await look(one, turn)
                if turn >= WARM_UP:
                    place.append(took * 1000)
    finally:
        gc.enable()
    return measured


async def _tick(filled: Filled, _: int) -> float:
    """Seconds of a tick with nothing due."""
    dispatcher, started = filled.delivery.engine.dispatcher, time.perf_counter()
    await dispatcher.run_due()
    await dispatcher.next_at()
    return time.perf_counter() - started


async def _tick_with_one(filled: Filled, turn: int) -> float:
    """Seconds of a tick with one digest due, until it is posted (into memory)."""
    delivery, number = filled.delivery, turn % filled.number + 1
    delivery.clock.forward(seconds=1)
    due = update(digests).where(digests.c.id == number).values(next_run_at=delivery.clock())
    async with filled.database.writing() as connection:
        await connection.execute(due)
    started = time.perf_counter()
    await delivery.engine.dispatcher.run_due()
    await delivery.engine.executor.settle()
    await delivery.engine.dispatcher.next_at()
    return time.perf_counter() - started


async def _retake(filled: Filled, _: int) -> float:
    """Seconds of the sweep's look for what dead processes left."""
    started = time.perf_counter()
    await filled.delivery.engine.recovery.retake()
    return time.perf_counter() - started


LOOKS: dict[str, Look] = {
    "tick, none due": _tick,
    "tick, one due and posted": _tick_with_one,
    "look for runs left lying": _retake,
}
