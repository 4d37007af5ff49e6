"""The process beside the bot that reads data sets: `python -m bot.delivery.worker`.

Reading takes a breath of seconds, or of minutes for a huge set, that would stop every answer; here
it stops nobody, and a text that brings its reader down brings down nothing else. Orders come on
the input and results go to the output, each as a line of JSON with the lengths of the pieces of
bytes that follow it.
"""

import contextlib
import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Final

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
LEAST_URGENT: Final = 10


def main() -> int:
    """Does what is ordered until the input ends."""
    if hasattr(os, "nice"):
        os.nice(LEAST_URGENT)  # whoever waits for an answer goes first
    orders, results = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # nothing else may come between
    while order := read_message(orders):
        head, pieces = order
        send_message(results, *_result(head, pieces))
    return 0


def send_message(stream: BinaryIO, head: Mapping[str, Any], pieces: Sequence[bytes] = ()) -> None:
    """Writes one message."""
    line = json.dumps({**head, "lengths": [len(piece) for piece in pieces]})
    stream.write(f"{line}\n".encode())
    stream.writelines(pieces)
    stream.flush()


def read_message(stream: BinaryIO) -> tuple[dict[str, Any], list[bytes]] | None:
    """The next message, None where the other side has ended."""
    line = stream.readline()
    if not line.endswith(b"\n"):
        return None
    head: dict[str, Any] = json.loads(line)
    pieces = [stream.read(length) for length in head["lengths"]]
    whole = all(len(p) == n for p, n in zip(pieces, head["lengths"], strict=True))
    return (head, pieces) if whole else None


def _result(head: Mapping[str, Any], pieces: Sequence[bytes]) -> tuple[dict[str, Any], list[bytes]]:
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


def _read(files: DataFiles, packed: bytes | None) -> tuple[dict[str, Any], list[bytes]]:
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


def _wrong(faults: Sequence[Fault]) -> tuple[dict[str, Any], list[bytes]]:
    return {"count": len(faults)}, [packed_faults(faults)]


def _unreadable(where: str, why: str) -> Fault:
    return Fault("data", 1, "-", "files", say(_UNREADABLE, where=where, why=why))


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        sys.exit(main())
