"""The trials by name: each at full length for `make soak`, and short to see that it works."""

import random
from collections.abc import Callable, Coroutine, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

from tests.conftest import fresh_database
from tests.soak.fleet import run_fleet
from tests.soak.kills import kill_one, kill_two
from tests.soak.malformed import spoil
from tests.soak.matrix import SHORT, run_matrix, whole
from tests.soak.memory import run_for
from tests.soak.stopped import cut_off, kill_for_good, stop_one
from tests.soak.storm import run_storm
from tests.soak.verdict import Finding, together


class Course(NamedTuple):
    """What a trial is run with."""

    folder: Path
    server: str
    """The address of a PostgreSQL; empty where the trial is of SQLite."""
    seed: int
    short: bool

    def dice(self, number: int) -> random.Random:
        """Dice of their own for one of several worlds."""
        return random.Random(f"{self.seed} {number}")

    def place(self, number: int) -> Path:
        """A folder for one of several worlds."""
        return self.folder / f"world-{number}"


Trial = Callable[[Course], Coroutine[Any, Any, Finding]]
FORGETFUL = 4
"""One world in so many has a Discord that remembers no nonce: there the mark alone must do."""


def forgets(number: int) -> bool:
    """Whether Discord remembers no nonce in that world."""
    return number % FORGETFUL == FORGETFUL - 1


async def matrix(course: Course) -> Finding:
    """Killed at every step; the file's one process is started again."""
    return await run_matrix(course.folder, SHORT if course.short else whole())


async def matrix_two(course: Course) -> Finding:
    """Killed at every step; another process takes over."""
    cells = SHORT if course.short else whole()
    return await run_matrix(course.folder, cells, lambda: fresh_database(course.server))


async def kills(course: Course) -> Finding:
    """Killed at random, fifty channels due; the file's one process is started again."""
    worlds, each, channels = (1, 4, 12) if course.short else (4, 75, 50)
    return await together(
        kill_one(course.place(n), each, course.dice(n), channels, forgetful=forgets(n))
        for n in range(worlds)
    )


async def kills_two(course: Course) -> Finding:
    """Killed at random, fifty channels due; two processes on one PostgreSQL."""
    worlds, each, channels = (1, 5, 12) if course.short else (4, 75, 50)
    with ExitStack() as stack:
        return await together(
            kill_two(
                course.place(n),
                stack.enter_context(fresh_database(course.server)),
                each,
                course.dice(n),
                channels,
                forgetful=forgets(n),
            )
            for n in range(worlds)
        )


async def stopped(course: Course) -> Finding:
    """Stopped and continued, cut off from the database; asked to stop; killed with real times."""
    total = Finding()
    with ExitStack() as stack:

        def new() -> str:
            return stack.enter_context(fresh_database(course.server))

        for number in range(1 if course.short else 8):
            place, dice = course.place(number), course.dice(number)
            total.add(
                await together(
                    [stop_one(place / "stop", new(), dice), cut_off(place / "cut", new(), dice)]
                )
            )
        if not course.short:
            stops = kill_two(course.folder / "gently", new(), 20, course.dice(99), gently=True)
            total.add(await stops)
            total.add(await kill_for_good(course.folder / "for-good", new()))
    return total


async def storm(course: Course) -> Finding:
    """Every fault at random, on SQLite."""
    number = 120 if course.short else 2_000
    return await run_storm(course.folder, number, course.dice(0), accelerated=course.short)


async def storm_two(course: Course) -> Finding:
    """Every fault at random, two processes on one PostgreSQL."""
    number = 120 if course.short else 2_000
    with fresh_database(course.server) as url:
        return await run_storm(
            course.folder, number, course.dice(0), url=url, processes=2, accelerated=course.short
        )


async def malformed(course: Course) -> Finding:
    """Spoiled data sets, through reload."""
    course.folder.mkdir(parents=True)
    return await spoil(course.folder, 100 if course.short else 2_000, course.dice(0))


async def fleet(course: Course) -> Finding:
    """Three processes, twelve shards, thousands of servers; one after another is killed."""
    size = (60, 120, 3) if course.short else (3_000, 5_000, 9)
    with fresh_database(course.server) as url:
        servers, channels, kills = size
        return await run_fleet(
            course.folder, url, course.dice(0), servers=servers, channels=channels, kills=kills
        )


async def memory(course: Course) -> Finding:
    """Everything that people do, with reloads and uploads, and what memory it takes."""
    return await run_for(course.folder, course.dice(0), minutes=3 if course.short else 60)


ON_SQLITE: Mapping[str, Trial] = {
    "matrix": matrix,
    "kills": kills,
    "storm": storm,
    "malformed": malformed,
    "memory": memory,
}
ON_POSTGRESQL: Mapping[str, Trial] = {
    "matrix-two": matrix_two,
    "kills-two": kills_two,
    "stopped": stopped,
    "storm-two": storm_two,
    "fleet": fleet,
}
