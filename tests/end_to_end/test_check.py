"""/little-giant check over real sockets: a restart and a second process change nothing."""

import re
from collections.abc import AsyncGenerator
from pathlib import Path

from tests.end_to_end.program import DATA, TOKEN, started
from tests.wire import Wire
from tests.wire.reply import Reply

FIRM = {"title": "specialised", "revenue": "5000万", "rd": "1.2m", "rights": "3"}
LONG = {
    "revenue1": "45,123,456.78 yuan",
    "revenue2": "about 40,123,456 yuan",
    "main_share": "seventeenish",
}
"""More than a button can hold."""


def left_in(folder: Path) -> bytes:
    """All that the bot wrote: database, output, whatever else."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


async def test_a_check_goes_on_in_another_process(tmp_path: Path) -> None:
    async with Wire(token=TOKEN) as wire:
        settings = {"DISCORD_TOKEN": TOKEN, "DISCORD_API_URL": wire.api_url, "DATA_DIR": DATA}
        with started(tmp_path, "run", **settings) as bot:
            await bot.until(lambda: bool(wire.gateway.live()))
            await wire.ready(since=bot.began)
            form = await wire.invoke("little-giant check")
            assert form.type == 9
            assert form.latency < 1
            short = await wire.submit(form, FIRM)
            assert short.ephemeral
            assert "Little giant: no, 1 requirement not met" in short.text
            second = await wire.click(short, "More")
            assert second.type == 9
            long = await wire.submit(second, LONG)
            assert (long.type, long.ephemeral) == (7, True)
            assert "Not understood: Main business" in long.text.replace("*", "")
            assert await bot.stop() == 0
        written = left_in(tmp_path)
        assert b"seventeenish" not in written
        assert b"45,123,456" not in written
        with started(tmp_path, "run", **settings) as bot:
            await wire.ready(since=bot.began)
            listed = await wire.click(long, "All 17")
            assert "Little giant: no, 1 requirement" in listed.text
            back = await wire.click(listed, "Back")
            form = await wire.click(back, "Correct")
            fixed = await wire.submit(form, {"main_share": "95"})
            assert "Not understood" not in fixed.text
            assert "main-business share of revenue: 95%" in "".join(
                [page.text async for page in pages(wire, await wire.click(fixed, "All 17"))]
            )
            assert await bot.stop() == 0


async def pages(wire: Wire, first: Reply) -> AsyncGenerator[Reply]:
    """This page and those after it."""
    yield first
    count = re.search(r"page 1 of (\d+)", first.text)
    assert count is not None
    for _ in range(int(count[1]) - 1):
        first = await wire.click(first, "Next")
        yield first
