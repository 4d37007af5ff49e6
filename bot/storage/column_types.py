"""Column types that work on both databases."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, TypeDecorator

# SQLite counts up only a column of its own type INTEGER, which has 64 bits there too. It reuses a
# number after a deletion unless a table forbids it; messages and buttons contain these numbers.
Key = BigInteger().with_variant(Integer, "sqlite")


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: takes only datetimes with a zone, returns them in UTC.

    Another stored value is returned as it is, so that one row never hides the others: the readers
    of rows check it.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment in UTC; ValueError for a datetime without a zone."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError("this datetime has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment in UTC; SQLite drops the zone, and what was written there was UTC."""
        if not isinstance(value, datetime):
            return value
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """SQLAlchemy's own, without its exceptions."""
        return _tolerant(super().result_processor(dialect, coltype))


class StoredJson(TypeDecorator[Any]):
    """JSON; another stored value is returned as it is."""

    impl = JSON
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """SQLAlchemy's own, without its exceptions."""
        return _tolerant(super().result_processor(dialect, coltype))


def _tolerant(process: Callable[[Any], Any] | None) -> Callable[[Any], Any] | None:
    if process is None:
        return None

    def read(value: Any) -> Any:
        try:
            return process(value)
        except (ValueError, TypeError, RecursionError):
            return value

    return read
