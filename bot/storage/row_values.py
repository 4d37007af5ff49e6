"""Column types of digests and runs, and defaults for unreadable columns."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Final

from pydantic import AfterValidator, AwareDatetime, Field, ValidationError
from sqlalchemy import Row

from bot.domain.data.versions import is_version
from bot.domain.digests.subscription import Cause, CauseCode

Moment = Annotated[
    AwareDatetime, Field(ge=datetime(1970, 1, 1, tzinfo=UTC), le=datetime(9990, 1, 1, tzinfo=UTC))
]
"""What every time zone can calculate with."""


def _version(version: str) -> str:
    if not is_version(version):
        raise ValueError("not a data version")
    return version


Version = Annotated[str, AfterValidator(_version)]
RowId = Annotated[int, Field(ge=0, lt=2**63)]
Count = Annotated[int, Field(ge=0, lt=2**31)]

LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)
NO_VERSION: Final = "0"
"""Replaces a data version that cannot be read: no changes since are known."""


def values_of(row: Row[Any]) -> dict[str, Any]:
    """The columns of a row by name."""
    return row._asdict()  # pyright: ignore[reportPrivateUsage] # public, named as namedtuple's


def read_cause(code: CauseCode | None, missing: str | None) -> Cause | None:
    """A cause from its two columns."""
    return Cause(code, tuple((missing or "").split())) if code else None


def cause_columns(cause: Cause | None) -> dict[str, str | None]:
    """The two columns of a cause."""
    if cause is None:
        return {"cause": None, "missing": None}
    return {"cause": cause.code, "missing": " ".join(cause.missing) or None}


def suspension_columns(cause: Cause, at: datetime) -> dict[str, Any]:
    """The columns of a digest that is suspended now, of which nobody was notified yet."""
    told: dict[str, Any] = {"told": None, "looked_at": at}
    return {"state": "suspended", "since": at, "next_run_at": None, **told, **cause_columns(cause)}


def unreadable_columns(error: ValidationError) -> set[str]:
    """The names of the columns that pydantic refused."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    return {str(fault["loc"][0]) for fault in found}


def with_defaults(
    values: Mapping[str, Any], unreadable: Iterable[str], defaults: Mapping[str, Any]
) -> dict[str, Any]:
    """The row's columns, with defaults or None for those that cannot be read."""
    return {**values, **{name: defaults.get(name) for name in unreadable}}
