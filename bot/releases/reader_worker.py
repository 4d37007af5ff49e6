"""Reads data sets; `bot.data_check.worker` runs it in a process of its own.

Reading takes seconds, or minutes for a huge set, and a hostile file may crash the parser.
"""

import contextlib
import json
import math
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

from bot.domain.data.dataset import Dataset
from bot.domain.data.faults import N_, Fault, fault_message, packed_faults
from bot.domain.data.loader import read_dataset
from bot.domain.data.serialization import pack, stored_data, unpack_catalogue
from bot.domain.release import search_parts
from bot.releases.reader import data_fault
from bot.releases.upload import UploadError, read_upload
from bot.storage.data_files import (
    DataFiles,
    content_hash,
    pack_files,
    read_data_files,
    unpack_files,
)
from bot.storage.index_cache import packed_index
from bot.worker_process import Message

try:
    import resource
except ImportError:  # Windows
    resource = None

_TOO_LARGE: Final = N_("too large to read; expected a smaller data set")
_UNREADABLE: Final = N_("{where} cannot be read: {why}")
Undrawable: TypeAlias = Callable[[Dataset, DataFiles], Sequence[Fault]]
"""Gives the faults of a data set that no card can show; cards are above this layer."""
REPORTED: Final = ("measures", "awards", "zones", "tiers", "statistics")
"""Kinds of record that digests report on."""


class DataWorker:
    """Handles the reader's requests: reads a data set, then tries to draw it."""

    def __init__(self, undrawable: Undrawable) -> None:
        self._undrawable = undrawable
        self._found: tuple[Dataset, DataFiles] | None = None

    def handle(self, head: Mapping[str, Any], attachments: Sequence[bytes]) -> Message:
        """The reply to a request: a data set, or its faults."""
        folder = head.get("folder", "data")
        try:
            if "index" in head:
                return _index(*attachments)
            with limited(head.get("memory"), head.get("seconds")):
                return self._draw() if "draw" in head else self._read(_files(head, attachments))
        except UploadError as error:
            return _faults([error.fault])
        except MemoryError:
            return _faults([data_fault(fault_message(_TOO_LARGE))])
        except OSError as error:
            return _unreadable(str(error.filename or folder), str(error.strerror or error))
        except ValueError as error:
            return _unreadable(folder, str(error))

    def _read(self, files: DataFiles) -> Message:
        dataset, faults = read_dataset(files.yaml)
        if dataset is None:
            return _faults(faults)
        self._found = dataset, files
        reported = [record.id for kind in REPORTED for record in getattr(dataset, kind)]
        reply = {"hash": content_hash(files), "counts": dataset.counts(), "records": reported}
        return reply, [pack(dataset), pack_files(files)]

    def _draw(self) -> Message:
        """The faults of the last data set read that drawing it shows."""
        found, self._found = self._found, None
        return _faults(self._undrawable(*found) if found else [])


def _index(document: bytes, readings: bytes) -> Message:
    """The search index of a stored data set; no attachment if it is too large to pass on."""
    with stored_data():
        catalogue = unpack_catalogue("", document)
        packed = packed_index(search_parts(catalogue, json.loads(readings)).index.data)
    return {"index": True}, [] if packed is None else [packed]


def _files(head: Mapping[str, Any], attachments: Sequence[bytes]) -> DataFiles:
    if not attachments:
        return read_data_files(Path(head["folder"]))
    content, *active = attachments
    stored = None
    with contextlib.suppress(ValueError):  # unreadable stored files count as absent
        stored = unpack_files(active[0]) if active else None
    return read_upload(head["name"], content, stored)


@contextlib.contextmanager
def limited(memory: int | None, seconds: float | None) -> Generator[None]:
    """Limits the bytes and the processor time of this process, where the system can.

    More memory raises MemoryError; after the time the system ends the process with SIGXCPU.
    """
    if resource is None:
        yield
        return
    wanted: dict[int, int] = {}
    if memory is not None:
        wanted[resource.RLIMIT_AS] = memory
    if seconds is not None:
        wanted[resource.RLIMIT_CPU] = math.ceil(time.process_time() + seconds)
        wanted[resource.RLIMIT_CORE] = 0  # SIGXCPU would leave a core file
    before = {kind: resource.getrlimit(kind) for kind in wanted}
    for kind, limit in wanted.items():
        with contextlib.suppress(OSError, ValueError):  # a system without such a limit
            resource.setrlimit(kind, (limit, before[kind][1]))
    try:
        yield
    finally:
        for kind, limits in before.items():
            with contextlib.suppress(OSError, ValueError):
                resource.setrlimit(kind, limits)


def _faults(faults: Sequence[Fault]) -> Message:
    return {"count": len(faults)}, [packed_faults(faults)]


def _unreadable(where: str, why: str) -> Message:
    return _faults([data_fault(fault_message(_UNREADABLE, where=where, why=why))])
