"""What tests of pictures in answers share: the picture of a message, and those kept on disk."""

import asyncio
import re
import sys
from collections.abc import Sequence

from bot.charts.cache import MAX_PICTURE
from bot.charts.renderer_process import ChartRenderer
from bot.ui.chart import MAX_ALT
from bot.ui.components import Component
from bot.worker_process import WorkerProcess
from tests.commands.chat import Chat, Reply, assert_fits, message_of, parts_of

PNG = b"\x89PNG\r\n\x1a\n"


class Lasting(WorkerProcess):
    """The drawing process of all tests: to start one takes most of a second."""

    def close(self) -> None:
        """Does not end it."""

    def end(self) -> None:
        super().close()


def counted(chat: Chat, outcome: str) -> float:
    """How many wishes for a picture ended so."""
    registry = chat.app.services.metrics.registry
    labels = {"outcome": outcome}
    return registry.get_sample_value("little_giant_charts_total", labels) or 0


def kept(chat: Chat) -> list[str]:
    """Names of the pictures on disk."""
    return sorted(path.name for path in chat.app.charts.folder.glob("*.png"))


def gallery(reply: Reply) -> list[Component]:
    """The pictures within a message."""
    return [item for part in parts_of(reply) if part["type"] == 12 for item in part["items"]]


async def picture(reply: Reply) -> bytes:
    """The one picture of a message, as it was sent; checks what must hold for each."""
    (item,) = gallery(reply)
    (file,) = message_of(reply).attachments
    assert item["media"]["url"] == file.url
    assert item["description"] == file.description
    assert 20 < len(item["description"]) <= MAX_ALT
    content = await file.read()
    assert content.startswith(PNG)
    assert len(content) < MAX_PICTURE
    assert_fits(reply)
    return content


def numbers(said: str) -> set[str]:
    """The numbers in a text, without separators of thousands."""
    return {found.replace(",", "") for found in re.findall(r"\d[\d,]*", said)}


async def swept(chat: Chat) -> None:
    for _ in range(100):
        if not kept(chat):
            return
        await asyncio.sleep(0.01)
    raise AssertionError(kept(chat))


DEAD = (sys.executable, "-c", "raise SystemExit(3)")


def break_the_drawer(chat: Chat, command: Sequence[str]) -> None:
    chat.app.charts.renderer = ChartRenderer(chat.app.charts.folder, command, 0.3)
