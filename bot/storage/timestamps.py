"""PostgreSQL's timestamps, also those outside Python's calendar."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""The start of PostgreSQL's count of microseconds."""


async def read_every_moment(connection: Any) -> None:
    """Reads timestamps outside Python's calendar as numbers: asyncpg would refuse every row."""
    await connection.set_type_codec(
        "timestamptz", schema="pg_catalog", encoder=_microseconds, decoder=_moment, format="tuple"
    )


def _microseconds(moment: datetime) -> tuple[int]:
    return ((moment - _EPOCH) // timedelta(microseconds=1),)


def _moment(stored: tuple[int]) -> datetime | int:
    try:
        return _EPOCH + timedelta(microseconds=stored[0])
    except OverflowError:
        return stored[0]
