"""Reads rows of the releases, each for itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Column, Row

from bot.domain.data.versions import is_version
from bot.storage.tables import releases


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """A release without its document; `created_by` is None for one found on disk at a start."""

    version: str
    content_hash: str
    counts: Mapping[str, int]
    created_at: datetime
    created_by: int | None


@dataclass(frozen=True, slots=True)
class StoredRelease(ReleaseLine):
    """A release with its document, as `bot.domain.data.serialization` writes it."""

    document: bytes
    files: bytes | None
    """The files that it was read from, as a zip; None where they were not kept."""


LINE: Sequence[Column[Any]] = (
    releases.c.version,
    releases.c.content_hash,
    releases.c.counts,
    releases.c.created_at,
    releases.c.created_by,
)


def read_line(row: Row[Any]) -> ReleaseLine | None:
    """None where the row cannot be read."""
    counts = _counts(row.counts)
    if counts is None or not (is_version(row.version) and isinstance(row.created_at, datetime)):
        return None
    return ReleaseLine(row.version, row.content_hash, counts, row.created_at, row.created_by)


def _counts(stored: object) -> Mapping[str, int] | None:
    if not isinstance(stored, dict):
        return None
    counts = cast("dict[str, object]", stored)
    known = {name: number for name, number in counts.items() if isinstance(number, int)}
    return known if len(known) == len(counts) else None


def read_release(row: Row[Any]) -> StoredRelease:
    """The row as stored; its document is checked later, and is empty if it holds no bytes."""
    document: object = row.document
    files: object = row.files
    return StoredRelease(
        row.version,
        row.content_hash,
        row.counts,
        row.created_at,
        row.created_by,
        document if isinstance(document, bytes) else b"",
        files if isinstance(files, bytes) else None,
    )
