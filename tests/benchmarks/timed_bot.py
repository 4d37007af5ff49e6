"""`python -m bot run` on the plain event loop, noting what each callback of the loop costs.

A file, named by TIMED_BOT_FILE, holds two numbers: the most nanoseconds of the loop's thread that
one callback took since the number was last set to 0, and whether a callback is running now.
"""

import asyncio
import gc
import mmap
import os
import time
from pathlib import Path

from bot import app, logs
from bot.settings import read_settings


def note_callbacks(file: Path) -> None:
    """Has every callback from now on measured; uvloop's cannot be, so it stays off."""
    with file.open("r+b") as opened:
        told = memoryview(mmap.mmap(opened.fileno(), 16)).cast("q")
    run = asyncio.Handle._run  # where every callback passes

    def timed(self: asyncio.Handle) -> None:
        told[1] = 1
        began = time.thread_time_ns()
        run(self)
        told[0] = max(told[0], time.thread_time_ns() - began)
        told[1] = 0

    asyncio.Handle._run = timed


def main() -> None:
    """Runs until the process is told to end."""
    settings = read_settings()
    logs.configure(settings.log_level, settings.log_format, settings.secrets())
    assert settings.discord_token
    gc.disable()  # as `bot run` does; app.run turns it on
    note_callbacks(Path(os.environ["TIMED_BOT_FILE"]))
    asyncio.run(app.run(settings, settings.discord_token.get_secret_value()))


if __name__ == "__main__":
    main()
