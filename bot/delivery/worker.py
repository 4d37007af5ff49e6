"""The process beside the bot that reads data sets: `python -m bot.delivery.worker`.

Reading takes a breath of seconds, or of minutes for a huge set, that would stop every answer; here
it stops nobody, and a text that brings its reader down brings down nothing else.
"""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from bot.beside import Message, serve
from bot.delivery.content import content_hash
from bot.delivery.fault_lines import packed_faults
from bot.domain.dataset import Dataset, read_dataset
from bot.domain.faults import Fault, mark, say
from bot.domain.packing import pack
from bot.storage.files import DataFiles, pack_files, read_data_files, unpack_files

_TOO_LARGE: Final = mark("too large to be read; expected less")
_UNREADABLE: Final = mark("{where} cannot be read: {why}")
COMPARED: Final = ("measures", "awards", "zones", "tiers", "statistics")
"""Kinds of record of which digests tell."""


def _result(head: Mapping[str, Any], pieces: Sequence[bytes]) -> Message:
    try:
        files = unpack_files(pieces[0]) if pieces else read_data_files(Path(head["folder"]))
        return _read(files, pieces[0] if pieces else None)
    except MemoryError:
        return _wrong([Fault("data", 1, "-", "files", say(_TOO_LARGE))])
    except OSError as error:
        where = error.filename or head.get("folder", "data")
        return _wrong([_unreadable(str(where), str(error.strerror or error))])
    except ValueError as error:
        return _wrong([_unreadable(head.get("folder", "data"), str(error))])


def _read(files: DataFiles, packed: bytes | None) -> Message:
    dataset, faults = read_dataset(files.yaml)
    if dataset is None:
        return _wrong(faults)
    head = {
        "hash": content_hash(files),
        "counts": dataset.counts(),
        "records": compared_ids(dataset),
    }
    return head, [pack(dataset), packed or pack_files(files)]


def compared_ids(dataset: Dataset) -> list[str]:
    """Ids of the records of which digests tell."""
    return [record.id for kind in COMPARED for record in getattr(dataset, kind)]


def _wrong(faults: Sequence[Fault]) -> Message:
    return {"count": len(faults)}, [packed_faults(faults)]


def _unreadable(where: str, why: str) -> Fault:
    return Fault("data", 1, "-", "files", say(_UNREADABLE, where=where, why=why))


if __name__ == "__main__":
    sys.exit(serve(_result))
