"""Pictures: each drawn once for its data version and language, then kept.

Drawn when somebody first asks, and never beforehand: most are never asked for, the first one takes
a second or two, and a start or a reload has better things to do with the processor.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import copy_context
from hashlib import sha256
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Final, Literal, TypeAlias

import structlog

from bot.charts.renderer_process import ChartRenderer, NotDrawnError
from bot.charts.specs import CHART_SPEC, ChartSpec
from bot.storage.chart_files import ChartFolder, is_whole

log = structlog.stdlib.get_logger()

Ended: TypeAlias = Literal["drawn", "kept", "failed"]
"""How the wish for a picture can end, as it is counted."""
MAX_PICTURE: Final = 200_000
"""Bytes; a larger one is none of ours."""
_CHARTS: Final = Path(__file__).parent


class ChartCache:
    """The pictures of one process; two who ask for the same one at once have it drawn once."""

    def __init__(self, folder: ChartFolder, renderer: ChartRenderer) -> None:
        """`folder` keeps what `renderer` draws."""
        self._folder = folder
        self.renderer = renderer
        self._under_way: dict[str, asyncio.Task[bytes]] = {}
        self._sweeping: set[asyncio.Task[None]] = set()
        self._fingerprint = _renderer_fingerprint()
        self._context = copy_context()
        # Whoever goes away takes nothing from the others that wait.
        self.waiting: Callable[[asyncio.Task[bytes]], Awaitable[bytes]] = asyncio.shield
        """How one waits for a picture."""
        self.ended: Callable[[Ended], None] = lambda _: None

    @property
    def folder(self) -> Path:
        """Where they are kept."""
        return self._folder.folder

    def name(self, version: str, about: str, plan: ChartSpec) -> str:
        """The name of a picture's file: of a data version, and of all that it is drawn from.

        `about` says of what kind it is and in which language, for whoever reads the name.
        """
        digest = sha256(CHART_SPEC.dump_json(plan) + self._fingerprint).hexdigest()[:16]
        return f"{version}-{about}-{digest}.png"

    async def draw(self, name: str, plan: ChartSpec) -> bytes:
        """The picture of that name, kept or drawn. Raises NotDrawnError, which the log has."""
        task = self._under_way.get(name)
        if task is None:
            # In nobody's name: others may wait for it too.
            task = self._context.run(asyncio.create_task, self._make(name, plan))
            self._under_way[name] = task
            task.add_done_callback(lambda done: self._done(name, done))
        try:
            return await self.waiting(task)
        except NotDrawnError as error:
            log.error("picture not drawn", picture=name, reason=str(error))
            raise

    async def kept(self, name: str) -> bytes | None:
        """The picture of that name, where it is still kept."""
        return await asyncio.to_thread(self._folder.get, name)

    def follow(self, version: str) -> None:
        """Another data version is live: the pictures of all others are removed, beside the rest."""
        task = asyncio.create_task(asyncio.to_thread(self._folder.sweep, version))
        self._sweeping.add(task)
        task.add_done_callback(self._sweeping.discard)

    async def close(self) -> None:
        """Breaks off what is being drawn, and waits for what is being written."""
        self.renderer.close()
        await asyncio.gather(*self._under_way.values(), *self._sweeping, return_exceptions=True)

    async def _make(self, name: str, plan: ChartSpec) -> bytes:
        found = await self.kept(name)
        if found is not None:
            self.ended("kept")
            return found
        try:
            content = await self.renderer.draw(CHART_SPEC.dump_json(plan))
            if not is_whole(content) or len(content) > MAX_PICTURE:
                raise NotDrawnError(f"{len(content)} bytes that are no picture of ours")
        except NotDrawnError:
            self.ended("failed")
            raise
        self.ended("drawn")
        await asyncio.to_thread(self._folder.keep, name, content)
        return content

    def _done(self, name: str, task: asyncio.Task[bytes]) -> None:
        del self._under_way[name]
        if not task.cancelled():
            task.exception()  # told already; those who waited for it may all have gone


def _renderer_fingerprint() -> bytes:
    """A digest of what draws: with another release of it, the same plan looks different."""
    digest = sha256(version_of("matplotlib").encode())
    for module in (_CHARTS / "specs.py", *sorted(_CHARTS.glob("renderer/*.py"))):
        digest.update(module.read_bytes())
    return digest.digest()
