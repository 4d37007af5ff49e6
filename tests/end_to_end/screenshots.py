"""Makes the README's pictures anew from the demo: `python -m tests.end_to_end.screenshots`."""

import asyncio
import re
import sys
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from playwright.async_api import FloatRect, Locator

from tests.conftest import INSTALL, chromium_path
from tests.end_to_end.page import DemoPage, browser, visit
from tests.end_to_end.program import DATA, ROOT, started

FOLDER = ROOT / "docs" / "screenshots"
WIDTH, HEIGHT, SCALE = 1000, 2400, 1.5
"""Of the window; high enough for the longest card, as each picture shows one message alone."""
LARGEST = 300_000
"""Bytes of a picture."""
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
    """The requirements of a rung of the ladder."""
    return await page.run("little-giant criteria", choices={"tier": "little giant"})


PICTURES: Mapping[str, Callable[[DemoPage], Awaitable[Locator]]] = {
    "ask": ask,
    "funding-overview": funding_overview,
    "zones-list-zh": zones_list_in_chinese,
    "little-giant-criteria": little_giant_criteria,
}


async def main() -> int:
    """Makes every picture; tells their sizes; 1 where one is too large."""
    path = chromium_path()
    if path is None:
        print(INSTALL["chromium"], file=sys.stderr)
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        started(Path(folder), "demo", "--no-browser", "--port", "0", DATA_DIR=DATA) as demo,
    ):
        await demo.says("Ctrl-C ends it.")
        found = re.search(r"http://\S+", demo.out)
        assert found
        async with browser(path) as chrome:
            for name, show in PICTURES.items():
                async with visit(chrome, found[0], WIDTH, HEIGHT, SCALE) as page:
                    await picture(page, await show(page), FOLDER / f"{name}.png")
        await demo.stop()
    sizes = {file.name: file.stat().st_size for file in sorted(FOLDER.glob("*.png"))}
    for name, size in sizes.items():
        print(f"{name:<30}{size:>8} bytes")
    return int(max(sizes.values()) > LARGEST)


async def picture(page: DemoPage, message: Locator, file: Path) -> None:
    """Takes the message with a little of what is around it."""
    await page.page.locator("#messages-toggle").click()  # the list of messages gives way
    await page.page.mouse.move(0, 0)
    await message.scroll_into_view_if_needed()
    box = await message.bounding_box()
    card = await message.locator(".message-components").bounding_box()
    assert box
    assert card, await message.inner_text()
    right = card["x"] + card["width"] + MARGIN
    top = max(0, box["y"] - MARGIN)
    bottom = box["y"] + box["height"] + MARGIN
    clip: FloatRect = {"x": 0, "y": top, "width": right, "height": bottom - top}
    await page.page.screenshot(path=file, clip=clip)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
