"""What a reload of ten times the data costs those who ask meanwhile, over real sockets.

The bot is a process of its own; commands go to it one after the other while it reads, compares,
indexes and swaps. The larger set is the real one, each record of its texts copied under other ids.

The whole wait is held against the target. On a machine that does other work too, programs also
wait for a core; so each row also says for how long of the longest wait the bot (any thread of
it) or this program ran at all.
"""

import asyncio
import gc
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from signal import SIGHUP
from typing import NamedTuple

from tests.benchmarks.process import cpu_seconds
from tests.benchmarks.table import Row
from tests.end_to_end.program import TOKEN, Program, started
from tests.wire import Wire

DATA = Path(__file__).parents[2] / "data"
MOST_MS = 50.0
COPIED = ("measures/*.yaml", "awards.yaml", "zones/*.yaml", "statistics.yaml")
"""Files whose records are copied; nothing names them by a list."""
ASKED: tuple[tuple[str, dict[str, str]], ...] = (
    ("ask", {"question": "How much does Pudong pay a new little giant?"}),
    ("funding show", {"measure": "fi-national-int"}),
    ("little-giant criteria", {}),
)
"""Answers that cost about the same for any number of records: what is measured is the reload. Drawn
for the first time with a hundred times the data, /zones list takes 70 ms and /little-giant awards
700 ms by themselves, with or without a reload."""
_RECORD = re.compile(r"(?m)^  - id: ([a-z0-9-]+)$")
_SECONDS = 1200.0


@dataclass(frozen=True)
class Plan:
    """How large the larger set is."""

    times: int


class Wait(NamedTuple):
    """Milliseconds that one answer took, and how long of it the bot or this program ran."""

    took: float
    own: float


FULL, QUICK = Plan(10), Plan(5)


def rows(plan: Plan) -> Iterator[Row]:
    """A row for each reload: to the larger set, and from it to another one as large."""
    if sys.platform == "win32":
        return
    with tempfile.TemporaryDirectory(prefix="reload-") as folder:
        yield from asyncio.run(_measured(Path(folder), plan))


async def _measured(folder: Path, plan: Plan) -> list[Row]:
    data = folder / "data"
    shutil.copytree(DATA, data)
    async with Wire(token=TOKEN) as wire:
        settings = {
            "DATA_DIR": data,
            "DISCORD_API_URL": wire.api_url,
            "DISCORD_TOKEN": TOKEN,
            "HEALTH_PORT": 0,
        }
        with started(folder, "run", **settings) as bot:
            await wire.ready(30)
            _without_pauses()
            before = await _asked(wire, bot, 5.0)
            larger = folder / "larger"
            enlarge(DATA, larger, plan.times)
            shutil.rmtree(data)
            larger.rename(data)
            first = await _while_reloading(wire, bot, 1)
            changed = data / "measures" / "national.yaml"
            text = changed.read_text("utf-8").replace("confidence: high", "confidence: medium", 1)
            changed.write_text(text, "utf-8")
            second = await _while_reloading(wire, bot, 2)
    return [
        _row("commands, nothing else going on", before, 0.0),
        _row(f"reload to {plan.times} times the data", *first),
        _row(f"reload from {plan.times} times to as much", *second),
    ]


def _without_pauses() -> None:
    """Keeps this program's own collector still.

    A look at all that the wire has noted down takes 60 to 160 ms, and a command would wait for it.
    """
    gc.collect()
    gc.disable()


async def _while_reloading(wire: Wire, bot: Program, number: int) -> tuple[list[Wait], float]:
    """What commands took until the reload was over and a little longer; how long it took."""
    began = time.monotonic()
    bot.signal(SIGHUP)
    measured: list[Wait] = []
    over = 0.0
    while not over or time.monotonic() < over + 10:
        measured += await _asked(wire, bot, 1.0)
        if not over and bot.err.count("reload on a signal") >= number:
            over = time.monotonic()
        if time.monotonic() > began + _SECONDS:
            raise SystemExit(f"the reload did not end: {bot.err[-500:]}")
    return measured, over - began


async def _asked(wire: Wire, bot: Program, seconds: float) -> list[Wait]:
    """What each command took in that time."""
    return [took async for took in _ask(wire, bot, time.monotonic() + seconds)]


async def _ask(wire: Wire, bot: Program, ends: float) -> AsyncIterator[Wait]:
    crowd = wire.world.crowd(100)
    while time.monotonic() < ends:
        for command, options in ASKED:
            began, ran = time.perf_counter(), cpu_seconds(bot.pid) + time.process_time()
            await wire.invoke(command, options, user=next(crowd))
            took = time.perf_counter() - began
            ran = cpu_seconds(bot.pid) + time.process_time() - ran
            yield Wait(took * 1000, min(took, ran) * 1000)
            await asyncio.sleep(0.02)


def _row(measured: str, waits: list[Wait], took: float) -> Row:
    times = [wait.took for wait in waits]
    middle, high = statistics.median(times), statistics.quantiles(times, n=1000)[-1]
    worst = max(waits)
    return Row(
        f"{measured}: wait for an answer",
        f"median {middle:.1f} ms, 99.9 % {high:.1f} ms, worst {worst.took:.1f} ms "
        f"({worst.own:.1f} of it running)",
        compared=f"{len(times)} answers, {took:.0f} s" if took else f"{len(times)} answers",
        target=f"worst {MOST_MS:g} ms" if took else "-",
        met=worst.took <= MOST_MS if took else None,
    )


def enlarge(data: Path, larger: Path, times: int) -> None:
    """Writes the data set with the records of some files so many times."""
    shutil.copytree(data, larger)
    for pattern in COPIED:
        for file in larger.glob(pattern):
            text = file.read_text("utf-8")
            start = _RECORD.search(text)
            if start is None:
                continue
            records = text[start.start() :].rstrip("\n") + "\n"
            with file.open("a", encoding="utf-8", newline="\n") as out:
                for n in range(1, times):
                    out.write(_RECORD.sub(lambda m, n=n: f"  - id: {m[1][:34]}-{n}", records))
