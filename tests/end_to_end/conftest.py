"""What the stories about whole processes share."""

import re
import socket
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.end_to_end.page import DemoPage, browser, flawless_visit
from tests.end_to_end.program import DATA, TOKEN, small_data, started
from tests.wire import Wire

SECONDS = 3.0
"""Within which the address is to be there; a busy machine has more (LONGEST)."""
LONGEST = 120.0


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small valid data set; not to be changed."""
    return small_data(tmp_path_factory.mktemp("data") / "set")


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    """A Discord with one server, which knows the bot's token."""
    async with Wire(token=TOKEN) as wire:
        yield wire


@pytest.fixture
def nobody() -> Iterator[int]:
    """A port on which nobody listens, and which nobody else can take meanwhile."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def address(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """The address of a demo with the real data; it must come quickly, and all must stay quiet."""
    folder = tmp_path_factory.mktemp("demo")
    with started(folder, "demo", "--no-browser", "--port", "0", DATA_DIR=DATA) as demo:
        await demo.wait_for_output("Ctrl-C ends it.", LONGEST)
        took = time.monotonic() - demo.began
        print(f"the address of the demo came after {took:.1f} s (wanted: {SECONDS:.0f})")  # noqa: T201
        found = re.search(r"http://\S+", demo.out)
        assert found
        yield found[0]
        assert demo.err == ""
        assert await demo.stop() == 0


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chrome(chromium: str) -> AsyncIterator[Browser]:
    """A browser for all visits."""
    async with browser(chromium) as started:
        yield started


@pytest_asyncio.fixture(loop_scope="module")
async def page(chrome: Browser, address: str) -> AsyncIterator[DemoPage]:
    """A visitor of the demo, at first as Alice; nothing may fail in the page."""
    async with flawless_visit(chrome, address) as visitor:
        yield visitor
