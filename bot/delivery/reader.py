"""Has a data set read by a process beside the bot, and gives what came of it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final, TypeAlias

from bot.beside import Beside, module
from bot.delivery.fault_lines import packed_faults, unpacked_faults
from bot.domain.faults import Fault, Said, mark, say

SECONDS: Final = 600.0
"""A hundred times the data takes about one minute on one core."""
UPLOAD_SECONDS: Final = 10.0
"""For what somebody sends in, which may be made to take long."""
UPLOAD_MEMORY: Final = 2**30
"""Bytes of addresses for the same; a set of the largest size allowed takes half of it."""
SHOWN: Final = 20
"""Faults that are told one by one; the listing has all."""
_SLOW: Final = mark("takes longer than {seconds} s; expected a simpler data set")
_OVERTAXING: Final = mark("overtaxes the reader; expected a simpler data set")
COMMAND: Final = module("bot.delivery.worker")


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
        self._worker = Beside(COMMAND)

    async def folder(self, folder: Path) -> Reading:
        """Reads a data folder."""
        return await asyncio.to_thread(self._ask, {"folder": str(folder)}, [], SECONDS)

    async def upload(
        self, name: str, content: bytes, active: bytes | None, seconds: float = UPLOAD_SECONDS
    ) -> Reading:
        """Reads what was sent in; `active` are the packed files of the live data set, if kept."""
        order = {"name": name, "memory": UPLOAD_MEMORY}
        pieces = [content] if active is None else [content, active]
        return await asyncio.to_thread(self._ask, order, pieces, seconds)

    def close(self) -> None:
        """Ends the process."""
        self._worker.close()

    def _ask(self, order: Mapping[str, Any], pieces: list[bytes], seconds: float) -> Reading:
        try:
            answer = self._worker.ask(order, pieces, seconds)
        finally:
            if not self._stays:
                self.close()
        match answer:
            case "late":
                return _overtaxed(say(_SLOW, seconds=round(seconds)))
            case "ended":
                return _overtaxed(say(_OVERTAXING))
            case head, found:
                return _told(head, found)


def _overtaxed(why: Said) -> Reading:
    return faulty(Fault("data", 1, "-", "files", why))


def _told(head: dict[str, Any], pieces: list[bytes]) -> Reading:
    if "hash" not in head:
        shown = tuple(islice(unpacked_faults(pieces[0]), SHOWN))
        return Faulty(shown, head["count"], pieces[0])
    return Sound(head["hash"], head["counts"], tuple(head["records"]), pieces[0], pieces[1])


__all__ = ["Faulty", "Reader", "Reading", "Sound", "faulty"]
