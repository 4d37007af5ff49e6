"""Charts over a folder, drawn one pixel large by a process that notes each drawing."""

import sys
from base64 import b64decode
from pathlib import Path

from bot.charts.cache import ChartCache, ChartEnd
from bot.charts.renderer_process import ChartRenderer
from bot.charts.specs import Bar, Bars, Panel
from bot.storage.chart_files import ChartFolder

PNG = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)
"""A picture of one pixel."""

DRAWER = f"""
import os, sys, time
from pathlib import Path
from bot.worker_process import serve_requests

def draw(head, attachments):
    plan = attachments[0].decode()
    with open(sys.argv[1], "a") as seen:
        print(os.getpid(), *sorted(os.environ), file=seen)
    if "die" in plan:
        os._exit(3)
    if "hang" in plan:
        time.sleep(60)
    if "refuse" in plan:
        return {{"error": "too odd a plan"}}, []
    return {{}}, [{PNG!r} if "nonsense" not in plan else b"nonsense"]

sys.exit(serve_requests(draw))
"""
"""A process that draws one pixel, and notes each time that it was asked."""


def bars(title: str = "Zones") -> Bars:
    row = Bar(label="Pudong", value=3, said="3")
    return Bars(title=title, panels=(Panel(rows=(row,)),), foot="Data 1")


class ChartSetup:
    """Pictures over a folder, drawn by DRAWER."""

    def __init__(self, folder: Path, seconds: float = 5.0) -> None:
        self.folder = folder / "pictures"
        self.seen = folder / "seen"
        self.ended: list[ChartEnd] = []
        command = (sys.executable, "-c", DRAWER, str(self.seen))
        self.renderer = ChartRenderer(self.folder, command, seconds)
        self.pictures = ChartCache(ChartFolder(self.folder), self.renderer)
        self.pictures.ended = self.ended.append

    async def draw(self, title: str = "Zones", version: str = "2026.09.01.1") -> bytes:
        plan = bars(title)
        return await self.pictures.draw(self.pictures.name(version, "zl-en", plan), plan)

    @property
    def asked(self) -> list[list[str]]:
        """The drawing process's id and the names in its environment, for each drawing."""
        return [line.split() for line in self.seen.read_text().splitlines()]

    @property
    def files(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir())
