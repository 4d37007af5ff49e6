"""`python -m bot run` that appends its memory to the file `weights` on SIGUSR2, as JSON.

It is measured after a garbage collection, with free memory returned to the system.
"""

import asyncio
import ctypes
import gc
import json
import signal
import sys
from pathlib import Path
from typing import Any
from weakref import ref

import bot.app
from bot.__main__ import main
from bot.domain.release import Release
from bot.releases.live_release import LiveRelease

MEMORY_FILE = "weights"
_old: list[ref[Release]] = []


def write_memory() -> None:
    """Appends the line."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    rollup = Path("/proc/self/smaps_rollup").read_text("ascii").splitlines()
    kib = next(int(line.split()[1]) for line in rollup if line.startswith("Pss:"))
    line = {
        "mib": kib / 1024,
        "blocks": sys.getallocatedblocks(),
        "old_releases": sum(release() is not None for release in _old),
    }
    with Path(MEMORY_FILE).open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


def observe() -> None:
    """From now on, releases that were swapped are counted, and the signal is heeded."""
    swap, serve = LiveRelease.swap, bot.app.serve_discord

    def noted(self: LiveRelease, release: Release) -> None:
        _old.append(ref(self.current))
        swap(self, release)

    async def served(*args: Any) -> None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR2, write_memory)
        await serve(*args)

    setattr(LiveRelease, "swap", noted)  # noqa: B010
    setattr(bot.app, "serve_discord", served)  # noqa: B010


if __name__ == "__main__":
    observe()
    sys.exit(main(["run"]))
