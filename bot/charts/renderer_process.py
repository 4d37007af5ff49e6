"""The process beside the bot that draws: started for the first picture, ended when idle."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bot.worker_process import WorkerProcess, module

COMMAND: Final = module("bot.charts.renderer.worker")
SECONDS: Final = 20.0
"""For one picture; the first one takes one or two, most of it for loading the library."""
IDLE_SECONDS: Final = 60.0
"""After which the process ends: it takes about a hundred megabytes."""


class NotDrawnError(Exception):
    """A picture could not be drawn; `str()` of it says why, for the log."""


class ChartRenderer:
    """Draws one picture at a time."""

    def __init__(
        self, folder: Path, command: Sequence[str] = COMMAND, seconds: float = SECONDS
    ) -> None:
        """`folder` may be written to: the library notes there which fonts it found."""
        self._worker = WorkerProcess(command, MPLCONFIGDIR=str(folder))
        self._seconds = seconds
        self._turn = asyncio.Lock()
        self._rest: asyncio.TimerHandle | None = None

    async def draw(self, plan: bytes) -> bytes:
        """The PNG of a plan in JSON. Raises NotDrawnError."""
        async with self._turn:
            self._stay()
            answer = await asyncio.to_thread(self._worker.ask, {}, [plan], self._seconds)
            loop = asyncio.get_running_loop()
            self._rest = loop.call_later(
                IDLE_SECONDS, loop.run_in_executor, None, self._worker.rest
            )
        match answer:
            case "late":
                raise NotDrawnError(f"took longer than {self._seconds:.0f} s")
            case "ended":
                raise NotDrawnError("the drawing process ended")
            case {"wrong": why}, _:
                raise NotDrawnError(str(why))
            case _, [content]:
                return content
            case _:
                raise NotDrawnError("no picture came")

    def close(self) -> None:
        """Ends the process."""
        self._stay()
        self._worker.close()

    def _stay(self) -> None:
        if self._rest is not None:
            self._rest.cancel()
            self._rest = None
