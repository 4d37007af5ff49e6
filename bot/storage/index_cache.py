"""The search index of the active data set, cached in a file next to the database.

Reading it takes a tenth of the time that building it takes. Nothing depends on it: a file that is
missing, damaged, or made from other data or by another version of this program is ignored and
written again. It holds plain values only (marshal), no code, and is as private as the database.
Every call blocks on the disk: use a thread.
"""

import marshal
import sys
from array import array
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import structlog

import bot.domain
from bot.storage.database_url import file_of, read_url
from bot.storage.file_access import replace_file

if TYPE_CHECKING:
    from bot.domain.search.index_data import IndexData

log = structlog.stdlib.get_logger()

MAX_DOCUMENTS: Final = 5_000
"""A larger index is not cached: (un)marshalling it would hold the interpreter for too long."""
_SOURCES: Final = tuple(Path(bot.domain.__path__[0]) / name for name in ("data", "search", ""))
"""The folders of modules that an index depends on."""
_FILE_NAME: Final = "search-index.bin"
_MAX_BYTES: Final = 64 << 20
_HASH_BYTES: Final = 32
"""A file begins with two hashes: the key, then the checksum of the rest."""


def index_cache_of(database_url: str) -> "IndexCache | None":
    """The cache next to the database's file; None for a database in memory or on a server."""
    file = file_of(read_url(database_url))
    return IndexCache(file.parent / _FILE_NAME) if file else None


class IndexCache:
    """One file with the index of one data set."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def has(self, key: bytes) -> bool:
        """Whether an index was stored under this key; the file may be damaged."""
        try:
            with self._file.open("rb") as file:
                return file.read(_HASH_BYTES) == key
        except OSError:
            return False

    def get(self, key: bytes) -> "IndexData | None":
        """The index stored under this key, or None; a damaged file is logged."""
        try:
            with self._file.open("rb") as file:
                content = file.read(_MAX_BYTES)
        except FileNotFoundError:
            return None
        except OSError as error:
            return self._unusable(_reason(error))
        body = memoryview(content)[2 * _HASH_BYTES :]
        if len(body) == 0:
            return self._unusable("incomplete")
        if content[:_HASH_BYTES] != key:
            return None
        if content[_HASH_BYTES : 2 * _HASH_BYTES] != sha256(body).digest():
            return self._unusable("checksum does not match")
        return unpacked_index(body)

    def put(self, key: bytes, data: "IndexData") -> None:
        """Replaces the stored index; a failure is logged."""
        body = packed_index(data)
        if body is None:
            return
        try:
            replace_file(self._file, key + sha256(body).digest() + body)
        except OSError as error:
            log.info("search index not cached", file=str(self._file), reason=_reason(error))

    def _unusable(self, reason: str) -> None:
        log.warning("cached search index unusable; rebuilt", file=str(self._file), reason=reason)


def packed_index(data: "IndexData") -> bytes | None:
    """The index as `unpacked_index` reads it; None if it is too large for that."""
    if len(data.phrases) - 1 > MAX_DOCUMENTS:
        return None
    return marshal.dumps(tuple(data._replace(vocabulary=tuple(data.vocabulary))))


def unpacked_index(packed: bytes | memoryview) -> "IndexData":
    """The index that this program has packed."""
    # Loaded here, since a start is faster without: the bot reads its index once connected.
    from bot.domain.search.index_data import IndexData, number_code, phrase_code  # noqa: PLC0415
    from bot.domain.search.vocabulary import VocabularyData  # noqa: PLC0415

    found = IndexData(*cast("tuple[Any, ...]", marshal.loads(packed)))  # noqa: S302 - our own
    phrases = array("I", found.phrases)
    return found._replace(
        idf=array("d", found.idf),
        spans=array("I", found.spans),
        weights=array("H", found.weights),
        starts=array("I", found.starts),
        places=array(number_code(len(phrases) - 1), found.places),
        scores=array("H", found.scores),
        phrases=phrases,
        phrase_spans=array("I", found.phrase_spans),
        phrase_places=array(phrase_code(phrases), found.phrase_places),
        phrase_lengths=array("f", found.phrase_lengths),
        vocabulary=VocabularyData(*found.vocabulary),
    )


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__


def index_key(document: bytes, files: bytes) -> bytes:
    """A hash of all that an index is made from: a release, this program's sources and Python."""
    parts = (_program_hash(), sha256(document).digest(), sha256(files).digest())
    return sha256(b"".join(parts)).digest()


@cache
def _program_hash() -> bytes:
    """The hash of the modules that build an index; a version number changes too seldom."""
    program = sha256(f"{sys.version} {marshal.version}".encode())
    modules = (module for folder in _SOURCES for module in sorted(folder.glob("*.py")))
    for module in (Path(__file__), *modules):
        program.update(sha256(module.read_bytes()).digest())
    return program.digest()
