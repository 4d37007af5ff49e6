"""Digests over real sockets: how fast they reach many channels, what that costs, how punctual.

The stand-in is a process of its own on the other core, where PostgreSQL runs too (one of our own,
which does not wait for its disk). When a post came is what the stand-in says. An edition tells of
three new measures, has an overview, and is one message.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from bot.storage.database import open_database
from tests.benchmarks import ticks
from tests.benchmarks.fanout_setup import FanoutSetup, open_fanout
from tests.benchmarks.process import Program, StandIn, attempt, cpu_seconds, memory_mib
from tests.benchmarks.subscriptions import Fresh, Room, engines, prepare, subscribe_long_ago
from tests.benchmarks.table import Row
from tests.wire.world import Json

LIMIT = 50
"""Requests a second that Discord lets through for one token."""
MOST_TIMES = 1.2
"""Of the least time that the limit leaves."""
LEAD = timedelta(seconds=14)
"""A slot is so far ahead: by then the bot is ready, and knows its servers."""
SETTLED = 3.0
"""Seconds after which the bot knows its servers, or has written down its last post."""
ASKED_PER_SECOND = 20
OVERVIEW = [{"command": "funding overview", "locale": locale} for locale in ("en-US", "zh-CN")]


@dataclass(frozen=True)
class Effort:
    """How much is measured; a quick run only shows that everything works."""

    channels: int = 1_000
    sizes: tuple[int, ...] = (10, 1_000, 100_000)
    ticks: int = 300
    slots: int = 10


FULL, QUICK = Effort(), Effort(channels=60, sizes=(10, 100, 1_000), ticks=20, slots=2)

Part = Callable[[Fresh], Iterator[Row]]
"""Some rows, measured on databases from there."""


def rows(effort: Effort = FULL) -> Iterator[Row]:
    """The rows of the table; what cannot be measured says why instead."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        makers = stack.enter_context(engines(folder))
        for engine, fresh in makers.items():
            part = partial(ticks.rows, engine, sizes=effort.sizes, times=effort.ticks)
            yield from _part(f"tick, {engine}", fresh, part)
        standin = stack.enter_context(StandIn())
        setup, sqlite = open_fanout(standin, folder, effort.channels), makers["SQLite"]
        yield from _part("digest in many channels", sqlite, partial(paced_rows, setup))
        for engine, fresh in makers.items():
            part = partial(unlimited_rows, setup, engine)
            yield from _part(f"posts a second without a limit, {engine}", fresh, part)
        part = partial(size_rows, setup, effort.sizes[0], effort.sizes[-1])
        yield from _part("memory with many subscriptions", sqlite, part)
        part = partial(punctual_rows, setup, effort.slots)
        yield from _part("post after its slot", sqlite, part)


def _part(what: str, fresh: Fresh | str, part: Part) -> Iterator[Row]:
    """The rows, or one that says why there are none."""
    found = fresh if isinstance(fresh, str) else attempt(lambda: list(part(fresh)))
    yield from found if isinstance(found, list) else [Row(what, f"not measured: {found}")]


# -- Many channels at once --


@dataclass(frozen=True)
class Paced:
    """A fan-out under the limit; latencies in milliseconds, memory in MiB."""

    seconds: float
    refused: int
    busiest: int
    idle: Json
    during: Json
    before: float
    after: float


def paced_rows(setup: FanoutSetup, fresh: Fresh) -> Iterator[Row]:
    """Every room at once, as fast as Discord allows; meanwhile people ask."""
    number, floor = len(setup.rooms), len(setup.rooms) / LIMIT
    told = _limited(setup, fresh)
    yield Row(
        f"digest in {number:,} channels, first post to last, at most {LIMIT} requests a second",
        f"{told.seconds:.1f} s",
        compared=f"{told.seconds / floor:.2f} times {floor:g} s",
        target=f"at most {MOST_TIMES:g} times",
        met=told.seconds <= MOST_TIMES * floor,
    )
    refused = f"{told.refused} (busiest second {told.busiest})"
    yield Row("requests refused meanwhile (429)", refused, target="none", met=not told.refused)
    for name in ("median", "worst"):
        shown, idle = f"{told.during[name]:.2f} ms", f"idle {told.idle[name]:.2f} ms"
        yield Row(f"{name} answer meanwhile", shown, compared=idle)
    more = f"{told.after - told.before:+.1f} MiB"
    yield Row("memory after that fan-out (PSS)", f"{told.after:.0f} MiB", compared=more)


