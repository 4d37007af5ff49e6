"""Has a data set read by a process beside the bot, and gives what came of it."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final, TypeAlias

from bot.domain.data.faults import N_, Fault, FaultMessage, fault_message
from bot.releases.fault_codec import packed_faults, unpacked_faults
from bot.worker_process import Failure, Message, WorkerProcess

SECONDS: Final = 600.0
"""A hundred times the data takes about one minute on one core."""
UPLOAD_SECONDS: Final = 10.0
"""Of processor time for what somebody sends in, which may be made to take long."""
UPLOAD_WAIT: Final = 3.0
"""How many times as long a busy machine may take for it by the clock."""
UPLOAD_MEMORY: Final = 2**30
"""Bytes of addresses for the same; a set of the largest size allowed takes half of it."""
DRAW_SECONDS: Final = 600.0
"""For drawing what was read."""
UPLOAD_DRAW_SECONDS: Final = 60.0
SHOWN: Final = 20
"""Faults that are told one by one; the listing has all."""
_SLOW: Final = N_("takes longer than {seconds} s; expected a simpler data set")
_OVERTAXING: Final = N_("exceeds the reader's limits; expected a simpler data set")


@dataclass(frozen=True, slots=True)
class ValidDataset:
    """A data set without a fault, ready to be kept."""

    content_hash: str
    counts: Mapping[str, int]
    records: tuple[str, ...]
    """Ids of those of which digests tell."""
    document: bytes = field(repr=False)
    files: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class InvalidDataset:
    """A data set that cannot be used."""

    faults: tuple[Fault, ...]
    """The first of them."""
    count: int
    packed: bytes = field(repr=False)
    """All of them, for `unpacked_faults`."""


ReadResult: TypeAlias = ValidDataset | InvalidDataset


def faulty(*faults: Fault) -> InvalidDataset:
    """These faults, all of them shown."""
    return InvalidDataset(faults, len(faults), packed_faults(faults))


class DatasetReader:
    """The process beside the bot; started when it is needed, ended with `close`."""

    def __init__(
        self, command: Sequence[str], *, stays: bool = False, urgent: bool = False
    ) -> None:
        """`stays`: it waits for the next order and does not end; `urgent`: see Beside."""
        self._stays = stays
        self._worker = WorkerProcess(command, urgent=urgent)

    async def folder(self, folder: Path) -> ReadResult:
        """Reads a data folder, and draws what it holds."""
        order = {"folder": str(folder)}
        return await asyncio.to_thread(self._ask, order, [], SECONDS, SECONDS, DRAW_SECONDS)

    async def upload(
        self, name: str, content: bytes, active: bytes | None, seconds: float = UPLOAD_SECONDS
    ) -> ReadResult:
        """The same of what was sent in; `active` are the packed files of the live set, if kept."""
        order = {"name": name, "memory": UPLOAD_MEMORY, "seconds": seconds}
        pieces = [content] if active is None else [content, active]
        return await asyncio.to_thread(
            self._ask, order, pieces, seconds, seconds * UPLOAD_WAIT, UPLOAD_DRAW_SECONDS
        )

    def close(self) -> None:
        """Ends the process."""
        self._worker.close()

    def _ask(
        self,
        order: Mapping[str, Any],
        pieces: list[bytes],
        seconds: float,
        wait: float,
        draw_wait: float,
    ) -> ReadResult:
        """Reads within `wait`, then draws within `draw_wait`; `seconds` is what a refusal names."""
        try:
            read = reading_of(self._worker.ask(order, pieces, wait), seconds)
            if isinstance(read, InvalidDataset):
                return read
            drawn = reading_of(self._worker.ask({"draw": True}, [], draw_wait), draw_wait)
            return drawn if isinstance(drawn, InvalidDataset) and drawn.count else read
        finally:
            if not self._stays:
                self.close()


def reading_of(answer: Message | Failure, seconds: float = SECONDS) -> ReadResult:
    """What the process answered, or why it did not."""
    match answer:
        case "late":
            return _overtaxed(fault_message(_SLOW, seconds=round(seconds)))
        case "ended":
            return _overtaxed(fault_message(_OVERTAXING))
        case head, found:
            return _told(head, found)


def _overtaxed(why: FaultMessage) -> ReadResult:
    return faulty(Fault("data", 1, "-", "files", why))


def _told(head: dict[str, Any], pieces: list[bytes]) -> ReadResult:
    if "hash" not in head:
        shown = tuple(islice(unpacked_faults(pieces[0]), SHOWN))
        return InvalidDataset(shown, head["count"], pieces[0])
    return ValidDataset(head["hash"], head["counts"], tuple(head["records"]), pieces[0], pieces[1])


__all__ = ["DatasetReader", "InvalidDataset", "ReadResult", "ValidDataset", "faulty", "reading_of"]
