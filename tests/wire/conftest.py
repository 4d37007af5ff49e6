"""A fresh stand-in for each test, and a plain caller of its REST API."""

from collections.abc import AsyncIterator

import pytest

from tests.wire import Wire
from tests.wire.api import Api


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    """A stand-in that runs."""
    async with Wire() as wire:
        yield wire


@pytest.fixture
async def api(wire: Wire) -> AsyncIterator[Api]:
    """Calls of `wire` with the bot's token."""
    async with Api(wire) as api:
        yield api
