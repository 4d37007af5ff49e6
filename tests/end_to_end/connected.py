"""The bot as a process, connected to a stand-in for Discord."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.end_to_end.program import TOKEN, Program, started
from tests.wire import Wire


@asynccontextmanager
async def running(
    wire: Wire, folder: Path, data: Path, **settings: object
) -> AsyncGenerator[Program]:
    """The bot, connected to the stand-in; the database is that of `folder`."""
    settings = {"DISCORD_TOKEN": TOKEN, "DATA_DIR": data} | settings
    with started(folder, "run", DISCORD_API_URL=wire.api_url, **settings) as bot:
        await bot.until(lambda: bool(wire.gateway.live()))
        await wire.ready(since=bot.began)
        yield bot
        assert "Traceback" not in bot.err
