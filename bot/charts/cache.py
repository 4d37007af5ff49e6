"""Draws each chart once per data version and language, at its first request, and caches it."""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import copy_context
from functools import cached_property
from hashlib import sha256
from importlib.metadata import version as version_of
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import structlog

from bot.charts.renderer_process import ChartRenderer, NotDrawnError
from bot.storage.chart_files import ChartFolder, chart_folder_of, is_whole_png

if TYPE_CHECKING:
    from bot.charts.specs import ChartSpec

log = structlog.stdlib.get_logger()

ChartEnd: TypeAlias = Literal["drawn", "cached", "failed"]
"""The outcome of a chart request, for the metrics."""
MAX_PICTURE: Final = 200_000
"""Bytes; charts are smaller."""
_CLOSE_SECONDS: Final = 2.0
"""For a chart that is being drawn when the bot stops."""
_CHARTS: Final = Path(__file__).parent


class ChartCache:
    """The charts of one process; simultaneous requests for the same one share the work."""

    def __init__(self, folder: ChartFolder, renderer: ChartRenderer) -> None:
        """`folder` stores what `renderer` draws."""
        self._folder = folder
        self.renderer = renderer
        self._under_way: dict[str, asyncio.Task[bytes]] = {}
        self._sweeping: set[asyncio.Task[None]] = set()
        self._is_closing = False
        self._context = copy_context()
        # Shielded: a cancelled request must not cancel the chart of others.
        self.wait: Callable[[asyncio.Task[bytes]], Awaitable[bytes]] = asyncio.shield
        self.ended: Callable[[ChartEnd], None] = lambda _: None

    @property
    def folder(self) -> Path:
        """The folder of the files."""
        return self._folder.folder

    @cached_property
    def _fingerprint(self) -> bytes:
        """A digest of the renderer and its library: another release may draw differently."""
        digest = sha256(version_of("matplotlib").encode())
        for module in (_CHARTS / "specs.py", *sorted(_CHARTS.glob("renderer/*.py"))):
            digest.update(module.read_bytes())
        return digest.digest()

    def name(self, version: str, about: str, spec: "ChartSpec") -> str:
        """The name of a chart's file: a digest of its data version, content and renderer.

        `about` is its kind and language, for people who read the name.
        """
        digest = sha256(spec.model_dump_json().encode() + self._fingerprint).hexdigest()[:16]
        return f"{version}-{about}-{digest}.png"

    async def draw(self, name: str, spec: "ChartSpec") -> bytes:
        """The chart of that name, cached or drawn. Raises NotDrawnError, which is logged here."""
        task = self._under_way.get(name)
        if task is None:
            # Outside the context of this request: others may wait for it too.
            task = self._context.run(asyncio.create_task, self._make(name, spec))
            self._under_way[name] = task
            task.add_done_callback(lambda done: self._done(name, done))
        try:
            return await self.wait(task)
        except NotDrawnError as error:
            write = log.info if self._is_closing else log.error
            write("chart not drawn", chart=name, reason=str(error))
            raise

    async def cached(self, name: str) -> bytes | None:
        """The chart of that name, if it is still cached."""
        return await asyncio.to_thread(self._folder.get, name)

    def follow(self, version: str) -> None:
        """Removes the charts of other data versions, in the background."""
        task = asyncio.create_task(asyncio.to_thread(self._folder.sweep, version))
        self._sweeping.add(task)
        task.add_done_callback(self._sweeping.discard)

    async def close(self) -> None:
        """Ends the renderer once nothing is drawn, or soon; waits for files that are written."""
        self._is_closing = True
        if self._under_way:
            await asyncio.wait(self._under_way.values(), timeout=_CLOSE_SECONDS)
        self.renderer.close()
        await asyncio.gather(*self._under_way.values(), *self._sweeping, return_exceptions=True)

    async def _make(self, name: str, spec: "ChartSpec") -> bytes:
        found = await self.cached(name)
        if found is not None:
            self.ended("cached")
            return found
        try:
            content = await self.renderer.draw(spec.model_dump_json().encode())
            if not is_whole_png(content) or len(content) > MAX_PICTURE:
                raise NotDrawnError(f"{len(content)} bytes that are not a chart")
        except NotDrawnError:
            self.ended("failed")
            raise
        self.ended("drawn")
        await asyncio.to_thread(self._folder.keep, name, content)
        return content

    def _done(self, name: str, task: asyncio.Task[bytes]) -> None:
        del self._under_way[name]
        if not task.cancelled():
            task.exception()  # logged already; every request for it may have been cancelled


def open_charts(database_url: str, version: str, ended: Callable[[ChartEnd], None]) -> ChartCache:
    """What draws and caches charts; nothing is drawn before a person asks.

    `version`: that of the live data; `ended` is called with the outcome of each request.
    """
    folder = ChartFolder(chart_folder_of(database_url))
    charts = ChartCache(folder, ChartRenderer(folder.folder))
    charts.ended = ended
    charts.follow(version)
    return charts
