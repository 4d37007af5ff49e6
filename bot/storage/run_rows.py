"""Reads rows of the runs; reading never raises."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy import Row

from bot.domain.digests.subscription import Cause, CauseCode, Post, Run, RunKind, RunState
from bot.storage import row_values
from bot.storage.tables import runs

_Process = Annotated[str, Field(pattern=r"^[\w-]{1,40}$")]


RUN_COLUMNS: Final = [column for column in runs.c if column is not runs.c.document]


class _RunColumns(BaseModel):
    model_config = ConfigDict(strict=True, defer_build=True)

    id: row_values.RowId
    digest_id: row_values.RowId
    slot: row_values.Moment
    kind: RunKind
    state: RunState
    cause: CauseCode | None
    missing: str | None
    number: row_values.Count
    compared_with: row_values.Version
    version: row_values.Version
    late: bool
    claimed_by: _Process | None
    tries: row_values.Count
    tried_at: row_values.Moment
    retry_at: row_values.Moment | None
    give_up_at: row_values.Moment
    parts: row_values.Count
    finished_at: row_values.Moment | None


class _PostColumns(BaseModel):
    model_config = ConfigDict(strict=True, defer_build=True)

    message_id: row_values.RowId
    channel_id: row_values.RowId
    published: bool | None


_DEFAULTS: Final[Mapping[str, Any]] = {
    "slot": row_values.LONG_AGO,
    "kind": "scheduled",
    "number": 0,
    "compared_with": row_values.NO_VERSION,
    "version": row_values.NO_VERSION,
    "late": False,
    "tries": 0,
    "tried_at": row_values.LONG_AGO,
    "give_up_at": row_values.LONG_AGO,
    "parts": 0,
}
"""For columns that must not be empty."""


def read_run(row: Row[Any], posts: Mapping[int, Post], *, lost_post: bool = False) -> Run:
    """A row of the table with its posts.

    A row that cannot be read becomes a failed run; `Run.unreadable` names the columns. `lost_post`:
    a post of it cannot be read, so that an open run cannot continue.
    """
    values = row_values.values_of(row)
    try:
        columns, unreadable = _RunColumns.model_validate(values), tuple[str, ...]()
    except ValidationError as error:
        unreadable = tuple(sorted(row_values.unreadable_columns(error)))
        columns = _RunColumns.model_construct(
            **row_values.with_defaults(values, unreadable, _DEFAULTS)
        )
    if lost_post and columns.state == "claimed":
        unreadable = (*unreadable, "posts")
    found = dict(columns)
    if unreadable:
        found |= {"state": "failed", "cause": "unreadable", "missing": None}
    cause = row_values.read_cause(found.pop("cause"), found.pop("missing"))
    since = found.pop("compared_with")
    return Run(**found, cause=cause, since=since, posts=posts, unreadable=unreadable)


def read_post(row: Row[Any]) -> Post | None:
    """A row of the posts; None where it cannot be read."""
    try:
        return Post(**dict(_PostColumns.model_validate(row_values.values_of(row))))
    except ValidationError:
        return None


def end_columns(state: RunState, cause: Cause | None, at: datetime) -> dict[str, Any]:
    """The columns of a run that ends."""
    return {
        "state": state,
        "open_digest_id": None,
        "claimed_by": None,
        "retry_at": None,
        "document": None,
        "finished_at": at,
        **row_values.cause_columns(cause),
    }
