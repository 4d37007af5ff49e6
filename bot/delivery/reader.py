"""Has a data set read by a process beside the bot, and gives what came of it."""

import asyncio
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeAlias, cast

from bot.delivery.fault_lines import packed_faults, unpacked_faults
from bot.delivery.worker import read_message, send_message
from bot.domain.faults import Fault, mark, say

SECONDS: Final = 600.0
"""A hundred times the data takes about one minute on one core."""
UPLOAD_SECONDS: Final = 120.0
SHOWN: Final = 20
"""Faults that are told one by one; the listing has all."""
_SLOW: Final = mark("takes longer than {seconds} s; expected a simpler data set")
_OVERTAXING: Final = mark("overtaxes the reader; expected a simpler data set")
_ROOT: Final = str(Path(__file__).parents[2])
_SECRET: Final = ("DISCORD_TOKEN", "DATABASE_URL")
"""What a process that reads other people's texts has no need of."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A data set without a fault, ready to be kept."""

    content_hash: str
    counts: Mapping[str, int]
    records: tuple[str, ...]
    """Ids of those of which digests tell."""
    document: bytes = field(repr=False)
    files: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Faulty:
    """A data set that cannot be used."""

    faults: tuple[Fault, ...]
    """The first of them."""
    count: int
    packed: bytes = field(repr=False)
    """All of them, for `unpacked_faults`."""


Reading: TypeAlias = Sound | Faulty


def faulty(*faults: Fault) -> Faulty:
    """These faults, all of them shown."""
    return Faulty(faults, len(faults), packed_faults(faults))


class Reader:
    """The process beside the bot; started when it is needed, ended with `close`."""

    def __init__(self, *, stays: bool = False) -> None:
        """`stays`: it waits for the next order instead of ending after each."""
        self._stays = stays
        self._process: subprocess.Popen[bytes] | None = None

    async def folder(self, folder: Path) -> Reading:
        """Reads a data folder."""
        return await asyncio.to_thread(self._ask, {"folder": str(folder)}, [], SECONDS)

    async def packed(self, files: bytes, *, seconds: float = UPLOAD_SECONDS) -> Reading:
        """Reads files as `bot.storage.files.pack_files` packs them."""
        return await asyncio.to_thread(self._ask, {}, [files], seconds)

    def close(self) -> None:
        """Ends the process."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def _ask(self, order: Mapping[str, Any], pieces: list[bytes], seconds: float) -> Reading:
        process = self._process = self._process or _start()
        late = threading.Event()
        timer = threading.Timer(seconds, lambda: (late.set(), process.kill()))
        timer.start()
        try:
            answer = _exchange(process, order, pieces)
        finally:
            timer.cancel()
            if not self._stays:
                self.close()
        if answer is None:
            self.close()
            said = say(_SLOW, seconds=round(seconds)) if late.is_set() else say(_OVERTAXING)
            return faulty(Fault("data", 1, "-", "files", said))
        return _told(*answer)


def _start() -> subprocess.Popen[bytes]:
    kept = {name: value for name, value in os.environ.items() if name not in _SECRET}
    # Where the modules are, wherever the bot was started.
    kept["PYTHONPATH"] = os.pathsep.join(filter(None, (_ROOT, kept.get("PYTHONPATH"))))
    return subprocess.Popen(
        [sys.executable, "-m", "bot.delivery.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=kept,
    )


def _exchange(
    process: subprocess.Popen[bytes], order: Mapping[str, Any], pieces: list[bytes]
) -> tuple[dict[str, Any], list[bytes]] | None:
    """What is answered; None where the process ended instead."""
    orders, results = cast("BinaryIO", process.stdin), cast("BinaryIO", process.stdout)
    try:
        send_message(orders, order, pieces)
        return read_message(results)
    except (OSError, ValueError):  # ValueError: `close` was faster
        return None


def _told(head: dict[str, Any], pieces: list[bytes]) -> Reading:
    if "hash" not in head:
        shown = tuple(islice(unpacked_faults(pieces[0]), SHOWN))
        return Faulty(shown, head["count"], pieces[0])
    return Sound(head["hash"], head["counts"], tuple(head["records"]), pieces[0], pieces[1])


__all__ = ["Faulty", "Reader", "Reading", "Sound", "faulty"]
