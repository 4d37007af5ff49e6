"""Over real sockets: what an answer costs the process, and how late it is, against a bare bot.

The stand-in is a process of its own on the other core, one for each bot; a bot runs on the first.
CPU is that of the bot's process alone, latency is from the sending of INTERACTION_CREATE to the
arrival of the callback, both as the operating system and the stand-in see them.
"""

import compileall
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from tests.benchmarks.jobs import bare_jobs, mixed_jobs, own_jobs
from tests.benchmarks.process import (
    ROOT,
    FailedError,
    Program,
    StandIn,
    attempt,
    cores,
    cpu_seconds,
    memory_mib,
)
from tests.benchmarks.table import Row
from tests.wire.world import Json

IN_FLIGHT = 8
PER_SECOND = 50


@dataclass(frozen=True)
class Effort:
    """How much is measured; a quick run only shows that everything works."""

    rounds: int = 10
    answers: int = 600
    seconds: int = 20
    starts: int = 3
    burst: int = 10_000
    slices: int = 3


FULL = Effort()
QUICK = Effort(rounds=2, answers=100, seconds=2, starts=1, burst=300, slices=1)


@dataclass
class Bot:
    """A bot to measure: how it is started, and the stand-in it talks to."""

    name: str
    command: list[str]
    env: dict[str, str]
    standin: StandIn

    def start(self) -> Program:
        """The bot's process, just started."""
        about = self.standin.about
        directed = {"DISCORD_API_URL": about["api_url"], "DISCORD_TOKEN": about["token"]}
        return Program(self.command, self.env | directed, cores()[0])


def rows(effort: Effort = FULL) -> Iterator[Row]:
    """The rows of the table; what cannot be measured says why instead."""
    for package in ("bot", "cogs", "tests"):  # as an image has it
        compileall.compile_dir(ROOT / package, quiet=2)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        bare = Bot("bare", ["-m", "tests.benchmarks.bare_bot"], {}, stack.enter_context(StandIn()))
        ours = Bot("ours", ["-m", "bot", "run"], own_env(folder), stack.enter_context(StandIn()))
        yield from start_rows(bare, ours, effort)
        with bare.start() as bare_program, ours.start() as own_program:
            bare.standin.ready(bare_program)
            failed = attempt(partial(ours.standin.ready, own_program))
            if isinstance(failed, FailedError):
                yield alone(bare, bare_program, effort, failed)
            else:
                yield from cpu_rows(bare, bare_program, ours, own_program, effort)
        yield from latency_rows(bare, ours, effort)
        yield burst_row(bare, ours, effort)


def own_env(folder: Path) -> dict[str, str]:
    """Settings of the real bot: a database of its own, no port, little to log.

    As `requirements.lock` installs it: structlog loads rich, a tool's, wherever it finds it.
    """
    (folder / "rich.py").write_text("raise ImportError('not in requirements.lock')")
    return {
        "DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'bench.db'}",
        "HEALTH_PORT": "0",
        "LOG_LEVEL": "warning",
        "PYTHONPATH": str(folder),
    }


@dataclass(frozen=True)
class Start:
    """One start: seconds until ready, MiB two seconds later."""

    seconds: float
    mib: float


def measure_start(bot: Bot) -> Start:
    """A start of the bot, alone on its core."""
    with bot.start() as program:
        seconds = bot.standin.ready(program)
        time.sleep(2)
        return Start(seconds, memory_mib(program.pid))


def start_rows(bare: Bot, ours: Bot, effort: Effort) -> Iterator[Row]:
    """Start-up and memory: first on an empty database, then as on any other day."""
    first = [attempt(partial(measure_start, bot)) for bot in (bare, ours)]
    yield _start_row("first start to ready", first[0], first[1])
    later: dict[str, list[Any]] = {"bare": [], "ours": []}
    for _ in range(effort.starts):
        for bot in (bare, ours):
            later[bot.name].append(attempt(partial(measure_start, bot)))
    theirs, own = (_median_start(later[name]) for name in ("bare", "ours"))
    yield _start_row("start to ready, later", theirs, own, most=0.35)
    yield _memory_row(theirs, own)


def _median_start(starts: list[Any]) -> Any:
    failures = [s for s in starts if isinstance(s, FailedError)]
    if failures:
        return failures[0]
    seconds = statistics.median(s.seconds for s in starts)
    return Start(seconds, statistics.median(s.mib for s in starts))


def _start_row(what: str, bare: Any, ours: Any, most: float | None = None) -> Row:
    shown = [s if isinstance(s, FailedError) else f"{s.seconds:.2f} s" for s in (bare, ours)]
    if not (isinstance(bare, Start) and isinstance(ours, Start)):
        return Row(what, bare=str(shown[0]), ours=f"not measured: {shown[1]}")
    more = ours.seconds - bare.seconds
    target = "-" if most is None else f"at most {most} s more"
    met = None if most is None else more <= most
    return Row(what, str(shown[1]), str(shown[0]), f"{more:+.2f} s", target, met)


def _memory_row(bare: Any, ours: Any) -> Row:
    what = "memory after start (PSS)"
    if not (isinstance(bare, Start) and isinstance(ours, Start)):
        return Row(what, bare=f"{bare.mib:.0f} MiB" if isinstance(bare, Start) else "-")
    more = ours.mib - bare.mib
    target, shown = "at most 75 MiB more", f"{more:+.0f} MiB"
    return Row(what, f"{ours.mib:.0f} MiB", f"{bare.mib:.0f} MiB", shown, target, more <= 75)


def cpu_ms(bot: Bot, program: Program, jobs: list[Json], count: int) -> float:
    """CPU milliseconds of the bot's process for each answer, at a steady number in flight."""
    before = cpu_seconds(program.pid)
    bot.standin.load(jobs, count, width=IN_FLIGHT)
    return (cpu_seconds(program.pid) - before) * 1000 / count


