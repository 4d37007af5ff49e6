"""What the process beside the bot does that reads data sets; `bot.data_check.worker` runs it.

Reading takes a breath of seconds, or of minutes for a huge set, that would stop every answer; here
it stops nobody, and a text that brings its reader down brings down nothing else.
"""

import contextlib
import math
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

from bot.domain.data.faults import N_, Fault, fault_message
from bot.domain.data.loader import Dataset, read_dataset
from bot.domain.data.serialization import pack
from bot.releases.content_hash import content_hash
from bot.releases.fault_codec import packed_faults
from bot.releases.upload import UploadError, read_upload
from bot.storage.data_files import DataFiles, pack_files, read_data_files, unpack_files
from bot.worker_process import Message

try:
    import resource
except ImportError:  # Windows
    resource = None

_TOO_LARGE: Final = N_("too large to read; expected a smaller data set")
_UNREADABLE: Final = N_("{where} cannot be read: {why}")
Undrawable: TypeAlias = Callable[[Dataset, DataFiles], Sequence[Fault]]
"""What of a data set no card can show; the cards are above this layer."""
COMPARED: Final = ("measures", "awards", "zones", "tiers", "statistics")
"""Kinds of record of which digests tell."""


class DataWorker:
    """Does what the reader orders: reads a data set, then says what of it cannot be drawn."""

    def __init__(self, undrawable: Undrawable) -> None:
        self._undrawable = undrawable
        self._found: tuple[Dataset, DataFiles] | None = None

    def work(self, order: Mapping[str, Any], pieces: Sequence[bytes]) -> Message:
        """What comes of an order: a data set, or its faults."""
        try:
            with limited(order.get("memory"), order.get("seconds")):
                return self._drawn() if "draw" in order else self._read(_files(order, pieces))
        except UploadError as error:
            return _wrong([error.fault])
        except MemoryError:
            return _wrong([Fault("data", 1, "-", "files", fault_message(_TOO_LARGE))])
        except OSError as error:
            where = error.filename or order.get("folder", "data")
            return _wrong([_unreadable(str(where), str(error.strerror or error))])
        except ValueError as error:
            return _wrong([_unreadable(order.get("folder", "data"), str(error))])

    def _read(self, files: DataFiles) -> Message:
        dataset, faults = read_dataset(files.yaml)
        if dataset is None:
            return _wrong(faults)
        self._found = dataset, files
        head = {
            "hash": content_hash(files),
            "counts": dataset.counts(),
            "records": compared_ids(dataset),
        }
        return head, [pack(dataset), pack_files(files)]

    def _drawn(self) -> Message:
        """The faults of what was read last, once it is drawn; none if all went well."""
        found, self._found = self._found, None
        return _wrong(self._undrawable(*found) if found else [])


def _files(order: Mapping[str, Any], pieces: Sequence[bytes]) -> DataFiles:
    if not pieces:
        return read_data_files(Path(order["folder"]))
    content, *active = pieces
    kept = None
    with contextlib.suppress(ValueError):  # stored files that cannot be read count as not kept
        kept = unpack_files(active[0]) if active else None
    return read_upload(order["name"], content, kept)


@contextlib.contextmanager
def limited(memory: int | None, seconds: float | None) -> Generator[None]:
    """So many bytes and so much processor time for this process, where the system has such limits.

    Beyond the bytes comes MemoryError; beyond the time the system ends the process with SIGXCPU.
    """
    if resource is None:
        yield
        return
    most: dict[int, int] = {}
    if memory is not None:
        most[resource.RLIMIT_AS] = memory
    if seconds is not None:
        most[resource.RLIMIT_CPU] = math.ceil(time.process_time() + seconds)
        most[resource.RLIMIT_CORE] = 0  # an end by SIGXCPU leaves no file behind
    before = {kind: resource.getrlimit(kind) for kind in most}
    for kind, limit in most.items():
        with contextlib.suppress(OSError, ValueError):  # a system without such a limit
            resource.setrlimit(kind, (limit, before[kind][1]))
    try:
        yield
    finally:
        for kind, limits in before.items():
            with contextlib.suppress(OSError, ValueError):
                resource.setrlimit(kind, limits)


def compared_ids(dataset: Dataset) -> list[str]:
    """Ids of the records of which digests tell."""
    return [record.id for kind in COMPARED for record in getattr(dataset, kind)]


def _wrong(faults: Sequence[Fault]) -> Message:
    return {"count": len(faults)}, [packed_faults(faults)]


def _unreadable(where: str, why: str) -> Fault:
    return Fault("data", 1, "-", "files", fault_message(_UNREADABLE, where=where, why=why))
