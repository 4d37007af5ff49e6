"""Takes the pictures of the docs from the demo: `python -m tests.end_to_end.screenshots [NAME...]`.

The demo runs at a fixed moment. With the pictures of all cards, `cards.json` is written: the hashes
of the cards that they show, which a test compares with the cards as they are.
"""

import asyncio
import io
import re
import sys
import tempfile
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from PIL import Image
from playwright.async_api import Locator

from tests.conftest import INSTALL, chromium_path
from tests.end_to_end.drawn_cards import FOLDER, PUDONG, TERM, write_hashes
from tests.end_to_end.page import DemoPage, browser, visit
from tests.end_to_end.program import DATA, started

WIDTH, HEIGHT, SCALE = 1000, 3600, 1.5
"""Of the window; high enough for the longest card, as each picture shows one message alone."""
LARGEST = 300_000
"""Bytes of a picture."""
COLOURS = 128
"""Enough for text and charts on grey; a picture weighs a third of what it would with all."""
KMEANS = 3
"""Rounds in which the colours move to those that are there."""
MARGIN = 12
WRAPPED = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
        ".code-block, .code-block * { white-space: pre-wrap !important; min-width: 0 !important }"
    );
    document.adoptedStyleSheets.push(sheet);
}"""


async def ask(page: DemoPage) -> Locator:
    """A question in English."""
    return await page.run("ask", {"question": PUDONG})


async def funding_overview(page: DemoPage) -> Locator:
    """The money at a glance."""
    return await page.run("funding overview")


async def zones_list_in_chinese(page: DemoPage) -> Locator:
    """Parks and clusters, for a Chinese client."""
    await page.view_as("小明")
    return await page.run("zones list")


async def little_giant_criteria(page: DemoPage) -> Locator:
    """The tiers at a glance."""
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
    return page.messages.filter(has_text="measures in force").last


async def measure_in_chinese(page: DemoPage) -> Locator:
    """One measure in full, for a Chinese client."""
    await page.view_as("小明")
    return await page.run("funding show", {"measure": "信用贷款贴息"})


async def copied_text_in_chinese(page: DemoPage) -> Locator:
    """The same to paste into a chat, wrapped as Discord wraps what it shows as code."""
    await measure_in_chinese(page)
    shown = await page.choose("更多操作", "复制为文本")
    await page.page.evaluate(WRAPPED)
    return shown


async def check(page: DemoPage) -> Locator:
    """What the first form of the check comes to."""
    form = await page.run_for_form("little-giant check")
    await form.choice("Specialised (SRDI) SME").check(force=True)
    answers = {
        "Revenue last year": "40m",
        "R&D spend last year": "3m",
        "Class I rights tied to the main product": "5",
    }
    await form.fill(answers)
    return await page.send(form)


async def funding_chart(page: DemoPage) -> Locator:
    """The largest sums, drawn."""
    return await _chart(page, "funding overview", "Chart")


async def tiers_in_chinese(page: DemoPage) -> Locator:
    """The tiers, drawn, for a Chinese client."""
    await page.view_as("小明")
    return await _chart(page, "little-giant criteria", "图表")


async def numbers_chart(page: DemoPage) -> Locator:
    """Counts over time, drawn."""
    return await _chart(page, "little-giant numbers", "Chart")


async def zones_map_in_chinese(page: DemoPage) -> Locator:
    """The districts with the parks and clusters of an industry, for a Chinese client."""
    await page.view_as("小明")
    await page.run("zones map", {"industry": "生物医药"})
    await page.picture()
    return page.last


async def _chart(page: DemoPage, command: str, label: str) -> Locator:
    """The picture alone: the text below it says the same again."""
    await page.run(command)
    await page.press(label)
    return await page.picture()


async def awards_in_chinese(page: DemoPage) -> Locator:
    """Awards district by district, for a Chinese client."""
    await page.view_as("小明")
    return await page.run("little-giant awards")


async def compare(page: DemoPage) -> Locator:
    """Two measures field by field."""
    measures = {
        "a": "Special loans of up to 400 billion yuan",
        "b": "SRDI loan scheme of over 400 billion yuan",
    }
    return await page.run("measures compare", measures)


async def term_in_chinese(page: DemoPage) -> Locator:
    """What a term means, for a Chinese client."""
    await page.view_as("小明")
    return await page.run("ask", {"question": TERM})


async def match(page: DemoPage) -> Locator:
    """What a firm in a district can get."""
    return await page.run("match", {"district": "Minhang"}, {"title": "little giant"})


async def watch(page: DemoPage) -> Locator:
    """A measure that is watched from now on."""
    return await page.run("watch add", {"measure": "Special loans of up to 400 billion yuan"})


async def status(page: DemoPage) -> Locator:
    """How the bot stands, for its operator."""
    await page.view_as("Operator")
    return await page.run("admin status")


PICTURES: Mapping[str, Callable[[DemoPage], Awaitable[Locator]]] = {
    "ask": ask,
    "match": match,
    "funding-overview": funding_overview,
    "zones-list-zh": zones_list_in_chinese,
    "little-giant-criteria": little_giant_criteria,
    "digest-create": digest_create,
    "digest-post": digest_post,
    "measure-zh": measure_in_chinese,
    "copy-zh": copied_text_in_chinese,
    "check": check,
    "funding-chart": funding_chart,
    "tiers-zh": tiers_in_chinese,
    "numbers-chart": numbers_chart,
    "zones-map-zh": zones_map_in_chinese,
    "awards-zh": awards_in_chinese,
    "compare": compare,
    "term-zh": term_in_chinese,
    "watch": watch,
    "admin-status": status,
}


async def main(names: Sequence[str]) -> int:
    """Makes the named pictures, or every one; tells their sizes; 1 where one is too large."""
    path = chromium_path()
    if path is None:
        print(INSTALL["chromium"], file=sys.stderr)  # noqa: T201
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    async with browser(path) as chrome:
        for name, show in PICTURES.items():
            if names and name not in names:
                continue
            async with (
                fresh_demo() as address,
                visit(chrome, address, WIDTH, HEIGHT, SCALE) as page,
            ):
                await picture(page, await show(page), FOLDER / f"{name}.png")
    write_hashes(names)
    sizes = {file.name: file.stat().st_size for file in sorted(FOLDER.glob("*.png"))}
    for name, size in sizes.items():
        print(f"{name:<30}{size:>8} bytes")  # noqa: T201
    return int(max(sizes.values()) > LARGEST)


@asynccontextmanager
async def fresh_demo() -> AsyncGenerator[str]:
    """The address of a demo in which nobody has asked yet, so that nothing need scroll."""
    with (
        tempfile.TemporaryDirectory() as folder,
        started(Path(folder), "-m", "tests.end_to_end.fixed_demo", DATA_DIR=DATA) as demo,
    ):
        await demo.wait_for_output("Ctrl-C ends it.")
        found = re.search(r"http://\S+", demo.out)
        assert found
        yield found[0]
        await demo.stop()


async def picture(page: DemoPage, shown: Locator, file: Path) -> None:
    """Takes the message, without the empty room at its right, or what is shown of it."""
    await page.page.mouse.move(0, 0)
    taken = Image.open(io.BytesIO(await still(shown))).convert("RGB")
    card = shown.locator(".message-components")
    if await card.count():
        box, inner = await shown.bounding_box(), await card.bounding_box()
        assert box
        assert inner
        right = round((inner["x"] - box["x"] + inner["width"] + MARGIN) * SCALE)
        taken = taken.crop((0, 0, right, taken.height))
    # This method keeps colours that are rare, such as a chart's; the rest is drawn to the others.
    kept = taken.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, KMEANS, dither=Image.Dither.NONE)
    kept.save(file, optimize=True)


async def still(shown: Locator) -> bytes:
    """A picture of it at rest: the page moves what it has drawn once more after an answer."""
    while True:
        before = await shown.bounding_box()
        taken = await shown.screenshot(animations="disabled")
        if await shown.bounding_box() == before:
            return taken


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
