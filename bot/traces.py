"""Traces of exceptions for the log: places and kinds, but nothing that people typed.

The message of an exception may contain what somebody typed (`invalid literal for int(): '...'`, a
`KeyError`), and so may an answer of Discord. So a message is logged only for kinds of exception
that never contain it: built-in ones about code and the system, and the bot's own, which are
sentences for the operator. For other kinds, functions registered with `describe` decide.
"""

import traceback
from collections.abc import Iterator, Sequence
from functools import singledispatch
from types import TracebackType
from typing import Final, TypeAlias

HIDDEN_MESSAGE: Final = "[message hidden]"
_PLAIN: Final = frozenset(
    {
        AttributeError,
        ImportError,
        MemoryError,
        ModuleNotFoundError,
        NameError,
        NotImplementedError,
        RecursionError,
        RuntimeError,
        TimeoutError,
        TypeError,
        UnboundLocalError,
        ZeroDivisionError,
    }
)
"""Kinds whose messages are about code; not their subclasses."""
_CODES: Final = ("sqlite_errorname", "sqlstate")
"""Attributes with the error code of a database."""
_OUR_OWN: Final = ("bot.", "cogs.")
_MOST_PARTS: Final = 10
"""Exceptions of a group that are logged."""
_CAUSE: Final = "The above exception was the direct cause of the following exception:"
_CONTEXT: Final = "During handling of the above exception, another exception occurred:"

ExcInfo: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None]


@singledispatch
def describe(error: BaseException) -> str:
    """What may be logged of an exception besides its class; other modules register kinds."""
    kind = type(error)
    if kind in _PLAIN or kind.__module__.startswith(_OUR_OWN):
        return str(error)
    codes = (getattr(error, name, None) for name in _CODES)
    found = [code for code in codes if isinstance(code, str)]
    return found[0] if found else (HIDDEN_MESSAGE if str(error) else "")


@describe.register
def _of_the_system(error: OSError) -> str:
    return f"[Errno {error.errno}] {error.strerror}" if error.errno else ""


def render(exc_info: ExcInfo) -> str:
    """The trace with all causes, as text."""
    return "\n".join(_lines(exc_info[1], set()))


def _lines(error: BaseException, seen: set[int]) -> Iterator[str]:
    seen.add(id(error))
    cause = error.__cause__
    context = None if error.__suppress_context__ else error.__context__
    for earlier, words in ((cause, _CAUSE), (context, _CONTEXT)):
        if earlier is not None and id(earlier) not in seen:
            yield from _lines(earlier, seen)
            yield from ("", words, "")
    if error.__traceback__ is not None:
        yield "Traceback (most recent call last):"
        yield from "".join(traceback.format_tb(error.__traceback__)).splitlines()
    yield error_headline(error)
    parts: Sequence[BaseException] = getattr(error, "exceptions", ())  # of a group
    for number, part in enumerate(parts[:_MOST_PARTS], 1):
        yield f"  -- exception {number} of {len(parts)} --"
        yield from (f"  {line}" for line in _lines(part, seen))


def error_headline(error: BaseException) -> str:
    """The exception's class, and what may be logged of it."""
    kind = type(error)
    name = kind.__qualname__
    if kind.__module__ not in ("builtins", "__main__"):
        name = f"{kind.__module__}.{name}"
    said = describe(error)
    return f"{name}: {said}" if said else name
