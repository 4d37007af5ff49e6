"""Many interactions with one bot, measured on Discord's side."""

import asyncio
import gc
import itertools
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from tests.wire.commands import NotOfferedError
from tests.wire.ids import Json
from tests.wire.interactions import COMMAND, MESSAGE, Interaction
from tests.wire.people import Person
from tests.wire.reply import UnansweredError
from tests.wire.server import Wire


@dataclass(frozen=True)
class Job:
    """One command to send."""

    command: str
    options: Mapping[str, Any] = field(default_factory=dict[str, Any])
    locale: str = "en-US"


@dataclass
class LoadResult:
    """What came of a run; times in milliseconds, `behind` is the worst lateness of the sender."""

    latencies: list[float] = field(default_factory=list[float])
    failures: list[str] = field(default_factory=list[str])
    seconds: float = 0.0
    behind: float = 0.0

    def as_json(self) -> Json:
        """The run as numbers, the latencies reduced to median, 99th percentile and worst."""
        ranked = sorted(self.latencies) or [float("nan")]
        shown = asdict(self) | {"answered": len(self.latencies), "failed": len(self.failures)}
        shown |= {"failures": self.failures[:3], "worst": ranked[-1]}
        shown |= {"median": ranked[len(ranked) // 2], "p99": ranked[len(ranked) * 99 // 100]}
        del shown["latencies"]
        return shown


async def in_flight(wire: Wire, jobs: list[Job], count: int, width: int = 8) -> LoadResult:
    """Sends `count` jobs, in turn, with `width` of them waiting for their answer at any time."""
    load, queue = LoadResult(), itertools.islice(itertools.cycle(jobs), count)
    crowd = wire.world.crowd()

    async def worker() -> None:
        for job in queue:
            await _one(wire, next(crowd), job, load)

    with _GcDisabled():
        began = time.monotonic()
        await asyncio.gather(*(worker() for _ in range(width)))
    load.seconds = time.monotonic() - began
    return load


async def at_rate(wire: Wire, jobs: list[Job], count: int, per_second: float) -> LoadResult:
    """Sends `count` jobs, in turn, evenly spaced, whether or not earlier ones are answered."""
    load, crowd = LoadResult(), wire.world.crowd()
    with _GcDisabled():
        began = time.monotonic()
        async with asyncio.TaskGroup() as group:
            for n, job in enumerate(itertools.islice(itertools.cycle(jobs), count)):
                due = began + n / per_second
                await asyncio.sleep(due - time.monotonic())
                load.behind = max(load.behind, (time.monotonic() - due) * 1000)
                group.create_task(_one(wire, next(crowd), job, load))
    load.seconds = time.monotonic() - began
    return load


async def _one(wire: Wire, person: Person, job: Job, load: LoadResult) -> None:
    """Sends one command and notes how long the answer took; what is no message is a failure."""
    place = wire.world.here()
    filled = wire.command_registry.fill(
        wire.command_registry.find(job.command, place), job.options, person, place
    )
    interaction = Interaction(COMMAND, person, place, filled.data)
    payload = wire.begin(interaction, job.locale)
    try:
        await wire.deliver(interaction, payload)
    except (UnansweredError, NotOfferedError) as error:
        load.failures.append(str(error))
    else:
        _note(interaction, load)
    finally:
        wire.interactions.close(interaction)


def _note(interaction: Interaction, load: LoadResult) -> None:
    answer = interaction.answer or {}
    if answer["type"] != MESSAGE or interaction.answered_at is None:
        load.failures.append(f"an answer of type {answer['type']}")
        return
    load.latencies.append((interaction.answered_at - interaction.sent_at) * 1000)


class _GcDisabled:  # reads as a word at its use
    """While the block lasts the stand-in's own garbage collector is off."""

    def __enter__(self) -> None:
        gc.collect()
        gc.disable()

    def __exit__(self, *_: object) -> None:
        gc.enable()


def jobs_from(rows: list[Json]) -> Iterator[Job]:
    """Jobs from their JSON: {command, options, locale}."""
    for row in rows:
        yield Job(row["command"], row.get("options") or {}, row.get("locale") or "en-US")
