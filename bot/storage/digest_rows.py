"""Reads digests, and writes their rows.

Reading never raises: a row that cannot be read becomes a suspended digest with the names of the
unreadable fields and defaults for them, so that it can be listed, repaired and deleted.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, TypeVar, cast
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from sqlalchemy import Column, ColumnElement, Row, select

from bot.domain.digests.subscription import (
    NO_GUILD,
    ORDER,
    CauseCode,
    Digest,
    DigestContent,
    Notified,
    Order,
    State,
    Target,
)
from bot.domain.schedules.schedule import is_schedule
from bot.storage import row_values
from bot.storage.database import Store
from bot.storage.tables import digests

T = TypeVar("T")


class _DigestColumns(BaseModel):
    model_config = ConfigDict(strict=True, defer_build=True)

    id: row_values.RowId
    ordered: str
    state: State
    since: row_values.Moment
    cause: CauseCode | None
    missing: str | None
    told: Notified | None
    next_run_at: row_values.Moment | None
    baseline: row_values.Version
    editions: row_values.Count
    last_edition_at: row_values.Moment | None
    created_by: row_values.RowId | None
    created_at: row_values.Moment


_TARGET, _WISH = TypeAdapter(Target), TypeAdapter(DigestContent)
ORDER_PARTS: Final = frozenset({"channel", "content", "schedule", "timezone"})
"""Parts of an order; each can be unreadable alone, and `/digest edit` replaces it."""
_DEFAULTS: Final[Mapping[str, Any]] = {
    "state": "suspended",
    "since": row_values.LONG_AGO,
    "baseline": row_values.NO_VERSION,
    "editions": 0,
    "created_at": row_values.LONG_AGO,
}
"""For columns that must not be empty."""
_SCHEDULE, _TIMEZONE = "daily 09:00", "UTC"


def read_digest(row: Row[Any]) -> Digest:
    """A row of the table as a digest; `Digest.unreadable` names what could not be read."""
    values = row_values.values_of(row)
    try:
        columns = _DigestColumns.model_validate(values)
        order = ORDER.validate_json(columns.ordered)
        _require_times(order)
        if columns.state == "active" and not columns.next_run_at and order.wish.record is None:
            raise ValueError("an active digest without its next run")
    except ValueError:
        return _salvaged(values)
    return _digest(columns, order)


@lru_cache(maxsize=1024)
def timezone_exists(name: str) -> bool:
    """Whether there is such a time zone; cached, as zoneinfo caches few."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # OSError: the name of a folder
        return False
    return True


class DigestQueries(Store):
    """A store that reads digests."""

    async def _find(
        self,
        *conditions: ColumnElement[bool],
        order: Sequence[Column[Any]] = (digests.c.id,),
        offset: int = 0,
        limit: int = 1000,
    ) -> Sequence[Digest]:
        wanted = select(digests).where(*conditions).order_by(*order).offset(offset).limit(limit)
        return [read_digest(row) for row in await self._database.rows(wanted)]


def _require_times(order: Order) -> None:
    if order.wish.record is None and not (
        is_schedule(order.schedule) and timezone_exists(order.timezone)
    ):
        raise ValueError("a schedule or a time zone that cannot be read")


def _digest(columns: _DigestColumns, order: Order, unreadable: tuple[str, ...] = ()) -> Digest:
    found = dict(columns)
    del found["ordered"]
    cause = row_values.read_cause(found.pop("cause"), found.pop("missing"))
    notified = found.pop("told")
    return Digest(**found, order=order, cause=cause, notified=notified, unreadable=unreadable)


def order_json(order: Order) -> str:
    """An order as it is stored."""
    return ORDER.dump_json(order).decode()


def order_columns(order: Order) -> dict[str, Any]:
    """The columns of an order."""
    return {
        "guild_id": order.target.guild_id,
        "channel_id": order.target.channel_id,
        "ordered": order_json(order),
        "timezone": order.timezone,
        "record": order.wish.record,
    }


def new_columns(order: Order, baseline: str, by: int, *, at: datetime) -> dict[str, Any]:
    """The columns of a new digest, which is active."""
    made = {"created_by": by, "created_at": at, "editions": 0}
    return order_columns(order) | made | {"state": "active", "since": at, "baseline": baseline}


def _salvaged(values: Mapping[str, Any]) -> Digest:
    faulty: set[str] = set()
    try:
        _DigestColumns.model_validate(values)
    except ValidationError as error:
        faulty = row_values.unreadable_columns(error)
    order, parts = _salvaged_order(values)
    if values["state"] == "active" and not faulty and not parts:
        faulty = {"next_run_at"}
    columns = row_values.with_defaults(values, faulty, _DEFAULTS)
    unreadable = (*parts, *sorted(faulty - {"ordered"}))
    columns["cause"], columns["missing"] = "unreadable", " ".join(unreadable)
    columns["next_run_at"] = None
    if columns["state"] != "asleep":
        columns["state"] = "suspended"
    return _digest(_DigestColumns.model_construct(**columns), order, unreadable)


def _salvaged_order(values: Mapping[str, Any]) -> tuple[Order, list[str]]:
    """The readable parts of an order, and the names of the others."""
    found, faulty = _object(values["ordered"]), list[str]()

    def part(name: str, read: Callable[[], T], default: T) -> T:
        try:
            return read()
        except (ValueError, TypeError):
            faulty.append(name)
            return default

    target = part("channel", lambda: _part(_TARGET, found, "target"), _place(values))
    wish = part("content", lambda: _part(_WISH, found, "wish"), DigestContent())
    if values["guild_id"] == NO_GUILD:
        record = wish.record or str(values["record"] or f"?{values['id']}")
        return Order(
            target, DigestContent("changes", wish.lang, record=record), "", _TIMEZONE
        ), faulty
    schedule, timezone = found.get("schedule"), found.get("timezone")
    if not (isinstance(schedule, str) and is_schedule(schedule)):
        schedule = _SCHEDULE
        faulty.append("schedule")
    if not (isinstance(timezone, str) and timezone_exists(timezone)):
        timezone = _TIMEZONE
        faulty.append("timezone")
    return Order(target, wish, schedule, timezone), faulty


def _part(adapter: TypeAdapter[T], found: Mapping[str, object], name: str) -> T:
    return adapter.validate_json(json.dumps(found.get(name)))


def _object(stored: object) -> Mapping[str, object]:
    try:
        found: object = json.loads(stored) if isinstance(stored, str) else None
    except (ValueError, RecursionError):
        return {}
    return cast("dict[str, object]", found) if isinstance(found, dict) else {}


def _place(values: Mapping[str, Any]) -> Target:
    """The server and the channel from their own columns."""
    guild, channel = values["guild_id"], values["channel_id"]
    return Target(
        guild if isinstance(guild, int) else NO_GUILD,
        channel if isinstance(channel, int) else 0,
        "text",
        "?",
    )
