"""Logs unreadable events and frames: one line a minute for each kind, without content."""

import re
import sys
import time
from collections.abc import Callable
from pathlib import PurePath
from types import TracebackType
from typing import Final, NamedTuple

import structlog

from bot.metrics import Metrics

log = structlog.stdlib.get_logger()

_LINE_SECONDS: Final = 60.0
"""Seconds between two lines of one kind."""

MOST_KINDS: Final = 200
"""Kinds that get log lines of their own; further kinds are only counted in the metrics."""

FRAME: Final = "frame"
_FIELD: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")


class DecodeFault(NamedTuple):
    """Why something cannot be read, without its content."""

    error: str
    """The class of the exception."""
    key: str
    """The field that is missing; empty where it is something else."""
    at: str
    """The line of code that failed: file:line."""


def fault_of(error: BaseException) -> DecodeFault:
    """What the log may say about an exception; not its text, which can hold what people typed."""
    key = error.args[0] if isinstance(error, KeyError) and error.args else ""
    named = isinstance(key, str) and _FIELD.fullmatch(key) is not None
    return DecodeFault(type(error).__name__, str(key) if named else "", _place(error.__traceback__))


def _place(trace: TracebackType | None) -> str:
    if trace is None:
        return ""
    while trace.tb_next is not None:
        trace = trace.tb_next
    return f"{PurePath(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"


class DropLog:
    """Counts and logs what is dropped."""

    def __init__(self, metrics: Metrics, *, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` gives seconds."""
        self._metrics, self._clock = metrics, clock
        self._logged: dict[tuple[str, DecodeFault], tuple[float, int]] = {}

    def dropped(self, kind: str, error: BaseException | None = None, **more: object) -> None:
        """An event of that type, or a frame, cannot be read. `more` is for the line."""
        self._metrics.gateway_dropped.labels(kind).inc()
        fault = fault_of(error or sys.exception() or Exception())
        key, now = (kind, fault), self._clock()
        logged_at, suppressed = self._logged.get(key, (now - _LINE_SECONDS, 0))
        if now - logged_at < _LINE_SECONDS:
            self._logged[key] = logged_at, suppressed + 1
            return
        if key not in self._logged and len(self._logged) >= MOST_KINDS:
            return
        self._logged[key] = now, 0
        what = "gateway frame unreadable" if kind == FRAME else "event dropped"
        fields = {"type": kind} if kind != FRAME else {}
        fields |= {name: value for name, value in fault._asdict().items() if value}
        log.warning(what, **fields, **({"suppressed": suppressed} if suppressed else {}), **more)