def cpu_rows(
    bare: Bot, bare_program: Program, ours: Bot, own_program: Program, effort: Effort
) -> Iterator[Row]:
    """CPU per answer: rounds of bare, ours, bare, ours ..., each ratio within its round."""
    commands = own_jobs(ours.standin)
    for name, jobs in commands.items():
        most = 2.5 if name == "/ask" else 0.6
        count = max(effort.answers, len(jobs))
        rounds = attempt(
            partial(_rounds, (bare, bare_program, ours, own_program), jobs, count, effort.rounds)
        )
        if isinstance(rounds, FailedError):
            yield Row(f"CPU per {name}", ours=f"not measured: {rounds}")
            continue
        own, theirs = (_cost([r[n] for r in rounds]) for n in (0, 1))
        ratio = statistics.median(a / b for a, b in rounds)
        target, met = f"at most {most}", ratio <= most
        yield Row(f"CPU per {name}", own, theirs, f"{ratio:.2f} times", target, met)


def _cost(measured: list[float]) -> str:
    """The median round, and the mean: what is above the median is mostly garbage collection."""
    return f"{statistics.median(measured):.3f} ms (mean {statistics.mean(measured):.3f})"


def _rounds(
    pair: tuple[Bot, Program, Bot, Program], jobs: list[Json], count: int, rounds: int
) -> list[tuple[float, float]]:
    """(ours, bare) CPU ms of each round; one round before them warms both up."""
    bare, bare_program, ours, own_program = pair
    measured: list[tuple[float, float]] = []
    for _ in range(rounds + 1):
        theirs = cpu_ms(bare, bare_program, bare_jobs(), count)
        measured.append((cpu_ms(ours, own_program, jobs, count), theirs))
    return measured[1:]


def alone(bare: Bot, program: Program, effort: Effort, failed: FailedError) -> Row:
    """The bare bot's CPU per answer when there is nothing to compare it with."""
    measured = [cpu_ms(bare, program, bare_jobs(), effort.answers) for _ in range(effort.rounds)]
    shown = f"{statistics.median(measured[1:]):.3f} ms"
    return Row("CPU per answer", bare=shown, ours=f"not measured: {failed}")


def latency_rows(bare: Bot, ours: Bot, effort: Effort) -> Iterator[Row]:
    """Latency at a steady rate of mixed commands, each bot freshly started and alone."""
    theirs, own = (attempt(partial(_latency, bot, effort)) for bot in (bare, ours))
    yield _latency_row("median answer", "median", theirs, own)
    yield _latency_row("99th percentile", "p99", theirs, own)
    yield _latency_row("worst answer", "worst", theirs, own, most=20)
    yield _latency_row("worst delay of the stand-in's own sending", "behind", theirs, own)


def _latency_row(what: str, key: str, bare: Any, ours: Any, most: float | None = None) -> Row:
    what = f"{what} at {PER_SECOND} a second"
    theirs = str(bare) if isinstance(bare, FailedError) else f"{bare[key]:.2f} ms"
    if isinstance(ours, FailedError):
        return Row(what, f"not measured: {ours}", theirs)
    target = "-" if most is None else f"under {most:.0f} ms"
    met = None if most is None else ours[key] < most
    return Row(what, f"{ours[key]:.2f} ms", theirs, target=target, met=met)


def _latency(bot: Bot, effort: Effort) -> Json:
    with bot.start() as program:
        bot.standin.ready(program)
        mixed = bare_jobs() if bot.name == "bare" else mixed_jobs(bot.standin)
        bot.standin.load(mixed, 100, width=IN_FLIGHT)
        time.sleep(1)
        return bot.standin.load(mixed, PER_SECOND * effort.seconds, per_second=PER_SECOND)


def burst_row(bare: Bot, ours: Bot, effort: Effort) -> Row:
    """The 99th percentile once much was answered: what piled up for the garbage collector shows."""
    what = f"99th percentile at {PER_SECOND} a second after {effort.burst:,} answers"
    with bare.start() as bare_program, ours.start() as own_program:
        bare.standin.ready(bare_program)
        ours.standin.ready(own_program)
        jobs = {"bare": bare_jobs(), "ours": mixed_jobs(ours.standin)}
        slices = attempt(partial(_after_burst, (ours, bare), jobs, effort))
    if isinstance(slices, FailedError):
        return Row(what, ours=f"not measured: {slices}")
    own, theirs = (statistics.median(s[n] for s in slices) for n in (0, 1))
    ratio = statistics.median(a / b for a, b in slices)
    shown = f"{ratio:.2f} times"
    return Row(what, f"{own:.2f} ms", f"{theirs:.2f} ms", shown, "at most 4.0", ratio <= 4)


def _after_burst(
    bots: tuple[Bot, Bot], jobs: dict[str, list[Json]], effort: Effort
) -> list[tuple[float, float]]:
    """The 99th percentiles (ours, bare) of each slice; the bots take turns."""
    for bot in bots:
        bot.standin.load(jobs[bot.name], effort.burst, width=IN_FLIGHT)
    count = PER_SECOND * effort.seconds

    def percentile(bot: Bot) -> float:
        return bot.standin.load(jobs[bot.name], count, per_second=PER_SECOND)["p99"]

    return [(percentile(bots[0]), percentile(bots[1])) for _ in range(effort.slices)]


def machine() -> str:
    """What it was measured on, in a line."""
    version = ".".join(str(n) for n in sys.version_info[:3])
    return f"Python {version}, {os.cpu_count()} cores, bots on core {cores()[0]}"
