"""Reads rows of the runs; reading never raises."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy import Row

from bot.domain.digests.subscription import Cause, CauseCode, Post, Run, RunKind, RunState
from bot.storage.row_values import (
    LONG_AGO,
    NO_VERSION,
    Count,
    Key,
    Moment,
    Version,
    cause_columns,
    read_cause,
    unreadable_columns,
    values_of,
    with_defaults,
)
from bot.storage.tables import runs

_Process = Annotated[str, Field(pattern=r"^[\w-]{1,40}$")]


COLUMNS: Final = [column for column in runs.c if column is not runs.c.document]


class _RunColumns(BaseModel):
    model_config = ConfigDict(strict=True, defer_build=True)

    id: Key
    digest_id: Key
    slot: Moment
    kind: RunKind
    state: RunState
    cause: CauseCode | None
    missing: str | None
    number: Count
    compared_with: Version
    version: Version
    late: bool
    claimed_by: _Process | None
    tries: Count
    tried_at: Moment
    retry_at: Moment | None
    give_up_at: Moment
    parts: Count
    finished_at: Moment | None


class _PostColumns(BaseModel):
    model_config = ConfigDict(strict=True, defer_build=True)

    message_id: Key
    channel_id: Key
    published: bool | None


_DEFAULTS: Final[Mapping[str, Any]] = {
    "slot": LONG_AGO,
    "kind": "scheduled",
    "number": 0,
    "compared_with": NO_VERSION,
    "version": NO_VERSION,
    "late": False,
    "tries": 0,
    "tried_at": LONG_AGO,
    "give_up_at": LONG_AGO,
    "parts": 0,
}
"""For columns that must not be empty."""


def read_run(row: Row[Any], posts: Mapping[int, Post], *, lost_post: bool = False) -> Run:
    """A row of the table with its posts.

    A row that cannot be read becomes a failed run; `Run.unreadable` names the columns. `lost_post`:
    a post of it cannot be read, so that an open run cannot continue.
    """
    values = values_of(row)
    try:
        columns, unreadable = _RunColumns.model_validate(values), tuple[str, ...]()
    except ValidationError as error:
        unreadable = tuple(sorted(unreadable_columns(error)))
        columns = _RunColumns.model_construct(**with_defaults(values, unreadable, _DEFAULTS))
    if lost_post and columns.state == "claimed":
        unreadable = (*unreadable, "posts")
    found = dict(columns)
    if unreadable:
        found |= {"state": "failed", "cause": "unreadable", "missing": None}
    cause = read_cause(found.pop("cause"), found.pop("missing"))
    since = found.pop("compared_with")
    return Run(**found, cause=cause, since=since, posts=posts, unreadable=unreadable)


def read_post(row: Row[Any]) -> Post | None:
    """A row of the posts; None where it cannot be read."""
    try:
        return Post(**dict(_PostColumns.model_validate(values_of(row))))
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
        **cause_columns(cause),
    }
