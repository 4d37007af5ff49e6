"""Killed at every step: before and after it, in each kind of channel, at the first or a later part.

Each cell is a world of its own, so that many can run at once: most of a start is waiting.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from pathlib import Path
from signal import SIGKILL
from typing import NamedTuple

from tests.soak.stand import ACCELERATED, BOT, PARTS, Stand, open_stand
from tests.soak.verdict import Finding, judge_delivered, together

CELL_SECONDS = 300
"""For one cell: ten seconds alone, and minutes where many programs want the same two cores."""
NewDatabase = Callable[[], AbstractContextManager[str]]
"""Makes an empty PostgreSQL database for as long as its block lasts."""
ONE_AND_LATER: dict[str, tuple[int, ...]] = {
    "claim": (1,),
    "send": (1, PARTS),
    "record": (1, PARTS - 1),  # the last part is recorded with the end
    "publish": (1, PARTS),
    "note": (1, PARTS),
    "finish": (1,),
}
"""Which calls of a step there are to be killed at: of the first part, and of a later one."""
OF_ANNOUNCEMENTS, OF_ALL = ("announcement",), ("text", "announcement", "forum")
"""The kinds of channel in which a step happens."""


class Cell(NamedTuple):
    """One place to be killed at."""

    step: str
    when: str
    number: int
    kind: str
    again: bool = False
    """Whether the restarted process is killed too, right before the same step."""

    def __str__(self) -> str:
        twice = ", twice" if self.again else ""
        return f"{self.when} {self.step} no. {self.number}, {self.kind}{twice}"


def whole() -> list[Cell]:
    """Every cell there is, the restarted process killed too."""
    return [
        Cell(step, when, number, kind, again=True)
        for step, numbers in ONE_AND_LATER.items()
        for number in numbers
        for when in ("before", "after")
        for kind in (OF_ANNOUNCEMENTS if step in ("publish", "note") else OF_ALL)
    ]


SHORT: tuple[Cell, ...] = (
    Cell("claim", "before", 1, "text"),
    Cell("claim", "after", 1, "forum"),
    Cell("send", "before", 1, "announcement"),
    Cell("send", "after", 1, "forum"),
    Cell("send", "after", PARTS, "text"),
    Cell("record", "before", 1, "text"),
    Cell("record", "after", 2, "forum"),
    Cell("publish", "before", PARTS, "announcement"),
    Cell("publish", "after", 1, "announcement"),
    Cell("note", "before", 1, "announcement"),
    Cell("note", "after", PARTS, "announcement"),
    Cell("finish", "before", 1, "forum"),
    Cell("finish", "after", 1, "text"),
)
"""Each step before and after, each kind, first and later parts."""


async def run_matrix(
    folder: Path, cells: Sequence[Cell], new: NewDatabase | None = None, at_once: int = 16
) -> Finding:
    """The cells, so many at a time; on PostgreSQL another process takes over what was killed."""
    places = asyncio.Semaphore(at_once)

    async def one(number: int, cell: Cell) -> Finding:
        async with places, _stand(folder / f"cell-{number}", cell, new) as stand:
            try:
                async with asyncio.timeout(CELL_SECONDS):
                    return await (_taken_over(stand, cell) if new else _restarted(stand, cell))
            except TimeoutError:
                said = stand.programs[-1].err[-2000:]
                return Finding(wrong=[f"{cell}: not done after {CELL_SECONDS} s: {said}"])

    return await together(one(number, cell) for number, cell in enumerate(cells))


@asynccontextmanager
async def _stand(folder: Path, cell: Cell, new: NewDatabase | None) -> AsyncGenerator[Stand]:
    database: AbstractContextManager[str | None] = new() if new else nullcontext()
    with database as url:
        async with open_stand(folder, 1, url=url, kinds=(cell.kind,)) as stand:
            yield stand


async def _restarted(stand: Stand, cell: Cell) -> Finding:
    """SQLite: the file's one process is killed, and started again."""
    finding = Finding()
    for module in ["tests.end_to_end.killable"] * (1 + cell.again):
        await _killed(stand, cell, module, finding)
    stand.start(module=BOT)
    return await _ended(stand, cell, finding)


async def _taken_over(stand: Stand, cell: Cell) -> Finding:
    """PostgreSQL: another process, which runs already, takes over what the killed one had."""
    finding = Finding()
    await _killed(stand, cell, ACCELERATED, finding)
    stand.start(module=ACCELERATED)
    if cell.again:
        await _killed(stand, cell, ACCELERATED, finding)
    return await _ended(stand, cell, finding)


async def _killed(stand: Stand, cell: Cell, module: str, finding: Finding) -> None:
    """A life that ends at the step, or is over already because nothing of the kind is left."""
    first = not stand.programs
    program = stand.start(cell.step, cell.when, str(cell.number if first else 1), module=module)
    # The bot is another process: there is no event to wait for.
    while program.code is None and (first or not await stand.at_rest()):  # noqa: ASYNC110
        await asyncio.sleep(0.1)
    program.kill()
    finding.kills[f"{cell.when} {cell.step}"] += program.code == -SIGKILL
    if program.code != -SIGKILL:
        finding.wrong.append(f"{cell}: the process ended with {program.code}: {program.err}")


async def _ended(stand: Stand, cell: Cell, finding: Finding) -> Finding:
    """The finding once the process that is left has done the rest, and was asked to stop."""
    await stand.settled(CELL_SECONDS)
    wrong = await stand.stop()
    judged = await judge_delivered(stand)
    judged.wrong = [f"{cell}: {what}" for what in wrong + judged.wrong]
    return finding.add(judged)
