"""The search index of the last data set, cached in a file next to the database.

Reading it takes a tenth of the time to build it. A file that is missing, damaged, or built from
other data or by another version of this program is ignored and replaced. It holds plain values
(marshal), never code, and is as private as the database. All of it blocks: call it in a thread.
"""

import json
import marshal
import os
import sys
import tempfile
from array import array
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, cast

import structlog

import bot.domain
from bot.domain.search.index_data import IndexData
from bot.domain.search.vocabulary import VocabularyData
from bot.storage.database_url import file_of, read_url

log = structlog.stdlib.get_logger()

MOST_DOCUMENTS: Final = 5_000
"""A larger index is not cached: reading or writing it would block everything for too long."""
_MODULES: Final = Path(bot.domain.__path__[0])
_NAME: Final = "search-index.bin"
_MOST_BYTES: Final = 64 << 20
_SUM: Final = 32
"""Bytes of each of the two hashes that a file begins with: of its key, and of what follows."""


def index_cache_of(database_url: str) -> "IndexCache | None":
    """The cache next to the database's file; None for a database in memory or on a server."""
    file = file_of(read_url(database_url))
    return IndexCache(file.parent / _NAME) if file else None


class IndexCache:
    """One file, for the data set that is active at a start."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def get(self, key: bytes) -> IndexData | None:
        """The index of this key; None where there is none."""
        try:
            with self._file.open("rb") as file:
                content = file.read(_MOST_BYTES)
        except OSError:
            return None
        body = memoryview(content)[2 * _SUM :]
        if content[:_SUM] != key or content[_SUM : 2 * _SUM] != sha256(body).digest():
            return None
        found = IndexData(*cast("tuple[Any, ...]", marshal.loads(body)))  # noqa: S302 - our own
        return found._replace(
            starts=array("I", found.starts),
            places=array("I", found.places),
            scores=array("d", found.scores),
            vocabulary=VocabularyData(*found.vocabulary),
        )

    def keep(self, key: bytes, data: IndexData) -> None:
        """Replaces the cached index; logs where that fails."""
        if len(data.vectors) > MOST_DOCUMENTS:
            return
        body = marshal.dumps(tuple(data._replace(vocabulary=tuple(data.vocabulary))))
        try:
            self._put(key + sha256(body).digest() + body)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            log.info("search index not saved", file=str(self._file), reason=reason)

    def _put(self, content: bytes) -> None:
        """In one step: a reader finds the complete file or none. Only its owner may read it."""
        handle, part = tempfile.mkstemp(dir=self._file.parent, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(part).replace(self._file)
        except OSError:
            Path(part).unlink(missing_ok=True)
            raise


def index_key(document: bytes, readings: Mapping[str, str]) -> bytes:
    """A hash of all that an index depends on: the data, the program and its Python."""
    digest = sha256(_program())
    digest.update(sha256(document).digest())
    digest.update(json.dumps(dict(readings), sort_keys=True).encode())
    return digest.digest()


@cache
def _program() -> bytes:
    """The hash of the modules that build an index: the version alone changes too seldom."""
    digest = sha256(f"{sys.version} {marshal.version}".encode())
    for module in (Path(__file__), *sorted(_MODULES.rglob("*.py"))):
        digest.update(sha256(module.read_bytes()).digest())
    return digest.digest()
