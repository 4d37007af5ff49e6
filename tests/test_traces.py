"""Traces say where and what kind, and never what somebody typed."""

import contextlib
import json
import sqlite3
from collections.abc import Callable

import pydantic
import pytest

from bot.storage.errors import StorageError
from bot.traces import HIDDEN_MESSAGE, error_headline, render

TYPED = "our-secret-plan 小明"


class Form(pydantic.BaseModel):
    """Something that persons fill in."""

    number: int


def rendered(raising: Callable[[], object]) -> str:
    """The trace of what the call raises."""
    with pytest.raises(BaseException) as caught:  # noqa: PT011 - each kind in turn
        raising()
    return render((caught.type, caught.value, caught.tb))


def refused_by_sqlite() -> object:
    """An error that repeats the statement."""
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        return connection.execute(TYPED)


def chained() -> None:
    """An error whose cause and context hold what was typed."""
    try:
        try:
            int(TYPED)
        except ValueError as cause:
            raise KeyError(TYPED) from cause
    except KeyError:
        raise RuntimeError("out of order")  # noqa: B904 - the context is what is tried


def grouped() -> None:
    """A group, with a group in it."""
    inner = ExceptionGroup(TYPED, [ValueError(TYPED), OSError(2, TYPED)])
    raise ExceptionGroup(TYPED, [inner, TypeError("a defect")])


def noted() -> None:
    """An error with a note."""
    error = RuntimeError("out of order")
    error.add_note(TYPED)
    raise error


@pytest.mark.parametrize(
    "raising",
    [
        chained,
        noted,
        lambda: int(TYPED),
        lambda: dict[str, str]()[TYPED],
        lambda: Form.model_validate({"number": TYPED}),
        lambda: json.loads(TYPED),
        lambda: TYPED.encode("ascii"),
        refused_by_sqlite,
    ],
)
def test_what_was_typed_is_in_no_trace(raising: Callable[[], object]) -> None:
    trace = rendered(raising)
    assert TYPED not in trace
    assert TYPED.split(maxsplit=1)[0] not in trace
    assert trace.startswith("Traceback (most recent call last):")
    assert "test_traces.py" in trace


def test_causes_and_groups_are_told_in_full() -> None:
    trace = rendered(chained)
    told = (
        "ValueError",
        "direct cause",
        "KeyError",
        "During handling",
        "RuntimeError: out of order",
    )
    places = [trace.index(tr) for tr in told]
    assert places == sorted(places)
    trace = rendered(grouped)
    for tr in ("ExceptionGroup", "exception 2 of 2", "ValueError", "TypeError: a defect"):
        assert tr in trace


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ValueError(TYPED), f"ValueError: {HIDDEN_MESSAGE}"),
        (ValueError(), "ValueError"),
        (ConnectionRefusedError(111, "Connection refused"), "ConnectionRefusedError: [Errno 111]"),
        (AttributeError("'NoneType' object has no attribute 'x'"), "AttributeError: 'NoneType'"),
        (StorageError("The database x is read-only."), "bot.storage.errors.StorageError: The"),
    ],
)
def test_what_tells_of_code_system_or_operation_stays(error: BaseException, said: str) -> None:
    assert error_headline(error).startswith(said)


def test_an_error_that_is_its_own_cause_ends() -> None:
    def raising() -> None:
        error, other = RuntimeError("one"), RuntimeError("other")
        error.__cause__, other.__cause__ = other, error
        raise error

    assert rendered(raising).count("RuntimeError: one") == 1