def _limited(setup: FanoutSetup, fresh: Fresh) -> Paced:
    slot, began = datetime.now(UTC) + LEAD + timedelta(seconds=6), setup.posted()
    setup.standin.ask("rate_limits", per_second=LIMIT)
    try:
        with setup.due(fresh, [slot] * len(setup.rooms)) as program:
            return _paced(setup, program, slot, began)
    finally:
        setup.standin.ask("rate_limits", per_second=None)


def _paced(setup: FanoutSetup, program: Program, slot: datetime, began: int) -> Paced:
    number, ask = len(setup.rooms), partial(setup.standin.load, per_second=ASKED_PER_SECOND)
    time.sleep(SETTLED)
    idle = ask(OVERVIEW, 100)
    setup.standin.ask("rate_limits", reset=True)
    before = memory_mib(program.pid)
    setup.wait_until(slot - timedelta(seconds=0.2), began)
    during = ask(OVERVIEW, max(20, number * ASKED_PER_SECOND // LIMIT))
    setup.wait_for(began + number, number / LIMIT + 30)
    time.sleep(SETTLED)
    setup.wait_for(began + number)
    counts, after = setup.standin.ask("counts"), memory_mib(program.pid)
    seconds, refused = _seconds(setup.arrivals(number)), sum(counts["refused"].values())
    return Paced(seconds, refused, counts["busiest"], idle, during, before, after)


def _seconds(arrivals: Sequence[datetime]) -> float:
    return (max(arrivals) - min(arrivals)).total_seconds()


def unlimited_rows(setup: FanoutSetup, engine: str, fresh: Fresh) -> Iterator[Row]:
    """Every room at once, without a limit: what a post costs."""
    number, began, slot = len(setup.rooms), setup.posted(), datetime.now(UTC) + LEAD
    with setup.due(fresh, [slot] * number, DIGEST_RATE="100000") as program:
        setup.wait_until(slot - timedelta(seconds=1), began)
        before = cpu_seconds(program.pid)
        setup.wait_for(began + number, number / 10 + 30)
        time.sleep(SETTLED)
        setup.wait_for(began + number)
        used = cpu_seconds(program.pid) - before
    per_second = (number - 1) / _seconds(setup.arrivals(number))
    yield Row(f"posts a second without a limit, {engine}", f"{per_second:.0f}")
    yield Row(f"CPU per post, {engine}", f"{used * 1000 / number:.2f} ms")


# -- Few and many subscriptions --


def size_rows(setup: FanoutSetup, few: int, many: int, fresh: Fresh) -> Iterator[Row]:
    """Memory and start with few and with many subscriptions, none of them due."""
    (few_s, few_mib), (many_s, many_mib) = (_start(setup, fresh, n) for n in (few, many))
    memory, start = f"{many_mib - few_mib:+.1f} MiB", f"{many_s - few_s:+.2f} s"
    beside = f"beside {few}"
    what = f"memory with {many:,} subscriptions (PSS)"
    yield Row(what, f"{many_mib:.0f} MiB", compared=f"{memory} {beside}")
    what = f"first start to ready with {many:,} subscriptions"
    yield Row(what, f"{many_s:.2f} s", compared=f"{start} {beside}")


def _start(setup: FanoutSetup, fresh: Fresh, number: int) -> tuple[float, float]:
    """Seconds until ready, and MiB when the bot has looked at its servers and swept once."""
    with fresh() as url:
        asyncio.run(_long_subscribed(url, setup.rooms, number))
        with setup.bot(url) as program:
            seconds = setup.standin.ready(program)
            time.sleep(20)
            return seconds, memory_mib(program.pid)


async def _long_subscribed(url: str, rooms: Sequence[Room], number: int) -> None:
    await prepare(url)
    async with open_database(url) as database:
        await subscribe_long_ago(database, rooms, number)


# -- On time --


def punctual_rows(setup: FanoutSetup, number: int, fresh: Fresh) -> Iterator[Row]:
    """How late a post comes after its slot where nothing else is to be done."""
    began, first = setup.posted(), datetime.now(UTC).replace(microsecond=0) + LEAD
    slots = [first + timedelta(seconds=3 * n) for n in range(number)]
    with setup.due(fresh, slots):
        setup.wait_until(first - timedelta(seconds=1), began)
        setup.wait_for(began + number, 3 * number + 10)
    pairs = zip(setup.arrivals(number), slots, strict=True)
    late = [(came - slot).total_seconds() * 1000 for came, slot in pairs]
    yield Row(
        "post after its slot, idle bot",
        f"median {statistics.median(late):.0f} ms, worst {max(late):.0f} ms",
        target="under 1 s",
        met=min(late) >= 0 and max(late) < 1_000,
    )
