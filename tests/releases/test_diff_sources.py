"""Two data sets to be compared: stored versions that this program can no longer read."""

import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.releases.startup import DataError, open_release, read_set
from bot.storage.database import migrate, open_database
from bot.storage.releases import ReleaseStore
from bot.storage.tables import releases
from tests.small import write_small

NOW = datetime(2026, 9, 1, tzinfo=UTC)
VERSION = "2026.09.01.1"


def with_a_value_no_longer_allowed(packed: bytes) -> bytes:
    return zlib.compress(zlib.decompress(packed).replace(b"300000", b"-5"))


def cut(packed: bytes) -> bytes:
    return packed[:-5]


def gone(_packed: bytes) -> bytes:
    return b"gone"


@pytest.mark.parametrize("spoil", [with_a_value_no_longer_allowed, cut, gone])
async def test_a_stored_version_that_cannot_be_read_is_a_sentence(
    database_url: str, tmp_path: Path, spoil: Callable[[bytes], bytes]
) -> None:
    await migrate(database_url)
    async with open_database(database_url) as database:
        await open_release(ReleaseStore(database), write_small(tmp_path / "data", 3), NOW)
        async with database.writing() as connection:
            document = await connection.scalar(select(releases.c.document))
            assert document is not None
            await connection.execute(update(releases).values(document=spoil(document)))
    with pytest.raises(DataError, match=f"The stored version {VERSION} is unreadable; choose"):
        await read_set(VERSION, database_url)
