"""Stores a data set as compressed JSON lines, one per record.

Reading record by record lets other threads run in between; one large JSON document would block
them for seconds.
"""

import json
import zlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from bot.domain.data.catalogue import Catalogue
    from bot.domain.data.dataset import Dataset
    from bot.domain.data.models import DataModel

_LEVEL: Final = 1
_PIECE: Final = 1 << 20
"""Bytes unpacked at a time."""


def pack(dataset: "Dataset") -> bytes:
    """The data set as `unpack` reads it."""
    packer = zlib.compressobj(_LEVEL)
    pieces = [packer.compress(line + b"\n") for line, _ in _written(dataset)]
    return b"".join([*pieces, packer.flush()])


def unpack(packed: bytes, live: "Dataset | None" = None) -> "Dataset":
    """The data set; ValueError if it is not a packed one.

    It shares equal records with `live`, so that both together need little more memory than one.
    """
    from bot.domain.data.dataset import DATA_KINDS, Dataset  # noqa: PLC0415 - a start unpacks none

    found: dict[str, list[Any]] = {kind: [] for kind in DATA_KINDS}
    known = dict(_written(live)) if live else {}
    try:
        for line in _lines(packed):
            kind, _, written = line.partition(b"\t")
            name = kind.decode()
            record = known.get(line)
            if record is None:
                record = DATA_KINDS[name].model_validate_json(_as_today(name, written))
            found[name].append(record)
    except (zlib.error, KeyError) as error:
        raise ValueError(f"not a packed data set: {error}") from error
    by_kind: dict[str, Any] = {kind: tuple(records) for kind, records in found.items()}
    return Dataset.model_construct(**by_kind)


def unpack_catalogue(version: str, packed: bytes) -> "Catalogue":
    """The data set with its look-ups; ValueError as above."""
    from bot.domain.data.catalogue import Catalogue  # noqa: PLC0415 - as above

    return Catalogue(version, unpack(packed))


@contextmanager
def stored_data() -> Generator[None]:
    """Turns LookupError into ValueError: a stored data set refers to a record that it lacks.

    Loading from files rejects that, but an older version may have stored it.
    """
    try:
        yield
    except LookupError as error:
        raise ValueError(f"not a whole data set: {error}") from error


def _as_today(kind: str, written: bytes) -> bytes:
    """A record in the current form: sources had English names only, zones neither kind nor rank."""
    if kind == "zones" and b'"rank":' not in written:
        zone = json.loads(written)
        was = "cluster" if "cluster" in zone["level"]["en"] else "park"
        return json.dumps(zone | {"kind": was, "level": zone["level"] | {"rank": "other"}}).encode()
    if kind != "sources" or b'"title_zh":' in written:
        return written
    source = json.loads(written)
    chinese = {f"{name}_zh": source[name] for name in ("title", "publisher")}
    return json.dumps(source | chinese).encode()


def _written(dataset: "Dataset") -> "Iterator[tuple[bytes, DataModel]]":
    """Each record with its line."""
    from bot.domain.data.dataset import DATA_KINDS  # noqa: PLC0415 - as above

    for kind in DATA_KINDS:
        for record in getattr(dataset, kind):
            yield f"{kind}\t{record.model_dump_json()}".encode(), record


def _lines(packed: bytes) -> Iterator[bytes]:
    unpacker, rest = zlib.decompressobj(), b""
    while packed:
        *whole, rest = (rest + unpacker.decompress(packed, _PIECE)).split(b"\n")
        yield from whole
        packed = unpacker.unconsumed_tail
    *whole, rest = (rest + unpacker.flush()).split(b"\n")
    yield from whole
    if rest or not unpacker.eof:
        raise ValueError("not a packed data set: its end is missing")
