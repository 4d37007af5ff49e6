"""A fresh stand-in for each test, and a client of its REST API."""

from collections.abc import AsyncIterator

import pytest

from tests.wire import Wire
from tests.wire.rest_client import RestClient
from tests.wire.sample_bot import SampleBot, running


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    """A running stand-in."""
    async with Wire() as wire:
        yield wire


@pytest.fixture
async def api(wire: Wire) -> AsyncIterator[RestClient]:
    """Calls of `wire` with the bot's token."""
    async with RestClient(wire) as api:
        yield api


@pytest.fixture
async def bot(wire: Wire) -> AsyncIterator[SampleBot]:
    """A small bot that is connected to `wire`."""
    async with running(wire) as client:
        yield client
