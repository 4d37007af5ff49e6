"""Makes the README's pictures anew from the demo: `python -m tests.end_to_end.screenshots`."""

import asyncio
import io
import re
import sys
import tempfile
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from PIL import Image
from playwright.async_api import Locator

from tests.conftest import INSTALL, chromium_path
from tests.end_to_end.page import DemoPage, browser, visit
from tests.end_to_end.program import DATA, ROOT, started

FOLDER = ROOT / "docs" / "screenshots"
WIDTH, HEIGHT, SCALE = 1000, 2400, 1.5
"""Of the window; high enough for the longest card, as each picture shows one message alone."""
LARGEST = 300_000
"""Bytes of a picture."""
COLOURS = 128
"""Enough for text on grey; a picture weighs a third of what it would with all."""
MARGIN = 12


async def ask(page: DemoPage) -> Locator:
    """A question in English."""
    return await page.run("ask", {"question": "How much does Pudong pay a new little giant?"})


async def funding_overview(page: DemoPage) -> Locator:
    """The money at a glance."""
    return await page.run("funding overview")


async def zones_list_in_chinese(page: DemoPage) -> Locator:
    """Parks and clusters, for a Chinese client."""
    await page.view_as("小明")
    return await page.run("zones list")


async def little_giant_criteria(page: DemoPage) -> Locator:
    """The ladder at a glance."""
    return await page.run("little-giant criteria")


async def digest_create(page: DemoPage) -> Locator:
    """An order for a digest, before it is saved."""
    await page.view_as("Admin")
    return await page.run("digest create", {"schedule": "weekdays 09:00"}, {"channel": "ask-here"})


async def digest_post(page: DemoPage) -> Locator:
    """An edition as everybody sees it."""
    await digest_create(page)
    await page.press("Save")
    await page.run("digest run", {"digest": "1"}, more=2)
    return page.messages.filter(has_text="Edition 1 ").last


PICTURES: Mapping[str, Callable[[DemoPage], Awaitable[Locator]]] = {
    "ask": ask,
    "funding-overview": funding_overview,
    "zones-list-zh": zones_list_in_chinese,
    "little-giant-criteria": little_giant_criteria,
    "digest-create": digest_create,
    "digest-post": digest_post,
}


async def main() -> int:
    """Makes every picture; tells their sizes; 1 where one is too large."""
    path = chromium_path()
    if path is None:
        print(INSTALL["chromium"], file=sys.stderr)  # noqa: T201
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    async with browser(path) as chrome:
        for name, show in PICTURES.items():
            async with (
                fresh_demo() as address,
                visit(chrome, address, WIDTH, HEIGHT, SCALE) as page,
            ):
                await picture(page, await show(page), FOLDER / f"{name}.png")
    sizes = {file.name: file.stat().st_size for file in sorted(FOLDER.glob("*.png"))}
    for name, size in sizes.items():
        print(f"{name:<30}{size:>8} bytes")  # noqa: T201
    return int(max(sizes.values()) > LARGEST)


@asynccontextmanager
async def fresh_demo() -> AsyncGenerator[str]:
    """The address of a demo in which nobody has asked yet, so that nothing need scroll."""
    arguments = ("demo", "--no-browser", "--port", "0")
    with (
        tempfile.TemporaryDirectory() as folder,
        started(Path(folder), *arguments, DATA_DIR=DATA) as demo,
    ):
        await demo.says("Ctrl-C ends it.")
        found = re.search(r"http://\S+", demo.out)
        assert found
        yield found[0]
        await demo.stop()


async def picture(page: DemoPage, message: Locator, file: Path) -> None:
    """Takes the message, without the empty room at its right."""
    await page.page.mouse.move(0, 0)
    taken = Image.open(io.BytesIO(await message.screenshot()))
    box = await message.bounding_box()
    card = await message.locator(".message-components").bounding_box()
    assert box
    assert card, await message.inner_text()
    right = round((card["x"] - box["x"] + card["width"] + MARGIN) * SCALE)
    shown = taken.crop((0, 0, right, taken.height))
    shown.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
