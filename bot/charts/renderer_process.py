"""The worker process that draws charts: started for the first chart, ended when idle."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bot.worker_process import WorkerProcess, module_command

COMMAND: Final = module_command("bot.charts.renderer.worker")
_SECONDS: Final = 20.0
"""For one chart; the first takes one or two, mostly to load the library."""
IDLE_SECONDS: Final = 60.0
"""After which the process ends: it takes about a hundred megabytes."""


class NotDrawnError(Exception):
    """A chart could not be drawn; `str()` gives the reason, for the log."""


class ChartRenderer:
    """Draws one chart at a time."""

    def __init__(
        self, folder: Path, command: Sequence[str] = COMMAND, seconds: float = _SECONDS
    ) -> None:
        """`folder` is writable: the library caches there which fonts it found."""
        self._worker = WorkerProcess(command, MPLCONFIGDIR=str(folder))
        self.seconds = seconds
        self._lock = asyncio.Lock()
        self._idle_timer: asyncio.TimerHandle | None = None

    async def draw(self, spec: bytes) -> bytes:
        """The PNG of a chart specification in JSON. Raises NotDrawnError."""
        async with self._lock:
            self._cancel_timer()
            reply = await asyncio.to_thread(self._worker.request, {}, [spec], self.seconds)
            loop = asyncio.get_running_loop()
            self._idle_timer = loop.call_later(
                IDLE_SECONDS, loop.run_in_executor, None, self._worker.stop_when_idle
            )
        match reply:
            case "timeout":
                raise NotDrawnError(f"took longer than {self.seconds:.0f} s")
            case "crashed":
                raise NotDrawnError("the drawing process ended")
            case {"error": reason}, _:
                raise NotDrawnError(str(reason))
            case _, [content]:
                return content
            case _:
                raise NotDrawnError("no chart in the reply")

    def close(self) -> None:
        """Ends the process; what waits for it is not drawn."""
        self._cancel_timer()
        self._worker.close()

    def _cancel_timer(self) -> None:
        if self._idle_timer is not None:
            self._idle_timer.cancel()
            self._idle_timer = None
