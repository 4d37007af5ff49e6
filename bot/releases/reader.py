"""Reads data sets in a worker process."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from bot.domain.data.faults import (
    N_,
    Fault,
    FaultMessage,
    fault_message,
    packed_faults,
    unpacked_faults,
)
from bot.storage.index_cache import unpacked_index
from bot.storage.releases import ReleaseContent
from bot.worker_process import Message, WorkerFailure, WorkerProcess, module_command

if TYPE_CHECKING:
    from bot.domain.search.index_data import IndexData

DATA_WORKER: Final = module_command("bot.data_check.worker")
"""Reads data sets and draws them; its module is not imported, as a start needs no parser."""
_SECONDS: Final = 600.0
"""A hundred times the data takes about one minute on one core."""
UPLOAD_SECONDS: Final = 10.0
"""Processor time for an upload, which may be built to take long."""
UPLOAD_DRAW_SECONDS: Final = 60.0
"""Processor time for the check that every card of an upload can be drawn."""
UPLOAD_WAIT: Final = 3.0
"""Wall-clock time as a multiple of either, for a busy machine."""
UPLOAD_MEMORY: Final = 2**30
"""Bytes of address space for an upload; the largest set allowed takes half of it."""
SHOWN: Final = 20
"""Faults that a card shows; the listing has all."""
_SLOW: Final = N_("takes longer than {seconds} s; expected a simpler data set")
_OVER_LIMITS: Final = N_("exceeds the parser's limits; expected a simpler data set")


@dataclass(frozen=True, slots=True)
class InvalidDataset:
    """A data set that cannot be used."""

    faults: tuple[Fault, ...]
    """The first ones."""
    count: int
    packed: bytes = field(repr=False)
    """All of them, for `unpacked_faults`."""


ReadResult: TypeAlias = ReleaseContent | InvalidDataset


def faulty(*faults: Fault) -> InvalidDataset:
    """A data set with these few faults."""
    return InvalidDataset(faults, len(faults), packed_faults(faults))


class _Request(NamedTuple):
    """A request to the worker."""

    head: Mapping[str, Any]
    seconds: float
    """The limit that a refusal names."""
    timeout: float
    """Seconds until the worker is killed."""
    attachments: Sequence[bytes] = ()


class DatasetReader:
    """The worker process that reads data sets; started when needed, until `close`."""

    def __init__(
        self, command: Sequence[str], *, persistent: bool = False, urgent: bool = False
    ) -> None:
        """`persistent`: the process stays for the next set; `urgent`: see WorkerProcess."""
        self._persistent = persistent
        self._worker = WorkerProcess(command, urgent=urgent)

    async def folder(self, folder: Path) -> ReadResult:
        """Reads a data folder and checks that every card of it can be drawn."""
        read = _Request({"folder": str(folder)}, _SECONDS, _SECONDS)
        draw = _Request({"draw": True}, _SECONDS, _SECONDS)
        return await asyncio.to_thread(self._read, read, draw)

    async def upload(
        self, name: str, content: bytes, active: bytes | None, seconds: float = UPLOAD_SECONDS
    ) -> ReadResult:
        """The same for an upload; `active` are the packed files of the live set, if stored."""
        head = {"name": name, "memory": UPLOAD_MEMORY, "seconds": seconds}
        attachments = (content,) if active is None else (content, active)
        read = _Request(head, seconds, seconds * UPLOAD_WAIT, attachments)
        head = {"draw": True, "seconds": UPLOAD_DRAW_SECONDS}
        draw = _Request(head, UPLOAD_DRAW_SECONDS, UPLOAD_DRAW_SECONDS * UPLOAD_WAIT)
        return await asyncio.to_thread(self._read, read, draw)

    async def index(self, document: bytes, readings: Mapping[str, str]) -> "IndexData | None":
        """The search index of a packed data set, so that the bot need not build it.

        None if it is too large or the process failed. Raises ValueError if the set is unreadable.
        """
        return await asyncio.to_thread(self._index, document, json.dumps(dict(readings)).encode())

    def close(self) -> None:
        """Ends the process; nothing is read afterwards."""
        self._worker.close()

    def _index(self, document: bytes, readings: bytes) -> "IndexData | None":
        try:
            reply = self._worker.request({"index": True}, (document, readings), _SECONDS)
            match reply:
                case {"index": True}, [packed]:
                    return unpacked_index(packed)
                case {"count": _}, _:
                    raise ValueError("the data set cannot be read")
                case _:
                    return None
        finally:
            if not self._persistent:
                self._worker.stop()

    def _read(self, read: _Request, draw: _Request) -> ReadResult:
        try:
            result = self._result(read)
            if isinstance(result, InvalidDataset):
                return result
            drawn = self._result(draw)
            return drawn if isinstance(drawn, InvalidDataset) and drawn.count else result
        finally:
            if not self._persistent:
                self._worker.stop()

    def _result(self, request: _Request) -> ReadResult:
        reply = self._worker.request(request.head, request.attachments, request.timeout)
        return result_of(reply, request.seconds)


def result_of(reply: Message | WorkerFailure, seconds: float = _SECONDS) -> ReadResult:
    """The result in a worker's reply, or the fault that explains why there is none."""
    match reply:
        case "timeout":
            return faulty(data_fault(fault_message(_SLOW, seconds=round(seconds))))
        case "crashed":
            return faulty(data_fault(fault_message(_OVER_LIMITS)))
        case {"hash": content_hash, "counts": counts, "records": records}, [document, files]:
            return ReleaseContent(content_hash, document, counts, files, records)
        case head, attachments:
            shown = tuple(islice(unpacked_faults(attachments[0]), SHOWN))
            return InvalidDataset(shown, head["count"], attachments[0])


def data_fault(said: FaultMessage) -> Fault:
    """A fault of the data set as a whole."""
    return Fault("data", 1, "-", "files", said)
